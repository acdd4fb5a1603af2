//! Sample answers against the table of response fields.

use std::collections::{BTreeMap, BTreeSet};

use spectable_pages::diagnostic::Code;
use spectable_pages::ir::{Evidence, Field, Type, Vendor};
use spectable_pages::lower::{self, Sample};
use spectable_pages::page::{Row, Side};
use spectable_pages::sample::{Head, Member, Node, ProblemKind, Read, Value};
use spectable_pages::source::Span;

use super::types::{self, Mismatch};
use super::values::{self, Outside};
use super::{Findings, MAX_OF_A_KIND, Place, Subject, cut, is_masked, listed, place, shortened};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let mut comparison = Comparison::new(subject);
    let mut whole = true;
    for Sample { side, read, is_answer, .. } in &subject.samples.all {
        let Some(read) = read else { continue };
        // Calls of Alibaba Cloud's are queries, and so may be what stands before a body.
        if *side == Side::Request && (subject.identity.vendor != Vendor::Tencent || read.head == Head::Other) {
            continue;
        }
        for problem in read.told() {
            let code = match problem.kind {
                ProblemKind::Broken | ProblemKind::Slip | ProblemKind::Repaired => Code::SampleBroken,
                ProblemKind::Elided => Code::SampleElided,
                ProblemKind::Rootless => Code::SampleRootless,
            };
            findings.say(code, problem.span, format!("the sample is not well-formed: {}", cut(&problem.what, 160)));
        }
        if *side == Side::Request {
            continue;
        }
        root(subject, read, findings);
        whole &= read.is_sound() && read.told().all(|problem| problem.kind != ProblemKind::Elided);
        if read.is_sound() && *is_answer && !subject.page.response.rows.is_empty() {
            for part in &read.parts {
                comparison.node(part, &subject.operation.response, None, findings);
            }
        }
    }
    comparison.quoted(findings);
    // A broken sample may show what is missing from the others.
    if whole {
        comparison.missing(findings);
    }
}

/// `<DeleteAlarmResponse>` on the page of another operation.
fn root(subject: &Subject<'_>, read: &Read, findings: &mut Findings<'_>) {
    let Some((name, span)) = &read.root else { return };
    // Nothing that follows a break is trusted.
    if read.told().any(|problem| problem.kind == ProblemKind::Broken && problem.span.start <= span.start) {
        return;
    }
    let action = &subject.identity.action;
    if let Some(stem) = name.strip_suffix("Response").or_else(|| name.strip_suffix("Result"))
        && !stem.is_empty()
        && !stem.eq_ignore_ascii_case(action)
    {
        findings.say(
            Code::ActionDiffers,
            *span,
            format!("the sample answers `{}`, the page is about `{action}`", shortened(stem)),
        );
    }
}

/// Holds every sample of a page against its table.
struct Comparison<'s, 'a> {
    subject: &'s Subject<'a>,
    /// Every name of the table.
    names: BTreeSet<String>,
    /// The fields of each struct by their names.
    fields: BTreeMap<Id, BTreeMap<&'a str, &'a Field>>,
    /// The fields that a sample showed.
    shown: BTreeSet<Id>,
    /// The structs of which a sample showed an instance, each with its fields.
    open: BTreeMap<Id, Struct<'a>>,
    /// Names that a sample shows at other places than the table has them.
    misplaced: BTreeSet<String>,
    /// Fields whose values are right but for their spelling: what is shown, what the rows say.
    quoted: BTreeMap<(&'static str, &'static str), Vec<Quoted<'a>>>,
    /// The values that were held against their rows, by field.
    values: BTreeMap<Id, BTreeSet<String>>,
    /// What was told already, by field.
    told: BTreeSet<(Id, Code, String)>,
    /// The addresses of the structs of which no member has a row: lists show one at each of their items.
    rowless: BTreeSet<usize>,
}

/// A field, by where its row starts.
type Id = u32;

/// The answer as a whole.
const ROOT: Id = u32::MAX;

fn id(field: &Field) -> Id {
    field.span.start
}

