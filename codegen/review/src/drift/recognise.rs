//! Which operation responses answer.

use spectable_pages::ir::{Field, Operation, Type};

use super::Responses;
use super::observed::Observed;

/// What responses are held against: an operation's response, or one of its lists' items.
#[derive(Clone, Debug)]
pub struct Target<'a> {
    /// The operation.
    pub operation: &'a Operation,
    /// The names that lead to the items; empty for whole responses.
    pub base: Vec<String>,
    /// The members of a response or of an item.
    pub fields: &'a [Field],
}

impl<'a> Target<'a> {
    fn whole(operation: &'a Operation) -> Self {
        Self { operation, base: Vec::new(), fields: &operation.response }
    }

    /// `aliyun/ccc/2017-07-05/ListCallDetailRecords.CallDetailRecords.List`
    pub fn name(&self) -> String {
        let names = std::iter::once(self.operation.name.as_str()).chain(self.base.iter().map(String::as_str));
        format!("{}/{}", self.operation.api(), names.collect::<Vec<_>>().join("."))
    }

    fn below(operation: &'a Operation, path: &str) -> Option<Self> {
        let mut target = Self::whole(operation);
        for step in path.split(['.', '/']).filter(|step| !step.is_empty() && *step != "response") {
            let field = target.fields.iter().find(|field| field.name == step)?;
            target.base.push(field.name.clone());
            target.fields = &field.fields;
        }
        Some(target)
    }
}

/// The operation that a person names: `ListCallDetailRecords`, with `vendor/product/version/` in
/// front where that is needed. The path of a list behind it, `.CallDetailRecords.List`, says that
/// each response is an item of that list.
pub fn named<'a>(query: &str, operations: &'a [Operation]) -> Result<Target<'a>, String> {
    let (api, name) = query.rsplit_once('/').unwrap_or(("", query));
    let (action, path) = name.split_once('.').unwrap_or((name, ""));
    let fits = |operation: &&Operation| {
        let own = operation.api();
        let end = own.strip_suffix(api).is_some_and(|rest| api.is_empty() || rest.is_empty() || rest.ends_with('/'));
        operation.name.eq_ignore_ascii_case(action) && end
    };
    let found: Vec<&Operation> = operations.iter().filter(fits).collect();
    match found.as_slice() {
        [] => {
            let mut known: Vec<String> = operations.iter().map(|operation| Target::whole(operation).name()).collect();
            known.sort_unstable();
            known.truncate(40);
            Err(format!("there is no operation `{query}`; there are: {}", known.join(", ")))
        }
        [operation] => Target::below(operation, path).filter(|target| !target.fields.is_empty()).ok_or_else(|| {
            let known: Vec<&str> = operation.response.iter().map(|field| field.name.as_str()).collect();
            format!("`{path}` is no path to fields of `{}`; its response has: {}", operation.name, known.join(", "))
        }),
        several => {
            let names: Vec<String> = several.iter().map(|operation| Target::whole(operation).name()).collect();
            Err(format!("`{query}` names several operations: {}", names.join(", ")))
        }
    }
}

/// The operation whose documented fields fit best. Says which fit where that is not clear.
pub fn recognise<'a>(responses: &Responses, operations: &'a [Operation]) -> Result<Target<'a>, String> {
    let mut tallies: Vec<(Tally, Target<'a>)> = Vec::new();
    for operation in operations {
        let items = operation.paging.as_ref().and_then(|paging| paging.items.as_deref());
        let items = items.and_then(|path| Target::below(operation, path)).filter(|target| !target.fields.is_empty());
        for target in std::iter::once(Target::whole(operation)).chain(items) {
            let mut tally = Tally::default();
            tally.fields(target.fields, &responses.json);
            tally.fields(target.fields, &responses.xml);
            if tally.is_likely() {
                tallies.push((tally, target));
            }
        }
    }
    // A field that only one of two operations documents tells them apart. What a response lacks does
    // not: asking is better than holding it against the wrong page.
    tallies.sort_by_key(|(tally, _)| (tally.strange, tally.missing));
    let Some((best, target)) = tallies.first() else {
        return Err("fits no operation".to_owned());
    };
    let close = tallies.iter().filter(|(tally, _)| tally.strange == best.strange);
    let close: Vec<String> = close.map(|(_, target)| target.name()).collect();
    if close.len() > 1 { Err(format!("fits {}", close.join(" and "))) } else { Ok(target.clone()) }
}

#[derive(Default)]
struct Tally {
    /// Names that were seen and are documented.
    both: u32,
    /// Names that were seen and are not documented.
    strange: u32,
    /// Names that are documented and were not seen.
    missing: u32,
}

impl Tally {
    /// Counts level by level, as far as both go.
    fn fields(&mut self, fields: &[Field], node: &Observed) {
        if node.instances() == 0 {
            return;
        }
        let missing = fields.iter().filter(|field| node.get(&field.name).is_none()).count();
        self.missing += u32::try_from(missing).unwrap_or(u32::MAX);
        for (name, member) in node.seen() {
            let Some(field) = fields.iter().find(|field| field.name == name) else {
                self.strange = self.strange.saturating_add(names(member));
                continue;
            };
            self.both += 1;
            if matches!(field.ty.innermost(), Type::Struct(_)) {
                self.fields(&field.fields, inside(field, member));
            }
        }
    }

    /// Whether enough names agree: missing ones count little, a response may lack most of them.
    fn is_likely(&self) -> bool {
        self.both > 0 && 2 * self.both >= self.strange + self.missing / 4
    }
}

/// A name and all names below it.
fn names(node: &Observed) -> u32 {
    node.seen().fold(1, |sum, (_, member)| names(member).saturating_add(sum))
}

/// What stands in a list's wrapper, also in one that the schema does not know.
fn inside<'n>(field: &Field, member: &'n Observed) -> &'n Observed {
    let known = |name: &str| field.fields.iter().any(|field| field.name == name);
    let wrapped = field.wrapper.as_deref().and_then(|wrapper| member.get(wrapper));
    let other = || member.only().filter(|(name, _)| member.lists == 0 && !known(name)).map(|(_, inner)| inner);
    wrapped.or_else(other).unwrap_or(member)
}
