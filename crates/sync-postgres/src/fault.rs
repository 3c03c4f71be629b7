//! What the driver and the server report, as errors that say what to do.

use std::fmt;

use careweave_types::{Delivery, Error, ErrorKind, Status};
use deadpool_postgres::{HookError, PoolError, TimeoutType};

/// What was under way when it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Making or waiting for a connection: nothing of the call was sent.
    Connecting,
    /// A statement that keeps nothing: it changes nothing, or its transaction has yet to commit.
    Reading,
    /// A statement that commits.
    Writing,
}

const READ_AGAIN: &str = "the connection broke while the step was being written: it may have been committed; read again what it was to change";

/// The failure to get a connection from the pool.
pub(crate) fn of_pool(at: &'static str, source: PoolError) -> Error {
    let (kind, message, status) = match source {
        PoolError::Backend(e) | PoolError::PostCreateHook(HookError::Backend(e)) => {
            return of_driver(at, Stage::Connecting, e);
        }
        PoolError::Timeout(TimeoutType::Wait) => (
            ErrorKind::Timeout,
            "all connections of the store stayed in use: try again, or give the store a larger pool",
            Status::Temporary,
        ),
        PoolError::Timeout(_) => (ErrorKind::Unreachable, UNREACHABLE, Status::Temporary),
        PoolError::Closed => (
            ErrorKind::Storage,
            "the store is closed: open it again",
            Status::Permanent,
        ),
        PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(HookError::Message(_)) => (
            ErrorKind::Internal,
            "the pool of connections failed",
            Status::Permanent,
        ),
    };
    Error::new(kind, at, message)
        .with_status(status)
        .with_source(source)
}

const UNREACHABLE: &str =
    "no PostgreSQL answers there: check host and port, that the server runs, and the network between";

/// No answer within the time limit of the call.
pub(crate) fn no_answer(at: &'static str, stage: Stage) -> Error {
    match stage {
        Stage::Writing => Error::new(
            ErrorKind::Timeout,
            at,
            "the server did not answer in time: the step may have been committed; read again what it was to change",
        )
        .with_delivery(Delivery::MaybeSent),
        Stage::Connecting | Stage::Reading => Error::new(
            ErrorKind::Timeout,
            at,
            "the server did not answer in time: try again",
        ),
    }
}

/// What the driver reports.
pub(crate) fn of_driver(at: &'static str, stage: Stage, source: tokio_postgres::Error) -> Error {
    let Some(db) = source.as_db_error() else {
        return of_connection(at, stage, source);
    };
    let state = db.code().code().to_owned();
    let constraint = db.constraint().map(str::to_owned);
    let told = Told {
        severity: db.severity().to_owned(),
        message: db.message().to_owned(),
    };
    let (kind, message, status) = meaning(&state);
    // A server that says that it goes away may have committed before; any other answer says that it did not.
    let lost = kind == ErrorKind::Unreachable;
    let (message, delivery) = match stage {
        Stage::Writing if lost => (READ_AGAIN, Delivery::MaybeSent),
        Stage::Writing | Stage::Reading => (message, Delivery::Answered),
        Stage::Connecting => (message, Delivery::NotSent),
    };
    let mut error = Error::new(kind, at, message)
        .with_status(status)
        .with_delivery(delivery)
        .with("sqlstate", state);
    if let Some(constraint) = constraint {
        error = error.with("constraint", constraint);
    }
    error.with_source(told)
}

/// What the server said, without its details: those quote rows, and rows may be about persons.
#[derive(Debug)]
struct Told {
    severity: String,
    message: String,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.severity, self.message)
    }
}

impl std::error::Error for Told {}

/// A failure without a word from the server.
fn of_connection(at: &'static str, stage: Stage, source: tokio_postgres::Error) -> Error {
    let cause = std::error::Error::source(&source);
    let broken = source.is_closed() || cause.is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
    let handshake = source.to_string().contains("TLS handshake");
    let error = match stage {
        Stage::Connecting if handshake => Error::new(
            ErrorKind::Config,
            at,
            "the connection cannot be encrypted as the URL asks: check that the server has TLS, and, for verify-full, that \
             its certificate names this host and comes from a trusted root",
        ),
        Stage::Connecting if broken => Error::new(ErrorKind::Unreachable, at, UNREACHABLE),
        Stage::Connecting => Error::new(
            ErrorKind::Config,
            at,
            "the server and the URL do not agree on how to log in: check that user and password are given as the \
             server asks for them",
        ),
        Stage::Reading => Error::new(ErrorKind::Unreachable, at, "the connection broke: try again"),
        Stage::Writing => {
            Error::new(ErrorKind::Unreachable, at, READ_AGAIN).with_delivery(Delivery::MaybeSent)
        }
    };
    error.with_source(source)
}

