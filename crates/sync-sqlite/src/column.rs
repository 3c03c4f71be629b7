//! Columns of a row as values; one that cannot be understood is named.

use careweave_sync_core::KeptBody;
use careweave_types::{Error, ErrorKind};
use chrono::{DateTime, Utc};
use rusqlite::Row;
use rusqlite::types::FromSql;

use crate::fault::Fault;

pub(crate) fn column<T: FromSql>(row: &Row<'_>, name: &'static str) -> Result<T, Fault> {
    row.get(name).map_err(|e| unreadable(name, e))
}

/// A count or a number that only grows.
pub(crate) fn number(row: &Row<'_>, name: &'static str) -> Result<u64, Fault> {
    let stored: i64 = column(row, name)?;
    u64::try_from(stored).map_err(|e| unreadable(name, e))
}

pub(crate) fn instant(row: &Row<'_>, name: &'static str) -> Result<DateTime<Utc>, Fault> {
    let micros: i64 = column(row, name)?;
    DateTime::from_timestamp_micros(micros).ok_or_else(|| unreadable(name, "outside the calendar"))
}

pub(crate) fn instant_if_any(row: &Row<'_>, name: &'static str) -> Result<Option<DateTime<Utc>>, Fault> {
    let micros: Option<i64> = column(row, name)?;
    micros
        .map(|m| DateTime::from_timestamp_micros(m).ok_or_else(|| unreadable(name, "outside the calendar")))
        .transpose()
}

/// The columns `body`, `sealed_under` and `wrapped`.
pub(crate) fn kept_body(row: &Row<'_>) -> Result<Option<KeptBody>, Fault> {
    let key: Option<String> = column(row, "sealed_under")?;
    let wrapped: Option<Vec<u8>> = column(row, "wrapped")?;
    let body: Option<Vec<u8>> = column(row, "body")?;
    Ok(body.map(|body| KeptBody {
        body,
        wrapped: key.zip(wrapped),
    }))
}

pub(crate) fn unreadable(
    column: &'static str,
    source: impl Into<Box<dyn std::error::Error + Send + Sync + 'static>>,
) -> Fault {
    Error::new(
        ErrorKind::Storage,
        "store.read",
        "a stored row cannot be understood: the file was changed by another program, or is damaged",
    )
    .with("field", column)
    .with_source(source)
    .into()
}
