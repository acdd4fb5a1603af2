//! Makes doc tests of the Rust in the texts at the root: readers see no scaffolding, the compiler needs some.

use std::path::Path;

/// Each has a module or a line in `lib.rs` that includes what is made of it.
const TEXTS: [&str; 3] = ["README.md", "GUIDE.md", "generated/README.md"];

fn main() {
    let clients = std::env::var_os("CARGO_FEATURE_CLIENTS").is_some();
    let folder = std::env::var_os("OUT_DIR").expect("cargo's folder");
    for name in TEXTS {
        let path = Path::new("..").join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let name = name.replace('/', "-");
        std::fs::write(Path::new(&folder).join(name), doc_tests(&text, clients)).expect("a file");
    }
}

/// The text with each block of Rust as a doc test.
fn doc_tests(text: &str, clients: bool) -> String {
    let mut out = String::new();
    let mut block: Option<String> = None;
    for line in text.lines() {
        match (&mut block, line) {
            (None, "```rust") => block = Some(String::new()),
            (None, line) => out.extend([line, "\n"]),
            (Some(_), "```") => out.push_str(&test(&block.take().unwrap_or_default(), clients)),
            (Some(body), line) => body.extend([line, "\n"]),
        }
    }
    out
}

/// What calls a real API is compiled, given the clients, and not run; all else is run.
fn test(body: &str, clients: bool) -> String {
    // What the emulator answers is run, where there is one.
    let calls = body.contains("client") && !body.contains("Emulator");
    if body.contains("Emulator") && std::env::var_os("CARGO_FEATURE_EMULATOR").is_none() {
        return format!("```rust,ignore\n{body}```\n");
    }
    let language = if calls && !clients { "rust,ignore" } else { "rust" };
    let head = match (calls, body.contains(".await")) {
        (true, true) => "async fn run(client: ccc_api::Client, stored: Option<ccc_api::Token>)",
        (true, false) => "fn run()",
        (false, _) => "fn main()",
    };
    format!("```{language}\n{head} -> Result<(), Box<dyn std::error::Error>> {{\n{body}Ok(())\n}}\n```\n")
}
