//! What the weights should make likely: of all trees of a page, those that its answers allow.
//!
//! Conditional likelihood, rather than a margin, since probabilities are wanted at the end. A tree has the weight e to
//! the power of minus its cost; both sums, over all trees and over the right ones, run over what a beam search keeps.
//! Right trees are searched for apart, so they are there even where the search for all would drop them; where the answers
//! know only some of a page's names, the trees that agree with these are right. Weights far from [`prior`] are held
//! against the fit.

use std::io::Write;

use spectable_pages::lower::{Learned, Ways, Weights};
use spectable_pages::{parallel, pipeline};

use crate::corpus::Corpus;
use crate::{Result, prior, solver};

/// How often trees are searched anew with the weights found so far.
const ROUNDS: usize = 4;

/// How strongly a weight of the wrong sign is held against the fit.
const NO_SIGN: f64 = 1000.0;

/// A page's ways, with the weight of the page.
struct Lesson {
    learned: Learned,
    weight: f64,
}

/// The weights that fit all products but the one that is left out.
pub(crate) fn fit(corpus: &Corpus, left_out: Option<&str>, strength: f64, out: &mut dyn Write) -> Result<Weights> {
    let pages: Vec<_> = corpus.pages.iter().filter(|page| Some(page.product.as_str()) != left_out).collect();
    let prior: Vec<f64> = prior::prior().numbers().iter().map(|weight| f64::from(*weight)).collect();
    let mut weights = prior::prior();
    let mut summary = (0, 0, 0.0);
    for _ in 0..ROUNDS {
        let files = corpus.files(|page| Some(page.product.as_str()) != left_out);
        let operations: std::collections::BTreeMap<&str, &str> =
            pages.iter().map(|page| (page.file.path.as_str(), page.operation.as_str())).collect();
        let learned = pipeline::lessons(files, |path, _, lesson| {
            let known = corpus.known.get(*operations.get(path)?)?;
            lesson.learn(&weights, &known.answers)
        });
        let lessons: Vec<Lesson> = learned
            .into_iter()
            .zip(&pages)
            .filter_map(|(learned, page)| Some(Lesson { learned: learned??, weight: page.weight }))
            .collect();
        let lost = lessons.iter().filter(|lesson| lesson.learned.lost > 0).count();
        let start: Vec<f64> = weights.numbers().iter().map(|weight| f64::from(*weight)).collect();
        let cost = |numbers: &[f64]| evaluate(&lessons, numbers, &prior, strength);
        let (numbers, cost) = solver::minimise(start, &cost)?;
        summary = (lessons.len(), lost, cost);
        let mut found = weights.numbers();
        for (weight, number) in found.iter_mut().zip(numbers) {
            #[allow(clippy::cast_possible_truncation, reason = "a handful of digits are enough")]
            {
                *weight = number as f32;
            }
        }
        weights = Weights::new(found);
    }
    let (lessons, lost, cost) = summary;
    let name = left_out.map_or_else(|| "all".to_owned(), |product| format!("without {product}"));
    writeln!(out, "{name}: {lessons} nested pages, {lost} with rows where no answer fits, objective {cost:.2}")?;
    Ok(weights)
}

/// What the weights cost on the lessons, and its slope.
fn evaluate(lessons: &[Lesson], weights: &[f64], prior: &[f64], strength: f64) -> (f64, Vec<f64>) {
    let size = lessons.len().div_ceil(16).max(1);
    let parts = parallel::map(lessons.chunks(size), |lessons| {
        let mut slope = vec![0.0; weights.len()];
        let mut cost = 0.0;
        for Lesson { learned, weight } in lessons {
            let mut of_page = vec![0.0; weights.len()];
            let all = sum(&learned.all, weights, -weight, &mut of_page);
            let right = sum(&learned.right, weights, *weight, &mut of_page);
            // Right trees that the search for all has dropped can't be more probable than all.
            if all > right {
                cost += weight * (all - right);
                slope.iter_mut().zip(of_page).for_each(|(slope, part)| *slope += part);
            }
        }
        (cost, slope)
    });
    let mut slope: Vec<f64> = weights.iter().zip(prior).map(|(weight, prior)| strength * (weight - prior)).collect();
    let mut cost = slope.iter().map(|slope| slope * slope).sum::<f64>() / (2.0 * strength);
    // What is odd must not make a place better: on pages of a kind that was not seen, such a weight puts all rows there.
    for ((weight, slope), excuse) in weights.iter().zip(&mut slope).zip(prior::excuses()) {
        let below = if excuse { weight.max(0.0) } else { weight.min(0.0) };
        cost += NO_SIGN * below * below / 2.0;
        *slope += NO_SIGN * below;
    }
    for (part, slopes) in parts {
        cost += part;
        slope.iter_mut().zip(slopes).for_each(|(slope, part)| *slope += part);
    }
    (cost, slope)
}

