// documentation default-changed request/Age
//
// --- overrides/aliyun/desk/2021-03-04.yaml
//    why: The page does not say which time a period is compared with.
// +- operation: ListTickets
// +  path: request/Age
// +  default: "7"
// +  why: The case wants it.
