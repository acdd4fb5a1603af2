//! Parameters and response fields: what came, went or changed, and what that does to programs.

use std::collections::{BTreeMap, BTreeSet};

use spectable_emit::model::{Member, Surface};
use spectable_pages::ir::{Evidence, Field, Position, Range};

use crate::operations::Changes;
use crate::pairs::{FieldNode, How, Pairs};
use crate::words::{count, encoding_phrase, type_phrase};
use crate::{ChangeKind, Class};

/// The request or the response of one operation, on both sides.
pub(super) struct Half<'h, 'c, 'n, 'a> {
    pub(super) changes: &'c mut Changes<'n>,
    pub(super) pairs: &'h Pairs<'a>,
    pub(super) surfaces: (&'h Surface, &'h Surface),
    pub(super) request: bool,
}

impl Half<'_, '_, '_, '_> {
    /// Notes everything that changed in this half.
    pub(super) fn compare(mut self) {
        let pairs = self.pairs;
        for node in pairs.removed() {
            self.removed(node);
        }
        for node in pairs.added() {
            self.added(node);
        }
        for (old, new, how) in &pairs.mates {
            if let (Some(old), Some(new)) = (pairs.before.get(*old), pairs.after.get(*new)) {
                self.place(old, new, *how);
                self.pair(old, new);
            }
        }
        if self.request {
            self.arguments();
        }
    }

    fn removed(&mut self, node: &FieldNode<'_>) {
        let field = node.field;
        let before = (Some(whole(field)), None);
        if !self.request {
            self.changes.push(
                &node.path,
                ChangeKind::FieldRemoved,
                Class::Breaking,
                "the public field is gone",
                before,
            );
        } else if self.member(node, false).is_some_and(|member| member.argument) {
            let reason =
                format!("{} loses an argument, and the field is gone", constructor(self.surfaces.0, &node.path));
            self.changes.push(&node.path, ChangeKind::ParameterRemoved, Class::Breaking, reason, before);
        } else {
            let reason = "the setter and the public field are gone";
            self.changes.push(&node.path, ChangeKind::ParameterRemoved, Class::Breaking, reason, before);
        }
    }

    fn added(&mut self, node: &FieldNode<'_>) {
        let field = node.field;
        let after = (None, Some(whole(field)));
        if !self.request {
            let reason = "a new field; structs are `#[non_exhaustive]`";
            self.changes.push(&node.path, ChangeKind::FieldAdded, Class::Additive, reason, after);
        } else if field.required == Some(true) {
            let reason = if self.member(node, true).is_some_and(|member| member.argument) {
                format!("new required parameter changes {}", constructor(self.surfaces.1, &node.path))
            } else {
                UNSENT.to_owned()
            };
            self.changes.push(&node.path, ChangeKind::ParameterAdded, Class::Breaking, reason, after);
        } else {
            let reason = "a new setter; it may be left out";
            self.changes.push(&node.path, ChangeKind::ParameterAdded, Class::Additive, reason, after);
        }
    }

    /// Another name, or another parent.
    fn place(&mut self, old: &FieldNode<'_>, new: &FieldNode<'_>, how: How) {
        let sides = (Some(old.path.clone()), Some(new.path.clone()));
        match how {
            How::Same => {}
            How::Renamed(why) => {
                let idents = (self.member(old, false), self.member(new, true));
                let reason = match idents {
                    (Some(one), Some(other)) if one.ident != other.ident => {
                        format!("`{}` is now `{}` ({why})", one.ident, other.ident)
                    }
                    // A response is read whatever the case, but serde is exact.
                    _ => format!("another name on the wire and for `serde` ({why})"),
                };
                self.changes.push(&new.path, ChangeKind::Renamed, Class::Breaking, reason, sides);
            }
            How::Moved => {
                let reason = "the field stands in another struct";
                self.changes.push(&new.path, ChangeKind::Moved, Class::Breaking, reason, sides);
            }
        }
    }

