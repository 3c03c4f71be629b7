//! The store's own thread, which owns the connection.
//!
//! What waits at the same time is written as one group: one transaction and one sync of the disk, however many callers there
//! are. Each step in it is kept or undone by itself, and nobody is answered before the group is on disk.

use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result};
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::connection::{self, Opened};
use crate::fault::{Fault, storage};
use crate::url::Place;

/// One piece of work for the thread.
pub(crate) enum Command {
    /// Runs on the connection, and answers when its group is on disk, or is not.
    Run(Box<dyn FnOnce(&mut Connection) -> Answer + Send>),
    /// Closes the connection, answers, and ends the thread.
    Close(oneshot::Sender<Result<()>>),
}

/// Tells a caller what its step came to, unless the group was undone.
pub(crate) type Answer = Box<dyn FnOnce(Option<&Undone>) + Send>;

/// Why a whole group was undone.
#[derive(Clone, Debug)]
pub(crate) struct Undone(Option<(rusqlite::ffi::Error, Option<String>)>);

impl Undone {
    fn of(error: &rusqlite::Error) -> Self {
        Self(match error {
            rusqlite::Error::SqliteFailure(failure, message) => Some((*failure, message.clone())),
            _ => None,
        })
    }

    /// The failure of each step that was in it.
    pub(crate) fn fault(&self) -> Fault {
        match &self.0 {
            Some((failure, message)) => {
                Fault::Sqlite(rusqlite::Error::SqliteFailure(*failure, message.clone()))
            }
            None => Fault::Told(
                Error::new(
                    ErrorKind::Storage,
                    "store.write",
                    "a failure of the disk undid everything that was written together: nothing of it was kept, try again",
                )
                .with_status(careweave_types::Status::Temporary),
            ),
        }
    }
}

/// The most steps in one group.
const MAX_GROUP: usize = 1_024;

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
    while let Ok(first) = work.recv() {
        let Group { answers, closing } = run_group(&mut conn, first, work);
        let undone = end_group(&conn);
        for answer in answers {
            answer(undone.as_ref());
        }
        if let Some(closed) = closing {
            let outcome = conn.close().map_err(|(_, e)| {
                storage("store.close", place.path(), "the store could not be closed").with_source(e)
            });
            drop(file);
            let _ = closed.send(outcome);
            return;
        }
        if !conn.is_autocommit() {
            // Not even the rollback worked: closing undoes what is left, and callers are told that the thread ended.
            return;
        }
    }
}

struct Group {
    answers: Vec<Answer>,
    closing: Option<oneshot::Sender<Result<()>>>,
}

/// Runs the first command and what waits behind it.
fn run_group(conn: &mut Connection, first: Command, work: &mpsc::Receiver<Command>) -> Group {
    let mut group = Group {
        answers: Vec::new(),
        closing: None,
    };
    let mut next = Some(first);
    while let Some(command) = next.take() {
        match command {
            Command::Run(run) => {
                let open = !conn.is_autocommit();
                let answer = run(conn);
                if open && conn.is_autocommit() {
                    // Some failures undo more than their statement: those before it are gone, and are told so.
                    for earlier in group.answers.drain(..) {
                        earlier(Some(&Undone(None)));
                    }
                }
                group.answers.push(answer);
            }
            Command::Close(closed) => {
                group.closing = Some(closed);
                break;
            }
        }
        if group.answers.len() < MAX_GROUP {
            next = work.try_recv().ok();
        }
    }
    group
}

/// Commits what the group wrote. When that fails nothing of it is kept.
fn end_group(conn: &Connection) -> Option<Undone> {
    if conn.is_autocommit() {
        return None;
    }
    let failed = conn.execute_batch("COMMIT").err()?;
    if !conn.is_autocommit() {
        let _ = conn.execute_batch("ROLLBACK");
    }
    Some(Undone::of(&failed))
}
