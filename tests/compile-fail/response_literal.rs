//! Nor are responses, nor are they taken apart without `..`.

use ccc_api::aliyun::v2017_07_05::list_call_detail_records::CallDetailAgent;

fn agent(agent: CallDetailAgent) {
    let CallDetailAgent { agent_id: _, feedback: _, satisfaction: _ } = agent;
}

fn main() {
    agent(CallDetailAgent { agent_id: None, feedback: None, satisfaction: None });
}
