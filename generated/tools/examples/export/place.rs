//! Where the output goes, as far as it can be known before anything is sent.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::arguments::Format;

/// The path that was given, if it is one.
pub fn path(out: PathBuf) -> Result<PathBuf, String> {
    if out.as_os_str().is_empty() {
        return Err("--out is empty: expected a file such as records.jsonl, or a folder for Parquet".to_owned());
    }
    Ok(out)
}

/// The format that the path's extension says.
pub fn format_of(out: &Path) -> Result<Format, String> {
    match out.extension().and_then(|extension| extension.to_str()) {
        Some("jsonl" | "ndjson") => Ok(Format::JsonLines),
        Some("csv") => Ok(Format::Csv),
        None => Ok(Format::Parquet),
        Some("parquet") => Err(format!(
            "{}: Parquet goes into a folder, one file or more a day; leave `.parquet` out, or add --format parquet",
            out.display()
        )),
        Some(_) => Err(format!("{}: say what to write with --format jsonl, csv or parquet", out.display())),
    }
}

/// Whether what is to be written has a place, and may be written there.
pub fn can_be_written(out: &Path, format: Format) -> Result<(), String> {
    let shown = out.display();
    let around = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !around.is_dir() {
        return Err(format!("--out {shown}: there is no folder {}; make it first", around.display()));
    }
    let folder = match format {
        Format::Parquet if out.is_dir() => out,
        Format::Parquet if out.exists() => return Err(format!("--out {shown}: is a file; Parquet goes into a folder")),
        Format::JsonLines | Format::Csv if out.is_dir() => {
            return Err(format!("--out {shown}: is a folder; expected a file"));
        }
        Format::JsonLines | Format::Csv if ends_like_a_folder(out) => {
            return Err(format!("--out {shown}: ends like a folder; expected a file, such as records.jsonl"));
        }
        _ => around,
    };
    try_to_write(folder).map_err(|error| {
        let folder = folder.display();
        format!("--out {shown}: cannot write into the folder {folder} ({error}); give another --out")
    })
}

fn ends_like_a_folder(out: &Path) -> bool {
    out.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
}

/// Permissions do not tell all: a disk may be read-only, or a folder none that takes files, such as those of `/proc`.
fn try_to_write(folder: &Path) -> io::Result<()> {
    let probe = folder.join(format!(".export-{}", std::process::id()));
    OpenOptions::new().write(true).create_new(true).open(&probe)?;
    fs::remove_file(&probe)
}
