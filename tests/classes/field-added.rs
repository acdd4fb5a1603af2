// additive field-added response/Tickets/Owner
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
//  |Note|String|hello|备注。 |
// +|Owner|String|u-1|负责人。 |
