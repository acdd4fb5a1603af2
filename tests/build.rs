//! Makes doc tests of the README's Rust: readers see no scaffolding, the compiler needs some.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=../README.md");
    let text = std::fs::read_to_string("../README.md").expect("the README");
    let clients = std::env::var_os("CARGO_FEATURE_CLIENTS").is_some();
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
    let folder = std::env::var_os("OUT_DIR").expect("cargo's folder");
    std::fs::write(Path::new(&folder).join("readme.md"), out).expect("a file");
}

/// What calls a real API is compiled, given the clients, and not run; all else is run.
fn test(body: &str, clients: bool) -> String {
    let calls = body.contains("client");
    let language = if calls && !clients { "rust,ignore" } else { "rust" };
    let head = match (calls, body.contains(".await")) {
        (true, true) => "async fn run(client: ccc_api::Client, stored: Option<ccc_api::Token>)",
        (true, false) => "fn run()",
        (false, _) => "fn main()",
    };
    format!("```{language}\n{head} -> Result<(), Box<dyn std::error::Error>> {{\n{body}Ok(())\n}}\n```\n")
}
