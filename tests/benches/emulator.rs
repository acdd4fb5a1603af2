//! Signed requests for 100 records that the emulator answers in a second, with the client on the same machine.
//!
//! `cargo bench -p spectable-tests --features emulator --bench emulator`. The bare client signs, sends and reads the
//! body; ours decodes it, too.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use ccc_api::aliyun::{v2017_07_05, v2020_07_01};
use ccc_api::emulator::{Emulator, Running};
use ccc_api::tencent::v2020_02_10::DescribeTelCdr;
use ccc_api::{Context, Credentials, Endpoint, Request, Timestamp, blocking};

const TIME: Duration = Duration::from_secs(3);
const CONNECTIONS: usize = 4;

fn main() {
    let emulator = Emulator::new(ccc_api::SCHEMAS).records(10_000);
    let (start, end) = emulator.record_period();
    let week = Timestamp::from_millis(end.as_millis() - 7 * 86_400_000);
    let server = emulator.start("127.0.0.1:0").expect("a free port");
    let old =
        v2017_07_05::ListCallDetailRecords::new("i").page_number(3).page_size(100).start_time(week).stop_time(end);
    measure("2017-07-05, signature 1", &server, &old);
    measure("2020-07-01, ACS3", &server, &v2020_07_01::ListCallDetailRecords::new("i").page_number(3).page_size(100));
    measure("2020-02-10, TC3", &server, &DescribeTelCdr::new(1, start, end).page_number(3).page_size(100));
}

fn measure<R: Request + Sync>(name: &str, server: &Running, request: &R) {
    let (id, secret) = Emulator::KEY;
    let key = Credentials::new(id, secret);
    let endpoint = Endpoint::url(&server.url()).expect("a URL").with_region("cn-shanghai");
    let length = Bare::new(server.address(), &key, &endpoint).send(request);
    let bare = rate(|| {
        let mut client = Bare::new(server.address(), &key, &endpoint);
        move || _ = client.send(request)
    });
    let client = blocking::Client::builder(key.clone()).endpoint(endpoint.clone()).rate_limit(0).build();
    let client = client.expect("a client");
    let ours = rate(|| || _ = client.send(request).expect("a page"));
    println!("{name}: {bare:.0} a second, our client {ours:.0}; an answer has {length} bytes");
}

/// How often all threads together run what `make` makes for each, in a second.
fn rate<F: FnMut()>(make: impl Fn() -> F + Sync) -> f64 {
    let (count, began) = (AtomicU64::new(0), Instant::now());
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut run = make();
                while began.elapsed() < TIME {
                    run();
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    #[allow(clippy::cast_precision_loss, reason = "there are not that many")]
    let count = count.into_inner() as f64;
    count / began.elapsed().as_secs_f64()
}

/// The least that a client can do.
struct Bare<'a> {
    connection: BufReader<TcpStream>,
    key: &'a Credentials,
    endpoint: &'a Endpoint,
    body: Vec<u8>,
}

impl<'a> Bare<'a> {
    fn new(address: SocketAddr, key: &'a Credentials, endpoint: &'a Endpoint) -> Self {
        let connection = TcpStream::connect(address).expect("a connection");
        connection.set_nodelay(true).expect("an option");
        Self { connection: BufReader::with_capacity(1 << 17, connection), key, endpoint, body: Vec::new() }
    }

    /// The length of the answer.
    fn send<R: Request>(&mut self, request: &R) -> usize {
        static NONCE: AtomicU64 = AtomicU64::new(0);
        let nonce = NONCE.fetch_add(1, Ordering::Relaxed).to_string();
        let context = Context::new(self.key, self.endpoint, SystemTime::now().into(), &nonce);
        let request = context.request(request).expect("it can be sent");
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let (method, length) = (request.method(), request.body().len());
        let mut bytes = format!("{method} {path} HTTP/1.1\r\ncontent-length: {length}\r\n").into_bytes();
        for (name, value) in request.headers().iter().filter(|(name, _)| *name != "content-length") {
            bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
        }
        bytes.extend(b"\r\n");
        bytes.extend(request.body());
        self.connection.get_mut().write_all(&bytes).expect("sent");
        let (mut line, mut length) = (String::new(), 0);
        while self.connection.read_line(&mut line).expect("a line") > 2 {
            if line.starts_with("HTTP/") {
                assert!(line.contains(" 200 "), "{line}");
            } else if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
            line.clear();
        }
        self.body.resize(length, 0);
        self.connection.read_exact(&mut self.body).expect("a body");
        assert!(!self.body.starts_with(b"{\"Response\":{\"Error"), "refused");
        length
    }
}
