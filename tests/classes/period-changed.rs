// additive period-changed max_days
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -接口ListTickets用于查询工单。单用户调用频率：50次/秒。可查询的日期区间最大为30天。
// +接口ListTickets用于查询工单。单用户调用频率：50次/秒。可查询的日期区间最大为7天。
