//! What is emitted, with every name decided: the shape of the crate before any token.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::emit::errors::{self, ErrorsDef};
use crate::emit::structs::{self, StructDef};
use crate::emit::{Unit, enums};
use crate::names::{self, Kind, Wish};
use spectable_pages::diagnostic::{Code, Diagnostic};
use spectable_pages::ir::{EnumValue, Vendor};

/// The whole crate.
pub(super) struct Crate<'a> {
    /// By vendor, product and version.
    pub(super) versions: Vec<VersionDef<'a>>,
}

/// A product's API version: one module.
pub(super) struct VersionDef<'a> {
    pub(super) vendor: Vendor,
    pub(super) product: &'a str,
    pub(super) version: &'a str,
    /// The module's path from the crate's root, such as `aliyun`, `v2017_07_05`.
    pub(super) path: Vec<String>,
    /// By name.
    pub(super) enums: Vec<EnumDef<'a>>,
    /// By action.
    pub(super) operations: Vec<OperationDef<'a>>,
}

/// An open enum of one version.
pub(super) struct EnumDef<'a> {
    pub(super) name: String,
    /// As the pages call it.
    pub(super) page_name: &'a str,
    pub(super) values: Vec<&'a EnumValue>,
    /// One a value.
    pub(super) variants: Vec<String>,
    /// The variant for all other values.
    pub(super) rest: String,
    /// The actions whose pages name it.
    pub(super) used_by: Vec<&'a str>,
}

/// An operation: one module with a request, an output and their structs.
pub(super) struct OperationDef<'a> {
    pub(super) unit: &'a Unit<'a>,
    pub(super) module: String,
    pub(super) request: String,
    pub(super) output: String,
    /// The enum of its error codes where there are any.
    pub(super) error: Option<ErrorsDef<'a>>,
    /// The request's structs; the first is the request itself.
    pub(super) request_structs: Vec<StructDef<'a>>,
    /// The output's structs; the first is the output itself.
    pub(super) output_structs: Vec<StructDef<'a>>,
}

/// The module of a vendor, which is its Cargo feature too.
pub(super) fn vendor_module(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Aliyun => "aliyun",
        Vendor::Tencent => "tencent",
    }
}

/// Decides every name; what can't be emitted is reported and left out.
pub(super) fn build<'a>(units: &'a [Unit<'a>], diagnostics: &mut Vec<Diagnostic>) -> Crate<'a> {
    let mut groups: BTreeMap<(Vendor, &str, &str), BTreeMap<&str, &Unit<'_>>> = BTreeMap::new();
    let mut sorted: Vec<&Unit<'_>> = units.iter().filter(|unit| is_sound(unit, diagnostics)).collect();
    sorted.sort_by_key(|unit| unit.page);
    for unit in sorted {
        let operation = unit.operation;
        let group = groups.entry((operation.vendor, &operation.product, &operation.version)).or_default();
        if let Some(first) = group.get(operation.name.as_str()) {
            let message = format!(
                "`{}` of {} {} is described by `{}` already",
                operation.name, operation.product, operation.version, first.page
            );
            diagnostics.push(Diagnostic::on(unit.page, Code::DuplicateOperation, message));
        } else {
            group.insert(&operation.name, unit);
        }
    }
    let paths = paths(groups.keys().copied());
    let versions = groups.into_iter().zip(paths);
    let versions = versions.map(|(((vendor, product, version), units), path)| {
        let units: Vec<&Unit<'_>> = units.into_values().collect();
        version_def(vendor, product, version, path, &units, diagnostics)
    });
    Crate { versions: versions.collect() }
}

/// The module path of each version; a product's module only stands where there are several products.
fn paths<'a>(keys: impl Iterator<Item = (Vendor, &'a str, &'a str)>) -> Vec<Vec<String>> {
    let keys: Vec<_> = keys.collect();
    let mut products: Vec<&str> = keys.iter().map(|(_, product, _)| *product).collect();
    products.sort_unstable();
    products.dedup();
    let wishes: Vec<Wish> = products.iter().map(|product| Wish::of(Kind::Module, product)).collect();
    let modules: BTreeMap<&str, String> = products.iter().copied().zip(names::resolve(&wishes, &[])).collect();
    let mut taken: BTreeMap<Vec<String>, u32> = BTreeMap::new();
    let path = |(vendor, product, version): (Vendor, &str, &str)| {
        let mut path = vec![vendor_module(vendor).to_owned()];
        if modules.len() > 1 {
            path.extend(modules.get(product).cloned());
        }
        path.push(names::version_module(version));
        let count = taken.entry(path.clone()).or_default();
        *count += 1;
        if let Some(last) = path.last_mut()
            && *count > 1
        {
            let _ = write!(last, "_x{count}");
        }
        path
    };
    keys.into_iter().map(path).collect()
}

