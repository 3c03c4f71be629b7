//! Legal holds, and what asks for them.

use std::collections::BTreeSet;

use async_trait::async_trait;
use careweave_sync_core::retention::machine;
use careweave_sync_core::{Erasure, ExternalRef, Hold, LegalHold, LegalHolds, LocalId};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::audit::append_in;
use crate::column::{column, instant, number};
use crate::fault::Fault;
use crate::store::SqliteStore;
use crate::transaction::{snapshot, write};

/// The condition of a message that no hold covers.
pub(crate) const MESSAGE_IS_FREE: &str = "NOT EXISTS (SELECT 1 FROM legal_hold_subject h \
     WHERE h.source = inbox_message.source AND h.subject = inbox_message.subject)";

/// The condition of a record that no hold covers.
pub(crate) const RECORD_IS_FREE: &str = "NOT EXISTS (SELECT 1 FROM legal_hold h WHERE h.local = mirror_record.local) \
     AND NOT EXISTS (SELECT 1 FROM legal_hold_record h JOIN mirror_source s ON s.connection = h.connection AND s.kind = h.kind \
     WHERE s.id = mirror_record.source AND h.external_id = mirror_record.external_id)";

/// The condition of a conflict about a record that no hold covers.
pub(crate) const CONFLICT_IS_FREE: &str = "NOT EXISTS (SELECT 1 FROM legal_hold_record h \
     WHERE h.connection = conflict.connection AND h.kind = conflict.kind AND h.external_id = conflict.external_id) \
     AND NOT EXISTS (SELECT 1 FROM mirror_source s JOIN mirror_record r ON r.source = s.id \
     JOIN legal_hold h ON h.local = r.local \
     WHERE s.connection = conflict.connection AND s.kind = conflict.kind AND r.external_id = conflict.external_id)";

/// The condition of an audit entry about a person on whom no hold stands.
pub(crate) const ENTRY_IS_FREE: &str = "NOT EXISTS (SELECT 1 FROM legal_hold h JOIN audit_chain c ON c.name = h.chain \
     WHERE c.id = audit_entry.chain AND h.token = audit_entry.subject)";

#[async_trait]
impl LegalHolds for SqliteStore {
    async fn place_hold(&self, hold: &Hold, now: DateTime<Utc>) -> Result<LegalHold> {
        hold.validate()?;
        let hold = hold.clone();
        self.run("hold.place", move |conn| {
            let tx = write(conn)?;
            let held = by_matter(&tx, &hold.chain, &hold.token, &hold.matter)?;
            let number = match &held {
                Some(held) => held.number,
                None => next_number(&tx)?,
            };
            let placing = machine::place(held.as_ref(), &hold, number, now)?;
            if let Some(entry) = placing.entry {
                put(&tx, &placing.after)?;
                append_in(&tx, &hold.chain, &[entry], now)?;
            }
            tx.commit()?;
            Ok(placing.after)
        })
        .await
    }

    async fn lift_hold(
        &self,
        chain: &str,
        token: &str,
        matter: &str,
        actor: &str,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        machine::check_lift(chain, token, matter, actor)?;
        let [chain, token, matter, actor] = [chain, token, matter, actor].map(str::to_owned);
        self.run("hold.lift", move |conn| {
            let tx = write(conn)?;
            let Some(held) = by_matter(&tx, &chain, &token, &matter)? else {
                return Ok(false);
            };
            tx.prepare_cached("DELETE FROM legal_hold WHERE number = ?1")?
                .execute([held.number.cast_signed()])?;
            append_in(&tx, &chain, &[machine::lifted(&held, &actor)], now)?;
            tx.commit()?;
            Ok(true)
        })
        .await
    }

    async fn holds(&self, chain: &str, after: u64, limit: u32) -> Result<Vec<LegalHold>> {
        machine::check_holds(chain, limit)?;
        let chain = chain.to_owned();
        self.run("hold.list", move |conn| {
            let snapshot = snapshot(conn)?;
            let mut select = snapshot.prepare_cached(&format!(
                "{SELECT} WHERE chain = ?1 AND number > ?2 ORDER BY number LIMIT ?3"
            ))?;
            let after = i64::try_from(after).unwrap_or(i64::MAX);
            let mut rows = select.query(params![chain, after, limit])?;
            let mut holds = Vec::new();
            while let Some(row) = rows.next()? {
                holds.push(legal_hold(&snapshot, row)?);
            }
            Ok(holds)
        })
        .await
    }
}

