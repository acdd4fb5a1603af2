// additive operation-added
//
// +++ pages/aliyun/desk/2021-03-04/DropTicket.md
// +# 删除工单
// +
// +## 调试
// +
// +[试一试](https://api.example.com/#product=Desk&api=DropTicket&type=RPC&version=2021-03-04)
// +
// +## 请求参数
// +
// +|名称|类型|是否必选|示例值|描述|
// +|--|--|----|---|--|
// +|TicketId|String|是|t-1|工单ID。 |
// +
// +## 返回数据
// +
// +|名称|类型|示例值|描述|
// +|--|--|---|--|
// +|RequestId|String|8F0B|请求ID。 |
