//! What surrounds the fields: protocol, limits, paging, errors, and what the page says of it all.

use std::collections::{BTreeMap, BTreeSet};

use spectable_emit::model::Surface;
use spectable_pages::ir::{CallRecord, ErrorCode, Operation, Paging, Window, at_path};
use spectable_pages::yaml;

use crate::operations::Changes;
use crate::{ChangeKind, Class};

/// Notes what changed of an operation apart from its fields and enums.
pub(super) fn compare(
    changes: &mut Changes<'_>,
    before: &Operation,
    after: &Operation,
    surfaces: (&Surface, &Surface),
) {
    if before.protocol != after.protocol {
        let text = |operation: &Operation| Some(format!("{:?}", operation.protocol));
        let reason = "calls are signed and sent in another way";
        changes.push("", ChangeKind::ProtocolChanged, Class::Breaking, reason, (text(before), text(after)));
    }
    if before.http != after.http {
        let text = |operation: &Operation| operation.http.as_ref().map(|http| format!("{} {}", http.method, http.path));
        let reason = "calls are sent to another place";
        changes.push("http", ChangeKind::HttpChanged, Class::Breaking, reason, (text(before), text(after)));
    }
    if before.rate_limit != after.rate_limit {
        let text = |operation: &Operation| operation.rate_limit.map(|calls| format!("{calls} calls a second"));
        let reason = "clients keep to it; no call changes";
        changes.push("rate_limit", ChangeKind::RateLimitChanged, Class::Additive, reason, (text(before), text(after)));
    }
    if before.max_days != after.max_days {
        let text = |operation: &Operation| operation.max_days.map(|days| format!("{days} days"));
        let reason = "periods are cut into other windows; the same items come";
        changes.push("max_days", ChangeKind::PeriodChanged, Class::Additive, reason, (text(before), text(after)));
    }
    if before.deprecated != after.deprecated {
        let text = |operation: &Operation| operation.deprecated.then(|| "deprecated".to_owned());
        let reason = "`OPERATION.deprecated` and the documentation say so";
        changes.push("", ChangeKind::DeprecationChanged, Class::Documentation, reason, (text(before), text(after)));
    }
    if before.samples != after.samples {
        let text = |operation: &Operation| Some(format!("{} samples", operation.samples));
        let reason = if after.samples < before.samples {
            "a sample of the page is gone, or no longer decodes, and so is its test"
        } else {
            "more samples of the page are tests"
        };
        changes.push("samples", ChangeKind::SamplesChanged, Class::Documentation, reason, (text(before), text(after)));
    }
    paging(changes, before, after, surfaces);
    window(changes, before, after, surfaces);
    call_record(changes, before, after, surfaces);
    errors(changes, before, after, surfaces);
    words(changes, before, after);
}

fn paging(changes: &mut Changes<'_>, before: &Operation, after: &Operation, (old, new): (&Surface, &Surface)) {
    let (was, is) = (&before.paging, &after.paging);
    if was == is && old.item.is_some() == new.item.is_some() {
        return;
    }
    let walk = |paging: &Option<Paging>| {
        paging.as_ref().map(|paging| {
            (paging.number.clone(), paging.size.clone(), paging.first, paging.items.clone(), paging.total.is_some())
        })
    };
    let (class, reason) = match (&old.item, &new.item) {
        (Some(_), None) => (Class::Breaking, "it can no longer be paged: `Paged` is gone".to_owned()),
        (None, Some(_)) => (Class::Additive, "it can be paged".to_owned()),
        (None, None) => (Class::Documentation, "it can't be paged by the crate".to_owned()),
        (Some(one), Some(other)) if one != other => {
            (Class::Breaking, format!("an item was `{one}` and is now `{other}`"))
        }
        (Some(_), Some(_)) if walk(was) != walk(is) => {
            (Class::Breaking, "pages are asked for in another way".to_owned())
        }
        (Some(_), Some(_)) => {
            (Class::Additive, "the same pages are asked for; the total is read in another way".to_owned())
        }
    };
    let text = |paging: &Option<Paging>| {
        let paging = paging.as_ref()?;
        let total = paging.total.as_deref().map(|total| format!(", total {total}")).unwrap_or_default();
        let only = if paging.total_on.is_some() { " on the first page" } else { "" };
        let items = paging.items.as_deref().map(|items| format!(", items {items}")).unwrap_or_default();
        Some(format!("{} from {}, {} a page{items}{total}{only}", paging.number, paging.first, paging.size))
    };
    changes.push("paging", ChangeKind::PagingChanged, class, reason, (text(was), text(is)));
}

