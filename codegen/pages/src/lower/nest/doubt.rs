//! How sure a place is, once all that speaks against it is known: the share of the trees in which a row stands there,
//! corrected by what that share does not see.
//!
//! The search knows the rows' places, not whether their lists have the wrapper that was presumed, nor whether the page's
//! samples contradict each other. The correction is a logistic regression, fitted to pages that the model of the places
//! has not seen; it makes of the share a probability that is right as often as it says.

use super::wrapper::Wrapper;
use super::{Holds, Placed, Table};

/// How many things count.
pub(super) const COUNT: usize = 10;

/// What speaks for or against a row's place, as numbers:
///
/// 0. one;
/// 1. the logarithm of the odds that the search gives it;
/// 2. one where no sample shows it there;
/// 3. one where the page has no samples at all;
/// 4. how many wrappers around it are presumed since the page's other lists have one;
/// 5. how many are known from other operations only, their absence too;
/// 6. how many are in dispute between samples;
/// 7. one where the odds are even, zero where they are certain: what is left of doubt between the places;
/// 8. of the lists around it that are bare, how many the product's other operations would make expect in a wrapper;
/// 9. how many of the wrappers around it a row names and no sample shows, where samples show the list.
pub(super) type Signs = [f32; COUNT];

/// The most that the logarithm of odds counts: beyond, the model's own faults are more probable.
const ODDS_MOST: f32 = 8.0;

/// What speaks for or against each row's place.
pub(super) fn signs(placed: &[Placed<'_>], table: Table<'_>) -> Vec<Signs> {
    let sampled = table.shape.is_some();
    let [_, product] = table.knowledge;
    let wrapped = product.wrapped_share(table.operation);
    let mut found: Vec<Signs> = Vec::with_capacity(placed.len());
    for place in placed {
        let share = place.share.clamp(1e-6, 1.0 - 1e-6);
        let odds = (share / (1.0 - share)).ln().clamp(-ODDS_MOST, ODDS_MOST);
        let even = 4.0 * share * (1.0 - share);
        let mut signs = [1.0, odds, f32::from(!place.shown), f32::from(!sampled), 0.0, 0.0, 0.0, even, 0.0, 0.0];
        // Parents stand before their rows.
        if let (Some(above), Some(around)) =
            (placed.get(usize::from(place.parent)), found.get(usize::from(place.parent)))
        {
            for sign in [4, 5, 6, 8, 9] {
                signs[sign] = around[sign];
            }
            match &above.holds {
                Holds::List(Wrapper::Presumed(_)) => signs[4] += 1.0,
                Holds::List(Wrapper::Known { same_operation: false, .. }) => signs[5] += 1.0,
                Holds::List(Wrapper::Shown { disputed: true, .. }) => signs[6] += 1.0,
                Holds::List(Wrapper::None) => signs[8] += wrapped,
                Holds::List(Wrapper::Row(row))
                    if above.shape.is_some_and(|shape| {
                        !table.rows.get(usize::from(*row)).is_some_and(|row| shape.members.contains_key(&row.name))
                    }) =>
                {
                    signs[9] += 1.0;
                }
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
