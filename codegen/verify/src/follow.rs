//! What an operation would be if its page said what the vendor's schema says, and kept the rest: what the schema leaves
//! open is no difference. The two are then compared by the engine of `diff`.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use spectable_pages::ir::{Encoding, EnumValue, Field, Operation, Protocol, Range, Type};
use spectable_pages::metadata::{Described, Silent};
use spectable_pages::source::Span;

/// The operation of a page, with what the schema says put in.
pub(crate) fn follow(page: &Operation, schema: &Described) -> Operation {
    let mut after = page.clone();
    let mut follower = Follower {
        enums: (&page.enums, &schema.operation.enums),
        silent: &schema.silent,
        protocol: schema.operation.protocol,
        request: true,
        after: page.enums.clone(),
        around: Vec::new(),
    };
    after.request = follower.fields("request", &page.request, &schema.operation.request);
    if !schema.silent.response {
        follower.request = false;
        after.response = follower.fields("response", &page.response, &schema.operation.response);
    }
    after.enums = follower.after;
    after.deprecated |= schema.operation.deprecated;
    after.protocol = schema.operation.protocol;
    if schema.operation.http.is_some() {
        after.http.clone_from(&schema.operation.http);
    }
    if !schema.silent.errors {
        after.errors.clone_from(&schema.operation.errors);
        let by_code: BTreeMap<&str, _> = page.errors.iter().rev().map(|error| (error.code.as_str(), error)).collect();
        for error in &mut after.errors {
            if let Some(known) = by_code.get(error.code.as_str()) {
                error.status = error.status.or(known.status);
                (error.message, error.description) = (known.message.clone(), known.description.clone());
            }
        }
    }
    after
}

struct Follower<'a> {
    /// Those of the page and of the schema.
    enums: (&'a Enums, &'a Enums),
    silent: &'a Silent,
    protocol: Protocol,
    request: bool,
    after: Enums,
    /// The names of the structs around a field, as far as they have some.
    around: Vec<String>,
}

/// The values of enums by name.
type Enums = IndexMap<String, Vec<EnumValue>>;

