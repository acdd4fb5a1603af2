// additive max-items-changed request/Owner
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|Owner.N|String|否|u-1|负责人，最多10个。 |
// +|Owner.N|String|否|u-1|负责人，最多20个。 |
