//! Latches as rows.

use careweave_sync_core::{EffectId, Latch, LatchState, Proven};
use careweave_types::Result;
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::column::{bytes_if_any, column, instant, instant_if_any, micros, unreadable};
use crate::database::{Database, Given};
use crate::transaction::Transaction;

const COLUMNS: &str = "kind, subject, evidence, state, effect, remote_id, armed_at, fired_at, updated_at";
const BY_NAME: &str = "kind = $1 AND subject = $2";

pub(super) async fn by_name(
    db: &Database,
    at: &'static str,
    kind: &str,
    subject: &str,
) -> Result<Option<Latch>> {
    let given: [Given<'_>; 2] = [(&kind, Type::TEXT), (&subject, Type::TEXT)];
    let found = select(db, at, BY_NAME, &given).await?;
    Ok(found.into_iter().next())
}

pub(super) async fn for_update(tx: &mut Transaction, kind: &str, subject: &str) -> Result<Option<Latch>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {} WHERE {BY_NAME} FOR NO KEY UPDATE",
        tx.table("latch")
    );
    let rows = tx
        .read(&sql, &[(&kind, Type::TEXT), (&subject, Type::TEXT)])
        .await?;
    rows.first().map(latch).transpose()
}

/// The latch of the proof's kind and subject, and the one its document armed.
pub(super) async fn held(db: &Database, at: &'static str, proven: &Proven) -> Result<Vec<Latch>> {
    let evidence = proven.evidence();
    let kind = proven.kind();
    let given: [Given<'_>; 4] = [
        (&kind, Type::TEXT),
        (&evidence.subject, Type::TEXT),
        (&evidence.source, Type::TEXT),
        (&evidence.document, Type::TEXT),
    ];
    let either = format!("({BY_NAME}) OR (source = $3 AND document = $4)");
    select(db, at, &either, &given).await
}

pub(super) async fn unfired(db: &Database, at: &'static str, limit: u32) -> Result<Vec<Latch>> {
    let condition = "state <> 'fired' ORDER BY seq LIMIT $1";
    select(db, at, condition, &[(&i64::from(limit), Type::INT8)]).await
}

/// Records a latch; false when its name or its document was taken meanwhile.
pub(super) async fn insert(db: &Database, at: &'static str, latch: &Latch) -> Result<bool> {
    let sql = format!(
        "INSERT INTO {} (kind, subject, source, document, evidence, state, effect, remote_id, armed_at, fired_at, \
         updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING seq",
        db.schema().table("latch")
    );
    let evidence = serde_json::to_string(&latch.evidence).map_err(|e| unreadable("evidence", e))?;
    let given: [Given<'_>; 11] = [
        (&latch.kind, Type::TEXT),
        (&latch.subject, Type::TEXT),
        (&latch.evidence.source, Type::TEXT),
        (&latch.evidence.document, Type::TEXT),
        (&evidence, Type::TEXT),
        (&latch.state.as_str(), Type::TEXT),
        (&effect_of(latch), Type::BYTEA),
        (&latch.remote_id, Type::TEXT),
        (&latch.armed_at.timestamp_micros(), Type::INT8),
        (&micros(latch.fired_at), Type::INT8),
        (&latch.updated_at.timestamp_micros(), Type::INT8),
    ];
    Ok(!db.write(at, &sql, &given).await?.is_empty())
}

/// Writes what a step may change, and ends the transaction.
pub(super) async fn update(tx: &mut Transaction, latch: &Latch) -> Result<()> {
    let sql = format!(
        "UPDATE {} SET state = $3, effect = $4, remote_id = $5, fired_at = $6, updated_at = $7 WHERE {BY_NAME}",
        tx.table("latch")
    );
    let given: [Given<'_>; 7] = [
        (&latch.kind, Type::TEXT),
        (&latch.subject, Type::TEXT),
        (&latch.state.as_str(), Type::TEXT),
        (&effect_of(latch), Type::BYTEA),
        (&latch.remote_id, Type::TEXT),
        (&micros(latch.fired_at), Type::INT8),
        (&latch.updated_at.timestamp_micros(), Type::INT8),
    ];
    tx.finish([(&sql, &given)]).await.map(drop)
}

fn effect_of(latch: &Latch) -> Option<&[u8]> {
    latch.effect.as_ref().map(|effect| effect.as_bytes().as_slice())
}

async fn select(db: &Database, at: &'static str, condition: &str, given: &[Given<'_>]) -> Result<Vec<Latch>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {} WHERE {condition}",
        db.schema().table("latch")
    );
    db.read(at, &sql, given).await?.iter().map(latch).collect()
}

fn latch(row: &Row) -> Result<Latch> {
    let evidence: &str = column(row, "evidence")?;
    let state: &str = column(row, "state")?;
    Ok(Latch {
        kind: column(row, "kind")?,
        subject: column(row, "subject")?,
        evidence: serde_json::from_str(evidence).map_err(|e| unreadable("evidence", e))?,
        state: state.parse::<LatchState>().map_err(|e| unreadable("state", e))?,
        effect: bytes_if_any(row, "effect")?.map(EffectId::from_bytes),
        remote_id: column(row, "remote_id")?,
        armed_at: instant(row, "armed_at")?,
        fired_at: instant_if_any(row, "fired_at")?,
        updated_at: instant(row, "updated_at")?,
    })
}
