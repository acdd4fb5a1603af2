//! The answers' fields, written down once more.

/// What a field is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Text,
    Enum(&'static [&'static str]),
    Whole(u32),
    /// Seconds since the epoch, which are kept as milliseconds.
    Moment,
    Bool,
    Struct(Fields),
    /// A list, and its wrapper's member.
    List(Option<&'static str>, &'static Kind),
}

pub(super) use Kind::{Bool, Enum, List, Moment, Struct, Text, Whole};

pub(super) type Fields = &'static [(&'static str, Kind)];

pub(super) const OLD: Fields = &[
    (
        "CallDetailRecords",
        Struct(&[
            ("List", List(Some("CallDetailRecord"), &Struct(OLD_RECORD))),
            ("PageNumber", Whole(32)),
            ("PageSize", Whole(32)),
            ("TotalCount", Whole(32)),
        ]),
    ),
    ("Code", Text),
    ("HttpStatusCode", Whole(32)),
    ("Message", Text),
    ("RequestId", Text),
    ("Success", Bool),
];

pub(super) const OLD_RECORD: Fields = &[
    ("AgentNames", Text),
    (
        "Agents",
        List(Some("CallDetailAgent"), &Struct(&[("AgentId", Text), ("Feedback", Text), ("Satisfaction", Text)])),
    ),
    ("CalledNumber", Text),
    ("CallingNumber", Text),
    ("ContactDisposition", Enum(&["Success", "NoAnswer", "AbandonedInContactFlow", "Made up"])),
    ("ContactId", Text),
    ("ContactType", Enum(&["Inbound", "Outbound", "Back2Back", "made up \\ \u{e9}"])),
    ("Duration", Whole(32)),
    ("Feedback", Text),
    ("InstanceId", Text),
    (
        "Recordings",
        List(
            Some("Recording"),
            &Struct(&[
                ("AgentId", Text),
                ("AgentName", Text),
                ("ContactId", Text),
                ("Duration", Whole(32)),
                ("FileDescription", Text),
                ("FileName", Text),
                ("QualityCheckTaskId", Text),
                ("QualityCheckTid", Text),
                ("StartTime", Whole(64)),
            ]),
        ),
    ),
    ("Satisfaction", Whole(32)),
    ("SatisfactionDesc", Text),
    ("SkillGroupIdList", Text),
    ("SkillGroupNames", Text),
    ("StartTime", Whole(64)),
];

pub(super) const TENCENT: Fields =
    &[("TotalCount", Whole(64)), ("TelCdrList", List(None, &Struct(TENCENT_RECORD))), ("RequestId", Text)];

const KEY_PRESSED: Kind = Struct(&[("Key", Text), ("Label", Text)]);

/// A list's item and a field of the record have a name in common, and so have two lists.
const TENCENT_RECORD: Fields = &[
    ("ProtectedCaller", Text),
    ("EndStatus", Whole(64)),
    ("SessionId", Text),
    ("CustomRecordURL", Text),
    ("RecordId", Text),
    ("SkillGroupId", Whole(64)),
    ("Direction", Whole(64)),
    ("StartTimestamp", Moment),
    ("AsrUrl", Text),
    ("HungUpSide", Text),
    (
        "ServeParticipants",
        List(
            None,
            &Struct(&[
                ("TransferTo", Text),
                ("TransferFromType", Text),
                ("EndStatusString", Text),
                ("RecordURL", Text),
                ("TransferToType", Text),
                ("AcceptTimestamp", Moment),
                ("RecordId", Text),
                ("TransferFrom", Text),
                ("EndedTimestamp", Moment),
                ("Sequence", Whole(64)),
                ("Phone", Text),
                ("SkillGroupName", Text),
                ("Mail", Text),
                ("RingTimestamp", Moment),
                ("Type", Text),
                ("StartTimestamp", Moment),
                ("CustomRecordURL", Text),
                ("SkillGroupId", Whole(64)),
            ]),
        ),
    ),
    ("PostIVRKeyPressed", List(None, &KEY_PRESSED)),
    ("EndStatusString", Enum(&["ok", "busy", "ringingGiveUp", "abc"])),
    ("UUI", Text),
    ("QueuedSkillGroupId", Whole(64)),
    ("RingTimestamp", Moment),
    ("AcceptTimestamp", Moment),
    ("EndedTimestamp", Moment),
    ("Caller", Text),
    ("CallerLocation", Text),
    ("Time", Moment),
    ("Callee", Text),
    (
        "SeatUser",
        Struct(&[
            ("Name", Text),
            ("Phone", Text),
            ("UserId", Text),
            ("Nick", Text),
            ("StaffNumber", Text),
            ("Mail", Text),
            ("SkillGroupNameList", List(None, &Text)),
        ]),
    ),
    ("RecordURL", Text),
    ("QueuedTimestamp", Moment),
    ("ProtectedCallee", Text),
    ("IVRDuration", Whole(64)),
    ("SkillGroup", Text),
    ("Duration", Whole(64)),
    ("IVRKeyPressed", List(None, &Text)),
    ("IVRKeyPressedEx", List(None, &KEY_PRESSED)),
    ("Remark", Text),
    ("QueuedSkillGroupName", Text),
    ("VoicemailRecordURL", List(None, &Text)),
];
