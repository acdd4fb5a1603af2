//! Rust names for what pages name: wishes first, then one resolution over each whole scope.
//!
//! Page text is untrusted. Whatever it says, a wish is a valid ASCII identifier of bounded
//! length, and a resolved scope holds no name twice.

pub(crate) mod plurals;
mod reserved;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use reserved::{DEVICES, FILES, KEYWORDS, UNRAWABLE};
use words::{pascal, words};

pub(crate) use reserved::{RESERVED_OUTPUT, RESERVED_SETTERS, RESERVED_TYPES};

/// What is named; decides the case and what stands before a digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameKind {
    /// A struct's field and the setter of the same name.
    Field,
    /// A module, which is a file too.
    Module,
    /// A struct or enum.
    Type,
    /// A variant of an open enum.
    Variant,
}

/// What one thing in a scope would like to be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    /// Best first; after the last come numbers.
    names: Vec<String>,
    /// The page spells the name as Rust would: it keeps the name where two want it.
    exact: bool,
}

impl Wish {
    /// The Rust spelling of a name on the wire.
    pub(crate) fn of(kind: NameKind, wire: &str) -> Self {
        let exact = match kind {
            NameKind::Field | NameKind::Module => roundtrips(wire),
            NameKind::Type | NameKind::Variant => plain(kind, wire) == wire,
        };
        Self { names: vec![plain(kind, wire)], exact }
    }

    /// A name that was chosen here, not by a page.
    pub(crate) fn fixed(name: impl Into<String>) -> Self {
        Self { names: vec![name.into()], exact: true }
    }

    /// What to be called where the better names are taken.
    pub(crate) fn or(mut self, name: impl Into<String>) -> Self {
        self.names.push(name.into());
        self
    }
}

/// Gives each wish a name; the result has the wishes' order.
///
/// Exact spellings are served first, then first choices, then second ones and numbers,
/// each in the scope's order.
pub(crate) fn resolve(wishes: &[Wish], reserved: &[&str]) -> Vec<String> {
    let mut taken: BTreeSet<&str> = reserved.iter().copied().collect();
    let mut first: Vec<Option<&str>> = vec![None; wishes.len()];
    for exact in [true, false] {
        for (wish, slot) in wishes.iter().zip(&mut first) {
            if wish.exact == exact
                && let Some(name) = wish.names.first()
                && taken.insert(name)
            {
                *slot = Some(name);
            }
        }
    }
    let mut taken: BTreeSet<String> = taken.into_iter().map(str::to_owned).collect();
    let mut counts = BTreeMap::new();
    let mut names = Vec::with_capacity(wishes.len());
    for (wish, first) in wishes.iter().zip(first) {
        names.push(match first {
            Some(name) => name.to_owned(),
            None => fallback(wish, &mut taken, &mut counts),
        });
    }
    names
}

/// A second choice, or a number after the first one.
fn fallback(wish: &Wish, taken: &mut BTreeSet<String>, counts: &mut BTreeMap<String, u32>) -> String {
    for name in wish.names.iter().skip(1) {
        if taken.insert(name.clone()) {
            return name.clone();
        }
    }
    let base = wish.names.first().map_or("unnamed", |name| name.strip_prefix("r#").unwrap_or(name));
    let base = base.trim_end_matches('_');
    let pascal = base.starts_with(|first: char| first.is_ascii_uppercase());
    let gap = if pascal && !base.ends_with(|last: char| last.is_ascii_digit()) { "" } else { "_" };
    let count = counts.entry(base.to_owned()).or_insert(1);
    loop {
        *count += 1;
        let name = format!("{base}{gap}{count}");
        if taken.insert(name.clone()) {
            return name;
        }
    }
}

/// Whether the wire name follows from the Rust name by the usual rule.
pub(crate) fn roundtrips(wire: &str) -> bool {
    pascal(&words(wire)) == wire
}

/// Whether a name on the wire ends as those of identifiers do: `InstanceId`, `AgentIds`.
pub(crate) fn is_identifier(wire: &str) -> bool {
    words(wire).last().is_some_and(|word| matches!(word.as_str(), "id" | "ids"))
}

/// The identifier that a name on the wire would have if it were alone in its scope.
pub(crate) fn plain(kind: NameKind, wire: &str) -> String {
    let words = words(wire);
    let (prefix, name) = match kind {
        NameKind::Field => ("field_", words.join("_")),
        NameKind::Module => ("operation_", words.join("_")),
        NameKind::Type => ("Type", pascal(&words)),
        NameKind::Variant => ("Value", pascal(&words)),
    };
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        return format!("{prefix}{name}");
    }
    match kind {
        NameKind::Field if UNRAWABLE.contains(&name.as_str()) => format!("{name}_"),
        NameKind::Field if KEYWORDS.contains(&name.as_str()) => format!("r#{name}"),
        NameKind::Module if KEYWORDS.contains(&name.as_str()) || FILES.contains(&name.as_str()) => format!("{name}_"),
        NameKind::Type | NameKind::Variant if name == "Self" => format!("{prefix}{name}"),
        _ => name,
    }
}

/// The module of an API version: `2017-07-05` becomes `v2017_07_05`.
pub(crate) fn version_module(version: &str) -> String {
    let name = words(version).join("_");
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("v{name}")
    } else {
        plain(NameKind::Module, version)
    }
}

