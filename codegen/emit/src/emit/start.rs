//! The quick start in the crate's own documentation: examples for an operation that the crate has, which are its doc tests.

use proc_macro2::TokenStream;
use quote::quote;
use spectable_pages::ir::Vendor;

use crate::input::CrateLayout;
use crate::model::{Crate, FieldDef, OperationDef, Ty, VersionDef};

/// An operation whose call is short enough to be shown.
struct Example<'m> {
    /// The path to the request's type.
    path: String,
    vendor: Vendor,
    request: &'m str,
    /// `new` with arguments.
    new: String,
    /// The setters of what is required beside them, for a call of its own.
    set: String,
    paged: bool,
    windowed: bool,
}

/// What the examples import beside the request.
const IMPORTED: &[&str] = &["Client", "Credentials", "Error", "Timestamp", "Token", "Vendor"];

/// More arguments than these are no quick start.
const MOST_ARGUMENTS: usize = 5;

/// The sections, as attributes at the head of the crate.
pub(super) fn doc(model: &Crate<'_>, layout: &CrateLayout) -> TokenStream {
    let name = layout.name.replace('-', "_");
    let operations = model
        .versions
        .iter()
        .flat_map(|version| version.operations.iter().filter_map(|operation| example(version, operation, &name)));
    // A period shows most, then pages; of equals the first.
    let best = operations.reduce(|best, next| {
        let rank = |example: &Example<'_>| (example.windowed, example.paged);
        if rank(&next) > rank(&best) { next } else { best }
    });
    let Some(example) = best else {
        return quote!();
    };
    let mut out = quote!();
    section(&mut out, "Quick start", "With the feature `reqwest`:");
    example.block(&mut out, Some("reqwest"), &example.quick(&name, true));
    text(&mut out, &["", "With the feature `ureq`, the same, blocking:", ""]);
    example.block(&mut out, Some("ureq"), &example.quick(&name, false));
    let what = "A key is given, or looked for where the vendor's own client looks. Anything that hands out keys can stand in its place, a closure too. Keys are never printed, and zeroed when dropped.";
    section(&mut out, "Credentials", what);
    example.block(&mut out, None, &example.credentials(&name));
    let what = "Each says what a caller can do about it. What is worth another try and safe to repeat has had it by then. A value of an answer that does not fit is no error: it is left out, and among the output's `findings`.";
    section(&mut out, "Errors", what);
    example.block(&mut out, Some("reqwest"), &example.errors(&name));
    if example.paged {
        let what = if example.windowed {
            "`pages` and `items` give all pages, one after the other. `items_between` takes a period of any length and cuts it into windows no longer than the API allows. A token, stored as text, tells where to go on."
        } else {
            "`pages` and `items` give all pages, one after the other. A token, stored as text, tells where to go on."
        };
        section(&mut out, "Pages", what);
        example.block(&mut out, Some("reqwest"), &example.pages(&name));
    }
    if example.paged {
        let what = "The feature `emulator` serves every operation from within a test, without an account: made-up records, or those that the test brings.";
        section(&mut out, "Your own tests", what);
        example.test(&mut out, &name);
    }
    text(&mut out, &["", "# Contents"]);
    out
}

fn example<'m>(version: &VersionDef<'_>, def: &'m OperationDef<'_>, name: &str) -> Option<Example<'m>> {
    let operation = def.operation;
    let reads = ["List", "Describe", "Get", "Query", "Search"].iter().any(|verb| operation.name.starts_with(verb));
    if !reads || operation.deprecated || IMPORTED.contains(&def.request.as_str()) {
        return None;
    }
    let request = def.request_structs.first()?;
    let set = request.fields.iter().filter(|field| field.required && field.argument.is_none());
    let set: Option<String> = set.map(|field| Some(format!(".{}({})", field.ident, argument(field, def)?))).collect();
    let arguments: Option<Vec<_>> = request.arguments().iter().map(|field| argument(field, def)).collect();
    let arguments = arguments.filter(|all| all.len() <= MOST_ARGUMENTS)?;
    Some(Example {
        path: format!("{name}::{}", version.path.join("::")),
        vendor: version.vendor,
        request: &def.request,
        new: format!("{}::new({})", def.request, arguments.join(", ")),
        set: set?,
        paged: def.paged.is_some(),
        windowed: def.windowed.is_some(),
    })
}