/// The logarithm of the sum over all ways; adds `factor` times the oddities that are to be expected to `slope`.
fn sum(ways: &Ways, weights: &[f64], factor: f64, slope: &mut [f64]) -> f64 {
    // By edge, and then by end.
    let mut start = 0;
    let costs: Vec<f64> = ways
        .stops
        .iter()
        .map(|stop| {
            let odd = ways.odd.get(start..*stop as usize).unwrap_or_default();
            start = *stop as usize;
            odd.iter().map(|(oddity, amount)| weights[usize::from(*oddity)] * f64::from(*amount)).sum()
        })
        .collect();
    // Forward: the logarithm of the sum over the ways to each state.
    let mut before: Vec<Vec<f64>> = vec![vec![0.0]];
    let mut at = 0;
    for edges in &ways.rows {
        let states = edges.iter().map(|edge| usize::from(edge.1) + 1).max().unwrap_or(0);
        let mut sums = vec![f64::NEG_INFINITY; states];
        for (from, to) in edges {
            let way = before.last().map_or(0.0, |before| before[usize::from(*from)]) - costs[at];
            sums[usize::from(*to)] = add(sums[usize::from(*to)], way);
            at += 1;
        }
        before.push(sums);
    }
    let ends = &costs[at..];
    let last = before.last().map_or(&[][..], Vec::as_slice);
    let all = last.iter().zip(ends).fold(f64::NEG_INFINITY, |all, (sum, end)| add(all, sum - end));
    // Backward: from each state to the end, and with it the share of every edge.
    let mut behind: Vec<f64> = ends.iter().map(|end| -end).collect();
    let mut expect = |at: usize, share: f64| {
        let from = if at == 0 { 0 } else { ways.stops[at - 1] as usize };
        for (oddity, amount) in &ways.odd[from..ways.stops[at] as usize] {
            slope[usize::from(*oddity)] += factor * share * f64::from(*amount);
        }
    };
    for (state, (sum, end)) in last.iter().zip(ends).enumerate() {
        expect(at + state, (sum - end - all).exp());
    }
    for (row, edges) in ways.rows.iter().enumerate().rev() {
        at -= edges.len();
        let mut sums = vec![f64::NEG_INFINITY; before[row].len()];
        for (index, (from, to)) in edges.iter().enumerate() {
            let (from, rest) = (usize::from(*from), behind[usize::from(*to)] - costs[at + index]);
            let share = (before[row][from] + rest - all).exp();
            if share > 1e-9 {
                expect(at + index, share);
            }
            sums[from] = add(sums[from], rest);
        }
        behind = sums;
    }
    all
}

/// The logarithm of the sum of two numbers whose logarithms these are.
fn add(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two rows; the second has two places from either of two states.
    fn ways() -> Ways {
        let odd = vec![(0, 1.0), (1, 2.0), (0, 0.5), (1, 1.0), (0, 2.0), (1, 0.5)];
        let rows = vec![vec![(0, 0), (0, 1)], vec![(0, 0), (1, 0), (1, 1)]];
        Ways { rows, ends: 2, stops: vec![1, 2, 3, 4, 4, 5, 6], odd }
    }

    #[test]
    fn the_slope_is_that_of_the_sum() {
        let ways = ways();
        let at = |weights: [f64; 2]| sum(&ways, &weights, 1.0, &mut [0.0; 2]);
        let mut slope = [0.0; 2];
        sum(&ways, &[0.7, -0.4], -1.0, &mut slope);
        let step = 1e-6;
        for (index, slope) in slope.into_iter().enumerate() {
            let moved = |by: f64| {
                let mut weights = [0.7, -0.4];
                weights[index] += by;
                at(weights)
            };
            let measured = (moved(step) - moved(-step)) / (2.0 * step);
            assert!((measured - slope).abs() < 1e-5, "{measured} {slope}");
        }
    }
}