fn window(changes: &mut Changes<'_>, before: &Operation, after: &Operation, (old, new): (&Surface, &Surface)) {
    let (was, is) = (&before.window, &after.window);
    if was == is && old.windows == new.windows {
        return;
    }
    let (class, reason) = match (&old.windows, &new.windows) {
        (Some(_), None) => (Class::Breaking, "`items_between` is gone: `Windowed` is no longer implemented"),
        (None, Some(_)) => (Class::Additive, "periods of any length can be asked for"),
        (None, None) => (Class::Documentation, "the crate can't cut it into windows"),
        (Some(_), Some(_)) if was != is => (Class::Breaking, "other fields say where a window starts and ends"),
        (Some(one), Some(other)) if one.direction != other.direction => {
            (Class::Breaking, "windows are walked in another direction")
        }
        (Some(_), Some(_)) => (Class::Breaking, "an item's time is read as another number"),
    };
    let text = |window: &Option<Window>| {
        window.as_ref().map(|window| format!("{} to {}, by {}", window.start, window.end, window.time))
    };
    changes.push("window", ChangeKind::WindowChanged, class, reason, (text(was), text(is)));
}

fn call_record(changes: &mut Changes<'_>, before: &Operation, after: &Operation, (old, new): (&Surface, &Surface)) {
    let (was, is) = (&before.call_record, &after.call_record);
    let counted = (counted(before), counted(after));
    // Fields that are read on both sides, and count something else now.
    let mut recounted = (Vec::new(), Vec::new());
    for (path, unit) in &counted.0 {
        if let Some((_, now)) = counted.1.iter().find(|(known, now)| known == path && now != unit) {
            let text = |unit: Option<&str>| format!("`{path}` in {}", unit.unwrap_or("no unit"));
            recounted.0.push(text(*unit));
            recounted.1.push(text(*now));
        }
    }
    let of = |record: &Option<CallRecord>| record.as_ref().map(|record| record.of.clone());
    let (class, reason) = match (old.call_record, new.call_record) {
        (one, other) if was == is && one == other && recounted.0.is_empty() => return,
        (true, false) => (Class::Breaking, "its records no longer turn into `CallRecord`"),
        (false, true) => (Class::Additive, "its records turn into `CallRecord`"),
        (false, false) => (Class::Documentation, "the crate can't turn its records into `CallRecord`"),
        (true, true) if of(was) != of(is) => (Class::Breaking, "other records turn into `CallRecord`"),
        (true, true) if !recounted.0.is_empty() => {
            (Class::Breaking, "`CallRecord` reads the same number as another time")
        }
        (true, true) => (Class::Additive, "`CallRecord` is filled from other fields or values"),
    };
    // One line a fact, as the IR has it; those of one side only.
    let lines = |record: &Option<CallRecord>| {
        let text = record.as_ref().and_then(|record| yaml::write(record).ok()).unwrap_or_default();
        text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect::<Vec<_>>()
    };
    let (mut old, mut new) = (lines(was), lines(is));
    old.extend(recounted.0);
    new.extend(recounted.1);
    let only = |one: &[String], other: &[String]| {
        let said: Vec<&str> = one.iter().filter(|line| !other.contains(line)).map(String::as_str).collect();
        (!said.is_empty()).then(|| said.join(", "))
    };
    changes.push("call_record", ChangeKind::CallRecordChanged, class, reason, (only(&old, &new), only(&new, &old)));
}

/// The moments and durations that a `CallRecord` is filled from, by their paths in a record, and what they count.
fn counted(operation: &Operation) -> Vec<(String, Option<&str>)> {
    let Some(record) = &operation.call_record else { return Vec::new() };
    let rows = at_path(&operation.response, &record.of).map_or(&[][..], |records| &records.fields);
    let of_recording = record.recordings.as_ref().and_then(|recordings| {
        let duration = recordings.duration.as_ref()?;
        Some(recordings.list.as_ref().map_or_else(|| duration.clone(), |list| format!("{list}.{duration}")))
    });
    let paths = std::iter::once(record.start.clone()).chain(record.duration.clone()).chain(of_recording);
    let unit = |path: &str| at_path(rows, path).and_then(|row| row.unit.as_deref());
    paths.map(|path| (path.clone(), unit(&path))).collect()
}

