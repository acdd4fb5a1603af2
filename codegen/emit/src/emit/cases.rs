//! Hand-made operations for tests.

use indexmap::IndexMap;
use spectable_pages::ir::{
    Encoding, EnumValue, ErrorCode, Evidence, Field, Http, Operation, Paging, Position, Protocol, Range, TotalOn, Type,
    Vendor,
};
use spectable_pages::sample::{SampleFormat, SampleText};
use spectable_pages::source::{SourceFile, Span};

use crate::input::{CrateLayout, Unit};

/// An operation with its page.
pub(crate) struct Case {
    pub(crate) operation: Operation,
    pub(crate) page: SourceFile,
    pub(crate) samples: Vec<SampleText>,
}

pub(crate) fn units(cases: &[Case]) -> Vec<Unit<'_>> {
    cases
        .iter()
        .map(|case| Unit { operation: &case.operation, page: &case.page.path, samples: case.samples.clone() })
        .collect()
}

pub(crate) fn layout() -> CrateLayout {
    CrateLayout { name: "small-api".to_owned(), manifest: Some("spectable-runtime = \"0.1\"".to_owned()) }
}

pub(crate) fn case(operation: Operation) -> Case {
    let path = format!("specs/pages/{}.md", operation.full_name());
    Case { operation, page: SourceFile::new(path, "one\ntwo\nthree\n"), samples: Vec::new() }
}

pub(crate) fn operation(name: &str) -> Operation {
    Operation::new(Vendor::Aliyun, "ccc", "2017-07-05", name)
}

pub(crate) fn field(name: &str, ty: Type) -> Field {
    Field { name: name.to_owned(), ty, ..Field::default() }
}

pub(crate) fn list(of: Type) -> Type {
    Type::List(Box::new(of))
}

pub(crate) fn value(value: &str, code: Option<i64>, label: Option<&str>) -> EnumValue {
    EnumValue { value: value.to_owned(), code, label: label.map(str::to_owned) }
}

