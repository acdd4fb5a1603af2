//! What users of the crate write, as plain data: names, types and signatures that two versions are compared by.

use std::collections::BTreeMap;

use spectable_pages::ir::Operation;

use crate::model::enums::OpenEnum;
use crate::model::paging::Walk;
use crate::model::structs::{Form, Side, StructDef};
use crate::model::types::Ty;
use crate::model::{OperationDef, Source, VersionDef, build};

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
    /// How a period is walked through, where it can be cut into windows.
    pub windows: Option<Walk>,
}

/// A field or parameter.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "what holds of it, each on its own")]
pub struct Member {
    /// The field's name.
    pub ident: String,
    /// Its type, without the `Option` of what may be absent.
    pub ty: String,
    /// The struct in which the type ends.
    pub structure: Option<String>,
    /// `new` takes it; all else that is sent has a setter.
    pub argument: bool,
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

/// The surface of each operation, by its full name. What can't be emitted has none.
pub fn surfaces<'a>(operations: impl Iterator<Item = &'a Operation>) -> BTreeMap<String, Surface> {
    let named: Vec<(String, &Operation)> = operations.map(|operation| (operation.full_name(), operation)).collect();
    let sources: Vec<Source<'_>> = named.iter().map(|(page, operation)| Source { operation, page }).collect();
    let versions = build(&sources, &mut Vec::new()).versions;
    let surfaces = versions.into_iter().flat_map(|VersionDef { path, enums, operations, .. }| {
        let module = path.join("::");
        let surface = move |def: OperationDef<'_>| {
            let used = enums.iter().filter(|known| known.is_used_by(def.operation));
            let used = used.map(|known| {
                let wires = known.values.iter().map(|value| &value.value);
                (known.page_name.to_owned(), Variants::new(&known.names, wires))
            });
            (def.page.to_owned(), Surface::new(module.clone(), used.collect(), def))
        };
        operations.into_iter().map(surface).collect::<Vec<_>>()
    });
    surfaces.collect()
}

impl Surface {
    fn new(module: String, enums: BTreeMap<String, Variants>, def: OperationDef<'_>) -> Self {
        let mut surface = Self {
            module,
            enums,
            error: def.error.as_ref().map(|error| {
                let wires = error.codes.iter().map(|error| &error.code);
                Variants::new(&error.names, wires)
            }),
            text: def.holds_text(),
            call_record: def.call_record.is_some(),
            ..Self::default()
        };
        for (path, side, structs) in
            [("request", Side::Request, &def.request_structs), ("response", Side::Output, &def.output_structs)]
        {
            // The first of a name counts.
            let by_name = structs.iter().rev().map(|structure| (structure.name.as_str(), structure)).collect();
            surface.walk(path, side, structs.first(), &by_name);
        }
        Self {
            file: def.module,
            request: def.request,
            output: def.output,
            item: def.paged.map(|paged| shown(&paged.item)),
            windows: def.windowed.map(|windowed| windowed.walk),
            ..surface
        }
    }

    /// Equal structs are one, so a struct may be walked at several paths; not where it stands inside of itself.
    fn walk(&mut self, path: &str, side: Side, structure: Option<&StructDef<'_>>, all: &Structs<'_>) {
        let Some(structure) = structure else { return };
        if side == Side::Request {
            let arguments = structure.arguments().into_iter().map(|def| def.field.name.clone());
            self.constructors.insert(path.to_owned(), arguments.collect());
        }
        for def in &structure.fields {
            let path = format!("{path}/{}", def.field.name);
            let inner = def.ty.struct_name().and_then(|name| all.get(name).copied());
            let member = Member {
                ident: def.ident.clone(),
                ty: shown(&def.ty),
                structure: inner.map(|inner| inner.name.clone()),
                argument: def.argument.is_some(),
                list: matches!(def.ty, Ty::List(_)),
                moment: *def.ty.innermost() == Ty::Timestamp,
                counts: side == Side::Request && def.ty.counts(),
                form: def.sent.form,
                with_text: inner.filter(|inner| side == Side::Output && inner.text).map(|inner| inner.name.clone()),
            };
            self.walk(&path, side, inner.filter(|_| def.field.again().is_none()), all);
            self.members.insert(path, member);
        }
    }
}

/// Structs by their names.
type Structs<'s> = BTreeMap<&'s str, &'s StructDef<'s>>;

impl Variants {
    fn new<'w>(names: &OpenEnum, wires: impl Iterator<Item = &'w String>) -> Self {
        let values = wires.cloned().zip(names.variants.iter().cloned()).collect();
        Self { name: names.name.clone(), values, rest: names.rest.clone() }
    }
}

/// A type as a user writes it; text is `String`.
fn shown(ty: &Ty) -> String {
    match ty {
        Ty::Text => "String".to_owned(),
        Ty::I32 => "i32".to_owned(),
        Ty::I64 => "i64".to_owned(),
        Ty::U64 => "u64".to_owned(),
        Ty::F64 => "f64".to_owned(),
        Ty::Bool => "bool".to_owned(),
        Ty::Any => "Any".to_owned(),
        Ty::Timestamp => "Timestamp".to_owned(),
        Ty::Count(unit, number) => format!("{}<{}>", unit.name(), shown(number)),
        Ty::DateTime => "DateTime".to_owned(),
        Ty::Date => "Date".to_owned(),
        Ty::Enum(name) | Ty::Struct(name, _) => name.clone(),
        Ty::List(of) => format!("Vec<{}>", shown(of)),
        Ty::Map(of) => format!("BTreeMap<String, {}>", shown(of)),
    }
}
