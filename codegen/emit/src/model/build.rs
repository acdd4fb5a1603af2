//! From operations to the model: every name, over the whole scope in which it must be the only one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use spectable_pages::diagnostic::{Code, Diagnostic};
use spectable_pages::ir::{Field, Protocol, Vendor};

use crate::model::enums::{self, EnumDef, Unnamed};
use crate::model::paging::Halves;
use crate::model::shapes::Shapes;
use crate::model::structs::Side;
use crate::model::{Crate, OperationDef, Source, VersionDef, call_record};
use crate::names::{self, NameKind, Wish};

/// Operations of one version, by action, with their places among the sources.
type Actions<'a> = BTreeMap<&'a str, (usize, Source<'a>)>;

/// Decides every name; what can't be emitted is reported and left out.
pub(crate) fn build<'a>(sources: &[Source<'a>], diagnostics: &mut Vec<Diagnostic>) -> Crate<'a> {
    let mut groups: BTreeMap<(Vendor, &str, &str), Actions<'a>> = BTreeMap::new();
    let sources = sources.iter().copied().enumerate();
    let mut sorted: Vec<(usize, Source<'a>)> = sources.filter(|(_, source)| is_sound(source, diagnostics)).collect();
    sorted.sort_by_key(|(_, source)| source.page);
    for (index, source) in sorted {
        let operation = source.operation;
        let group = groups.entry((operation.vendor, &operation.product, &operation.version)).or_default();
        if let Some((_, first)) = group.get(operation.name.as_str()) {
            let message = format!(
                "`{}` of {} {} is described by `{}` already",
                operation.name, operation.product, operation.version, first.page
            );
            diagnostics.push(Diagnostic::on(source.page, Code::DuplicateOperation, message));
        } else {
            group.insert(&operation.name, (index, source));
        }
    }
    let paths = paths(groups.keys().copied());
    let newest = newest(&groups);
    let versions = groups.into_iter().zip(paths);
    let versions = versions.map(|(((vendor, product, version), sources), path)| {
        let sources: Vec<(usize, Source<'a>)> = sources.into_values().collect();
        let (enums, operations) = contents(&sources, &newest, diagnostics);
        VersionDef { vendor, product, version, path, enums, operations }
    });
    Crate { versions: versions.collect() }
}

/// The parameters of each operation in its newest version, by vendor, product and action.
type Newest<'a> = BTreeMap<(Vendor, &'a str, &'a str), &'a [Field]>;

fn newest<'a>(groups: &BTreeMap<(Vendor, &'a str, &'a str), Actions<'a>>) -> Newest<'a> {
    let mut newest = Newest::new();
    // Versions are dates, which sort.
    for ((vendor, product, _), actions) in groups {
        newest.extend(
            actions.iter().map(|(name, (_, source))| ((*vendor, *product, *name), source.operation.request.as_slice())),
        );
    }
    newest
}

