//! The model of nesting: written by `cargo run --release -p spectable-fit`, not by hand.
//!
//! Reached on products that were left out of the fit, each by a model that has seen all the others:
//!
//! | product | pages | exact % | rows right % | silently wrong % | guesses % |
//! |---|---|---|---|---|---|
//! | alikafka |   103 | 100.00 | 100.00 |  0.00 |  0.00 |
//! | ccc |   116 |  99.14 |  99.93 |  0.86 |  2.16 |
//! | cdn |   260 |  98.08 |  99.67 |  1.54 |  0.28 |
//! | cms |   342 |  98.83 |  99.40 |  0.88 |  0.45 |
//! | ecs |   520 |  98.27 |  98.64 |  1.35 |  0.90 |
//! | ess |   134 |  96.27 |  99.49 |  0.00 |  4.94 |
//! | gpdb |   154 | 100.00 | 100.00 |  0.00 |  2.17 |
//! | kms |   124 | 100.00 | 100.00 |  0.00 |  0.97 |
//! | mongodb |   180 |  98.33 |  99.68 |  0.00 |  2.92 |
//! | nas |    63 | 100.00 | 100.00 |  0.00 |  0.00 |
//! | nat |    54 | 100.00 | 100.00 |  0.00 |  0.81 |
//! | rtc |    36 |  97.22 |  98.48 |  2.78 |  0.00 |
//! | sae |    71 | 100.00 | 100.00 |  0.00 |  0.00 |
//! | slb |   213 |  99.53 |  99.64 |  0.47 |  3.09 |
//! | smartag |   185 | 100.00 | 100.00 |  0.00 |  1.53 |
//! | vod |   402 |  98.76 |  98.43 |  0.50 |  1.71 |
//! | waf |    28 | 100.00 | 100.00 |  0.00 |  0.00 |
//! | all |  2985 |  98.86 |  99.36 |  0.64 |  1.42 |
//!
//! | probability | rows | promised % | right % |
//! |---|---|---|---|
//! | 0.000 to 0.500 |     20 |  30.65 |  90.00 |
//! | 0.500 to 0.700 |     41 |  62.03 |  63.41 |
//! | 0.700 to 0.800 |    122 |  77.05 |  64.75 |
//! | 0.800 to 0.900 |    252 |  85.07 |  87.70 |
//! | 0.900 to 0.950 |    270 |  92.68 |  98.15 |
//! | 0.950 to 0.980 |    427 |  96.90 |  98.36 |
//! | 0.980 to 0.990 |    465 |  98.45 |  95.91 |
//! | 0.990 to 0.995 |   1646 |  99.30 |  99.88 |
//! | 0.995 to 1.000 |  23776 |  99.90 |  99.79 |

use super::doubt::Signs;
use super::oddity::Oddity;

/// What each oddity costs, times its amount.
pub(super) const WEIGHTS: &[(Oddity, f32)] = &[
    (Oddity::EmptyStruct, 1.004),
    (Oddity::EmptyShownStruct, 1.001),
    (Oddity::EmptyNamedList, 2.022),
    (Oddity::EmptyShownList, 1.944),
    (Oddity::EmptyBlank, 1.179),
    (Oddity::Leaves, 0.343),
    (Oddity::LeavesEarly, 0.278),
    (Oddity::BesideWrapper, 2.914),
    (Oddity::BelowExample, 2.730),
    (Oddity::BelowScalar, 4.002),
    (Oddity::BelowValues, 4.010),
    (Oddity::BelowMap, 1.096),
    (Oddity::NotWrapper, 4.021),
    (Oddity::ScalarWithMembers, 0.997),
    (Oddity::ContainerAsValue, 0.969),
    (Oddity::ShownElsewhere, 5.576),
    (Oddity::NotShown, 2.676),
    (Oddity::LargeSample, -0.336),
    (Oddity::NotShownAtRoot, 0.829),
    (Oddity::GapBefore, -0.618),
    (Oddity::OthersShowAtRoot, 1.668),
    (Oddity::OthersShowBelow, 1.341),
    (Oddity::NoSamples, 1.133),
    (Oddity::ShownUnderOther, 0.772),
    (Oddity::NothingShown, 1.060),
    (Oddity::OnlyOthersShow, -0.002),
    (Oddity::OthersShow, 2.171),
    (Oddity::OthersShowUnder, 0.487),
    (Oddity::OthersShowNot, 0.786),
    (Oddity::UnlikeTwin, 1.168),
    (Oddity::DoubledRow, 0.762),
    (Oddity::DoubledName, 4.137),
    (Oddity::RequestIdBelow, 4.011),
    (Oddity::RequestIdShownBelow, 2.039),
    (Oddity::RootNameBelow, 1.198),
    (Oddity::PagingInItem, 2.085),
    (Oddity::MembersLeft, 0.982),
    (Oddity::BrokenRootOrder, 1.121),
    (Oddity::BrokenRootOrderShown, 1.041),
    (Oddity::BrokenOrder, 2.365),
    (Oddity::BrokenOrderShown, 1.431),
];

/// How much each sign counts.
pub(super) const DOUBT: Signs = [2.921, 0.511, -1.975, -1.443, 0.028, -3.927];

/// A place that is less probable is a guess.
pub(super) const SURE: f32 = 0.88;
