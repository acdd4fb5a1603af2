//! What one item of a list is called.

/// The name of one item of a list, said cautiously: `Foos` holds `Foo`, `Data` holds `DataItem`.
pub(crate) fn singular(list: &str) -> String {
    let cut = |tail: &str, put: &str| {
        list.strip_suffix(tail).filter(|rest| rest.len() > 1).map(|rest| format!("{rest}{put}"))
    };
    if let Some(name) = cut("List", "").or_else(|| cut("Set", "")).or_else(|| cut("Array", "")) {
        return if name.ends_with('s') { singular_word(&name).unwrap_or(name) } else { name };
    }
    singular_word(list).unwrap_or_else(|| format!("{list}Item"))
}

/// As [`singular`], for a name that may be one already.
pub(crate) fn singular_or_same(name: &str) -> String {
    singular_word(name).unwrap_or_else(|| name.to_owned())
}

/// English plurals as API pages write them; `None` where it is not plainly one.
fn singular_word(word: &str) -> Option<String> {
    const SAME: [&str; 10] = ["series", "species", "news", "ss", "us", "is", "alias", "canvas", "qos", "always"];
    const PLURAL: [&str; 4] = ["apis", "kpis", "pus", "nus"];
    const PLAIN: [&str; 3] = ["ookies", "ovies", "aches"];
    const SPELLED: [(&str, &str); 9] = [
        ("ies", "y"),
        ("sses", "ss"),
        ("tuses", "tus"),
        ("iases", "ias"),
        ("xes", "x"),
        ("shes", "sh"),
        ("tches", "tch"),
        ("nches", "nch"),
        ("rches", "rch"),
    ];
    let lower = word.to_ascii_lowercase();
    let ends = |tails: &[&str]| tails.iter().any(|tail| lower.ends_with(tail));
    if lower.len() < 3 || !lower.is_ascii() || !lower.ends_with('s') || (ends(&SAME) && !ends(&PLURAL)) {
        return None;
    }
    if !ends(&PLAIN) {
        for (tail, put) in SPELLED {
            if lower.ends_with(tail) {
                return word.get(..word.len() - tail.len()).map(|rest| format!("{rest}{put}"));
            }
        }
    }
    word.get(..word.len() - 1).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singles_are_said_cautiously() {
        let cases = [
            ("Instances", "Instance"),
            ("Policies", "Policy"),
            ("Addresses", "Address"),
            ("Statuses", "Status"),
            ("Status", "StatusItem"),
            ("Data", "DataItem"),
            ("CallList", "Call"),
            ("RecordsList", "Record"),
            ("InstanceSet", "Instance"),
            ("List", "ListItem"),
            ("Series", "SeriesItem"),
            ("Queries", "Query"),
            ("Caches", "Cache"),
            ("Infos", "Info"),
            ("Ids", "Id"),
            ("Cpus", "Cpu"),
            ("Details", "Detail"),
            ("IPs", "IP"),
            ("标签", "标签Item"),
            ("", "Item"),
        ];
        for (list, item) in cases {
            assert_eq!(singular(list), item);
        }
    }
}
