//! The command line.

use std::error::Error;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use ccc_api::runtime::schema::Schema;
use ccc_api::{CredentialsError, Endpoint, Timestamp, Vendor, aliyun, tencent};
use jiff::ToSpan;
use jiff::tz::TimeZone;

use crate::{period, place};

pub const HELP: &str = "\
Writes call records into a file.

Usage: cargo run -p ccc-tools --example export --features export -- --api API --out PATH [OPTIONS]

Options:
      --api API            aliyun-2017, aliyun-2017-recent, aliyun-2020 or tencent
      --out PATH           a .jsonl file, a .csv file, or a folder for Parquet files, one folder a day;
                           Parquet needs --features parquet
      --format FORMAT      jsonl, csv or parquet, where the path does not say it
      --from DAY           such as 2026-11-01, or 2026-11-01T08:00:00Z [default: 31 days ago]
      --to DAY             the same, included [default: today]
      --timezone NAME      whose days are meant and counted, such as Asia/Shanghai [default: UTC]
      --common             the columns that all vendors have, instead of the vendor's own
      --resume             go on with an export that was interrupted, with its own days where these are left out
      --instance ID        the call center (Alibaba Cloud)
      --sdk-app-id NUMBER  the application (Tencent Cloud)
      --region REGION      such as cn-shanghai; Alibaba Cloud needs one
      --endpoint URL       send the calls here
      --emulator[=URL]     send them to the emulator [default: http://127.0.0.1:8787]
      --rate CALLS         calls a second; 0 is no limit [default: what the page allows]
      --page-size COUNT    records a call [default: 100]
      --strict             stop at the first value that does not fit, instead of leaving it out and naming it at the end
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

    pub fn schema(self) -> &'static Schema {
        match self {
            Self::Aliyun2017 => &aliyun::v2017_07_05::schemas::LIST_CALL_DETAIL_RECORDS,
            Self::Aliyun2017Recent => &aliyun::v2017_07_05::schemas::LIST_RECENT_CALL_RECORDS,
            Self::Aliyun2020 => &aliyun::v2020_07_01::schemas::LIST_CALL_DETAIL_RECORDS,
            Self::Tencent => &tencent::v2020_02_10::schemas::DESCRIBE_TEL_CDR,
        }
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
#[derive(Clone, Debug)]
pub struct Job {
    pub api: Api,
    pub out: PathBuf,
    pub format: Format,
    pub start: Timestamp,
    /// Included.
    pub end: Timestamp,
    /// Whether the call says so, start and end; the rest is counted from today.
    pub dated: (bool, bool),
    /// Whose days are meant.
    pub timezone: TimeZone,
    pub common: bool,
    pub strict: bool,
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
        let zone = self.timezone.iana_name().unwrap_or("UTC");
        let of = self.instance.clone().or_else(|| self.sdk_app_id.map(|id| id.to_string())).unwrap_or_default();
        format!(
            "{} of {of}, {start} to {end}, {columns} columns as {format:?}, pages of {page_size}, days of {zone}",
            api.name()
        )
    }

    /// The day of a moment, such as `2026-11-01`; `None` for one that no calendar has.
    pub fn day(&self, time: Timestamp) -> Option<String> {
        Some(moment(time)?.to_zoned(self.timezone.clone()).date().to_string())
    }
}

fn moment(time: Timestamp) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_millisecond(time.as_millis()).ok()
}

