//! Processes that are killed.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

/// Runs a future and drops it after so many polls, as a process that is killed does.
pub(crate) async fn dies_after<F: Future>(polls: u8, run: F) {
    let mut run = pin!(run);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 || run.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        left -= 1;
        Poll::Pending
    })
    .await;
}
