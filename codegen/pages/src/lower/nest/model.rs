//! The model of nesting: what each oddity costs, and from which probability on a place is no guess.

use super::doubt;
use super::oddity::Oddity;
use super::weights::{DOUBT, SURE, WEIGHTS};

/// What each oddity costs, times its amount: logarithms of odds.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights([f32; Oddity::COUNT]);

/// The model by which flat rows are nested.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What oddities cost.
    pub weights: Weights,
    /// What makes a probability of the share of trees: the weights of [`Judged::signs`](super::Judged::signs).
    pub doubt: [f32; doubt::COUNT],
    /// A place that is less probable is a guess.
    pub sure: f32,
}

impl Weights {
    pub(super) fn of(&self, oddity: Oddity) -> f32 {
        self.0[oddity as usize]
    }

    /// How many there are.
    pub const COUNT: usize = Oddity::COUNT;

    /// From numbers in the oddities' order.
    pub fn new(numbers: [f32; Self::COUNT]) -> Self {
        Self(numbers)
    }

    /// The numbers, in the oddities' order.
    pub fn numbers(&self) -> [f32; Self::COUNT] {
        self.0
    }

    /// The oddities' names, in their order.
    pub fn names() -> impl Iterator<Item = String> {
        Oddity::ALL.into_iter().map(|oddity| format!("{oddity:?}"))
    }
}

impl Model {
    /// How many things make a probability of the share of trees in which a row stands where it was put.
    pub const SIGNS: usize = doubt::COUNT;

    /// The probability that they make.
    pub fn probability(signs: &[f32; Self::SIGNS], weights: &[f32; Self::SIGNS]) -> f32 {
        doubt::probability(signs, weights)
    }
}

impl Default for Model {
    /// The fitted one.
    fn default() -> Self {
        let mut numbers = [0.0; Oddity::COUNT];
        for (oddity, weight) in WEIGHTS {
            numbers[*oddity as usize] = *weight;
        }
        Self { weights: Weights(numbers), doubt: DOUBT, sure: SURE }
    }
}