pub fn read() -> Result<Option<Job>, Box<dyn Error>> {
    use lexopt::prelude::*;
    let mut parser = lexopt::Parser::from_env();
    let (mut api, mut out, mut format, mut from, mut to) = (None, None, None, None, None);
    let (mut instance, mut sdk_app_id, mut region, mut endpoint, mut emulator) = (None, None, None, None, None);
    let (mut rate, mut page_size, mut in_flight) = (None, 100, None::<NonZeroUsize>);
    let (mut timezone, mut common, mut strict, mut resume, mut quiet) = (None, false, false, false, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("api") => api = Some(one_of(&parser.value()?.string()?, &Api::NAMES, "--api")?),
            Long("out") => out = Some(place::path(parser.value()?.into())?),
            Long("format") => format = Some(one_of(&parser.value()?.string()?, &FORMATS, "--format")?),
            Long("from") => from = Some(parser.value()?.string()?),
            Long("to") => to = Some(parser.value()?.string()?),
            Long("timezone") => timezone = Some(parser.value()?.string()?),
            Long("common") => common = true,
            Long("strict") => strict = true,
            Long("resume") => resume = true,
            Long("instance") => instance = Some(parser.value()?.string()?),
            Long("sdk-app-id") => {
                sdk_app_id =
                    Some(number(&mut parser, "--sdk-app-id", "the number of the application, such as 1400000000")?)
            }
            Long("region") => region = Some(parser.value()?.string()?),
            Long("endpoint") => endpoint = Some(parser.value()?.string()?),
            Long("emulator") => {
                let url = parser.optional_value().map(|url| url.string()).transpose()?;
                emulator = Some(url.unwrap_or_else(|| "http://127.0.0.1:8787".to_owned()));
            }
            Long("rate") => {
                rate = Some(number(&mut parser, "--rate", "a whole number of calls a second, such as 10")?);
            }
            Long("page-size") => page_size = number(&mut parser, "--page-size", "a whole number, such as 100")?,
            Long("in-flight") => in_flight = Some(number(&mut parser, "--in-flight", "a number of days, 1 or more")?),
            Long("quiet") => quiet = true,
            Long("help") | Short('h') => return Ok(None),
            other => return Err(other.unexpected().into()),
        }
    }
    let api = api.ok_or("--api is missing: aliyun-2017, aliyun-2017-recent, aliyun-2020 or tencent")?;
    let out = out.ok_or("--out is missing: a file such as records.jsonl")?;
    let format = format.map_or_else(|| place::format_of(&out), Ok)?;
    if format == Format::Parquet && !cfg!(feature = "parquet") {
        return Err("this was built without Parquet: run it with --features parquet".into());
    }
    let name = timezone.unwrap_or_else(|| "UTC".to_owned());
    let timezone = period::timezone(&name)?;
    let today = jiff::Timestamp::now().to_zoned(timezone.clone()).date();
    let dated = (from.is_some(), to.is_some());
    let start = match from {
        Some(text) => period::from(&text, &timezone)?,
        None => period::starts(today.saturating_sub(31.days()), &timezone)?,
    };
    let end = match to {
        Some(text) => period::to(&text, &timezone)?,
        None => period::last_of(today, &timezone)?,
    };
    if start > end {
        return Err(format!("--from {start} is after --to {end}").into());
    }
    if emulator.is_some() {
        instance.get_or_insert_with(|| "ccc-test".to_owned());
        sdk_app_id.get_or_insert(1_400_000_000);
    }
    for (option, url) in [("--emulator", &emulator), ("--endpoint", &endpoint)] {
        url.as_ref().map_or(Ok(()), |url| is_address(option, url))?;
    }
    instance.as_ref().map_or(Ok(()), |id| is_instance(id))?;
    region.as_ref().map_or(Ok(()), |region| is_region(api, region))?;
    match api.vendor() {
        Vendor::Tencent if sdk_app_id.is_none() => {
            return Err("--sdk-app-id is missing: the number of the application; --emulator needs none".into());
        }
        Vendor::Aliyun if instance.is_none() => {
            return Err("--instance is missing: the id of the call center; --emulator needs none".into());
        }
        Vendor::Aliyun if region.is_none() && endpoint.is_none() && emulator.is_none() => {
            return Err("--region is missing: such as cn-shanghai; --emulator needs none".into());
        }
        _ => {}
    }
    page_size_is_allowed(api, page_size)?;
    place::can_be_written(&out, format)?;
    Ok(Some(Job {
        api,
        out,
        format,
        start,
        end,
        dated,
        timezone,
        common,
        strict,
        resume,
        instance,
        sdk_app_id,
        region,
        endpoint,
        emulator,
        rate,
        page_size,
        in_flight: in_flight.map_or(4, NonZeroUsize::get),
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

/// The number behind an option; the error names the option.
fn number<N: FromStr>(parser: &mut lexopt::Parser, option: &str, what: &str) -> Result<N, Box<dyn Error>> {
    let value = parser.value()?;
    let number = value.to_str().and_then(|text| text.parse().ok());
    Ok(number.ok_or_else(|| format!("{option} {}: expected {what}", value.to_string_lossy()))?)
}

fn is_address(option: &str, url: &str) -> Result<(), String> {
    Endpoint::url(url).map(|_| ()).map_err(|error| format!("{option}: {error}"))
}

fn is_instance(id: &str) -> Result<(), String> {
    if id.trim().is_empty() {
        Err("--instance is blank: expected the id of the call center".to_owned())
    } else {
        Ok(())
    }
}

/// A region becomes part of a host's name, and of what is signed.
fn is_region(api: Api, region: &str) -> Result<(), String> {
    if region.trim().is_empty() {
        return Err("--region is blank: expected a region, such as cn-shanghai".to_owned());
    }
    let address = Endpoint::region(region).base_url(api.schema().operation);
    address.map(|_| ()).map_err(|error| format!("--region: {error}; expected one such as cn-shanghai"))
}

/// What the API's page allows, before anything is sent.
fn page_size_is_allowed(api: Api, size: i32) -> Result<(), String> {
    let schema = api.schema();
    let name = schema.operation.paging.map_or("", |paging| paging.size);
    let field = schema.request.iter().find(|field| field.name == name);
    let (min, max) = field.map_or((None, None), |field| (field.min, field.max));
    let (min, max) = (min.unwrap_or(1), max.unwrap_or(i64::from(i32::MAX)));
    if (min..=max).contains(&size.into()) {
        return Ok(());
    }
    Err(format!("--page-size {size}: {} allows {min} to {max}", api.name()))
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
