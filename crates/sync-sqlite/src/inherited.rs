//! Which files this process has open as stores, so that a forked child does not open them again.
//!
//! SQLite keeps one table of file locks per process. A child inherits the table but not the locks: it takes
//! them for held, and the parent, when it closes, for absent; it then deletes the write-ahead log the child
//! is writing to, and commits the child was promised are gone. So a child refuses a file that its parent had
//! open at the fork. A file that was not open then is safe, and so is a child that was started by `exec`.

use std::path::Path;

use crate::fault::Fault;

pub(crate) use platform::{OpenFile, register};

#[cfg(unix)]
mod platform {
    use std::os::unix::fs::MetadataExt;
    use std::process;
    use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
    use std::thread;

    use super::{Fault, Path};
    use crate::fault::storage;

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Entry {
        device: u64,
        inode: u64,
        process: u32,
    }

    static OPEN: Mutex<Vec<Entry>> = Mutex::new(Vec::new());

    /// The lock is held for moments only; but a fork in such a moment leaves it held in the child for ever.
    const TRIES: u32 = 10_000;

    /// One file that is open in this process; ends with the connection.
    #[derive(Debug)]
    pub(crate) struct OpenFile(Entry);

    /// Notes that `path` is in use; refuses when the parent had it open at the fork. Call it before anything is
    /// read or locked.
    pub(crate) fn register(path: &Path) -> Result<OpenFile, Fault> {
        const AT: &str = "store.open";
        let file = path.metadata().map_err(|e| {
            storage(AT, path, "the file of the store vanished while it was opened").with_source(e)
        })?;
        let entry = Entry {
            device: file.dev(),
            inode: file.ino(),
            process: process::id(),
        };
        let Some(mut open) = lock() else {
            return Err(storage(
                AT,
                path,
                "this process forked while a store was being opened: open stores after the fork",
            )
            .into());
        };
        let inherited = |held: &Entry| {
            held.device == entry.device && held.inode == entry.inode && held.process != entry.process
        };
        if open.iter().any(inherited) {
            return Err(storage(
                AT,
                path,
                "the parent of this process had the store open when it forked, and SQLite would lose commits: \
                 open the store after the fork only, or close it before, or start the child by spawning",
            )
            .into());
        }
        open.push(entry);
        Ok(OpenFile(entry))
    }

    impl Drop for OpenFile {
        fn drop(&mut self) {
            if let Some(mut open) = lock()
                && let Some(place) = open.iter().position(|held| *held == self.0)
            {
                open.swap_remove(place);
            }
        }
    }

    fn lock() -> Option<MutexGuard<'static, Vec<Entry>>> {
        for _ in 0..TRIES {
            match OPEN.try_lock() {
                Ok(open) => return Some(open),
                Err(TryLockError::Poisoned(poisoned)) => return Some(PoisonError::into_inner(poisoned)),
                Err(TryLockError::WouldBlock) => thread::yield_now(),
            }
        }
        None
    }
}

#[cfg(not(unix))]
mod platform {
    use super::{Fault, Path};

    /// Nothing forks here.
    #[derive(Debug)]
    pub(crate) struct OpenFile;

    pub(crate) fn register(_path: &Path) -> Result<OpenFile, Fault> {
        Ok(OpenFile)
    }
}
