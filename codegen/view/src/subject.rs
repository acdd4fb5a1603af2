//! One operation as plain data: what is known of each node of its tree, and what belongs to it elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use spectable_diff::{Change, Class, Unsure};
use spectable_emit::model::Surface;
use spectable_pages::diagnostic::{Diagnostic, Severity};
use spectable_pages::fix::Fix;
use spectable_pages::ir::{Field, Operation, Probability};
use spectable_pages::lower::Why;
use spectable_pages::overrides::Overrides;
use spectable_pages::pipeline::{Document, Witnesses};
use spectable_pages::source::Span;
use spectable_review::explain::{About, Facts};

use crate::changes::{Before, Cells, Changed};
use crate::code::{self, CodeFile, Of};
use crate::gone::Ghosts;
use crate::rows::{self, Column, TableView};
use crate::samples::{self, SampleView, Shown};
use crate::tree::{Ground, Kind, Tree};

/// What is known around an operation.
pub(crate) struct Around<'a> {
    pub(crate) overrides: &'a [Overrides],
    pub(crate) generated: &'a BTreeMap<String, String>,
    pub(crate) surfaces: &'a BTreeMap<String, Surface>,
    pub(crate) witnesses: &'a Witnesses,
    pub(crate) before: Option<&'a Before<'a>>,
    /// What is said of no page, by the operation that it is about.
    pub(crate) said: &'a BTreeMap<String, Vec<&'a Diagnostic>>,
}

/// An operation to be shown.
pub(crate) struct Subject<'a> {
    pub(crate) document: &'a Document,
    pub(crate) operation: &'a Operation,
    pub(crate) surface: Option<&'a Surface>,
    pub(crate) tree: Tree<'a>,
    /// What is known of each node of the tree.
    pub(crate) known: Vec<Known<'a>>,
    pub(crate) tables: Vec<TableView>,
    pub(crate) code: Vec<CodeFile<'a>>,
    pub(crate) samples: Vec<SampleView>,
    pub(crate) messages: Vec<Message<'a>>,
    pub(crate) changed: Option<Changed<'a>>,
    /// How many overrides there are.
    pub(crate) overrides: usize,
    /// The values whose variants are shown: the enum's place among the operation's, and the value's in it.
    values: BTreeSet<(usize, usize)>,
}

/// What is known of a node.
#[derive(Default)]
pub(crate) struct Known<'a> {
    pub(crate) facts: Option<Facts<'a>>,
    pub(crate) ground: Option<Ground>,
    /// What is open about it.
    pub(crate) asked: Vec<&'a str>,
    /// The overrides that would settle that.
    pub(crate) fixes: Vec<&'a Fix>,
    /// The rows that it was made of: number and line.
    pub(crate) rows: Vec<(usize, usize)>,
    /// Its row is gone, and is shown as it was.
    pub(crate) row_gone: bool,
    /// A piece of code shows it.
    pub(crate) coded: bool,
    /// The struct in which its type ends.
    pub(crate) structure: Option<&'a str>,
    pub(crate) shown: Option<Shown>,
    pub(crate) changes: Vec<&'a Change>,
    /// Doubts that are new.
    pub(crate) unsure: Vec<&'a Unsure>,
    /// Its row as it was, where that differs.
    pub(crate) before: Option<Cells>,
}

impl Known<'_> {
    /// Something is open about it.
    pub(crate) fn is_open(&self) -> bool {
        !self.fixes.is_empty()
    }

    pub(crate) fn is_changed(&self) -> bool {
        !self.changes.is_empty() || !self.unsure.is_empty()
    }

    /// The worst class of its changes.
    pub(crate) fn class(&self) -> Option<Class> {
        self.changes.iter().map(|change| change.class).min()
    }
}

/// What is to be said of a page.
pub(crate) struct Message<'a> {
    pub(crate) diagnostic: &'a Diagnostic,
    /// The node that it is about.
    pub(crate) key: Option<usize>,
    /// Its place is on the page, and not in the overrides.
    pub(crate) own: bool,
}

/// On a page with more rows than this, only the least sure ones are told why they stand where they do: each asks for a
/// search of the table.
const MOST_REASONS: usize = 200;

