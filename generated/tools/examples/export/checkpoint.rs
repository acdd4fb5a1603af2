//! What an export knows of itself, so that it can go on after any interruption.
//!
//! A line is added for each state; the last whole line counts. Nothing is rewritten, so there is no moment at which
//! a kill could leave neither the old state nor the new one.

use std::error::Error;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ccc_api::Timestamp;
use serde::{Deserialize, Serialize};

use crate::arguments::{Format, Job};
use crate::misfits::Counts;
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
    /// Every record, under the unfinished name; the values that did not fit.
    Written(Counts),
    /// All of it.
    Complete,
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
    /// Finds the last state; the error says what to do where it is not this export's.
    pub fn open(job: &Job) -> Result<(Self, Found), Box<dyn Error + Send + Sync>> {
        let path = path(job);
        let shown = job.out.display();
        let this = job.title();
        let (begun, last) = read(&path)?;
        if let Some(last) = last.as_ref().filter(|last| last.job != this) {
            let other = &last.job;
            return Err(format!(
                "{shown} is of another export ({other}), not of this one ({this}): choose another --out"
            )
            .into());
        }
        let exists = match job.format {
            Format::Parquet => fs::read_dir(&job.out).is_ok_and(|mut entries| entries.next().is_some()),
            _ => job.out.exists(),
        };
        if (begun || exists) && !job.resume {
            return Err(format!("{shown} is there already: go on with --resume, or choose another --out").into());
        }
        let checkpoint = Self { path, job: this, start: job.start.as_millis(), end: job.end.as_millis(), file: None };
        let found = match last {
            Some(Line { done: true, state, .. }) => Found::Written(state.misfits),
            Some(Line { state, .. }) => Found::State(state),
            // The file is there from the first record to the last.
            None if exists && !begun => Found::Complete,
            None => Found::State(State::default()),
        };
        Ok((checkpoint, found))
    }

    /// Makes the file, where there is none yet: from here on the export has begun.
    pub fn begin(&mut self, job: &Job) -> io::Result<()> {
        if job.format == Format::Parquet {
            fs::create_dir_all(&job.out)?;
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
        let file = match &mut self.file {
            Some(file) => file,
            None => {
                let file = OpenOptions::new().create(true).append(true).open(&self.path);
                let named =
                    |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", self.path.display()));
                let file = file.map_err(named)?;
                // A torn line must not spoil the next one.
                self.file.insert({
                    let mut file = file;
                    if file.metadata()?.len() > 0 {
                        file.write_all(b"\n")?;
                    }
                    file
                })
            }
        };
        file.write_all(text.as_bytes())?;
        file.sync_data()
    }

    pub fn remove(self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Goes on with the days that an export was begun with, where the call leaves them out.
pub fn adopt_period(job: &mut Job) -> Result<(), Box<dyn Error + Send + Sync>> {
    if !job.resume {
        return Ok(());
    }
    if let (_, Some(begun)) = read(&path(job))? {
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

/// Whether the file is there, and its last whole line.
fn read(path: &Path) -> Result<(bool, Option<Line>), Box<dyn Error + Send + Sync>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((false, None)),
        Err(error) => return Err(format!("{}: {error}", path.display()).into()),
    };
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    Ok((true, whole.lines().rev().find_map(|line| serde_json::from_str(line).ok())))
}

/// The output's path with one more extension.
pub fn beside(job: &Job, extension: &str) -> PathBuf {
    let mut path = job.out.clone().into_os_string();
    path.push(".");
    path.push(extension);
    path.into()
}
