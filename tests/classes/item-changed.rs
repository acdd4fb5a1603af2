// additive item-changed response/Tickets
//
// --- overrides/aliyun/desk/2021-03-04.yaml
//    why: The page does not say which time a period is compared with.
// +- operation: ListTickets
// +  path: response/Tickets
// +  item: Entry
// +  why: The case wants it.
