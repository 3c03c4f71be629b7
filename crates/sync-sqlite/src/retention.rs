//! Letting go: by age, and of one person.

use std::collections::BTreeSet;

use async_trait::async_trait;
use careweave_sync_core::audit::machine::{Tombstone, tombstone};
use careweave_sync_core::conflicts::machine as conflicts;
use careweave_sync_core::ledger::{check_list_limit, check_now};
use careweave_sync_core::retention::machine;
use careweave_sync_core::{
    AuditEntry, Bodies, Erasure, ErasureReport, ExternalRef, Kept, Purge, PurgeReport, RetentionRules,
};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

use crate::audit::append_in;
use crate::column::{column, number};
use crate::fault::Fault;
use crate::holds::{self, CONFLICT_IS_FREE, ENTRY_IS_FREE, MESSAGE_IS_FREE, RECORD_IS_FREE};
use crate::mirror::next_change;
use crate::store::SqliteStore;
use crate::transaction::{snapshot, write};
use crate::vault::forget_in;

#[async_trait]
impl Purge for SqliteStore {
    async fn purge_preview(&self, rules: &RetentionRules, now: DateTime<Utc>) -> Result<PurgeReport> {
        const AT: &str = "retention.preview";
        let until = rules.until(AT, now)?;
        self.run(AT, move |conn| {
            let snapshot = snapshot(conn)?;
            let mut report = PurgeReport::default();
            for (kept, until) in until {
                let sql = format!("SELECT count(*) AS n FROM {}", old(kept));
                let count = snapshot
                    .prepare_cached(&sql)?
                    .query_row([until.timestamp_micros()], |row| Ok(number(row, "n")))??;
                report.counts.insert(kept, count);
            }
            Ok(report)
        })
        .await
    }

    async fn purge(&self, rules: &RetentionRules, limit: u32, now: DateTime<Utc>) -> Result<PurgeReport> {
        const AT: &str = "retention.purge";
        check_list_limit(AT, limit)?;
        let until = rules.until(AT, now)?;
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            let mut report = PurgeReport::default();
            for (kept, until) in until {
                let count = let_go(&tx, kept, until, limit)?;
                report.more |= count == u64::from(limit);
                report.counts.insert(kept, count);
            }
            tx.commit()?;
            Ok(report)
        })
        .await
    }

    async fn erase(&self, erasure: &Erasure, now: DateTime<Utc>) -> Result<ErasureReport> {
        const AT: &str = "retention.erase";
        erasure.validate()?;
        let now = check_now(AT, now)?;
        let (erasure, bodies) = (erasure.clone(), self.bodies());
        self.run(AT, move |conn| {
            let tx = write(conn)?;
            let mut report = ErasureReport::default();
            let references = erase_records(&tx, &erasure, now, &mut report)?;
            holds::check(&tx, &erasure, &references)?;
            erase_messages(&tx, &bodies, &erasure, now, &mut report)?;
            for reference in &references {
                for conflict in crate::conflicts::rows::of_record(&tx, &bodies, reference)? {
                    if let Some(after) = conflicts::erased(&conflict, now) {
                        crate::conflicts::rows::put(&tx, &bodies, &after)?;
                        report.conflicts += 1;
                    }
                }
            }
            for entry in crate::audit::rows::sealed_about(&tx, &erasure.chain, &erasure.token)? {
                erase_entry(&tx, &erasure.chain, &entry, &mut report)?;
            }
            for key in &erasure.keys {
                report.keys += u64::from(forget_in(&tx, key)?);
            }
            append_in(&tx, &erasure.chain, &[machine::entry(&erasure, &report)], now)?;
            tx.commit()?;
            Ok(report)
        })
        .await
    }
}

/// The table and the condition of what ended at or before `?1`, and that no hold covers.
fn old(kept: Kept) -> String {
    match kept {
        Kept::Messages => {
            format!(
                "inbox_message WHERE state <> 'received' AND last_delivery_at <= ?1 AND {MESSAGE_IS_FREE}"
            )
        }
        Kept::Tombstones => {
            format!("mirror_record WHERE state = 'tombstone' AND changed_at <= ?1 AND {RECORD_IS_FREE}")
        }
        Kept::Conflicts => {
            format!("conflict WHERE closed_at IS NOT NULL AND closed_at <= ?1 AND {CONFLICT_IS_FREE}")
        }
        Kept::Attempts => "effect WHERE finished_at IS NOT NULL AND finished_at <= ?1 \
             AND EXISTS (SELECT 1 FROM effect_attempt WHERE effect_seq = effect.seq)"
            .to_owned(),
        Kept::AuditSealed => {
            format!("audit_entry WHERE format = 2 AND length(sealed) > 0 AND at <= ?1 AND {ENTRY_IS_FREE}")
        }
    }
}

