//! A loopback server of a few lines, and a call center behind it.
#![allow(dead_code, unreachable_pub)]

pub mod records;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// A request as it arrived.
#[derive(Debug)]
pub struct Asked {
    /// Counted from 0 over the whole server.
    pub index: usize,
    pub method: String,
    pub query: String,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

/// What the server does with it.
pub enum Answer {
    /// A whole answer.
    Whole(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// These bytes as they are; then the connection closes.
    Raw(Vec<u8>),
    /// Half of this body; then the connection closes.
    Truncated(Vec<u8>),
    /// This beginning, then this piece so many times; the server does not hold it all.
    Long(Vec<u8>, Vec<u8>, usize),
    /// The connection closes without an answer.
    Reset,
    /// Nothing for this long; then the connection closes.
    Silent(Duration),
    /// A byte at a time, for ever.
    Drip,
}

impl Answer {
    pub fn json(body: impl Into<String>) -> Self {
        Self::Whole(200, vec![("content-type", "application/json".to_owned())], body.into().into_bytes())
    }

    pub fn status(status: u16, body: impl Into<String>) -> Self {
        Self::Whole(status, vec![], body.into().into_bytes())
    }
}

type Handler = dyn Fn(&Asked) -> Answer + Send + Sync;

pub struct Server {
    pub url: String,
    pub asked: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

impl Server {
    pub fn start(handler: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (asked, stop) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let handler: Arc<Handler> = Arc::new(handler);
        let (count, stopped) = (Arc::clone(&asked), Arc::clone(&stop));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let (handler, count, stopped) = (Arc::clone(&handler), Arc::clone(&count), Arc::clone(&stopped));
                if let Ok(stream) = stream {
                    // A client that goes away is no fault of the server.
                    thread::spawn(move || drop(serve(stream, &*handler, &count, &stopped)));
                }
            }
        });
        Self { url, asked, stop }
    }

    pub fn count(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // The listener wakes up to see it.
        drop(TcpStream::connect(self.url.trim_start_matches("http://")));
    }
}

fn serve(stream: TcpStream, handler: &Handler, count: &AtomicUsize, stop: &AtomicBool) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    while let Some(asked) = read(&mut reader, count)? {
        if stop.load(Ordering::SeqCst) {
            return Ok(());
        }
        match handler(&asked) {
            Answer::Whole(status, headers, body) => {
                let mut head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n", body.len());
                for (name, value) in headers {
                    head.extend([name, ": ", &value, "\r\n"]);
                }
                head.push_str("\r\n");
                stream.write_all(head.as_bytes())?;
                stream.write_all(&body)?;
            }
            Answer::Long(start, piece, times) => {
                let length = start.len() + piece.len() * times;
                stream.write_all(format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n").as_bytes())?;
                stream.write_all(&start)?;
                for _ in 0..times {
                    stream.write_all(&piece)?;
                }
            }
            Answer::Raw(bytes) => return stream.write_all(&bytes),
            Answer::Truncated(body) => {
                stream.write_all(format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len()).as_bytes())?;
                return stream.write_all(&body[..body.len() / 2]);
            }
            Answer::Reset => return Ok(()),
            Answer::Silent(time) => {
                thread::sleep(time);
                return Ok(());
            }
            Answer::Drip => {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n{")?;
                for _ in 0..1000 {
                    thread::sleep(Duration::from_millis(20));
                    stream.write_all(b" ")?;
                    stream.flush()?;
                }
            }
        }
    }
    Ok(())
}

fn read(reader: &mut BufReader<TcpStream>, count: &AtomicUsize) -> std::io::Result<Option<Asked>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split(' ');
    let method = words.next().unwrap_or_default().to_owned();
    let query = words.next().and_then(|path| path.split_once('?')).map(|(_, query)| query.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) => headers.insert(name.to_lowercase(), value.trim().to_owned()),
            None => break,
        };
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let index = count.fetch_add(1, Ordering::SeqCst);
    Ok(Some(Asked { index, method, query: query.unwrap_or_default(), headers, body }))
}
