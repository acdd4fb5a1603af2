// additive error-code-added errors/Desk.Full
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
//  |404|Desk.NotFound|The desk does not exist.|工作台不存在。|
// +|400|Desk.Full|The desk is full.|工作台已满。|
