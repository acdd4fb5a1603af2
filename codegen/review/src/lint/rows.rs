//! Rows that are doubled, cut off, or leave out what a row must say.

use std::collections::BTreeSet;

use spectable_pages::diagnostic::Code;
use spectable_pages::ir::{Field, Vendor};
use spectable_pages::lower::{self, Word};
use spectable_pages::page::{self, Layout, Row, Side};
use spectable_pages::sample::Shape;
use spectable_pages::source::Span;

use super::{Findings, Subject, listed, place, shortened, walk};

pub(super) fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    doubled(subject, findings);
    for row in &subject.page.request.rows {
        required(subject, row, findings);
    }
    for (side, fields) in [(Side::Request, &subject.operation.request), (Side::Response, &subject.operation.response)] {
        let mut seen = BTreeSet::new();
        walk(fields, &mut Vec::new(), &mut |field, _| {
            if let Some(row) = subject.row(field)
                && seen.insert(row.span)
            {
                types(subject, side, field, row, findings);
                members(subject, field, row, findings);
                // A row that is cut off was told already; one with nothing but a name is a wrapper.
                let cut_off = row.description.span == Span::default();
                let bare = row.ty.text(subject.file).is_empty() && row.example.text(subject.file).is_empty();
                if !cut_off
                    && !bare
                    && row
                        .description
                        .text(subject.file)
                        .trim_matches(|c: char| c.is_whitespace() || "-—。.".contains(c))
                        .is_empty()
                {
                    findings.say(
                        Code::DescriptionMissing,
                        row.name.span,
                        format!("the row `{}` has no description", field.name),
                    );
                }
            }
        });
    }
    for row in subject.page.request.rows.iter().chain(&subject.page.response.rows) {
        closed(subject, row, findings);
    }
}

/// Names that stand twice below one parent, as the lowering found them.
fn doubled(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let file = subject.file;
    for doubled in &subject.document.doubled {
        if findings.is_full(Code::RowDoubled) || findings.is_full(Code::RowContradicts) {
            return;
        }
        let rows = (subject.rows.get(&doubled.first.start), subject.rows.get(&doubled.again.start));
        let (Some(&first), Some(&row)) = rows else { continue };
        let name = lower::wire_name(row.name.text(file));
        if lower::wire_name(first.name.text(file)) != name {
            continue;
        }
        if !surely_one_place(subject, first, row, &name) {
            continue;
        }
        let (code, message) = match difference(subject, first, row) {
            Some(difference) => (Code::RowContradicts, format!("`{name}` stands twice in one place: {difference}")),
            None if doubled.contradicts => continue,
            None => (
                Code::RowDoubled,
                format!("`{name}` stands twice in one place, first in line {}", subject.line(first.span)),
            ),
        };
        findings.say_with(
            code,
            row.name.span,
            message,
            vec![place(file, first.name.span, format!("`{name}` stands here first"))],
        );
    }
}

/// Whether two rows of one name are about one place: the nesting of a flat table may be wrong.
fn surely_one_place(subject: &Subject<'_>, first: &Row, row: &Row, name: &str) -> bool {
    let between = subject.file.slice(Span { start: first.span.end, end: row.span.start });
    if between.trim().is_empty() {
        return true;
    }
    // A table of its own explains the members of something else.
    if between.lines().any(page::is_delimiter) {
        return false;
    }
    // Inside a struct, the second may belong to the one around it.
    let outermost = [&subject.operation.request, &subject.operation.response]
        .into_iter()
        .flatten()
        .any(|field| field.span == first.span);
    let rows = subject.names.get(name).copied().unwrap_or_default();
    let shown = subject.samples.response.as_ref().map_or(0, |shape| places(shape, name));
    outermost && shown < rows
}

/// At how many places samples show a name.
fn places(shape: &Shape, name: &str) -> usize {
    shape.members.iter().map(|(member, inner)| usize::from(member == name) + places(inner, name)).sum()
}

