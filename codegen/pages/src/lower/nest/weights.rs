//! What each oddity of a placement costs, fitted to pages whose schema is known.
//!
//! Costs are roughly logarithms of odds: 1 is "a little odd", 3 is "hardly", 6 is "almost never".

use super::oddity::Oddity;

/// What an oddity costs, times its amount.
pub(super) const fn weight(oddity: Oddity) -> f32 {
    WEIGHTS[oddity as usize]
}

/// By the oddity's number.
const WEIGHTS: [f32; Oddity::COUNT] = by_number(&[
    (Oddity::Ends, 0.1),
    (Oddity::EmptyStruct, 1.5),
    (Oddity::EmptyShownStruct, 1.2),
    (Oddity::EmptyNamedList, 1.8),
    (Oddity::EmptyShownList, 1.5),
    (Oddity::EmptyList, 0.3),
    (Oddity::EmptyBlank, 0.5),
    (Oddity::Leaves, 1.04),
    (Oddity::LeavesEarly, 0.14),
    (Oddity::BesideWrapper, 1.2),
    (Oddity::BelowExample, 3.0),
    (Oddity::BelowScalar, 1.12),
    (Oddity::BelowValues, 5.0),
    (Oddity::BelowMap, 0.8),
    (Oddity::NotWrapper, 6.0),
    (Oddity::ScalarWithMembers, 1.0),
    (Oddity::ContainerAsValue, 1.29),
    (Oddity::ShownElsewhere, 6.0),
    (Oddity::NotShown, 1.7),
    (Oddity::LargeSample, -0.25),
    (Oddity::SampleWithGaps, -1.38),
    (Oddity::NotShownAtRoot, 0.45),
    (Oddity::NeverFree, 1.0),
    (Oddity::NoSamples, 2.06),
    (Oddity::ShownUnderOther, 3.59),
    (Oddity::NothingShown, 0.38),
    (Oddity::OnlyOthersShow, 0.1),
    (Oddity::OthersShow, -2.65),
    (Oddity::OthersShowNot, 0.67),
    (Oddity::DoubledRow, 0.35),
    (Oddity::DoubledName, 6.0),
    (Oddity::RequestIdBelow, 8.6),
    (Oddity::RequestIdShownBelow, 2.0),
    (Oddity::RootNameBelow, 1.25),
    (Oddity::BrokenOrder, 1.0),
]);

/// How much the odds of order count: an amount of [`Oddity::BrokenOrder`] is so many times their logarithm.
pub(super) const ORDER_SCALE: f32 = 1.7;

/// The most that a break in order may cost.
pub(super) const ORDER_MOST: f32 = 7.0;

/// The most that the logarithm of a sample's size may count.
pub(super) const SIZE_MOST: f32 = 6.0;

/// The least that a row costs which the sample of its parent does not show, unless other pages do.
pub(super) const GAP_LEAST: f32 = 0.1;

/// The table, whose entries must stand in the order of their oddities: the build fails otherwise.
const fn by_number(pairs: &[(Oddity, f32); Oddity::COUNT]) -> [f32; Oddity::COUNT] {
    let mut table = [0.0; Oddity::COUNT];
    let mut at = 0;
    while at < table.len() {
        assert!(pairs[at].0 as usize == at, "an entry for each oddity, in their order");
        table[at] = pairs[at].1;
        at += 1;
    }
    table
}
