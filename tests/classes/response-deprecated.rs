// documentation deprecation-changed response/Tickets/Note
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|Note|String|hello|备注。 |
// +|Note|String|hello|已废弃。 |