fn version_def<'a>(
    vendor: Vendor,
    product: &'a str,
    version: &'a str,
    path: Vec<String>,
    units: &[&'a Unit<'a>],
    diagnostics: &mut Vec<Diagnostic>,
) -> VersionDef<'a> {
    let drafts = enums::gather(units);
    let requests = units.iter().map(|unit| {
        Wish::of(Kind::Type, &unit.operation.name)
            .or(format!("{}Request", names::plain(Kind::Type, &unit.operation.name)))
    });
    let wishes: Vec<Wish> = requests.chain(drafts.iter().map(enums::Draft::wish)).collect();
    let mut names = names::resolve(&wishes, names::RESERVED_TYPES).into_iter();
    let requests: Vec<String> = names.by_ref().take(units.len()).collect();
    let enums: Vec<EnumDef<'_>> = drafts.iter().zip(names).map(|(draft, name)| draft.define(name)).collect();
    let modules: Vec<Wish> = units.iter().map(|unit| Wish::of(Kind::Module, &unit.operation.name)).collect();
    let modules = names::resolve(&modules, &[]);
    let mut operations = Vec::with_capacity(units.len());
    for ((unit, module), request) in units.iter().zip(modules).zip(requests) {
        // How this operation's enums are called in Rust.
        let known: BTreeMap<&str, &str> = drafts
            .iter()
            .zip(&enums)
            .filter(|(draft, _)| draft.is_used_by(unit))
            .map(|(draft, def)| (draft.page_name, def.name.as_str()))
            .collect();
        operations.push(operation_def(unit, module, &request, &known, diagnostics));
    }
    VersionDef { vendor, product, version, path, enums, operations }
}

fn operation_def<'a>(
    unit: &'a Unit<'a>,
    module: String,
    request: &str,
    enums: &BTreeMap<&str, &str>,
    diagnostics: &mut Vec<Diagnostic>,
) -> OperationDef<'a> {
    let mut builder = structs::Builder::new(unit, enums);
    builder.side(&unit.operation.request, structs::Side::Request);
    builder.side(&unit.operation.response, structs::Side::Output);
    let reserved: Vec<&str> = names::RESERVED_TYPES.iter().copied().chain(enums.values().copied()).collect();
    let own = [Wish::fixed(request), Wish::fixed(format!("{request}Output")), Wish::fixed(format!("{request}Error"))];
    let wishes: Vec<Wish> = own.into_iter().chain(builder.wishes()).collect();
    let mut names = names::resolve(&wishes, &reserved).into_iter();
    let mut own = || names.next().unwrap_or_default();
    let (request, output, error) = (own(), own(), own());
    let (request_structs, output_structs) = builder.finish(&request, &output, names, diagnostics);
    let error = errors::define(unit, error);
    OperationDef { unit, module, request, output, error, request_structs, output_structs }
}

/// Names that become parts of paths are checked first.
fn is_sound(unit: &Unit<'_>, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let operation = unit.operation;
    let parts = [("operation", &operation.name), ("product", &operation.product), ("version", &operation.version)];
    let mut sound = true;
    for (what, text) in parts {
        if !names::is_path_part(text) {
            let shown: String = text.chars().take(60).collect();
            let message = format!("the {what} {shown:?} can't be part of a file's path");
            diagnostics.push(Diagnostic::on(unit.page, Code::BadName, message));
            sound = false;
        }
    }
    sound
}
