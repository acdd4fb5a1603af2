//! The command line.

use std::error::Error;
use std::path::PathBuf;
use std::time::SystemTime;

use ccc_api::{CredentialsError, Timestamp, Vendor};

pub const HELP: &str = "\
Writes call records into a file.

Usage: cargo run -p ccc-tools --example export --features export -- --api API --out PATH [OPTIONS]

Options:
      --api API            aliyun-2017, aliyun-2017-recent, aliyun-2020 or tencent
      --out PATH           a .jsonl file, a .csv file, or a folder for Parquet files, one folder a day;
                           Parquet needs --features parquet
      --format FORMAT      jsonl, csv or parquet, where the path does not say it
      --from DAY           in UTC, such as 2026-11-01, or 2026-11-01T08:00:00Z [default: 31 days ago]
      --to DAY             the same, included [default: today]
      --common             the columns that all vendors have, instead of the vendor's own
      --resume             go on with an export that was interrupted, with its own days where these are left out
      --instance ID        the call center (Alibaba Cloud)
      --sdk-app-id NUMBER  the application (Tencent Cloud)
      --region REGION      such as cn-shanghai; Alibaba Cloud needs one
      --endpoint URL       send the calls here
      --emulator[=URL]     send them to the emulator [default: http://127.0.0.1:8787]
      --rate CALLS         calls a second; 0 is no limit [default: what the page allows]
      --page-size COUNT    records a call [default: 100]
      --in-flight DAYS     days that are fetched at a time [default: 4]
      --quiet              no progress and no summary
  -h, --help               this text
";

/// An operation that lists calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api {
    Aliyun2017,
    Aliyun2017Recent,
    Aliyun2020,
    Tencent,
}

impl Api {
    const NAMES: [(&'static str, Self); 4] = [
        ("aliyun-2017", Self::Aliyun2017),
        ("aliyun-2017-recent", Self::Aliyun2017Recent),
        ("aliyun-2020", Self::Aliyun2020),
        ("tencent", Self::Tencent),
    ];

    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, api)| *api == self).map_or("", |(name, _)| name)
    }

    pub fn vendor(self) -> Vendor {
        if self == Self::Tencent { Vendor::Tencent } else { Vendor::Aliyun }
    }
}

/// How the records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    JsonLines,
    Csv,
    Parquet,
}

/// What is to be done.
#[derive(Debug)]
pub struct Job {
    pub api: Api,
    pub out: PathBuf,
    pub format: Format,
    pub start: Timestamp,
    /// Included.
    pub end: Timestamp,
    /// Whether the call says so, start and end; the rest is counted from today.
    pub dated: (bool, bool),
    pub common: bool,
    pub resume: bool,
    pub instance: Option<String>,
    pub sdk_app_id: Option<i64>,
    pub region: Option<String>,
    pub endpoint: Option<String>,
    pub emulator: Option<String>,
    pub rate: Option<u32>,
    pub page_size: i32,
    pub in_flight: usize,
    pub quiet: bool,
}

impl Job {
    /// What makes it another export: records of one do not go into the output of another.
    pub fn title(&self) -> String {
        let Self { api, format, start, end, page_size, .. } = self;
        let columns = if self.common { "common" } else { "own" };
        let of = self.instance.clone().or_else(|| self.sdk_app_id.map(|id| id.to_string())).unwrap_or_default();
        format!("{} of {of}, {start} to {end}, {columns} columns as {format:?}, pages of {page_size}", api.name())
    }
}

const DAY_MILLIS: i64 = 86_400_000;

