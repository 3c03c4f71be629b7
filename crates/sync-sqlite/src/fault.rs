use std::path::Path;

use careweave_types::{Error, ErrorKind, Status};
use rusqlite::ErrorCode;

/// A failure on the store's thread, before it is told to the caller.
#[derive(Debug)]
pub(crate) enum Fault {
    /// SQLite failed.
    Sqlite(rusqlite::Error),
    /// A rule refused; or the failure is explained already.
    Told(Error),
}

impl From<rusqlite::Error> for Fault {
    fn from(e: rusqlite::Error) -> Self {
        Self::Sqlite(e)
    }
}

impl From<Error> for Fault {
    fn from(e: Error) -> Self {
        Self::Told(e)
    }
}

impl Fault {
    /// The error for the caller of `operation` on the store at `path`.
    pub(crate) fn tell(self, operation: &'static str, path: &Path) -> Error {
        let source = match self {
            Self::Told(e) => return e,
            Self::Sqlite(e) => e,
        };
        let code = source.sqlite_error_code();
        let (message, status) = match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
                "another process kept the store locked for longer than the busy time-out: try again, or find out \
                 who holds it",
                Status::Temporary,
            ),
            Some(ErrorCode::NotADatabase) => (
                "the file is not a SQLite database: give another path, or move the file away",
                Status::Permanent,
            ),
            Some(ErrorCode::DatabaseCorrupt) => (
                "the store is damaged: stop writing, keep a copy, and restore a backup",
                Status::Permanent,
            ),
            Some(ErrorCode::ReadOnly) => (READ_ONLY, Status::Permanent),
            Some(ErrorCode::CannotOpen) => (
                "the store cannot be opened: check that the folder exists and that this user may write to it",
                Status::Permanent,
            ),
            Some(ErrorCode::DiskFull) => ("the disk is full: make room and try again", Status::Temporary),
            Some(ErrorCode::PermissionDenied) => (
                "this user may not use the store: check the permissions of the file and its folder",
                Status::Permanent,
            ),
            Some(ErrorCode::SystemIoFailure) => (
                "reading or writing the store failed: check the disk and the file system",
                Status::Permanent,
            ),
            _ => ("the store failed", Status::Permanent),
        };
        let mut error = storage(operation, path, message).with_status(status);
        if let Some(failure) = source.sqlite_error() {
            error = error.with("sqlite_code", failure.extended_code.to_string());
        }
        error.with_source(source)
    }
}

pub(crate) const READ_ONLY: &str =
    "the store is read-only: give this user the right to write the file and its folder";

/// A failure of the store at `path`.
pub(crate) fn storage(operation: &'static str, path: &Path, message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Storage, operation, message).with("path", path.display().to_string())
}
