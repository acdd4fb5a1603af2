//! The search for the smallest value of a smooth function: L-BFGS, as the library has it.

use std::cell::RefCell;

use argmin::core::{CostFunction, Error, Executor, Gradient, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;

use crate::Result;

/// How many steps are taken at most.
const STEPS: u64 = 60;

/// A function of numbers: its value and its slope.
pub(crate) type Smooth<'a> = dyn Fn(&[f64]) -> Found + 'a;

/// A value and a slope.
type Found = (f64, Vec<f64>);

struct Problem<'a> {
    function: &'a Smooth<'a>,
    /// What was asked last: the value and the slope are asked for one after the other.
    last: RefCell<Option<(Vec<f64>, Found)>>,
}

impl Problem<'_> {
    fn at(&self, numbers: &[f64]) -> Found {
        let mut last = self.last.borrow_mut();
        match &*last {
            Some((known, found)) if known == numbers => found.clone(),
            _ => {
                let found = (self.function)(numbers);
                *last = Some((numbers.to_vec(), found.clone()));
                found
            }
        }
    }
}

impl CostFunction for Problem<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, numbers: &Vec<f64>) -> std::result::Result<f64, Error> {
        Ok(self.at(numbers).0)
    }
}

impl Gradient for Problem<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, numbers: &Vec<f64>) -> std::result::Result<Vec<f64>, Error> {
        Ok(self.at(numbers).1)
    }
}

/// The numbers where the function is smallest, found from a start, and its value there.
pub(crate) fn minimise(start: Vec<f64>, function: &Smooth<'_>) -> Result<(Vec<f64>, f64)> {
    let problem = Problem { function, last: RefCell::new(None) };
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 8).with_tolerance_cost(1e-6)?;
    let found = Executor::new(problem, solver).configure(|state| state.param(start.clone()).max_iters(STEPS)).run()?;
    let numbers = found.state().get_best_param().cloned().unwrap_or(start);
    let cost = found.state().get_best_cost();
    Ok((numbers, cost))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_point_of_a_valley_is_found() {
        let valley = |at: &[f64]| {
            let (x, y) = (at[0] - 3.0, at[1] + 1.0);
            (x * x + 10.0 * y * y, vec![2.0 * x, 20.0 * y])
        };
        let (found, cost) = minimise(vec![0.0, 0.0], &valley).unwrap();
        assert!((found[0] - 3.0).abs() < 1e-3 && (found[1] + 1.0).abs() < 1e-3 && cost < 1e-5, "{found:?} {cost}");
    }
}
