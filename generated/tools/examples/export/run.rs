//! From pages to rows: one task fetches, one thread writes.

use std::error::Error;
use std::io::Write;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use ccc_api::call_record::CallRecord;
use ccc_api::client::reqwest::Client;
use ccc_api::{Progress, Request, TransportKind, Windowed};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde_json::Value;

use crate::arguments::Job;
use crate::checkpoint::{Checkpoint, Found, State};
use crate::columns::{Columns, Common, Odd, is_sayable};
use crate::misfits::{Counts, Misfits};
use crate::output::{self, Output};
use crate::summary::Summary;

/// Why an export did not come to its end.
pub enum Failure {
    Interrupted,
    /// The call of the program is wrong; what to do instead.
    Usage(String),
    /// A call failed; whether nobody was there.
    Call {
        what: String,
        unreachable: bool,
    },
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
    /// The values that did not fit, up to and with this page, since this process began.
    misfits: Counts,
}

/// Fetches the period of the job, day by day and in order, and writes it.
pub async fn run<R>(client: &Client, request: R, job: &Job) -> Result<(), Failure>
where
    R: Windowed,
    R::Item: Serialize,
    R::Output<String>: Send,
    <R as Request>::ErrorCode: Send,
    CallRecord<R::Item>: From<R::Item>,
{
    let started = Instant::now();
    let columns = if job.common { Columns::common() } else { Columns::of(job.api.schema()) };
    let (checkpoint, found) = Checkpoint::open(job)?;
    let State { token, position, summary, misfits } = match found {
        Found::State(state) => state,
        Found::Written(misfits) => {
            output::name(job)?;
            checkpoint.remove()?;
            say(&Misfits::since(misfits));
            eprintln!("{} is complete", job.out.display());
            return Ok(());
        }
    };
    let mut pages = client.pages_between(request, job.start, job.end).window(DAY).in_flight(job.in_flight);
    if let Some(token) = token {
        pages = pages.resume(&token.parse()?)?;
    }
    // Nothing is there before there is something to write.
    let writer = Writer {
        job: job.clone(),
        columns,
        position,
        output: None,
        checkpoint,
        summary,
        misfits: Misfits::since(misfits),
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
    if let Err(Failure::Call { what, unreachable }) = fetched {
        let kept = if writer.has_written() { "; what was fetched is kept: --resume goes on" } else { "" };
        let running = match job.emulator.as_ref().filter(|_| unreachable) {
            Some(url) => format!("\nis the emulator at {url} running?"),
            None => String::new(),
        };
        return Err(Failure::Call { what: format!("{what}{running}{kept}"), unreachable });
    }
    fetched?;
    let (summary, misfits) = writer.finish(job)?;
    say(&misfits);
    if !job.quiet {
        let took = started.elapsed().as_secs_f64();
        let text = format!("{summary}\n{} in {took:.1} s: {}\n", summary.records(), job.out.display());
        // Whoever closed the pipe has seen enough.
        let _ = std::io::stdout().write_all(text.as_bytes());
    }
    Ok(())
}

fn say(misfits: &Misfits) {
    for line in misfits.lines() {
        eprintln!("{line}; --strict stops at the first");
    }
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
        let page = page.map_err(|error| Failure::Call {
            unreachable: matches!(&error, ccc_api::Error::Transport(error) if error.kind == TransportKind::Connect),
            what: error.to_string(),
        })?;
        records += page.items.len();
        show(bar, &page.progress, records);
        let misfits = pages.findings().fields().map(|(field, count)| (field.to_owned(), count)).collect();
        let batch = Batch { items: page.items, token: pages.token().to_string(), misfits };
        // Waits where the disk is slower than the network.
        if tokio::task::block_in_place(|| sender.send(batch)).is_err() {
            break;
        }
    }
    Ok(())
}

