//! What the emitted `From` impls read a common record through.

use std::time::Duration;

use super::{Party, Recording};
use crate::duration::{Millis, Seconds};
use crate::open_enum::OpenEnum;
use crate::timestamp::Timestamp;

/// A field that feeds a common record: what the emitted `From` impls read through.
#[doc(hidden)]
pub trait Source {
    /// Each text that the field holds; numbers in decimal.
    fn texts(&self, take: &mut dyn FnMut(&str));
}

impl Source for Option<String> {
    fn texts(&self, take: &mut dyn FnMut(&str)) {
        if let Some(text) = self {
            take(text);
        }
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Source for Option<$number> {
            fn texts(&self, take: &mut dyn FnMut(&str)) {
                if let Some(number) = self {
                    take(&number.to_string());
                }
            }
        })*
    };
}

numbers!(i32, i64, f64, bool);

/// In milliseconds.
impl Source for Option<Timestamp> {
    fn texts(&self, take: &mut dyn FnMut(&str)) {
        self.map(Timestamp::as_millis).texts(take);
    }
}

impl<N: Copy> Source for Option<Seconds<N>>
where
    Option<N>: Source,
{
    fn texts(&self, take: &mut dyn FnMut(&str)) {
        self.map(Seconds::get).texts(take);
    }
}

impl<N: Copy> Source for Option<Millis<N>>
where
    Option<N>: Source,
{
    fn texts(&self, take: &mut dyn FnMut(&str)) {
        self.map(Millis::get).texts(take);
    }
}

impl<E: OpenEnum> Source for Option<E> {
    fn texts(&self, take: &mut dyn FnMut(&str)) {
        if let Some(value) = self {
            take(value.as_str());
        }
    }
}

impl Source for Vec<String> {
    fn texts(&self, take: &mut dyn FnMut(&str)) {
        for text in self {
            take(text);
        }
    }
}

/// A field of each item of a list.
struct Each<'r, T, F> {
    items: &'r [T],
    texts: F,
}

impl<T, F: Fn(&T, &mut dyn FnMut(&str))> Source for Each<'_, T, F> {
    fn texts(&self, take: &mut dyn FnMut(&str)) {
        for item in self.items {
            (self.texts)(item, take);
        }
    }
}

/// A field of each item of a list; `texts` hands it on.
#[doc(hidden)]
pub fn each<'r, T>(items: &'r [T], texts: impl Fn(&T, &mut dyn FnMut(&str)) + 'r) -> impl Source + 'r {
    Each { items, texts }
}

/// The first text that is not empty.
#[doc(hidden)]
pub fn text(source: &dyn Source) -> Option<String> {
    let mut found = None;
    source.texts(&mut |text| {
        if found.is_none() && !text.is_empty() {
            found = Some(text.to_owned());
        }
    });
    found
}

fn number(source: &dyn Source) -> Option<i64> {
    text(source)?.trim().parse().ok()
}

/// Milliseconds or seconds since the epoch; the vendors write 0 where there is no moment.
#[doc(hidden)]
pub fn moment(source: &dyn Source, unit_millis: i64) -> Option<Timestamp> {
    let count = number(source).filter(|count| *count != 0)?;
    Some(Timestamp::from_millis(count.saturating_mul(unit_millis)))
}

/// Seconds or milliseconds; `None` for a negative count.
#[doc(hidden)]
pub fn duration(source: &dyn Source, unit_millis: u64) -> Option<Duration> {
    if let Some(count) = number(source) {
        return Some(Duration::from_millis(u64::try_from(count).ok()?.saturating_mul(unit_millis)));
    }
    // With a fraction.
    let count: f64 = text(source)?.trim().parse().ok()?;
    Duration::try_from_secs_f64(count * Duration::from_millis(unit_millis).as_secs_f64()).ok()
}