fn errors(changes: &mut Changes<'_>, before: &Operation, after: &Operation, (old, new): (&Surface, &Surface)) {
    let (known_before, known_after) = (by_code(&before.errors), by_code(&after.errors));
    let path = |error: &ErrorCode| format!("errors/{}", error.code);
    // With its first code an operation gets an enum, which takes the place of open text.
    let typed = match (&old.error, &new.error) {
        (None, Some(error)) => Some(format!("the type of its error codes was `ErrorCode` and is now `{}`", error.name)),
        (Some(error), None) => Some(format!("the type of its error codes was `{}` and is now `ErrorCode`", error.name)),
        _ => None,
    };
    for error in before.errors.iter().filter(|error| !known_after.contains_key(error.code.as_str())) {
        let reason =
            typed.clone().unwrap_or_else(|| "its variant is gone; the code is kept as an unknown one".to_owned());
        let sides = (Some(error.code.clone()), None);
        changes.push(&path(error), ChangeKind::ErrorCodeRemoved, Class::Breaking, reason, sides);
    }
    let mut seen = BTreeSet::new();
    for error in after.errors.iter().filter(|error| seen.insert(error.code.as_str())) {
        let Some(known) = known_before.get(error.code.as_str()).copied() else {
            let class = if typed.is_some() { Class::Breaking } else { Class::Additive };
            let reason =
                typed.clone().unwrap_or_else(|| "new variant: the enum of codes is `#[non_exhaustive]`".to_owned());
            changes.push(&path(error), ChangeKind::ErrorCodeAdded, class, reason, (None, Some(error.code.clone())));
            continue;
        };
        if known.status != error.status {
            let text = |error: &ErrorCode| error.status.map(|status| status.to_string());
            let (class, reason) = if known.status.is_none() {
                (Class::Additive, "`status()` knows it")
            } else {
                (Class::Breaking, "`status()` answers something else")
            };
            changes.push(&path(error), ChangeKind::ErrorStatusChanged, class, reason, (text(known), text(error)));
        }
        let said = |error: &ErrorCode| (error.message.clone(), error.description.clone());
        if said(known) != said(error) {
            let message = known.message != error.message;
            let text = |error: &ErrorCode| if message { error.message.clone() } else { error.description.clone() };
            let reason = if message { "message" } else { "description" };
            let sides = (Some(text(known)), Some(text(error)));
            changes.push(&path(error), ChangeKind::DocumentationChanged, Class::Documentation, reason, sides);
        }
    }
    if let (Some(was), Some(is)) = (&old.error, &new.error) {
        let mut names: Vec<(&String, &String)> =
            was.values.iter().filter_map(|(code, name)| Some((name, is.values.get(code)?))).collect();
        names.push((&was.rest, &is.rest));
        for (before, after) in names.into_iter().filter(|(before, after)| before != after) {
            let reason = "the variant gives way to another of its name";
            let sides = (Some(before.clone()), Some(after.clone()));
            changes.push("errors", ChangeKind::RustNameChanged, Class::Breaking, reason, sides);
        }
    }
}

/// The errors by their codes; the first of a code counts.
fn by_code(errors: &[ErrorCode]) -> BTreeMap<&str, &ErrorCode> {
    errors.iter().rev().map(|error| (error.code.as_str(), error)).collect()
}

fn words(changes: &mut Changes<'_>, before: &Operation, after: &Operation) {
    let texts = [("title", &before.title, &after.title), ("description", &before.description, &after.description)];
    for (what, was, is) in texts {
        if was != is {
            let sides = (Some(was.clone()), Some(is.clone()));
            changes.push("", ChangeKind::DocumentationChanged, Class::Documentation, what, sides);
        }
    }
    let places: BTreeSet<&String> = before.english.keys().chain(after.english.keys()).collect();
    for place in places {
        let sides = (before.english.get(place).cloned(), after.english.get(place).cloned());
        if sides.0 != sides.1 {
            changes.push(place, ChangeKind::DocumentationChanged, Class::Documentation, "english", sides);
        }
    }
}
