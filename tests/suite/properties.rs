//! Pages are untrusted text: whatever they say, nothing panics, and what is emitted is Rust.

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use spectable_emit::generate;
use spectable_pages::ir::Operation;
use spectable_pages::source::SourceFile;
use spectable_pages::{page, pipeline, sample, yaml};
use spectable_review::lint;

use crate::helper::{input_of, root, sources};

/// The five pages and those of the cases.
fn pages() -> &'static [SourceFile] {
    static PAGES: LazyLock<Vec<SourceFile>> = LazyLock::new(|| {
        let mut pages = sources(&root().join("specs/pages"), "specs/pages/");
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
        let cases = sources(&cases, "").into_iter();
        pages.extend(cases.filter(|file| file.path.ends_with("page.md")));
        pages
    });
    &PAGES
}

/// A change to a page. Places are characters; they are taken modulo the page's length.
#[derive(Clone, Debug)]
enum Mutation {
    /// A stretch is cut out.
    Cut(Index, Index),
    /// A stretch stands twice.
    Double(Index, Index),
    /// The page ends here.
    End(Index),
    /// A text gets in.
    Insert(Index, String),
    /// A text replaces as many characters.
    Overwrite(Index, String),
    /// Two lines change places.
    Swap(Index, Index),
    /// A line goes away.
    DropLine(Index),
    /// Bytes get in; what is not UTF-8 then is replaced.
    Bytes(Index, Vec<u8>),
}

/// What means something to one of the readers, and what means nothing to any.
fn piece() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "|",
        "\n|",
        "|\n",
        "\n\n",
        "|--|--|\n",
        "\\|",
        "`",
        "```\n",
        "## ",
        "{#a .b}",
        "\n---\n",
        "<br>",
        "&amp;",
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        "<a>",
        "</a>",
        "<![CDATA[",
        "-   **a**：b\n",
        "取值：",
        "枚举值: - ",
        "（",
        "）",
        "默认值：",
        "1~",
        "99999999999999999999",
        "-1",
        "Struct",
        "Array of ",
        "N",
        ".N.",
        "示例值:",
        "2. 输入参数\n",
        "\u{feff}",
        "\u{202e}",
        "\u{0}",
        "\r\n",
        "*/",
        "#[",
        "\"#",
        "r#type",
        "Self",
        // Letters that take more or fewer bytes in lower case.
        "\u{212b}",
        "\u{2126}",
        "\u{23a}",
        "\u{130}",
        "🦀",
    ];
    prop_oneof![
        3 => prop::sample::select(KNOWN).prop_map(str::to_owned),
        1 => "\\PC{1,12}",
    ]
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<Index>;
    prop_oneof![
        (at(), at()).prop_map(|(a, b)| Mutation::Cut(a, b)),
        (at(), at()).prop_map(|(a, b)| Mutation::Double(a, b)),
        at().prop_map(Mutation::End),
        (at(), piece()).prop_map(|(a, text)| Mutation::Insert(a, text)),
        (at(), piece()).prop_map(|(a, text)| Mutation::Overwrite(a, text)),
        (at(), at()).prop_map(|(a, b)| Mutation::Swap(a, b)),
        at().prop_map(Mutation::DropLine),
        (at(), prop::collection::vec(any::<u8>(), 1..8)).prop_map(|(a, bytes)| Mutation::Bytes(a, bytes)),
    ]
}

/// A stretch of at most 400 characters: a longer one leaves little of a page.
fn stretch(length: usize, a: Index, b: Index) -> std::ops::Range<usize> {
    let start = a.index(length + 1);
    start..(start + b.index(400)).min(length)
}

fn mutate(text: &str, mutation: &Mutation) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let length = letters.len();
    match mutation {
        Mutation::Cut(a, b) => drop(letters.drain(stretch(length, *a, *b))),
        Mutation::Double(a, b) => {
            let stretch = stretch(length, *a, *b);
            let copy = letters[stretch.clone()].to_vec();
            letters.splice(stretch.end..stretch.end, copy);
        }
        Mutation::End(at) => letters.truncate(at.index(length + 1)),
        Mutation::Insert(at, text) => {
            let at = at.index(length + 1);
            letters.splice(at..at, text.chars());
        }
        Mutation::Overwrite(at, text) => {
            let at = at.index(length + 1);
            let end = (at + text.chars().count()).min(length);
            letters.splice(at..end, text.chars());
        }
        Mutation::Swap(a, b) => {
            let mut lines: Vec<&str> = text.split('\n').collect();
            let count = lines.len();
            lines.swap(a.index(count), b.index(count));
            return lines.join("\n");
        }
        Mutation::DropLine(at) => {
            let mut lines: Vec<&str> = text.split('\n').collect();
            lines.remove(at.index(lines.len()));
            return lines.join("\n");
        }
        Mutation::Bytes(at, bytes) => {
            let at = at.index(text.len() + 1);
            let mut all = text.as_bytes().to_vec();
            all.splice(at..at, bytes.iter().copied());
            return String::from_utf8_lossy(&all).into_owned();
        }
    }
    letters.into_iter().collect()
}

/// A page with a few changes.
fn mutated() -> impl Strategy<Value = SourceFile> {
    let changes = prop::collection::vec(mutation(), 1..6);
    (prop::sample::select(pages()), changes).prop_map(|(page, changes)| {
        let text = changes.iter().fold(page.text, |text, change| mutate(&text, change));
        SourceFile::new(page.path, text)
    })
}

