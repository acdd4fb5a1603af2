//! Names that something else has already.

/// Words that need `r#` before them.
pub(super) const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that not even `r#` helps.
pub(super) const UNRAWABLE: [&str; 3] = ["self", "super", "crate"];

/// Module names that mean something as files, beside those of the emitted crate itself.
pub(super) const FILES: [&str; 10] =
    ["mod", "lib", "main", "enums", "schemas", "runtime", "rt", "self", "super", "crate"];

/// File names that Windows keeps for devices.
pub(super) const DEVICES: [&str; 12] =
    ["con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "lpt1", "lpt2", "lpt3", "lpt4"];

/// Names that emitted code uses bare, so that no page may take them; all else of the
/// standard library and the runtime is written with its path.
pub(crate) const RESERVED_TYPES: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "T",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Fields that every output has beside those of its page.
pub(crate) const RESERVED_OUTPUT: &[&str] = &["findings"];

/// Methods that every request has, which a setter of the same name would hide or clash with.
pub(crate) const RESERVED_SETTERS: &[&str] = &[
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "clone_into",
    "decode",
    "decode_json",
    "decode_json_borrowed",
    "decode_json_reporting",
    "decode_xml",
    "decode_xml_borrowed",
    "decode_xml_reporting",
    "default",
    "encode",
    "eq",
    "fmt",
    "from",
    "into",
    "ne",
    "new",
    "parameters",
    "to_json",
    "to_owned",
    "to_parameters",
    "to_parts",
    "try_from",
    "try_into",
    "type_id",
    "validate",
];
