// documentation unit-changed response/Spent
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|Spent|Integer|20|用去的时间，单位为秒。 |
// +|Spent|Integer|20|用去的时间，单位为分钟。 |
