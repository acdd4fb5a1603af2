// documentation range-changed response/Spent
//
// --- overrides/aliyun/desk/2021-03-04.yaml
//    why: The page does not say which time a period is compared with.
// +- operation: ListTickets
// +  path: response/Spent
// +  range: 0..=60
// +  why: The case wants it.
