//! What an export knows of itself, so that it can go on after any interruption.
//!
//! A line is added for each state; the last whole line counts. Nothing is rewritten, so there is no moment at which
//! a kill could leave neither the old state nor the new one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ccc_api::Timestamp;
use serde::{Deserialize, Serialize};

use crate::arguments::{Format, Job};
use crate::misfits::Counts;
use crate::run::Failure;
use crate::summary::Summary;

/// Where an export stands.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct State {
    /// The token of the pages.
    pub token: Option<String>,
    /// How far the output is good: bytes of a file, or files of a folder.
    pub position: u64,
    /// What was counted so far.
    pub summary: Summary,
    /// The values that did not fit so far; a file of an older version has none.
    #[serde(default)]
    pub misfits: Counts,
}

/// A line of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    /// What is exported; an export of something else does not go on with it.
    job: String,
    /// The period, in milliseconds.
    start: i64,
    end: i64,
    /// Every record was written; what is left is to give the output its name.
    done: bool,
    #[serde(flatten)]
    state: State,
}

/// What there is of an export.
pub enum Found {
    /// Its records up to here; none of a new one.
    State(State),
    /// Every record, under the unfinished name or already under its own; the values that did not fit.
    Written(Counts),
}

/// The file beside the output, or within its folder.
pub struct Checkpoint {
    path: PathBuf,
    job: String,
    start: i64,
    end: i64,
    file: Option<File>,
}

impl Checkpoint {
    /// Finds the last state; refuses what is not this export's, and says what to do about it.
    pub fn open(job: &Job) -> Result<(Self, Found), Failure> {
        let path = path(job);
        let this = job.title();
        let last = match read(&path)? {
            Record::None => {
                nothing_is_there(job, &path).map_err(Failure::Usage)?;
                None
            }
            Record::Begun(last) => {
                is_this_export(job, &path, &this, last.as_ref()).map_err(Failure::Usage)?;
                last
            }
        };
        let checkpoint = Self { path, job: this, start: job.start.as_millis(), end: job.end.as_millis(), file: None };
        let found = match last {
            Some(Line { done: true, state, .. }) => Found::Written(state.misfits),
            Some(Line { state, .. }) => Found::State(state),
            None => Found::State(State::default()),
        };
        Ok((checkpoint, found))
    }

    /// Makes the file, where there is none yet: from here on the export has begun.
    pub fn begin(&mut self, job: &Job) -> io::Result<()> {
        if job.format == Format::Parquet {
            fs::create_dir_all(&job.out).map_err(named(&job.out))?;
        }
        if self.path.exists() { Ok(()) } else { self.save(&State::default()) }
    }

    pub fn save(&mut self, state: &State) -> io::Result<()> {
        self.add(false, state.clone())
    }

    /// From here on only the output's name is missing.
    pub fn done(&mut self, summary: Summary, misfits: Counts) -> io::Result<()> {
        self.add(true, State { summary, misfits, ..State::default() })
    }

    fn add(&mut self, done: bool, state: State) -> io::Result<()> {
        let line = Line { job: self.job.clone(), start: self.start, end: self.end, done, state };
        let mut text = serde_json::to_string(&line)?;
        text.push('\n');
        let path = &self.path;
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(append(path).map_err(named(path))?),
        };
        file.write_all(text.as_bytes()).and_then(|()| file.sync_data()).map_err(named(path))
    }

    pub fn remove(self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(named(&self.path)(error)),
            _ => Ok(()),
        }
    }
}

/// Opens the file behind its last line: one that was torn must not spoil the next.
fn append(path: &Path) -> io::Result<File> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    if file.metadata()?.len() > 0 {
        file.write_all(b"\n")?;
    }
    Ok(file)
}

/// Of an export that has not begun nothing may be there: whose it is, and whether it is whole, nobody could say.
fn nothing_is_there(job: &Job, path: &Path) -> Result<(), String> {
    let (shown, record) = (job.out.display(), path.display());
    no_part_is_there(job, path)?;
    match (is_there(job), job.resume) {
        (false, _) => Ok(()),
        (true, false) => Err(format!("{shown} is there already: move it away, or give another --out")),
        (true, true) => Err(format!(
            "{shown} is there, and no {record} says that it was begun by this export; if it is complete, there is nothing \
             to resume; otherwise give another --out"
        )),
    }
}

