//! Audit entries as rows.

use careweave_sync_core::{AuditEntry, AuditHead, EffectId, Fingerprint, NewAudit};
use careweave_types::Result;
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::batch::batches;
use crate::column::{bytes, bytes_if_any, column, instant, key, number};
use crate::database::{Database, Given};
use crate::transaction::Transaction;

fn head_sql(table: &str) -> String {
    format!("SELECT seq, hash, at FROM {table} WHERE name = $1")
}

pub(super) async fn head(db: &Database, at: &'static str, chain: &str) -> Result<Option<AuditHead>> {
    let sql = head_sql(&db.schema().table("audit_chain"));
    let rows = db.read(at, &sql, &[(&chain, Type::TEXT)]).await?;
    rows.first().map(head_of).transpose()
}

pub(super) async fn head_for_update(tx: &mut Transaction, chain: &str) -> Result<Option<AuditHead>> {
    let sql = format!("{} FOR NO KEY UPDATE", head_sql(&tx.table("audit_chain")));
    let rows = tx.read(&sql, &[(&chain, Type::TEXT)]).await?;
    rows.first().map(head_of).transpose()
}

/// Moves the head that was locked, or records the first of a chain; gives the row of the chain. `None` when another
/// worker began the chain meanwhile.
pub(super) async fn put_head(
    tx: &mut Transaction,
    chain: &str,
    held: Option<AuditHead>,
    head: AuditHead,
) -> Result<Option<i64>> {
    let sql = format!(
        "INSERT INTO {} AS c (name, seq, hash, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (name) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at \
         WHERE $5 RETURNING c.id",
        tx.table("audit_chain")
    );
    let given: [Given<'_>; 5] = [
        (&chain, Type::TEXT),
        (&key(head.seq), Type::INT8),
        (&head.hash.as_bytes().as_slice(), Type::BYTEA),
        (&head.at.timestamp_micros(), Type::INT8),
        (&held.is_some(), Type::BOOL),
    ];
    let rows = tx.write(&sql, &given).await?;
    rows.first().map(|row| column(row, "id")).transpose()
}

/// Writes entries that follow the head of the chain in row `id`.
pub(super) async fn append(tx: &mut Transaction, id: i64, entries: &[AuditEntry]) -> Result<()> {
    let sql = format!(
        "INSERT INTO {} (chain, seq, at, actor, action, subject, before, after, effect, sealed, previous, hash, format) \
         SELECT $1, r.*, 2 FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bytea[], \
         $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[], $12::bytea[]) AS r",
        tx.table("audit_entry")
    );
    for group in batches(entries, |entry| entry.written.sealed.len()) {
        let written = || group.iter().map(|entry| &entry.written);
        let given: [Given<'_>; 12] = [
            (&id, Type::INT8),
            (
                &group.iter().map(|entry| key(entry.seq)).collect::<Vec<_>>(),
                Type::INT8_ARRAY,
            ),
            (
                &group
                    .iter()
                    .map(|entry| entry.at.timestamp_micros())
                    .collect::<Vec<_>>(),
                Type::INT8_ARRAY,
            ),
            (
                &written().map(|w| w.actor.as_str()).collect::<Vec<_>>(),
                Type::TEXT_ARRAY,
            ),
            (
                &written().map(|w| w.action.as_str()).collect::<Vec<_>>(),
                Type::TEXT_ARRAY,
            ),
            (
                &written().map(|w| w.subject.as_str()).collect::<Vec<_>>(),
                Type::TEXT_ARRAY,
            ),
            (
                &written().map(|w| slice(w.before.as_ref())).collect::<Vec<_>>(),
                Type::BYTEA_ARRAY,
            ),
            (
                &written().map(|w| slice(w.after.as_ref())).collect::<Vec<_>>(),
                Type::BYTEA_ARRAY,
            ),
            (
                &written()
                    .map(|w| w.effect.as_ref().map(|effect| effect.as_bytes().as_slice()))
                    .collect::<Vec<_>>(),
                Type::BYTEA_ARRAY,
            ),
            (
                &written().map(|w| w.sealed.as_slice()).collect::<Vec<_>>(),
                Type::BYTEA_ARRAY,
            ),
            (
                &group
                    .iter()
                    .map(|entry| slice(Some(&entry.previous)))
                    .collect::<Vec<_>>(),
                Type::BYTEA_ARRAY,
            ),
            (
                &group
                    .iter()
                    .map(|entry| slice(Some(&entry.hash)))
                    .collect::<Vec<_>>(),
                Type::BYTEA_ARRAY,
            ),
        ];
        tx.write(&sql, &given).await?;
    }
    Ok(())
}

