//! Reading values, brackets and labels off a line of prose.

use super::text::Line;

/// A value as it stands in prose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Value {
    /// As on the wire.
    pub text: String,
    /// The number in brackets behind it.
    pub code: Option<i64>,
    /// What it means.
    pub label: Option<String>,
    /// Marked as the default.
    pub default: bool,
}

/// Whether a word describes a format rather than being a value.
pub(super) fn is_format(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower.contains("yyyy")
        || lower.contains("hh:mm")
        || lower.contains("://")
        || word.contains("${")
        || lower == "n/a"
        || lower == "none."
        || lower == "null"
}

/// Whether a word is two numbers with a dash: `1-65535`.
pub(super) fn is_span(word: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    word.split_once('-').is_some_and(|(first, last)| number(first) && number(last))
}

/// Whether nothing but several values stands behind a marker that ends at `at`.
pub(super) fn lists_values(line: &Line, at: usize) -> bool {
    let rest = line.text.get(at..).unwrap_or_default();
    let start = line.text.len() - rest.trim_start_matches([' ', ':', '：']).len();
    let mut cursor = Cursor::at(line, start);
    let mut count = 0;
    while let Some(mut value) = cursor.value() {
        cursor.brackets(&mut value);
        count += 1;
        if !cursor.separator() {
            break;
        }
    }
    count >= 2 && cursor.at_end()
}

/// Where the values begin behind a marker: past a colon or, after some markers, at once.
pub(super) fn after_colon(text: &str, at: usize, marker: &str) -> Option<usize> {
    let rest = text.get(at..)?;
    let trimmed = rest.trim_start();
    let skipped = rest.len() - trimmed.len();
    let direct = marker.ends_with('为')
        || marker.ends_with('是')
        || marker.ends_with('有')
        || marker.contains("set the value")
        || marker.ends_with(" are")
        || marker.ends_with(" is")
        || marker == "仅支持"
        || marker.contains("固定");
    for (index, c) in trimmed.char_indices() {
        match c {
            ':' | '：' => return Some(at + skipped + index + c.len_utf8()),
            // `取值范围如下：`, `Valid values of this parameter:`
            _ if index < 36
                && (c.is_alphabetic() || c.is_whitespace() || "的为是（）()".contains(c))
                && !direct
                && !c.is_ascii_uppercase() => {}
            _ => break,
        }
    }
    if direct {
        return Some(at + skipped);
    }
    // `取值ASC/DESC`, `取值“on”`
    trimmed
        .starts_with(|c: char| c.is_ascii_alphanumeric() || "“\"'".contains(c))
        .then_some(at + skipped)
        .filter(|_| !marker.is_ascii() && marker != "包括" && marker != "返回值")
}

/// The places in a line at which a pair could start.
pub(super) fn clause_starts(text: &str) -> Vec<usize> {
    let is_end = |c: &char| matches!(c, ',' | '，' | '。' | '；' | ';' | '：' | ':' | '、' | '（' | '(' | ' ');
    let behind = text.char_indices().filter(|(_, c)| is_end(c)).map(|(at, c)| at + c.len_utf8());
    std::iter::once(0).chain(behind).take(40).collect()
}

