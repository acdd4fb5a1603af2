//! How sure a place is, once all that speaks against it is known: the share of the trees in which a row stands there,
//! corrected by what that share does not see.
//!
//! The search knows the rows' places, not whether their lists have the wrapper that was presumed, nor whether the page's
//! samples contradict each other. The correction is a logistic regression, fitted to pages that the model of the places
//! has not seen; it makes of the share a probability that is right as often as it says.

use super::wrapper::Wrapper;
use super::{Holds, Placed, Table};

/// How many things count.
pub(super) const COUNT: usize = 6;

/// What speaks for or against a row's place, as numbers:
///
/// 0. one;
/// 1. the logarithm of the odds that the search gives it;
/// 2. one where no sample shows it there;
/// 3. how many wrappers around it are presumed since the page's other lists have one;
/// 4. how many are in dispute between samples;
/// 5. of the lists around it that are bare, how many the product's other operations would make expect in a wrapper.
pub(super) type Signs = [f32; COUNT];

/// How probable it is that what only samples show is in the schema too: so many of those that the answers of left-out
/// products can tell.
pub(crate) const OF_SAMPLES: f32 = 0.94;

/// The most that the logarithm of odds counts: beyond, the model's own faults are more probable.
const ODDS_MOST: f32 = 8.0;

/// What speaks for or against each row's place.
pub(super) fn signs(placed: &[Placed<'_>], table: Table<'_>) -> Vec<Signs> {
    let [_, product] = table.knowledge;
    let wrapped = product.wrapped_share(table.operation);
    let mut found: Vec<Signs> = Vec::with_capacity(placed.len());
    for place in placed {
        let share = place.share.clamp(1e-6, 1.0 - 1e-6);
        let odds = (share / (1.0 - share)).ln().clamp(-ODDS_MOST, ODDS_MOST);
        let mut signs = [1.0, odds, f32::from(!place.shown), 0.0, 0.0, 0.0];
        // Parents stand before their rows.
        if let (Some(above), Some(around)) =
            (placed.get(usize::from(place.parent)), found.get(usize::from(place.parent)))
        {
            signs[3..].copy_from_slice(&around[3..]);
            match &above.holds {
                Holds::List(Wrapper::Presumed(_)) => signs[3] += 1.0,
                Holds::List(Wrapper::Shown { disputed: true, .. }) => signs[4] += 1.0,
                Holds::List(Wrapper::None) => signs[5] += wrapped,
                _ => {}
            }
        }
        found.push(signs);
    }
    found
}

/// The probability that signs make.
pub(super) fn probability(signs: &Signs, weights: &Signs) -> f32 {
    let odds: f32 = signs.iter().zip(weights).map(|(sign, weight)| sign * weight).sum();
    1.0 / (1.0 + (-odds).exp())
}