/// The same pages on every run, unless `PROPTEST_CASES` asks for more: then others each time.
fn config(cases: u32) -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
        config.rng_seed = RngSeed::Fixed(20_170_705);
    }
    config
}

type Checked = Result<(), TestCaseError>;

/// Every place that a reader notes lies in the page, and every message says what to do.
fn read(file: &SourceFile) -> Checked {
    let (page, diagnostics) = page::read(file);
    prop_assert!(page.is_some() || !diagnostics.is_empty());
    for diagnostic in &diagnostics {
        let place = diagnostic.span.map(|span| span.range());
        prop_assert!(place.is_none_or(|place| file.text.get(place).is_some()));
        prop_assert!(!diagnostic.help.is_empty() && !diagnostic.message.is_empty());
        diagnostic.render(Some(file));
    }
    Ok(())
}

/// The schema says everything, what has no errors is Rust, and every finding about the page can be shown.
fn make(file: SourceFile) -> Checked {
    let report = lint::check(&pipeline::documents(vec![file.clone()]));
    prop_assert!(report.findings.iter().all(|finding| !finding.diagnostic.message.is_empty()));
    let output = generate::generate(input_of(vec![file]));
    for (file, diagnostic) in output.diagnostics() {
        prop_assert!(!diagnostic.message.is_empty());
        diagnostic.render(file);
    }
    for (path, text) in output.ir.iter().filter(|(path, _)| path.ends_with(".yaml")) {
        let operation: Operation =
            yaml::read(text).map_err(|error| TestCaseError::fail(format!("{path}: {}\n{text}", error.message)))?;
        prop_assert!(text.ends_with(&yaml::write(&operation).expect("writable")), "{}", text);
    }
    if !output.has_errors() {
        for (path, text) in output.generated.iter().filter(|(path, _)| path.ends_with(".rs")) {
            syn::parse_file(text).map_err(|error| TestCaseError::fail(format!("{path}: {error}\n{text}")))?;
        }
    }
    Ok(())
}

/// The document lies in the sample's text.
fn look_at(sample: &str) -> Checked {
    if let Some(read) = sample::read(sample, 0) {
        prop_assert!(sample.get(read.body.range()).is_some());
    }
    Ok(())
}

/// A written schema is read as it was.
fn write(text: &str) -> Checked {
    let mut operation = crate::helper::operation("aliyun/ccc/2020-07-01/ListCallDetailRecords").clone();
    operation.description = text.to_owned();
    operation.request[0].default = Some(text.to_owned());
    operation.request[0].name = text.to_owned();
    let written = yaml::write(&operation).expect("writable");
    let read: Operation =
        yaml::read(&written).map_err(|error| TestCaseError::fail(format!("{}\n{written}", error.message)))?;
    prop_assert_eq!(&read.description, text);
    prop_assert_eq!(read.request[0].default.as_deref(), Some(text));
    prop_assert_eq!(&read.request[0].name, text);
    prop_assert_eq!(yaml::write(&read).expect("writable"), written);
    Ok(())
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn any_page_can_be_read(file in mutated()) {
        read(&file)?;
    }

    #[test]
    fn any_sample_can_be_read(pieces in prop::collection::vec(piece(), 0..40)) {
        look_at(&pieces.concat())?;
    }

    #[test]
    fn text_in_a_schema_survives(pieces in prop::collection::vec(piece(), 1..6), lines in any::<bool>()) {
        write(&pieces.join(if lines { "\n" } else { " " }))?;
    }
}

proptest! {
    #![proptest_config(config(80))]

    #[test]
    fn any_page_ends_in_errors_or_in_rust(file in mutated()) {
        make(file)?;
    }

    /// Pages of one product teach each other; that must not fail either.
    #[test]
    fn a_broken_page_among_good_ones(file in mutated()) {
        let mut all = pages()[..5].to_vec();
        all.retain(|page| page.path != file.path);
        all.push(file);
        let documents = pipeline::documents(all);
        prop_assert!(documents.len() >= 5);
    }
}

#[test]
fn what_was_found_once() {
    look_at("{#a .b}\n---\n\"\"\u{b92}").expect("whole characters");
    let case = |name: &str| {
        let mut pages = pages().iter();
        pages.find(|page| page.path.starts_with(name)).expect("a case").clone()
    };
    let broken = case("sample-broken-xml");
    let text = broken.text.replacen("</GetTicketResponse>\n```", "</GetTicketResponse>\n\\|```", 1);
    make(SourceFile::new(broken.path, text)).expect("a schema that can be read");
    let wrapped = case("list-wrapper-row");
    let text = wrapped.text.replace("|Ticket|", "|Tic ket|").replace("\"Ticket\"", "\"Tic ket\"");
    make(SourceFile::new(wrapped.path, text)).expect("a schema that can be read");
    let unpiped = case("sample-http-head");
    let text = unpiped.text.replacen("|Owner|", "Owner|", 1);
    read(&SourceFile::new(unpiped.path, text)).expect("an end");
    // Letters whose lower case has another length, before and after a label that is searched without regard to case.
    let limits = case("limits-in-prose");
    for row in
        ["|Size|Integer|否|10|\u{212b}默认值：10\u{23a}。 |", "|Order|String|否|ASC|\u{2126}取值：ASC、DESC\u{23a}。 |"]
    {
        let text = limits.text.replacen("|Retries|", &format!("{row}\n|Retries|"), 1);
        assert_ne!(text, limits.text);
        make(SourceFile::new(limits.path.clone(), text)).expect("a schema that can be read");
    }
}