/// The unfinished file is made after the first line of the record, so without one it is somebody else's.
fn no_part_is_there(job: &Job, path: &Path) -> Result<(), String> {
    let unfinished = beside(job, "part");
    if job.format == Format::Parquet || !unfinished.exists() {
        return Ok(());
    }
    let (unfinished, record) = (unfinished.display(), path.display());
    Err(format!(
        "{unfinished} is there, and no {record} says that it was begun by this export: move it away, or give another --out"
    ))
}

/// An export that has begun is gone on with where that was asked for, and by the one that began it.
fn is_this_export(job: &Job, path: &Path, this: &str, last: Option<&Line>) -> Result<(), String> {
    let (shown, record) = (job.out.display(), path.display());
    if let Some(Line { job: other, .. }) = last.filter(|last| last.job != this) {
        return Err(format!("{record} is of another export ({other}), not of this one ({this}): give another --out"));
    }
    if !job.resume {
        return Err(format!(
            "{record} says that an export to {shown} was begun: go on with --resume, or give another --out"
        ));
    }
    if last.is_none() {
        no_part_is_there(job, path)?;
    }
    // The unfinished file gets its name when it is done, and not before: what has that name is somebody else's.
    let unfinished = beside(job, "part");
    let named = last.is_some_and(|last| last.done) && !unfinished.exists();
    if job.format != Format::Parquet && job.out.exists() && !named {
        return Err(format!(
            "{shown} is there, and {record} says that its export has not come to its end: move {shown} away, and --resume \
             goes on"
        ));
    }
    Ok(())
}

fn is_there(job: &Job) -> bool {
    match job.format {
        Format::Parquet => fs::read_dir(&job.out).is_ok_and(|mut entries| entries.next().is_some()),
        // A link to nowhere is something too.
        Format::JsonLines | Format::Csv => job.out.symlink_metadata().is_ok(),
    }
}

/// Goes on with the days that an export was begun with, where the call leaves them out.
pub fn adopt_period(job: &mut Job) -> Result<(), Failure> {
    if !job.resume {
        return Ok(());
    }
    if let Record::Begun(Some(begun)) = read(&path(job))? {
        if !job.dated.0 {
            job.start = Timestamp::from_millis(begun.start);
        }
        if !job.dated.1 {
            job.end = Timestamp::from_millis(begun.end);
        }
    }
    Ok(())
}

fn path(job: &Job) -> PathBuf {
    match job.format {
        // Names with an underscore are passed over by whatever reads the folder.
        Format::Parquet => job.out.join("_resume"),
        _ => beside(job, "resume"),
    }
}

/// What the file beside an output says.
enum Record {
    /// There is none.
    None,
    /// An export has begun; its last whole line, where it came to one.
    Begun(Option<Line>),
}

fn read(path: &Path) -> Result<Record, Failure> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Record::None),
        Err(error) => return Err(Failure::Other(named(path)(error).into())),
    };
    let text = String::from_utf8_lossy(&bytes);
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let last = whole.lines().rev().find_map(|line| serde_json::from_str(line).ok());
    // A first line that was torn has no end; whole lines of which none can be read were written by something else.
    if last.is_none() && !whole.trim().is_empty() {
        let shown = path.display();
        return Err(Failure::Usage(format!(
            "{shown} is not what an export keeps beside its output: move it away, or give another --out"
        )));
    }
    Ok(Record::Begun(last))
}

/// Says which file it is about.
pub fn named(path: &Path) -> impl Fn(io::Error) -> io::Error + '_ {
    move |error| io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// The output's path with one more extension.
pub fn beside(job: &Job, extension: &str) -> PathBuf {
    let mut path = job.out.clone().into_os_string();
    path.push(".");
    path.push(extension);
    path.into()
}
