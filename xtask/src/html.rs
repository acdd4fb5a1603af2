//! Pages saved as HTML: a program of its own turns them into text.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use spectable_pages::diagnostic::{Code, Diagnostic};
use spectable_pages::parallel;
use spectable_pages::pipeline::Document;
use spectable_pages::source::SourceFile;

use crate::Result;

/// Whether a text starts like HTML, rather than like Markdown with a tag in its first line.
pub(crate) fn is_html(text: &str) -> bool {
    const IN_LINES: [&str; 11] = ["a", "b", "br", "code", "em", "font", "i", "img", "span", "strong", "sup"];
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix("<!--") {
        rest = comment.split_once("-->").map_or("", |(_, rest)| rest.trim_start());
    }
    let Some(tag) = rest.strip_prefix('<') else { return false };
    let tag = tag.trim_start_matches('!');
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && !IN_LINES.contains(&name.as_str())
}

/// The page as text.
pub(crate) fn to_text(html: &str) -> Result<String> {
    let program = program()?;
    let mut command = Command::new(program);
    let ended = run(command.stdin(Stdio::piped()), html)
        .map_err(|error| format!("{} can't be run: {error}", program.display()))?;
    if !ended.status.success() {
        return Err(said(&ended).into());
    }
    String::from_utf8(ended.stdout).map_err(Into::into)
}

/// Texts as they are, and HTML as text with the file from which it comes; what can't become text becomes a diagnostic.
pub(crate) fn convert(files: Vec<SourceFile>) -> (Vec<(SourceFile, Option<Saved>)>, Vec<Diagnostic>) {
    let converted = parallel::map(files, |file| {
        let text = is_html(&file.text).then(|| to_text(&file.text).map_err(|error| error.to_string()));
        (file, text)
    });
    let mut pages = Vec::with_capacity(converted.len());
    let mut diagnostics = Vec::new();
    for (file, text) in converted {
        match text {
            None => pages.push((file, None)),
            Some(Ok(text)) => {
                let text = SourceFile::new(text_path(&file.path), text);
                pages.push((text, Some(Saved::Html { path: file.path })));
            }
            Some(Err(error)) => {
                let help = "save the page again after it was shown whole, as HTML or as text";
                diagnostics.push(Diagnostic::on(&file.path, Code::PageUnreadable, error).help(help));
            }
        }
    }
    (pages, diagnostics)
}

/// The file from which a text comes that is read under another path.
pub(crate) enum Saved {
    /// It holds the text.
    Text { path: String },
    /// The text was made of it.
    Html { path: String },
}

impl Saved {
    /// What is said about the text names the file, and where that is HTML says that it speaks of the text.
    pub(crate) fn name(&self, document: &mut Document) {
        let (Self::Text { path } | Self::Html { path }) = self;
        document.file.path.clone_from(path);
        for diagnostic in &mut document.diagnostics {
            diagnostic.path.clone_from(path);
            if diagnostic.line > 0 && matches!(self, Self::Html { .. }) {
                diagnostic.help.insert_str(0, "the line is one of the text that the HTML became; ");
            }
        }
    }
}

/// The path by which the text is known: what a path says of a page, it says where it ends in `.md`.
pub(crate) fn text_path(path: &str) -> String {
    let stem = [".html", ".htm"].into_iter().find_map(|end| path.strip_suffix(end));
    stem.map_or_else(|| path.to_owned(), |stem| format!("{stem}.md"))
}

/// Why a page that is HTML is not read.
pub(crate) fn refusal(path: &str) -> Diagnostic {
    let message = "this is HTML, and pages are read as text: `cargo xtask add` takes HTML";
    let help = "move it out of the folder of pages, and run `cargo xtask add` with it";
    Diagnostic::on(path, Code::LayoutUnknown, message).help(help)
}