/// What the five pages need.
pub(crate) fn small() -> Vec<Case> {
    let mut calls = case(Operation {
        title: "获取通话记录".to_owned(),
        description: "Lists calls.".to_owned(),
        rate_limit: Some(20),
        max_days: Some(7),
        request: vec![
            Field {
                required: Some(true),
                example: Some("9cfad875".to_owned()),
                description: "呼叫中心实例ID".to_owned(),
                span: Span::new(4, 7),
                ..field("InstanceId", Type::String)
            },
            Field {
                required: Some(true),
                range: Some(Range { min: Some(1), max: Some(100) }),
                ..field("PageSize", Type::Integer)
            },
            Field {
                unit: Some("ms-epoch".to_owned()),
                description: "Start.".to_owned(),
                ..field("StartTime", Type::Long)
            },
            Field {
                encoding: Some(Encoding::Comma),
                ..field("ContactType", list(Type::Enum("ContactType".to_owned())))
            },
            Field { deprecated: true, default: Some("false".to_owned()), ..field("WithRecording", Type::Boolean) },
            Field {
                max_items: Some(20),
                fields: vec![
                    Field { required: Some(true), ..field("Key", Type::String) },
                    field("Value", Type::String),
                ],
                ..field("Tag", list(Type::Struct(None)))
            },
        ],
        response: vec![
            Field {
                fields: vec![
                    Field {
                        wrapper: Some("CallDetailRecord".to_owned()),
                        fields: vec![
                            field("ContactType", Type::Enum("ContactType".to_owned())),
                            Field {
                                wrapper: Some("Agent".to_owned()),
                                fields: vec![field("AgentId", Type::String)],
                                ..field("Agents", list(Type::Struct(None)))
                            },
                            field("Duration", Type::Integer),
                            Field {
                                evidence: Evidence::Guess,
                                alternatives: vec![String::new(), "A.B".to_owned()],
                                ..field("UUI", Type::String)
                            },
                            field("Uui", Type::String),
                        ],
                        ..field("List", list(Type::Struct(Some("CallDetailRecord".to_owned()))))
                    },
                    field("TotalCount", Type::Integer),
                ],
                ..field("CallDetailRecords", Type::Struct(None))
            },
            field("RequestId", Type::String),
            Field {
                fields: vec![field("Key", Type::String), field("Value", Type::String)],
                ..field("Tags", list(Type::Struct(None)))
            },
            field("Labels", Type::Map(Box::new(Type::Long))),
            field("Extra", Type::Any),
        ],
        enums: IndexMap::from([(
            "ContactType".to_owned(),
            vec![
                value("Inbound", Some(0), Some("呼入")),
                value("Outbound", Some(1), None),
                value("Unknown", None, Some("?")),
            ],
        )]),
        paging: Some(Paging {
            number: "PageNumber".to_owned(),
            size: "PageSize".to_owned(),
            first: 1,
            total: Some("CallDetailRecords.TotalCount".to_owned()),
            total_on: Some(TotalOn::FirstPage),
            items: Some("CallDetailRecords.List".to_owned()),
        }),
        errors: vec![
            ErrorCode {
                code: "Parameter.Format".to_owned(),
                status: Some(400),
                message: "The parameter %s is bad.".to_owned(),
                description: String::new(),
            },
            ErrorCode {
                code: "NotExists".to_owned(),
                status: None,
                message: String::new(),
                description: "实例不存在".to_owned(),
            },
        ],
        ..operation("ListCalls")
    });
    calls.samples = vec![
        SampleText {
            format: SampleFormat::Json,
            text: r#"{"RequestId":"a","CallDetailRecords":{"TotalCount":2,"List":{"CallDetailRecord":[{"ContactType":"Inbound","Duration":"3","UUI":"x","Agents":{"Agent":[{"AgentId":"7"}]}},{"ContactType":1}]}},"Tags":[{"Key":"k","Value":"v"}],"Labels":{"a":5},"Extra":{"b":[1,null]}}"#.to_owned(),
        },
        SampleText {
            format: SampleFormat::Xml,
            text: "<ListCallsResponse><RequestId>a</RequestId><CallDetailRecords><List><CallDetailRecord><Duration>3</Duration></CallDetailRecord><CallDetailRecord><Uui>y</Uui></CallDetailRecord></List></CallDetailRecords></ListCallsResponse>".to_owned(),
        },
    ];
    let ping = case(operation("Ping"));
    let find = case(Operation {
        vendor: Vendor::Tencent,
        protocol: Protocol::Tencent,
        version: "2020-02-10".to_owned(),
        request: vec![
            Field { required: Some(true), unit: Some("s-epoch".to_owned()), ..field("StartTimeStamp", Type::Long) },
            Field { required: Some(true), ..field("Phones", list(Type::String)) },
            Field {
                required: Some(true),
                fields: vec![field("Name", Type::String)],
                ..field("Filter", Type::Struct(None))
            },
        ],
        response: vec![field("TotalCount", Type::Long)],
        ..operation("DescribeTelCdr")
    });
    let sites = case(Operation {
        protocol: Protocol::AliyunRoa,
        http: Some(Http { method: "GET".to_owned(), path: "/pop/v1/{Name}".to_owned() }),
        deprecated: true,
        request: vec![
            Field { required: Some(true), position: Some(Position::Path), ..field("Name", Type::String) },
            Field {
                position: Some(Position::Body),
                encoding: Some(Encoding::Json),
                ..field("Rules", list(list(Type::Float)))
            },
            Field { position: Some(Position::Header), ..field("x-acs-region-id", Type::String) },
        ],
        ..operation("GetSite")
    });
    vec![calls, ping, find, sites]
}

