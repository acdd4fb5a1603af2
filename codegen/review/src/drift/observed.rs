//! What real responses hold, in memory that does not grow with their number.

use indexmap::IndexMap;

/// How many different values of one field are kept apart; no page lists more of an enum.
const MAX_VALUES: usize = 512;
/// How much of a long value is kept.
const MAX_VALUE: usize = 120;
/// How many names are kept apart in one place: more are data, not names.
const MAX_MEMBERS: usize = 1000;

/// Everything that was seen at one place of responses of one format.
///
/// Lists are transparent: what stands in a list's items stands here too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Observed {
    /// How often there was anything, empty values too.
    pub count: u64,
    /// Null, empty text, `[]` and `{}`, each of which counts above too; items of lists do neither.
    pub empty: u64,
    /// `{}` that is no item of a list, each of which is empty too.
    pub hollow: u64,
    /// Scalars that are no items of a list. None in XML, where nothing says of one element whether it is an item.
    pub bare: u64,
    /// Lists with items; in XML, elements that repeat.
    pub lists: u64,
    /// Lists directly inside of lists.
    pub nested: u64,
    /// Objects with members, not in a list.
    pub objects: u64,
    /// Objects with members that are items of a list.
    pub items: u64,
    /// What scalars there were.
    pub scalars: Scalars,
    /// The scalars as text, with their counts, in the order in which they came.
    pub values: IndexMap<String, u64>,
    /// How many scalars came after there were too many to keep apart.
    pub more: u64,
    /// What stands below each name.
    pub members: IndexMap<String, Observed>,
}

/// How many scalars of each kind were seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Scalars {
    /// Whole numbers of 32 bits.
    pub integer: u64,
    /// Larger ones, of 64 bits.
    pub long: u64,
    /// Other numbers.
    pub float: u64,
    pub boolean: u64,
    /// Text that is none of the below.
    pub text: u64,
    /// Text that says a whole number of 32 bits.
    pub text_integer: u64,
    /// Text that says a larger one, of 64 bits.
    pub text_long: u64,
    /// Text that says another number.
    pub text_float: u64,
    /// Text that says `true` or `false`.
    pub text_boolean: u64,
}

impl Scalars {
    fn add(&mut self, other: Self) {
        self.integer += other.integer;
        self.long += other.long;
        self.float += other.float;
        self.boolean += other.boolean;
        self.text += other.text;
        self.text_integer += other.text_integer;
        self.text_long += other.text_long;
        self.text_float += other.text_float;
        self.text_boolean += other.text_boolean;
    }

    pub(super) fn all(self) -> u64 {
        self.integer + self.long + self.float + self.boolean + self.texts()
    }

    /// All text, whatever it says.
    pub(super) fn texts(self) -> u64 {
        self.text + self.text_integer + self.text_long + self.text_float + self.text_boolean
    }
}

impl Observed {
    /// How many objects there were, in lists or not.
    pub(super) fn instances(&self) -> u64 {
        self.objects + self.items
    }

    pub(super) fn is_container(&self) -> bool {
        self.lists + self.instances() > 0
    }

    /// The place of a name among the members; `None` where there are too many.
    pub(super) fn member(&mut self, name: &str) -> Option<usize> {
        if let Some(at) = self.members.get_index_of(name) {
            return Some(at);
        }
        (self.members.len() < MAX_MEMBERS).then(|| self.members.insert_full(name.to_owned(), Self::default()).0)
    }

    pub(super) fn text(&mut self, text: &str) {
        let trimmed = text.trim_ascii();
        if trimmed.is_empty() {
            self.empty += 1;
            return;
        }
        let scalars = &mut self.scalars;
        let digits = trimmed.strip_prefix('-').unwrap_or(trimmed);
        if digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty() {
            match trimmed.parse::<i64>() {
                Ok(number) if i32::try_from(number).is_ok() => scalars.text_integer += 1,
                Ok(_) => scalars.text_long += 1,
                Err(_) => scalars.text += 1,
            }
        } else if digits.starts_with(|c: char| c.is_ascii_digit())
            && let Ok(number) = trimmed.parse::<f64>()
        {
            match width(number) {
                Width::Integer => scalars.text_integer += 1,
                Width::Long => scalars.text_long += 1,
                Width::Float => scalars.text_float += 1,
            }
        } else if trimmed.eq_ignore_ascii_case("true") || trimmed.eq_ignore_ascii_case("false") {
            scalars.text_boolean += 1;
        } else {
            scalars.text += 1;
        }
        self.value(text, 1);
    }

