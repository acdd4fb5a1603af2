//! Serves every operation of this crate on a loopback, for trials without an account.
//!
//! ```console
//! $ cargo run -p ccc-api --example emulator --features emulator -- --records 10000
//! ```

use ccc_api::emulator::{Emulator, Faults};
use ccc_api::{Credentials, Timestamp};

const HELP: &str = "\
Serves every operation of ccc-api, as its page says.

Usage: cargo run -p ccc-api --example emulator --features emulator -- [OPTIONS]

Options:
      --listen HOST:PORT     where to listen; port 0 takes a free one [default: 127.0.0.1:8787]
      --records COUNT        answer with synthetic records; without it, with the pages' samples
      --seed NUMBER          make other records [default: 1]
      --from DAY, --to DAY   spread the records over these days in UTC, such as 2026-11-01
                             [default: the thirty days before today]
      --faults SHARES        let calls go wrong: 0.1, or throttle=0.05,slow=0.1; one call asks for
                             a fault with the header x-emulator-fault
      --enforce-rate         throttle who calls more often in a second than the page allows
      --key ID:SECRET[:TOKEN]  know this access key instead of the usual ones
      --skew SECONDS         let the server's clock be this much ahead, or behind: -600
      --quiet                no line for each request
  -h, --help                 this text

At most 256 connections are open at once; the next ones wait. A connection is closed where the
head or the body of a request takes more than 30 seconds, or no request comes for as long.
";

const DAY_MILLIS: i64 = 86_400_000;

struct Options {
    listen: String,
    emulator: Emulator,
    keys: bool,
    quiet: bool,
}

fn main() -> std::process::ExitCode {
    let options = match options() {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{HELP}");
            return std::process::ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("emulator: {error}; see --help");
            return 2.into();
        }
    };
    match serve(options) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("emulator: {error}");
            1.into()
        }
    }
}

fn options() -> Result<Option<Options>, Box<dyn std::error::Error>> {
    use lexopt::prelude::*;
    let mut arguments = lexopt::Parser::from_env();
    let mut emulator = Emulator::new(ccc_api::SCHEMAS);
    let (mut from, mut to) = emulator.record_period();
    let mut listen = "127.0.0.1:8787".to_owned();
    let (mut keys, mut quiet) = (false, false);
    while let Some(argument) = arguments.next()? {
        emulator = match argument {
            Long("listen") => {
                listen = arguments.value()?.parse_with(address)?;
                emulator
            }
            Long("records") => emulator.records(arguments.value()?.parse()?),
            Long("seed") => emulator.seed(arguments.value()?.parse()?),
            Long("from") => {
                from = arguments.value()?.parse_with(|text| text.parse::<Timestamp>())?;
                emulator
            }
            Long("to") => {
                let last = arguments.value()?.parse_with(|text| text.parse::<Timestamp>())?;
                to = Timestamp::from_millis(last.as_millis().saturating_add(DAY_MILLIS));
                emulator
            }
            Long("faults") => emulator.faults(arguments.value()?.parse_with(|text| text.parse::<Faults>())?),
            Long("key") => {
                keys = true;
                emulator.credentials(key(&arguments.value()?.string()?)?)
            }
            Long("enforce-rate") => emulator.enforce_rates(),
            Long("skew") => {
                let millis = arguments.value()?.parse::<i32>().map(i64::from)? * 1000;
                emulator.clock(move || {
                    Timestamp::from_millis(Timestamp::from(std::time::SystemTime::now()).as_millis() + millis)
                })
            }
            Long("quiet") => {
                quiet = true;
                emulator
            }
            Long("help") | Short('h') => return Ok(None),
            other => return Err(other.unexpected().into()),
        };
    }
    if from >= to {
        let last = Timestamp::from_millis(to.as_millis().saturating_sub(DAY_MILLIS));
        return Err(format!("the period begins on {from}, after its last day, {last}").into());
    }
    Ok(Some(Options { listen, emulator: emulator.period(from, to), keys, quiet }))
}

/// Whether there is such a host, only the system knows; what has no port is none of its addresses.
fn address(text: &str) -> Result<String, &'static str> {
    let port = text.rsplit_once(':').filter(|(host, _)| !host.is_empty()).map(|(_, port)| port.parse::<u16>());
    match port {
        Some(Ok(_)) => Ok(text.to_owned()),
        _ => Err("expected HOST:PORT, such as 127.0.0.1:8787"),
    }
}

fn key(text: &str) -> Result<Credentials, String> {
    let mut parts = text.splitn(3, ':');
    let (Some(id), Some(secret)) = (parts.next(), parts.next()) else {
        return Err("--key: expected ID:SECRET or ID:SECRET:TOKEN".to_owned());
    };
    let key = Credentials::new(id, secret);
    Ok(parts.next().map_or(key.clone(), |token| key.with_token(token)))
}

fn serve(options: Options) -> std::io::Result<()> {
    let Options { listen, mut emulator, keys, quiet } = options;
    let (from, to) = emulator.record_period();
    if !quiet {
        emulator = emulator.log(|line| eprintln!("{line}"));
    }
    let server = emulator.start(listen.as_str());
    let server = server.map_err(|error| std::io::Error::new(error.kind(), format!("--listen {listen}: {error}")))?;
    println!("serving {} operations at {}", ccc_api::SCHEMAS.len(), server.url());
    for schema in ccc_api::SCHEMAS {
        let operation = schema.operation;
        println!("  {} {} {}", operation.product, operation.version, operation.action);
    }
    println!("records, if any, from {from} to {to}");
    if !keys {
        let (id, secret) = Emulator::KEY;
        println!("access key {id}, secret {secret}");
    }
    loop {
        std::thread::park();
    }
}
