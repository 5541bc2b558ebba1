//! The faults, one arm each.

use std::io;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::wire::{Reply, Request, wait_for_end};
use super::{LONGEST, Shared, mangle};

/// What can happen to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request does not arrive.
    RequestLost,
    /// The answer does not arrive.
    AnswerLost,
    /// The request or the answer takes up to two seconds more.
    Delayed,
    /// It takes longer than the vault waits; a request so late arrives after all was settled.
    TooLate,
    /// The answer comes twice on one connection.
    AnswerDoubled,
    /// The request arrives twice; reversals and inquiries only.
    RequestDoubled,
    /// The answer speaks of something else, or is no answer.
    Mangled,
    /// The connection breaks in the middle of the answer.
    Reset,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::RequestLost,
        Self::AnswerLost,
        Self::Delayed,
        Self::TooLate,
        Self::AnswerDoubled,
        Self::RequestDoubled,
        Self::Mangled,
        Self::Reset,
    ];

    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::RequestLost => "request lost",
            Self::AnswerLost => "answer lost",
            Self::Delayed => "delayed up to 2 s",
            Self::TooLate => "delayed beyond the deadline",
            Self::AnswerDoubled => "answer doubled",
            Self::RequestDoubled => "reversal or inquiry doubled",
            Self::Mangled => "answer mangled",
            Self::Reset => "reset in the middle of an answer",
        }
    }

    pub(super) fn index(self) -> usize {
        Self::ALL.iter().position(|one| *one == self).unwrap_or(0)
    }
}

impl Shared {
    /// Answers a request, with a fault or without; says whether the connection is still good.
    pub(super) async fn answer(
        &self,
        stream: &mut TcpStream,
        request: &Request,
        fault: Option<Fault>,
    ) -> io::Result<bool> {
        if let Some(fault) = fault {
            self.strikes(fault);
        }
        match fault {
            Some(Fault::RequestLost) => return self.silence(stream).await,
            Some(Fault::RequestDoubled) => drop(self.pass_on(request).await),
            _ => {}
        }
        // Half of what is late is late on its way there, half on its way back.
        let late = fault.and_then(|fault| self.lateness(fault));
        let there = self.random.chance(50);
        if there && let Some(late) = late {
            tokio::time::sleep(late).await;
        }
        let Some(reply) = self.pass_on(request).await else {
            // The acquirer hung up, and so does the network.
            return Ok(false);
        };
        if !there && let Some(late) = late {
            tokio::time::sleep(late).await;
        }
        self.reply(stream, reply, fault).await
    }

    async fn reply(
        &self,
        stream: &mut TcpStream,
        reply: Reply,
        fault: Option<Fault>,
    ) -> io::Result<bool> {
        match fault {
            Some(Fault::AnswerLost) => self.silence(stream).await,
            Some(Fault::AnswerDoubled) => {
                stream.write_all(&reply.bytes()).await?;
                stream.write_all(&reply.bytes()).await?;
                wait_for_end(stream, Duration::from_millis(50)).await;
                Ok(false)
            }
            Some(Fault::Mangled) => {
                let mangled = mangle::mangle(reply, &self.random);
                stream.write_all(&mangled.bytes()).await?;
                Ok(true)
            }
            Some(Fault::Reset) => {
                let bytes = reply.bytes();
                stream
                    .write_all(&bytes[..bytes.len() - reply.body.len() / 2 - 1])
                    .await?;
                stream.set_zero_linger()?;
                Ok(false)
            }
            _ => {
                stream.write_all(&reply.bytes()).await?;
                Ok(true)
            }
        }
    }

    /// No answer: a hang-up, or for one in three nothing until the other side gives up.
    async fn silence(&self, stream: &mut TcpStream) -> io::Result<bool> {
        if self.random.chance(33) {
            wait_for_end(stream, LONGEST).await;
        }
        Ok(false)
    }

    fn lateness(&self, fault: Fault) -> Option<Duration> {
        let millis = match fault {
            Fault::Delayed => self.random.between(20, 2_000),
            Fault::TooLate => self.random.between(10_500, 25_000),
            _ => return None,
        };
        Some(Duration::from_millis(millis))
    }
}