struct Writer {
    job: Job,
    columns: Columns,
    /// From where on is written.
    position: u64,
    /// Not there before there is something to write.
    output: Option<Output>,
    checkpoint: Checkpoint,
    summary: Summary,
    misfits: Misfits,
    saved: Instant,
}

/// A record on its way to the output.
struct Row {
    value: Value,
    odd: Vec<Odd>,
}

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

impl Writer {
    fn output(&mut self) -> Outcome<&mut Output> {
        let output = match self.output.take() {
            Some(output) => output,
            None => {
                self.checkpoint.begin(&self.job)?;
                Output::open(&self.job, self.columns, self.position)?
            }
        };
        Ok(self.output.insert(output))
    }

    /// Whether `--resume` has something to go on with.
    fn has_written(&self) -> bool {
        self.output.is_some() || self.position > 0
    }

    fn write<T>(mut self, receiver: &Receiver<Batch<T>>) -> Outcome<Self>
    where
        T: Serialize,
        CallRecord<T>: From<T>,
    {
        let mut token = None;
        for batch in receiver {
            let calls: Vec<CallRecord<T>> = batch.items.into_iter().map(CallRecord::from).collect();
            // All of a page, or none of it: --strict leaves no half.
            let rows = calls.iter().map(|call| self.row(call)).collect::<Outcome<Vec<Row>>>()?;
            for (call, row) in calls.iter().zip(rows) {
                let day = call.start.filter(|start| is_sayable(*start)).and_then(|start| self.job.day(start));
                self.summary.take(call, day.as_deref());
                row.odd.into_iter().for_each(|odd| self.misfits.add(odd.path));
                let day = self.summary.day().to_owned();
                self.output()?.write(row.value, &day)?;
            }
            self.misfits.pages = batch.misfits;
            token = Some(batch.token);
            if self.saved.elapsed() >= self.output()?.interval() {
                self.save(token.take())?;
            }
        }
        // What came before an interruption counts.
        self.save(token)?;
        Ok(self)
    }

    /// A record in its columns, with the moments that no column holds.
    fn row<T: Serialize>(&self, call: &CallRecord<T>) -> Outcome<Row> {
        let schema = self.job.api.schema();
        let (value, mut odd) = if self.job.common {
            let path = schema.call_record.map_or("start", |fields| fields.start);
            let time = call.start.filter(|start| !is_sayable(*start));
            (
                serde_json::to_value(Common::of(call))?,
                time.map(|time| Odd { path: path.to_owned(), time }).into_iter().collect(),
            )
        } else {
            let mut value = serde_json::to_value(&call.record)?;
            let odd = self.columns.say_times(&mut value);
            (value, odd)
        };
        let list = schema.operation.paging.and_then(|paging| paging.items).unwrap_or_default();
        odd.iter_mut().for_each(|odd| odd.path = format!("{list}[].{}", odd.path));
        match odd.first().filter(|_| self.job.strict) {
            None => Ok(Row { value, odd }),
            Some(Odd { path, time }) => {
                let call = call.id.as_deref().map_or_else(String::new, |id| format!(" in the call {id}"));
                let millis = time.as_millis();
                Err(format!("{path}: expected a time of the years 0001 to 9999, found `{millis}` ms{call}").into())
            }
        }
    }

    fn save(&mut self, token: Option<String>) -> Outcome<()> {
        if token.is_some() {
            let position = self.output()?.save()?;
            let (summary, misfits) = (self.summary.clone(), self.misfits.all());
            self.checkpoint.save(&State { token, position, summary, misfits })?;
            self.saved = Instant::now();
        }
        Ok(())
    }

    fn finish(mut self, job: &Job) -> Outcome<(Summary, Misfits)> {
        self.output()?.save()?;
        self.checkpoint.done(self.summary.clone(), self.misfits.all())?;
        drop(self.output);
        output::name(job)?;
        self.checkpoint.remove()?;
        Ok((self.summary, self.misfits))
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
