//! Opening the one connection of a store.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, TransactionBehavior};

use crate::fault::{Fault, READ_ONLY, storage};
use crate::inherited::{self, OpenFile};
use crate::url::Place;
use crate::{migrations, release};

const AT: &str = "store.open";

/// How often switching to the write-ahead log is tried while others open the same new file.
const WAL_TRIES: u32 = 1_000;

/// How many statements stay compiled: more than the steps of all primitives have.
const STATEMENTS: usize = 128;

/// A connection and the note that its file is in use, which ends after it.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) conn: Connection,
    pub(crate) file: Option<OpenFile>,
}

pub(crate) fn open(place: &Place, busy_timeout: Duration) -> Result<Opened, Fault> {
    let path = place.path();
    if !release::has_wal_reset_fix(rusqlite::version_number()) {
        return Err(storage(
            AT,
            path,
            "this SQLite can lose commits when two connections write (WAL-reset bug): link 3.51.3 or newer, \
             3.50.7, or 3.44.6",
        )
        .with("sqlite_version", rusqlite::version())
        .into());
    }
    let (mut conn, file) = match place {
        Place::Memory => (Connection::open_in_memory()?, None),
        Place::File(path) => {
            check_place(path)?;
            // Without SQLITE_OPEN_URI: a path is a path.
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
                | OpenFlags::SQLITE_OPEN_CREATE
                | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let conn = Connection::open_with_flags(path, flags)?;
            (conn, Some(inherited::register(path)?))
        }
    };
    conn.busy_timeout(busy_timeout)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    // First look whose file it is, then write to it.
    let taken = migrations::inspect(&mut conn, path)?;
    refuse_read_only(&conn, path)?;
    if taken == 0 {
        conn.pragma_update(None, "page_size", 8192)?;
    }
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "trusted_schema", false)?;
    migrations::migrate(&mut conn, path)?;
    if let Place::File(path) = place {
        use_write_ahead_log(&mut conn, path)?;
    }
    Ok(Opened { conn, file })
}

impl Place {
    /// The path for errors.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::File(path) => path,
            Self::Memory => Path::new(":memory:"),
        }
    }
}

fn check_place(path: &Path) -> Result<(), Fault> {
    if path.is_dir() {
        return Err(storage(AT, path, "the path is a folder: name a file in it").into());
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(storage(
            AT,
            path,
            "the folder of the store does not exist: create it first",
        )
        .into());
    }
    Ok(())
}

/// SQLite opens a write-protected file for reading without a word.
fn refuse_read_only(conn: &Connection, path: &Path) -> Result<(), Fault> {
    if conn.is_readonly(MAIN_DB)? {
        return Err(storage(AT, path, READ_ONLY).into());
    }
    Ok(())
}

fn use_write_ahead_log(conn: &mut Connection, path: &Path) -> Result<(), Fault> {
    let mut tries = 0;
    let mode: String = loop {
        match conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0)) {
            Err(e) if e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && tries < WAL_TRIES => {
                // The busy time-out does not cover every part of the switch: wait for a writer by taking the
                // write lock, which it does cover, let readers go on, and look again.
                tries += 1;
                conn.transaction_with_behavior(TransactionBehavior::Immediate)?
                    .rollback()?;
                std::thread::yield_now();
            }
            switched => break switched?,
        }
    };
    if mode.eq_ignore_ascii_case("wal") {
        return Ok(());
    }
    Err(storage(
        AT,
        path,
        "the file system cannot hold a write-ahead log: put the store on a local disk",
    )
    .with("journal_mode", mode)
    .into())
}

#[cfg(test)]
mod tests {
    use careweave_types::ErrorKind;

    use super::*;

    #[test]
    fn a_connection_that_can_only_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("careweave.db");
        drop(open(&Place::File(path.clone()), Duration::ZERO).unwrap());
        let reader = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let error = refuse_read_only(&reader, &path).unwrap_err().tell(AT, &path);
        assert_eq!(error.kind(), ErrorKind::Storage);
        assert!(error.message().contains("read-only"), "{error}");
        assert_eq!(error.get("path"), path.to_str());
    }

    #[test]
    fn the_connection_is_durable_and_strict() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::File(folder.path().join("careweave.db"));
        let Opened { conn, file } = open(&place, Duration::from_secs(5)).unwrap();
        assert!(file.is_some());
        let number = |name: &str| -> i64 { conn.pragma_query_value(None, name, |row| row.get(0)).unwrap() };
        let mode: String = conn
            .pragma_query_value(None, "journal_mode", |row| row.get(0))
            .unwrap();
        assert_eq!(mode, "wal");
        assert_eq!(number("synchronous"), 2);
        assert_eq!(number("foreign_keys"), 1);
        assert_eq!(number("busy_timeout"), 5_000);
        assert_eq!(number("page_size"), 8_192);
        assert_eq!(number("application_id"), i64::from(migrations::APPLICATION_ID));
        assert_eq!(
            number("user_version"),
            i64::try_from(migrations::latest()).unwrap()
        );
    }
}