/// A field, its row, and the value in the sample.
type Quoted<'a> = (&'a Field, &'a Row, Span);

struct Struct<'a> {
    name: Option<&'a Field>,
    fields: &'a [Field],
}

impl<'s, 'a> Comparison<'s, 'a> {
    fn new(subject: &'s Subject<'a>) -> Self {
        let rows = &subject.page.response.rows;
        let names = rows.iter().map(|row| lower::wire_name(row.name.text(subject.file))).collect();
        Self {
            subject,
            names,
            fields: BTreeMap::new(),
            shown: BTreeSet::new(),
            open: BTreeMap::new(),
            misplaced: BTreeSet::new(),
            quoted: BTreeMap::new(),
            values: BTreeMap::new(),
            told: BTreeSet::new(),
            rowless: BTreeSet::new(),
        }
    }

    fn first(&mut self, field: Id, code: Code, detail: &str) -> bool {
        self.told.insert((field, code, detail.to_owned()))
    }

    /// The members of an instance of the struct that `parent` is, or of the whole answer.
    fn object(
        &mut self,
        members: &[Member],
        fields: &'a [Field],
        parent: Option<&'a Field>,
        findings: &mut Findings<'_>,
    ) {
        // Where no member has a row, the samples are all there is.
        let place = fields.as_ptr().addr();
        if self.rowless.contains(&place) {
            return;
        }
        if !fields.iter().any(|field| self.subject.row(field).is_some()) {
            self.rowless.insert(place);
            return;
        }
        if !members.is_empty() {
            self.open.entry(parent.map_or(ROOT, id)).or_insert(Struct { name: parent, fields });
        }
        let alone = members.windows(2).all(|pair| matches!(pair, [a, b] if a.name == b.name));
        for member in members {
            let known = self.fields.entry(parent.map_or(ROOT, id)).or_insert_with(|| {
                // The first of a name counts.
                fields.iter().rev().map(|field| (field.name.as_str(), field)).collect()
            });
            match known.get(member.name.as_str()).copied() {
                Some(field) => {
                    self.shown.insert(id(field));
                    self.field(member, field, findings);
                }
                None => self.stranger(member, alone, fields, parent, findings),
            }
        }
    }

    /// A member that has no row here.
    fn stranger(
        &mut self,
        member: &Member,
        alone: bool,
        fields: &'a [Field],
        parent: Option<&'a Field>,
        findings: &mut Findings<'_>,
    ) {
        let name = member.name.as_str();
        // The table has the name elsewhere: where it belongs, the page does not say for certain.
        if self.names.contains(name) {
            self.misplaced.insert(name.to_owned());
            return;
        }
        let container = matches!(member.node.value, Value::Object(_) | Value::List(_));
        // `{"Regions": {"Region": […]}}`, where the table knows the list alone.
        if alone && container && (parent.is_some() || member.name == self.subject.identity.action) {
            return self.node(&member.node, fields, parent, findings);
        }
        if !self.first(parent.map_or(ROOT, id), Code::SampleExtra, name) {
            return;
        }
        let below = parent.map(|parent| format!(" below `{}`", parent.name)).unwrap_or_default();
        if findings.is_full(Code::SampleExtra) {
            return findings.say(Code::SampleExtra, member.at, "");
        }
        let near =
            fields.iter().filter(|field| !self.shown.contains(&id(field))).find(|field| close(&field.name, name));
        if let Some(field) = near
            && let Some(row) = self.subject.row(field)
        {
            let line = self.subject.line(row.span);
            self.misplaced.insert(field.name.clone());
            let also = vec![place(self.subject.file, row.name.span, format!("`{}` in the table", field.name))];
            findings.say_with(
                Code::SampleExtra,
                member.at,
                format!(
                    "the sample shows `{}`{below}, which no row names; the table has `{}` (line {line})",
                    shortened(name),
                    field.name
                ),
                also,
            );
            return;
        }
        findings.say(
            Code::SampleExtra,
            member.at,
            format!("the sample shows `{}`{below}, which no row names", shortened(name)),
        );
    }

