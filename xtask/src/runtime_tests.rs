//! The emitted code that the runtime's own tests stand on: made from a few small pages beside it, and held up to date
//! by the same command as the crate.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use spectable_emit::generate;
use spectable_emit::plan::Plan;
use spectable_pages::diagnostic::Severity;

use crate::places::{self, Places};
use crate::regen::{OUT_OF_DATE, Options, list};
use crate::report::{self, MessageFormat};
use crate::transaction::Access;
use crate::{Exit, Result, files};

/// Where the pages and overrides stand, below the workspace.
const SPECS: &str = "runtime/tests/specs";

/// Where the code stands.
const EMITTED: &str = "runtime/tests/emitted";

/// Writes what its pages make, or says that it is out of date.
pub(crate) fn regen(options: &Options, out: &mut dyn Write) -> Result<Exit> {
    let folder = files::workspace().join(EMITTED);
    let places = Places::new(files::workspace().join(SPECS), folder.clone())?;
    let session = places.open(if options.check { Access::Read } else { Access::Write })?;
    let (mut input, unreadable) = places.gather()?;
    let workspace = files::shown(&files::workspace());
    input.root = if workspace.is_empty() { workspace } else { workspace + "/" };
    let stamp = options.stamp(&places, &input, &unreadable);
    if let Some(said) = stamp.as_ref().and_then(|stamp| stamp.said(&emitted(&folder).ok()?)) {
        out.write_all(said.as_bytes())?;
        return Ok(Exit::Fine);
    }
    let output = generate::generate(input);
    let all = unreadable.iter().map(|diagnostic| (None, diagnostic)).chain(output.diagnostics());
    let mut told = Vec::new();
    let counts = report::print(&mut told, all, Severity::Warning, options.format)?;
    out.write_all(&told)?;
    if counts.errors > 0 {
        return Ok(Exit::Failed);
    }
    let plan = plan(output.generated, &folder)?;
    if !options.check {
        session.apply(&places::changes(places::OUT, &plan).collect::<Vec<_>>())?;
    }
    if options.format == MessageFormat::Text {
        list(out, &[(&folder, &plan)], options)?;
        if options.check && !plan.is_fresh() {
            out.write_all(OUT_OF_DATE.as_bytes())?;
        }
    }
    if let (Some(stamp), Ok(files)) = (stamp.filter(|_| !options.verbose), emitted(&folder)) {
        stamp.set(&files, &String::from_utf8_lossy(&told));
    }
    Ok(if options.check && !plan.is_fresh() { Exit::OutOfDate } else { Exit::Fine })
}

/// Every file where the code stands, whoever wrote it.
fn emitted(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    files::walk(folder, &mut |path| paths.push(path))?;
    Ok(paths)
}

/// The modules of the vendors, without what only a whole crate has.
fn plan(generated: BTreeMap<String, String>, folder: &Path) -> Result<Plan> {
    let is_module = |path: &str| path.contains('/') && !path.ends_with("/schemas.rs");
    let wanted = generated.into_iter().filter_map(|(path, text)| {
        let path = path.strip_prefix("src/").filter(|path| is_module(path))?;
        Some((path.to_owned(), text))
    });
    let existing = files::existing(folder, &|name, _| is_module(name))?;
    Ok(Plan::new(wanted.collect(), &existing))
}
