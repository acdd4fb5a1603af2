//! The emitted code, cut where a struct's fields and an enum's variants begin and end.
//!
//! The text is parsed again as Rust, so that nothing here depends on how it is laid out; what is no Rust is shown whole.

use std::collections::BTreeMap;
use std::ops::Range;

use spectable_emit::model::{Surface, Variants};
use spectable_pages::ir::{EnumValue, Operation};
use syn::spanned::Spanned;
use syn::{Fields, Item, ItemEnum, ItemStruct};

use crate::tree::{Kind, REQUEST, Tree};

/// A file of the crate, or what of it belongs to the operation.
#[derive(Debug)]
pub(crate) struct CodeFile<'a> {
    /// From the crate's root.
    pub(crate) path: String,
    pub(crate) items: Vec<ItemView<'a>>,
}

/// An item of a file.
#[derive(Debug)]
pub(crate) struct ItemView<'a> {
    /// With what stands before it, such as its doc.
    pub(crate) text: &'a str,
    /// What it is called, where others may point to it.
    pub(crate) name: Option<String>,
    /// Its first line, where it says nothing of its own: what only carries out what the structs say.
    pub(crate) folded: Option<&'a str>,
    /// The places of its parts in `text`, in order: its head first, where it stands for nodes.
    pub(crate) parts: Vec<Part>,
}

/// A field or a variant with its doc and attributes, or the head of a struct.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) at: Range<usize>,
    /// The name within.
    pub(crate) name: Range<usize>,
    pub(crate) of: Of,
}

/// What a part belongs to.
#[derive(Debug)]
pub(crate) enum Of {
    /// The nodes that it holds; several where equal structs are one.
    Nodes(Vec<usize>),
    /// A value of an enum: the page's name of the enum, and the value's place among its own.
    Value(String, usize),
}

/// Which nodes belong to which parts of the code.
struct Owners<'s> {
    /// By struct and field.
    fields: BTreeMap<(&'s str, &'s str), Vec<usize>>,
    /// By struct.
    structs: BTreeMap<&'s str, Vec<usize>>,
}

impl<'s> Owners<'s> {
    fn new(tree: &Tree<'_>, surface: &'s Surface) -> Self {
        let mut owners = Self { fields: BTreeMap::new(), structs: BTreeMap::new() };
        owners.structs.insert(&surface.request, vec![REQUEST]);
        owners.structs.entry(&surface.output).or_default().push(tree.response());
        for (key, node) in tree.nodes.iter().enumerate() {
            let Some(member) = surface.members.get(&node.path) else { continue };
            match node.kind {
                Kind::Field => {
                    let above = node.path.rsplit_once('/').map_or("", |(above, _)| above);
                    let holder = match above {
                        "request" => Some(surface.request.as_str()),
                        "response" => Some(surface.output.as_str()),
                        _ => surface.members.get(above).and_then(|member| member.structure.as_deref()),
                    };
                    if let Some(holder) = holder {
                        owners.fields.entry((holder, &member.ident)).or_default().push(key);
                    }
                }
                Kind::Wrapper => {
                    if let Some(structure) = &member.structure {
                        owners.structs.entry(structure).or_default().push(key);
                    }
                }
                Kind::Side | Kind::Gone => {}
            }
        }
        owners
    }
}

/// The operation's own file, and its enums.
pub(crate) fn files<'a>(
    generated: &'a BTreeMap<String, String>,
    operation: &Operation,
    tree: &Tree<'_>,
    surface: &Surface,
) -> Vec<CodeFile<'a>> {
    let enums = surface.enums.iter();
    let known: Vec<Known<'_>> = enums
        .filter_map(|(name, variants)| Some((name.as_str(), operation.enums.get(name)?.as_slice(), variants)))
        .collect();
    let folder = format!("src/{}", surface.module.replace("::", "/"));
    let owners = Owners::new(tree, surface);
    let own = format!("{folder}/{}.rs", surface.file);
    let enums = format!("{folder}/enums.rs");
    let mut files = Vec::new();
    if let Some(text) = generated.get(&own) {
        files.push(CodeFile { items: items(text, &owners, &known, false), path: own });
    }
    if let Some(text) = generated.get(&enums).filter(|_| !known.is_empty()) {
        files.push(CodeFile { items: items(text, &owners, &known, true), path: enums });
    }
    files
}

