//! The drivers, as fast as they go: one table, one statement, sorted by key.

use std::collections::BTreeMap;
use std::time::Instant;

use careweave_sync_core::Fingerprint;
use rusqlite::{Connection, params};
use tokio_postgres::types::ToSql;

use super::kept::{file_rows, require, schema_rows};
use super::pages::{Rows, generations, material};
use super::schema::Schema;
use crate::failure::Failure;
use crate::sync::Content;
use crate::task::{Answer, Place};

/// When SQLite syncs the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// At each commit.
    Full,
    /// At a checkpoint.
    Normal,
}

const UPSERT: &str = "INSERT INTO record (source, external_id, fingerprint, body) VALUES (1, ?1, ?2, ?3) \
    ON CONFLICT (source, external_id) DO UPDATE SET fingerprint = excluded.fingerprint, body = excluded.body \
    WHERE fingerprint IS NOT excluded.fingerprint";

pub(super) fn sqlite(
    place: &Place,
    content: Content,
    rows: usize,
    page: usize,
    durability: Durability,
) -> Result<Answer, Failure> {
    let folder = tempfile::Builder::new()
        .prefix("bare-")
        .tempdir_in(&place.folder)?;
    let path = folder.path().join("bare.db");
    let file = Connection::open(&path)?;
    let synchronous = match durability {
        Durability::Full => "FULL",
        Durability::Normal => "NORMAL",
    };
    file.execute_batch(&format!(
        "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; \
         CREATE TABLE record (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, external_id TEXT NOT NULL, \
         fingerprint BLOB NOT NULL, body BLOB NOT NULL, UNIQUE (source, external_id)) STRICT"
    ))?;
    let (before, now) = generations(content);
    if let Some(before) = before {
        upsert(&file, &material(0, rows, before), page)?;
    }
    let material = material(0, rows, now);
    let begun = Instant::now();
    upsert(&file, &material, page)?;
    let seconds = begun.elapsed().as_secs_f64();
    drop(file);
    let parts = file_rows(&path, "SELECT external_id, body FROM record ORDER BY external_id")?;
    let parts = require(parts, rows)?;
    folder.close()?;
    Ok(answer(seconds, parts))
}

fn upsert(file: &Connection, rows: &Rows, page: usize) -> Result<(), Failure> {
    for page in rows.chunks(page) {
        file.execute_batch("BEGIN IMMEDIATE")?;
        let mut statement = file.prepare_cached(UPSERT)?;
        for (id, body) in page {
            let fingerprint = Fingerprint::of_bytes(body);
            statement.execute(params![id, fingerprint.as_bytes(), body])?;
        }
        file.execute_batch("COMMIT")?;
    }
    Ok(())
}

pub(super) async fn postgres(
    place: &Place,
    content: Content,
    rows: usize,
    page: usize,
) -> Result<Answer, Failure> {
    let schema = Schema::new(place)?;
    let client = schema.connect().await?;
    let table = schema.table("record");
    client
        .batch_execute(&format!(
            "CREATE SCHEMA {}; CREATE TABLE {table} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \
             source bigint NOT NULL, external_id text COLLATE \"C\" NOT NULL, fingerprint bytea NOT NULL, \
             body bytea NOT NULL, UNIQUE (source, external_id)) WITH (fillfactor = 90)",
            schema.name
        ))
        .await?;
    let upsert = client
        .prepare(&format!(
            "INSERT INTO {table} AS r (source, external_id, fingerprint, body) \
             SELECT 1, w.* FROM unnest($1::text[], $2::bytea[], $3::bytea[]) AS w \
             ON CONFLICT (source, external_id) DO UPDATE SET fingerprint = excluded.fingerprint, body = excluded.body \
             WHERE r.fingerprint IS DISTINCT FROM excluded.fingerprint"
        ))
        .await?;
    let store = async |rows: &Rows| -> Result<(), Failure> {
        for page in rows.chunks(page) {
            let ids: Vec<&str> = page.iter().map(|(id, _)| id.as_str()).collect();
            let digests: Vec<Fingerprint> =
                page.iter().map(|(_, body)| Fingerprint::of_bytes(body)).collect();
            let digests: Vec<&[u8]> = digests.iter().map(|one| one.as_bytes().as_slice()).collect();
            let bodies: Vec<&[u8]> = page.iter().map(|(_, body)| body.as_slice()).collect();
            client.execute(&upsert, &[&ids, &digests, &bodies]).await?;
        }
        Ok(())
    };
    let (before, now) = generations(content);
    if let Some(before) = before {
        store(&material(0, rows, before)).await?;
    }
    let material = material(0, rows, now);
    let begun = Instant::now();
    store(&material).await?;
    let seconds = begun.elapsed().as_secs_f64();
    let parts = require(schema_rows(&schema, "record").await?, rows)?;
    schema.end().await?;
    Ok(answer(seconds, parts))
}

