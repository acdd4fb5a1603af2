// Three paged operations, hand-written in the shape of emitted code: one for each way to sign.
// Doc tests include this file, so it has no attributes of its own.

use spectable_runtime::{
    Decode, DecodeError, ErrorCode, Input, Operation, Paged, Paging, Parameter, Protocol, Request, Text, Timestamp,
    Windowed, Wrapped,
};

/// `ListCallDetailRecords` of 2017: pages from 1, a total on the first page only, 7 days a call, milliseconds.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Records2017 {
    pub instance_id: String,
    pub page_number: i32,
    pub page_size: i32,
    pub start_time: Option<Timestamp>,
    pub stop_time: Option<Timestamp>,
}

impl Records2017 {
    pub fn new(instance_id: impl Into<String>, page_number: i32, page_size: i32) -> Self {
        Self { instance_id: instance_id.into(), page_number, page_size, start_time: None, stop_time: None }
    }
}

impl Request for Records2017 {
    const OPERATION: &'static Operation =
        &Operation::new(Protocol::AliyunRpc, "ccc", "2017-07-05", "ListCallDetailRecords").max_days(7).paging(
            Paging::new("PageNumber", "PageSize", 1)
                .total("CallDetailRecords.TotalCount")
                .total_on_first_page()
                .items("CallDetailRecords.List"),
        );
    type Output<T: Default> = Records2017Output<T>;
    type ErrorCode = ErrorCode;

    fn parameters(&self) -> Vec<Parameter<'_>> {
        vec![
            Parameter::new("InstanceId", &self.instance_id).required(),
            Parameter::new("PageNumber", &self.page_number).required(),
            Parameter::new("PageSize", &self.page_size).required().range(None, Some(100)),
            Parameter::new("StartTime", &self.start_time),
            Parameter::new("StopTime", &self.stop_time),
        ]
    }

    fn decode<'de, T: Text<'de>>(output: &mut Self::Output<T>, input: &mut Input<'de>) -> Result<(), DecodeError> {
        output.decode(input)
    }
}

impl Paged for Records2017 {
    type Item = Record;

    fn page_size(&self) -> Option<u32> {
        u32::try_from(self.page_size).ok()
    }

    fn set_page(&mut self, number: u32) {
        self.page_number = i32::try_from(number).unwrap_or(i32::MAX);
    }

    fn take_items(output: &mut Self::Output<String>) -> Vec<Self::Item> {
        std::mem::take(&mut output.call_detail_records.list)
    }

    fn total(output: &Self::Output<String>) -> Option<u64> {
        output.call_detail_records.total_count.and_then(|total| u64::try_from(total).ok())
    }
}

impl Windowed for Records2017 {
    fn set_window(&mut self, start: Timestamp, end: Timestamp) {
        self.start_time = Some(start);
        self.stop_time = Some(end);
    }

    fn time(item: &Self::Item) -> Option<Timestamp> {
        item.start_time.map(Timestamp::from_millis)
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Records2017Output<T = String> {
    pub request_id: Option<T>,
    pub call_detail_records: CallDetailRecords<T>,
}

impl<'de, T: Text<'de>> Decode<'de> for Records2017Output<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.fields(&mut [("RequestId", &mut self.request_id), ("CallDetailRecords", &mut self.call_detail_records)])
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CallDetailRecords<T = String> {
    pub total_count: Option<i32>,
    pub list: Vec<Record<T>>,
}

impl<'de, T: Text<'de>> Decode<'de> for CallDetailRecords<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.fields(&mut [
            ("TotalCount", &mut self.total_count),
            ("List", &mut Wrapped::new("CallDetailRecord", &mut self.list)),
        ])
    }
}

/// What all three list; Tencent counts seconds.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Record<T = String> {
    pub contact_id: Option<T>,
    pub start_time: Option<i64>,
}

impl<'de, T: Text<'de>> Decode<'de> for Record<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.fields(&mut [("ContactId", &mut self.contact_id), ("StartTime", &mut self.start_time)])
    }
}

/// `ListCallDetailRecords` of 2020: newest first unless asked otherwise.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Records2020 {
    pub instance_id: String,
    pub page_number: i32,
    pub page_size: Option<i32>,
    pub start_time: Option<Timestamp>,
    pub end_time: Option<Timestamp>,
    pub sort_order: Option<String>,
}

impl Records2020 {
    pub fn new(instance_id: impl Into<String>, page_size: i32) -> Self {
        Self {
            instance_id: instance_id.into(),
            page_number: 1,
            page_size: Some(page_size),
            start_time: None,
            end_time: None,
            sort_order: None,
        }
    }
}

impl Request for Records2020 {
    const OPERATION: &'static Operation =
        &Operation::new(Protocol::AliyunRpc, "ccc", "2020-07-01", "ListCallDetailRecords")
            .paging(Paging::new("PageNumber", "PageSize", 1).last(100).total("Data.TotalCount").items("Data.List"));
    type Output<T: Default> = Records2020Output<T>;
    type ErrorCode = ErrorCode;