/// An enum of the operation: the page's name for it, its values and what they are called.
type Known<'k> = (&'k str, &'k [EnumValue], &'k Variants);

/// The items of a file; where the enums of a version are asked for, only those of the operation.
fn items<'a>(text: &'a str, owners: &Owners<'_>, known: &[Known<'_>], enums: bool) -> Vec<ItemView<'a>> {
    let plain = |text| ItemView { text, name: None, folded: None, parts: Vec::new() };
    let Ok(file) = syn::parse_file(text) else { return vec![plain(text)] };
    let mut views = Vec::new();
    let mut end = 0;
    for item in &file.items {
        let start = std::mem::replace(&mut end, item.span().byte_range().end);
        let Some(shown) = text.get(start..end) else { continue };
        let skipped = shown.len() - shown.trim_start().len();
        let (start, shown) = (start + skipped, shown.trim_start());
        match item {
            Item::Struct(item) if !enums => views.push(structure(item, start, shown, owners)),
            Item::Enum(item) => {
                let known = known.iter().find(|(.., variants)| item.ident == variants.name.as_str());
                if !enums || known.is_some() {
                    views.push(open_enum(item, start, shown, known.copied()));
                }
            }
            _ if enums => {}
            Item::Impl(_) | Item::Macro(_) => {
                let head = shown.lines().find(|line| !line.starts_with("///") && !line.starts_with('#'));
                views.push(ItemView { folded: head, ..plain(shown) });
            }
            _ => views.push(plain(shown)),
        }
    }
    // The spans of the text are kept for the thread's life otherwise.
    drop(file);
    proc_macro2::extra::invalidate_current_thread_spans();
    views
}

fn structure<'a>(item: &ItemStruct, start: usize, text: &'a str, owners: &Owners<'_>) -> ItemView<'a> {
    let name = item.ident.to_string();
    let parts = match &item.fields {
        Fields::Named(fields) => Some(fields.named.iter().filter_map(|field| {
            let ident = field.ident.as_ref()?;
            let spelled = ident.to_string();
            let keys = owners.fields.get(&(name.as_str(), spelled.as_str()))?;
            part(start, field.span().byte_range(), ident.span().byte_range(), Of::Nodes(keys.clone()))
        })),
        Fields::Unnamed(_) | Fields::Unit => None,
    };
    let head = owners.structs.get(name.as_str()).and_then(|keys| {
        let ident = item.ident.span().byte_range();
        part(start, item.vis.span().byte_range().start..ident.end, ident, Of::Nodes(keys.clone()))
    });
    let parts = head.into_iter().chain(parts.into_iter().flatten()).collect();
    ItemView { text, name: Some(name), folded: None, parts }
}

fn open_enum<'a>(item: &ItemEnum, start: usize, text: &'a str, known: Option<Known<'_>>) -> ItemView<'a> {
    let mut places: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    if let Some((page_name, values, variants)) = known {
        for (at, value) in values.iter().enumerate() {
            if let Some(variant) = variants.values.get(&value.value) {
                places.entry(variant).or_insert((page_name, at));
            }
        }
    }
    let parts = item.variants.iter().filter_map(|variant| {
        let (page_name, at) = *places.get(variant.ident.to_string().as_str())?;
        let of = Of::Value(page_name.to_owned(), at);
        part(start, variant.span().byte_range(), variant.ident.span().byte_range(), of)
    });
    let parts = parts.collect();
    ItemView { text, name: Some(item.ident.to_string()), folded: None, parts }
}

/// A part at these places of the file, in an item that starts at `start`.
fn part(start: usize, at: Range<usize>, name: Range<usize>, of: Of) -> Option<Part> {
    let within = |range: Range<usize>| Some(range.start.checked_sub(start)?..range.end.checked_sub(start)?);
    Some(Part { at: within(at)?, name: within(name)?, of })
}
