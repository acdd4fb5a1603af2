//! Where rows go, and how what was written is made safe.

mod csv;
mod lines;
#[cfg(feature = "parquet")]
mod parquet;

use std::error::Error;
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

use crate::arguments::{Format, Job};
use crate::checkpoint::{beside, named};
use crate::columns::Columns;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What takes rows; its errors say where.
pub struct Output {
    /// The unfinished file, or the folder.
    path: PathBuf,
    rows: Rows,
}

enum Rows {
    Lines(lines::Lines),
    Csv(Box<csv::Csv>),
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::Parquet>),
}

impl Output {
    /// Goes on at a position; what stands behind it was not yet safe and is dropped.
    pub fn open(job: &Job, columns: Columns, position: u64) -> Outcome<Self> {
        let path = if job.format == Format::Parquet { job.out.clone() } else { beside(job, "part") };
        let rows = Rows::open(job.format, &path, columns, position).map_err(at(&path))?;
        Ok(Self { path, rows })
    }

    pub fn write(&mut self, row: Value, day: &str) -> Outcome<()> {
        self.rows.write(row, day).map_err(at(&self.path))
    }

    /// Makes everything so far safe; returns the position behind it.
    pub fn save(&mut self) -> Outcome<u64> {
        self.rows.save().map_err(at(&self.path))
    }

    /// How long to wait between two of [`Output::save`]: that of Parquet ends its files.
    pub fn interval(&self) -> Duration {
        match self.rows {
            Rows::Lines(_) | Rows::Csv(_) => Duration::from_millis(200),
            #[cfg(feature = "parquet")]
            Rows::Parquet(_) => Duration::from_secs(30),
        }
    }
}

fn at(path: &Path) -> impl Fn(Box<dyn Error + Send + Sync>) -> Box<dyn Error + Send + Sync> + '_ {
    move |error| format!("{}: {error}", path.display()).into()
}

impl Rows {
    fn open(format: Format, path: &Path, columns: Columns, position: u64) -> Outcome<Self> {
        Ok(match format {
            Format::JsonLines => Self::Lines(lines::Lines::new(part(path, position)?, position)),
            Format::Csv => Self::Csv(Box::new(csv::Csv::new(part(path, position)?, columns, position)?)),
            #[cfg(feature = "parquet")]
            Format::Parquet => Self::Parquet(Box::new(parquet::Parquet::new(path.to_owned(), columns, position)?)),
            // The arguments were refused.
            #[cfg(not(feature = "parquet"))]
            Format::Parquet => return Err("this was built without Parquet".into()),
        })
    }

    #[cfg_attr(not(feature = "parquet"), allow(unused_variables))]
    fn write(&mut self, row: Value, day: &str) -> Outcome<()> {
        match self {
            Self::Lines(lines) => lines.write(&row),
            Self::Csv(csv) => csv.write(&row),
            #[cfg(feature = "parquet")]
            Self::Parquet(parquet) => parquet.write(row, day),
        }
    }

    fn save(&mut self) -> Outcome<u64> {
        match self {
            Self::Lines(lines) => lines.save(),
            Self::Csv(csv) => csv.save(),
            #[cfg(feature = "parquet")]
            Self::Parquet(parquet) => parquet.save(),
        }
    }
}

/// The unfinished file, cut to its good part.
fn part(path: &Path, position: u64) -> std::io::Result<File> {
    let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
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
        renamed => renamed.map_err(named(&job.out)),
    }
}