    fn member(&self, node: &FieldNode<'_>, after: bool) -> Option<&Member> {
        let surface = if after { self.surfaces.1 } else { self.surfaces.0 };
        surface.members.get(&node.path)
    }

    /// What is said of a field on both sides.
    fn pair(&mut self, old: &FieldNode<'_>, new: &FieldNode<'_>) {
        let (one, other) = (old.field, new.field);
        let path = new.path.as_str();
        let (Some(was), Some(is)) = (self.surfaces.0.members.get(&old.path), self.surfaces.1.members.get(path)) else {
            return;
        };
        if one.ty != other.ty {
            let (class, reason) = retyped(was, is, self.request);
            let sides = (Some(type_phrase(one)), Some(type_phrase(other)));
            self.changes.push(path, ChangeKind::TypeChanged, class, reason, sides);
        }
        if self.request {
            self.sent(path, one, other, was, is);
        } else {
            self.received(path, one, other);
        }
        let facts = [
            (
                ChangeKind::DefaultChanged,
                one.default.clone(),
                other.default.clone(),
                "the service applies it, not the crate",
            ),
            (ChangeKind::EvidenceChanged, evidence(one), evidence(other), "the field stays where it is"),
        ];
        for (kind, before, after, reason) in facts {
            if before != after {
                self.changes.push(path, kind, Class::Documentation, reason, (before, after));
            }
        }
        self.unit(path, one, other, was, is);
        self.words(path, one, other);
    }

    fn sent(&mut self, path: &str, one: &Field, other: &Field, was: &Member, is: &Member) {
        let required = |field: &Field| field.required == Some(true);
        if required(one) != required(other) {
            let constructor = constructor(self.surfaces.1, path);
            let (class, reason) = match (was.argument, is.argument) {
                (false, true) => {
                    (Class::Breaking, format!("{constructor} takes it as an argument now, in place of a setter"))
                }
                (true, false) => (Class::Breaking, format!("{constructor} takes it no longer, it has a setter now")),
                _ if required(other) => (Class::Breaking, UNSENT.to_owned()),
                _ => (Class::Additive, "it may be left out".to_owned()),
            };
            let sides = (necessity(one), necessity(other));
            self.changes.push(path, ChangeKind::RequiredChanged, class, reason, sides);
        } else if one.required != other.required {
            let reason = "it may be left out, as before";
            let sides = (necessity(one), necessity(other));
            self.changes.push(path, ChangeKind::RequiredChanged, Class::Documentation, reason, sides);
        }
        if one.range != other.range {
            let checked = (one.range.filter(|_| was.counts), other.range.filter(|_| is.counts));
            let (class, reason) = bounds(checked.0.map(limits), checked.1.map(limits));
            let sides = (one.range.map(|range| range.to_string()), other.range.map(|range| range.to_string()));
            self.changes.push(path, ChangeKind::RangeChanged, class, reason, sides);
        }
        if one.max_items != other.max_items {
            let limit = |most: Option<u64>| most.map(|most| (None, i64::try_from(most).ok()));
            let checked = (limit(one.max_items.filter(|_| was.list)), limit(other.max_items.filter(|_| is.list)));
            let (class, reason) = bounds(checked.0, checked.1);
            self.changes.push(path, ChangeKind::MaxItemsChanged, class, reason, (items(one), items(other)));
        }
        let (old, new) = (was.form, is.form);
        let resent = (old.encoding, old.number) != (new.encoding, new.number);
        let said = (one.encoding, one.number) != (other.encoding, other.number);
        // What comes with another type is said with that.
        if resent && (one.ty == other.ty || was.ty == is.ty) || said && one.ty == other.ty {
            let (class, reason) = if resent {
                (Class::Breaking, "the same values are sent in another form")
            } else {
                (Class::Documentation, "what is sent stays as it is")
            };
            self.changes.push(path, ChangeKind::EncodingChanged, class, reason, (Some(form(one)), Some(form(other))));
        }
        // Where nothing is said, it is the query.
        let position = |field: &Field| field.position.unwrap_or(Position::Query);
        if position(one) != position(other) {
            let text = |position: Position| Some(format!("{position:?}").to_lowercase());
            let (class, reason) = if old.position == new.position {
                (Class::Documentation, "this protocol has one place for all")
            } else {
                (Class::Breaking, "the same value is sent in another place")
            };
            let sides = (text(position(one)), text(position(other)));
            self.changes.push(path, ChangeKind::PositionChanged, class, reason, sides);
        }
        if one.deprecated != other.deprecated {
            // What `new` takes has no setter.
            let (class, reason) = match (other.deprecated, is.argument) {
                (true, false) => (Class::Additive, "the setter warns; it works as before"),
                (true, true) => (Class::Documentation, "the page says that it should no longer be used"),
                (false, _) => (Class::Documentation, "no longer deprecated"),
            };
            self.deprecation(path, one, other, class, reason);
        }
    }