pub(super) async fn drain(
    place: &Place,
    jobs: usize,
    workers: usize,
    batch: usize,
) -> Result<Answer, Failure> {
    let schema = Schema::new(place)?;
    let client = schema.connect().await?;
    let table = schema.table("job");
    let count = i64::try_from(jobs).unwrap_or(i64::MAX);
    client
        .batch_execute(&format!(
            "CREATE SCHEMA {}; CREATE TABLE {table} (seq bigint PRIMARY KEY, state text COLLATE \"C\" NOT NULL, \
             due_at bigint NOT NULL, fence bigint NOT NULL) WITH (fillfactor = 80); \
             CREATE INDEX job_turn ON {table} (due_at, seq) WHERE state = 'waiting'; \
             INSERT INTO {table} SELECT n, 'waiting', 0, 0 FROM generate_series(1, {count}) AS n",
            schema.name
        ))
        .await?;
    let claim = format!(
        "UPDATE {table} SET state = 'claimed', fence = fence + 1 WHERE seq IN (SELECT seq FROM {table} \
         WHERE state = 'waiting' AND due_at <= 0 ORDER BY due_at, seq LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED) \
         RETURNING seq, fence"
    );
    let complete = format!(
        "UPDATE {table} AS j SET state = 'done' FROM unnest($1::bigint[], $2::bigint[]) AS r (seq, fence) \
         WHERE j.seq = r.seq AND j.fence = r.fence AND j.state = 'claimed'"
    );
    let mut clients = Vec::new();
    for _ in 0..workers {
        let client = schema.connect().await?;
        let claim = client.prepare(&claim).await?;
        let complete = client.prepare(&complete).await?;
        clients.push((client, claim, complete));
    }
    let batch = i64::try_from(batch).unwrap_or(i64::MAX);
    let begun = Instant::now();
    let mut working = tokio::task::JoinSet::new();
    for (client, claim, complete) in clients {
        working.spawn(async move {
            let mut done = 0;
            loop {
                let claimed = client.query(&claim, &[&batch]).await?;
                if claimed.is_empty() {
                    return Ok::<u64, Failure>(done);
                }
                let numbers = |place: usize| claimed.iter().map(|row| row.try_get(place)).collect();
                let (seqs, fences): (Result<Vec<i64>, _>, Result<Vec<i64>, _>) = (numbers(0), numbers(1));
                let given: [&(dyn ToSql + Sync); 2] = [&seqs?, &fences?];
                done += client.execute(&complete, &given).await?;
            }
        });
    }
    let mut done = 0;
    while let Some(ended) = working.join_next().await {
        done += ended.map_err(|error| Failure::new(error.to_string()))??;
    }
    let seconds = begun.elapsed().as_secs_f64();
    schema.end().await?;
    Ok(answer(
        seconds,
        BTreeMap::from([("done".to_owned(), done.to_string())]),
    ))
}

fn answer(seconds: f64, parts: BTreeMap<String, String>) -> Answer {
    Answer {
        seconds,
        parts,
        ..Answer::default()
    }
}
