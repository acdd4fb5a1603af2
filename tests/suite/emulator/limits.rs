//! One program can't take up the server: open connections, slow heads and slow bodies.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use ccc_api::emulator::{Limits, Running};

use super::emulator;

fn start(change: impl FnOnce(&mut Limits)) -> Running {
    let mut limits = Limits::default();
    change(&mut limits);
    emulator().limits(limits).start("127.0.0.1:0").expect("a server")
}

fn connect(server: &Running, text: &str) -> TcpStream {
    let mut connection = TcpStream::connect(server.address()).expect("a connection");
    connection.write_all(text.as_bytes()).expect("sent");
    connection
}

const CALL: &str = "GET /?Action=None HTTP/1.1\r\nhost: emulator\r\n\r\n";

/// What comes until the other end closes.
fn rest(mut connection: TcpStream) -> String {
    let mut bytes = Vec::new();
    match connection.read_to_end(&mut bytes) {
        Err(error) if error.kind() != ErrorKind::ConnectionReset => panic!("{error}"),
        _ => String::from_utf8_lossy(&bytes).into_owned(),
    }
}

#[test]
fn a_head_that_never_ends() {
    let server = start(|limits| limits.head = Duration::from_millis(100));
    // It comes back at all: without the limit, this waits for ever.
    let answer = rest(connect(&server, "GET / HTTP/1.1\r\nhost: emu"));
    assert!(!answer.contains("200 OK"), "{answer}");
    let idle = rest(connect(&server, CALL));
    assert!(idle.starts_with("HTTP/1.1 "), "{idle}");
}

#[test]
fn a_body_that_never_ends() {
    let server = start(|limits| limits.body = Duration::from_millis(100));
    let answer = rest(connect(&server, "POST / HTTP/1.1\r\nhost: emulator\r\ncontent-length: 10\r\n\r\nabc"));
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
}

#[test]
fn more_connections_than_there_may_be() {
    let server = start(|limits| limits.connections = 2);
    let [mut one, mut two] = [0, 1].map(|_| connect(&server, CALL));
    let mut first = [0; 8];
    for open in [&mut one, &mut two] {
        open.read_exact(&mut first).expect("an answer");
    }
    let mut third = connect(&server, CALL);
    // However long this waits: while the others are open, nobody answers it.
    third.set_read_timeout(Some(Duration::from_millis(200))).expect("set");
    let waits = third.read_exact(&mut first).expect_err("no answer yet").kind();
    assert!(matches!(waits, ErrorKind::WouldBlock | ErrorKind::TimedOut), "{waits}");
    drop(one);
    third.set_read_timeout(None).expect("set");
    third.read_exact(&mut first).expect("an answer");
    drop(two);
}
