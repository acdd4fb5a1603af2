//! What the trials reached, in tables.

use std::collections::BTreeMap;
use std::io::Write;

use crate::Result;
use crate::calibration::{Calibration, SURE};
use crate::trial::Judged;

/// The upper ends of the bins of probability.
const BINS: [f32; 9] = [0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.01];

/// Thresholds of doubt to choose from.
const THRESHOLDS: [f32; 8] = [0.7, 0.8, 0.85, 0.88, 0.9, 0.92, 0.95, 0.97];

/// What pages reached together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    pages: u32,
    exact: u32,
    silent: u32,
    rows: u32,
    right: u32,
    guesses: u32,
}

impl Figures {
    fn add(&mut self, page: &Judged, calibration: &Calibration, sure: f32) {
        let is_guess = |signs| calibration.probability(&page.product, signs) < sure;
        let count = |size: usize| u32::try_from(size).unwrap_or(u32::MAX);
        let wrong: Vec<_> = page.rows.iter().filter(|row| !row.right).collect();
        self.pages += 1;
        self.exact += u32::from(wrong.is_empty());
        self.silent += u32::from(wrong.iter().any(|row| !is_guess(&row.signs)));
        self.rows += count(page.rows.len());
        self.right += count(page.rows.len() - wrong.len());
        self.guesses += count(page.rows.iter().filter(|row| is_guess(&row.signs)).count());
    }

    /// The figures as cells of a table.
    pub(crate) fn cells(self) -> String {
        let share = |part: u32, of: u32| 100.0 * f64::from(part) / f64::from(of.max(1));
        format!(
            "{:>5} | {:>6.2} | {:>6.2} | {:>5.2} | {:>5.2}",
            self.pages,
            share(self.exact, self.pages),
            share(self.right, self.rows),
            share(self.silent, self.pages),
            share(self.guesses, self.rows)
        )
    }
}

/// The head of a table of [`Figures`].
pub(crate) const HEAD: &str = "pages | exact % | rows right % | silently wrong % | guesses %";

/// By product, and all together under the name `all`.
pub(crate) fn figures(judged: &[Judged], calibration: &Calibration) -> Vec<(String, Figures)> {
    let mut by: BTreeMap<&str, Figures> = BTreeMap::new();
    let mut all = Figures::default();
    for page in judged {
        by.entry(&page.product).or_default().add(page, calibration, SURE);
        all.add(page, calibration, SURE);
    }
    let by = by.into_iter().map(|(product, figures)| (product.to_owned(), figures));
    by.chain(std::iter::once(("all".to_owned(), all))).collect()
}

/// A bin of probability: its ends, how many rows fall in it, how many of these are right, and what they promised.
pub(crate) struct Bin {
    pub(crate) from: f32,
    pub(crate) to: f32,
    pub(crate) rows: u32,
    pub(crate) right: u32,
    pub(crate) promised: f32,
}

/// How often rows are right that are so probable.
pub(crate) fn reliability(judged: &[Judged], calibration: &Calibration) -> Vec<Bin> {
    let mut from = 0.0;
    let mut bins: Vec<Bin> = BINS
        .iter()
        .map(|to| {
            let bin = Bin { from, to: *to, rows: 0, right: 0, promised: 0.0 };
            from = *to;
            bin
        })
        .collect();
    for page in judged {
        for row in &page.rows {
            let p = calibration.probability(&page.product, &row.signs);
            if let Some(bin) = bins.iter_mut().find(|bin| p < bin.to) {
                bin.rows += 1;
                bin.right += u32::from(row.right);
                bin.promised += p;
            }
        }
    }
    bins
}

impl Bin {
    /// The bin as cells of a table.
    pub(crate) fn cells(&self) -> String {
        let rows = f64::from(self.rows.max(1));
        format!(
            "{:.3} to {:.3} | {:>6} | {:>6.2} | {:>6.2}",
            self.from,
            self.to.min(1.0),
            self.rows,
            100.0 * f64::from(self.promised) / rows,
            100.0 * f64::from(self.right) / rows
        )
    }
}

/// The head of a table of [`Bin`]s.
pub(crate) const BIN_HEAD: &str = "probability | rows | promised % | right %";

/// Prints all tables.
pub(crate) fn report(judged: &[Judged], calibration: &Calibration, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "\nEach product left out:\n{:<10} {HEAD}", "")?;
    for (product, figures) in figures(judged, calibration) {
        writeln!(out, "{product:<10} {}", figures.cells())?;
    }
    writeln!(out, "\n{BIN_HEAD}")?;
    for bin in reliability(judged, calibration) {
        writeln!(out, "{}", bin.cells())?;
    }
    writeln!(out, "\n{:<10} {HEAD}", "sure from")?;
    for sure in THRESHOLDS {
        let mut all = Figures::default();
        for page in judged {
            all.add(page, calibration, sure);
        }
        writeln!(out, "{sure:<10} {}", all.cells())?;
    }
    writeln!(out, "\ncalibration: {:?}", calibration.all)?;
    Ok(())
}