    fn received(&mut self, path: &str, one: &Field, other: &Field) {
        let lists = [
            (ChangeKind::WrapperChanged, &one.wrapper, &other.wrapper),
            (ChangeKind::ItemChanged, &one.item, &other.item),
        ];
        for (kind, before, after) in lists {
            if one.ty == other.ty && before != after {
                let reason = "lists are read in both forms, and the types stay";
                self.changes.push(path, kind, Class::Additive, reason, (before.clone(), after.clone()));
            }
        }
        if one.range != other.range {
            let reason = "what is received is not checked";
            let sides = (one.range.map(|range| range.to_string()), other.range.map(|range| range.to_string()));
            self.changes.push(path, ChangeKind::RangeChanged, Class::Documentation, reason, sides);
        }
        // What a response may lack, and how it is read, does not depend on what the page says of it.
        let facts = [
            (ChangeKind::RequiredChanged, one.required != other.required, necessity(one), necessity(other)),
            (ChangeKind::MaxItemsChanged, one.max_items != other.max_items, items(one), items(other)),
            (
                ChangeKind::EncodingChanged,
                one.ty == other.ty && (one.encoding, one.number) != (other.encoding, other.number),
                Some(form(one)),
                Some(form(other)),
            ),
        ];
        for (kind, changed, before, after) in facts {
            if changed {
                self.changes.push(path, kind, Class::Documentation, "responses are read as before", (before, after));
            }
        }
        if one.deprecated != other.deprecated {
            let reason = "the field stays as it is";
            self.deprecation(path, one, other, Class::Documentation, reason);
        }
    }

    fn deprecation(&mut self, path: &str, one: &Field, other: &Field, class: Class, reason: &str) {
        let text = |field: &Field| field.deprecated.then(|| "deprecated".to_owned());
        self.changes.push(path, ChangeKind::DeprecationChanged, class, reason, (text(one), text(other)));
    }

    fn unit(&mut self, path: &str, one: &Field, other: &Field, was: &Member, is: &Member) {
        if one.unit == other.unit {
            return;
        }
        let (class, reason) = if was.moment && is.moment {
            let what = if self.request {
                "the same moment is sent as another number"
            } else {
                "the same number is read as another moment"
            };
            (Class::Breaking, what.to_owned())
        } else if one.ty == other.ty && was.ty != is.ty {
            (Class::Breaking, format!("`{}` is now `{}`", was.ty, is.ty))
        } else {
            (Class::Documentation, "the crate hands the number on as it is".to_owned())
        };
        self.changes.push(path, ChangeKind::UnitChanged, class, reason, (one.unit.clone(), other.unit.clone()));
    }

