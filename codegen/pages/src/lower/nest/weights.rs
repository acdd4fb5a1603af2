//! The model of nesting: written by `cargo run --release -p spectable-fit`, not by hand.
//!
//! Reached on products that were left out of the fit, each by a model that has seen all the others:
//!
//! | product | pages | exact % | rows right % | silently wrong % | guesses % |
//! |---|---|---|---|---|---|
//! | alikafka |   103 | 100.00 | 100.00 |  0.00 |  0.74 |
//! | ccc |   116 |  99.14 |  99.93 |  0.86 |  2.23 |
//! | cdn |   260 |  98.08 |  99.67 |  0.77 |  1.04 |
//! | cms |   342 |  98.83 |  99.40 |  0.88 |  1.86 |
//! | ecs |   520 |  98.27 |  98.64 |  1.35 |  2.38 |
//! | ess |   134 |  96.27 |  99.49 |  0.00 |  8.44 |
//! | gpdb |   154 | 100.00 | 100.00 |  0.00 |  3.13 |
//! | kms |   124 | 100.00 | 100.00 |  0.00 |  1.45 |
//! | mongodb |   180 |  97.78 |  99.61 |  0.00 |  3.86 |
//! | nas |    63 | 100.00 | 100.00 |  0.00 |  0.00 |
//! | nat |    54 | 100.00 | 100.00 |  0.00 |  0.81 |
//! | rtc |    36 |  97.22 |  98.48 |  2.78 |  0.00 |
//! | sae |    71 | 100.00 | 100.00 |  0.00 |  0.11 |
//! | slb |   213 |  98.59 |  99.05 |  0.47 |  4.82 |
//! | smartag |   185 | 100.00 | 100.00 |  0.00 |  2.68 |
//! | vod |   402 |  98.51 |  98.29 |  0.25 |  2.21 |
//! | waf |    28 | 100.00 | 100.00 |  0.00 |  0.00 |
//! | all |  2985 |  98.73 |  99.30 |  0.54 |  2.44 |
//!
//! | probability | rows | promised % | right % |
//! |---|---|---|---|
//! | 0.000 to 0.500 |     30 |  20.07 |  66.67 |
//! | 0.500 to 0.700 |     33 |  64.17 |  57.58 |
//! | 0.700 to 0.800 |     68 |  76.86 |  75.00 |
//! | 0.800 to 0.900 |    407 |  86.01 |  83.54 |
//! | 0.900 to 0.950 |    314 |  92.58 |  96.82 |
//! | 0.950 to 0.980 |    463 |  96.85 |  95.90 |
//! | 0.980 to 0.990 |    631 |  98.50 |  99.52 |
//! | 0.990 to 0.995 |   3244 |  99.31 |  99.88 |
//! | 0.995 to 1.000 |  21829 |  99.83 |  99.79 |

use super::doubt::Signs;
use super::oddity::Oddity;

/// What each oddity costs, times its amount.
pub(super) const WEIGHTS: &[(Oddity, f32)] = &[
    (Oddity::EmptyStruct, 1.008),
    (Oddity::EmptyShownStruct, 1.004),
    (Oddity::EmptyNamedList, 2.036),
    (Oddity::EmptyShownList, 1.944),
    (Oddity::EmptyBlank, 1.242),
    (Oddity::Leaves, 0.343),
    (Oddity::LeavesEarly, 0.256),
    (Oddity::BesideWrapper, 2.932),
    (Oddity::BelowExample, 2.742),
    (Oddity::BelowScalar, 4.032),
    (Oddity::BelowValues, 4.012),
    (Oddity::BelowMap, 1.089),
    (Oddity::NotWrapper, 4.021),
    (Oddity::ScalarWithMembers, 0.993),
    (Oddity::ContainerAsValue, 0.966),
    (Oddity::ShownElsewhere, 4.021),
    (Oddity::NotShown, 2.557),
    (Oddity::LargeSample, -0.260),
    (Oddity::NotShownAtRoot, 0.895),
    (Oddity::GapBefore, -0.580),
    (Oddity::OthersShowAtRoot, 1.687),
    (Oddity::OthersShowBelow, 1.355),
    (Oddity::NoSamples, 1.132),
    (Oddity::ShownUnderOther, 0.681),
    (Oddity::NothingShown, 1.138),
    (Oddity::OnlyOthersShow, -0.002),
    (Oddity::OthersShow, 2.150),
    (Oddity::OthersShowUnder, 0.463),
    (Oddity::OthersShowNot, 0.780),
    (Oddity::UnlikeTwin, 1.172),
    (Oddity::DoubledRow, 0.741),
    (Oddity::DoubledName, 4.143),
    (Oddity::RequestIdBelow, 4.011),
    (Oddity::RequestIdShownBelow, 2.039),
    (Oddity::RootNameBelow, 1.194),
    (Oddity::PagingInItem, 2.089),
    (Oddity::MembersLeft, 1.155),
    (Oddity::BrokenRootOrder, 1.136),
    (Oddity::BrokenRootOrderShown, 1.064),
    (Oddity::BrokenOrder, 2.287),
    (Oddity::BrokenOrderShown, 1.772),
];

/// How much each sign counts.
pub(super) const DOUBT: Signs = [2.050, 0.550, -1.622, 0.000, -1.672, 0.375, -0.594, 0.809, -3.432, 0.874];

/// A place that is less probable is a guess.
pub(super) const SURE: f32 = 0.92;