/// A place in a line.
pub(super) struct Cursor<'a> {
    line: &'a Line,
    at: usize,
    marked: bool,
    /// The other values of a marked stretch that held several: `**on | off**`.
    queue: Vec<String>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(line: &'a Line) -> Self {
        Self::at(line, 0)
    }

    pub(super) fn at(line: &'a Line, at: usize) -> Self {
        Self { line, at, marked: false, queue: Vec::new() }
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// A marked stretch of several words follows.
    pub(super) fn stands_before_phrase(&mut self) -> bool {
        self.blanks();
        let mark = self.line.marked.iter().find(|mark| mark.start == self.at);
        let marked = mark.and_then(|mark| self.line.text.get(mark.clone())).unwrap_or_default();
        [" and ", " or "].iter().any(|word| marked.contains(word))
    }

    fn rest(&self) -> &'a str {
        self.line.text.get(self.at..).unwrap_or_default()
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    pub(super) fn peek(&mut self) -> Option<char> {
        self.blanks();
        self.rest().chars().next()
    }

    pub(super) fn bump(&mut self) {
        if let Some(c) = self.rest().chars().next() {
            self.at += c.len_utf8();
        }
    }

    pub(super) fn at_end(&mut self) -> bool {
        self.peek().is_none_or(|c| "。.；;，,".contains(c) && self.rest().trim_end().chars().count() == 1)
    }

    pub(super) fn last_was_marked(&self) -> bool {
        self.marked
    }

    /// The next value: a marked stretch, something in quotes, or a bare word.
    pub(super) fn value(&mut self) -> Option<Value> {
        if !self.queue.is_empty() {
            return Some(Value { text: self.queue.remove(0), ..Value::default() });
        }
        self.blanks();
        let text = &self.line.text;
        if let Some(mark) = self.line.marked.iter().find(|mark| mark.start == self.at).cloned() {
            let inner = text.get(mark.clone())?.trim_end_matches([':', '：', '。', '.', ',', '，', ';', '；', ' ']);
            let mut parts = split(inner);
            self.marked = true;
            if !parts.is_empty() {
                let first = parts.remove(0);
                self.queue = parts;
                // A colon inside the bold is still there to be read.
                self.at = mark.start + inner.len();
                return Some(Value { text: first, ..Value::default() });
            }
            // `**Master（默认值）| Slave**` is read word by word.
            if !inner.contains(['（', '(']) {
                return None;
            }
        } else {
            self.marked = self.line.marked.iter().any(|mark| mark.contains(&self.at));
        }
        let rest = self.rest();
        for (open, close) in [('"', '"'), ('“', '”'), ('‘', '’'), ('\'', '\''), ('「', '」')] {
            if let Some(inner) = rest.strip_prefix(open)
                && let Some(end) = inner.find(close)
                && let Some(word) = bare(&inner[..end]).filter(|word| word.len() == end)
            {
                self.at += open.len_utf8() + end + close.len_utf8();
                return Some(Value { text: word.to_owned(), ..Value::default() });
            }
        }
        let word = bare(rest)?;
        self.at += word.len();
        // A word that runs on in another script is part of a sentence: `ECS实例`.
        let next = self.rest().chars().next();
        let address = self.rest().strip_prefix(':').is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "/{<$".contains(c))
                && !word.bytes().all(|b| b.is_ascii_digit())
        });
        // `gif或webp`
        let joined = ["或者", "或", "和", "以及", "及"].iter().any(|word| {
            let rest = self.rest().strip_prefix(word).unwrap_or_default();
            rest.trim_start().starts_with(|c: char| c.is_ascii_alphanumeric())
        });
        if joined {
            return Some(Value { text: word.to_owned(), ..Value::default() });
        }
        if next.is_some_and(|c| c.is_alphanumeric() || c == '/' || c == '@' || c == '\'') || address {
            if next == Some('/') {
                return self.slashes(word);
            }
            self.at -= word.len();
            return None;
        }
        Some(Value { text: word.to_owned(), ..Value::default() })
    }

    /// `ASC/DESC`
    fn slashes(&mut self, first: &str) -> Option<Value> {
        let start = self.at;
        let mut words = Vec::new();
        while self.rest().starts_with('/') {
            self.at += 1;
            let Some(word) = bare(self.rest()) else {
                self.at = start - first.len();
                return None;
            };
            self.at += word.len();
            words.push(word.to_owned());
        }
        if self.rest().starts_with(|c: char| c.is_alphanumeric()) {
            self.at = start - first.len();
            return None;
        }
        self.queue = words;
        Some(Value { text: first.to_owned(), ..Value::default() })
    }

    /// `（默认值）`, `(0)`, `（呼入）` behind a value.
    pub(super) fn brackets(&mut self, value: &mut Value) {
        loop {
            if !self.queue.is_empty() {
                return;
            }
            self.blanks();
            let rest = self.rest();
            let Some(open @ ('(' | '（')) = rest.chars().next() else { return };
            let Some(end) = rest.find([')', '）']) else { return };
            let inner = rest[open.len_utf8()..end].trim();
            let close = rest[end..].chars().next().map_or(1, char::len_utf8);
            self.at += end + close;
            let lower = inner.to_lowercase();
            if inner.starts_with("默认")
                || lower.starts_with("default")
                || lower.contains("the default")
                || inner.ends_with("默认值")
                || inner.ends_with("默认")
            {
                value.default = true;
            } else if let Ok(code) = inner.parse::<i64>() {
                value.code = Some(code);
            } else if value.label.is_none() && !inner.is_empty() {
                value.label = Some(inner.to_owned());
            }
        }
    }

    /// The meaning behind a list item's value. Without a separator only where the value stood out.
    pub(super) fn label(&mut self, bold: bool, marked: bool) -> Option<String> {
        let c = self.peek()?;
        let rest = self.rest();
        if ":：".contains(c) {
            return Some(rest[c.len_utf8()..].to_owned());
        }
        if "-–—=".contains(c) {
            return Some(rest.trim_start_matches(['-', '–', '—', '=', '>', ' ']).to_owned());
        }
        if "。.；;，,".contains(c) && (bold || marked) {
            return Some(rest[c.len_utf8()..].to_owned());
        }
        let words = ["表示", "代表", "指", "为", "是", "indicates", "specifies", "means", "is "];
        if (bold || marked) && words.iter().any(|word| rest.starts_with(word)) {
            return Some(rest.to_owned());
        }
        // `IntranetTx 内网出流量`
        let blank = self.line.text[..self.at].ends_with(char::is_whitespace);
        (marked && (bold || blank) && !c.is_ascii_alphanumeric()).then(|| rest.to_owned())
    }

    /// The meaning behind a value in running text, up to the next separator.
    pub(super) fn inline_label(&mut self, value: &Value) -> Option<String> {
        if !self.queue.is_empty() {
            return None;
        }
        let c = self.peek()?;
        let coded = value.code.is_some();
        if ":：".contains(c) || coded && !is_separator(c) && c != '。' {
            if ":：".contains(c) {
                self.bump();
            }
            return Some(self.until_separator());
        }
        if "-–—".contains(c) && self.rest().chars().nth(1).is_some_and(|c| c.is_whitespace() || !c.is_ascii()) {
            self.bump();
            return Some(self.until_separator());
        }
        let words = ["表示", "代表"];
        words.iter().find(|word| self.rest().starts_with(**word)).map(|word| {
            self.at += word.len();
            self.until_separator()
        })
    }

    /// The meaning of a pair: a separator must stand between.
    pub(super) fn pair_label(&mut self) -> Option<String> {
        if !self.queue.is_empty() {
            return None;
        }
        let c = self.peek()?;
        let rest = self.rest();
        let dash = "-–—".contains(c) && rest.chars().nth(1).is_some_and(|c| c.is_whitespace() || !c.is_ascii());
        if ":：=".contains(c) || dash {
            self.bump();
        } else if let Some(word) = ["表示", "代表"].iter().find(|word| rest.starts_with(**word)) {
            self.at += word.len();
        } else {
            return None;
        }
        let label = self.until_separator();
        // A time, an address or a number behind a colon is no meaning.
        (!label.starts_with("//") && !label.starts_with(|c: char| c.is_ascii_digit())).then_some(label)
    }

    fn until_separator(&mut self) -> String {
        let rest = self.rest();
        let mut depth = 0_i32;
        let mut end = rest.len();
        for (at, c) in rest.char_indices() {
            match c {
                '(' | '（' => depth += 1,
                ')' | '）' => depth -= 1,
                '。' if depth <= 0 => {
                    end = at;
                    break;
                }
                ',' | '，' | ';' | '；' | '、' | '|' | '.' if depth <= 0 => {
                    // A separator inside a meaning is followed by more of it, not by a value.
                    let mut ahead = Cursor::at(self.line, self.at + at);
                    if !ahead.separator()
                        || ahead.value().is_some()
                        || ";；".contains(c)
                        || c == '.' && rest[at + 1..].trim().is_empty()
                    {
                        end = at;
                        break;
                    }
                }
                _ => {}
            }
        }
        let label = rest[..end].trim().to_owned();
        self.at += end;
        label
    }

    /// Steps over what stands between two values.
    pub(super) fn separator(&mut self) -> bool {
        if !self.queue.is_empty() {
            return true;
        }
        let mut any = false;
        loop {
            let Some(c) = self.peek() else { return false };
            let rest = self.rest();
            if is_separator(c) {
                self.bump();
                any = true;
            } else if let Some(word) =
                ["和", "或者", "或", "及", "以及", "and ", "or "].iter().find(|word| rest.starts_with(**word))
            {
                self.at += word.len();
                any = true;
            } else {
                return any;
            }
        }
    }

    /// Steps over the end of a sentence where the next one starts with a value, which may have to be a number, and its
    /// meaning.
    pub(super) fn sentence_with_pair(&mut self, numbered: bool) -> bool {
        if !self.peek().is_some_and(|c| "。.".contains(c)) {
            return false;
        }
        let mut ahead = Cursor::at(self.line, self.at);
        ahead.bump();
        let fits = |value: &Value| !numbered || value.text.parse::<i64>().is_ok();
        let pair = ahead.value().filter(fits).is_some_and(|mut value| {
            ahead.brackets(&mut value);
            ahead.pair_label().is_some_and(|label| !label.is_empty())
        });
        if pair {
            self.bump();
        }
        pair
    }

    /// Whether a separator ahead is followed by another value.
    pub(super) fn value_after_separator(&self) -> bool {
        let mut ahead = Cursor::at(self.line, self.at);
        ahead.separator() && ahead.value().is_some()
    }

    /// `1~100`, `1到100`, `1 to 20`: no list of values.
    pub(super) fn continues_range(&mut self) -> bool {
        let Some(c) = self.peek() else { return false };
        let rest = self.rest();
        if "~～至到".contains(c) || rest.starts_with("to ") {
            return true;
        }
        "-–—－".contains(c) && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
    }

    /// Nothing follows, or another sentence.
    pub(super) fn ends_clause(&mut self) -> bool {
        self.peek().is_none_or(|c| {
            "。；;".contains(c) || c == '.' && self.rest().chars().nth(1).is_none_or(char::is_whitespace)
        })
    }

    /// Nothing but an end of sentence follows.
    pub(super) fn ends_sentence(&mut self) -> bool {
        self.peek().is_none_or(|c| "。.；;，,".contains(c))
    }
}

