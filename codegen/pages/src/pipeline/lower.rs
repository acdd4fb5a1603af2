//! The second stage: pages to operations, each with what its pages and its product's pages show together.

use std::collections::BTreeMap;

use super::Document;
use super::read::{Read, Readable, Source};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Field, Identity, Operation, Vendor};
use crate::lower::{self, Around, Knowledge, Lesson, Model, Samples, Understood, Why};
use crate::page::Page;
use crate::parallel;
use crate::sample::{Shape, Shapes};
use crate::source::{SourceFile, Span};

/// Pages with their operations.
#[derive(Debug)]
pub(super) struct Lowered {
    pub(super) pages: Vec<LoweredPage>,
}

/// A page with its operation; `None` where it can't be read or another page counts.
#[derive(Debug)]
pub(super) struct LoweredPage {
    pub(super) source: Source,
    pub(super) understood: Option<Understood>,
    /// Says which other page of the operation counts.
    pub(super) superseded: Option<Diagnostic>,
}

/// Lowers every page. The result does not depend on their order.
pub(super) fn lower(read: Read, model: &Model) -> Lowered {
    let shared = Shared::gather(read.sources.iter().filter_map(Source::witness));
    let pages = parallel::map(read.sources, |source| {
        let understood = source.page.as_ref().map(|page| shared.understand(&source, page, model));
        LoweredPage { source, understood, superseded: None }
    });
    Lowered { pages }
}

/// The same operation is published in several languages and places: the page with the most rows
/// counts, the first by path among equals.
pub(super) fn one_page_an_operation(lowered: Lowered) -> Lowered {
    let Lowered { mut pages } = lowered;
    let mut best: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        let Some(understood) = &page.understood else { continue };
        let operation = &understood.operation;
        let rows = Field::count(&operation.request) + Field::count(&operation.response);
        let entry = best.entry(key(operation)).or_insert((index, rows));
        if rows > entry.1 {
            *entry = (index, rows);
        }
    }
    let paths: Vec<String> = pages.iter().map(|page| page.source.file.path.clone()).collect();
    for (index, page) in pages.iter_mut().enumerate() {
        let Some(understood) = &page.understood else { continue };
        let Some((kept, _)) = best.get(&key(&understood.operation)).filter(|(kept, _)| *kept != index) else {
            continue;
        };
        let message = format!(
            "`{}` is described by another page too, which has at least as many rows: {}",
            understood.operation.name,
            paths.get(*kept).map_or("", String::as_str)
        );
        page.superseded = Some(Diagnostic::on(&page.source.file.path, Code::OperationDoubled, message));
        page.understood = None;
    }
    Lowered { pages }
}

fn key(operation: &Operation) -> (Vendor, String, String, String) {
    (operation.vendor, operation.product.clone(), operation.version.clone(), operation.name.to_lowercase())
}

type Api = (Vendor, String, String);

/// What the pages of one operation show together: it is published in several languages.
#[derive(Default)]
struct OperationPages {
    answers: Shapes,
    names: Knowledge,
}

/// A page that could be read, as far as others learn from it.
type Witness<'a> = (&'a SourceFile, &'a Page, &'a Identity, &'a Samples);

/// What pages show together, by product and version.
#[derive(Default)]
struct Shared {
    names: BTreeMap<Api, Knowledge>,
    operations: BTreeMap<(Api, String), OperationPages>,
    /// What is known where no page says anything.
    nothing: Knowledge,
}

impl Shared {
    fn gather<'a>(pages: impl Iterator<Item = Witness<'a>>) -> Self {
        let mut shared = Self::default();
        for (file, page, identity, samples) in pages {
            let api = api(identity);
            let names = shared.names.entry(api.clone()).or_default();
            let operation = shared.operations.entry((api, identity.action.to_lowercase())).or_default();
            let action = identity.action.to_lowercase();
            for names in [names, &mut operation.names] {
                names.learn_tables(&action, file, page);
                if let Some(shape) = &samples.response {
                    names.learn_sample(&action, shape);
                }
            }
            operation.answers.merge(&samples.answers);
        }
        shared
    }

    /// What the samples of an operation's pages show, this page's first and each format for itself, and what those pages and then all of the
    /// product's show of names.
    fn around(&self, identity: &Identity, samples: &Samples) -> (Option<Shape>, [&Knowledge; 2]) {
        let names = self.names.get(&api(identity)).unwrap_or(&self.nothing);
        let mut answers = samples.answers.clone();
        let others = self.operations.get(&(api(identity), identity.action.to_lowercase()));
        if let Some(others) = others {
            answers.fill(&others.answers);
        }
        let mut shape = answers.together();
        if let Some(shape) = &mut shape {
            shape.settle_wrappers();
        }
        (shape, [others.map_or(&self.nothing, |others| &others.names), names])
    }

    fn understand(&self, source: &Source, page: &Readable, model: &Model) -> Understood {
        let Readable { page, identity, samples } = page;
        let (shape, knowledge) = self.around(identity, samples);
        let operation = &identity.action.to_lowercase();
        let around = Around { operation, shape: shape.as_ref(), knowledge, model };
        lower::lower(&source.file, page, identity, samples, around)
    }
}