/// In what two rows of one name differ.
fn difference(subject: &Subject<'_>, first: &Row, row: &Row) -> Option<String> {
    let file = subject.file;
    let line = subject.line(first.span);
    let text = |cell: spectable_pages::page::Cell| lower::plain(cell.text(file));
    let (a, b) = (text(first.ty), text(row.ty));
    if !a.eq_ignore_ascii_case(&b) {
        return Some(format!("its type is {} in line {line} and {} here", said(&a), said(&b)));
    }
    let required = |row: &Row| row.required.and_then(|cell| lower::required(cell.text(file)));
    if let (Some(a), Some(b)) = (required(first), required(row))
        && a != b
    {
        return Some(format!("line {line} says that it is {}, this row that it is {}", word(a), word(b)));
    }
    (text(first.description) != text(row.description)).then(|| format!("line {line} describes it in other words"))
}

fn said(ty: &str) -> String {
    if ty.is_empty() { "not given".to_owned() } else { format!("`{}`", shortened(ty)) }
}

pub(super) fn word(required: bool) -> &'static str {
    if required { "required" } else { "not required" }
}

/// A column that says whether a parameter is required must say so.
fn required(subject: &Subject<'_>, row: &Row, findings: &mut Findings<'_>) {
    let Some(cell) = row.required else { return };
    let text = cell.text(subject.file);
    let name = lower::wire_name(row.name.text(subject.file));
    if name.is_empty() || row.description.span == Span::default() || lower::required(text).is_some() {
        return;
    }
    let (span, message) = if text.trim().is_empty() {
        (row.name.span, format!("the row `{name}` does not say whether the parameter is required"))
    } else {
        (cell.span, format!("`{}` does not say whether `{name}` is required", shortened(text)))
    };
    findings.say(Code::RequiredUnreadable, span, message);
}

fn types(subject: &Subject<'_>, side: Side, field: &Field, row: &Row, findings: &mut Findings<'_>) {
    match subject.word(row) {
        Word::Unknown => {
            let word = shortened(row.ty.text(subject.file));
            findings.say(
                Code::TypeUnknown,
                row.ty.span,
                format!("`{word}`, the type of `{}`, is no word for a type", field.name),
            );
        }
        // Containers of the old pages have no type, by convention.
        Word::Blank
            if side == Side::Request || field.fields.is_empty() && field.wrapper.is_none() && field.item.is_none() =>
        {
            findings.say(Code::TypeMissing, row.name.span, format!("the row `{}` has no type", field.name));
        }
        _ => {}
    }
}

/// Members that only samples show.
fn members(subject: &Subject<'_>, field: &Field, row: &Row, findings: &mut Findings<'_>) {
    // Tencent Cloud documents nested types on a page of their own.
    if subject.identity.vendor == Vendor::Tencent
        || field.fields.is_empty()
        || field.fields.iter().any(|member| subject.row(member).is_some())
    {
        return;
    }
    // `{"Ids": {"Id": ["a"]}}` is no struct, but a list with a wrapper.
    if let [only] = field.fields.as_slice()
        && only.fields.is_empty()
        && matches!(subject.word(row), Word::List(_) | Word::ListOf(_))
    {
        return;
    }
    let documented = |member: &Field| subject.names.contains_key(&member.name);
    if !field.fields.iter().any(documented) {
        let names = listed(field.fields.iter().map(|member| member.name.as_str()));
        let noun = if field.fields.len() == 1 { "a member" } else { "members" };
        findings.say(
            Code::MembersUndocumented,
            row.name.span,
            format!("samples show {noun} of `{}` for which the page has no rows: {names}", field.name),
        );
    }
}

/// Whether a row's cells are closed where its author meant it.
fn closed(subject: &Subject<'_>, row: &Row, findings: &mut Findings<'_>) {
    if subject.page.layout == Layout::TencentText {
        return;
    }
    let file = subject.file;
    let text = file.slice(row.span).trim_end();
    let name = lower::wire_name(row.name.text(file));
    if name.is_empty() {
        return;
    }
    if !text.ends_with('|') {
        findings.say(
            Code::RowUnclosed,
            row.name.span,
            format!("the last cell of the row `{name}` is not closed by a pipe"),
        );
    }
    let cells = [row.example, row.description];
    if let Some(cell) = cells.iter().find(|cell| has_bare_pipe(cell.text(file))) {
        let text = cell.text(file);
        let words = listed([text.lines().find(|line| has_bare_pipe(line)).unwrap_or(text).trim()]);
        findings.say(Code::CellPipe, cell.span, format!("a cell of the row `{name}` holds a bare pipe: {words}"));
    }
}

