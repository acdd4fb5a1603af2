//! What users of the crate write, as plain data: names, types and signatures that two versions are compared by.

use std::collections::BTreeMap;

use crate::emit::errors::ErrorsDef;
use crate::emit::fields::counts;
use crate::emit::model::{self, EnumDef, OperationDef, VersionDef};
use crate::emit::requests::Form;
use crate::emit::structs::{Side, StructDef, Ty, is_required};
use crate::emit::{Unit, call_record, paging, requests, types};
use spectable_pages::diagnostic::Diagnostic;
use spectable_pages::ir::Operation;
use spectable_pages::source::SourceFile;

/// An operation as users see it.
#[derive(Debug, Default)]
pub struct Surface {
    /// The module of its version, such as `aliyun::v2017_07_05`.
    pub module: String,
    /// The operation's own module.
    pub file: String,
    /// The request's type.
    pub request: String,
    /// The output's type.
    pub output: String,
    /// The enum of its error codes.
    pub error: Option<Variants>,
    /// By the page's name.
    pub enums: BTreeMap<String, Variants>,
    /// By path, such as `request/Tag/Key`.
    pub members: BTreeMap<String, Member>,
    /// The wire names of the arguments of `new`, by the path of what is made: `request`, `request/Tag`.
    pub constructors: BTreeMap<String, Vec<String>>,
    /// The output has a parameter for the type of its text.
    pub text: bool,
    /// Its records turn into `CallRecord`.
    pub call_record: bool,
    /// What a page holds, where the operation can be paged.
    pub item: Option<String>,
    /// Where it can be cut into windows, the code that says in which direction, and that reads an item's time.
    pub windows: Option<(String, String)>,
}

/// A field or parameter.
#[derive(Debug)]
pub struct Member {
    /// The field's name.
    pub ident: String,
    /// Its type, without the `Option` of what may be absent.
    pub ty: String,
    /// The struct in which the type ends.
    pub structure: Option<String>,
    /// It is a list.
    pub list: bool,
    /// It is a moment, whose unit decides what is sent.
    pub moment: bool,
    /// A range is checked.
    pub counts: bool,
    /// How it is sent; the same for all that is received.
    pub form: Form,
    /// That struct, where it has a parameter for the type of its text.
    pub with_text: Option<String>,
}

/// An open enum.
#[derive(Debug)]
pub struct Variants {
    /// Its name.
    pub name: String,
    /// By the value on the wire.
    pub values: BTreeMap<String, String>,
    /// The variant for all other values.
    pub rest: String,
}

/// The surface of each operation, by the name that `generate::name` gives it.
pub fn surfaces<'a>(operations: impl Iterator<Item = &'a Operation>) -> BTreeMap<String, Surface> {
    // Names do not depend on lines, so no page is needed.
    let nowhere = SourceFile::new("", "");
    let pages: Vec<(String, &Operation)> = operations.map(|operation| (operation.full_name(), operation)).collect();
    let units: Vec<Unit<'_>> =
        pages.iter().map(|(page, operation)| Unit { operation, page, lines: &nowhere, samples: Vec::new() }).collect();
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let model = model::build(&units, &mut diagnostics);
    let versions = model.versions.iter();
    versions
        .flat_map(|version| version.operations.iter().map(move |def| (def.unit.page.to_owned(), surface(version, def))))
        .collect()
}

fn surface(version: &VersionDef<'_>, def: &OperationDef<'_>) -> Surface {
    let operation = def.unit.operation;
    let used = version.enums.iter().filter(|known| known.used_by.contains(&operation.name.as_str()));
    let (item, windows) = paging::traits(def);
    let mut surface = Surface {
        module: version.path.join("::"),
        file: def.module.clone(),
        request: def.request.clone(),
        output: def.output.clone(),
        error: def.error.as_ref().map(errors),
        enums: used.map(|known| (known.page_name.to_owned(), variants(known))).collect(),
        item: item.map(shown),
        windows,
        text: def.output_structs.first().is_some_and(|output| output.text),
        call_record: call_record::item(def).is_some(),
        ..Surface::default()
    };
    walk(&mut surface, "request", Side::Request, def.request_structs.first(), def);
    walk(&mut surface, "response", Side::Output, def.output_structs.first(), def);
    surface
}

/// Equal structs are one, so a struct may be walked at several paths; none is inside itself.
fn walk(surface: &mut Surface, path: &str, side: Side, structure: Option<&StructDef<'_>>, of: &OperationDef<'_>) {
    let Some(structure) = structure else { return };
    let all = if side == Side::Request { &of.request_structs } else { &of.output_structs };
    if side == Side::Request {
        let required = structure.fields.iter().filter(|def| is_required(def));
        surface.constructors.insert(path.to_owned(), required.map(|def| def.field.name.clone()).collect());
    }
    for def in &structure.fields {
        let path = format!("{path}/{}", def.field.name);
        let inner = struct_of(&def.ty).and_then(|name| all.iter().find(|structure| structure.name == name));
        let member = Member {
            ident: def.ident.clone(),
            ty: shown(&def.ty),
            structure: inner.map(|inner| inner.name.clone()),
            list: matches!(def.ty, Ty::List(_)),
            moment: *types::innermost(&def.ty) == Ty::Timestamp,
            counts: side == Side::Request && counts(&def.ty),
            form: if side == Side::Request { requests::form(def, of) } else { Form::default() },
            with_text: inner.filter(|inner| side == Side::Output && inner.text).map(|inner| inner.name.clone()),
        };
        walk(surface, &path, side, inner, of);
        surface.members.insert(path, member);
    }
}

fn struct_of(ty: &Ty) -> Option<&str> {
    match ty {
        Ty::Struct(name, _) => Some(name),
        Ty::List(of) | Ty::Map(of) => struct_of(of),
        _ => None,
    }
}

/// A type as a user writes it; text is `String`.
fn shown(ty: &Ty) -> String {
    match ty {
        Ty::Text => "String".to_owned(),
        Ty::I32 => "i32".to_owned(),
        Ty::I64 => "i64".to_owned(),
        Ty::F64 => "f64".to_owned(),
        Ty::Bool => "bool".to_owned(),
        Ty::Any => "Any".to_owned(),
        Ty::Timestamp => "Timestamp".to_owned(),
        Ty::Enum(name) | Ty::Struct(name, _) => name.clone(),
        Ty::List(of) => format!("Vec<{}>", shown(of)),
        Ty::Map(of) => format!("BTreeMap<String, {}>", shown(of)),
    }
}

fn variants(def: &EnumDef<'_>) -> Variants {
    let wires = def.values.iter().map(|value| value.value.clone());
    Variants { name: def.name.clone(), values: wires.zip(def.variants.clone()).collect(), rest: def.rest.clone() }
}

fn errors(def: &ErrorsDef<'_>) -> Variants {
    let wires = def.codes.iter().map(|error| error.code.clone());
    Variants { name: def.name.clone(), values: wires.zip(def.variants.clone()).collect(), rest: def.rest.clone() }
}
