//! `cargo xtask explain`

use std::io::Write;
use std::path::PathBuf;

use spectable_pages::pipeline;
use spectable_review::explain;

use crate::places::Places;
use crate::transaction::Access;
use crate::{Exit, Result, Usage, files};

const HELP: &str = "\
Says where an operation or a field comes from: its row, the evidence for its place, what was
inferred from what, the overrides that changed it and the one that would.

Usage: cargo xtask explain [OPTIONS] OPERATION[.PATH]

Arguments:
  OPERATION[.PATH]  ListCallDetailRecords, ListCallDetailRecords.CallDetailRecords.List.Duration,
                    aliyun/ccc/2020-07-01/ListCallDetailRecords.request.ContactType

Options:
      --specs DIR   where the pages stand [default: specs]
  -h, --help        this text
";

pub(crate) fn run(mut arguments: lexopt::Parser, out: &mut dyn Write) -> Result<Exit> {
    use lexopt::prelude::*;
    let mut specs = files::workspace().join("specs");
    let mut query: Option<String> = None;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("specs") => specs = PathBuf::from(arguments.value()?),
            Long("help") | Short('h') => {
                write!(out, "{HELP}")?;
                return Ok(Exit::Fine);
            }
            Value(value) if query.is_none() => query = Some(value.to_string_lossy().into_owned()),
            other => return Err(Box::new(other.unexpected())),
        }
    }
    let query = query.ok_or_else(|| Usage("explain: expected OPERATION or OPERATION.PATH".to_owned()))?;
    let places = Places::new(specs, files::workspace().join("generated"))?;
    let _session = places.open(Access::Read)?;
    let (input, _) = places.gather()?;
    let checked = pipeline::run(input.specs);
    match explain::explain(&checked, &query) {
        Ok(text) => {
            write!(out, "{text}")?;
            Ok(Exit::Fine)
        }
        Err(message) => Err(message.into()),
    }
}
