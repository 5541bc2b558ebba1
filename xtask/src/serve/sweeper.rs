//! The sweep, once a minute as long as the vault runs: what the cron does on Cloudflare. An object whose alarm
//! could not be set, because the disk was full, has it set then.

use std::sync::mpsc::{RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread;
use std::time::Duration;

use anyhow::Result;

/// Between two sweeps.
pub(super) const EVERY: Duration = Duration::from_mins(1);

/// A thread that sweeps. It ends with this.
pub(super) struct Sweeper {
    _stop: Sender<()>,
}

impl Sweeper {
    /// Sweeps again and again, for the first time after `every`.
    pub(super) fn start(
        every: Duration,
        mut sweep: impl FnMut() -> Result<()> + Send + 'static,
    ) -> Self {
        let (stop, stopped) = channel();
        thread::spawn(move || {
            while stopped.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                let swept = sweep();
                if stopped.try_recv() == Err(TryRecvError::Disconnected) {
                    return;
                }
                // The next one makes up for it.
                if let Err(error) = swept {
                    eprintln!("xtask: the sweep failed: {error:#}");
                }
            }
        });
        Self { _stop: stop }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    const SOON: Duration = Duration::from_millis(1);
    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn a_sweep_follows_a_sweep_also_after_one_that_failed_until_the_end() {
        let (tell, told) = channel();
        let sweeper = Sweeper::start(SOON, move || {
            tell.send(())?;
            bail!("the vault is busy")
        });
        for _ in 0..3 {
            told.recv_timeout(LONG).unwrap();
        }
        drop(sweeper);
        // The thread has let go of what it sweeps with.
        while told.recv_timeout(LONG).is_ok() {}
        assert_eq!(told.recv_timeout(LONG), Err(RecvTimeoutError::Disconnected));
    }

    #[test]
    fn one_that_waits_for_its_next_sweep_ends_at_once() {
        let (tell, told) = channel::<()>();
        let sweeper = Sweeper::start(10 * LONG, move || Ok(tell.send(())?));
        drop(sweeper);
        assert_eq!(told.recv_timeout(LONG), Err(RecvTimeoutError::Disconnected));
    }
}
