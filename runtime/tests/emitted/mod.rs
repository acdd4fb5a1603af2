// What `cargo xtask regen` makes of the small pages in `../specs`, under the names that the tests use.
// Doc tests include this file, so it has no attributes of its own.

#[allow(dead_code, unexpected_cfgs, unreachable_pub, unused_imports)]
#[rustfmt::skip]
pub mod aliyun;
#[allow(dead_code, unexpected_cfgs, unreachable_pub, unused_imports)]
#[rustfmt::skip]
pub mod tencent;

/// An operation with every kind of parameter and field.
#[allow(unused_imports)]
pub(crate) use aliyun::v2017_07_05::{
    ContactType, ListCallDetailRecords, OrderBy,
    list_call_detail_records::{CallDetailAgent as Agent, CallDetailRecord, ListCallDetailRecordsOutput, Recording},
};
/// One whose parameters are sent as JSON.
#[allow(unused_imports)]
pub(crate) use tencent::v2020_02_10::{DescribeTelCdr, describe_tel_cdr::Filter};

/// Three paged operations: one for each way to sign.
#[allow(dead_code, unused_imports)]
pub(crate) mod paged {
    use spectable_runtime::Timestamp;

    pub(crate) use super::aliyun::v2017_07_05::{
        ListRecords as Records2017, list_records::CallDetailRecord as Record2017,
    };
    pub(crate) use super::aliyun::v2020_07_01::{
        ListRecords as Records2020,
        list_records::{ListRecordsOutput as Records2020Output, Record as Record2020},
    };
    pub(crate) use super::tencent::v2020_02_10::{DescribeRecords, describe_records::TelCdr};

    /// Pages of this size.
    pub(crate) fn records_2020(page_size: i32) -> Records2020 {
        Records2020::new("i").page_size(page_size)
    }

    /// Pages of this size, of all that there is.
    pub(crate) fn tel_cdrs(page_size: i64) -> DescribeRecords {
        DescribeRecords::new(Timestamp::default(), Timestamp::from_secs(4_000_000_000)).page_size(page_size)
    }
}