/// Whether a text may stand as a file's or folder's name on every system.
pub(crate) fn is_path_part(text: &str) -> bool {
    let letters = text.bytes().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_' | b'.'));
    let stem = text.split('.').next().unwrap_or_default().to_ascii_lowercase();
    letters
        && !text.is_empty()
        && text.len() <= 128
        && !text.starts_with(['.', '-'])
        && !text.ends_with('.')
        && !DEVICES.contains(&stem.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(kind: NameKind, wires: &[&str]) -> Vec<String> {
        resolve(&wires.iter().map(|wire| Wish::of(kind, wire)).collect::<Vec<_>>(), &[])
    }

    #[test]
    fn follows_rust_and_reads_acronyms_as_words() {
        let wires = [
            "InstanceId",
            "UUI",
            "VPCs",
            "IPsOfHost",
            "IPv6Address",
            "x-acs-region-id",
            "Tag.N",
            "type",
            "self",
            "5xx",
            "a b",
            "中文",
            "中文Name",
            "",
        ];
        let fields = [
            "instance_id",
            "uui",
            "vpcs",
            "ips_of_host",
            "ipv6_address",
            "x_acs_region_id",
            "tag_n",
            "r#type",
            "self_",
            "field_5xx",
            "a_b",
            "u4e2d_u6587",
            "name",
            "empty",
        ];
        assert_eq!(names(NameKind::Field, &wires), fields);
        assert_eq!(
            names(NameKind::Type, &["CallDetailRecord", "self", "5xx", "DescribeVPCs"]),
            ["CallDetailRecord", "TypeSelf", "Type5xx", "DescribeVpcs"]
        );
        assert_eq!(names(NameKind::Module, &["Mod", "Type", "ListX", "Aux"]), ["mod_", "type_", "list_x", "aux"]);
        assert_eq!(names(NameKind::Module, &["Enums", "Schemas"]), ["enums_", "schemas_"]);
    }

    #[test]
    fn the_exact_spelling_keeps_the_name() {
        assert_eq!(names(NameKind::Field, &["UUI", "Uui", "uui"]), ["uui_2", "uui", "uui_3"]);
        assert_eq!(names(NameKind::Field, &["A_2", "a", "A"]), ["a_2", "a_3", "a"]);
        assert_eq!(names(NameKind::Field, &["Type", "type"]), ["r#type", "type_2"]);
        assert_eq!(names(NameKind::Variant, &["unknown", "Unknown", "UNKNOWN"]), ["Unknown2", "Unknown", "Unknown3"]);
    }

    #[test]
    fn values_that_are_no_words_get_names() {
        let values = [
            "",
            "-1",
            "1",
            "+1",
            "*",
            "1.0",
            "10",
            "http://a.b/c",
            ">",
            ">=",
            "<=5",
            "!=",
            "a-b",
            "成功",
            " ",
            "2017-07-05",
            "Self",
        ];
        let variants = [
            "Empty",
            "Minus1",
            "Value1",
            "Plus1",
            "Asterisk",
            "Value1_0",
            "Value10",
            "HttpABC",
            "GreaterThan",
            "GreaterThanOrEqual",
            "LessThanOrEqual5",
            "NotEqual",
            "AB",
            "U6210U529f",
            "Space",
            "Value2017_07_05",
            "ValueSelf",
        ];
        assert_eq!(names(NameKind::Variant, &values), variants);
    }

    #[test]
    fn reserved_names_go_to_the_second_choice() {
        let wishes = [
            Wish::of(NameKind::Type, "Option").or("OutputOption"),
            Wish::of(NameKind::Type, "Tag"),
            Wish::of(NameKind::Type, "Tag").or("HostTag"),
            Wish::of(NameKind::Type, "Vec"),
        ];
        assert_eq!(resolve(&wishes, RESERVED_TYPES), ["OutputOption", "Tag", "HostTag", "Vec2"]);
    }

    #[test]
    fn every_name_is_an_identifier_of_its_own() {
        let pieces = [
            "", "a", "A", "1", "-", "中", "\u{202e}", "\n", "'", "#", "r#", "_", "type", "é", "\u{0}", "ß", "İ", "🦀",
            " ", "s", "IDs",
        ];
        let mut wires = Vec::new();
        for a in pieces {
            for b in pieces {
                for c in pieces {
                    wires.push(format!("{a}{b}{c}"));
                }
            }
        }
        wires.push("長".repeat(10_000));
        wires.push("aB".repeat(10_000));
        let wires: Vec<&str> = wires.iter().map(String::as_str).collect();
        for kind in [NameKind::Field, NameKind::Module, NameKind::Type, NameKind::Variant] {
            let names = names(kind, &wires);
            let unique: BTreeSet<&String> = names.iter().collect();
            assert_eq!(unique.len(), names.len());
            for name in names {
                assert!(name.len() < 80, "{name}");
                assert!(
                    syn::parse_str::<syn::Ident>(&name).is_ok()
                        || name.strip_prefix("r#").is_some_and(|raw| KEYWORDS.contains(&raw)),
                    "{name:?}"
                );
                assert_ne!(name, "_");
            }
        }
    }

    #[test]
    fn paths_hold_no_surprises() {
        assert!(is_path_part("2017-07-05") && is_path_part("DescribeTelCdr"));
        for bad in ["", ".", "..", "a/b", "a\\b", "中", "con", "NUL.txt", "-x", "a\0"] {
            assert!(!is_path_part(bad), "{bad}");
        }
    }
}
