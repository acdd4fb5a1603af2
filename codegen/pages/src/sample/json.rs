//! JSON as people write it into documentation.

use super::{MAX_DEPTH, Shape};

/// A place in a JSON document that may be broken.
pub(super) struct Json<'a> {
    pub text: &'a str,
    pub at: usize,
    pub repairs: Vec<&'static str>,
}

impl Json<'_> {
    pub(super) fn repair(&mut self, what: &'static str) {
        if !self.repairs.contains(&what) {
            self.repairs.push(what);
        }
    }

    fn peek(&mut self) -> Option<char> {
        loop {
            let rest = self.text.get(self.at..)?;
            let next = rest.chars().next()?;
            if next.is_whitespace() || next == '\u{feff}' {
                self.at += next.len_utf8();
            } else if rest.starts_with("//") || rest.starts_with('#') {
                self.repair("a comment");
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else {
                return Some(next);
            }
        }
    }

    fn bump(&mut self, c: char) {
        self.at += c.len_utf8();
    }

    /// Reads a value into a shape.
    pub(super) fn value(&mut self, shape: &mut Shape, depth: usize) {
        if depth > MAX_DEPTH {
            self.repair("brackets nest too deep; the rest is left out");
            self.at = self.text.len();
            return;
        }
        match self.peek() {
            Some('{') => self.object(shape, depth),
            Some('[') => self.array(shape, depth),
            Some('"' | '“' | '”' | '\'') => {
                self.string();
                shape.scalars.text = true;
            }
            Some(c) if !matches!(c, '}' | ']' | ',' | ':') => self.bare(shape),
            Some(_) => self.repair("a value is missing"),
            None => self.repair("the document ends too early"),
        }
    }

    fn object(&mut self, shape: &mut Shape, depth: usize) {
        shape.object = true;
        self.bump('{');
        let mut comma = true;
        loop {
            match self.peek() {
                None => return self.repair("the document ends too early"),
                Some('}') => {
                    if comma && !shape.members.is_empty() {
                        self.repair("a comma too many");
                    }
                    return self.bump('}');
                }
                Some(',') => {
                    self.bump(',');
                    comma = true;
                }
                Some(']') => {
                    self.repair("a bracket that does not match");
                    return;
                }
                Some(c) => {
                    if !comma {
                        self.repair("a comma is missing");
                    }
                    comma = false;
                    let before = self.at;
                    let name = if matches!(c, '"' | '“' | '”' | '\'') { self.string() } else { self.word() };
                    if name.is_empty() {
                        self.repair("a character that belongs nowhere");
                        // An empty name in quotes was read; anything else is stepped over.
                        if self.at == before {
                            self.bump(c);
                        }
                        continue;
                    }
                    if self.peek() == Some(':') {
                        self.bump(':');
                        let mut value = Shape::default();
                        self.value(&mut value, depth + 1);
                        shape.member(name.trim()).merge(&value);
                    } else {
                        self.repair("a name without a value");
                    }
                }
            }
        }
    }

    fn array(&mut self, shape: &mut Shape, depth: usize) {
        shape.list = true;
        self.bump('[');
        let mut comma = true;
        let mut items = 0;
        loop {
            match self.peek() {
                None => return self.repair("the document ends too early"),
                Some(']') => {
                    if comma && items > 0 {
                        self.repair("a comma too many");
                    }
                    shape.empty |= items == 0;
                    return self.bump(']');
                }
                Some(',') => {
                    self.bump(',');
                    comma = true;
                }
                Some('}' | ':') => {
                    self.repair("a bracket that does not match");
                    return;
                }
                Some(c) => {
                    if !comma {
                        self.repair("a comma is missing");
                    }
                    comma = false;
                    items += 1;
                    let before = self.at;
                    shape.nested |= c == '[';
                    self.value(shape, depth + 1);
                    if self.at == before {
                        self.bump(c);
                    }
                    // `["a": 1]`
                    if self.peek() == Some(':') {
                        self.repair("a member outside of an object");
                        self.bump(':');
                        let mut value = Shape::default();
                        self.value(&mut value, depth + 1);
                    }
                }
            }
        }
    }

    /// A text in quotes of any kind; ends at the line's end if it is never closed.
    fn string(&mut self) -> String {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut chars = rest.char_indices();
        let Some((_, open)) = chars.next() else { return String::new() };
        if open != '"' {
            self.repair("quotes that are not JSON's");
        }
        let mut value = String::new();
        while let Some((index, c)) = chars.next() {
            match c {
                '\\' => {
                    if let Some((_, escaped)) = chars.next() {
                        value.push(escaped);
                    }
                }
                '"' if open != '\'' => {
                    self.at += index + 1;
                    return value;
                }
                '“' | '”' if open != '"' => {
                    self.at += index + c.len_utf8();
                    return value;
                }
                '\'' if open == '\'' => {
                    self.at += index + 1;
                    return value;
                }
                '\n' => {
                    // Raw line breaks stand in some samples; a next line that starts a member tells that the quote was forgotten.
                    let next = ahead(&rest[index..]);
                    if next.starts_with(['"', '}', ']']) {
                        self.repair("a text is not closed");
                        self.at += index;
                        return value;
                    }
                    self.repair("a line break inside a text");
                    value.push(c);
                }
                _ => value.push(c),
            }
        }
        self.repair("a text is not closed");
        self.at = self.text.len();
        value
    }

    /// Letters and digits without quotes.
    fn word(&mut self) -> String {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_whitespace() || "{}[],:\"".contains(c)).unwrap_or(rest.len());
        let word = rest[..end].to_owned();
        if !word.is_empty() {
            self.repair("a name without quotes");
            self.at += end;
        }
        word
    }

    fn bare(&mut self, shape: &mut Shape) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest
            .find(|c: char| c.is_whitespace() || "{}[],\"".contains(c))
            .unwrap_or(rest.len())
            .max(rest.chars().next().map_or(0, char::len_utf8));
        let word = &rest[..end];
        self.at += end;
        match word {
            "true" | "false" => shape.scalars.boolean = true,
            "null" => shape.empty = true,
            "..." | "…" | "......" => self.repair("left out with dots"),
            _ => match word.parse::<i64>() {
                Ok(number) if i32::try_from(number).is_ok() => shape.scalars.integer = true,
                Ok(_) => shape.scalars.long = true,
                Err(_) if word.parse::<f64>().is_ok() => shape.scalars.float = true,
                Err(_) => {
                    self.repair("a word without quotes");
                    shape.scalars.text = true;
                }
            },
        }
    }
}

/// What follows the blanks at the start of a text; a few lines of them are looked through.
fn ahead(text: &str) -> &str {
    let blanks = text.bytes().take(200).take_while(u8::is_ascii_whitespace).count();
    text.get(blanks..).unwrap_or_default()
}
