//! Names of parameters on the wire.

use crate::ir::Vendor;

/// Parameters that every operation of a vendor shares.
pub fn is_common(name: &str, vendor: Vendor) -> bool {
    match vendor {
        Vendor::Aliyun => matches!(
            name,
            "Action"
                | "Version"
                | "Format"
                | "AccessKeyId"
                | "Signature"
                | "SignatureMethod"
                | "SignatureVersion"
                | "SignatureNonce"
                | "Timestamp"
                | "SecurityToken"
        ),
        Vendor::Tencent => matches!(name, "Action" | "Version" | "Region"),
    }
}

/// One step of a dotted name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The name without index and brackets.
    pub name: String,
    /// An index follows it.
    pub list: bool,
}

/// `Tag.N.Key` → `Tag` (a list), `Key`.
pub fn steps(name: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    // A dot too many is no step of its own.
    let parts = name.split('.').filter(|part| !part.is_empty());
    for part in parts {
        let index =
            matches!(part, "N" | "n" | "M" | "m" | "X" | "x" | "#" | "*") || part.bytes().all(|b| b.is_ascii_digit());
        match steps.last_mut() {
            // `Panes.N.X`: behind an index stands a coordinate.
            Some(last) if index && !(last.list && matches!(part, "X" | "x")) => last.list = true,
            _ => {
                let bare = part.strip_suffix("[]").unwrap_or(part);
                steps.push(Step { name: bare.to_owned(), list: bare != part });
            }
        }
    }
    if steps.is_empty() {
        steps.push(Step { name: name.to_owned(), list: false });
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotted_names() {
        let text = |name| {
            steps(name)
                .iter()
                .map(|step| format!("{}{}", step.name, if step.list { "*" } else { "" }))
                .collect::<Vec<_>>()
                .join("/")
        };
        assert_eq!(text("Tag.N.Key"), "Tag*/Key");
        assert_eq!(text("Ids.N"), "Ids*");
        assert_eq!(text("A.N.B.M.C"), "A*/B*/C");
        assert_eq!(text("A.B"), "A/B");
        assert_eq!(text("Ids.1"), "Ids*");
        assert_eq!(text("Panes.N.X"), "Panes*/X");
        assert_eq!(text("A..B."), "A/B");
        assert_eq!(text("."), ".");
    }
}
