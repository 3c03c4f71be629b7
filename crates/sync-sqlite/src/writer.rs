//! The store's own thread, which owns the connection.

use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result};
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::connection::{self, Opened};
use crate::fault::storage;
use crate::url::Place;

/// One piece of work for the thread.
pub(crate) enum Command {
    /// Runs on the connection and answers by itself.
    Run(Box<dyn FnOnce(&mut Connection) + Send>),
    /// Closes the connection, answers, and ends the thread.
    Close(oneshot::Sender<Result<()>>),
}

pub(crate) struct Writer {
    pub(crate) commands: mpsc::Sender<Command>,
    pub(crate) thread: JoinHandle<()>,
}

/// Starts the thread and waits until its connection is open.
pub(crate) async fn start(place: Place, busy_timeout: Duration) -> Result<Writer> {
    let (commands, work) = mpsc::channel();
    let (opened, answer) = oneshot::channel();
    let path = place.path().to_owned();
    let thread = thread::Builder::new()
        .name("careweave-sqlite".to_owned())
        .spawn(move || match connection::open(&place, busy_timeout) {
            Ok(store) => {
                if opened.send(Ok(())).is_ok() {
                    serve(store, &work, &place);
                }
            }
            Err(fault) => {
                // Nobody waits any more when the caller gave up; then there is nobody to tell.
                let _ = opened.send(Err(fault.tell("store.open", place.path())));
            }
        })
        .map_err(|e| {
            storage(
                "store.open",
                &path,
                "the thread of the store could not be started",
            )
            .with_source(e)
        })?;
    answer.await.map_err(|e| {
        Error::new(
            ErrorKind::Internal,
            "store.open",
            "the thread of the store ended while it opened",
        )
        .with_source(e)
    })??;
    Ok(Writer { commands, thread })
}

/// Works until the store is closed or every handle is gone, then finishes what they left.
fn serve(store: Opened, work: &mpsc::Receiver<Command>, place: &Place) {
    let Opened { mut conn, file } = store;
    while let Ok(command) = work.recv() {
        match command {
            Command::Run(run) => run(&mut conn),
            Command::Close(closed) => {
                let outcome = conn.close().map_err(|(_, e)| {
                    storage("store.close", place.path(), "the store could not be closed").with_source(e)
                });
                drop(file);
                let _ = closed.send(outcome);
                return;
            }
        }
    }
}
