//! The numbered steps from an empty schema to the present tables.

use careweave_types::{Error, ErrorKind, Result};
use deadpool_postgres::Object;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, GenericClient};

use crate::fault::{self, Stage};
use crate::schema::Schema;

const AT: &str = "store.open";

/// The table that marks a schema as a careweave store and counts the steps it has taken.
const MARK: &str = "careweave_migration";

/// The first half of the advisory lock that one migration at a time holds, "CwSt"; the second is the schema's.
const LOCK: i32 = 0x4377_5374;

/// Step n is at index n - 1. Steps are never edited, only added.
const STEPS: &[(&str, &str)] = &[
    (
        "effect_ledger",
        include_str!("../migrations/0001_effect_ledger.sql"),
    ),
    ("lease", include_str!("../migrations/0002_lease.sql")),
    ("inbox", include_str!("../migrations/0003_inbox.sql")),
    ("outbox", include_str!("../migrations/0004_outbox.sql")),
    ("audit", include_str!("../migrations/0005_audit.sql")),
    ("latch", include_str!("../migrations/0006_latch.sql")),
    ("gate", include_str!("../migrations/0007_gate.sql")),
    ("mirror", include_str!("../migrations/0008_mirror.sql")),
    ("vault", include_str!("../migrations/0009_vault.sql")),
    ("conflict", include_str!("../migrations/0010_conflict.sql")),
    (
        "sealed_bodies",
        include_str!("../migrations/0011_sealed_bodies.sql"),
    ),
    ("retention", include_str!("../migrations/0012_retention.sql")),
    ("health", include_str!("../migrations/0013_health.sql")),
    ("stream", include_str!("../migrations/0014_stream.sql")),
    ("legal_hold", include_str!("../migrations/0015_legal_hold.sql")),
];

/// Takes the missing steps, all or none; of many workers that start at once one does, and the others wait for it.
/// Refuses a schema that is not ours to write.
pub(crate) async fn migrate(client: &mut Object, schema: &Schema) -> Result<()> {
    check_server(client).await?;
    if taken(client, schema).await? == Some(latest()) {
        return Ok(());
    }
    let tx = client.transaction().await.map_err(reading)?;
    // The lock ends with the transaction, also when this process is killed.
    tx.query_typed(
        "SELECT pg_advisory_xact_lock($1, hashtext($2))",
        &[(&LOCK, Type::INT4), (&schema.as_str(), Type::TEXT)],
    )
    .await
    .map_err(reading)?;
    let present = tx
        .query_typed(
            "SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = n.oid), \
             EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = n.oid AND relname = $2) \
             FROM pg_namespace n WHERE nspname = $1",
            &[(&schema.as_str(), Type::TEXT), (&MARK, Type::TEXT)],
        )
        .await
        .map_err(reading)?;
    let done = match present.first() {
        None => {
            tx.batch_execute(&format!("CREATE SCHEMA {schema}"))
                .await
                .map_err(writing)?;
            0
        }
        Some(row) => {
            let relations: i64 = row.try_get(0).map_err(reading)?;
            let marked: bool = row.try_get(1).map_err(reading)?;
            if relations > 0 && !marked {
                return Err(Error::new(
                    ErrorKind::Storage,
                    AT,
                    "the schema holds tables of another program: give a schema of its own to the store",
                ));
            }
            // Another worker may have migrated while this one waited for the lock.
            if marked { count(&*tx, schema).await? } else { 0 }
        }
    };
    let missing = missing(done)?;
    if missing.is_empty() {
        return Ok(());
    }
    tx.batch_execute(&format!(
        "SET LOCAL statement_timeout = 0; SET LOCAL search_path = {schema}; \
         CREATE TABLE IF NOT EXISTS {mark} (step bigint PRIMARY KEY, name text NOT NULL)",
        mark = schema.table(MARK),
    ))
    .await
    .map_err(writing)?;
    for (step, (name, sql)) in (done + 1..).zip(missing) {
        tx.batch_execute(sql).await.map_err(writing)?;
        tx.query_typed(
            &format!("INSERT INTO {} (step, name) VALUES ($1, $2)", schema.table(MARK)),
            &[(&step, Type::INT8), (name, Type::TEXT)],
        )
        .await
        .map_err(writing)?;
    }
    tx.commit().await.map_err(writing)
}

fn latest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// The steps after the first `done`.
fn missing(done: i64) -> Result<&'static [(&'static str, &'static str)]> {
    let place = usize::try_from(done).ok();
    place.and_then(|place| STEPS.get(place..)).ok_or_else(|| {
        Error::new(
            ErrorKind::Storage,
            AT,
            "the store was written by a newer version of careweave: update this program; it was left as it was",
        )
        .with("store_version", done.to_string())
        .with("known_version", latest().to_string())
    })
}

/// How many steps the schema has taken, if it is a store.
async fn taken(client: &Client, schema: &Schema) -> Result<Option<i64>> {
    match count(client, schema).await {
        Ok(done) => missing(done).map(|_| Some(done)),
        Err(e) if is_absent(&e) => Ok(None),
        Err(e) => Err(e),
    }
}

async fn count(client: &impl GenericClient, schema: &Schema) -> Result<i64> {
    let sql = format!("SELECT coalesce(max(step), 0) FROM {}", schema.table(MARK));
    let rows = client.query_typed(&sql, &[]).await.map_err(reading)?;
    rows.first().map_or(Ok(0), |row| row.try_get(0)).map_err(reading)
}

fn is_absent(error: &Error) -> bool {
    let state = error.get("sqlstate");
    state == Some(SqlState::UNDEFINED_TABLE.code()) || state == Some(SqlState::INVALID_SCHEMA_NAME.code())
}

/// What a key or an id holds must come back exactly.
async fn check_server(client: &Client) -> Result<()> {
    let rows = client
        .query_typed("SELECT current_setting('server_encoding')", &[])
        .await
        .map_err(reading)?;
    let encoding: String = rows
        .first()
        .map_or(Ok(String::new()), |row| row.try_get(0))
        .map_err(reading)?;
    if encoding == "UTF8" {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Config,
        AT,
        "the database does not hold all text: create one with the encoding UTF8",
    )
    .with("encoding", encoding))
}

fn reading(e: tokio_postgres::Error) -> Error {
    fault::of_driver(AT, Stage::Reading, e)
}

fn writing(e: tokio_postgres::Error) -> Error {
    // Steps are taken all or none, and opening again finds out which: nothing is in doubt for the caller.
    fault::of_driver(AT, Stage::Reading, e)
}