/// SQLSTATE codes by what a person or a program has to do about them:
/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn meaning(state: &str) -> (ErrorKind, &'static str, Status) {
    use ErrorKind::{Config, Storage, Timeout, Unreachable};
    use Status::{Permanent, Temporary};
    match state {
        "28P01" | "28000" => (
            Config,
            "the server refuses this user or password: check both, and pg_hba.conf at the server",
            Permanent,
        ),
        "3D000" => (
            Config,
            "the server has no such database: create it (createdb), or correct the URL",
            Permanent,
        ),
        "42501" => (
            Config,
            "the user may not do this in the schema: grant CREATE on the database, or USAGE and CREATE on the schema \
             and all rights on its tables",
            Permanent,
        ),
        "25006" => (
            Config,
            "the server is a read-only replica: connect to the primary",
            Permanent,
        ),
        "57P03" => (
            Unreachable,
            "the server is starting or stopping: try again",
            Temporary,
        ),
        "57P01" | "57P02" | "57P05" => (
            Unreachable,
            "the server ended the connection: try again",
            Temporary,
        ),
        _ if state.starts_with("08") => (Unreachable, "the connection broke: try again", Temporary),
        "57014" => (
            Timeout,
            "the statement took longer than its time-out and was undone: try again, or find out who holds the table",
            Temporary,
        ),
        "25P03" => (
            Timeout,
            "this worker stood still in a transaction beyond the time-out, and the server undid it: try again",
            Temporary,
        ),
        "53300" => (
            Storage,
            "the server has no connection left: give the stores smaller pools, or raise max_connections",
            Temporary,
        ),
        _ if state.starts_with("53") => (
            Storage,
            "the server has no disk or memory left: make room and try again",
            Temporary,
        ),
        "40001" | "40P01" | "55P03" => (
            Storage,
            "another transaction was in the way and nothing was kept: try again",
            Temporary,
        ),
        "3F000" | "42P01" | "42703" => (
            Storage,
            "the tables of the store are not there as they were: find out who changed them, and open the store again",
            Permanent,
        ),
        _ if state.starts_with("23") => (
            Storage,
            "a guard of the store refused the change: another program writes to its tables, or this is a defect",
            Permanent,
        ),
        "XX001" | "XX002" => (
            Storage,
            "the database is damaged: stop writing, keep a copy, and restore a backup",
            Permanent,
        ),
        _ => (Storage, "the store failed", Permanent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_s_codes_are_told_apart_by_what_to_do() {
        for (state, kind, retryable) in [
            ("28P01", ErrorKind::Config, false),
            ("3D000", ErrorKind::Config, false),
            ("25006", ErrorKind::Config, false),
            ("57P03", ErrorKind::Unreachable, true),
            ("57P01", ErrorKind::Unreachable, true),
            ("08006", ErrorKind::Unreachable, true),
            ("57014", ErrorKind::Timeout, true),
            ("25P03", ErrorKind::Timeout, true),
            ("53300", ErrorKind::Storage, true),
            ("53100", ErrorKind::Storage, true),
            ("40P01", ErrorKind::Storage, true),
            ("42P01", ErrorKind::Storage, false),
            ("23505", ErrorKind::Storage, false),
            ("XX001", ErrorKind::Storage, false),
            ("99999", ErrorKind::Storage, false),
        ] {
            let (given, _, status) = meaning(state);
            assert_eq!((given, status == Status::Temporary), (kind, retryable), "{state}");
        }
    }

    #[test]
    fn silence_while_writing_may_have_been_a_commit() {
        assert_eq!(no_answer("x", Stage::Writing).delivery(), Delivery::MaybeSent);
        assert_eq!(no_answer("x", Stage::Reading).delivery(), Delivery::NotSent);
    }
}
