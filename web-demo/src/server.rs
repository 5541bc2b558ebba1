//! Serving HTTP/1 on the loopback address, with one thing that servers usually cannot do: leave a
//! request without any answer.

use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// Connections that may wait to be accepted: tests open a thousand at once.
const BACKLOG: u32 = 4096;

/// A handler's result that closes the connection without a byte of answer.
#[derive(Clone, Copy)]
pub(crate) struct HangUp;

impl IntoResponse for HangUp {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}

/// Listens on 127.0.0.1; port 0 takes a free one.
pub(crate) fn listen(port: u16) -> std::io::Result<(TcpListener, SocketAddr)> {
    let socket = TcpSocket::new_v4()?;
    // After a kill the port must be free for the next start.
    socket.set_reuseaddr(true)?;
    socket.bind((Ipv4Addr::LOCALHOST, port).into())?;
    let listener = socket.listen(BACKLOG)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Prints the ready line, the only thing this process ever writes to stdout.
pub(crate) fn announce(line: &serde_json::Value) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

/// Answers connections until the process ends.
pub(crate) async fn serve(listener: TcpListener, router: Router) -> ! {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(converse(stream, router.clone()));
            }
            // Out of file descriptors: give the open connections a moment to end.
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
        }
    }
}

async fn converse(stream: TcpStream, router: Router) {
    // Latency is measured against this server; a delayed acknowledgement would add 40 ms.
    let _ = stream.set_nodelay(true);
    let router = TowerToHyperService::new(router);
    let service = service_fn(|request: hyper::Request<hyper::body::Incoming>| {
        let answer = router.call(request.map(axum::body::Body::new) as Request);
        async move {
            let Ok(response) = answer.await;
            // An error from here makes hyper close the connection.
            if response.extensions().get::<HangUp>().is_some() {
                Err(std::fmt::Error)
            } else {
                Ok(response)
            }
        }
    });
    // The other side may go at any time; that is not this server's failure.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
