//! HTML from standard input, the page as text to standard output: what `cargo xtask` runs for each page, after it has
//! asked cargo for the place of this program with `--where`.

use std::io::{Read, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("--where") {
        return match std::env::current_exe() {
            Ok(place) => {
                println!("{}", place.display());
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::FAILURE
            }
        };
    }
    let mut html = String::new();
    if let Err(error) = std::io::stdin().lock().read_to_string(&mut html) {
        eprintln!("error: {error}");
        return ExitCode::FAILURE;
    }
    match spectable_html::to_text(&html) {
        Ok(text) if std::io::stdout().lock().write_all(text.as_bytes()).is_ok() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(what) => {
            eprintln!("error: {what}");
            ExitCode::FAILURE
        }
    }
}