impl<'a> Subject<'a> {
    pub(crate) fn new(around: &Around<'a>, document: &'a Document, operation: &'a Operation) -> Self {
        let full_name = operation.full_name();
        let changed = around.before.map(|before| before.of(&full_name, operation));
        let nothing = Ghosts::new();
        let tree = Tree::new(operation, changed.as_ref().map_or(&nothing, |changed| &changed.gone));
        let surface = around.surfaces.get(&full_name);
        let about = About::new(around.overrides, document, operation);
        let tables = rows::tables(document, operation, &tree, changed.as_ref());
        let code = surface.map(|surface| code::files(around.generated, operation, &tree, surface)).unwrap_or_default();
        let (samples, mut shown) = samples::samples(document, &tree);
        let mut reasons = reasons(around.witnesses, document, &tree);
        let nested = !reasons.is_empty();
        let mut known: Vec<Known<'a>> = Vec::with_capacity(tree.nodes.len());
        for (key, node) in tree.nodes.iter().enumerate() {
            let mut of = Known { shown: shown.remove(&key), ..Known::default() };
            let why = reasons.remove(&key);
            if let (Kind::Field, Some(field)) = (node.kind, node.field) {
                let nested = nested && key > tree.response();
                let facts = about.field(&node.path, field, nested, why.as_ref());
                of.ground = Some(Ground::of(field, nested, facts.added.is_some()));
                of.facts = Some(facts);
                of.structure = surface.and_then(|surface| surface.members.get(&node.path)?.structure.as_deref());
            }
            if matches!(node.kind, Kind::Side | Kind::Field) {
                of.fixes = about.fixes(&node.path);
            }
            if let Some(changed) = changed.as_ref().filter(|_| node.kind != Kind::Wrapper) {
                let path = node.moved.as_deref().unwrap_or(&node.path);
                of.changes = changed.changes.get(path).cloned().unwrap_or_default();
                if node.kind == Kind::Gone {
                    of.before = changed.row(&node.path);
                } else {
                    of.unsure = changed.unsure.get(path).cloned().unwrap_or_default();
                    of.before = changed.row(&changed.paths.before(path));
                }
            }
            known.push(of);
        }
        let mut subject = Self {
            document,
            operation,
            surface,
            tree,
            known,
            tables,
            code,
            samples,
            messages: Vec::new(),
            changed,
            overrides: about.entries.len(),
            values: BTreeSet::new(),
        };
        subject.join();
        subject.messages = subject.said(around.said.get(&full_name).map(Vec::as_slice).unwrap_or_default());
        for message in &subject.messages {
            // A message may offer answers about several fields.
            let about: BTreeSet<usize> =
                message.diagnostic.fixes.iter().filter_map(|fix| subject.tree.at(fix.entry.path.as_deref()?)).collect();
            for key in about {
                if let Some(known) = subject.known.get_mut(key) {
                    known.asked.push(&message.diagnostic.message);
                }
            }
        }
        subject
    }

    /// Notes at each node what belongs to it elsewhere.
    fn join(&mut self) {
        for key in self.tables.iter().flat_map(|table| table.gone.values().flatten()) {
            self.known.get_mut(*key).into_iter().for_each(|known| known.row_gone = true);
        }
        for row in self.tables.iter().flat_map(|table| &table.rows) {
            for key in &row.keys {
                self.known.get_mut(*key).into_iter().for_each(|known| known.rows.push((row.number, row.line)));
            }
        }
        for item in self.code.iter().flat_map(|file| &file.items) {
            self.values.extend(item.parts.iter().filter_map(|part| match &part.of {
                Of::Value(name, at) => Some((self.operation.enums.get_index_of(name)?, *at)),
                Of::Nodes(_) => None,
            }));
            let parts = item.parts.iter().filter_map(|part| match &part.of {
                Of::Nodes(keys) => Some(keys),
                Of::Value(..) => None,
            });
            for key in parts.flatten() {
                self.known.get_mut(*key).into_iter().for_each(|known| known.coded = true);
            }
        }
        // Cells that read as they did are not shown twice.
        let file = &self.document.file;
        let rows: BTreeMap<usize, _> = self
            .tables
            .iter()
            .flat_map(|table| {
                let columns = &table.columns;
                table.rows.iter().flat_map(move |row| row.keys.iter().map(move |key| (*key, (columns, row))))
            })
            .collect();
        for (key, known) in self.known.iter_mut().enumerate() {
            if let Some((columns, row)) = rows.get(&key)
                && let Some(before) = &mut known.before
            {
                let now: BTreeMap<Column, &str> =
                    columns.iter().zip(&row.cells).map(|(column, cell)| (*column, file.slice(*cell).trim())).collect();
                before.retain(|(column, text)| now.get(column) != Some(&text.as_str()));
            }
            known.before = known.before.take().filter(|before| !before.is_empty());
        }
    }

