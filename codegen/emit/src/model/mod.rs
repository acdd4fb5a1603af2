//! What is emitted, with every name and shape decided: the crate before any token.
//!
//! It is made of operations alone. Lines and samples of their pages come in at emission.

mod arguments;
mod build;
mod call_record;
mod enums;
mod paging;
mod paths;
mod shapes;
mod structs;
mod surface;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use spectable_pages::ir::{Operation, Vendor};

pub(crate) use build::build;
pub(crate) use call_record::{CallRecordDef, Count, PartiesDef, Read, RecordingsDef, WordsDef};
pub(crate) use enums::{EnumDef, ErrorsDef, OpenEnum};
pub(crate) use paging::{Number, Paged, Slot, Windowed};
pub(crate) use structs::{FieldDef, Side, StructDef};
pub(crate) use types::Ty;

pub use paging::{Direction, NewestFirst, Time, Walk};
pub use structs::Form;
pub use surface::{Member, Surface, Variants, surfaces};

/// What the model is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    /// The schema.
    pub(crate) operation: &'a Operation,
    /// By what diagnostics name it: its page's path.
    pub(crate) page: &'a str,
}

/// The whole crate.
pub(crate) struct Crate<'a> {
    /// By vendor, product and version.
    pub(crate) versions: Vec<VersionDef<'a>>,
}

impl Crate<'_> {
    /// The vendors of the crate, which are its features.
    pub(crate) fn vendors(&self) -> BTreeSet<Vendor> {
        self.versions.iter().map(|version| version.vendor).collect()
    }
}

/// A product's API version: one module.
pub(crate) struct VersionDef<'a> {
    pub(crate) vendor: Vendor,
    pub(crate) product: &'a str,
    pub(crate) version: &'a str,
    /// The module's path from the crate's root, such as `aliyun`, `v2017_07_05`.
    pub(crate) path: Vec<String>,
    /// By name.
    pub(crate) enums: Vec<EnumDef<'a>>,
    /// By action.
    pub(crate) operations: Vec<OperationDef<'a>>,
}

/// An operation: one module with a request, an output and their structs.
pub(crate) struct OperationDef<'a> {
    /// Its place among the sources.
    pub(crate) index: usize,
    pub(crate) operation: &'a Operation,
    pub(crate) page: &'a str,
    pub(crate) module: String,
    pub(crate) request: String,
    pub(crate) output: String,
    /// The static that holds it as data.
    pub(crate) schema: String,
    /// What the files of its samples begin with.
    pub(crate) stem: String,
    /// Its enums: by the page's name, how they are called in Rust.
    pub(crate) enums: BTreeMap<&'a str, String>,
    /// The enum of its error codes where there are any.
    pub(crate) error: Option<ErrorsDef<'a>>,
    /// The request's structs; the first is the request itself.
    pub(crate) request_structs: Vec<StructDef<'a>>,
    /// The output's structs; the first is the output itself.
    pub(crate) output_structs: Vec<StructDef<'a>>,
    /// The service answers in XML too.
    pub(crate) xml: bool,
    /// The number of the last page that may be asked for.
    pub(crate) last_page: Option<u32>,
    /// How results are paged, where all that it takes is there.
    pub(crate) paged: Option<Paged>,
    /// How results are cut to a period, where they are paged and all that it takes is there.
    pub(crate) windowed: Option<Windowed>,
    /// How its records become common ones.
    pub(crate) call_record: Option<CallRecordDef<'a>>,
}

impl OperationDef<'_> {
    /// The output has a parameter for the type of its text.
    pub(crate) fn holds_text(&self) -> bool {
        self.output_structs.first().is_some_and(|output| output.text)
    }
}