pub fn read() -> Result<Option<Job>, Box<dyn Error>> {
    use lexopt::prelude::*;
    let mut parser = lexopt::Parser::from_env();
    let (mut api, mut out, mut format, mut from, mut to) = (None, None, None, None, None);
    let (mut instance, mut sdk_app_id, mut region, mut endpoint, mut emulator) = (None, None, None, None, None);
    let (mut rate, mut page_size, mut in_flight) = (None, 100, 4);
    let (mut common, mut resume, mut quiet) = (false, false, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("api") => api = Some(one_of(&parser.value()?.string()?, &Api::NAMES, "--api")?),
            Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Long("format") => format = Some(one_of(&parser.value()?.string()?, &FORMATS, "--format")?),
            Long("from") => from = Some(parser.value()?.string()?),
            Long("to") => to = Some(parser.value()?.string()?),
            Long("common") => common = true,
            Long("resume") => resume = true,
            Long("instance") => instance = Some(parser.value()?.string()?),
            Long("sdk-app-id") => sdk_app_id = Some(parser.value()?.parse()?),
            Long("region") => region = Some(parser.value()?.string()?),
            Long("endpoint") => endpoint = Some(parser.value()?.string()?),
            Long("emulator") => {
                let url = parser.optional_value().map(|url| url.string()).transpose()?;
                emulator = Some(url.unwrap_or_else(|| "http://127.0.0.1:8787".to_owned()));
            }
            Long("rate") => rate = Some(parser.value()?.parse()?),
            Long("page-size") => page_size = parser.value()?.parse()?,
            Long("in-flight") => in_flight = parser.value()?.parse()?,
            Long("quiet") => quiet = true,
            Long("help") | Short('h') => return Ok(None),
            other => return Err(other.unexpected().into()),
        }
    }
    let api = api.ok_or("--api is missing: aliyun-2017, aliyun-2017-recent, aliyun-2020 or tencent")?;
    let out = out.ok_or("--out is missing: a file such as records.jsonl")?;
    let format = format.map_or_else(|| format_of(&out), Ok)?;
    if format == Format::Parquet && !cfg!(feature = "parquet") {
        return Err("this was built without Parquet: run it with --features parquet".into());
    }
    let today = Timestamp::from(SystemTime::now()).as_millis().div_euclid(DAY_MILLIS) * DAY_MILLIS;
    let dated = (from.is_some(), to.is_some());
    let start = match from {
        Some(text) => text.parse().map_err(|error| format!("--from {text}: {error}"))?,
        None => Timestamp::from_millis(today - 31 * DAY_MILLIS),
    };
    let end = match to {
        Some(text) => {
            let time: Timestamp = text.parse().map_err(|error| format!("--to {text}: {error}"))?;
            if text.contains('T') { time } else { last_of(time) }
        }
        None => last_of(Timestamp::from_millis(today)),
    };
    if start > end {
        return Err(format!("--from {start} is after --to {end}").into());
    }
    if emulator.is_some() {
        instance.get_or_insert_with(|| "ccc-test".to_owned());
        sdk_app_id.get_or_insert(1_400_000_000);
    }
    Ok(Some(Job {
        api,
        out,
        format,
        start,
        end,
        dated,
        common,
        resume,
        instance,
        sdk_app_id,
        region,
        endpoint,
        emulator,
        rate,
        page_size,
        in_flight,
        quiet,
    }))
}

const FORMATS: [(&str, Format); 3] = [("jsonl", Format::JsonLines), ("csv", Format::Csv), ("parquet", Format::Parquet)];

fn one_of<T: Copy>(text: &str, known: &[(&str, T)], option: &str) -> Result<T, String> {
    let found = known.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    found.ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        format!("{option} {text}: expected one of {}", names.join(", "))
    })
}

fn format_of(out: &std::path::Path) -> Result<Format, String> {
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

fn last_of(day: Timestamp) -> Timestamp {
    Timestamp::from_millis(day.as_millis() + DAY_MILLIS - 1)
}

/// What somebody without an account can do.
pub fn without_key(job: &Job, error: &CredentialsError) -> String {
    let api = job.api.name();
    let out = job.out.display();
    format!(
        "{error}\n\n\
         To try it without an account, start the emulator:\n\n    \
         cargo run -p ccc-api --example emulator --features emulator -- --records 10000\n\n\
         and, beside it:\n\n    \
         cargo run -p ccc-tools --example export --features export -- --api {api} --emulator --out {out}"
    )
}