    /// What is to be said of the page, with the nodes that it is about.
    fn said(&self, others: &[&'a Diagnostic]) -> Vec<Message<'a>> {
        let rows: BTreeMap<u32, &rows::RowView> =
            self.tables.iter().flat_map(|table| &table.rows).map(|row| (row.span.start, row)).collect();
        let at = |span: Span| {
            let (_, row) = rows.range(..=span.start).next_back()?;
            (span.start < row.span.end).then(|| row.keys.last().copied())?
        };
        let message = |diagnostic: &'a Diagnostic| {
            let by_path = diagnostic.fixes.iter().find_map(|fix| self.tree.at(fix.entry.path.as_deref()?));
            let own = diagnostic.path == self.document.file.path;
            Message { diagnostic, key: by_path.or_else(|| at(diagnostic.span.filter(|_| own)?)), own }
        };
        let mut messages: Vec<Message<'a>> =
            self.document.diagnostics.iter().chain(others.iter().copied()).map(message).collect();
        messages.sort_by_key(|message| (message.diagnostic.severity, message.diagnostic.line));
        messages
    }

    /// What the variant of an enum's value is called in the view, where it is shown.
    pub(crate) fn value_place(&self, name: &str, at: usize) -> Option<String> {
        let index = self.operation.enums.get_index_of(name)?;
        self.values.contains(&(index, at)).then(|| format!("v{index}-{at}"))
    }

    /// Whether the page's cells are Markdown.
    pub(crate) fn is_markdown(&self) -> bool {
        self.document.page.as_ref().is_some_and(|page| page.layout.is_markdown())
    }

    /// The fields of now.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (usize, &'a Field, &Known<'a>)> {
        self.tree.fields_with_keys().filter_map(|(key, _, field)| Some((key, field, self.known.get(key)?)))
    }

    /// How many questions are open.
    pub(crate) fn questions(&self) -> usize {
        let asks = |message: &&Message<'_>| !message.diagnostic.fixes.is_empty();
        self.messages.iter().filter(asks).count()
    }

    /// How many messages are as bad as this.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.messages.iter().filter(|message| message.diagnostic.severity == severity).count()
    }

    /// The least probable place among those that were inferred.
    pub(crate) fn least_sure(&self) -> Option<Probability> {
        let inferred = |known: &Known<'_>| {
            matches!(known.ground, Some(Ground::Guess | Ground::Order | Ground::Example | Ground::Sample))
        };
        self.fields().filter(|(.., known)| inferred(known)).map(|(_, field, _)| field.sure).min()
    }
}

/// Why rows stand where they do, by the keys of their fields.
fn reasons(witnesses: &Witnesses, document: &Document, tree: &Tree<'_>) -> BTreeMap<usize, Why> {
    let response = tree.response();
    let fields = tree.fields_with_keys().filter(|(key, ..)| *key > response);
    let mut asked: Vec<(usize, &Field)> = fields.map(|(key, _, field)| (key, field)).collect();
    if asked.len() > MOST_REASONS {
        asked.sort_by_key(|(_, field)| field.sure);
        asked.truncate(MOST_REASONS);
    }
    let spans: Vec<Span> = asked.iter().map(|(_, field)| field.span).collect();
    let told = witnesses.why(document, &spans);
    asked.iter().zip(told).filter_map(|((key, _), why)| Some((*key, why?))).collect()
}
