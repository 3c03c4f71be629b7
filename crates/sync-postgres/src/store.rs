use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::{fmt, mem, process};

use careweave_sync_core::Bodies;
use careweave_types::{Delivery, Error, ErrorKind, Result};
use futures_util::future::BoxFuture;
use secrecy::SecretString;
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::Config;

use crate::connection::Settings;
use crate::database::Database;
use crate::options::PostgresOptions;
use crate::transaction::Transaction;
use crate::worker::{self, Command, Worker};

/// A store in one schema of a PostgreSQL database.
///
/// Clones are handles to the same connections. When the last one is dropped, the thread finishes the work it was given
/// and ends; [`close`](Self::close) also waits for that.
#[derive(Clone)]
pub struct PostgresStore {
    inner: Arc<Inner>,
}

struct Inner {
    database: Arc<Database>,
    /// How it keeps what is about persons.
    bodies: Bodies,
    /// The process that opened it: the thread and the connections are that one's.
    process: u32,
    /// Absent once closed.
    commands: Mutex<Option<mpsc::UnboundedSender<Command>>>,
    /// Never joined, so that dropping a store does not wait; it ends by itself when `commands` is dropped.
    thread: JoinHandle<()>,
}

impl PostgresStore {
    /// Opens the store at the URL with the default options; for a URL that is kept as a secret.
    ///
    /// # Errors
    /// As [`PostgresOptions::open_url`].
    pub async fn open(url: &SecretString) -> Result<Self> {
        PostgresOptions::new().open(url).await
    }

    /// Opens the store that `url` names, `postgres://user:password@host:port/database`, with the default options.
    ///
    /// # Errors
    /// As [`PostgresOptions::open_url`].
    pub async fn open_url(url: &str) -> Result<Self> {
        PostgresOptions::new().open_url(url).await
    }

    /// The server, as `host:port`.
    pub fn server(&self) -> &str {
        self.inner.database.server()
    }

    /// The schema that holds the tables.
    pub fn schema(&self) -> &str {
        self.inner.database.schema().as_str()
    }

    /// Finishes the work given so far and closes the connections, for all handles: later calls fail with `Storage`.
    /// Closing again does nothing.
    ///
    /// # Errors
    /// `Storage` when the store was opened before a fork.
    pub async fn close(&self) -> Result<()> {
        const AT: &str = "store.close";
        self.check_process(AT)?;
        let Some(commands) = self.commands().take() else {
            return Ok(());
        };
        let (closed, answer) = oneshot::channel();
        commands
            .send(Command::Close(closed))
            .map_err(|_| self.gone(AT, Delivery::NotSent))?;
        drop(commands);
        let ended = answer.await;
        self.inner.database.close();
        ended.map_err(|e| self.gone(AT, Delivery::NotSent).with_source(e))
    }

    /// How it keeps what is about persons.
    pub(crate) fn bodies(&self) -> Bodies {
        self.inner.bodies.clone()
    }

    pub(crate) async fn start(server: Config, settings: Settings, bodies: Bodies) -> Result<Self> {
        let Worker { commands, thread } = worker::start()?;
        let (done, answer) = oneshot::channel();
        let opening = Command::Run(Box::pin(async move {
            // A caller that gave up left nobody to tell.
            let _ = done.send(Database::open(server, settings).await);
        }));
        let ended = || {
            Error::new(
                ErrorKind::Internal,
                "store.open",
                "the thread of the store has ended",
            )
        };
        commands.send(opening).map_err(|_| ended())?;
        let database = answer.await.map_err(|e| ended().with_source(e))??;
        Ok(Self {
            inner: Arc::new(Inner {
                database: Arc::new(database),
                bodies,
                process: process::id(),
                commands: Mutex::new(Some(commands)),
                thread,
            }),
        })
    }

    /// Runs `work` on the store's thread, to its end even when the caller does not wait for it.
    pub(crate) async fn run<T, F>(
        &self,
        at: &'static str,
        work: impl FnOnce(Arc<Database>) -> F + Send + 'static,
    ) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        self.check_process(at)?;
        let (done, answer) = oneshot::channel();
        let database = Arc::clone(&self.inner.database);
        let command = Command::Run(Box::pin(async move {
            // A caller that gave up left nobody to tell.
            let _ = done.send(work(database).await);
        }));
        match &*self.commands() {
            Some(commands) => commands
                .send(command)
                .map_err(|_| self.gone(at, Delivery::NotSent))?,
            None => return Err(self.storage(at, "the store is closed: open it again")),
        }
        answer
            .await
            .map_err(|e| self.gone(at, Delivery::MaybeSent).with_source(e))?
    }

    /// Runs `work` on the store's thread, in a transaction that is committed when it succeeds.
    pub(crate) async fn transact<T: Send + 'static>(
        &self,
        at: &'static str,
        work: impl for<'t> FnOnce(&'t mut Transaction) -> BoxFuture<'t, Result<T>> + Send + 'static,
    ) -> Result<T> {
        self.run(at, move |db| Transaction::run(db, at, work)).await
    }

    fn commands(&self) -> MutexGuard<'_, Option<mpsc::UnboundedSender<Command>>> {
        self.inner.commands.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn check_process(&self, at: &'static str) -> Result<()> {
        if self.inner.process == process::id() {
            return Ok(());
        }
        Err(self.storage(
            at,
            "the store belongs to the parent of this process: open stores after the fork",
        ))
    }

    fn gone(&self, at: &'static str, delivery: Delivery) -> Error {
        self.storage(
            at,
            "the thread of the store has ended: open the store again, and read before writing anew",
        )
        .with_delivery(delivery)
    }

    fn storage(&self, at: &'static str, message: &str) -> Error {
        Error::new(ErrorKind::Storage, at, message)
            .with("server", self.server())
            .with("schema", self.schema())
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if self.process != process::id() {
            // The channel and the connections belong to a thread of the parent; its locks may be held for ever.
            let commands = self.commands.get_mut().unwrap_or_else(PoisonError::into_inner);
            mem::forget(commands.take());
            mem::forget(Arc::clone(&self.database));
        }
    }
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStore")
            .field("server", &self.server())
            .field("schema", &self.schema())
            .field("ended", &self.inner.thread.is_finished())
            .finish()
    }
}
