// documentation type-changed request/StartTime
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|StartTime|Long|否|1532448000000|开始时间，Unix时间戳，单位毫秒。 |
// +|StartTime|Integer|否|1532448000000|开始时间，Unix时间戳，单位毫秒。 |
