// documentation encoding-changed request/Label
//
// --- overrides/aliyun/desk/2021-03-04.yaml
//    why: The page does not say which time a period is compared with.
// +- operation: ListTickets
// +  path: request/Label
// +  encoding: json
// +  why: The case wants it.