    pub(super) fn whole(&mut self, number: i128) {
        if i32::try_from(number).is_ok() {
            self.scalars.integer += 1;
        } else if i64::try_from(number).is_ok() {
            self.scalars.long += 1;
        } else {
            self.scalars.float += 1;
        }
        self.value(&number.to_string(), 1);
    }

    pub(super) fn float(&mut self, number: f64) {
        match width(number) {
            Width::Integer => self.scalars.integer += 1,
            Width::Long => self.scalars.long += 1,
            Width::Float => self.scalars.float += 1,
        }
        self.value(&number.to_string(), 1);
    }

    pub(super) fn boolean(&mut self, value: bool) {
        self.scalars.boolean += 1;
        self.value(if value { "true" } else { "false" }, 1);
    }

    fn value(&mut self, value: &str, count: u64) {
        let kept = value.char_indices().nth(MAX_VALUE).map_or(value, |(end, _)| value.get(..end).unwrap_or(value));
        if let Some(known) = self.values.get_mut(kept) {
            *known += count;
        } else if self.values.len() < MAX_VALUES {
            self.values.insert(kept.to_owned(), count);
        } else {
            self.more += count;
        }
    }

    /// Takes in the values alone.
    pub(super) fn take_values(&mut self, other: &Self) {
        for (value, count) in &other.values {
            self.value(value, *count);
        }
    }

    /// Takes in what was seen elsewhere at the same place.
    pub(super) fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        self.count += other.count;
        self.empty += other.empty;
        self.hollow += other.hollow;
        self.bare += other.bare;
        self.lists += other.lists;
        self.nested += other.nested;
        self.objects += other.objects;
        self.items += other.items;
        self.scalars.add(other.scalars);
        self.take_values(other);
        self.more += other.more;
        for (name, member) in other.members.iter().filter(|(_, member)| member.count > 0) {
            if let Some((_, known)) = self.member(name).and_then(|at| self.members.get_index_mut(at)) {
                known.merge(member);
            }
        }
    }

    /// Forgets what was seen, but not the room that it took: the next response looks alike.
    pub(super) fn clear(&mut self) {
        if self.count == 0 {
            return;
        }
        let mut members = std::mem::take(&mut self.members);
        let mut values = std::mem::take(&mut self.values);
        values.clear();
        members.values_mut().for_each(Self::clear);
        *self = Self { values, members, ..Self::default() };
    }

    /// The members that were seen since the last `clear`.
    pub(super) fn seen(&self) -> impl Iterator<Item = (&str, &Self)> {
        self.members.iter().filter(|(_, member)| member.count > 0).map(|(name, member)| (name.as_str(), member))
    }

    /// What stands below a name, where anything does.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        self.members.get(name).filter(|member| member.count > 0)
    }

    /// The only member, where there is one and it holds more than a scalar.
    pub(super) fn only(&self) -> Option<(&str, &Self)> {
        let mut seen = self.seen();
        let only = seen.next().filter(|(_, member)| member.is_container() || member.empty == member.count)?;
        seen.next().is_none().then_some(only)
    }
}

/// The narrowest type that holds a number.
enum Width {
    Integer,
    Long,
    Float,
}

/// As the decoder does: `12.0` and `1.2e1` are whole numbers. Larger ones than these need not be as
/// they were written.
fn width(number: f64) -> Width {
    if number.fract() != 0.0 || number.abs() >= 9_007_199_254_740_992.0 {
        Width::Float
    } else if (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&number) {
        Width::Integer
    } else {
        Width::Long
    }
}

/// Whether a value that was kept may be the beginning of a longer one.
pub(super) fn is_cut(value: &str) -> bool {
    value.chars().nth(MAX_VALUE - 1).is_some()
}
