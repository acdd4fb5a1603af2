//! The IR and the overrides as YAML: whatever texts stand in them, they read back as they were written.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use spectable_pages::ir::{EnumValue, ErrorCode, Field, Operation, Override, Type, Vendor};
use spectable_pages::yaml;

/// Texts that YAML could take for something else, and pieces of such.
const ODD: &[&str] = &[
    "",
    " ",
    "~",
    "null",
    "Null",
    "NULL",
    "true",
    "no",
    "on",
    "y",
    "1e3",
    "0x10",
    "0o7",
    "007",
    "1_000",
    ".5",
    "5.",
    "-1",
    "+1",
    ".inf",
    "-.INF",
    ".nan",
    "12:30:45",
    "2020-01-01",
    "=",
    "<<",
    ":",
    ": ",
    " :",
    "a: b",
    "#",
    " #",
    "a #b",
    "-",
    "- ",
    "--- ",
    "---",
    "...",
    "- a",
    "? a",
    "?",
    "|",
    ">",
    "|-",
    "%TAG",
    "@",
    "`",
    "&a",
    "*a",
    "!t",
    "!!str",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'",
    "\"",
    "\\",
    "\\n",
    "''",
    "\r",
    "\n",
    "\r\n",
    "\n\n",
    "\t",
    "\u{0}",
    "\u{7}",
    "\u{1b}",
    "\u{7f}",
    "\u{85}",
    "\u{9b}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{2028}",
    "\u{2029}",
    "\u{202e}",
    "\u{3000}",
    "\u{d7ff}",
    "\u{e000}",
    "\u{feff}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{10ffff}",
    "a",
    "b ",
    " c",
    "取值：",
    "😀",
    "\n ",
    " \n",
    "\n- ",
    "\n# ",
    "\n---\n",
    "\n...\n",
    "x: |",
    "key:\n",
];

fn text() -> impl Strategy<Value = String> {
    let piece = || proptest::sample::select(ODD).prop_map(str::to_owned);
    let pieces = || proptest::collection::vec(piece(), 0..6).prop_map(|pieces| pieces.concat());
    prop_oneof![
        3 => piece(),
        6 => pieces(),
        2 => any::<String>(),
        // Long ones are folded into several lines.
        3 => (pieces(), piece(), pieces(), 1..60_usize)
            .prop_map(|(start, part, end, times)| format!("{start}{}{end}", format!("words {part}").repeat(times))),
        1 => (piece(), 1..3_000_usize).prop_map(|(part, times)| part.repeat(times)),
    ]
}

/// Types whose names may be words for types, as fields and wrappers may be called.
fn ty() -> impl Strategy<Value = Type> {
    let name = proptest::sample::select(
        &[
            "string", "integer", "long", "unsigned", "float", "boolean", "any", "struct", "enum", "list", "map", "Tag",
            "_", "呼入",
        ][..],
    );
    let leaf = (name, 0..3_u8).prop_map(|(name, kind)| match kind {
        0 => Type::Struct(Some(name.to_owned())),
        1 => Type::Enum(name.to_owned()),
        _ => name.parse().unwrap_or(Type::Struct(None)),
    });
    (leaf, proptest::collection::vec(any::<bool>(), 0..40)).prop_map(|(leaf, around)| {
        let wrap = |of, list| if list { Type::List(Box::new(of)) } else { Type::Map(Box::new(of)) };
        around.into_iter().fold(leaf, wrap)
    })
}

fn operation() -> impl Strategy<Value = Operation> {
    (proptest::collection::vec(text(), 24), any::<bool>(), any::<Option<i64>>(), [ty(), ty()]).prop_map(
        |(texts, flag, code, [one, other])| {
            let mut texts = texts.into_iter();
            let mut next = || texts.next().unwrap_or_default();
            let mut operation = Operation::new(Vendor::Aliyun, &next(), &next(), &next());
            (operation.title, operation.description) = (next(), next());
            let inner = Field { name: next(), ty: one, description: next(), example: Some(next()), ..Field::default() };
            let outer = Field {
                name: next(),
                ty: other,
                wrapper: Some(next()),
                default: Some(next()),
                unit: Some(next()),
                alternatives: vec![next(), next()],
                description: next(),
                required: Some(flag),
                fields: vec![inner.clone(), Field { description: next(), ..inner.clone() }],
                ..Field::default()
            };
            (operation.request, operation.response) = (vec![inner], vec![outer]);
            let value = EnumValue { value: next(), code, label: Some(next()) };
            operation.enums.insert(next(), vec![value, EnumValue { value: next(), code: None, label: None }]);
            operation.errors.push(ErrorCode { code: next(), status: Some(400), message: next(), description: next() });
            operation
        },
    )
}

/// A failing text alone, so that it is told without all that stands around it.
#[test]
fn texts_read_back_as_they_were_written() {
    let config = ProptestConfig {
        cases: 4_000,
        rng_seed: RngSeed::Fixed(17),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(text in text())| {
        let entry = Override { operation: "GetTicket".to_owned(), why: text, ..Override::default() };
        let written = yaml::write(&[&entry]).expect("written");
        let read = yaml::read_list::<Override>(&written).map(|entries| entries.into_iter().map(|(entry, _)| entry).collect::<Vec<_>>());
        prop_assert_eq!(read, Ok(vec![entry]), "{:?}", written);
    });
}

#[test]
fn operations_read_back_as_they_were_written() {
    let config = ProptestConfig {
        cases: 1_500,
        rng_seed: RngSeed::Fixed(17),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(operation in operation())| {
        let written = yaml::write(&operation).expect("written");
        let read = yaml::read::<Operation>(&written);
        prop_assert_eq!(read, Ok(operation), "{}", written);
    });
}