    /// What only people read.
    fn words(&mut self, path: &str, one: &Field, other: &Field) {
        if one.english != other.english {
            let sides = (Some(one.english.clone()), Some(other.english.clone()));
            self.changes.push(path, ChangeKind::DocumentationChanged, Class::Documentation, "english", sides);
        }
        let description = one.description != other.description;
        let example = one.example != other.example;
        if !description && !example {
            return;
        }
        let (reason, sides) = if description {
            let reason = if example { "description and example" } else { "description" };
            (reason, (Some(one.description.clone()), Some(other.description.clone())))
        } else {
            ("example", (one.example.clone(), other.example.clone()))
        };
        self.changes.push(path, ChangeKind::DocumentationChanged, Class::Documentation, reason, sides);
    }

    /// What `new` takes of what it might have taken before: calls with values of one type would still compile.
    fn arguments(&mut self) {
        let pairs = self.pairs;
        let mates = pairs
            .mates
            .iter()
            .filter_map(|(old, new, _)| Some((pairs.before.get(*old)?, pairs.after.get(*new)?)))
            .collect::<Vec<_>>();
        let renamed: BTreeMap<&str, &str> =
            mates.iter().map(|(old, new)| (old.path.as_str(), new.path.as_str())).collect();
        // What was said of the others says this too.
        let steady = mates.iter().filter(|(old, new)| old.field.required == new.field.required);
        let steady: BTreeSet<&str> = steady.map(|(_, new)| new.path.as_str()).collect();
        let mut found = Vec::new();
        for (path, arguments) in &self.surfaces.0.constructors {
            let path_now =
                if path == "request" { "request" } else { renamed.get(path.as_str()).copied().unwrap_or("") };
            let Some(now) = self.surfaces.1.constructors.get(path_now) else { continue };
            let now: Vec<String> = now.iter().map(|name| format!("{path_now}/{name}")).collect();
            let old: Vec<&str> = arguments
                .iter()
                .filter_map(|name| renamed.get(format!("{path}/{name}").as_str()).copied())
                .filter(|path| steady.contains(path))
                .collect();
            let new: Vec<&str> = now.iter().map(String::as_str).filter(|path| steady.contains(path)).collect();
            if old != new {
                let (one, other): (BTreeSet<_>, BTreeSet<_>) = (old.iter().collect(), new.iter().collect());
                let what = if one == other { "its arguments in another order" } else { "other arguments" };
                found.push((path_now.to_owned(), what, names(&old), names(&new)));
            }
        }
        for (path, what, before, after) in found {
            let constructor = constructor(self.surfaces.1, &format!("{path}/"));
            let reason = format!("{constructor} takes {what}");
            self.changes.push(
                &path,
                ChangeKind::ArgumentOrderChanged,
                Class::Breaking,
                reason,
                (Some(before), Some(after)),
            );
        }
    }
}

/// Why a parameter that must be given, and has a setter, breaks those who do not call it.
const UNSENT: &str = "a request without it is refused before sending";

/// How code makes the struct in which a member stands: `new()` or `Tag::new()`.
fn constructor(surface: &Surface, path: &str) -> String {
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    let name = surface.members.get(parent).and_then(|member| member.structure.as_deref());
    name.map_or_else(|| "`new()`".to_owned(), |name| format!("`{name}::new()`"))
}

fn necessity(field: &Field) -> Option<String> {
    field.required.map(|required| if required { "required" } else { "optional" }.to_owned())
}

fn items(field: &Field) -> Option<String> {
    field.max_items.map(|most| count(usize::try_from(most).unwrap_or(usize::MAX), "item"))
}

/// How a value is sent.
fn form(field: &Field) -> String {
    let number = field.number.then_some("as a number");
    field.encoding.map(encoding_phrase).or(number).unwrap_or("as the protocol has it").to_owned()
}

/// What is not certain of a field's place.
fn evidence(field: &Field) -> Option<String> {
    let others = field.alternatives.join(" or ");
    match (field.evidence, field.from_sample) {
        (Evidence::Guess, _) if others.is_empty() => Some("guess".to_owned()),
        (Evidence::Guess, _) => Some(format!("guess, or below {others}")),
        (_, true) => Some("from a sample".to_owned()),
        _ => None,
    }
}

