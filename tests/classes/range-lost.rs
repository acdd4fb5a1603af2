// additive range-changed request/PageSize
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|PageSize|Integer|是|20|每页条数，最大数量为100。 |
// +|PageSize|Integer|是|20|每页条数。 |
