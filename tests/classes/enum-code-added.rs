// additive enum-code-changed request/State
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|State|String|否|Open|状态。取值：Open（打开），Closed（关闭）。 |
// +|State|String|否|Open|状态。取值：Open\(1\) 打开, Closed\(2\) 关闭。 |
