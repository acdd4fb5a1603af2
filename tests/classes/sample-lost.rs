// documentation samples-changed samples
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -{"Level": "High", "RequestId": "8F0B", "Spent": 20, "TotalCount": 1,
// +{"Level": "High", "RequestId": "8F0B", "Spent": "twenty", "TotalCount": 1,
