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
use axum::serve::{Listener, ListenerExt};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::{Emulator, Fault};

/// No request of these APIs is longer.
const LONGEST_REQUEST: usize = 8 << 20;

/// How long [`Fault::Slow`] takes.
const SLOW: Duration = Duration::from_secs(1);

impl Emulator {
    /// Serves until the future is dropped.
    pub async fn serve(self, listener: TcpListener) -> io::Result<()> {
        axum::serve(at_once(listener), app(self)).await
    }

    /// Serves from a thread of its own until what it returns is dropped; port 0 takes a free one.
    pub fn start(self, address: impl ToSocketAddrs) -> io::Result<Running> {
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<Infallible>();
        let app = app(self);
        let thread = std::thread::spawn(move || {
            runtime.block_on(async {
                let listener = TcpListener::from_std(listener)?;
                tokio::select! {
                    served = async { axum::serve(at_once(listener), app).await } => served,
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

/// An answer does not wait for the client to confirm what came before it.
fn at_once(listener: TcpListener) -> impl Listener<Addr = SocketAddr> {
    listener.tap_io(|connection| {
        // Without it, answers are slower and not wrong.
        let _ = connection.set_nodelay(true);
    })
}

fn app(emulator: Emulator) -> Router {
    Router::new().fallback(answer).with_state(Arc::new(emulator))
}

async fn answer(State(emulator): State<Arc<Emulator>>, request: Request) -> http::Response<Body> {
    let (head, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LONGEST_REQUEST).await else {
        let mut refused = http::Response::new(Body::empty());
        *refused.status_mut() = http::StatusCode::PAYLOAD_TOO_LARGE;
        return refused;
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