fn api(identity: &Identity) -> Api {
    (identity.vendor, identity.product.to_lowercase(), identity.version.clone())
}

impl Source {
    fn witness(&self) -> Option<Witness<'_>> {
        let Readable { page, identity, samples } = self.page.as_ref()?;
        Some((&self.file, page, identity, samples))
    }
}

fn witness(document: &Document) -> Option<Witness<'_>> {
    Some((&document.file, document.page.as_ref()?, document.identity.as_ref()?, &document.samples))
}

/// What pages of a product show together, for those who ask why rows stand where they do.
///
/// It is found out anew, from all documents, so that those who don't ask don't pay.
pub struct Witnesses(Shared);

impl Witnesses {
    /// Gathers what the pages show; those of other products change nothing.
    pub fn gather(documents: &[Document]) -> Self {
        Self(Shared::gather(documents.iter().filter_map(witness)))
    }

    /// Why each of some rows of a page's response stands where it does, in the order in which they are asked about; `None`
    /// where the table is flat or has no such row.
    pub fn why(&self, document: &Document, rows: &[Span]) -> Vec<Option<Why>> {
        let (Some(page), Some(identity)) = (&document.page, &document.identity) else { return vec![None; rows.len()] };
        let (shape, knowledge) = self.0.around(identity, &document.samples);
        let operation = &identity.action.to_lowercase();
        let around = Around { operation, shape: shape.as_ref(), knowledge, model: &Model::default() };
        lower::why(&document.file, page, around, rows)
    }
}

/// What `work` makes of what can be learned from each page, in the order in which the pages were given; `None` where a
/// page can't be read.
pub fn lessons<R: Send>(
    files: Vec<SourceFile>,
    work: impl Fn(&str, &Identity, Lesson<'_>) -> R + Sync,
) -> Vec<Option<R>> {
    let read = super::read::read(files);
    let shared = Shared::gather(read.sources.iter().filter_map(Source::witness));
    let model = Model::default();
    parallel::map(&read.sources, |source| {
        let Readable { page, identity, samples } = source.page.as_ref()?;
        let (shape, knowledge) = shared.around(identity, samples);
        let operation = &identity.action.to_lowercase();
        let around = Around { operation, shape: shape.as_ref(), knowledge, model: &model };
        lower::lesson(&source.file, page, around, |lesson| work(&source.file.path, identity, lesson))
    })
}

#[cfg(test)]
mod tests {
    use crate::ir::Field;
    use crate::pipeline::documents;
    use crate::source::SourceFile;

    const HEAD: &str = "\
# ListRs

## 调试

[try it](https://api.example.com/#product=Tram&api=ListRs&type=RPC&version=2022-05-06)

## 返回数据

|名称|类型|示例值|描述|
|--|--|---|--|
|Rs|Array| |列表。 |
|Id|String|a|编号。 |
|B|String|b|值。 |

## 示例

";

    /// The list `Rs` of each of some pages of one operation, which have these samples, as `wrapper/item`.
    fn lists(pages: &[&[&str]]) -> Vec<String> {
        let page = |(at, samples): (usize, &&[&str])| {
            let samples: Vec<String> = samples.iter().map(|sample| format!("```\n{sample}\n```\n\n")).collect();
            let text = HEAD.to_owned() + &samples.concat();
            SourceFile::new(format!("aliyun/tram/2022-05-06/{at}/ListRs.md"), text)
        };
        let form = |field: &Field| {
            let name = |name: &Option<String>| name.clone().unwrap_or_default();
            format!("{}/{}", name(&field.wrapper), name(&field.item))
        };
        let documents = documents(pages.iter().enumerate().map(page).collect());
        let operations = documents.iter().map(|document| document.operation.as_ref().expect("readable"));
        operations.map(|operation| operation.response.first().map(form).expect("a list")).collect()
    }

    const BARE: &str = r#"{"Rs": [{"Id": "a", "B": "b"}]}"#;
    const WRAPPED: &str = r#"{"Rs": {"Q": [{"Id": "a", "B": "b"}]}}"#;
    const XML: &str = "<R><Rs><Q><Id>a</Id><B>b</B></Q><Q><Id>c</Id><B>d</B></Q></Rs></R>";

    #[test]
    fn json_decides_whichever_page_of_the_operation_shows_it() {
        assert_eq!(lists(&[&[BARE, XML]]), ["/Q"]);
        assert_eq!(lists(&[&[XML]]), ["Q/"]);
        assert_eq!(lists(&[&[BARE]]), ["/"]);
        assert_eq!(lists(&[&[XML], &[BARE]]), ["/Q", "/Q"]);
        assert_eq!(lists(&[&[WRAPPED, XML], &[XML]]), ["Q/", "Q/"]);
        // What JSON samples dispute is as it was.
        assert_eq!(lists(&[&[WRAPPED, BARE, XML]]), ["Q/"]);
        assert_eq!(lists(&[&[BARE, XML], &[WRAPPED, XML]]), ["Q/", "Q/"]);
    }
}