/// The common word for a value, or `other` of it.
#[doc(hidden)]
pub fn word<W: Clone>(source: &dyn Source, words: &[(&str, W)], other: impl FnOnce(String) -> W) -> Option<W> {
    let value = text(source)?;
    Some(match words.iter().find(|(known, _)| *known == value) {
        Some((_, word)) => word.clone(),
        None => other(value),
    })
}

/// One agent or skill group; none where neither is known.
#[doc(hidden)]
pub fn party(id: Option<&dyn Source>, name: Option<&dyn Source>) -> Option<Party> {
    let party = Party { id: id.and_then(text), name: name.and_then(text) };
    (party != Party::default()).then_some(party)
}

/// As many as the ids and names of the record, which may be joined with commas.
#[doc(hidden)]
pub fn parties(ids: Option<&dyn Source>, names: Option<&dyn Source>) -> Vec<Party> {
    let split = |source: Option<&dyn Source>| {
        let mut parts = Vec::new();
        if let Some(source) = source {
            source.texts(&mut |text| {
                parts.extend(text.split([',', '，']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
            });
        }
        parts
    };
    let (ids, names) = (split(ids), split(names));
    if !ids.is_empty() && !names.is_empty() && ids.len() != names.len() {
        // Which belongs to which is not known.
        let ids = ids.into_iter().map(|id| Party { id: Some(id), name: None });
        return ids.chain(names.into_iter().map(|name| Party { id: None, name: Some(name) })).collect();
    }
    let count = ids.len().max(names.len());
    let (mut ids, mut names) = (ids.into_iter(), names.into_iter());
    (0..count).map(|_| Party { id: ids.next(), name: names.next() }).collect()
}

/// A recording; none where there is no file.
#[doc(hidden)]
pub fn recording(file: &dyn Source, duration: Option<Duration>) -> Option<Recording> {
    Some(Recording { file: text(file)?, duration })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call_record::Direction;

    /// A field that holds a text.
    struct Text(&'static str);

    impl Source for Text {
        fn texts(&self, take: &mut dyn FnMut(&str)) {
            take(self.0);
        }
    }

    #[test]
    fn ids_and_names_pair_up() {
        let party = |id: &str, name: &str| Party {
            id: Some(id.to_owned()).filter(|id| !id.is_empty()),
            name: Some(name.to_owned()).filter(|name| !name.is_empty()),
        };
        for (ids, names, expected) in [
            ("1,2", "a，b", vec![party("1", "a"), party("2", "b")]),
            ("1,2", "a", vec![party("1", ""), party("2", ""), party("", "a")]),
            ("", "a", vec![party("", "a")]),
            (" , ", "", vec![]),
        ] {
            assert_eq!(parties(Some(&Text(ids)), Some(&Text(names))), expected, "{ids} {names}");
        }
        assert_eq!(parties(None, Some(&vec!["x".to_owned(), "y".to_owned()])), [party("", "x"), party("", "y")]);
    }

    #[test]
    fn numbers_may_be_text() {
        assert_eq!(moment(&Text("1700000000"), 1000), Some(Timestamp::from_secs(1_700_000_000)));
        assert_eq!(moment(&Some(0_i64), 1), None);
        assert_eq!(duration(&Some(-1_i32), 1000), None);
        assert_eq!(duration(&Text("15"), 1000), Some(Duration::from_secs(15)));
        assert_eq!(duration(&Some(1.5), 1000), Some(Duration::from_millis(1500)));
        assert_eq!(duration(&Text("soon"), 1000), None);
        assert_eq!(duration(&Text("NaN"), 1000), None);
    }

    #[test]
    fn unknown_words_stay() {
        let words = &[("Inbound", Direction::Inbound)];
        assert_eq!(word(&Text("Inbound"), words, Direction::Other), Some(Direction::Inbound));
        assert_eq!(word(&Text("Sideways"), words, Direction::Other), Some(Direction::Other("Sideways".into())));
        assert_eq!(word(&Text(""), words, Direction::Other), None);
    }
}
