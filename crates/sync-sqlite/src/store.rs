use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;
use std::{fmt, mem, process};

use careweave_sync_core::Bodies;
use careweave_types::{Error, Result};
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::fault::{Fault, storage};
use crate::options::SqliteOptions;
use crate::url::Place;
use crate::writer::{self, Command, Writer};

/// A store in one SQLite file, or in memory.
///
/// Clones are handles to the same connection. When the last one is dropped, the thread finishes the work it
/// was given and ends; [`close`](Self::close) also waits for that.
#[derive(Clone)]
pub struct SqliteStore {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    /// How it keeps what is about persons.
    bodies: Bodies,
    /// The process that opened it: the thread exists in that one only.
    process: u32,
    /// Absent once closed.
    commands: Mutex<Option<mpsc::Sender<Command>>>,
    /// Never joined, so that dropping a store does not wait; it ends by itself when `commands` is dropped.
    thread: JoinHandle<()>,
}

impl SqliteStore {
    /// Opens the store in the file at `path` with the default options, and creates it when there is none.
    ///
    /// # Errors
    /// As [`SqliteOptions::open`].
    pub async fn open(path: impl Into<PathBuf>) -> Result<Self> {
        SqliteOptions::new().open(path).await
    }

    /// Opens the store that `url` names, `sqlite:careweave.db`, with the default options.
    ///
    /// # Errors
    /// As [`SqliteOptions::open_url`].
    pub async fn open_url(url: &str) -> Result<Self> {
        SqliteOptions::new().open_url(url).await
    }

    /// Opens a store that ends with its last handle.
    ///
    /// # Errors
    /// As [`SqliteOptions::in_memory`].
    pub async fn in_memory() -> Result<Self> {
        SqliteOptions::new().in_memory().await
    }

    /// The file, or `:memory:`.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Finishes the work given so far and closes the file, for all handles: later calls fail with `Storage`.
    /// Closing again does nothing.
    ///
    /// # Errors
    /// `Storage` when SQLite cannot close, or when the store was opened before a fork.
    pub async fn close(&self) -> Result<()> {
        const AT: &str = "store.close";
        self.check_process(AT)?;
        let Some(commands) = self.commands().take() else {
            return Ok(());
        };
        let (closed, answer) = oneshot::channel();
        commands.send(Command::Close(closed)).map_err(|_| self.gone(AT))?;
        drop(commands);
        answer.await.map_err(|e| self.gone(AT).with_source(e))?
    }

    /// How it keeps what is about persons.
    pub(crate) fn bodies(&self) -> Bodies {
        self.inner.bodies.clone()
    }

    pub(crate) async fn start(place: Place, busy_timeout: Duration, bodies: Bodies) -> Result<Self> {
        let path = place.path().to_owned();
        let Writer { commands, thread } = writer::start(place, busy_timeout).await?;
        Ok(Self {
            inner: Arc::new(Inner {
                path,
                bodies,
                process: process::id(),
                commands: Mutex::new(Some(commands)),
                thread,
            }),
        })
    }

    /// Runs `work` on the store's thread.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        at: &'static str,
        work: impl FnOnce(&mut Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T> {
        self.check_process(at)?;
        let (done, answer) = oneshot::channel();
        let path = self.inner.path.clone();
        let command = Command::Run(Box::new(move |conn| {
            let outcome = work(conn);
            Box::new(move |undone| {
                let outcome = match (outcome, undone) {
                    (Ok(_), Some(undone)) => Err(undone.fault()),
                    (outcome, _) => outcome,
                };
                // A caller that gave up left nobody to tell.
                let _ = done.send(outcome.map_err(|fault| fault.tell(at, &path)));
            })
        }));
        match &*self.commands() {
            Some(commands) => commands.send(command).map_err(|_| self.gone(at))?,
            None => {
                return Err(storage(
                    at,
                    &self.inner.path,
                    "the store is closed: open it again",
                ));
            }
        }
        answer.await.map_err(|e| self.gone(at).with_source(e))?
    }

    fn commands(&self) -> std::sync::MutexGuard<'_, Option<mpsc::Sender<Command>>> {
        self.inner.commands.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn check_process(&self, at: &'static str) -> Result<()> {
        if self.inner.process == process::id() {
            return Ok(());
        }
        Err(storage(
            at,
            &self.inner.path,
            "the store belongs to the parent of this process: open stores after the fork",
        ))
    }

    fn gone(&self, at: &'static str) -> Error {
        storage(
            at,
            &self.inner.path,
            "the thread of the store has ended: open the store again, and read before writing anew",
        )
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if self.process != process::id() {
            // The channel belongs to a thread of the parent; its locks may be held for ever.
            let commands = self.commands.get_mut().unwrap_or_else(PoisonError::into_inner);
            mem::forget(commands.take());
        }
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore")
            .field("path", &self.inner.path)
            .field("ended", &self.inner.thread.is_finished())
            .finish()
    }
}

#[cfg(test)]
mod full_disk;

#[cfg(test)]
mod tests {
    use careweave_sync_core::suite::block_on;

