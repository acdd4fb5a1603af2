//! The model of nesting: written by `cargo run --release -p spectable-fit`, not by hand.
//!
//! Reached on products that were left out of the fit, each by a model that has seen all the others:
//!
//! | product | pages | exact % | rows right % | silently wrong % | guesses % |
//! |---|---|---|---|---|---|
//! | alikafka |   103 | 100.00 | 100.00 |  0.00 |  0.00 |
//! | ccc |   116 |  99.14 |  99.93 |  0.86 |  2.16 |
//! | cdn |   260 |  98.08 |  99.67 |  1.54 |  0.28 |
//! | cms |   342 |  98.83 |  99.40 |  0.88 |  0.50 |
//! | ecs |   520 |  98.27 |  98.64 |  1.35 |  0.90 |
//! | ess |   134 |  96.27 |  99.49 |  0.00 |  4.32 |
//! | gpdb |   154 | 100.00 | 100.00 |  0.00 |  2.17 |
//! | kms |   124 | 100.00 | 100.00 |  0.00 |  0.97 |
//! | mongodb |   180 |  97.78 |  99.61 |  0.00 |  2.84 |
//! | nas |    63 | 100.00 | 100.00 |  0.00 |  0.00 |
//! | nat |    54 | 100.00 | 100.00 |  0.00 |  0.81 |
//! | rtc |    36 |  97.22 |  98.48 |  2.78 |  0.00 |
//! | sae |    71 | 100.00 | 100.00 |  0.00 |  0.00 |
//! | slb |   213 |  98.59 |  99.05 |  0.47 |  3.45 |
//! | smartag |   185 | 100.00 | 100.00 |  0.00 |  1.53 |
//! | vod |   402 |  98.76 |  98.43 |  0.50 |  1.71 |
//! | waf |    28 | 100.00 | 100.00 |  0.00 |  0.00 |
//! | all |  2985 |  98.76 |  99.32 |  0.64 |  1.42 |
//!
//! | probability | rows | promised % | right % |
//! |---|---|---|---|
//! | 0.000 to 0.500 |     34 |  25.98 |  64.71 |
//! | 0.500 to 0.700 |     32 |  63.93 |  53.12 |
//! | 0.700 to 0.800 |    103 |  76.83 |  78.64 |
//! | 0.800 to 0.900 |    268 |  84.89 |  80.22 |
//! | 0.900 to 0.950 |    250 |  92.57 |  98.80 |
//! | 0.950 to 0.980 |    429 |  96.94 |  97.90 |
//! | 0.980 to 0.990 |    498 |  98.48 |  96.18 |
//! | 0.990 to 0.995 |   1671 |  99.29 |  99.88 |
//! | 0.995 to 1.000 |  23734 |  99.86 |  99.79 |

use super::doubt::Signs;
use super::oddity::Oddity;

/// What each oddity costs, times its amount.
pub(super) const WEIGHTS: &[(Oddity, f32)] = &[
    (Oddity::EmptyStruct, 1.005),
    (Oddity::EmptyShownStruct, 1.001),
    (Oddity::EmptyNamedList, 2.022),
    (Oddity::EmptyShownList, 1.941),
    (Oddity::EmptyBlank, 1.179),
    (Oddity::Leaves, 0.363),
    (Oddity::LeavesEarly, 0.271),
    (Oddity::BesideWrapper, 2.961),
    (Oddity::BelowExample, 2.732),
    (Oddity::BelowScalar, 4.002),
    (Oddity::BelowValues, 4.010),
    (Oddity::BelowMap, 1.097),
    (Oddity::NotWrapper, 4.020),
    (Oddity::ScalarWithMembers, 0.997),
    (Oddity::ContainerAsValue, 0.968),
    (Oddity::ShownElsewhere, 5.510),
    (Oddity::NotShown, 2.681),
    (Oddity::LargeSample, -0.359),
    (Oddity::NotShownAtRoot, 0.835),
    (Oddity::GapBefore, -0.572),
    (Oddity::OthersShowAtRoot, 1.658),
    (Oddity::OthersShowBelow, 1.353),
    (Oddity::NoSamples, 1.133),
    (Oddity::ShownUnderOther, 0.762),
    (Oddity::NothingShown, 1.117),
    (Oddity::OnlyOthersShow, -0.002),
    (Oddity::OthersShow, 2.169),
    (Oddity::OthersShowUnder, 0.486),
    (Oddity::OthersShowNot, 0.781),
    (Oddity::UnlikeTwin, 1.169),
    (Oddity::DoubledRow, 0.765),
    (Oddity::DoubledName, 4.137),
    (Oddity::RequestIdBelow, 4.012),
    (Oddity::RequestIdShownBelow, 2.039),
    (Oddity::RootNameBelow, 1.191),
    (Oddity::PagingInItem, 2.084),
    (Oddity::MembersLeft, 0.989),
    (Oddity::BrokenRootOrder, 1.127),
    (Oddity::BrokenRootOrderShown, 1.047),
    (Oddity::BrokenOrder, 2.355),
    (Oddity::BrokenOrderShown, 1.436),
];

/// How much each sign counts.
pub(super) const DOUBT: Signs = [2.864, 0.507, -1.912, -1.442, -0.764, -3.463];

/// A place that is less probable is a guess.
pub(super) const SURE: f32 = 0.88;
