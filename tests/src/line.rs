//! A line to the acquirer that can be cut and mended.

use std::time::Duration;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::sleep;

/// What becomes of a connection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// It leads to the acquirer.
    Up,
    /// It is taken, and nothing ever comes back.
    Silent,
    /// It is closed at once.
    Cut,
}

/// Longer than any caller waits.
const FOR_EVER: Duration = Duration::from_mins(10);

/// The line. It is down when dropped.
pub struct Line {
    url: String,
    condition: watch::Sender<Condition>,
}

impl Line {
    /// Lays one to the server at `origin`.
    pub async fn to(origin: &str, condition: Condition) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let far_end = origin.strip_prefix("http://").unwrap().to_owned();
        let (condition, watched) = watch::channel(condition);
        tokio::spawn(async move {
            loop {
                let (near, _) = listener.accept().await.unwrap();
                tokio::spawn(carry(near, far_end.clone(), watched.clone()));
            }
        });
        Self { url, condition }
    }

    /// Where it begins.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// From now on, also for connections that are open.
    pub fn becomes(&self, condition: Condition) {
        self.condition.send_replace(condition);
    }
}

async fn carry(mut near: TcpStream, far_end: String, mut condition: watch::Receiver<Condition>) {
    let now = *condition.borrow_and_update();
    let carried = async {
        match now {
            Condition::Cut => {}
            Condition::Silent => sleep(FOR_EVER).await,
            Condition::Up => {
                let mut far = TcpStream::connect(far_end).await.unwrap();
                let _ = copy_bidirectional(&mut near, &mut far).await;
            }
        }
    };
    tokio::select! {
        () = carried => {}
        _ = condition.changed() => {}
    }
}