/// The last steps of paths.
fn names(paths: &[&str]) -> String {
    paths.iter().map(|path| path.rsplit('/').next().unwrap_or_default()).collect::<Vec<_>>().join(", ")
}

/// What comes or goes with a field.
fn whole(field: &Field) -> String {
    let required = if field.required == Some(true) { ", required" } else { "" };
    let members = if field.fields.is_empty() {
        String::new()
    } else {
        format!(" with {}", count(Field::count(&field.fields), "field"))
    };
    format!("{}{members}{required}", type_phrase(field))
}

fn retyped(was: &Member, is: &Member, request: bool) -> (Class, String) {
    if was.ty == is.ty && was.form != is.form {
        return (Class::Documentation, format!("the type stays `{}`", is.ty));
    }
    if was.ty == is.ty {
        let what = if request { "what is sent" } else { "what is read" };
        return (Class::Documentation, format!("the type stays `{}`, and so does {what}", is.ty));
    }
    (Class::Breaking, format!("`{}` is now `{}`", was.ty, is.ty))
}

/// The smallest and the largest.
type Limits = (Option<i64>, Option<i64>);

fn limits(range: Range) -> Limits {
    (range.min, range.max)
}

/// Whether limits that are checked before sending let through less than before.
fn bounds(old: Option<Limits>, new: Option<Limits>) -> (Class, &'static str) {
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    let low = |limits: Limits| limits.0.unwrap_or(i64::MIN);
    let high = |limits: Limits| limits.1.unwrap_or(i64::MAX);
    if old == new {
        (Class::Documentation, "a value of this type is not checked")
    } else if low(new) > low(old) || high(new) < high(old) {
        (Class::Breaking, "values that were accepted are refused before sending")
    } else {
        (Class::Additive, "values that were refused are accepted")
    }
}

/// Rust names and types that changed though the field did not: other names in their scope did.
pub(super) fn types(changes: &mut Changes<'_>, halves: &[(&str, Pairs<'_>)], surfaces: (&Surface, &Surface)) {
    let mut seen = BTreeSet::new();
    let mut with_text = BTreeSet::new();
    for (_, pairs) in halves {
        for (old, new, how) in &pairs.mates {
            let (Some(old), Some(new)) = (pairs.before.get(*old), pairs.after.get(*new)) else { continue };
            let members = (surfaces.0.members.get(&old.path), surfaces.1.members.get(&new.path));
            let (Some(was), Some(is)) = members else { continue };
            if *how == How::Same && was.ident != is.ident {
                let reason = "the field gives way to another of its name";
                let sides = (Some(was.ident.clone()), Some(is.ident.clone()));
                changes.push(&new.path, ChangeKind::RustNameChanged, Class::Breaking, reason, sides);
            }
            let told = old.field.ty != new.field.ty || old.field.unit != new.field.unit;
            // A type that several fields share is said once.
            if was.ty != is.ty && !told && seen.insert((was.ty.clone(), is.ty.clone())) {
                let reason = "the type gives way to another of its name";
                let sides = (Some(was.ty.clone()), Some(is.ty.clone()));
                changes.push(&new.path, ChangeKind::RustNameChanged, Class::Breaking, reason, sides);
            }
            if let (Some(before), None, Some(after)) = (&was.structure, &was.with_text, &is.with_text)
                && with_text.insert(after)
            {
                first_text(changes, &new.path, before, after);
            }
        }
    }
    let (old, new) = surfaces;
    if new.text && !old.text {
        first_text(changes, "response", &old.output, &new.output);
    }
}

/// A struct that has text now takes the type of it as a parameter. Code that only says `Counts::default()` does not
/// tell which.
fn first_text(changes: &mut Changes<'_>, path: &str, before: &str, after: &str) {
    let reason = "with its first text it has a type parameter, which code has to tell now";
    let sides = (Some(before.to_owned()), Some(format!("{after}<T = String>")));
    changes.push(path, ChangeKind::RustNameChanged, Class::Breaking, reason, sides);
}
