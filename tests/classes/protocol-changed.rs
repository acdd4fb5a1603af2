// breaking protocol-changed
//
// --- pages/aliyun/desk/2021-03-04/ListTickets.md
//  接口ListTickets用于查询工单。单用户调用频率：50次/秒。可查询的日期区间最大为30天。
// +
// +## 请求语法
// +
// +```
// +GET /tickets HTTP/1.1
// +```

use api::Request;
use api::aliyun::v2021_03_04::ListTickets;

fn main() {
    assert_eq!(ListTickets::OPERATION.path, "/");
}
