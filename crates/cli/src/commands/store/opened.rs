//! Opening the store that is meant, and saying what to do when that fails.

use std::path::Path;

use careweave::sync::{AnyStore, StoreOptions};
use careweave::types::{Error, ErrorKind};

use crate::args::StoreArgs;
use crate::failure::Failure;

/// Names the store where no `--url` does.
const STORE_VARIABLE: &str = "CAREWEAVE_STORE";

/// Opens the store, and creates it when there is none.
pub(crate) async fn or_created(args: &StoreArgs) -> Result<AnyStore, Failure> {
    open(args, &url(args)?).await
}

/// Opens a store that is there: a question makes no file.
pub(crate) async fn existing(args: &StoreArgs) -> Result<AnyStore, Failure> {
    let url = url(args)?;
    if let Some(path) = url.strip_prefix("sqlite:") {
        if path == ":memory:" {
            return Err(Failure::usage(
                "a store in memory ends with this command: name one in a file",
            ));
        }
        let path = path.strip_prefix("//").unwrap_or(path);
        if !Path::new(path).exists() {
            return Err(Failure::usage(format!(
                "there is no store at {path}\n  (what to do: check --url, or make one with `careweave store migrate`)"
            )));
        }
    }
    open(args, &url).await
}

/// Runs `work` on the store that is there, and closes it.
pub(crate) async fn with<T>(
    args: &StoreArgs,
    work: impl AsyncFnOnce(&AnyStore) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let store = existing(args).await?;
    let done = work(&store).await;
    store.close().await.map_err(explained)?;
    done
}

fn url(args: &StoreArgs) -> Result<String, Failure> {
    let given = args.url.clone().or_else(|| std::env::var(STORE_VARIABLE).ok());
    given.filter(|url| !url.is_empty()).ok_or_else(|| {
        Failure::usage(format!(
            "no store is named: give --url sqlite:FILE or --url postgres://USER@HOST/DATABASE, or set {STORE_VARIABLE}"
        ))
    })
}

async fn open(args: &StoreArgs, url: &str) -> Result<AnyStore, Failure> {
    let mut options = StoreOptions::new();
    if let Some(schema) = &args.schema {
        options = options.schema(schema);
    }
    options.open_url(url).await.map_err(explained)
}

/// A failure with what somebody can do about it.
pub(crate) fn explained(error: Error) -> Failure {
    match advice(&error) {
        Some(advice) => error.with("what to do", advice).into(),
        None => error.into(),
    }
}

fn advice(error: &Error) -> Option<&'static str> {
    // The lower byte of what SQLite says is its primary code.
    let sqlite = error
        .get("sqlite_code")
        .and_then(|code| code.parse::<i32>().ok())
        .map(|code| code & 0xff);
    let state = error.get("sqlstate");
    if error.get("store_version").is_some() {
        return Some(
            "run the careweave that wrote it, or a newer one; `careweave --version` tells which this is",
        );
    }
    match (error.kind(), sqlite, state) {
        (_, Some(5 | 6), _) => Some(
            "find the program that holds the file (`fuser FILE`), let it finish or end it, and try again",
        ),
        (_, Some(8), _) => {
            Some("run as the user who owns the file, or make the file and its folder writable")
        }
        (_, _, Some("28P01" | "28000")) => {
            Some("check user and password in CAREWEAVE_STORE, and pg_hba.conf")
        }
        (_, _, Some("3D000")) => Some("create the database, with the encoding UTF8"),
        (_, _, Some("42501")) => {
            Some("grant the user CREATE on the database, or USAGE and CREATE on the schema")
        }
        (_, _, Some("25006")) => Some("name the primary server: this one only reads"),
        (ErrorKind::Unreachable | ErrorKind::Timeout, ..) => {
            Some("check that the server runs and that host and port are right, and try again")
        }
        _ => None,
    }
}