fn slice(content: Option<&Fingerprint>) -> Option<&[u8]> {
    content.map(|content| content.as_bytes().as_slice())
}

fn entry_sql(table: impl Fn(&str) -> String, condition: &str) -> String {
    format!(
        "SELECT seq, at, actor, action, subject, before, after, effect, sealed, erased, previous, hash FROM {} \
         WHERE chain = (SELECT id FROM {} WHERE name = $1) AND {condition}",
        table("audit_entry"),
        table("audit_chain"),
    )
}

/// Locks the entries about a subject that have sealed bytes.
pub(crate) async fn sealed_about(
    tx: &mut Transaction,
    chain: &str,
    subject: &str,
) -> Result<Vec<AuditEntry>> {
    let condition = "subject = $2 AND octet_length(sealed) > 0 ORDER BY seq FOR NO KEY UPDATE";
    let sql = entry_sql(|name| tx.table(name), condition);
    let rows = tx
        .read(&sql, &[(&chain, Type::TEXT), (&subject, Type::TEXT)])
        .await?;
    rows.iter().map(entry).collect()
}

/// The entry with this number, if there is one.
pub(crate) async fn entry_in(tx: &mut Transaction, chain: &str, seq: u64) -> Result<Vec<AuditEntry>> {
    let sql = entry_sql(|name| tx.table(name), "seq = $2");
    let rows = tx
        .read(&sql, &[(&chain, Type::TEXT), (&key(seq), Type::INT8)])
        .await?;
    rows.iter().map(entry).collect()
}

pub(super) async fn entries(
    db: &Database,
    at: &'static str,
    chain: &str,
    after: u64,
    limit: u32,
) -> Result<Vec<AuditEntry>> {
    let condition = "seq > $2 ORDER BY seq LIMIT $3";
    let sql = entry_sql(|name| db.schema().table(name), condition);
    let given: [Given<'_>; 3] = [
        (&chain, Type::TEXT),
        (&key(after), Type::INT8),
        (&i64::from(limit), Type::INT8),
    ];
    db.read(at, &sql, &given).await?.iter().map(entry).collect()
}

fn head_of(row: &Row) -> Result<AuditHead> {
    Ok(AuditHead {
        seq: number(row, "seq")?,
        hash: Fingerprint::from_bytes(bytes(row, "hash")?),
        at: instant(row, "at")?,
    })
}

fn entry(row: &Row) -> Result<AuditEntry> {
    Ok(AuditEntry {
        seq: number(row, "seq")?,
        at: instant(row, "at")?,
        written: NewAudit {
            actor: column(row, "actor")?,
            action: column(row, "action")?,
            subject: column(row, "subject")?,
            before: bytes_if_any(row, "before")?.map(Fingerprint::from_bytes),
            after: bytes_if_any(row, "after")?.map(Fingerprint::from_bytes),
            effect: bytes_if_any(row, "effect")?.map(EffectId::from_bytes),
            sealed: column(row, "sealed")?,
        },
        erased: bytes_if_any(row, "erased")?.map(Fingerprint::from_bytes),
        previous: Fingerprint::from_bytes(bytes(row, "previous")?),
        hash: Fingerprint::from_bytes(bytes(row, "hash")?),
    })
}