fn let_go(conn: &Connection, kept: Kept, until: DateTime<Utc>, limit: u32) -> Result<u64, Fault> {
    let old = old(kept);
    let sql = match kept {
        Kept::Messages => format!(
            "DELETE FROM inbox_message WHERE seq IN (SELECT seq FROM {old} ORDER BY last_delivery_at, seq LIMIT ?2)"
        ),
        Kept::Tombstones => format!(
            "DELETE FROM mirror_record WHERE id IN (SELECT id FROM {old} ORDER BY changed_at, id LIMIT ?2)"
        ),
        Kept::Conflicts => format!(
            "DELETE FROM conflict WHERE number IN (SELECT number FROM {old} ORDER BY closed_at, number LIMIT ?2)"
        ),
        Kept::Attempts => return forget_attempts(conn, &old, until, limit),
        Kept::AuditSealed => return forget_sealed(conn, &old, until, limit),
    };
    let gone = conn
        .prepare_cached(&sql)?
        .execute(params![until.timestamp_micros(), limit])?;
    Ok(gone as u64)
}

fn forget_attempts(conn: &Connection, old: &str, until: DateTime<Utc>, limit: u32) -> Result<u64, Fault> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT seq FROM {old} ORDER BY finished_at, seq LIMIT ?2"
    ))?;
    let effects: Vec<i64> = select
        .query_map(params![until.timestamp_micros(), limit], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut delete = conn.prepare_cached("DELETE FROM effect_attempt WHERE effect_seq = ?1")?;
    for effect in &effects {
        delete.execute([effect])?;
    }
    Ok(effects.len() as u64)
}

fn forget_sealed(conn: &Connection, old: &str, until: DateTime<Utc>, limit: u32) -> Result<u64, Fault> {
    let chains = conn
        .prepare_cached(&format!(
            "SELECT (SELECT name FROM audit_chain WHERE id = chain) AS name, seq FROM {old} \
             ORDER BY at, chain, seq LIMIT ?2"
        ))?
        .query_map(params![until.timestamp_micros(), limit], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut report = ErasureReport::default();
    for (chain, seq) in chains {
        let after = u64::try_from(seq - 1).unwrap_or(0);
        for entry in crate::audit::rows::entries(conn, &chain, after, 1)? {
            erase_entry(conn, &chain, &entry, &mut report)?;
        }
    }
    Ok(report.audit_entries)
}

/// Puts a tombstone in the place of the sealed bytes of an entry, where its hash allows that.
fn erase_entry(
    conn: &Connection,
    chain: &str,
    entry: &AuditEntry,
    report: &mut ErasureReport,
) -> Result<(), Fault> {
    match tombstone(entry) {
        Tombstone::None => {}
        Tombstone::Left => report.audit_left += 1,
        Tombstone::Digest(digest) => {
            conn.prepare_cached(
                "UPDATE audit_entry SET sealed = x'', erased = ?3 \
                 WHERE chain = (SELECT id FROM audit_chain WHERE name = ?1) AND seq = ?2",
            )?
            .execute(params![chain, entry.seq.cast_signed(), digest.as_bytes()])?;
            report.audit_entries += 1;
        }
    }
    Ok(())
}

/// Removes what is kept of the records; gives all of them. One of which something was kept changes by that.
fn erase_records(
    conn: &Connection,
    erasure: &Erasure,
    now: DateTime<Utc>,
    report: &mut ErasureReport,
) -> Result<BTreeSet<ExternalRef>, Fault> {
    let mut references: BTreeSet<ExternalRef> = erasure.references.iter().cloned().collect();
    if let Some(local) = erasure.local {
        let mut tied = conn.prepare_cached(
            "SELECT connection, kind, external_id FROM mirror_record \
             JOIN mirror_source ON mirror_source.id = source WHERE local = ?1",
        )?;
        let mut rows = tied.query([local.get().cast_signed()])?;
        while let Some(row) = rows.next()? {
            references.insert(ExternalRef {
                connection: column(row, "connection")?,
                kind: column(row, "kind")?,
                external_id: column(row, "external_id")?,
            });
        }
    }
    let mut held = conn.prepare_cached(
        "SELECT mirror_record.id, body IS NOT NULL, body IS NOT NULL OR fingerprint IS NOT NULL FROM mirror_record \
         JOIN mirror_source ON mirror_source.id = source WHERE connection = ?1 AND kind = ?2 AND external_id = ?3",
    )?;
    let mut remove = conn.prepare_cached(
        "UPDATE mirror_record SET body = NULL, fingerprint = NULL, change = ?2, changed_at = max(changed_at, ?3) \
         WHERE id = ?1",
    )?;
    for reference in &references {
        let mut rows = held.query([&reference.connection, &reference.kind, &reference.external_id])?;
        if let Some(row) = rows.next()? {
            let (id, has_body, has_any): (i64, bool, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
            report.references += 1;
            report.bodies += u64::from(has_body);
            if has_any {
                remove.execute(params![id, next_change(conn)?, now.timestamp_micros()])?;
            }
        }
    }
    Ok(references)
}

fn erase_messages(
    conn: &Connection,
    bodies: &Bodies,
    erasure: &Erasure,
    now: DateTime<Utc>,
    report: &mut ErasureReport,
) -> Result<(), Fault> {
    for (source, subject) in &erasure.announced {
        for message in crate::inbox::rows::waiting_about(conn, bodies, source, subject)? {
            let after = machine::erased(&message, now)?;
            crate::inbox::rows::update(conn, &after)?;
            crate::inbox::rows::tally(conn, source, after.state.as_str())?;
            report.messages += 1;
        }
    }
    Ok(())
}
