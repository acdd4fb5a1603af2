//! What a person would say of each oddity before looking at pages: the weights start here and are held to it, so that an
//! oddity that the pages say little about keeps a sensible weight.
//!
//! 1 is "a little odd", 2 "odd", 4 "hardly ever"; nothing here was tuned.

use spectable_pages::lower::Weights;

/// By name; what is not here has no weight.
const PRIOR: &[(&str, f32)] = &[
    ("EmptyStruct", 1.0),
    ("EmptyShownStruct", 1.0),
    ("EmptyNamedList", 2.0),
    ("EmptyShownList", 2.0),
    ("EmptyBlank", 1.0),
    ("Leaves", 0.5),
    ("BesideWrapper", 2.0),
    ("BelowExample", 2.0),
    ("BelowScalar", 4.0),
    ("BelowValues", 4.0),
    ("BelowMap", 1.0),
    ("NotWrapper", 4.0),
    ("ScalarWithMembers", 1.0),
    ("ContainerAsValue", 1.0),
    ("ShownElsewhere", 6.0),
    ("NotShown", 2.0),
    ("NotShownAtRoot", 0.5),
    ("OthersShowAtRoot", 2.0),
    ("OthersShowBelow", 1.0),
    ("NoSamples", 1.0),
    ("ShownUnderOther", 2.0),
    ("NothingShown", 1.0),
    ("OnlyOthersShow", 0.5),
    ("OthersShow", 2.0),
    ("OthersShowUnder", 1.0),
    ("OthersShowNot", 1.0),
    ("UnlikeTwin", 1.0),
    ("DoubledRow", 0.5),
    ("DoubledName", 4.0),
    ("RequestIdBelow", 4.0),
    ("RequestIdShownBelow", 2.0),
    ("RootNameBelow", 1.0),
    ("MembersLeft", 0.5),
    ("PagingInItem", 2.0),
    ("BrokenRootOrder", 1.0),
    ("BrokenRootOrderShown", 0.5),
    ("BrokenOrderShown", 0.5),
    ("BrokenOrder", 2.0),
];

/// What speaks for a place rather than against it.
const EXCUSES: &[&str] = &["LargeSample", "GapBefore"];

/// By oddity: whether it may have a negative weight.
pub(crate) fn excuses() -> Vec<bool> {
    Weights::names().map(|name| EXCUSES.contains(&name.as_str())).collect()
}

/// The weights before the fit.
pub(crate) fn prior() -> Weights {
    let mut weights = [0.0; Weights::COUNT];
    for (weight, name) in weights.iter_mut().zip(Weights::names()) {
        *weight = PRIOR.iter().find(|(known, _)| *known == name).map_or(0.0, |(_, weight)| *weight);
    }
    Weights::new(weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_an_oddity() {
        let names: Vec<String> = Weights::names().collect();
        for name in PRIOR.iter().map(|(name, _)| name).chain(EXCUSES) {
            assert!(names.iter().any(|known| known == name), "{name}");
        }
    }
}
