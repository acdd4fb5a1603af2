//! Documents in the ways in which the wire has them, and with bytes changed.

use proptest::sample::Index;
use serde_json::{Map, Value};

use super::kinds::{Bool, Enum, Kind, List, Moment, Struct, Text, Whole};

/// Choices, drawn once and used over and over.
pub(super) struct Choices<'a> {
    drawn: &'a [u32],
    at: usize,
}

impl<'a> Choices<'a> {
    pub(super) fn new(drawn: &'a [u32]) -> Self {
        Self { drawn, at: 0 }
    }

    fn below(&mut self, bound: usize) -> usize {
        let turn = u32::try_from(self.at / self.drawn.len()).unwrap();
        let drawn = self.drawn[self.at % self.drawn.len()].rotate_left(turn);
        self.at += 1;
        drawn as usize % bound
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(super) fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

/// A value of a kind, in one of the ways in which the wire has it.
pub(super) fn value(kind: Kind, choices: &mut Choices<'_>) -> Value {
    match kind {
        Text if choices.once_in(12) => {
            choices.pick(&[Value::Null, 17.into(), true.into(), Map::new().into(), "".into()])
        }
        Text => choices
            .pick(&[
                "9cfad875-6260-4a53-ab6e-b13e3fb31f7d",
                "18701699172",
                "默认技能组",
                "seven b",
                "exactly8",
                "exactly sixteen!",
                "a \"quoted\" word \\ and a slash",
                "line\nend\ttab \u{1f600}",
                " ",
                "<&>",
                "https://example.com/a/long/path/that/is/longer/than/thirty-two/bytes.wav",
            ])
            .into(),
        Enum(_) if choices.once_in(12) => Value::Null,
        Enum(values) => choices.pick(values).into(),
        Moment => {
            let small = i64::try_from(choices.below(100_000)).unwrap();
            let number = choices.pick(&[0, 7, small, 1_532_448_000, i64::MAX / 1000, i64::MIN / 1000, -small]);
            if choices.once_in(10) { number.to_string().into() } else { number.into() }
        }
        Whole(bits) => {
            let most = if bits == 32 { i64::from(i32::MAX) } else { i64::MAX };
            let small = i64::try_from(choices.below(100_000)).unwrap();
            let number = choices.pick(&[0, 7, small, 12_345_678, 123_456_789, most, -most - 1, -small]);
            let number =
                if bits == 64 { choices.pick(&[number, 1_532_448_000_000, 123_456_789_012_345_678]) } else { number };
            match choices.below(10) {
                0 => number.to_string().into(),
                1 => Value::Null,
                _ => number.into(),
            }
        }
        Bool => choices.pick(&[
            true.into(),
            false.into(),
            true.into(),
            "true".into(),
            "False".into(),
            1.into(),
            Value::Null,
        ]),
        Struct(_) if choices.once_in(16) => choices.pick(&["".into(), Value::Null, Value::Array(vec![])]),
        Struct(fields) => {
            let mut members: Vec<(String, Value)> = Vec::new();
            for (name, kind) in fields {
                if choices.once_in(12) {
                    members.push((
                        "Unheard".to_owned() + &choices.below(3).to_string(),
                        choices.pick(&[1.into(), "a\"".into(), Value::Array(vec![Value::Null])]),
                    ));
                }
                if !choices.once_in(8) {
                    members.push(((*name).to_owned(), value(*kind, choices)));
                }
            }
            if choices.once_in(3) && !members.is_empty() {
                let (left, right) = (choices.below(members.len()), choices.below(members.len()));
                members.swap(left, right);
            }
            Value::Object(members.into_iter().collect())
        }
        List(wrapper, item) => {
            let items: Vec<Value> = (0..choices.below(7)).map(|_| value(*item, choices)).collect();
            let single = items.first().filter(|item| item.is_object() && choices.once_in(4)).cloned();
            let list = single.unwrap_or(Value::Array(items));
            match (wrapper, choices.below(8)) {
                (_, 0) => choices.pick(&[Value::Null, "".into(), Map::new().into()]),
                (None, _) | (Some(_), 1) => list,
                (Some(name), _) => Value::Object(Map::from_iter([(name.to_owned(), list)])),
            }
        }
    }
}

/// JSON with white space and escapes here and there, or without.
pub(super) fn json(value: &Value, choices: &mut Choices<'_>, spaced: bool, out: &mut String) {
    let space = |choices: &mut Choices<'_>, out: &mut String| {
        if spaced {
            out.push_str(choices.pick(&["", "", " ", "\n  ", "\t"]));
        }
    };
    match value {
        Value::Object(members) => {
            out.push('{');
            for (at, (name, member)) in members.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                space(choices, out);
                if spaced && choices.once_in(9) {
                    let first = name.chars().next().unwrap_or('x');
                    out.extend(["\"\\u", &format!("{:04x}", u32::from(first)), &name[first.len_utf8()..], "\""]);
                } else {
                    out.push_str(&Value::from(name.as_str()).to_string());
                }
                space(choices, out);
                out.push(':');
                space(choices, out);
                json(member, choices, spaced, out);
                space(choices, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                space(choices, out);
                json(item, choices, spaced, out);
                space(choices, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// XML of the same value: members as elements, with what may stand between and inside of them.
pub(super) fn xml(name: &str, value: &Value, choices: &mut Choices<'_>, out: &mut String) {
    if let Value::Array(items) = value {
        return items.iter().for_each(|item| xml(name, item, choices, out));
    }
    out.push_str(choices.pick(&["", "", "", "\n  ", "<!-- <Code>no</Code> -->", "<?skip this?>"]));
    let text = match value {
        Value::Object(_) | Value::Array(_) | Value::Null => String::new(),
        Value::String(text) => text.clone(),
        scalar => scalar.to_string(),
    };
    if text.is_empty() && !value.is_object() && choices.once_in(2) {
        out.extend(["<", name, choices.pick(&["/>", " />"])]);
        return;
    }
    out.extend(["<", name, choices.pick(&[">", ">", ">", " at=\"1 &lt; 2\">"])]);
    if let Value::Object(members) = value {
        members.iter().for_each(|(name, member)| xml(name, member, choices, out));
        out.push_str(choices.pick(&["", "\n"]));
    } else if choices.once_in(6) && !text.contains("]]>") {
        out.extend(["<![CDATA[", &text, "]]>"]);
    } else {
        for letter in text.chars() {
            match letter {
                '<' => out.push_str("&lt;"),
                '&' => out.push_str("&amp;"),
                _ if choices.once_in(40) => out.extend(["&#x", &format!("{:x}", u32::from(letter)), ";"]),
                _ => out.push(letter),
            }
        }
    }
    out.extend(["</", name, ">"]);
}

/// Changes a few bytes, often to what has a meaning.
pub(super) fn mutate(document: &mut Vec<u8>, mutations: &[(Index, u8, u8)]) {
    for (index, how, byte) in mutations {
        if document.is_empty() {
            return;
        }
        let at = index.index(document.len());
        let meant = b"{}[]\",:\\0-19.eE \n<>&;/!tnu"[usize::from(*byte) % 26];
        // Where a member starts or ends is what the decoder does not look at byte by byte.
        let next = |mark: u8| document.iter().skip(at).position(|byte| *byte == mark).map(|found| at + found);
        match how % 8 {
            0 => document[at] = *byte,
            1 => document[at] = meant,
            2 => document.insert(at, meant),
            3 => drop(document.remove(at)),
            4 => next(b'{').into_iter().for_each(|open| document.insert(open + 1, b',')),
            5 => next(b',').into_iter().for_each(|comma| document.insert(comma, b',')),
            6 => next(b',').into_iter().for_each(|comma| document[comma] = b' '),
            _ => document.swap(at, at.saturating_sub(usize::from(*byte))),
        }
    }
}