/// Refuses an erasure of something that a hold covers; `references` are all records it is about.
pub(crate) fn check(
    conn: &Connection,
    erasure: &Erasure,
    references: &BTreeSet<ExternalRef>,
) -> Result<(), Fault> {
    let by_person = conn
        .prepare_cached(
            "SELECT matter FROM legal_hold WHERE (chain = ?1 AND token = ?2) OR local = ?3 ORDER BY number LIMIT 1",
        )?
        .query_row(
            params![erasure.chain, erasure.token, erasure.local.map(|local| local.get().cast_signed())],
            |row| row.get(0),
        )
        .optional()?;
    let mut found: Option<String> = by_person;
    let mut by_record = conn.prepare_cached(
        "SELECT matter FROM legal_hold WHERE number IN (SELECT hold FROM legal_hold_record \
         WHERE connection = ?1 AND kind = ?2 AND external_id = ?3) \
         OR local = (SELECT local FROM mirror_record WHERE external_id = ?3 \
         AND source = (SELECT id FROM mirror_source WHERE connection = ?1 AND kind = ?2)) ORDER BY number LIMIT 1",
    )?;
    for one in references {
        if found.is_none() {
            let named = [&one.connection, &one.kind, &one.external_id];
            found = by_record.query_row(named, |row| row.get(0)).optional()?;
        }
    }
    let mut by_subject = conn.prepare_cached(
        "SELECT matter FROM legal_hold WHERE number IN (SELECT hold FROM legal_hold_subject \
         WHERE source = ?1 AND subject = ?2) ORDER BY number LIMIT 1",
    )?;
    for (source, subject) in &erasure.announced {
        if found.is_none() {
            found = by_subject
                .query_row([source, subject], |row| row.get(0))
                .optional()?;
        }
    }
    match found {
        Some(matter) => Err(machine::kept_for(&matter).into()),
        None => Ok(()),
    }
}

const SELECT: &str = "SELECT number, chain, token, matter, local, actor, placed_at FROM legal_hold";

fn by_matter(conn: &Connection, chain: &str, token: &str, matter: &str) -> Result<Option<LegalHold>, Fault> {
    let mut select = conn.prepare_cached(&format!(
        "{SELECT} WHERE chain = ?1 AND token = ?2 AND matter = ?3"
    ))?;
    let mut rows = select.query([chain, token, matter])?;
    rows.next()?.map(|row| legal_hold(conn, row)).transpose()
}

fn legal_hold(conn: &Connection, row: &Row<'_>) -> Result<LegalHold, Fault> {
    let key: i64 = column(row, "number")?;
    let references = conn
        .prepare_cached(
            "SELECT connection, kind, external_id FROM legal_hold_record WHERE hold = ?1 \
             ORDER BY connection, kind, external_id",
        )?
        .query_map([key], |row| {
            Ok(ExternalRef {
                connection: row.get(0)?,
                kind: row.get(1)?,
                external_id: row.get(2)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let announced = conn
        .prepare_cached(
            "SELECT source, subject FROM legal_hold_subject WHERE hold = ?1 ORDER BY source, subject",
        )?
        .query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let local: Option<i64> = column(row, "local")?;
    Ok(LegalHold {
        number: number(row, "number")?,
        hold: Hold {
            token: column(row, "token")?,
            chain: column(row, "chain")?,
            matter: column(row, "matter")?,
            local: local.map(|local| LocalId::new(local.cast_unsigned())),
            references,
            announced,
            actor: column(row, "actor")?,
        },
        placed_at: instant(row, "placed_at")?,
    })
}

/// The number of the next hold: one that was lifted keeps its own.
fn next_number(conn: &Connection) -> Result<u64, Fault> {
    let mut last = conn.prepare_cached(
        "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'legal_hold'), 0) + 1 AS number",
    )?;
    let mut rows = last.query([])?;
    match rows.next()? {
        Some(row) => number(row, "number"),
        None => Ok(1),
    }
}

/// Writes a hold and what it names that was not named before.
fn put(conn: &Connection, held: &LegalHold) -> Result<(), Fault> {
    let (key, hold) = (held.number.cast_signed(), &held.hold);
    conn.prepare_cached(
        "INSERT INTO legal_hold (number, chain, token, matter, local, actor, placed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
         ON CONFLICT (number) DO UPDATE SET local = excluded.local",
    )?
    .execute(params![
        key,
        hold.chain,
        hold.token,
        hold.matter,
        hold.local.map(|local| local.get().cast_signed()),
        hold.actor,
        held.placed_at.timestamp_micros(),
    ])?;
    let mut record = conn.prepare_cached(
        "INSERT INTO legal_hold_record (hold, connection, kind, external_id) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )?;
    for reference in &hold.references {
        record.execute(params![
            key,
            reference.connection,
            reference.kind,
            reference.external_id
        ])?;
    }
    let mut about = conn.prepare_cached(
        "INSERT INTO legal_hold_subject (hold, source, subject) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    )?;
    for (source, subject) in &hold.announced {
        about.execute(params![key, source, subject])?;
    }
    Ok(())
}
