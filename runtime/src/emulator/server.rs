//! The emulator on a socket.

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};

use super::{Emulator, Fault};

/// No request of these APIs is longer.
const LONGEST_REQUEST: usize = 8 << 20;

/// How long [`Fault::Slow`] takes.
const SLOW: Duration = Duration::from_secs(1);

/// How long to wait after a connection that could not be taken, such as where the system has no more files.
const BREATH: Duration = Duration::from_millis(50);

/// How much of the server one program may take up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How many connections are open at once; the next ones wait [default: 256].
    pub connections: usize,
    /// How long a request's head may take, and how long a connection may stay open without one [default: 30 s].
    pub head: Duration,
    /// How long a request's body may take [default: 30 s].
    pub body: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections: 256, head: Duration::from_secs(30), body: Duration::from_secs(30) }
    }
}

impl Emulator {
    /// Serves until the future is dropped.
    pub async fn serve(self, listener: TcpListener) -> io::Result<()> {
        serve(&listener, self).await;
        Ok(())
    }

    /// Serves from a thread of its own until what it returns is dropped; port 0 takes a free one.
    pub fn start(self, address: impl ToSocketAddrs) -> io::Result<Running> {
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<Infallible>();
        let thread = std::thread::spawn(move || {
            runtime.block_on(async {
                let listener = TcpListener::from_std(listener)?;
                tokio::select! {
                    () = serve(&listener, self) => Ok(()),
                    // The other end is never sent to: it is dropped.
                    _ = stopped => Ok(()),
                }
            })
        });
        Ok(Running { address, stop: Some(stop), thread: Some(thread) })
    }
}

/// An emulator that serves; it ends when this is dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens, as an endpoint for clients: `http://127.0.0.1:8080`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic there was reported there.
            let _ = thread.join();
        }
    }
}

/// Takes connections, as many at once as there may be.
async fn serve(listener: &TcpListener, emulator: Emulator) {
    let limits = emulator.limits;
    let app = app(emulator);
    let room = Arc::new(Semaphore::new(limits.connections.clamp(1, Semaphore::MAX_PERMITS)));
    loop {
        // Nobody closes it.
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
        let Ok((connection, _)) = listener.accept().await else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        // An answer does not wait for the client to confirm what came before it; without this, answers are slower and
        // not wrong.
        let _ = connection.set_nodelay(true);
        let service = TowerToHyperService::new(app.clone());
        tokio::spawn(async move {
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(limits.head);
            // What goes wrong here is the client's to see.
            let _ = http.serve_connection(TokioIo::new(connection), service).await;
            drop(place);
        });
    }
}

fn app(emulator: Emulator) -> Router {
    Router::new().fallback(answer).with_state(Arc::new(emulator))
}

async fn answer(State(emulator): State<Arc<Emulator>>, request: Request) -> http::Response<Body> {
    let (head, body) = request.into_parts();
    let refused = |status| {
        let mut refused = http::Response::new(Body::empty());
        *refused.status_mut() = status;
        // What is left of the body is not waited for.
        refused.headers_mut().insert(http::header::CONNECTION, http::HeaderValue::from_static("close"));
        refused
    };
    let read = axum::body::to_bytes(body, LONGEST_REQUEST);
    let body = match tokio::time::timeout(emulator.limits.body, read).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return refused(http::StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => return refused(http::StatusCode::REQUEST_TIMEOUT),
    };
    let answer = emulator.answer(&http::Request::from_parts(head, body.into()));
    let (mut head, body) = answer.response.into_parts();
    let length = body.len();
    let part = match answer.fault {
        Some(Fault::Slow) => {
            tokio::time::sleep(SLOW).await;
            None
        }
        Some(Fault::Truncate) => Some(length / 2),
        Some(Fault::Reset) => Some(0),
        _ => None,
    };
    let Some(part) = part else { return http::Response::from_parts(head, Body::from(body)) };
    // The whole length is announced; the connection ends in the midst of it.
    head.headers.insert(http::header::CONTENT_LENGTH, length.into());
    let mut body = Bytes::from(body);
    body.truncate(part);
    http::Response::from_parts(head, Body::new(Broken(Some(body))))
}

/// A body that fails after its first piece.
struct Broken(Option<Bytes>);

impl http_body::Body for Broken {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, io::Error>>> {
        let piece = self.0.take().filter(|piece| !piece.is_empty());
        std::task::Poll::Ready(Some(match piece {
            Some(piece) => Ok(http_body::Frame::data(piece)),
            None => Err(io::Error::new(io::ErrorKind::ConnectionReset, "a fault was asked for")),
        }))
    }
}
