// documentation unit-changed response/TotalCount
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|TotalCount|Integer|1|总数。 |
// +|TotalCount|Integer|1|总数，单位为天。 |
