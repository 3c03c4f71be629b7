//! The thread of a store: a small runtime that all its work and its connections live on.

use std::future::Future;
use std::pin::Pin;
use std::thread::{self, JoinHandle};

use careweave_types::{Error, ErrorKind, Result};
use tokio::runtime::Builder;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

pub(crate) type Job = Pin<Box<dyn Future<Output = ()> + Send>>;

pub(crate) enum Command {
    /// Run beside whatever is under way.
    Run(Job),
    /// Finish what is under way, tell, and end.
    Close(oneshot::Sender<()>),
}

/// A running thread; it ends when `commands` is dropped, after the work it was given.
pub(crate) struct Worker {
    pub(crate) commands: mpsc::UnboundedSender<Command>,
    pub(crate) thread: JoinHandle<()>,
}

pub(crate) fn start() -> Result<Worker> {
    let failed = |e: std::io::Error| {
        Error::new(
            ErrorKind::Storage,
            "store.open",
            "the store's thread could not be started",
        )
        .with_source(e)
    };
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(failed)?;
    let (commands, mut given) = mpsc::unbounded_channel();
    let thread = thread::Builder::new()
        .name("careweave-postgres".to_owned())
        .spawn(move || {
            runtime.block_on(async move {
                let mut jobs = JoinSet::new();
                let mut closed = None;
                while let Some(command) = given.recv().await {
                    match command {
                        Command::Run(job) => {
                            jobs.spawn(job);
                        }
                        Command::Close(tell) => {
                            closed = Some(tell);
                            break;
                        }
                    }
                    // Forget the jobs that have ended; those that panicked left their caller without an answer.
                    while jobs.try_join_next().is_some() {}
                }
                while jobs.join_next().await.is_some() {}
                if let Some(tell) = closed {
                    // A caller that gave up left nobody to tell.
                    let _ = tell.send(());
                }
            });
        })
        .map_err(failed)?;
    Ok(Worker { commands, thread })
}
