//! A store of ours that a turn has to itself.

use std::path::Path;
use std::sync::Arc;

use careweave_sync_core::{Inbox, Mirror, Streams};
use careweave_sync_postgres::PostgresOptions;
use careweave_sync_sqlite::SqliteStore;
use tempfile::TempDir;

use super::schema::Schema;
use crate::failure::Failure;
use crate::sync::Database;
use crate::task::Place;
use crate::worker::results::StreamParts;

/// What the tasks ask of a store.
pub(in crate::worker) trait Ours: Mirror + Inbox + Streams {}

impl<T: Mirror + Inbox + Streams> Ours for T {}

/// Where a store of ours lies.
#[derive(Debug)]
pub(in crate::worker) enum Kept {
    File(TempDir),
    Schema(Schema),
}

const FILE: &str = "careweave.db";

/// Rows that are read at once when a result is verified.
const AT_ONCE: i64 = 10_000;

impl Kept {
    pub(in crate::worker) fn fresh(place: &Place, database: Database) -> Result<Self, Failure> {
        Ok(match database {
            Database::Sqlite => Self::File(
                tempfile::Builder::new()
                    .prefix("ours-")
                    .tempdir_in(&place.folder)?,
            ),
            Database::Postgres => Self::Schema(Schema::new(place)?),
        })
    }

    /// The store, as one worker has it.
    pub(in crate::worker) async fn open(&self) -> Result<Arc<dyn Ours>, Failure> {
        Ok(match self {
            Self::File(folder) => Arc::new(SqliteStore::open(folder.path().join(FILE)).await?),
            Self::Schema(schema) => {
                let options = PostgresOptions::new().schema(schema.name.clone());
                Arc::new(options.open_url(&schema.url).await?)
            }
        })
    }

    /// The same store for campaigns.
    pub(in crate::worker) async fn streams(&self) -> Result<Arc<dyn Streams>, Failure> {
        let store: Arc<dyn Streams> = self.open().await?;
        Ok(store)
    }

    /// The file, where it is one.
    pub(in crate::worker) fn file(&self) -> Option<std::path::PathBuf> {
        match self {
            Self::File(folder) => Some(folder.path().join(FILE)),
            Self::Schema(_) => None,
        }
    }

    /// Everything the mirror holds, as it is in the database.
    pub(in crate::worker) async fn rows(&self) -> Result<StreamParts, Failure> {
        match self {
            Self::File(folder) => file_rows(
                &folder.path().join(FILE),
                "SELECT external_id, body FROM mirror_record ORDER BY external_id",
            ),
            Self::Schema(schema) => schema_rows(schema, "mirror_record").await,
        }
    }

    pub(in crate::worker) async fn end(self) -> Result<(), Failure> {
        match self {
            Self::File(folder) => Ok(folder.close()?),
            Self::Schema(schema) => schema.end().await,
        }
    }
}

/// Ids and bodies of a file.
pub(in crate::worker) fn file_rows(path: &Path, sql: &str) -> Result<StreamParts, Failure> {
    let file = rusqlite::Connection::open(path)?;
    let mut statement = file.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut parts = StreamParts::default();
    while let Some(row) = rows.next()? {
        let (id, body): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
        add(&mut parts, &id, &body);
    }
    Ok(parts)
}

/// Ids and bodies of a table.
pub(in crate::worker) async fn schema_rows(schema: &Schema, table: &str) -> Result<StreamParts, Failure> {
    let client = schema.connect().await?;
    let sql = format!(
        "SELECT external_id, body FROM {} WHERE external_id > $1 ORDER BY external_id LIMIT $2",
        schema.table(table)
    );
    let mut parts = StreamParts::default();
    let mut last = String::new();
    loop {
        let rows = client.query(&sql, &[&last, &AT_ONCE]).await?;
        let Some(end) = rows.last() else { break };
        last = end.try_get(0)?;
        for row in &rows {
            add(&mut parts, row.try_get(0)?, row.try_get(1)?);
        }
    }
    Ok(parts)
}

fn add(parts: &mut StreamParts, id: &str, body: &[u8]) {
    parts.add(&format!("{id}|{}", String::from_utf8_lossy(body)));
}

/// What was stored, if it is as much as there should be.
pub(in crate::worker) fn require(
    parts: StreamParts,
    rows: usize,
) -> Result<std::collections::BTreeMap<String, String>, Failure> {
    match parts.rows() == rows {
        true => Ok(parts.finish()),
        false => Err(Failure::new(format!(
            "{} rows are there, and should be {rows}",
            parts.rows()
        ))),
    }
}