/// A pipe that is neither escaped nor code nor part of a table inside the cell.
fn has_bare_pipe(cell: &str) -> bool {
    cell.lines().any(|line| {
        let line = line.trim();
        let mut escaped = false;
        let mut code = false;
        let bare = line.bytes().any(|byte| {
            let here = byte == b'|' && !escaped && !code;
            code ^= byte == b'`' && !escaped;
            escaped = byte == b'\\' && !escaped;
            here
        });
        bare && !line.starts_with('|') && !line.ends_with('|')
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_says;
    use super::has_bare_pipe;

    #[test]
    fn rows_that_stand_twice() {
        assert_says(
            &[(
                "|Duration|Integer|30|通话时长。 |\n",
                "|Duration|Integer|30|通话时长。 |\n|Duration|Integer|30|通话时长。 |\n",
            )],
            &["row-doubled 32:2: `Duration` stands twice in one place, first in line 31"],
        );
        assert_says(
            &[(
                "|InstanceId|String|是|demo-1|实例ID。 |\n",
                "|InstanceId|String|是|demo-1|实例ID。 |\n|InstanceId|String|否|demo-1|实例ID。 |\n",
            )],
            &[
                "row-contradicts 15:2: `InstanceId` stands twice in one place: line 14 says that it is required, this row that it is not required",
            ],
        );
    }

    #[test]
    fn rows_that_leave_something_out() {
        assert_says(
            &[("|A-1|请求ID。 |", "|A-1| |")],
            &["description-missing 26:2: the row `RequestId` has no description"],
        );
        assert_says(
            &[("|PageSize|Integer|否|", "|PageSize|Integer|也许|")],
            &["required-unreadable 15:19: `也许` does not say whether `PageSize` is required"],
        );
        assert_says(
            &[("|PageSize|Integer|否|", "|PageSize|Integer||")],
            &["required-unreadable 15:2: the row `PageSize` does not say whether the parameter is required"],
        );
        assert_says(&[("|PageSize|Integer|", "|PageSize||")], &["type-missing 15:2: the row `PageSize` has no type"]);
        assert_says(
            &[("|RequestId|String|", "|RequestId|字串|")],
            &["type-unknown 26:12: `字串`, the type of `RequestId`, is no word for a type"],
        );
    }

    /// Containers of the old pages have no type: here one whose wrapper only XML shows.
    #[test]
    fn a_list_of_values_without_a_type() {
        assert_says(
            &[
                ("|Calls|Array", "|Tags| | |标签列表。 |\n|Calls|Array"),
                ("    <Calls>", "    <Tags>\n        <Tag>a</Tag>\n        <Tag>b</Tag>\n    </Tags>\n    <Calls>"),
                ("    \"Calls\":", "    \"Tags\": [\"a\", \"b\"],\n    \"Calls\":"),
            ],
            &[],
        );
    }

    #[test]
    fn members_that_only_samples_show() {
        assert_says(
            &[
                ("|Ready|Boolean|true|录音是否就绪。 |\n", "|Ready|Struct| |录音。 |\n"),
                ("<Ready>true</Ready>", "<Ready><Path>x</Path></Ready>"),
                ("\"Ready\": true", "\"Ready\": {\"Path\": \"x\"}"),
            ],
            &["members-undocumented 32:2: samples show a member of `Ready` for which the page has no rows: `Path`"],
        );
    }

    #[test]
    fn rows_that_are_not_closed() {
        assert_says(
            &[("|Ready|Boolean|true|录音是否就绪。 |\n", "|Ready|Boolean|true|录音是否就绪。\n")],
            &["row-unclosed 32:2: the last cell of the row `Ready` is not closed by a pipe"],
        );
        assert_says(
            &[("录音是否就绪。", "录音：ready | absent。")],
            &["cell-pipe 32:21: a cell of the row `Ready` holds a bare pipe: `录音：ready | absent。`"],
        );
    }

    #[test]
    fn pipes() {
        assert!(has_bare_pipe("on | off"));
        assert!(!has_bare_pipe("on \\| off"));
        assert!(!has_bare_pipe("`a|b`"));
        assert!(!has_bare_pipe("see\n\n|a|b|\n|--|--|"));
    }
}
