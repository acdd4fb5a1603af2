//! Call records of any of the APIs into a file: JSON lines, CSV, or Parquet partitioned by day.
//!
//! ```console
//! $ cargo run -p ccc-tools --example export --features export -- \
//!     --api aliyun-2020 --from 2026-11-01 --to 2026-11-20 --out records.jsonl
//! ```

mod arguments;
mod checkpoint;
mod columns;
mod misfits;
mod output;
mod period;
mod place;
mod run;
mod summary;

use std::process::ExitCode;

use arguments::{Api, Job};
use ccc_api::client::reqwest::Client;
use ccc_api::{Credentials, Endpoint, aliyun, tencent};
use run::{Failure, run};

fn main() -> ExitCode {
    let mut job = match arguments::read() {
        Ok(Some(job)) => job,
        Ok(None) => {
            let _ = std::io::Write::write_all(&mut std::io::stdout(), arguments::HELP.as_bytes());
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("export: {error}; see --help");
            return ExitCode::from(2);
        }
    };
    if let Err(failure) = checkpoint::adopt_period(&mut job) {
        return ended(failure);
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("export: cannot start: {error}");
            return ExitCode::from(1);
        }
    };
    match runtime.block_on(export(&job)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => ended(failure),
    }
}

/// Says why there is no export; the exit code is 2 where another call of the program would help.
fn ended(failure: Failure) -> ExitCode {
    let (what, code) = match failure {
        Failure::Interrupted => ("interrupted; the same command with --resume goes on".to_owned(), 130),
        Failure::Usage(what) => (what, 2),
        Failure::Call { what, .. } => (what, 1),
        Failure::Other(error) => (error.to_string(), 1),
    };
    eprintln!("export: {what}");
    ExitCode::from(code)
}

/// Asks the API that was named.
async fn export(job: &Job) -> Result<(), Failure> {
    use aliyun::v2017_07_05 as old;
    use aliyun::v2020_07_01 as new;

    let client = client(job)?;
    let size = job.page_size;
    let instance = job.instance.clone().unwrap_or_default();
    match job.api {
        Api::Aliyun2017 => {
            let request = old::ListCallDetailRecords::new(instance).page_size(size);
            run(&client, request, job).await
        }
        Api::Aliyun2017Recent => {
            let request = old::ListRecentCallRecords::new(instance).page_size(size);
            run(&client, request, job).await
        }
        Api::Aliyun2020 => {
            // The oldest first, so that what comes in meanwhile stands at the end.
            let request = new::ListCallDetailRecords::new(instance).page_size(size).sort_order(new::SortOrder::Asc);
            run(&client, request, job).await
        }
        Api::Tencent => {
            let app = job.sdk_app_id.unwrap_or_default();
            let request = tencent::v2020_02_10::DescribeTelCdr::new(app, job.start, job.end).page_size(i64::from(size));
            run(&client, request, job).await
        }
    }
}

fn client(job: &Job) -> Result<Client, Failure> {
    let credentials = match &job.emulator {
        // The emulator's first key, see `Emulator::KEY`.
        Some(_) => Credentials::new("emulator", "emulator-secret"),
        None => Credentials::discover(job.api.vendor()).map_err(|error| arguments::without_key(job, &error))?,
    };
    let mut client = Client::builder(credentials).user_agent("export");
    client = match (&job.emulator, &job.endpoint, &job.region) {
        (Some(url), ..) | (None, Some(url), _) => {
            let endpoint = Endpoint::url(url)?;
            client.endpoint(match &job.region {
                Some(region) => endpoint.with_region(region),
                None => endpoint,
            })
        }
        (None, None, Some(region)) => client.region(region),
        (None, None, None) => client,
    };
    if job.strict {
        client = client.strict();
    }
    if let Some(rate) = job.rate {
        client = client.rate_limit(rate);
    }
    Ok(client.build()?)
}
