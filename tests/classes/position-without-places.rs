// documentation position-changed request/Label
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
// -|名称|类型|是否必选|示例值|描述|
// -|--|--|----|---|--|
// -|Action|String|是|ListTickets|系统规定参数。取值：**ListTickets**。 |
// -|Desk|String|是|d-1|工作台ID。 |
// -|PageNumber|Integer|是|1|页码。 |
// -|PageSize|Integer|是|20|每页条数，最大数量为100。 |
// -|StartTime|Long|否|1532448000000|开始时间，Unix时间戳，单位毫秒。 |
// -|EndTime|Long|否|1532707199000|结束时间，Unix时间戳，单位毫秒。 |
// -|State|String|否|Open|状态。取值：Open（打开），Closed（关闭）。 |
// -|Kinds|String|否|Phone,Mail|种类。取值：Phone（电话），Mail（邮件），多个条件以逗号隔开。 |
// -|OrderBy|String|否|ASC|方向。默认升序，取值: ASC/DESC。 |
// -|Label|String|否|vip|备注。 |
// -|Age|Integer|否|5|已有的天数。 |
// -|Owner.N|String|否|u-1|负责人，最多10个。 |
// -|Tag.N.Key|String|是|region|标签的键。 |
// -|Tag.N.Value|String|否|east|标签的值。 |
// +|名称|类型|位置|是否必选|示例值|描述|
// +|--|--|--|----|---|--|
// +|Action|String|Query|是|ListTickets|系统规定参数。取值：**ListTickets**。 |
// +|Desk|String|Query|是|d-1|工作台ID。 |
// +|PageNumber|Integer|Query|是|1|页码。 |
// +|PageSize|Integer|Query|是|20|每页条数，最大数量为100。 |
// +|StartTime|Long|Query|否|1532448000000|开始时间，Unix时间戳，单位毫秒。 |
// +|EndTime|Long|Query|否|1532707199000|结束时间，Unix时间戳，单位毫秒。 |
// +|State|String|Query|否|Open|状态。取值：Open（打开），Closed（关闭）。 |
// +|Kinds|String|Query|否|Phone,Mail|种类。取值：Phone（电话），Mail（邮件），多个条件以逗号隔开。 |
// +|OrderBy|String|Query|否|ASC|方向。默认升序，取值: ASC/DESC。 |
// +|Label|String|Body|否|vip|备注。 |
// +|Age|Integer|Query|否|5|已有的天数。 |
// +|Owner.N|String|Query|否|u-1|负责人，最多10个。 |
// +|Tag.N.Key|String|Query|是|region|标签的键。 |
// +|Tag.N.Value|String|Query|否|east|标签的值。 |