/// Names and texts that a page should not have.
pub(crate) fn nasty() -> Vec<Case> {
    let words = [
        "",
        "a",
        "A",
        "self",
        "Self",
        "type",
        "fn",
        "new",
        "New",
        "validate",
        "decode_json",
        "clone",
        "default",
        "Tag.N",
        "x-acs-a",
        "5xx",
        "中文",
        "a b",
        "Option",
        "String",
        "Vec",
        "Result",
        "T",
        "rt",
        "Unknown",
        "unknown",
        "-1",
        "1",
        "*",
        "1.0",
        "http://a.b/c?d",
        ">",
        ">=",
        "0",
        "\u{202e}x",
        "\"\\\n",
        "r#x",
        "Box",
        "Some",
        "Request",
        "Parameter",
        "Any",
        "Timestamp",
        "Output",
        "union",
        "gen",
        "async",
        "*/",
        "/*",
        "'a",
        "{}",
        "{0}",
        "%s",
        "é",
        "value",
        "values",
        "output",
        "input",
        "enums",
        "mod",
        "Error",
        "VALUES",
        "as_str",
        "None",
        "std",
        "core",
        "Default",
        "Into",
        "IntoIterator",
        "Item",
    ];
    let texts = [
        "see http://x.y and https://a.b/c_d(e).",
        "[x] [`y`] [z](q) ![i](j) [^1] [a]: http://b",
        "<b> </p> <script> <a@b.c> <http://x>",
        "`` a ` b `c` ```",
        "    indented\n\ttabbed",
        "# h\n## h\n===\n---",
        "|a|b|\n|-|-|\n|1|2|",
        "*a **b _c __d ~~e",
        "a\u{0}b\u{202e}c\u{2066}d\u{7f}",
        "*/ // /* */ #[x]",
        "- a\n- b\n  - c\n1. d\n2) e\n+ f\n* g",
        "&amp; &#1; &lt &x;",
        "```rust\nfn x() {}\n```",
        "\\ \\\\ \\[",
        "a  \nb\\\nc",
        "> q\n>> r",
        "<!-- x",
        "<![CDATA[",
        "$x$ :smile: [ ] [x]",
        "a\r\nb\rc\u{2028}d",
        "[`Option`] [Vec] [crate::x] [self]",
        "{braces} \"quotes\" 'ticks'",
        "<https://a.b",
        "http://",
        "a_b_c _d_ __e__",
        "a\u{feff}b",
        "- ",
        "-",
        "1.",
        "::",
        ": x",
        "term\n: definition",
        "[^1]: note",
        "![",
        "`",
        "``",
        "`a",
        "a`b`c`",
        "<",
        "<a",
        "<a href=\"",
        "</",
        "\u{1F980}",
        "Note\n---\n| x",
    ];
    let types = |at: usize| match at % 9 {
        0 => Type::String,
        1 => Type::Integer,
        2 => Type::Enum("Option".to_owned()),
        3 => list(Type::Struct(Some("Option".to_owned()))),
        4 => Type::Struct(None),
        5 => list(Type::Enum("a b".to_owned())),
        6 => Type::Map(Box::new(Type::Struct(Some("5xx".to_owned())))),
        7 => Type::Enum("missing".to_owned()),
        _ => list(list(Type::Any)),
    };
    let fields = |depth: usize| {
        let field = |(at, name): (usize, &&str)| Field {
            name: (*name).to_owned(),
            ty: types(at + depth),
            required: [None, Some(true), Some(false)].get(at % 3).copied().flatten(),
            wrapper: (at % 4 == 0).then(|| "a\"b".to_owned()),
            item: (at % 4 == 1).then(|| "a\"b".to_owned()),
            encoding: [None, Some(Encoding::Comma), Some(Encoding::Json), Some(Encoding::Repeat)]
                .get(at % 4)
                .copied()
                .flatten(),
            range: Some(Range { min: Some(i64::MIN), max: (at % 2 == 0).then_some(i64::MAX) }),
            max_items: Some(u64::MAX - at as u64),
            default: texts.get(at).map(|text| (*text).to_owned()),
            unit: texts.get(at + 1).map(|text| (*text).to_owned()),
            example: texts.get(at + 2).map(|text| (*text).to_owned()),
            description: texts.get(at % texts.len()).copied().unwrap_or_default().to_owned(),
            evidence: if at % 5 == 0 { Evidence::Guess } else { Evidence::Order },
            alternatives: vec![(*name).to_owned()],
            deprecated: at % 7 == 0,
            from_sample: at % 6 == 0,
            ..Field::default()
        };
        words.iter().enumerate().map(field).collect::<Vec<Field>>()
    };
    let nested = |depth: usize| {
        let mut outer = fields(depth);
        for (at, field) in outer.iter_mut().enumerate() {
            field.fields = fields(at).into_iter().skip(at).take(at % 7).collect();
        }
        outer
    };
    let values: Vec<EnumValue> = words
        .iter()
        .zip(0i64..)
        .zip(texts.iter().cycle())
        .map(|((word, at), text)| value(word, (at % 3 == 0).then_some(at), Some(text)))
        .collect();
    let errors = words
        .iter()
        .map(|word| ErrorCode {
            code: (*word).to_owned(),
            status: Some(400),
            message: (*word).to_owned(),
            description: String::new(),
        })
        .collect::<Vec<_>>();
    let names = ["Option", "Foo", "foo", "FOO", "self", "5xx", "Mod", "A-b", "Enums"];
    let case = |(at, name): (usize, &&str)| {
        let mut case = case(Operation {
            title: texts.get(at).copied().unwrap_or_default().to_owned(),
            description: texts.join("\n\n"),
            request: nested(at),
            response: nested(at + 1),
            enums: IndexMap::from([
                ("Option".to_owned(), values.clone()),
                ("a b".to_owned(), values.iter().skip(at % 2).cloned().collect()),
            ]),
            errors: errors.iter().skip(at * 5).cloned().collect(),
            http: Some(Http { method: "G\"ET".to_owned(), path: "/{\\}".to_owned() }),
            product: if at % 2 == 0 { "ccc" } else { "c-2" }.to_owned(),
            ..operation(name)
        });
        case.samples = vec![SampleText { format: SampleFormat::Json, text: "{}".to_owned() }];
        case
    };
    names.iter().enumerate().map(case).collect()
}
