//! What other ways through a table would cost more, and which rows that makes guesses.

use super::ROOT;

/// Below this margin two places fit. Chosen on pages whose schema is known: a smaller one misses
/// wrong places, a larger one flags right ones.
const GUESS: f32 = 2.0;

/// Margins above this are forgotten: others are added to them, so that they don't become smaller.
pub(super) const WORTH_NOTING: f32 = 2.0 * GUESS;

/// Rows of one way that could stand elsewhere.
#[derive(Clone, Default)]
pub(super) struct Margins {
    /// `(row, parent there, what it would cost more)`, each pair of row and parent once.
    known: Vec<(u16, u16, f32)>,
}

/// A way through the rows up to one that is given up for another, which leaves the same containers open.
pub(super) struct GivenUp<'a> {
    /// The rows' parents, without the last row's.
    pub parents: &'a [u16],
    /// The last row's parent.
    pub last: u16,
    /// Its own margins.
    pub margins: &'a Margins,
    /// What it costs more than the way that is kept.
    pub more: f32,
}

impl Margins {
    /// Notes what the dropped way would have cost more, row by row in which it differs from the kept one.
    pub(super) fn remember(&mut self, kept: &[u16], dropped: &GivenUp<'_>) {
        if dropped.more > WORTH_NOTING {
            return;
        }
        let mut same = 0;
        for at in (0..=dropped.parents.len()).rev() {
            let other = dropped.parents.get(at).copied().unwrap_or(dropped.last);
            if kept.get(at) == Some(&other) {
                same += 1;
                // Ways that agree on so many rows came from one.
                if same > 200 {
                    break;
                }
            } else {
                same = 0;
                self.note(u16::try_from(at).unwrap_or(ROOT), other, dropped.more);
            }
        }
        for &(at, other, more) in &dropped.margins.known {
            if kept.get(usize::from(at)) != Some(&other) {
                self.note(at, other, dropped.more + more);
            }
        }
    }

    fn note(&mut self, row: u16, parent: u16, margin: f32) {
        if margin > WORTH_NOTING {
            return;
        }
        match self.known.iter_mut().find(|known| known.0 == row && known.1 == parent) {
            Some(known) => known.2 = known.2.min(margin),
            None => self.known.push((row, parent, margin)),
        }
    }

    /// By row: the other parents that fit about as well, the best one first.
    pub(super) fn guesses(mut self, rows: usize) -> Vec<Vec<u16>> {
        self.known.sort_by(|a, b| a.0.cmp(&b.0).then(a.2.total_cmp(&b.2)));
        let mut guesses = vec![Vec::new(); rows];
        for (row, parent, _) in self.known.into_iter().filter(|known| known.2 < GUESS) {
            if let Some(row) = guesses.get_mut(usize::from(row)) {
                row.push(parent);
            }
        }
        guesses
    }
}
