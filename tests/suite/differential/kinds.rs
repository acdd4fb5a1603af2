//! The answers' fields, written down once more.

/// What a field is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Text,
    Enum(&'static [&'static str]),
    Whole(u32),
    Bool,
    Struct(Fields),
    /// A list, and its wrapper's member.
    List(Option<&'static str>, &'static Kind),
}

pub(super) use Kind::{Bool, Enum, List, Struct, Text, Whole};

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
    ("StartTimestamp", Whole(64)),
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
                ("AcceptTimestamp", Whole(64)),
                ("RecordId", Text),
                ("TransferFrom", Text),
                ("EndedTimestamp", Whole(64)),
                ("Sequence", Whole(64)),
                ("Phone", Text),
                ("SkillGroupName", Text),
                ("Mail", Text),
                ("RingTimestamp", Whole(64)),
                ("Type", Text),
                ("StartTimestamp", Whole(64)),
                ("CustomRecordURL", Text),
                ("SkillGroupId", Whole(64)),
            ]),
        ),
    ),
    ("PostIVRKeyPressed", List(None, &KEY_PRESSED)),
    ("EndStatusString", Enum(&["ok", "busy", "ringingGiveUp", "abc"])),
    ("UUI", Text),
    ("QueuedSkillGroupId", Whole(64)),
    ("RingTimestamp", Whole(64)),
    ("AcceptTimestamp", Whole(64)),
    ("EndedTimestamp", Whole(64)),
    ("Caller", Text),
    ("CallerLocation", Text),
    ("Time", Whole(64)),
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
    ("QueuedTimestamp", Whole(64)),
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