    fn node(&mut self, node: &Node, fields: &'a [Field], parent: Option<&'a Field>, findings: &mut Findings<'_>) {
        match &node.value {
            Value::Object(members) => self.object(members, fields, parent, findings),
            Value::List(items) => {
                for item in items {
                    self.node(item, fields, parent, findings);
                }
            }
            _ => {}
        }
    }

    /// A member that has a row here.
    fn field(&mut self, member: &Member, field: &'a Field, findings: &mut Findings<'_>) {
        let row = self.subject.row(field);
        if let Some(row) = row {
            match types::mismatch(&self.subject.word(row), &member.node.value) {
                Some(Mismatch::Type(shows)) => {
                    if self.first(id(field), Code::SampleType, "") {
                        let line = self.subject.line(row.span);
                        let message = format!(
                            "the sample shows {shows} for `{}`, line {line} says `{}`",
                            field.name,
                            shortened(row.ty.text(self.subject.file))
                        );
                        findings.say_with(Code::SampleType, member.node.span, message, vec![self.place(field, row)]);
                    }
                    return;
                }
                Some(Mismatch::Spelling(shows, says)) if self.first(id(field), Code::SampleQuoted, "") => {
                    self.quoted.entry((shows, says)).or_default().push((field, row, member.node.span));
                }
                Some(Mismatch::Spelling(..)) | None => {}
            }
        }
        self.inside(&member.node, field, row, findings);
    }

    fn place(&self, field: &Field, row: &Row) -> Place {
        place(self.subject.file, row.name.span, format!("the row `{}`", field.name))
    }

    /// What stands inside a field's value: members, items, a single value.
    fn inside(&mut self, node: &Node, field: &'a Field, row: Option<&'a Row>, findings: &mut Findings<'_>) {
        let map = {
            let mut ty = &field.ty;
            while let Type::List(of) = ty {
                ty = of;
            }
            matches!(ty, Type::Map(_))
        };
        match &node.value {
            Value::List(items) => {
                for item in items {
                    self.inside(item, field, row, findings);
                }
            }
            Value::Object(members) => {
                let wrapped = |member: &&Member| field.wrapper.as_ref() == Some(&member.name);
                if map {
                } else if field.wrapper.is_some()
                    && members.iter().all(|member| wrapped(&member))
                    && !members.is_empty()
                {
                    for member in members {
                        self.inside(&member.node, field, row, findings);
                    }
                } else if field.fields.is_empty() {
                    // `{"Ids": {"Id": ["a"]}}`
                    if let [only] = members.as_slice() {
                        self.inside(&only.node, field, row, findings);
                    }
                } else {
                    self.object(members, &field.fields, Some(field), findings);
                }
            }
            Value::Text(text) | Value::Number(text) | Value::Word(text) | Value::Xml(text) => {
                if let Some(row) = row {
                    self.value(text.trim(), node.span, field, row, findings);
                }
            }
            Value::Boolean(_) | Value::Null | Value::Omitted => {}
        }
    }

    fn value(&mut self, text: &str, span: Span, field: &Field, row: &Row, findings: &mut Findings<'_>) {
        let listed = self.subject.values(field).is_some() || field.range.is_some();
        if !listed || text.is_empty() || text.len() > values::MAX_TEXT || is_masked(text) {
            return;
        }
        // Each value once, and not more of them than anybody would read about.
        let seen = self.values.entry(id(field)).or_default();
        if seen.len() >= MAX_OF_A_KIND || !seen.insert(text.to_owned()) {
            return;
        }
        let (code, what) = match values::outside(self.subject, field, row, text) {
            Some(Outside::Enum(what)) => (Code::ValueOutsideEnum, what),
            Some(Outside::Range(what)) => (Code::ValueOutsideRange, what),
            None => return,
        };
        // The row's own example is told where it stands.
        if field.example.as_deref().map(values::unquoted) == Some(text) {
            return;
        }
        let line = self.subject.line(row.span);
        findings.say_with(
            code,
            span,
            format!("the sample's `{}` for `{}` (line {line}) {what}", shortened(text), field.name),
            vec![self.place(field, row)],
        );
    }

