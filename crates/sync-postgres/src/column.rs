//! Columns of a row as values, and values as columns; a column that cannot be understood is named.

use careweave_sync_core::KeptBody;
use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};
use tokio_postgres::Row;
use tokio_postgres::types::FromSql;

pub(crate) fn column<'a, T: FromSql<'a>>(row: &'a Row, name: &'static str) -> Result<T> {
    row.try_get(name).map_err(|e| unreadable(name, e))
}

pub(crate) fn bytes<const N: usize>(row: &Row, name: &'static str) -> Result<[u8; N]> {
    sized(name, column(row, name)?)
}

pub(crate) fn bytes_if_any<const N: usize>(row: &Row, name: &'static str) -> Result<Option<[u8; N]>> {
    let bytes: Option<&[u8]> = column(row, name)?;
    bytes.map(|bytes| sized(name, bytes)).transpose()
}

fn sized<const N: usize>(name: &'static str, bytes: &[u8]) -> Result<[u8; N]> {
    bytes
        .try_into()
        .map_err(|e| unreadable::<std::array::TryFromSliceError>(name, e))
}

/// A count, or a number that only grows.
pub(crate) fn number<N>(row: &Row, name: &'static str) -> Result<N>
where
    N: TryFrom<i64, Error: std::error::Error + Send + Sync + 'static>,
{
    let number: i64 = column(row, name)?;
    N::try_from(number).map_err(|e| unreadable(name, e))
}

pub(crate) fn instant(row: &Row, name: &'static str) -> Result<DateTime<Utc>> {
    at(name, column(row, name)?)
}

pub(crate) fn instant_if_any(row: &Row, name: &'static str) -> Result<Option<DateTime<Utc>>> {
    let micros: Option<i64> = column(row, name)?;
    micros.map(|micros| at(name, micros)).transpose()
}

fn at(name: &'static str, micros: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp_micros(micros).ok_or_else(|| unreadable(name, "outside the calendar"))
}

/// The columns `body`, `sealed_under` and `wrapped`.
pub(crate) fn kept_body(row: &Row) -> Result<Option<KeptBody>> {
    let under: Option<String> = column(row, "sealed_under")?;
    let wrapped: Option<Vec<u8>> = column(row, "wrapped")?;
    let body: Option<Vec<u8>> = column(row, "body")?;
    Ok(body.map(|body| KeptBody {
        body,
        wrapped: under.zip(wrapped),
    }))
}

/// The only row of a statement that has one.
pub(crate) fn only<'a>(rows: &'a [Row], name: &'static str) -> Result<&'a Row> {
    rows.first().ok_or_else(|| unreadable(name, "no row"))
}

/// A number as a column. One that no column holds was never given, and neither is the one that stands for it.
pub(crate) fn key(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn micros(at: Option<DateTime<Utc>>) -> Option<i64> {
    at.map(|at| at.timestamp_micros())
}

pub(crate) fn unreadable<E>(column: &'static str, source: E) -> Error
where
    E: Into<Box<dyn std::error::Error + Send + Sync + 'static>>,
{
    Error::new(
        ErrorKind::Storage,
        "store.read",
        "a stored row cannot be understood: the table was changed by another program, or is damaged",
    )
    .with("field", column)
    .with_source(source)
}
