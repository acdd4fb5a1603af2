// breaking error-code-added errors/Ticket.Locked
//
// --- pages/aliyun/desk/2021-03-04/PutTicket.md
//  {"Counts": {"Open": 2}, "RequestId": "8F0B"}
// +```
// +
// +## 错误码
// +
// +|HttpCode|错误码|错误信息|描述|
// +|--------|---|----|--|
// +|409|Ticket.Locked|The ticket is locked.|工单已锁定。|
// -```

use api::aliyun::v2021_03_04::PutTicket;
use api::{ErrorCode, Request};

fn main() {
    // As a function has it that answers one error for all calls.
    let code: ErrorCode = <PutTicket as Request>::ErrorCode::from("Ticket.Locked");
    assert_eq!(code.as_str(), "Ticket.Locked");
}
