//! Hand-written in the shape of emitted code.
#![allow(dead_code, unreachable_pub, missing_docs)]

use std::collections::BTreeMap;

use spectable_runtime::{
    Any, Decode, DecodeError, Encode, ErrorCode, Input, InvalidRequest, Operation, Paging, Parameter, Protocol,
    Request, Text, Timestamp, UnknownValue, Value, Wrapped, open_enum,
};

const OPERATION: Operation = Operation::new(Protocol::AliyunRpc, "ccc", "2017-07-05", "ListCallDetailRecords")
    .rate_limit(20)
    .max_days(7)
    .paging(
        Paging::new("PageNumber", "PageSize", 1)
            .total("CallDetailRecords.TotalCount")
            .total_on_first_page()
            .items("CallDetailRecords.List"),
    );

/// Request.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ListCallDetailRecords {
    pub instance_id: String,
    pub page_number: i32,
    pub page_size: i32,
    pub criteria: Option<String>,
    pub start_time: Option<Timestamp>,
    pub contact_type: Vec<ContactType>,
    pub with_recording: Option<bool>,
    pub order_by: Option<ContactType>,
}

impl ListCallDetailRecords {
    /// With what is required.
    pub fn new(instance_id: impl Into<String>, page_number: i32, page_size: i32) -> Self {
        Self {
            instance_id: instance_id.into(),
            page_number,
            page_size,
            criteria: None,
            start_time: None,
            contact_type: Vec::new(),
            with_recording: None,
            order_by: None,
        }
    }

    #[must_use]
    pub fn criteria(mut self, value: impl Into<String>) -> Self {
        self.criteria = Some(value.into());
        self
    }

    #[must_use]
    pub fn start_time(mut self, value: impl Into<Timestamp>) -> Self {
        self.start_time = Some(value.into());
        self
    }

    #[must_use]
    pub fn contact_type(mut self, values: impl IntoIterator<Item = impl Into<ContactType>>) -> Self {
        self.contact_type = values.into_iter().map(Into::into).collect();
        self
    }

    #[must_use]
    pub fn with_recording(mut self, value: bool) -> Self {
        self.with_recording = Some(value);
        self
    }

    #[must_use]
    pub fn order_by(mut self, value: impl Into<ContactType>) -> Self {
        self.order_by = Some(value.into());
        self
    }

    /// Checks the limits that the page gives.
    pub fn validate(&self) -> Result<(), InvalidRequest> {
        Request::validate(self)
    }

    /// Decodes a JSON response.
    pub fn decode_json(document: &[u8]) -> Result<ListCallDetailRecordsOutput, DecodeError> {
        <Self as Request>::decode_json(document)
    }

    /// Decodes an XML response.
    pub fn decode_xml(document: &[u8]) -> Result<ListCallDetailRecordsOutput, DecodeError> {
        <Self as Request>::decode_xml(document)
    }
}

impl Request for ListCallDetailRecords {
    const OPERATION: &'static Operation = &OPERATION;

    type Output<T: Default> = ListCallDetailRecordsOutput<T>;
    type ErrorCode = ErrorCode;

    fn parameters(&self) -> Vec<Parameter<'_>> {
        vec![
            Parameter::new("InstanceId", &self.instance_id).required(),
            Parameter::new("PageNumber", &self.page_number).required().range(Some(1), None),
            Parameter::new("PageSize", &self.page_size).required().range(Some(1), Some(100)),
            Parameter::new("Criteria", &self.criteria),
            Parameter::new("StartTime", &self.start_time),
            Parameter::new("ContactType", &self.contact_type).comma(),
            Parameter::new("WithRecording", &self.with_recording),
            Parameter::new("OrderBy", &self.order_by),
        ]
    }

    fn decode<'de, T: Text<'de>>(output: &mut Self::Output<T>, input: &mut Input<'de>) -> Result<(), DecodeError> {
        output.decode(input)
    }
}

/// Output.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ListCallDetailRecordsOutput<T = String> {
    pub request_id: Option<T>,
    pub success: Option<bool>,
    pub code: Option<T>,
    pub http_status_code: Option<i32>,
    pub call_detail_records: CallDetailRecords<T>,
}

impl<'de, T: Text<'de>> Decode<'de> for ListCallDetailRecordsOutput<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.fields(&mut [
            ("RequestId", &mut self.request_id),
            ("Success", &mut self.success),
            ("Code", &mut self.code),
            ("HttpStatusCode", &mut self.http_status_code),
            ("CallDetailRecords", &mut self.call_detail_records),
        ])
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CallDetailRecords<T = String> {
    pub total_count: Option<i32>,
    pub list: Vec<CallDetailRecord<T>>,
}

impl<'de, T: Text<'de>> Decode<'de> for CallDetailRecords<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.fields(&mut [
            ("TotalCount", &mut self.total_count),
            ("List", &mut Wrapped::new("CallDetailRecord", &mut self.list)),
        ])
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CallDetailRecord<T = String> {
    pub contact_id: Option<T>,
    pub contact_type: Option<ContactType>,
    pub contact_types: Vec<ContactType>,
    pub start_time: Option<i64>,
    pub duration: Option<i32>,
    pub score: Option<f64>,
    pub recorded: Option<bool>,
    pub agents: Vec<Agent<T>>,
    pub recordings: Vec<Recording<T>>,
    pub phones: Vec<T>,
    pub codes: Vec<i64>,
    pub extra: Option<Any>,
    pub labels: BTreeMap<String, T>,
    pub boxed: Option<Box<str>>,
}