    /// Tells of all spellings of one kind at once: pages that have one have dozens.
    fn quoted(&mut self, findings: &mut Findings<'_>) {
        for ((shows, says), fields) in std::mem::take(&mut self.quoted) {
            let Some((_, _, span)) = fields.first() else { continue };
            let names = listed(fields.iter().map(|(field, ..)| field.name.as_str()));
            let (row, verb) = if fields.len() == 1 { ("the row", "says") } else { ("the rows", "say") };
            let also = fields.iter().map(|(field, row, _)| self.place(field, row)).collect();
            findings.say_with(
                Code::SampleQuoted,
                *span,
                format!("the sample shows {shows} where {row} of {names} {verb} {says}"),
                also,
            );
        }
    }

    /// Documented fields that no sample shows, though one shows their siblings.
    fn missing(&mut self, findings: &mut Findings<'_>) {
        for Struct { name, fields } in std::mem::take(&mut self.open).into_values() {
            let is_shown = |field: &&Field| self.shown.contains(&id(field));
            if !fields.iter().any(|field| is_shown(&field)) {
                continue;
            }
            let missing: Vec<(&Field, &Row)> = fields
                .iter()
                .filter(|field| {
                    !is_shown(field)
                        && !field.deprecated
                        && field.evidence != Evidence::Guess
                        && !self.misplaced.contains(&field.name)
                })
                .filter_map(|field| self.subject.row(field).map(|row| (field, row)))
                .collect();
            let Some((_, row)) = missing.first() else { continue };
            let names = listed(missing.iter().map(|(field, _)| field.name.as_str()));
            let of = name.map(|parent| format!(" of `{}`", parent.name)).unwrap_or_default();
            let also = missing.iter().skip(1).map(|(field, row)| self.place(field, row)).collect();
            findings.say_with(Code::SampleMissing, row.name.span, format!("no sample shows {names}{of}"), also);
        }
    }
}

/// Whether two names are spellings of one: case, a plural, a letter more or less.
fn close(a: &str, b: &str) -> bool {
    if a.eq_ignore_ascii_case(b) {
        return true;
    }
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    if a.len().min(b.len()) < 5 {
        return false;
    }
    let shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let tail = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    let longest = a.len().max(b.len());
    shared + tail + 1 >= longest && a.len().abs_diff(b.len()) <= 1
        || shared >= 1 && (a.len() == b.len()) && transposed(a.as_bytes(), b.as_bytes())
}