impl Follower<'_> {
    /// The fields of the page in its order, then what only the schema has.
    fn fields(&mut self, above: &str, page: &[Field], schema: &[Field]) -> Vec<Field> {
        let mut theirs: BTreeMap<&str, &Field> = schema.iter().map(|field| (field.name.as_str(), field)).collect();
        let same: Vec<Option<&Field>> = page.iter().map(|field| theirs.remove(field.name.as_str())).collect();
        // What is left may be spelled in another case.
        let mut alike: BTreeMap<String, &str> = theirs.keys().map(|name| (letters(name), *name)).collect();
        let mut fields: Vec<Field> = Vec::with_capacity(page.len());
        for (field, told) in page.iter().zip(same) {
            let told = told.or_else(|| theirs.remove(alike.remove(&letters(&field.name))?));
            if let Some(told) = told {
                let followed = self.field(&format!("{above}/{}", field.name), field, told);
                fields.push(Field { name: told.name.clone(), ..followed });
            }
        }
        for field in schema.iter().filter(|field| theirs.contains_key(field.name.as_str())) {
            fields.push(self.only(field));
        }
        fields
    }

    /// A field that the page does not have, without its sentences.
    fn only(&mut self, field: &Field) -> Field {
        let mut field = field.clone();
        field.description.clear();
        field.span = Span::default();
        // A list of a struct around it, which has another name on the page or none.
        if field.again().is_some_and(|name| !self.around.iter().any(|known| known == name)) {
            *field.ty.innermost_mut() = Type::Any;
        }
        field.fields = self
            .within(&field.ty.clone(), |follower| field.fields.iter().map(|member| follower.only(member)).collect());
        if let Type::Enum(name) = field.ty.innermost().clone()
            && let Some(values) = self.enums.1.get(&name)
        {
            let name = self.name_of(name, values);
            *field.ty.innermost_mut() = Type::Enum(name);
        }
        field
    }

    /// Does something with the members of a struct.
    fn within<T>(&mut self, ty: &Type, work: impl FnOnce(&mut Self) -> T) -> T {
        let name = if let Type::Struct(name) = ty.innermost() { name.clone() } else { None };
        let depth = self.around.len();
        self.around.extend(name);
        let done = work(self);
        self.around.truncate(depth);
        done
    }

    /// A free name for an enum, which gets the values.
    fn name_of(&mut self, name: String, values: &[EnumValue]) -> String {
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        let free = names.find(|name| self.after.get(name).is_none_or(|known| known == values)).unwrap_or(name);
        self.after.insert(free.clone(), values.to_vec());
        free
    }

    fn field(&mut self, path: &str, page: &Field, schema: &Field) -> Field {
        let mut field = page.clone();
        if self.request {
            // What a page says of members alone is not said of what is around them.
            let own_row = page.fields.first().is_none_or(|member| member.span != page.span);
            field.required = schema.required.filter(|_| own_row).or(page.required);
            field.default = schema.default.clone().or_else(|| page.default.clone());
            if self.protocol == Protocol::AliyunRoa {
                field.position = schema.position.or(page.position);
            }
        } else if schema.wrapper.is_some() && matches!(page.ty, Type::List(_)) {
            field.wrapper.clone_from(&schema.wrapper);
            field.item.take_if(|_| schema.wrapper.is_some());
        }
        if let Some(told) = schema.range {
            let known = page.range.unwrap_or_default();
            field.range = Some(Range { min: told.min.or(known.min), max: told.max.or(known.max) });
        }
        field.max_items = schema.max_items.or(page.max_items);
        field.deprecated |= schema.deprecated;
        field.ty = self.ty(path, page, schema);
        if let (Type::List(_), Some(told)) = (&field.ty, schema.encoding.filter(|_| self.request)) {
            // What is said of no list is said of all: they are repeated.
            let known = page.encoding.filter(|_| matches!(page.ty, Type::List(_))).unwrap_or(Encoding::Repeat);
            field.encoding = if told == known && page.ty == field.ty { page.encoding } else { Some(told) };
        }
        let structs = |field: &Field| matches!(field.ty.innermost(), Type::Struct(_)) && !field.fields.is_empty();
        field.fields = match (structs(page), structs(schema), matches!(field.ty.innermost(), Type::Struct(_))) {
            (_, _, false) => Vec::new(),
            (true, true, true) => {
                self.within(&field.ty.clone(), |follower| follower.fields(path, &page.fields, &schema.fields))
            }
            (false, true, true) => self.within(&field.ty.clone(), |follower| {
                schema.fields.iter().map(|member| follower.only(member)).collect()
            }),
            (_, false, true) => page.fields.clone(),
        };
        field
    }

    /// The schema's type where it says something else than the page's; the page's where it only says less.
    fn ty(&mut self, path: &str, page: &Field, schema: &Field) -> Type {
        if !fits(&page.ty, &schema.ty, page, schema) {
            return match schema.ty.innermost() {
                Type::Enum(_) => self.only(schema).ty,
                _ => schema.ty.clone(),
            };
        }
        let mut ty = page.ty.clone();
        let (known, told) = (page.ty.innermost().clone(), schema.ty.innermost());
        match (&known, told) {
            (Type::Enum(name), Type::Enum(theirs)) => self.values(name, theirs),
            (Type::Integer | Type::Long | Type::Unsigned, Type::Integer | Type::Long | Type::Unsigned)
                if !self.silent.widths.contains(path) =>
            {
                *ty.innermost_mut() = told.clone();
            }
            (Type::Any, _) if *told != Type::Any => ty = self.only(schema).ty,
            (Type::Enum(name), told) if !self.holds(name, told, page) => *ty.innermost_mut() = told.clone(),
            (known, Type::Enum(theirs)) if !matches!(known, Type::Enum(_)) => {
                let values = self.enums.1.get(theirs).cloned().unwrap_or_default();
                let name = self.name_of(theirs.clone(), &values);
                *ty.innermost_mut() = Type::Enum(name);
            }
            _ => {}
        }
        ty
    }

    /// Whether every value of an enum can be one of a plain type.
    fn holds(&self, name: &str, ty: &Type, page: &Field) -> bool {
        let values = self.enums.0.get(name).map_or(&[][..], Vec::as_slice);
        match ty {
            Type::Integer | Type::Long | Type::Unsigned => {
                page.number || values.iter().all(|value| value.value.parse::<i64>().is_ok() || value.code.is_some())
            }
            Type::Float => values.iter().all(|value| value.value.parse::<f64>().is_ok()),
            Type::Boolean => values.iter().all(|value| matches!(value.value.to_lowercase().as_str(), "true" | "false")),
            _ => true,
        }
    }

    /// The values of an enum: the page's that the schema has too, and the schema's further ones.
    fn values(&mut self, name: &str, theirs: &str) {
        let (Some(known), Some(told)) = (self.enums.0.get(name), self.enums.1.get(theirs)) else { return };
        // A value may be told by its number.
        let codes = |value: &EnumValue| value.code.map(|code| code.to_string());
        let said: BTreeSet<&str> = told.iter().map(|value| value.value.as_str()).collect();
        let has = |value: &EnumValue| {
            said.contains(value.value.as_str()) || codes(value).is_some_and(|code| said.contains(code.as_str()))
        };
        let mut values: Vec<EnumValue> = known.iter().filter(|known| has(known)).cloned().collect();
        let forms: BTreeSet<String> =
            known.iter().flat_map(|known| std::iter::once(known.value.clone()).chain(codes(known))).collect();
        let more = told.iter().filter(|told| !forms.contains(&told.value));
        values.extend(more.map(|value| EnumValue { label: None, ..value.clone() }));
        self.after.insert(name.to_owned(), values);
    }
}

/// What of a name is the same however it is spelled.
pub(crate) fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether the schema's type is the page's, or says less.
fn fits(page: &Type, schema: &Type, of_page: &Field, of_schema: &Field) -> bool {
    let whole = |ty: &Type| matches!(ty, Type::Integer | Type::Long | Type::Unsigned);
    match (page, schema) {
        (Type::Enum(_), Type::Struct(_) | Type::List(_) | Type::Map(_)) => false,
        (_, Type::Any) | (Type::Any | Type::Enum(_), _) | (Type::Struct(_), Type::Struct(_)) => true,
        (Type::List(page), Type::List(schema)) | (Type::Map(page), Type::Map(schema)) => {
            fits(page, schema, of_page, of_schema)
        }
        // One text that holds several values; which, the page says.
        (Type::List(_), Type::String) => matches!(of_page.encoding, Some(Encoding::Comma | Encoding::Json)),
        (Type::Map(_) | Type::Struct(_), Type::String) => of_page.encoding == Some(Encoding::Json),
        (page, Type::Enum(_)) => *page == Type::String || whole(page),
        // An object of which neither tells the members.
        (Type::Map(_), Type::Struct(_)) => of_schema.fields.is_empty(),
        (page, schema) => whole(page) && whole(schema) || page == schema,
    }
}
