//! Every kind of message: its name, how bad it is, what to do about it, and the lint rule that it is.

use std::fmt;

use super::Severity;

/// A rule of `lint`: what it looks for on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// How bad a finding is for the page; what it means for the generated code may weigh more or less.
    pub severity: Severity,
    /// What it looks for, in one sentence.
    pub summary: &'static str,
    /// What whoever maintains the page can do about it.
    pub help: &'static str,
}

/// What belongs to a code.
#[derive(Clone, Copy, Debug)]
struct Meaning {
    severity: Severity,
    help: &'static str,
    rule: Option<Rule>,
}

/// A message of the generator.
const fn message(severity: Severity, help: &'static str) -> Meaning {
    Meaning { severity, help, rule: None }
}

/// A rule of `lint` alone.
const fn rule(severity: Severity, summary: &'static str, help: &'static str) -> Meaning {
    Meaning { severity, help, rule: Some(Rule { severity, summary, help }) }
}

impl Meaning {
    /// A message of the generator that is a rule of `lint` too.
    const fn rule(self, severity: Severity, summary: &'static str, help: &'static str) -> Self {
        Self { rule: Some(Rule { severity, summary, help }), ..self }
    }
}

macro_rules! codes {
    ($($code:ident $text:literal = $meaning:expr;)*) => {
        /// The kind of a message: a stable word such as `placement-guess`, with all that belongs to it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = concat!("`", $text, "`")] $code,)*
        }

        impl Code {
            /// Every code, in the order of their words.
            pub const ALL: &[Self] = &[$(Self::$code),*];

            /// The stable word.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$code => $text,)*
                }
            }

            const fn meaning(self) -> Meaning {
                match self {
                    $(Self::$code => $meaning,)*
                }
            }
        }
    };
}

use Severity::{Error, Note, Warning};