/// Whether two neighbouring letters changed places.
fn transposed(a: &[u8], b: &[u8]) -> bool {
    let differ: Vec<usize> = a.iter().zip(b).enumerate().filter(|(_, (a, b))| a != b).map(|(at, _)| at).collect();
    matches!(differ.as_slice(), [first, second] if first + 1 == *second && a.get(*first) == b.get(*second) && a.get(*second) == b.get(*first))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_says, said, variant};

    #[test]
    fn fields_that_no_row_names() {
        assert_says(
            &[("{\"CallId\": \"c1\",", "{\"CallId\": \"c1\", \"Agent\": {\"Id\": 1},")],
            &["sample-extra 76:31: the sample shows `Agent` below `Calls`, which no row names"],
        );
        assert_says(
            &[("\"TotalCount\"", "\"totalCount\""), ("<TotalCount>2</TotalCount>", "<totalCount>2</totalCount>")],
            &[
                "sample-extra 53:5: the sample shows `totalCount`, which no row names; the table has `TotalCount` (line 27)",
            ],
        );
    }

    #[test]
    fn fields_that_no_sample_shows() {
        assert_says(
            &[("    <TotalCount>2</TotalCount>\n", ""), ("    \"TotalCount\": 2,\n", "")],
            &["sample-missing 27:2: no sample shows `TotalCount`"],
        );
        // One of two samples is enough; so is none of the siblings.
        assert_says(&[("    \"TotalCount\": 2,\n", "")], &[]);
        let xml = "        <Call>\n            <CallId>c1</CallId>\n            <Duration>30</Duration>\n            <Ready>true</Ready>\n        </Call>\n        <Call>\n            <CallId>c2</CallId>\n            <Duration>31</Duration>\n        </Call>\n";
        let json = "            {\"CallId\": \"c1\", \"Duration\": 30, \"Ready\": true},\n            {\"CallId\": \"c2\", \"Duration\": 31}\n";
        let empty = said(&[("demo.md", &variant(&[(xml, ""), (json, "")]))]);
        assert!(!empty.iter().any(|said| said.starts_with("sample-")), "{empty:?}");
    }

    #[test]
    fn values_of_another_type() {
        assert_says(
            &[("\"TotalCount\": 2", "\"TotalCount\": [2]")],
            &["sample-type 73:19: the sample shows a list for `TotalCount`, line 27 says `Integer`"],
        );
        assert_says(
            &[("<Ready>true</Ready>", "<Ready>maybe</Ready>")],
            &["sample-type 58:20: the sample shows the text `maybe` for `Ready`, line 32 says `Boolean`"],
        );
        assert_says(
            &[("\"TotalCount\": 2", "\"TotalCount\": \"2\""), ("\"Duration\": 30", "\"Duration\": \"30\"")],
            &["sample-quoted 73:19: the sample shows text where the rows of `TotalCount` and `Duration` say a number"],
        );
    }

    #[test]
    fn samples_that_are_not_well_formed() {
        assert_says(
            &[("\"TotalCount\": 2,", "\"TotalCount\": 2")],
            &["sample-broken 74:5: the sample is not well-formed: a comma is missing before this member"],
        );
        assert_says(
            &[("</Ready>", "</Redy>")],
            &["sample-broken 58:24: the sample is not well-formed: `</Redy>` stands where `</Ready>` is expected"],
        );
        assert_says(
            &[("\"c1\", \"Duration\": 30, \"Ready\": true},", "\"c1\", \"Duration\": 30, \"Ready\": true}, ...")],
            &["sample-elided 76:62: the sample is not well-formed: something is left out with dots"],
        );
        assert_says(
            &[("<ListCallsResponse>\n", ""), ("</ListCallsResponse>\n", "")],
            &["sample-rootless 52:5: the sample is not well-formed: the document has 3 root elements; XML allows one"],
        );
    }

    #[test]
    fn samples_of_another_operation() {
        assert_says(
            &[("<ListCallsResponse>", "<ListAgentsResponse>"), ("</ListCallsResponse>", "</ListAgentsResponse>")],
            &["action-differs 51:1: the sample answers `ListAgents`, the page is about `ListCalls`"],
        );
        // What breaks the sample comes later; or it comes first, and nothing behind it is trusted.
        assert_says(
            &[("<ListCallsResponse>", "<ListAgentsResponse>"), ("</Ready>", "</Redy>")],
            &[
                "action-differs 51:1: the sample answers `ListAgents`, the page is about `ListCalls`",
                "sample-broken 58:24: the sample is not well-formed: `</Redy>` stands where `</Ready>` is expected",
            ],
        );
        assert_says(
            &[("<ListCallsResponse>", "</X><ListAgentsResponse>")],
            &["sample-broken 51:1: the sample is not well-formed: `</X>` ends an element that was never started"],
        );
    }

    #[test]
    fn samples_outside_of_the_values_of_their_row() {
        assert_says(
            &[("|通话ID。 |", "|通话ID。取值：\n\n -   **c1**：一。\n-   **c3**：三。 |")],
            &[
                "value-outside-enum 64:21: the sample's `c2` for `CallId` (line 30) is none of the values that its row lists: `c1` and `c3`",
            ],
        );
    }

    #[test]
    fn names_are_close() {
        for (a, b) in
            [("Success", "success"), ("TotalCount", "TotalCounts"), ("Recieved", "Received"), ("Field", "Filed")]
        {
            assert!(super::close(a, b), "{a} {b}");
        }
        for (a, b) in [("Id", "Ip"), ("StartTime", "EndTime"), ("Value", "Values2"), ("A", "")] {
            assert!(!super::close(a, b), "{a} {b}");
        }
    }
}
