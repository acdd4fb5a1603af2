//! Reviewed corrections to pages. Each says why, and is refused once it changes nothing.
//!
//! One file an API version, `overrides/<vendor>/<product>/<version>.yaml`: a list of entries, each
//! for one operation and one wire path, such as `response/Data/Events/DetailData/HangUper`.
//! Wrappers are no step of a path. The page itself is never edited to please the reader.

mod apply;

use std::collections::BTreeMap;

pub(crate) use apply::{Moved, Refused, apply, target};

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Override;
use crate::source::{SourceFile, Span};
use crate::yaml;

/// An overrides file that was read.
#[derive(Debug)]
pub struct Overrides {
    /// Its text.
    pub file: SourceFile,
    /// `vendor/product/version`, from the path.
    pub api: String,
    /// The entries, each with its place.
    pub entries: Vec<(Override, Span)>,
}

impl Overrides {
    /// Where the keys of an entry stand that have a line of their own, such as those below `english:`.
    pub(crate) fn keys(&self, entry: usize) -> BTreeMap<&str, Span> {
        let start =
            |index: usize| self.entries.get(index).map_or(self.file.text.len(), |(_, place)| place.range().start);
        let lines =
            self.file.lines().skip_while(|(at, _)| *at < start(entry)).take_while(|(at, _)| *at < start(entry + 1));
        let keys = lines.filter_map(|(at, line)| {
            let key = line.trim_start();
            let end = key.find(": ").or_else(|| key.strip_suffix(':').map(str::len))?;
            let at = at + line.len() - key.len();
            Some((key[..end].trim_matches(['"', '\'']), Span::new(at, at + key.len())))
        });
        keys.collect()
    }
}

/// Reads a file of overrides; `api` is the part of its path that says which API it is about.
pub fn read(file: SourceFile, api: &str) -> Result<Overrides, Box<(SourceFile, Diagnostic)>> {
    match yaml::read_list::<Override>(&file.text) {
        Ok(entries) => {
            let entries =
                entries.into_iter().map(|(entry, (line, column))| (entry, place(&file, line, column))).collect();
            Ok(Overrides { api: api.to_owned(), entries, file })
        }
        Err(error) => {
            let diagnostic = match error.place {
                Some((line, column)) => {
                    Diagnostic::at(&file, place(&file, line, column), Code::OverrideUnreadable, error.message)
                }
                None => Diagnostic::on(&file.path, Code::OverrideUnreadable, error.message),
            };
            Err(Box::new((file, diagnostic)))
        }
    }
}

/// The text of a file of overrides with more entries at its end; all that stands there stays as it is.
/// Says why where that can't be done.
pub fn append(file: &SourceFile, entries: &[&Override]) -> Result<String, String> {
    let refused = |error: yaml::Unreadable| format!("{}: {}", file.path, error.message);
    let known = yaml::read_list::<Override>(&file.text).map_err(refused)?;
    let mut text = file.text.clone();
    if text.trim().is_empty() {
        HEADER.clone_into(&mut text);
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if !text.ends_with('\n') {
        text.push_str(end);
    }
    let dash = text.lines().find(|line| line.trim_start().starts_with("- "));
    let indent = dash.map(|line| line[..line.len() - line.trim_start().len()].to_owned()).unwrap_or_default();
    for line in yaml::write(&entries).map_err(refused)?.lines() {
        text.push_str(&indent);
        text.push_str(line);
        text.push_str(end);
    }
    // What YAML can also be, such as a list in brackets, has no place for lines at the end.
    let whole = known.iter().map(|(entry, _)| entry).chain(entries.iter().copied());
    match yaml::read_list::<Override>(&text) {
        Ok(read) if read.iter().map(|(entry, _)| entry).eq(whole) => Ok(text),
        _ => {
            Err(format!("{}: expected a list of lines that start with `- `; put the entries there by hand", file.path))
        }
    }
}

/// How a new file of overrides starts: editors complete and check it by the schema.
const HEADER: &str = "# yaml-language-server: $schema=../../../ir/overrides.schema.json\n";

/// The rest of a line from a column, both counted from 1.
fn place(file: &SourceFile, line: usize, column: usize) -> Span {
    let Some((start, text)) = file.lines().nth(line.saturating_sub(1)) else { return Span::default() };
    let skip: usize = text.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    Span::new(start + skip, start + text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Type;

    fn appended(text: &str) -> Result<String, String> {
        let entry = Override {
            operation: "GetTicket".to_owned(),
            path: Some("response/Id".to_owned()),
            ty: Some(Type::Long),
            why: "Seen: numbers.".to_owned(),
            ..Override::default()
        };
        append(&SourceFile::new("o.yaml", text), &[&entry])
    }

    #[test]
    fn what_stands_there_stays() {
        const ENTRY: &str = "- operation: GetTicket\n  path: response/Id\n  type: long\n  why: \"Seen: numbers.\"\n";
        assert_eq!(appended("").unwrap(), HEADER.to_owned() + ENTRY);
        let before = "# mine\n-   {operation: A,  rate_limit: 3, why: x} # kept\n\n# the end";
        assert_eq!(appended(before).unwrap(), format!("{before}\n{ENTRY}"));
        let indented = appended("  - operation: A\n    rate_limit: 3\n    why: x\n").unwrap();
        assert!(indented.ends_with("    why: x\n  - operation: GetTicket\n    path: response/Id\n    type: long\n    why: \"Seen: numbers.\"\n"), "{indented}");
        let windows = appended("- operation: A\r\n  rate_limit: 3\r\n  why: x\r\n").unwrap();
        assert_eq!(windows.matches('\n').count(), windows.matches("\r\n").count());
    }

    #[test]
    fn what_has_no_end_to_append_to() {
        assert!(appended("[{operation: A, rate_limit: 3, why: x}]").unwrap_err().contains("by hand"));
        assert!(appended("- operation: [").is_err());
    }
}
