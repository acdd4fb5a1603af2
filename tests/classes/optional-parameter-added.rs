// additive parameter-added request/Channel
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
//  |Desk|String|是|d-1|工作台ID。 |
// +|Channel|String|否|web|渠道。 |