impl<'de, T: Text<'de>> Decode<'de> for CallDetailRecord<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.fields(&mut [
            ("ContactId", &mut self.contact_id),
            ("ContactType", &mut self.contact_type),
            ("ContactTypes", &mut self.contact_types),
            ("StartTime", &mut self.start_time),
            ("Duration", &mut self.duration),
            ("Score", &mut self.score),
            ("Recorded", &mut self.recorded),
            ("Agents", &mut Wrapped::new("CallDetailAgent", &mut self.agents)),
            ("Recordings", &mut self.recordings),
            ("Phones", &mut self.phones),
            ("Codes", &mut self.codes),
            ("Extra", &mut self.extra),
            ("Labels", &mut self.labels),
            ("Boxed", &mut self.boxed),
        ])
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Agent<T = String> {
    pub agent_id: Option<T>,
    pub satisfaction: Option<T>,
}

impl<'de, T: Text<'de>> Decode<'de> for Agent<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.fields(&mut [("AgentId", &mut self.agent_id), ("Satisfaction", &mut self.satisfaction)])
    }
}

/// A list without a known wrapper.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Recording<T = String> {
    pub file_name: Option<T>,
    pub parts: Vec<T>,
}

impl<'de, T: Text<'de>> Decode<'de> for Recording<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.fields(&mut [("FileName", &mut self.file_name), ("Parts", &mut self.parts)])
    }
}

/// Enum.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ContactType {
    /// 呼入
    Inbound,
    /// 呼出
    Outbound,
    /// 内部
    Internal,
    /// Has no code.
    Back2Back,
    /// A value that the page does not list.
    Unknown(UnknownValue),
}

impl ContactType {
    /// Every documented value, in the page's order.
    pub const VALUES: &'static [Self] = &[Self::Inbound, Self::Outbound, Self::Internal, Self::Back2Back];

    /// The value as on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Inbound => "Inbound",
            Self::Outbound => "Outbound",
            Self::Internal => "Internal",
            Self::Back2Back => "Back2Back",
            Self::Unknown(value) => value.as_str(),
        }
    }

    /// The number that the page gives the value.
    pub fn code(&self) -> Option<i64> {
        match self {
            Self::Inbound => Some(0),
            Self::Outbound => Some(1),
            Self::Internal => Some(2),
            _ => None,
        }
    }
}

open_enum!(ContactType, Unknown, code);

/// An enum without codes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum OrderBy {
    Asc,
    Desc,
    /// A value that the page does not list.
    Unknown(UnknownValue),
}

impl OrderBy {
    /// Every documented value, in the page's order.
    pub const VALUES: &'static [Self] = &[Self::Asc, Self::Desc];

    /// The value as on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Asc => "ASC",
            Self::Desc => "DESC",
            Self::Unknown(value) => value.as_str(),
        }
    }
}

open_enum!(OrderBy, Unknown);

/// A Tencent request with nested values.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct DescribeTelCdr {
    pub start: Option<Timestamp>,
    pub page_size: i64,
    pub phones: Option<Vec<String>>,
    pub filters: Vec<Filter>,
    pub score: Option<f64>,
}

impl Request for DescribeTelCdr {
    const OPERATION: &'static Operation = &Operation::new(Protocol::Tencent, "ccc", "2020-02-10", "DescribeTelCdr");

    type Output<T: Default> = DescribeTelCdrOutput<T>;
    type ErrorCode = ErrorCode;

    fn parameters(&self) -> Vec<Parameter<'_>> {
        vec![
            Parameter::new("StartTimeStamp", &self.start).required().seconds(),
            Parameter::new("PageSize", &self.page_size).range(Some(0), Some(100)),
            Parameter::new("Phones", &self.phones).max_items(2),
            Parameter::new("Filters", &self.filters),
            Parameter::new("Score", &self.score),
        ]
    }

    fn decode<'de, T: Text<'de>>(output: &mut Self::Output<T>, input: &mut Input<'de>) -> Result<(), DecodeError> {
        output.decode(input)
    }
}

/// A nested request struct.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub name: String,
    pub values: Vec<String>,
    pub weight: Option<i32>,
}

impl Encode for Filter {
    fn encode(&self) -> Value<'_> {
        Value::Struct(vec![
            Parameter::new("Name", &self.name).required(),
            Parameter::new("Values", &self.values).max_items(5),
            Parameter::new("Weight", &self.weight).range(None, Some(10)),
        ])
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct DescribeTelCdrOutput<T = String> {
    pub total_count: Option<i64>,
    pub request_id: Option<T>,
}

impl<'de, T: Text<'de>> Decode<'de> for DescribeTelCdrOutput<T> {
    fn decode(&mut self, input: &mut Input<'de>) -> Result<(), DecodeError> {
        input.fields(&mut [("TotalCount", &mut self.total_count), ("RequestId", &mut self.request_id)])
    }
}
