// documentation deprecation-changed
//
// --- overrides/aliyun/desk/2021-03-04.yaml
//    why: The page does not say which time a period is compared with.
// +- operation: PutTicket
// +  deprecated: true
// +  why: The case wants it.
