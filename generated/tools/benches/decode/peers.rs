//! The three answers as somebody would write them by hand: for `serde`, with text of any kind.
#![allow(dead_code, missing_docs, reason = "they are only decoded into")]

/// Alibaba Cloud CCC 2017-07-05, `ListCallDetailRecords`; JSON and XML.
pub mod old {
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Output<S> {
        pub call_detail_records: CallDetailRecords<S>,
        pub code: Option<S>,
        pub http_status_code: Option<i32>,
        pub message: Option<S>,
        pub request_id: Option<S>,
        pub success: Option<bool>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct CallDetailRecords<S> {
        pub list: List<S>,
        pub page_number: Option<i32>,
        pub page_size: Option<i32>,
        pub total_count: Option<i32>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct List<S> {
        #[serde(default = "Vec::new")]
        pub call_detail_record: Vec<CallDetailRecord<S>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct CallDetailRecord<S> {
        pub agent_names: Option<S>,
        pub agents: Agents<S>,
        pub called_number: Option<S>,
        pub calling_number: Option<S>,
        pub contact_disposition: Option<ContactDisposition>,
        pub contact_id: Option<S>,
        pub contact_type: Option<ContactType>,
        pub duration: Option<i32>,
        pub feedback: Option<S>,
        pub instance_id: Option<S>,
        pub recordings: Recordings<S>,
        pub satisfaction: Option<i32>,
        pub satisfaction_desc: Option<S>,
        pub skill_group_id_list: Option<S>,
        pub skill_group_names: Option<S>,
        pub start_time: Option<i64>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Agents<S> {
        #[serde(default = "Vec::new")]
        pub call_detail_agent: Vec<CallDetailAgent<S>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Recordings<S> {
        #[serde(default = "Vec::new")]
        pub recording: Vec<Recording<S>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct CallDetailAgent<S> {
        pub agent_id: Option<S>,
        pub feedback: Option<S>,
        pub satisfaction: Option<S>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Recording<S> {
        pub agent_id: Option<S>,
        pub agent_name: Option<S>,
        pub contact_id: Option<S>,
        pub duration: Option<i32>,
        pub file_description: Option<S>,
        pub file_name: Option<S>,
        pub quality_check_task_id: Option<S>,
        pub quality_check_tid: Option<S>,
        pub start_time: Option<i64>,
    }

    #[derive(Deserialize)]
    pub enum ContactDisposition {
        Success,
        NoAnswer,
        AbandonedInContactFlow,
        AbandonedInQueue,
        AbandonedRing,
        QueueOverflow,
        OneStepTransfer,
        Rejected,
        Busy,
        #[serde(other)]
        Unknown,
    }

    #[derive(Deserialize)]
    pub enum ContactType {
        Inbound,
        Outbound,
        Back2Back,
        PredictiveDial,
        PrivacyDial,
        Internal,
        #[serde(other)]
        Unknown,
    }
}

/// Alibaba Cloud CCC 2020-07-01, `ListCallDetailRecords`.
pub mod new {
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Output<S> {
        pub code: Option<S>,
        pub http_status_code: Option<i32>,
        pub message: Option<S>,
        pub request_id: Option<S>,
        pub data: Data<S>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Data<S> {
        pub page_number: Option<i32>,
        pub page_size: Option<i32>,
        pub total_count: Option<i32>,
        #[serde(default = "Vec::new")]
        pub list: Vec<CallDetailRecord<S>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct CallDetailRecord<S> {
        pub contact_disposition: Option<ContactDisposition>,
        pub contact_type: Option<ContactType>,
        pub established_time: Option<i64>,
        pub called_number: Option<S>,
        pub additional_broker: Option<S>,
        pub satisfaction_index: Option<i32>,
        pub satisfaction_survey_channel: Option<SatisfactionSurveyChannel>,
        pub release_time: Option<i64>,
        pub wait_time: Option<i32>,
        pub skill_group_names: Option<S>,
        pub ivr_time: Option<i32>,
        pub satisfaction_description: Option<S>,
        pub release_initiator: Option<S>,
        pub agent_ids: Option<S>,
        pub call_duration: Option<S>,
        pub recording_ready: Option<bool>,
        pub instance_id: Option<S>,
        pub ring_time: Option<i32>,
        pub satisfaction_survey_offered: Option<bool>,
        pub agent_names: Option<S>,
        pub start_time: Option<i64>,
        pub contact_id: Option<S>,
        pub recording_duration: Option<i32>,
        pub calling_number: Option<S>,
        pub queue_time: Option<i32>,
        pub broker: Option<S>,
        pub skill_group_ids: Option<S>,
        pub caller_location: Option<S>,
        pub callee_location: Option<S>,
        pub early_media_state: Option<EarlyMediaState>,
        pub call_ids: Option<S>,
        pub dialing_time: Option<i64>,
        pub held_time: Option<i64>,
        pub release_reason: Option<S>,
        pub talk_time: Option<i64>,
    }

    #[derive(Deserialize)]
    pub enum ContactDisposition {
        AbandonedInQueue,
        NoAnswer,
        QueuingTimeout,
        Voicemail,
        QueuingFailed,
        QueuingOverflow,
        Success,
        #[serde(rename = "IVRException")]
        IvrException,
        AbandonedInRing,
        #[serde(rename = "AbandonedInIVR")]
        AbandonedInIvr,
        Reject,
        ForwardToOutsideNumber,
        #[serde(other)]
        Unknown,
    }

    #[derive(Deserialize)]
    pub enum ContactType {
        Outbound,
        Back2Back,
        PrivacyDial,
        Internal,
        Predictive,
        Inbound,
        Conference,
        #[serde(other)]
        Unknown,
    }

    #[derive(Deserialize)]
    pub enum EarlyMediaState {
        NoAnswer,
        OutOfService,
        NotExist,
        Restricted,
        Busy,
        NotConnected,
        PowerOff,
        #[serde(other)]
        Unknown,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "UPPERCASE")]
    pub enum SatisfactionSurveyChannel {
        Ivr,
        Sms,
        #[serde(other)]
        Unknown,
    }
}

/// Tencent Cloud CCC 2020-02-10, `DescribeTelCdr`.
pub mod tencent {
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Envelope<S> {
        pub response: Output<S>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Output<S> {
        pub total_count: Option<i64>,
        #[serde(default = "Vec::new")]
        pub tel_cdr_list: Vec<TelCdrInfo<S>>,
        pub request_id: Option<S>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct TelCdrInfo<S> {
        pub protected_caller: Option<S>,
        pub end_status: Option<i64>,
        pub session_id: Option<S>,
        #[serde(rename = "CustomRecordURL")]
        pub custom_record_url: Option<S>,
        pub record_id: Option<S>,
        pub skill_group_id: Option<i64>,
        pub direction: Option<i64>,
        pub start_timestamp: Option<i64>,
        pub asr_url: Option<S>,
        pub hung_up_side: Option<S>,
        #[serde(default = "Vec::new")]
        pub serve_participants: Vec<ServeParticipant<S>>,
        #[serde(rename = "PostIVRKeyPressed")]
        #[serde(default = "Vec::new")]
        pub post_ivr_key_pressed: Vec<IvrKeyPressedElement<S>>,
        pub end_status_string: Option<EndStatusString>,
        #[serde(rename = "UUI")]
        pub uui: Option<S>,
        pub queued_skill_group_id: Option<i64>,
        pub ring_timestamp: Option<i64>,
        pub accept_timestamp: Option<i64>,
        pub ended_timestamp: Option<i64>,
        pub caller: Option<S>,
        pub caller_location: Option<S>,
        pub time: Option<i64>,
        pub callee: Option<S>,
        pub seat_user: SeatUserInfo<S>,
        #[serde(rename = "RecordURL")]
        pub record_url: Option<S>,
        pub queued_timestamp: Option<i64>,
        pub protected_callee: Option<S>,
        #[serde(rename = "IVRDuration")]
        pub ivr_duration: Option<i64>,
        pub skill_group: Option<S>,
        pub duration: Option<i64>,
        #[serde(rename = "IVRKeyPressed")]
        #[serde(default = "Vec::new")]
        pub ivr_key_pressed: Vec<S>,
        #[serde(rename = "IVRKeyPressedEx")]
        #[serde(default = "Vec::new")]
        pub ivr_key_pressed_ex: Vec<IvrKeyPressedElement<S>>,
        pub remark: Option<S>,
        pub queued_skill_group_name: Option<S>,
        #[serde(rename = "VoicemailRecordURL")]
        #[serde(default = "Vec::new")]
        pub voicemail_record_url: Vec<S>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct ServeParticipant<S> {
        pub transfer_to: Option<S>,
        pub transfer_from_type: Option<S>,
        pub end_status_string: Option<S>,
        #[serde(rename = "RecordURL")]
        pub record_url: Option<S>,
        pub transfer_to_type: Option<S>,
        pub accept_timestamp: Option<i64>,
        pub record_id: Option<S>,
        pub transfer_from: Option<S>,
        pub ended_timestamp: Option<i64>,
        pub sequence: Option<i64>,
        pub phone: Option<S>,
        pub skill_group_name: Option<S>,
        pub mail: Option<S>,
        pub ring_timestamp: Option<i64>,
        pub r#type: Option<S>,
        pub start_timestamp: Option<i64>,
        #[serde(rename = "CustomRecordURL")]
        pub custom_record_url: Option<S>,
        pub skill_group_id: Option<i64>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct IvrKeyPressedElement<S> {
        pub key: Option<S>,
        pub label: Option<S>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct SeatUserInfo<S> {
        pub name: Option<S>,
        pub phone: Option<S>,
        pub user_id: Option<S>,
        pub nick: Option<S>,
        pub staff_number: Option<S>,
        pub mail: Option<S>,
        #[serde(default = "Vec::new")]
        pub skill_group_name_list: Vec<S>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub enum EndStatusString {
        Ok,
        Error,
        BlackList,
        IvrGiveUp,
        WaitingGiveUp,
        RingingGiveUp,
        NoSeatOnline,
        NotWorkTime,
        IvrEnd,
        RestrictedCallee,
        TooManyRequest,
        RestrictedArea,
        RestrictedTime,
        NotAnswer,
        UserReject,
        PowerOff,
        NumberNotExist,
        Busy,
        OutOfCredit,
        OperatorError,
        CallerCancel,
        NotInService,
        ClientError,
        CarrierBlocked,
        NumberInvalid,
        CallRestricted,
        CalleeRestricted,
        AreaRestricted,
        CallerCancelWhileRing,
        CallerCancelWithoutRing,
        VoiceMailReached,
        #[serde(other)]
        Unknown,
    }
}
