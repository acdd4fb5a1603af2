//! From pages to rows: one task fetches, one thread writes.

use std::error::Error;
use std::io::Write;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use ccc_api::call_record::CallRecord;
use ccc_api::client::reqwest::Client;
use ccc_api::runtime::schema::Schema;
use ccc_api::{Progress, Request, Windowed};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::arguments::Job;
use crate::checkpoint::{Checkpoint, Found, State};
use crate::columns::{Columns, Common};
use crate::output::{self, Output};
use crate::summary::Summary;

/// Why an export did not come to its end.
pub enum Failure {
    Interrupted,
    Other(Box<dyn Error + Send + Sync>),
}

impl<E: Into<Box<dyn Error + Send + Sync>>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

const DAY: Duration = Duration::from_secs(86_400);

/// A page on its way to the writer.
struct Batch<T> {
    items: Vec<T>,
    /// Where the pages stand after this one.
    token: String,
}

/// Fetches the period of the job, day by day and in order, and writes it.
pub async fn run<R>(client: &Client, request: R, job: &Job, schema: &'static Schema) -> Result<(), Failure>
where
    R: Windowed,
    R::Item: Serialize,
    R::Output<String>: Send,
    <R as Request>::ErrorCode: Send,
    CallRecord<R::Item>: From<R::Item>,
{
    let started = Instant::now();
    let columns = if job.common { Columns::common() } else { Columns::of(schema) };
    let (checkpoint, found) = Checkpoint::open(job)?;
    let State { token, position, summary } = match found {
        Found::State(state) => state,
        found => {
            if matches!(found, Found::Written) {
                output::name(job)?;
                checkpoint.remove()?;
            }
            eprintln!("{} is complete", job.out.display());
            return Ok(());
        }
    };
    let mut pages = client.pages_between(request, job.start, job.end).window(DAY).in_flight(job.in_flight);
    if let Some(token) = token {
        pages = pages.resume(&token.parse()?)?;
    }
    let writer = Writer {
        output: Output::open(job, columns, position)?,
        checkpoint,
        summary,
        common: job.common,
        saved: Instant::now(),
    };
    let (sender, receiver) = sync_channel(8);
    let thread = std::thread::spawn(move || writer.write(&receiver));
    let bar = bar(job);
    let fetched = tokio::select! {
        fetched = fetch::<R>(&mut pages, &sender, &bar) => fetched,
        _ = tokio::signal::ctrl_c() => Err(Failure::Interrupted),
    };
    drop(sender);
    let writer = thread.join().map_err(|_| "the writer broke down")??;
    bar.finish_and_clear();
    if let Err(Failure::Other(error)) = fetched {
        let hint = match &job.emulator {
            Some(url) => format!("\nis the emulator at {url} running? what was fetched is kept: --resume goes on"),
            None => "\nwhat was fetched is kept: the same command with --resume goes on".to_owned(),
        };
        return Err((error.to_string() + &hint).into());
    }
    fetched?;
    let summary = writer.finish(job)?;
    if !job.quiet {
        let took = started.elapsed().as_secs_f64();
        let text = format!("{summary}\n{} in {took:.1} s: {}\n", summary.records(), job.out.display());
        // Whoever closed the pipe has seen enough.
        let _ = std::io::stdout().write_all(text.as_bytes());
    }
    Ok(())
}

/// Hands pages to the writer until there are no more, or the writer has gone.
async fn fetch<R>(
    pages: &mut ccc_api::client::reqwest::Pages<R>,
    sender: &SyncSender<Batch<R::Item>>,
    bar: &ProgressBar,
) -> Result<(), Failure>
where
    R: Windowed,
    R::Output<String>: Send,
{
    let mut records = 0;
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| error.to_string())?;
        records += page.items.len();
        show(bar, &page.progress, records);
        let batch = Batch { items: page.items, token: pages.token().to_string() };
        // Waits where the disk is slower than the network.
        if tokio::task::block_in_place(|| sender.send(batch)).is_err() {
            break;
        }
    }
    Ok(())
}

struct Writer {
    output: Output,
    checkpoint: Checkpoint,
    summary: Summary,
    common: bool,
    saved: Instant,
}

impl Writer {
    fn write<T>(mut self, receiver: &Receiver<Batch<T>>) -> Result<Self, Box<dyn Error + Send + Sync>>
    where
        T: Serialize,
        CallRecord<T>: From<T>,
    {
        let mut token = None;
        for batch in receiver {
            for item in batch.items {
                let call = CallRecord::from(item);
                self.summary.take(&call);
                let day = self.summary.day();
                if self.common {
                    self.output.write(&Common::of(&call), day)?
                } else {
                    self.output.write(&call.record, day)?
                }
            }
            token = Some(batch.token);
            if self.saved.elapsed() >= self.output.interval() {
                self.save(token.take())?;
            }
        }
        // What came before an interruption counts.
        self.save(token)?;
        Ok(self)
    }

    fn save(&mut self, token: Option<String>) -> Result<(), Box<dyn Error + Send + Sync>> {
        if token.is_some() {
            let position = self.output.save()?;
            self.checkpoint.save(&State { token, position, summary: self.summary.clone() })?;
            self.saved = Instant::now();
        }
        Ok(())
    }

    fn finish(mut self, job: &Job) -> Result<Summary, Box<dyn Error + Send + Sync>> {
        self.output.save()?;
        self.checkpoint.done(&self.summary)?;
        drop(self.output);
        output::name(job)?;
        self.checkpoint.remove()?;
        Ok(self.summary)
    }
}

fn bar(job: &Job) -> ProgressBar {
    let bar = if job.quiet { ProgressBar::hidden() } else { ProgressBar::new(1) };
    if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos}/{len} days, {msg} [{elapsed_precise}, {eta} left]")
    {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, progress: &Progress, records: usize) {
    bar.set_length(progress.windows);
    bar.set_position(progress.window.saturating_sub(1));
    bar.set_message(format!("{records} records"));
}