/// The program, built once: what parses HTML would double the time that it takes to build this one, and few pages come
/// as HTML.
fn program() -> Result<&'static Path> {
    static PROGRAM: OnceLock<std::result::Result<PathBuf, String>> = OnceLock::new();
    let program = PROGRAM.get_or_init(|| {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("Cargo.toml");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["run", "--color", "never", "--package", "spectable-html", "--manifest-path"]).arg(manifest);
        command.args(["--", "--where"]).stdin(Stdio::null());
        let ended = built(&mut command).map_err(|error| format!("cargo can't be run: {error}"))?;
        if !ended.status.success() {
            return Err(said(&ended));
        }
        Ok(PathBuf::from(String::from_utf8_lossy(&ended.stdout).trim_end()))
    });
    program.as_deref().map_err(|error| error.clone().into())
}

/// Runs cargo, and says so where it has something to build, once it says so itself.
fn built(command: &mut Command) -> std::io::Result<Output> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let said = child.stderr.take();
    std::thread::scope(|scope| {
        // It says more than a pipe holds.
        let reader = scope.spawn(move || -> std::io::Result<Vec<u8>> {
            let mut kept = Vec::new();
            let mut told = false;
            for line in said.into_iter().flat_map(|said| BufReader::new(said).split(b'\n')) {
                let mut line = line?;
                if !told && line.trim_ascii_start().starts_with(b"Compiling ") {
                    eprintln!("note: building the HTML reader first (a few seconds, only once)");
                    told = true;
                }
                // What cargo is at is no part of what went wrong.
                if !is_status(&line) {
                    line.push(b'\n');
                    kept.append(&mut line);
                }
            }
            Ok(kept)
        });
        let mut ended = child.wait_with_output()?;
        ended.stderr = reader.join().unwrap_or_else(|_| Ok(Vec::new()))?;
        Ok(ended)
    })
}

/// Whether a line tells what cargo is at: `   Compiling ego-tree v0.10.0`, with the word up to the twelfth column.
fn is_status(line: &[u8]) -> bool {
    let word = line.get(..12).map_or(&[][..], <[u8]>::trim_ascii_start);
    line.get(12) == Some(&b' ') && word.first().is_some_and(u8::is_ascii_uppercase) && word.is_ascii()
}

/// Hands over a text and waits for the end.
fn run(command: &mut Command, text: &str) -> std::io::Result<Output> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let input = child.stdin.take();
    std::thread::scope(|scope| {
        // What the program says meanwhile goes through a pipe of some bytes only.
        let writer = scope.spawn(move || input.map_or(Ok(()), |mut input| input.write_all(text.as_bytes())));
        let ended = child.wait_with_output()?;
        match writer.join() {
            // A program that failed need not have read everything.
            Ok(Err(error)) if ended.status.success() => Err(error),
            _ => Ok(ended),
        }
    })
}

/// What a program that failed said.
fn said(ended: &Output) -> String {
    String::from_utf8_lossy(&ended.stderr).trim().trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_html_starts() {
        for html in [
            "<!DOCTYPE html>",
            "\n <html lang=zh>",
            "<!-- saved -->\n<!-- twice --><HTML>",
            "<div>",
            "<h1 id=x>",
            "<table>",
            "<p>",
        ] {
            assert!(is_html(html), "{html}");
        }
        for text in ["", "# Title", "<a name=x></a>\n# Title", "<!-- lint: off -->\n# Title", "<!-- open", "< 5", "<5"]
        {
            assert!(!is_html(text), "{text}");
        }
    }

    #[test]
    fn what_a_path_says() {
        assert_eq!(text_path("ccc/2017-07-05/GetAgent.html"), "ccc/2017-07-05/GetAgent.md");
        assert_eq!(text_path("GetAgent.htm"), "GetAgent.md");
        assert_eq!(text_path("GetAgent.txt"), "GetAgent.txt");
    }

    #[test]
    fn what_cargo_is_at() {
        for line in ["   Compiling ego-tree v0.10.0", "    Finished `dev` profile", "     Running `target/x --where`"] {
            assert!(is_status(line.as_bytes()), "{line}");
        }
        for line in ["error: no such file", "  --> src/main.rs:1:1", "   |", "", "12 |         let x = Y;"] {
            assert!(!is_status(line.as_bytes()), "{line}");
        }
    }
}
