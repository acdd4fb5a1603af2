//! Pages are independent of each other: work on them runs on all processors.
//!
//! Scoped threads of the standard library; a thread pool would be a tenth of what a cold build compiles.

use std::cell::Cell;
use std::num::NonZero;
use std::sync::Mutex;
use std::thread;

thread_local! {
    static THREADS: Cell<Option<NonZero<usize>>> = const { Cell::new(None) };
}

/// Runs `work` with so many threads for what it does in parallel, rather than one a processor.
pub fn on_threads<R>(threads: NonZero<usize>, work: impl FnOnce() -> R) -> R {
    let before = THREADS.replace(Some(threads));
    let result = work();
    THREADS.set(before);
    result
}

/// What `work` makes of each item, in the items' order.
pub fn map<T: Send, R: Send>(items: impl IntoIterator<Item = T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let items: Vec<T> = items.into_iter().collect();
    let threads = THREADS.get().or_else(|| thread::available_parallelism().ok()).map_or(1, NonZero::get);
    let threads = threads.min(items.len());
    if threads < 2 {
        return items.into_iter().map(work).collect();
    }
    let queue = Mutex::new(items.into_iter().enumerate());
    let next = || queue.lock().ok()?.next();
    let take = || std::iter::from_fn(next).map(|(at, item)| (at, work(item))).collect::<Vec<_>>();
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let mut done = take();
        for other in others {
            // What fails on a thread fails here, as it would without one.
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_stays_whatever_takes_longest() {
        for threads in [1, 2, 7].map(|threads| NonZero::new(threads).expect("not zero")) {
            let slow = |number: u64| {
                thread::sleep(std::time::Duration::from_micros(number % 5 * 50));
                number * 2
            };
            let doubled = on_threads(threads, || map(0..100, slow));
            assert_eq!(doubled, (0..100).map(|number| number * 2).collect::<Vec<_>>());
        }
        assert!(map(Vec::<u8>::new(), |item| item).is_empty());
    }

    #[test]
    fn a_setting_ends_with_its_work() {
        let caller = thread::current().id();
        let one = NonZero::new(1).expect("not zero");
        let ids = on_threads(one, || map(0..50, |_| thread::current().id()));
        assert!(ids.iter().all(|id| *id == caller));
        assert_eq!(THREADS.get(), None);
    }
}