codes! {
    ActionDiffers "action-differs" = rule(
        Warning,
        "A page names more than one operation, in its call, its samples or its table.",
        "give the operation's name the same way everywhere; the place may have been copied from another page",
    );
    BadName "bad-name" = message(Error, "it may hold ASCII letters, digits, `-`, `_` and `.`");
    CallMissingRequired "call-missing-required" = rule(
        Warning,
        "A required parameter is missing from the sample call.",
        "add the parameter to the call, or mark it as not required",
    );
    CallRecordEmpty "call-record-empty" = message(Error, "correct the `call_record` in the override");
    CallRecordLost "call-record-lost" = message(Error, "correct the `call_record` in the override");
    CallRecordMisfit "call-record-misfit" = message(Error, "correct the `call_record` in the override");
    CallRecordUnit "call-record-unit" = message(Error, "give the field its `unit` in an override");
    CallRecordValue "call-record-value" = message(Warning, "correct the `call_record` in the override");
    CallUnknown "call-unknown" = rule(
        Warning,
        "The sample call has a parameter that the table does not have.",
        "add a row for the parameter, or correct its name in the call",
    );
    CellPipe "cell-pipe" = rule(
        Note,
        "A cell holds a bare pipe, which Markdown takes for the end of the cell.",
        "write the pipe as `\\|`",
    );
    DefaultOutsideEnum "default-outside-enum" = rule(
        Warning,
        "A default is none of the values that its row lists.",
        "correct the default, or add it to the list",
    );
    DefaultOutsideRange "default-outside-range" = rule(
        Warning,
        "A default lies outside of the range that its row states.",
        "correct the default or the range",
    );
    DefaultType "default-type" =
        rule(Warning, "A default is no value of its row's type.", "correct the default or the type");
    DescriptionMissing "description-missing" = rule(Note, "A row has no description.", "say what the value means");
    DuplicateOperation "duplicate-operation" = message(Error, "remove one of the two pages");
    EmitterFault "emitter-fault" = message(Error, "this is a fault of the generator: please report it with the page");
    EncodingWithoutList "encoding-without-list" = message(Error, "a repeated parameter is a `list<…>`");
    EnglishLost "english-lost" = message(Warning, "correct the name, or remove the line");
    EnumUnknown "enum-unknown" = message(Error, "give the values in an override: `values:`");
    ExampleType "example-type" =
        rule(Warning, "An example value is no value of its row's type.", "correct the example or the type");
    ExampleUnclear "example-unclear" = message(
        Note,
        "save the page as Markdown or HTML to keep its cells apart",
    );
    HeaderUnknown "header-unknown" = message(
        Warning,
        "compare the header with the vendor's page; expected words such as `名称`, `类型`, `描述` or `Parameter`, `Type`, `Description`",
    );
    HeadingMissing "heading-missing" = message(
        Warning,
        "give it its heading: `请求参数` or `返回参数`, `Request parameters` or `Response parameters`",
    );
    IrUnwritable "ir-unwritable" = message(Error, "this is a fault of the generator: please report it with the page");
    ItemMisplaced "item-misplaced" = message(Error, "`item` belongs to a `list<…>` that has no wrapper");
    LayoutUnknown "layout-unknown" = message(
        Error,
        "expected an Alibaba Cloud page (Markdown or help-center text) or a Tencent Cloud page saved as text",
    )
    .rule(
        Error,
        "A file is no page of a known layout.",
        "leave the file out, or give it a section of request parameters with a table",
    );
    MembersFromSample "members-from-sample" = message(Note, "an override can add what samples do not show");
    MembersUndocumented "members-undocumented" = rule(
        Note,
        "A sample shows members of a field whose members have no rows.",
        "add rows for the members",
    );
    MembersWithoutStruct "members-without-struct" = message(Error, "give it the type `struct` in an override");
    NameBroken "name-broken" = message(Warning, "compare the cell with the vendor's page; an override can rename the field");
    NameDoubled "name-doubled" = message(Error, "an override can remove or rename one of the two");
    NameEmpty "name-empty" = message(Error, "name it on the page, or remove it with an override");
    NestingTooDeep "nesting-too-deep" =
        message(Error, "compare the name with the vendor's page; a field that was read can be moved by an override");
    OperationDoubled "operation-doubled" =
        message(Note, "this page is left out; remove one of the two where that is not wanted");
    OverrideIdle "override-idle" = message(Error, "remove it; the page now says the same");
    OverrideLost "override-lost" = message(Error, "correct the name, or remove the override with the page");
    OverrideUnreadable "override-unreadable" = message(
        Error,
        "expected a list of entries, each with `operation`, `why` and what is true; see specs/ir/overrides.schema.json",
    );
    OverrideWithoutReason "override-without-reason" = message(Error, "add `why:` with what is wrong on the page");
    PageAnonymous "page-anonymous" = message(
        Error,
        "put the page at `<vendor>/<product>/<version>/<Action>.md`, or give `inspect` or `add` what is missing with --product, --version and --action",
    )
    .rule(
        Error,
        "Neither the page nor its path says which product, version or action it is about.",
        "put the page at `<vendor>/<product>/<version>/<Action>.md`",
    );
    PageCut "page-cut" = message(Error, "save the whole page again; what else is said about it may follow from this");
    PageEmpty "page-empty" = rule(Error, "A file is empty.", "save the page again, or remove the file");
    PageNotText "page-not-text" = message(
        Error,
        "expected a page saved as UTF-8 text; save it again in that encoding",
    )
    .rule(Error, "A file is not UTF-8 text.", "save the page as UTF-8 text");
    PageTooLarge "page-too-large" = rule(
        Error,
        "A file is too large to be a page.",
        "save the page as text, without pictures and scripts",
    );
    PageUnreadable "page-unreadable" = rule(Error, "A file can't be read.", "check the path and its permissions");
    PageWithoutTables "page-without-tables" = message(
        Error,
        "save the whole page: its tables stand under `请求参数` and `返回数据`, or `Request parameters` and `Response parameters`",
    )
    .rule(Error, "A page has neither tables nor samples.", "save the whole page");
    PagesContradict "pages-contradict" = rule(
        Warning,
        "Two pages say different things of the same operation or of the same element type.",
        "find out which of the two is right, and correct the other",
    );
    PagesMissingField "pages-missing-field" = rule(
        Note,
        "A page lacks fields that another page of the same operation documents.",
        "bring the two pages to the same state",
    );
    PagingLost "paging-lost" = message(Error, "correct `paging` in an override");
    PlacementGuess "placement-guess" = message(Warning, "settle it with an override: `keep: true`, or `move: PATH`");
    PlacementUnclear "placement-unclear" = rule(
        Note,
        "It can't be told from the page below which field a row belongs.",
        "show the field in a sample, or move its row next to its siblings",
    );
    RangeEmpty "range-empty" = message(Error, "correct the range in an override");
    RequestTableMissing "request-table-missing" = message(
        Warning,
        "expected a heading such as `请求参数` or `Request parameters`, and below it a table with its `|--|` row",
    );
    RequiredUnknown "required-unknown" = message(Warning, "say in overrides which parameters are `required: true`");
    RequiredUnreadable "required-unreadable" =
        rule(Warning, "A cell of the `required` column says neither yes nor no.", "write yes or no");
    ResponseFromSample "response-from-sample" = message(Warning, "an override can add fields that samples do not show");
    ResponseTableMissing "response-table-missing" =
        rule(Warning, "A page shows a sample answer, but has no table of response fields.", "add the table");
    RowContradicts "row-contradicts" =
        message(Error, "correct the page's name, or settle it with an override").rule(
            Warning,
            "A name stands twice in one place, with different types or in different words.",
            "keep the row that is right",
        );
    RowDoubled "row-doubled" = message(Note, "nothing to do, unless the page meant another name").rule(
        Warning,
        "A name stands twice in one place.",
        "remove one of the rows, or give it the name that was meant",
    );
    RowMissing "row-missing" = message(Warning, "compare the table with the vendor's page: a row may have been lost");
    RowNameless "row-nameless" =
        rule(Warning, "A row has no name.", "check whether a line of the table was cut off");
    RowShort "row-short" =
        message(Error, "a pipe is missing, or a cell; compare the row with the vendor's page").rule(
            Warning,
            "A row has fewer cells than the table's header.",
            "check whether a pipe is missing",
        );
    RowUnclosed "row-unclosed" = rule(Note, "The last cell of a row is not closed.", "end the row with a pipe");
    RowWithoutName "row-without-name" = message(Warning, "check whether a line of the table was cut off");
    SampleBroken "sample-broken" = message(Warning, "correct the sample on the page, or save the page again").rule(
        Warning,
        "A sample is not well-formed.",
        "correct the sample, so that it can be read by a program",
    );
    SampleElided "sample-elided" = rule(
        Note,
        "A sample leaves something out or comments on it, in a way that its format does not know.",
        "nothing to do where the sample is not meant to be copied",
    );
    SampleExtra "sample-extra" = rule(
        Warning,
        "A sample shows a field that no row names.",
        "add a row for the field, or correct its name in the sample",
    );
    SampleMisfit "sample-misfit" = message(Warning, "correct the row's type in an override, or the sample on the page");
    SampleMissing "sample-missing" = rule(
        Note,
        "No sample shows a field that a row documents, although one shows its siblings.",
        "add the field to the samples, or say when it is absent",
    );
    SampleQuoted "sample-quoted" = rule(
        Note,
        "A sample writes a number or a boolean as text, or a text as a number.",
        "write the value as the service does, or correct the row's type",
    );
    SampleRepaired "sample-repaired" = message(Note, "nothing to do; the vendor may want to know");
    SampleRootless "sample-rootless" = rule(
        Note,
        "An XML sample has no root element, or more than one.",
        "wrap the sample in the root element of the answer",
    );
    SampleType "sample-type" = rule(
        Warning,
        "A sample shows a value of another type than its row says.",
        "correct the sample or the row's type",
    );
    SchemaBroken "schema-broken" = message(Error, "save the vendor's schema again, and add it with `cargo xtask add`");
    SchemaUnread "schema-unread" = message(Note, "nothing to do where it says nothing of calls and answers");
    SectionUnread "section-unread" = message(
        Error,
        "save the page again, as Markdown or HTML; a header names its columns, and each row has a name and a type",
    );
    StructEmpty "struct-empty" =
        message(Error, "give its members in an override (`add:`), or its type (`type: any`)");
    TableDelimiter "table-delimiter" = rule(
        Note,
        "A table's delimiter row has another number of cells than its header.",
        "give both the same number of cells; most Markdown readers show no table otherwise",
    );
    TableOfText "table-of-text" = message(Note, "give the field's own members in an override where they are wanted");
    TableTooLong "table-too-long" = message(Error, "check whether the page was saved several times over");
    TableUnread "table-unread" = message(
        Warning,
        "give it a heading such as `请求参数` or `返回参数`, `Request parameters` or `Response parameters`",
    );
    TextInTable "text-in-table" = message(Warning, "compare the line with the vendor's page; a separator may be lost");
    TooDeep "too-deep" = message(Warning, "an override can move it");
    TypeMissing "type-missing" = message(Warning, "give the type on the page, or in an override").rule(Note, "A parameter's or a field's row has no type.", "give the type");
    TypeUnknown "type-unknown" = message(Error, "correct the word on the page, or give the type in an override").rule(
        Warning,
        "A row's type is no word for a type.",
        "write the type's name; the cells may have been swapped",
    );
    ValueOutsideEnum "value-outside-enum" = rule(
        Warning,
        "A value is none of those that its row lists.",
        "correct the value, or add it to the list",
    );
    ValueOutsideRange "value-outside-range" = rule(
        Warning,
        "A value lies outside of the range that its row states.",
        "correct the value or the range",
    );
    WindowLost "window-lost" = message(Error, "correct `window` in an override");
    WrapperGuess "wrapper-guess" = message(Warning, "settle it with an override: `wrapper: NAME`, and `keep: true`");
    WrapperWithoutList "wrapper-without-list" = message(Error, "a wrapper belongs to a `list<…>`");
}

impl Code {
    /// How bad a message of this code is.
    pub const fn severity(self) -> Severity {
        self.meaning().severity
    }

    /// What to do about it, where the place has no better advice.
    pub const fn help(self) -> &'static str {
        self.meaning().help
    }

    /// The rule of `lint` that it is; `None` for what only the generator says.
    pub const fn rule(self) -> Option<Rule> {
        self.meaning().rule
    }

    /// The code of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == word)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_word_of_its_own_and_advice() {
        assert!(Code::ALL.is_sorted_by(|a, b| a.as_str() < b.as_str()));
        for code in Code::ALL {
            assert_eq!(Code::of(code.as_str()), Some(*code));
            assert!(!code.help().is_empty(), "{code}");
            if let Some(rule) = code.rule() {
                assert!(rule.summary.ends_with('.') && !rule.help.is_empty(), "{code}");
            }
        }
        assert_eq!(Code::of("no-such-code"), None);
    }
}