    use super::*;

    /// Tells, when the store's thread has ended, by being dropped with the thread's locals.
    struct Farewell(mpsc::Sender<&'static str>);

    impl Drop for Farewell {
        fn drop(&mut self) {
            let _ = self.0.send("the thread ended");
        }
    }

    thread_local! {
        static FAREWELL: std::cell::RefCell<Option<Farewell>> = const { std::cell::RefCell::new(None) };
    }

    #[test]
    fn dropping_the_last_handle_ends_the_thread() {
        let (tell, told) = mpsc::channel();
        let store = block_on(SqliteStore::in_memory()).unwrap();
        let handle = store.clone();
        let leave = |_: &mut Connection| {
            FAREWELL.set(Some(Farewell(tell)));
            Ok(())
        };
        block_on(store.run("test", leave)).unwrap();
        drop(store);
        block_on(handle.run("test", |_| Ok(()))).unwrap();
        assert_eq!(told.try_recv(), Err(mpsc::TryRecvError::Empty));
        drop(handle);
        assert_eq!(told.recv(), Ok("the thread ended"));
    }

    /// Seconds for `pages` pages of a thousand new records each.
    #[allow(clippy::disallowed_methods, reason = "a measurement")]
    fn seconds(store: &SqliteStore, pages: std::ops::Range<usize>) -> f64 {
        use careweave_sync_core::{Fingerprint, Mirror, Page, SeenRecord};
        let now = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let pages: Vec<Page> = pages
            .map(|page| {
                let records = (0..1_000).map(|n| {
                    let id = format!("client-{page:06}-{n:04}");
                    SeenRecord {
                        fingerprint: Fingerprint::of(&[&id]),
                        external_id: id,
                        version: None,
                        at: None,
                        body: vec![7; 500],
                    }
                });
                Page {
                    connection: "wellsky/agency-1".to_owned(),
                    kind: "client".to_owned(),
                    records: records.collect(),
                    cursor: None,
                    scan: None,
                }
            })
            .collect();
        let began = std::time::SystemTime::now();
        for page in &pages {
            assert_eq!(block_on(store.apply_page(page, None, now)).unwrap().new, 1_000);
        }
        began.elapsed().unwrap().as_secs_f64()
    }

    /// What durability costs, interleaved so that both see the same disk.
    #[test]
    #[ignore = "a measurement: cargo test --release -p careweave-sync-sqlite -- --ignored durable_pages --nocapture"]
    #[allow(clippy::print_stderr, reason = "the figure is what it is for")]
    fn durable_pages_of_a_thousand_cost_at_most_fifteen_percent_more() {
        let folder = tempfile::tempdir().unwrap();
        let stores = ["full.db", "normal.db"]
            .map(|name| block_on(SqliteStore::open(folder.path().join(name))).unwrap());
        let normal = |conn: &mut Connection| Ok(conn.pragma_update(None, "synchronous", "NORMAL")?);
        block_on(stores[1].run("test", normal)).unwrap();
        let mut ratios: Vec<f64> = (0..9)
            .map(|round| {
                let pages = round * 10..(round + 1) * 10;
                seconds(&stores[0], pages.clone()) / seconds(&stores[1], pages)
            })
            .collect();
        ratios.sort_by(f64::total_cmp);
        eprintln!(
            "FULL takes {:.2} times what NORMAL takes (median of 9: {ratios:.2?})",
            ratios[4]
        );
        assert!(ratios[4] <= 1.15);
    }
}
