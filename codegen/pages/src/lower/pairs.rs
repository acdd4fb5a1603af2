//! Pairs of value and meaning, without any marker: `1：关闭，2：开启`.

use super::label;
use super::scan::{self, Cursor, Value};
use super::text::{Line, Text};

/// The pairs that stand somewhere in a line.
pub(super) fn anywhere(line: &Line) -> Vec<Value> {
    let mut best: Vec<Value> = Vec::new();
    if line.item {
        return best;
    }
    for start in scan::clause_starts(&line.text) {
        let values = from(line, start);
        if values.len() > best.len() {
            best = values;
        }
    }
    let names = best.iter().all(|value| value.text.len() >= 2 || value.text.parse::<i64>().is_ok());
    if best.len() >= 2 && names { best } else { Vec::new() }
}

/// Pairs from a place in a line on, over the end of a sentence too.
pub(super) fn from(line: &Line, start: usize) -> Vec<Value> {
    let mut cursor = Cursor::at(line, start);
    let mut values = Vec::new();
    while let Some(mut value) = cursor.value() {
        cursor.brackets(&mut value);
        let Some(label) = cursor.pair_label() else { break };
        if value.text.len() > 40 || label.is_empty() {
            break;
        }
        label::set(&mut value, &label);
        values.push(value);
        if !cursor.separator() && !cursor.sentence_with_pair(true) {
            break;
        }
    }
    values
}

/// Lines that each are a value and its meaning: `0:默认格式。`
pub(super) fn lines(text: &Text) -> Vec<Value> {
    let mut run: Vec<Value> = Vec::new();
    let mut best: Vec<Value> = Vec::new();
    for line in &text.lines {
        let mut cursor = Cursor::new(line);
        let value = cursor.value().and_then(|mut value| {
            cursor.brackets(&mut value);
            let label = cursor.pair_label()?;
            label::set(&mut value, &label);
            (!line.item && !label.is_empty()).then_some(value)
        });
        match value {
            Some(value) => run.push(value),
            None if run.len() > best.len() => best = std::mem::take(&mut run),
            None => run.clear(),
        }
    }
    if run.len() > best.len() {
        best = run;
    }
    if best.len() >= 2 { best } else { Vec::new() }
}