/// The module path of each version; a product's module only stands where there are several products.
fn paths<'a>(keys: impl Iterator<Item = (Vendor, &'a str, &'a str)>) -> Vec<Vec<String>> {
    let keys: Vec<_> = keys.collect();
    let mut products: Vec<&str> = keys.iter().map(|(_, product, _)| *product).collect();
    products.sort_unstable();
    products.dedup();
    let wishes: Vec<Wish> = products.iter().map(|product| Wish::of(NameKind::Module, product)).collect();
    let modules: BTreeMap<&str, String> = products.iter().copied().zip(names::resolve(&wishes, &[])).collect();
    let mut taken: BTreeMap<Vec<String>, u32> = BTreeMap::new();
    let path = |(vendor, product, version): (Vendor, &str, &str)| {
        let mut path = vec![vendor.as_str().to_owned()];
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

/// What a version holds.
fn contents<'a>(
    sources: &[(usize, Source<'a>)],
    newest: &Newest<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<EnumDef<'a>>, Vec<OperationDef<'a>>) {
    let enums = enums::gather(sources);
    let requests = sources.iter().map(|(_, source)| {
        let name = &source.operation.name;
        Wish::of(NameKind::Type, name).or(format!("{}Request", names::plain(NameKind::Type, name)))
    });
    let wishes: Vec<Wish> = requests.chain(enums.iter().map(Unnamed::wish)).collect();
    let mut names = names::resolve(&wishes, names::RESERVED_TYPES).into_iter();
    let requests: Vec<String> = names.by_ref().take(sources.len()).collect();
    let enums: Vec<EnumDef<'_>> = enums.into_iter().zip(names).map(|(known, name)| known.define(name)).collect();
    let modules: Vec<Wish> =
        sources.iter().map(|(_, source)| Wish::of(NameKind::Module, &source.operation.name)).collect();
    let modules = names::resolve(&modules, &[]);
    let mut stems = BTreeSet::new();
    let operations = sources.iter().zip(modules).zip(requests).map(|((source, module), request)| {
        let action = &source.1.operation.name;
        // Some systems' files can't differ by case only.
        let stem = if stems.insert(action.to_ascii_lowercase()) { action } else { &request };
        let operation = source.1.operation;
        let key = (operation.vendor, operation.product.as_str(), operation.name.as_str());
        let newest = newest.get(&key).copied().unwrap_or(&operation.request);
        operation_def((*source, newest), module, &request, stem.clone(), &enums, diagnostics)
    });
    let operations = operations.collect();
    (enums, operations)
}

fn operation_def<'a>(
    ((index, source), newest): ((usize, Source<'a>), &'a [Field]),
    module: String,
    request: &str,
    stem: String,
    enums: &[EnumDef<'a>],
    diagnostics: &mut Vec<Diagnostic>,
) -> OperationDef<'a> {
    let operation = source.operation;
    let used = enums.iter().filter(|def| def.is_used_by(operation));
    let enums: BTreeMap<&str, String> = used.map(|def| (def.page_name, def.names.name.clone())).collect();
    let mut shapes = Shapes::new(source, newest, &enums);
    shapes.side(&operation.request, Side::Request);
    shapes.side(&operation.response, Side::Output);
    let reserved: Vec<&str> = names::RESERVED_TYPES.iter().copied().chain(enums.values().map(String::as_str)).collect();
    let own = [Wish::fixed(request), Wish::fixed(format!("{request}Output")), Wish::fixed(format!("{request}Error"))];
    let wishes: Vec<Wish> = own.into_iter().chain(shapes.wishes()).collect();
    let mut names = names::resolve(&wishes, &reserved).into_iter();
    let mut own = || names.next().unwrap_or_default();
    let (request, output, error) = (own(), own(), own());
    let (request_structs, output_structs) = shapes.finish(&request, &output, names, diagnostics);
    let halves = Halves { operation, request: &request_structs, output: &output_structs };
    let paged = halves.paged();
    OperationDef {
        index,
        operation,
        page: source.page,
        schema: module.trim_start_matches("r#").to_uppercase(),
        module,
        error: enums::errors(operation, error),
        xml: operation.protocol != Protocol::Tencent,
        last_page: halves.last_page(),
        windowed: paged.as_ref().and_then(|paged| halves.windowed(paged)),
        paged,
        call_record: call_record::define(operation, &output_structs),
        request,
        output,
        stem,
        enums,
        request_structs,
        output_structs,
    }
}

/// Names that become parts of paths are checked first.
fn is_sound(source: &Source<'_>, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let operation = source.operation;
    let parts = [("operation", &operation.name), ("product", &operation.product), ("version", &operation.version)];
    let mut sound = true;
    for (what, text) in parts {
        if !names::is_path_part(text) {
            let shown: String = text.chars().take(60).collect();
            let message = format!("the {what} {shown:?} can't be part of a file's path");
            diagnostics.push(Diagnostic::on(source.page, Code::BadName, message));
            sound = false;
        }
    }
    sound
}