/// A value that the page allows, as far as it says; `None` where a type needs more than a literal.
fn argument(field: &FieldDef<'_>, def: &OperationDef<'_>) -> Option<String> {
    let operation = def.operation;
    let wire = &field.field.name;
    Some(match &field.ty {
        Ty::Text => format!("\"{}\"", field.ident.trim_start_matches("r#")),
        Ty::Bool => "true".to_owned(),
        Ty::Timestamp => {
            let ends = operation.window.as_ref().is_some_and(|window| window.end == *wire);
            format!("Timestamp::from_secs({})", if ends { "1_706_745_599" } else { "1_704_067_200" })
        }
        Ty::I32 | Ty::I64 | Ty::U64 => {
            let paging = operation.paging.as_ref();
            let wish = match paging {
                Some(paging) if paging.number == *wire => paging.first.into(),
                Some(paging) if paging.size == *wire => 100,
                _ => 1,
            };
            let range = field.field.range.as_ref();
            let (min, max) = (range.and_then(|range| range.min), range.and_then(|range| range.max));
            max.map_or(wish, |max| wish.min(max)).max(min.unwrap_or(i64::MIN)).to_string()
        }
        _ => return None,
    })
}

impl Example<'_> {
    /// A block of code, which is a test where its features are on.
    fn block(&self, out: &mut TokenStream, client: Option<&str>, lines: &[String]) {
        match client {
            Some(client) => {
                let vendor = self.vendor.as_str();
                out.extend(quote! {
                    #![cfg_attr(all(feature = #client, feature = #vendor), doc = " ```no_run")]
                    #![cfg_attr(not(all(feature = #client, feature = #vendor)), doc = " ```ignore")]
                });
            }
            None => text(out, &["```no_run"]),
        }
        text(out, lines);
        text(out, &["```"]);
    }

    /// A block that is run, where the blocking client and the emulator are there.
    fn test(&self, out: &mut TokenStream, name: &str) {
        let vendor = self.vendor.as_str();
        out.extend(quote! {
            #![cfg_attr(all(feature = "emulator", feature = "ureq", feature = #vendor), doc = " ```")]
            #![cfg_attr(not(all(feature = "emulator", feature = "ureq", feature = #vendor)), doc = " ```ignore")]
        });
        let (path, request, new) = (&self.path, self.request, &self.new);
        let times = if new.contains("Timestamp::") { ", Timestamp" } else { "" };
        let lines = [
            "# fn main() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
            format!("use {path}::{request};"),
            format!("use {name}::{{Credentials, Endpoint{times}, blocking::Client, emulator::Emulator}};"),
            String::new(),
            format!("let server = Emulator::new({name}::SCHEMAS).records(30).start(\"127.0.0.1:0\")?;"),
            "let key = Credentials::new(\"emulator\", \"emulator-secret\");".to_owned(),
            "let client = Client::builder(key).endpoint(Endpoint::url(&server.url())?).build()?;".to_owned(),
            format!("let items = client.items({new}).collect::<Result<Vec<_>, _>>()?;"),
            "assert_eq!(items.len(), 30);".to_owned(),
            "# Ok(())".to_owned(),
            "# }".to_owned(),
        ];
        text(out, &lines);
        text(out, &["```"]);
    }

    fn vendor(&self) -> (&'static str, &'static str) {
        match self.vendor {
            Vendor::Aliyun => ("Aliyun", "cn-shanghai"),
            Vendor::Tencent => ("Tencent", "ap-guangzhou"),
        }
    }

    /// The imports: the request, and of the crate's root what the code below it names.
    fn imports(&self, name: &str, code: &[String], client: &str) -> Vec<String> {
        let is_used = |import: &&&str| {
            let mut words = code.iter().flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
            words.any(|word| word == **import)
        };
        let used = IMPORTED.iter().filter(is_used);
        let mut root: Vec<&str> = used.map(|import| if *import == "Client" { client } else { import }).collect();
        // As rustfmt sorts them: modules last.
        root.sort_by_key(|import| import.contains("::"));
        let uses = code.iter().any(|line| line.contains(&self.new));
        let request = uses.then(|| format!("use {}::{};", self.path, self.request));
        let root = match root.as_slice() {
            [] => None,
            [one] => Some(format!("use {name}::{one};")),
            several => Some(format!("use {name}::{{{}}};", several.join(", "))),
        };
        request.into_iter().chain(root).collect()
    }

    /// Imports and code inside a function.
    fn function(&self, name: &str, head: &str, client: &str, code: &[String]) -> Vec<String> {
        let mut lines = vec![format!("# {head} -> Result<(), Box<dyn std::error::Error>> {{")];
        lines.extend(self.imports(name, code, client));
        lines.push(String::new());
        lines.extend_from_slice(code);
        lines.extend(["# Ok(())".to_owned(), "# }".to_owned()]);
        lines
    }

    fn quick(&self, name: &str, waits: bool) -> Vec<String> {
        let (vendor, region) = self.vendor();
        let awaits = if waits { ".await" } else { "" };
        let mut code = vec![
            format!("let credentials = Credentials::discover(Vendor::{vendor})?;"),
            format!("let client = Client::builder(credentials).region(\"{region}\").build()?;"),
        ];
        let new = &self.new;
        match (self.paged, waits) {
            (true, true) => code.extend([
                format!("let mut items = client.items({new});"),
                "while let Some(item) = items.next().await {".to_owned(),
                "    println!(\"{:?}\", item?);".to_owned(),
                "}".to_owned(),
            ]),
            (true, false) => code.extend([
                format!("for item in client.items({new}) {{"),
                "    println!(\"{:?}\", item?);".to_owned(),
                "}".to_owned(),
            ]),
            (false, _) => code.push(format!("println!(\"{{:?}}\", client.send(&{new}){awaits}?);")),
        }
        let (head, client) = if waits { ("async fn run()", "Client") } else { ("fn run()", "blocking::Client") };
        self.function(name, head, client, &code)
    }

    fn credentials(&self, name: &str) -> Vec<String> {
        let (vendor, _) = self.vendor();
        [
            &format!("use {name}::{{Credentials, CredentialsError, Vendor}};"),
            "",
            "let lasting = Credentials::new(\"id\", \"secret\");",
            "let temporary = Credentials::new(\"id\", \"secret\").with_token(\"token\");",
            &format!("let found = Credentials::discover(Vendor::{vendor}); // the environment, or else a file"),
            "let provider = || {",
            "    let secret = std::env::var(\"VAULT\").map_err(|_| CredentialsError::new(\"the vault is closed\"))?;",
            "    Ok(Credentials::new(\"id\", secret))",
            "};",
            &format!("# fn is_provider(_: impl {name}::CredentialsProvider) {{}}"),
            "# is_provider(provider);",
        ]
        .map(str::to_owned)
        .to_vec()
    }

    fn errors(&self, name: &str) -> Vec<String> {
        let mut code = vec![format!("match client.send(&{}{}).await {{", self.new, self.set)];
        code.extend(
            [
                "    Ok(output) => println!(\"{output:?}\"),",
                "    Err(Error::Invalid(error)) => println!(\"not sent: {:?}\", error.violations()),",
                "    Err(Error::Throttled(error)) => println!(\"too fast, wait {:?}\", error.reply.retry_after),",
                "    Err(error) if error.is_retryable() => println!(\"may work later: {error}\"),",
                "    Err(error) => println!(\"{:?}: {error}, request {:?}\", error.code(), error.request_id()),",
                "}",
            ]
            .map(str::to_owned),
        );
        self.function(name, &format!("async fn run(client: {name}::Client)"), "Client", &code)
    }

    fn pages(&self, name: &str) -> Vec<String> {
        let new = &self.new;
        let mut code = if self.windowed {
            let times =
                "let (start, end) = (Timestamp::from_secs(1_704_067_200), Timestamp::from_secs(1_706_745_599));";
            vec![
                times.to_owned(),
                format!("let request = {new};"),
                "let mut items = client.items_between(request, start, end).in_flight(3); // windows at a time"
                    .to_owned(),
            ]
        } else {
            vec![format!("let mut items = client.items({new});")]
        };
        code.extend(
            [
                "if let Ok(text) = std::fs::read_to_string(\"token\") {",
                "    items = items.resume(&text.parse()?)?;",
                "}",
                "while let Some(item) = items.next().await {",
                "    println!(\"{:?} at {}\", item?, items.progress()); // page 3 of 10",
                "}",
                "std::fs::write(\"token\", items.token().to_string())?; // go on from here next time",
            ]
            .map(str::to_owned),
        );
        let head = format!("async fn run(client: {name}::Client)");
        self.function(name, &head, "Client", &code)
    }
}

fn section(out: &mut TokenStream, title: &str, paragraph: &str) {
    text(out, &["", &format!("# {title}"), "", paragraph, ""]);
}

/// Lines of documentation.
fn text<S: AsRef<str>>(out: &mut TokenStream, lines: &[S]) {
    for line in lines.iter().map(AsRef::as_ref) {
        let line = if line.is_empty() { String::new() } else { format!(" {line}") };
        out.extend(quote!(#![doc = #line]));
    }
}
