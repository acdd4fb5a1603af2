//! Where rows go, and how what was written is made safe.

mod csv;
mod lines;
#[cfg(feature = "parquet")]
mod parquet;

use std::error::Error;
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom};
use std::time::Duration;

use serde_json::Value;

use crate::arguments::{Format, Job};
use crate::checkpoint::beside;
use crate::columns::Columns;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// A file or folder that takes rows.
pub enum Output {
    Lines(lines::Lines),
    Csv(Box<csv::Csv>),
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::Parquet>),
}

impl Output {
    /// Goes on at a position; what stands behind it was not yet safe and is dropped.
    pub fn open(job: &Job, columns: Columns, position: u64) -> Outcome<Self> {
        Ok(match job.format {
            Format::JsonLines => Self::Lines(lines::Lines::new(part(job, position)?, position)),
            Format::Csv => Self::Csv(Box::new(csv::Csv::new(part(job, position)?, columns, position)?)),
            #[cfg(feature = "parquet")]
            Format::Parquet => Self::Parquet(Box::new(parquet::Parquet::new(job.out.clone(), columns, position)?)),
            // The arguments were refused.
            #[cfg(not(feature = "parquet"))]
            Format::Parquet => return Err("this was built without Parquet".into()),
        })
    }

    #[cfg_attr(not(feature = "parquet"), allow(unused_variables))]
    pub fn write(&mut self, row: Value, day: &str) -> Outcome<()> {
        match self {
            Self::Lines(lines) => lines.write(&row),
            Self::Csv(csv) => csv.write(&row),
            #[cfg(feature = "parquet")]
            Self::Parquet(parquet) => parquet.write(row, day),
        }
    }

    /// Makes everything so far safe; returns the position behind it.
    pub fn save(&mut self) -> Outcome<u64> {
        match self {
            Self::Lines(lines) => lines.save(),
            Self::Csv(csv) => csv.save(),
            #[cfg(feature = "parquet")]
            Self::Parquet(parquet) => parquet.save(),
        }
    }

    /// How long to wait between two of [`Output::save`]: that of Parquet ends its files.
    pub fn interval(&self) -> Duration {
        match self {
            Self::Lines(_) | Self::Csv(_) => Duration::from_millis(200),
            #[cfg(feature = "parquet")]
            Self::Parquet(_) => Duration::from_secs(30),
        }
    }
}

/// The unfinished file, cut to its good part.
fn part(job: &Job, position: u64) -> std::io::Result<File> {
    let path = beside(job, "part");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let mut file = file.map_err(|error| std::io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    file.set_len(position)?;
    file.seek(SeekFrom::Start(position))?;
    Ok(file)
}

/// Gives its name to an output that was written whole; a second time makes no difference.
pub fn name(job: &Job) -> std::io::Result<()> {
    // Parquet files have theirs.
    if job.format == Format::Parquet {
        return Ok(());
    }
    match std::fs::rename(beside(job, "part"), &job.out) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && job.out.exists() => Ok(()),
        renamed => renamed,
    }
}
