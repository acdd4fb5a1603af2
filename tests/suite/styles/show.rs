//! A differing page in full, for people.

use std::fmt::Write as _;

use spectable_pages::diagnostic::Diagnostic;
use spectable_pages::ir::Operation;
use spectable_pages::yaml;

/// An operation as text.
pub(super) fn yaml(operation: Option<&Operation>) -> String {
    operation.map_or_else(|| "no operation\n".to_owned(), |operation| yaml::write(operation).expect("YAML"))
}

/// The lines that differ, with two around them.
pub(super) fn diff(one: &str, other: &str) -> String {
    let (one, other): (Vec<&str>, Vec<&str>) = (one.lines().collect(), other.lines().collect());
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (a, b) = (&one[same..], &other[same..]);
    // The longest common subsequence, from the ends: how long it is from each pair of lines on.
    let mut longest = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    for (i, line) in a.iter().enumerate().rev() {
        for (j, against) in b.iter().enumerate().rev() {
            longest[i][j] =
                if line == against { longest[i + 1][j + 1] + 1 } else { longest[i + 1][j].max(longest[i][j + 1]) };
        }
    }
    let mut lines: Vec<(char, &str)> = one[..same].iter().map(|line| (' ', *line)).collect();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            lines.push((' ', a[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || i < a.len() && longest[i + 1][j] >= longest[i][j + 1] {
            lines.push(('-', a[i]));
            i += 1;
        } else {
            lines.push(('+', b[j]));
            j += 1;
        }
    }
    let mut text = String::new();
    let mut last = None;
    for (at, (mark, line)) in lines.iter().enumerate() {
        let near = &lines[at.saturating_sub(2)..lines.len().min(at + 3)];
        if near.iter().any(|(mark, _)| *mark != ' ') {
            if last.is_some_and(|last| last + 1 != at) {
                text.push_str("  ⋮\n");
            }
            let _ = writeln!(text, "{mark} {line}");
            last = Some(at);
        }
    }
    text
}

/// New diagnostics, one a line.
pub(super) fn said(new: &[&Diagnostic]) -> String {
    let lines = new.iter().map(|diagnostic| {
        let Diagnostic { severity, code, line, message, .. } = diagnostic;
        format!("  {} {code} line {line}: {message}\n", severity.as_str())
    });
    if new.is_empty() { "  nothing\n".to_owned() } else { lines.collect() }
}