    fn parameters(&self) -> Vec<Parameter<'_>> {
        vec![
            Parameter::new("InstanceId", &self.instance_id).required(),
            Parameter::new("PageNumber", &self.page_number).required().range(Some(1), Some(100)),
            Parameter::new("PageSize", &self.page_size).range(Some(1), Some(100)),
            Parameter::new("StartTime", &self.start_time),
            Parameter::new("EndTime", &self.end_time),
            Parameter::new("SortOrder", &self.sort_order),
        ]
    }

    fn decode<'de, T: Text<'de>>(output: &mut Self::Output<T>, input: &mut Input<'de>) -> Result<(), DecodeError> {
        output.decode(input)
    }
}

impl Paged for Records2020 {
    type Item = Record;

    fn page_size(&self) -> Option<u32> {
        self.page_size.and_then(|size| u32::try_from(size).ok())
    }

    fn set_page(&mut self, number: u32) {
        self.page_number = i32::try_from(number).unwrap_or(i32::MAX);
    }

    fn take_items(output: &mut Self::Output<String>) -> Vec<Self::Item> {
        std::mem::take(&mut output.data.list)
    }

    fn total(output: &Self::Output<String>) -> Option<u64> {
        output.data.total_count.and_then(|total| u64::try_from(total).ok())
    }
}

impl Windowed for Records2020 {
    fn set_window(&mut self, start: Timestamp, end: Timestamp) {
        self.start_time = Some(start);
        self.end_time = Some(end);
    }

    fn time(item: &Self::Item) -> Option<Timestamp> {
        item.start_time.map(Timestamp::from_millis)
    }

    fn newest_first(&self) -> bool {
        self.sort_order.as_deref() != Some("ASC")
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Records2020Output<T = String> {
    pub request_id: Option<T>,
    pub data: Data<T>,
}

impl<'de, T: Text<'de>> Decode<'de> for Records2020Output<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.fields(&mut [("RequestId", &mut self.request_id), ("Data", &mut self.data)])
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Data<T = String> {
    pub total_count: Option<i32>,
    pub list: Vec<Record<T>>,
}

impl<'de, T: Text<'de>> Decode<'de> for Data<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.fields(&mut [("TotalCount", &mut self.total_count), ("List", &mut self.list)])
    }
}

/// Tencent's: pages from 0, seconds.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DescribeTelCdr {
    pub start_time_stamp: Timestamp,
    pub end_time_stamp: Timestamp,
    pub page_size: i64,
    pub page_number: i64,
}

impl DescribeTelCdr {
    pub fn new(page_size: i64) -> Self {
        Self {
            start_time_stamp: Timestamp::default(),
            end_time_stamp: Timestamp::from_secs(4_000_000_000),
            page_size,
            page_number: 0,
        }
    }
}

impl Request for DescribeTelCdr {
    const OPERATION: &'static Operation = &Operation::new(Protocol::Tencent, "ccc", "2020-02-10", "DescribeTelCdr")
        .paging(Paging::new("PageNumber", "PageSize", 0).total("TotalCount").items("TelCdrList"));
    type Output<T: Default> = DescribeTelCdrOutput<T>;
    type ErrorCode = ErrorCode;

    fn parameters(&self) -> Vec<Parameter<'_>> {
        vec![
            Parameter::new("StartTimeStamp", &self.start_time_stamp).required().seconds(),
            Parameter::new("EndTimeStamp", &self.end_time_stamp).required().seconds(),
            Parameter::new("PageSize", &self.page_size).required().range(Some(1), Some(100)),
            Parameter::new("PageNumber", &self.page_number).required(),
        ]
    }

    fn decode<'de, T: Text<'de>>(output: &mut Self::Output<T>, input: &mut Input<'de>) -> Result<(), DecodeError> {
        output.decode(input)
    }
}

impl Paged for DescribeTelCdr {
    type Item = Record;

    fn page_size(&self) -> Option<u32> {
        u32::try_from(self.page_size).ok()
    }

    fn set_page(&mut self, number: u32) {
        self.page_number = i64::from(number);
    }

    fn take_items(output: &mut Self::Output<String>) -> Vec<Self::Item> {
        std::mem::take(&mut output.tel_cdr_list)
    }

    fn total(output: &Self::Output<String>) -> Option<u64> {
        output.total_count.and_then(|total| u64::try_from(total).ok())
    }
}

impl Windowed for DescribeTelCdr {
    const UNIT_MILLIS: i64 = 1000;

    fn set_window(&mut self, start: Timestamp, end: Timestamp) {
        self.start_time_stamp = start;
        self.end_time_stamp = end;
    }

    fn time(item: &Self::Item) -> Option<Timestamp> {
        item.start_time.map(Timestamp::from_secs)
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct DescribeTelCdrOutput<T = String> {
    pub total_count: Option<i64>,
    pub tel_cdr_list: Vec<Record<T>>,
    pub request_id: Option<T>,
}

impl<'de, T: Text<'de>> Decode<'de> for DescribeTelCdrOutput<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.fields(&mut [
            ("TotalCount", &mut self.total_count),
            ("TelCdrList", &mut self.tel_cdr_list),
            ("RequestId", &mut self.request_id),
        ])
    }
}
