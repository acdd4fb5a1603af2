//! The rules: their names, how bad what they find is, and what to do about it.

use spectable_pages::diagnostic::Severity;

/// A rule, as `--only`, `--deny` and SARIF name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// A stable word, such as `sample-extra`.
    pub code: &'static str,
    /// How bad a finding is.
    pub severity: Severity,
    /// What it looks for, in one sentence.
    pub summary: &'static str,
    /// What to do about a finding.
    pub help: &'static str,
}

const fn rule(code: &'static str, severity: Severity, summary: &'static str, help: &'static str) -> Rule {
    Rule { code, severity, summary, help }
}

use Severity::{Error, Note, Warning};

/// The rules, by name.
pub const RULES: &[Rule] = &[
    rule(
        "action-differs",
        Warning,
        "A page names more than one operation, in its call, its samples or its table.",
        "give the operation's name the same way everywhere; the place may have been copied from another page",
    ),
    rule(
        "call-missing-required",
        Warning,
        "A required parameter is missing from the sample call.",
        "add the parameter to the call, or mark it as not required",
    ),
    rule(
        "call-unknown",
        Warning,
        "The sample call has a parameter that the table does not have.",
        "add a row for the parameter, or correct its name in the call",
    ),
    rule(
        "cell-pipe",
        Note,
        "A cell holds a bare pipe, which Markdown takes for the end of the cell.",
        "write the pipe as `\\|`",
    ),
    rule(
        "default-outside-enum",
        Warning,
        "A default is none of the values that its row lists.",
        "correct the default, or add it to the list",
    ),
    rule(
        "default-outside-range",
        Warning,
        "A default lies outside of the range that its row states.",
        "correct the default or the range",
    ),
    rule("default-type", Warning, "A default is no value of its row's type.", "correct the default or the type"),
    rule("description-missing", Note, "A row has no description.", "say what the value means"),
    rule("example-type", Warning, "An example value is no value of its row's type.", "correct the example or the type"),
    rule(
        "layout-unknown",
        Error,
        "A file is no page of a known layout.",
        "leave the file out, or give it a section of request parameters with a table",
    ),
    rule(
        "members-undocumented",
        Note,
        "A sample shows members of a field whose members have no rows.",
        "add rows for the members",
    ),
    rule(
        "page-anonymous",
        Error,
        "Neither the page nor its path says which product, version or action it is about.",
        "put the page at `<vendor>/<product>/<version>/<Action>.md`",
    ),
    rule("page-empty", Error, "A file is empty.", "save the page again, or remove the file"),
    rule("page-not-text", Error, "A file is not UTF-8 text.", "save the page as UTF-8 text"),
    rule(
        "page-too-large",
        Error,
        "A file is too large to be a page.",
        "save the page as text, without pictures and scripts",
    ),
    rule("page-unreadable", Error, "A file can't be read.", "check the path and its permissions"),
    rule("page-without-tables", Error, "A page has neither tables nor samples.", "save the whole page"),
    rule(
        "pages-contradict",
        Warning,
        "Two pages say different things of the same operation or of the same element type.",
        "find out which of the two is right, and correct the other",
    ),
    rule(
        "pages-missing-field",
        Note,
        "A page lacks fields that another page of the same operation documents.",
        "bring the two pages to the same state",
    ),
    rule(
        "placement-unclear",
        Note,
        "It can't be told from the page below which field a row belongs.",
        "show the field in a sample, or move its row next to its siblings",
    ),
    rule("required-unreadable", Warning, "A cell of the `required` column says neither yes nor no.", "write yes or no"),
    rule(
        "response-table-missing",
        Warning,
        "A page shows a sample answer, but has no table of response fields.",
        "add the table",
    ),
    rule(
        "row-contradicts",
        Warning,
        "A name stands twice in one place, with different types or in different words.",
        "keep the row that is right",
    ),
    rule(
        "row-doubled",
        Warning,
        "A name stands twice in one place.",
        "remove one of the rows, or give it the name that was meant",
    ),
    rule("row-nameless", Warning, "A row has no name.", "check whether a line of the table was cut off"),
    rule("row-short", Warning, "A row has fewer cells than the table's header.", "check whether a pipe is missing"),
    rule("row-unclosed", Note, "The last cell of a row is not closed.", "end the row with a pipe"),
    rule(
        "sample-broken",
        Warning,
        "A sample is not well-formed.",
        "correct the sample, so that it can be read by a program",
    ),
    rule(
        "sample-elided",
        Note,
        "A sample leaves something out or comments on it, in a way that its format does not know.",
        "nothing to do where the sample is not meant to be copied",
    ),
    rule(
        "sample-extra",
        Warning,
        "A sample shows a field that no row names.",
        "add a row for the field, or correct its name in the sample",
    ),
    rule(
        "sample-missing",
        Note,
        "No sample shows a field that a row documents, although one shows its siblings.",
        "add the field to the samples, or say when it is absent",
    ),
    rule(
        "sample-quoted",
        Note,
        "A sample writes a number or a boolean as text, or a text as a number.",
        "write the value as the service does, or correct the row's type",
    ),
    rule(
        "sample-rootless",
        Note,
        "An XML sample has no root element, or more than one.",
        "wrap the sample in the root element of the answer",
    ),
    rule(
        "sample-type",
        Warning,
        "A sample shows a value of another type than its row says.",
        "correct the sample or the row's type",
    ),
    rule(
        "table-delimiter",
        Note,
        "A table's delimiter row has another number of cells than its header.",
        "give both the same number of cells; most Markdown readers show no table otherwise",
    ),
    rule("type-missing", Note, "A parameter's or a field's row has no type.", "give the type"),
    rule(
        "type-unknown",
        Warning,
        "A row's type is no word for a type.",
        "write the type's name; the cells may have been swapped",
    ),
    rule(
        "value-outside-enum",
        Warning,
        "A value is none of those that its row lists.",
        "correct the value, or add it to the list",
    ),
    rule(
        "value-outside-range",
        Warning,
        "A value lies outside of the range that its row states.",
        "correct the value or the range",
    ),
];

/// The rule of a code.
pub fn rule_of(code: &str) -> Option<&'static Rule> {
    RULES.binary_search_by(|rule| rule.code.cmp(code)).ok().and_then(|at| RULES.get(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_stand_in_order() {
        assert!(RULES.is_sorted_by(|a, b| a.code < b.code));
        for rule in RULES {
            assert_eq!(rule_of(rule.code), Some(rule));
            assert!(rule.summary.ends_with('.') && !rule.help.is_empty());
        }
        assert_eq!(rule_of("no-such-rule"), None);
    }
}
