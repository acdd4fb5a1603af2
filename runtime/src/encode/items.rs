//! Lists and maps, whose values are made when they are asked for.

use std::collections::BTreeMap;
use std::fmt;

use super::json::{Form, write_json_list, write_json_map};
use super::{Encode, Value};
use crate::any::Any;

/// The items of a list, each a value when it is asked for.
pub trait Items {
    /// How many there are.
    fn count(&self) -> usize;

    /// Hands each of them to `visit`, in order.
    fn each(&self, visit: &mut dyn FnMut(&Value<'_>));
}

impl<T: Encode> Items for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn each(&self, visit: &mut dyn FnMut(&Value<'_>)) {
        for item in self {
            visit(&item.encode());
        }
    }
}

impl dyn Items + '_ {
    /// Hands each item and its number, counted from 1, to `visit`.
    pub(crate) fn numbered(&self, mut visit: impl FnMut(usize, &Value<'_>)) {
        let mut number = 0;
        self.each(&mut |item| {
            number += 1;
            visit(number, item);
        });
    }

    /// The items as JSON, in which equal items are equal.
    fn json(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write_json_list(self, Form::default(), &mut out);
        out
    }
}

/// The values of a map, each under a key that is data.
pub trait Members {
    /// How many there are.
    fn count(&self) -> usize;

    /// Hands each key and its value to `visit`, in order.
    fn each(&self, visit: &mut dyn FnMut(&str, &Value<'_>));
}

impl<T: Encode> Members for BTreeMap<String, T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &Value<'_>)) {
        for (key, value) in self {
            visit(key, &value.encode());
        }
    }
}

impl Members for Vec<(String, Any)> {
    fn count(&self) -> usize {
        self.len()
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &Value<'_>)) {
        for (key, value) in self {
            visit(key, &value.encode());
        }
    }
}

impl PartialEq for dyn Members + '_ {
    fn eq(&self, other: &Self) -> bool {
        let json = |members| {
            let mut out = Vec::new();
            write_json_map(members, Form::default(), &mut out);
            out
        };
        json(self) == json(other)
    }
}

impl fmt::Debug for dyn Members + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        self.each(&mut |key, value| {
            map.entry(&key, value);
        });
        map.finish()
    }
}

impl PartialEq for dyn Items + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.json() == other.json()
    }
}

impl fmt::Debug for dyn Items + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        self.each(&mut |item| {
            list.entry(item);
        });
        list.finish()
    }
}
