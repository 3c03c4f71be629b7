//! Audit entries as rows.

use careweave_sync_core::audit::machine;
use careweave_sync_core::{AuditEntry, AuditHead, EffectId, Fingerprint, NewAudit};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::column::{column, instant, number};
use crate::fault::Fault;

pub(super) fn head(conn: &Connection, chain: &str) -> Result<AuditHead, Fault> {
    let held = conn
        .prepare_cached("SELECT seq, hash, at FROM audit_chain WHERE name = ?1")?
        .query([chain])?
        .next()?
        .map(|row| {
            Ok::<_, Fault>(AuditHead {
                seq: number(row, "seq")?,
                hash: Fingerprint::from_bytes(column(row, "hash")?),
                at: instant(row, "at")?,
            })
        })
        .transpose()?;
    Ok(held.unwrap_or_else(|| machine::origin(chain)))
}

/// Writes entries that follow the head, and the new head.
pub(super) fn append(conn: &Connection, chain: &str, entries: &[AuditEntry]) -> Result<(), Fault> {
    let Some(last) = entries.last() else { return Ok(()) };
    let id: i64 = conn
        .prepare_cached(
            "INSERT INTO audit_chain (name, seq, hash, at) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (name) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at \
             RETURNING id",
        )?
        .query_row(
            params![
                chain,
                last.seq.cast_signed(),
                last.hash.as_bytes(),
                last.at.timestamp_micros()
            ],
            |row| row.get(0),
        )?;
    let mut insert = conn.prepare_cached(
        "INSERT INTO audit_entry (chain, seq, at, actor, action, subject, before, after, effect, sealed, previous, hash, format) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 2)",
    )?;
    for entry in entries {
        let written = &entry.written;
        insert.execute(params![
            id,
            entry.seq.cast_signed(),
            entry.at.timestamp_micros(),
            written.actor,
            written.action,
            written.subject,
            written.before.as_ref().map(Fingerprint::as_bytes),
            written.after.as_ref().map(Fingerprint::as_bytes),
            written.effect.as_ref().map(EffectId::as_bytes),
            written.sealed,
            entry.previous.as_bytes(),
            entry.hash.as_bytes(),
        ])?;
    }
    Ok(())
}

pub(crate) fn entries(
    conn: &Connection,
    chain: &str,
    after: u64,
    limit: u32,
) -> Result<Vec<AuditEntry>, Fault> {
    let id: Option<i64> = conn
        .prepare_cached("SELECT id FROM audit_chain WHERE name = ?1")?
        .query_row([chain], |row| row.get(0))
        .optional()?;
    let mut select = conn.prepare_cached(
        "SELECT seq, at, actor, action, subject, before, after, effect, sealed, erased, previous, hash FROM audit_entry \
         WHERE chain = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
    )?;
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let mut rows = select.query(params![id, after, limit])?;
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        read.push(entry(row)?);
    }
    Ok(read)
}

/// Entries about a subject that have sealed bytes.
pub(crate) fn sealed_about(conn: &Connection, chain: &str, subject: &str) -> Result<Vec<AuditEntry>, Fault> {
    let mut select = conn.prepare_cached(
        "SELECT seq, at, actor, action, subject, before, after, effect, sealed, erased, previous, hash FROM audit_entry \
         WHERE chain = (SELECT id FROM audit_chain WHERE name = ?1) AND subject = ?2 AND length(sealed) > 0 ORDER BY seq",
    )?;
    let mut rows = select.query(params![chain, subject])?;
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        read.push(entry(row)?);
    }
    Ok(read)
}

fn entry(row: &Row<'_>) -> Result<AuditEntry, Fault> {
    let fingerprint =
        |name| Ok::<_, Fault>(column::<Option<[u8; 32]>>(row, name)?.map(Fingerprint::from_bytes));
    Ok(AuditEntry {
        seq: number(row, "seq")?,
        at: instant(row, "at")?,
        written: NewAudit {
            actor: column(row, "actor")?,
            action: column(row, "action")?,
            subject: column(row, "subject")?,
            before: fingerprint("before")?,
            after: fingerprint("after")?,
            effect: column::<Option<[u8; 16]>>(row, "effect")?.map(EffectId::from_bytes),
            sealed: column(row, "sealed")?,
        },
        erased: fingerprint("erased")?,
        previous: Fingerprint::from_bytes(column(row, "previous")?),
        hash: Fingerprint::from_bytes(column(row, "hash")?),
    })
}
