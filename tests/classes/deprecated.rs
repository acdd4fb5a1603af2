// additive deprecation-changed request/Label
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|Label|String|否|vip|备注。 |
// +|Label|String|否|vip|已废弃。 |
