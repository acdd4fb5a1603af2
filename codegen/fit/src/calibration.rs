//! From the share of trees in which a row stands where it was put to a probability that is right as often as it says.
//!
//! A logistic regression over what speaks for and against a place, fitted to the places of products whose model has not
//! seen them. What is reported of a product comes from a regression that has not seen it either.

use std::collections::BTreeMap;

use spectable_pages::lower::Model;

use crate::trial::Judged;
use crate::{Result, solver};

/// What speaks for and against a place.
pub(crate) type Signs = [f32; Model::SIGNS];

/// How strongly large weights are held against the fit.
const STRENGTH: f64 = 1.0;

/// A place less probable than this is a guess. Chosen on left-out products: above it, up to where one row in thirty is a
/// guess, hardly fewer pages are silently wrong; below it, more are. The tool prints the table.
pub(crate) const SURE: f32 = 0.88;

/// Regressions.
pub(crate) struct Calibration {
    /// Fitted to all products.
    pub(crate) all: Signs,
    /// By product: fitted to all the others.
    pub(crate) without: BTreeMap<String, Signs>,
}

impl Calibration {
    /// How probable a row of a product is by the regression that has not seen it.
    pub(crate) fn probability(&self, product: &str, signs: &Signs) -> f32 {
        Model::probability(signs, self.without.get(product).unwrap_or(&self.all))
    }
}

/// Fits the regressions.
pub(crate) fn fit(judged: &[Judged]) -> Result<Calibration> {
    let products: std::collections::BTreeSet<&str> = judged.iter().map(|page| page.product.as_str()).collect();
    let mut without = BTreeMap::new();
    for product in products {
        without.insert(product.to_owned(), regress(judged, |page| page.product != product)?);
    }
    Ok(Calibration { all: regress(judged, |_| true)?, without })
}

fn regress(judged: &[Judged], choose: impl Fn(&Judged) -> bool) -> Result<Signs> {
    let rows: Vec<([f64; Model::SIGNS], bool)> = judged
        .iter()
        .filter(|page| choose(page))
        .flat_map(|page| page.rows.iter().map(|row| (row.signs.map(f64::from), row.right)))
        .collect();
    let cost = |weights: &[f64]| {
        let mut cost = STRENGTH * weights.iter().map(|weight| weight * weight).sum::<f64>() / 2.0;
        let mut slope: Vec<f64> = weights.iter().map(|weight| STRENGTH * weight).collect();
        for (signs, right) in &rows {
            let odds: f64 = signs.iter().zip(weights).map(|(sign, weight)| sign * weight).sum();
            let towards = if *right { 1.0 } else { -1.0 };
            cost += (-towards * odds).max(0.0) + (-odds.abs()).exp().ln_1p();
            let miss = 1.0 / (1.0 + (-odds).exp()) - f64::from(u8::from(*right));
            slope.iter_mut().zip(signs).for_each(|(slope, sign)| *slope += miss * sign);
        }
        (cost, slope)
    };
    let mut start = vec![0.0; Model::SIGNS];
    start[1] = 1.0;
    let (found, _) = solver::minimise(start, &cost)?;
    let mut weights: Signs = [0.0; Model::SIGNS];
    for (weight, number) in weights.iter_mut().zip(found) {
        #[allow(clippy::cast_possible_truncation, reason = "a handful of digits are enough")]
        {
            *weight = number as f32;
        }
    }
    Ok(weights)
}
