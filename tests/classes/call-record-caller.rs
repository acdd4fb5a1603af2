// additive call-record-changed call_record
//
// --- overrides/aliyun/desk/2021-03-04.yaml
// -  call_record: {of: Tickets, id: TicketId, start: Created}
// +  call_record: {of: Tickets, id: TicketId, start: Created, caller: UUI}