fn is_separator(c: char) -> bool {
    ",，、|;；/".contains(c)
}

/// A word that can be a value: ASCII, without blanks.
fn bare(text: &str) -> Option<&str> {
    let end = text
        .char_indices()
        .find(|(at, c)| {
            let inside =
                c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '*' | '+' | '<' | '>' | '=' | '%' | '#');
            !inside || (*c == '.' || *c == '-') && !text[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric())
        })
        .map_or(text.len(), |(at, _)| at);
    let word = &text[..end];
    let operator = !word.is_empty() && word.chars().all(|c| "<>=!".contains(c));
    let starts = word.starts_with(|c: char| c.is_ascii_alphanumeric())
        || word.starts_with('-') && word[1..].starts_with(|c: char| c.is_ascii_digit())
        || word == "*";
    let equals = word.contains('=') && !operator;
    (starts && !equals || operator).then_some(word)
}

/// The values in a marked stretch.
fn split(inner: &str) -> Vec<String> {
    let parts: Vec<&str> = inner
        .split(['|', '、', ',', '，', '；', ';'])
        .flat_map(|part| part.split(" or "))
        .flat_map(|part| part.split(" and "))
        .map(str::trim)
        .collect();
    let parts: Vec<&str> = if parts.len() == 1
        && inner.matches('/').count() >= 1
        && inner.split('/').all(|part| bare(part).is_some_and(|word| word.len() == part.len()))
        && !inner.contains('.')
    {
        inner.split('/').collect()
    } else {
        parts
    };
    let values: Vec<String> = parts.iter().filter(|part| is_value(part)).map(|part| (*part).to_owned()).collect();
    if values.len() == parts.len() { values } else { Vec::new() }
}

/// Whether a marked stretch can be a value: one word, or a few in capitals.
fn is_value(text: &str) -> bool {
    if text.is_empty() || !text.is_ascii() || text.len() > 60 {
        return false;
    }
    let words = text.split(' ').count();
    let operator = text.chars().all(|c| "<>=!*".contains(c));
    operator
        || text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_')
            && text.chars().any(|c| c.is_ascii_alphanumeric())
            && words <= 3
            && (words == 1 || text.split(' ').all(|word| word.starts_with(|c: char| c.is_ascii_uppercase())))
            && !text.contains(['(', ')', '{', '}', '"', '?', '~'])
}
