//! A vendor's text as a reader of the vendor's page sees it: lines broken, links as their text, code set apart.
//!
//! Each letter that is shown keeps its place in the source, so that marks stay where the fact was read.

use std::collections::BTreeMap;

use maud::{Markup, html};
use spectable_pages::visible::visible;

/// A letter that is shown, where it stands in the source, and whether it is code.
struct Letter {
    at: usize,
    shown: char,
    code: bool,
}

/// A stretch of one kind: its text, whether it is code, and the mark that it stands in.
pub(super) struct Piece {
    pub(super) text: String,
    code: bool,
    pub(super) mark: Option<usize>,
}

impl Piece {
    pub(super) fn markup(&self) -> Markup {
        let text = visible(&self.text);
        html! { @if self.code { code { (text) } } @else { (text) } }
    }
}

/// A text without marks.
pub(super) fn whole(text: &str, is_markdown: bool) -> Markup {
    let pieces = pieces(text, is_markdown, &[]);
    html! { @for piece in &pieces { (piece.markup()) } }
}

/// A text cut at marks, which are in order and apart: the places are bytes of the text.
pub(super) fn pieces(text: &str, is_markdown: bool, marks: &[std::ops::Range<usize>]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut next = 0;
    for Letter { at, shown, code } in letters(text, is_markdown) {
        while marks.get(next).is_some_and(|mark| mark.end <= at) {
            next += 1;
        }
        let mark = marks.get(next).filter(|mark| mark.start <= at).map(|_| next);
        match pieces.last_mut() {
            Some(last) if last.code == code && last.mark == mark => last.text.push(shown),
            _ => pieces.push(Piece { text: shown.into(), code, mark }),
        }
    }
    pieces
}

fn letters(text: &str, is_markdown: bool) -> Vec<Letter> {
    let hidden = if is_markdown { Hidden::of(text) } else { Hidden::default() };
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len());
    let mut at = 0;
    let mut code_until = 0;
    while let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let code = at < code_until;
        if let Some(end) = hidden.skip.get(&at) {
            at = *end;
            continue;
        }
        if let Some((inner, end)) = hidden.code.get(&at).filter(|_| !code) {
            (at, code_until) = (*inner, *end);
            continue;
        }
        if let Some(after) = line_break(text, at).filter(|_| !code) {
            push_line(&mut letters, at, code);
            at = after;
        } else if letter == '\n' {
            push_line(&mut letters, at, code);
            at += 1;
        } else if letter.is_whitespace() && !code && letters.last().is_none_or(|last| last.shown == '\n') {
            // What begins a line is no text.
            at += letter.len_utf8();
        } else {
            letters.push(Letter { at, shown: letter, code });
            at += letter.len_utf8();
        }
    }
    let blank = |letter: &Letter| letter.shown.is_whitespace();
    while letters.last().is_some_and(blank) {
        letters.pop();
    }
    letters
}

/// No line is blank.
fn push_line(letters: &mut Vec<Letter>, at: usize, code: bool) {
    if letters.last().is_some_and(|last| last.shown != '\n') {
        letters.push(Letter { at, shown: '\n', code });
    }
}

/// Where a `<br>` ends that begins here.
fn line_break(text: &str, at: usize) -> Option<usize> {
    let tags = ["<br>", "<br/>", "<br />"];
    let tag =
        tags.iter().find(|tag| text.get(at..at + tag.len()).is_some_and(|here| here.eq_ignore_ascii_case(tag)))?;
    Some(at + tag.len())
}

/// What of Markdown a reader does not see.
#[derive(Default)]
struct Hidden {
    /// Where it begins, and where it ends.
    skip: BTreeMap<usize, usize>,
    /// Where the ticks before code begin: where the code itself begins, and where it ends.
    code: BTreeMap<usize, (usize, usize)>,
}

impl Hidden {
    fn of(text: &str) -> Self {
        let mut hidden = Self::default();
        hidden.find_code(text);
        let mut brackets: Vec<usize> = Vec::new();
        // A single star that may begin an emphasis on this line.
        let mut star: Option<usize> = None;
        let bytes = text.as_bytes();
        // The end of a link's target: looked for once, however many links there are.
        let mut target = 0;
        let mut at = 0;
        while let Some(byte) = bytes.get(at).copied() {
            let next = bytes.get(at + 1).copied();
            if let Some((_, end)) = hidden.code.get(&at) {
                at = hidden.skip.get(end).copied().unwrap_or(*end).max(at + 1);
                continue;
            }
            match byte {
                b'\\' if next.is_some_and(|next| next.is_ascii_punctuation()) => {
                    hidden.skip.insert(at, at + 1);
                    at += 2;
                    continue;
                }
                b'\n' => star = None,
                b'[' => brackets.push(at),
                b']' => {
                    if let Some(open) = brackets.pop()
                        && next == Some(b'(')
                    {
                        target = target.max(at + 2);
                        while bytes.get(target).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b')') {
                            target += 1;
                        }
                        // A link without text shows where it leads.
                        if bytes.get(target) == Some(&b')') && open + 1 < at {
                            hidden.skip.insert(open, open + 1);
                            hidden.skip.insert(at, target + 1);
                            at = target + 1;
                            continue;
                        }
                    }
                }
                b'*' if bytes.get(at..at + 4) == Some(b"****") => {
                    // `1332315****`: what the vendor has hidden, and no mark.
                    at += bytes.get(at..).into_iter().flatten().take_while(|byte| **byte == b'*').count();
                    continue;
                }
                b'*' if next == Some(b'*') => {
                    hidden.skip.insert(at, at + 2);
                    at += 2;
                    continue;
                }
                b'*' => {
                    let beside = |byte: Option<u8>| byte.is_some_and(|byte| !byte.is_ascii_whitespace());
                    let before = at.checked_sub(1).and_then(|before| bytes.get(before).copied());
                    if let Some(open) = star.filter(|_| beside(before)) {
                        hidden.skip.insert(open, open + 1);
                        hidden.skip.insert(at, at + 1);
                        star = None;
                    } else if beside(next) {
                        star = Some(at);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        // The table's own line, where a row has one too many.
        let end = text.trim_end();
        if let Some(rest) = end.strip_suffix('|').filter(|rest| !rest.is_empty() && !rest.ends_with('\\')) {
            hidden.skip.insert(rest.len(), text.len());
        }
        hidden
    }

    /// Code stands between as many ticks as begin it.
    fn find_code(&mut self, text: &str) {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (at, _) in text.match_indices('`') {
            match runs.last_mut() {
                Some((start, length)) if *start + *length == at => *length += 1,
                _ => runs.push((at, 1)),
            }
        }
        // The next of the same length, from behind.
        let mut behind: BTreeMap<usize, usize> = BTreeMap::new();
        let mut closes: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, length) in runs.iter().rev() {
            if let Some(close) = behind.insert(*length, *at) {
                closes.insert(*at, close);
            }
        }
        let mut end = 0;
        for (at, length) in runs {
            if at < end {
                continue;
            }
            let Some(close) = closes.get(&at).copied() else { continue };
            let mut inner = at + length;
            // The language of a block of code.
            if length > 2
                && let Some((word, _)) = text.get(inner..close).and_then(|code| code.split_once('\n'))
                && word.chars().all(|c| c.is_ascii_alphanumeric())
            {
                inner += word.len();
            }
            end = close + length;
            self.code.insert(at, (inner, close));
            self.skip.insert(close, end);
        }
    }
}
