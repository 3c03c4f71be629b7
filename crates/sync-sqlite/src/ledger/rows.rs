//! Effects and attempts as rows.

use careweave_sync_core::{
    Attempt, AttemptOutcome, Effect, EffectFilter, EffectId, EffectKey, EffectState, Fingerprint, Reconcile,
};
use chrono::{DateTime, Utc};
use rusqlite::types::ToSql;
use rusqlite::{Connection, Row, named_params, params};

use crate::column::{column, instant, instant_if_any, unreadable};
use crate::fault::Fault;

const COLUMNS: &str = "seq, effect_id, effect_key, version, operation, subject, detail, fingerprint, strategy, \
                       strategy_micros, state, attempt, deadline_at, not_before, remote_id, note, planned_at, \
                       first_sent_at, last_sent_at, finished_at, created_at, updated_at";

pub(super) fn by_id(conn: &Connection, id: EffectId) -> Result<Option<(i64, Effect)>, Fault> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM effect WHERE effect_id = ?1"))?
        .query([id.as_bytes()])?
        .next()?
        .map(|row| Ok((row.get("seq")?, effect(row)?)))
        .transpose()
}

pub(super) fn current(conn: &Connection, key: &EffectKey) -> Result<Option<Effect>, Fault> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM effect WHERE effect_key = ?1 ORDER BY version DESC LIMIT 1"
    ))?
    .query([key.as_str()])?
    .next()?
    .map(effect)
    .transpose()
}

pub(super) fn history(conn: &Connection, key: &EffectKey) -> Result<Vec<Effect>, Fault> {
    let key: &dyn ToSql = &key.as_str();
    select(conn, "effect_key = ?1 ORDER BY version", &[key])
}

pub(super) fn list(conn: &Connection, filter: &EffectFilter, after: i64) -> Result<Vec<Effect>, Fault> {
    let mut states: Vec<&str> = filter.states.iter().map(|state| state.as_str()).collect();
    states.sort_unstable();
    states.dedup();
    let mut given: Vec<&dyn ToSql> = vec![&after, &filter.operation, &filter.subject_prefix, &filter.limit];
    let mut condition = String::from(
        "seq > ?1 AND (?2 IS NULL OR operation = ?2) \
         AND (?3 IS NULL OR (subject >= ?3 AND substr(subject, 1, length(?3)) = ?3))",
    );
    if !states.is_empty() {
        let marks: Vec<String> = (0..states.len()).map(|i| format!("?{}", i + 5)).collect();
        condition.push_str(&format!(" AND state IN ({})", marks.join(", ")));
        given.extend(states.iter().map(|state| state as &dyn ToSql));
    }
    condition.push_str(" ORDER BY seq LIMIT ?4");
    select(conn, &condition, &given)
}

pub(super) fn unresolved(conn: &Connection, now: DateTime<Utc>, limit: u32) -> Result<Vec<Effect>, Fault> {
    let now = now.timestamp_micros();
    select(
        conn,
        "state IN ('sending', 'in_doubt') AND (state = 'in_doubt' OR deadline_at <= ?1) ORDER BY seq LIMIT ?2",
        &[&now, &limit],
    )
}

pub(super) fn insert(conn: &Connection, effect: &Effect) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO effect (effect_id, effect_key, version, operation, subject, detail, fingerprint, strategy, \
         strategy_micros, state, attempt, planned_at, created_at, updated_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        effect.id.as_bytes(),
        effect.key.as_str(),
        effect.version,
        effect.operation,
        effect.subject,
        effect.detail,
        effect.fingerprint.as_bytes(),
        effect.strategy.code(),
        effect.strategy.micros(),
        effect.state.as_str(),
        effect.attempt,
        effect.planned_at.timestamp_micros(),
        effect.created_at.timestamp_micros(),
        effect.updated_at.timestamp_micros(),
    ])?;
    Ok(())
}

/// Writes what a step may change; the intent itself never does.
pub(super) fn update(conn: &Connection, seq: i64, effect: &Effect) -> Result<(), Fault> {
    let micros = |at: Option<DateTime<Utc>>| at.map(|at| at.timestamp_micros());
    conn.prepare_cached(
        "UPDATE effect SET state = :state, attempt = :attempt, deadline_at = :deadline_at, \
         not_before = :not_before, remote_id = :remote_id, note = :note, planned_at = :planned_at, \
         first_sent_at = :first_sent_at, last_sent_at = :last_sent_at, finished_at = :finished_at, \
         updated_at = :updated_at WHERE seq = :seq",
    )?
    .execute(named_params! {
        ":seq": seq,
        ":state": effect.state.as_str(),
        ":attempt": effect.attempt,
        ":deadline_at": micros(effect.deadline_at),
        ":not_before": micros(effect.not_before),
        ":remote_id": effect.remote_id,
        ":note": effect.note,
        ":planned_at": effect.planned_at.timestamp_micros(),
        ":first_sent_at": micros(effect.first_sent_at),
        ":last_sent_at": micros(effect.last_sent_at),
        ":finished_at": micros(effect.finished_at),
        ":updated_at": effect.updated_at.timestamp_micros(),
    })?;
    Ok(())
}

pub(super) fn attempts(conn: &Connection, seq: i64) -> Result<Vec<Attempt>, Fault> {
    let mut statement = conn.prepare_cached(
        "SELECT n, began_at, deadline_at, ended_at, outcome FROM effect_attempt WHERE effect_seq = ?1 ORDER BY n",
    )?;
    let mut rows = statement.query([seq])?;
    let mut attempts = Vec::new();
    while let Some(row) = rows.next()? {
        attempts.push(attempt_of(row)?);
    }
    Ok(attempts)
}

pub(super) fn attempt(conn: &Connection, seq: i64, n: u32) -> Result<Option<Attempt>, Fault> {
    conn.prepare_cached(
        "SELECT n, began_at, deadline_at, ended_at, outcome FROM effect_attempt \
         WHERE effect_seq = ?1 AND n = ?2",
    )?
    .query(params![seq, n])?
    .next()?
    .map(attempt_of)
    .transpose()
}

pub(super) fn put_attempt(conn: &Connection, seq: i64, attempt: &Attempt) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO effect_attempt (effect_seq, n, began_at, deadline_at, ended_at, outcome) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT (effect_seq, n) DO UPDATE SET ended_at = excluded.ended_at, outcome = excluded.outcome",
    )?
    .execute(params![
        seq,
        attempt.n,
        attempt.began_at.timestamp_micros(),
        attempt.deadline_at.timestamp_micros(),
        attempt.ended_at.map(|at| at.timestamp_micros()),
        attempt.outcome.as_str(),
    ])?;
    Ok(())
}

fn select(conn: &Connection, condition: &str, given: &[&dyn ToSql]) -> Result<Vec<Effect>, Fault> {
    let mut statement = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM effect WHERE {condition}"))?;
    let mut rows = statement.query(given)?;
    let mut effects = Vec::new();
    while let Some(row) = rows.next()? {
        effects.push(effect(row)?);
    }
    Ok(effects)
}

fn effect(row: &Row<'_>) -> Result<Effect, Fault> {
    let key: String = column(row, "effect_key")?;
    let state: String = column(row, "state")?;
    let strategy: String = column(row, "strategy")?;
    Ok(Effect {
        id: EffectId::from_bytes(column(row, "effect_id")?),
        key: EffectKey::new(key).map_err(|e| unreadable("effect_key", e))?,
        version: column(row, "version")?,
        operation: column(row, "operation")?,
        subject: column(row, "subject")?,
        detail: column(row, "detail")?,
        fingerprint: Fingerprint::from_bytes(column(row, "fingerprint")?),
        strategy: Reconcile::from_parts(&strategy, column(row, "strategy_micros")?)
            .map_err(|e| unreadable("strategy", e))?,
        state: state.parse::<EffectState>().map_err(|e| unreadable("state", e))?,
        attempt: column(row, "attempt")?,
        deadline_at: instant_if_any(row, "deadline_at")?,
        not_before: instant_if_any(row, "not_before")?,
        remote_id: column(row, "remote_id")?,
        note: column(row, "note")?,
        planned_at: instant(row, "planned_at")?,
        first_sent_at: instant_if_any(row, "first_sent_at")?,
        last_sent_at: instant_if_any(row, "last_sent_at")?,
        finished_at: instant_if_any(row, "finished_at")?,
        created_at: instant(row, "created_at")?,
        updated_at: instant(row, "updated_at")?,
    })
}

fn attempt_of(row: &Row<'_>) -> Result<Attempt, Fault> {
    let outcome: String = column(row, "outcome")?;
    Ok(Attempt {
        n: column(row, "n")?,
        began_at: instant(row, "began_at")?,
        deadline_at: instant(row, "deadline_at")?,
        ended_at: instant_if_any(row, "ended_at")?,
        outcome: outcome
            .parse::<AttemptOutcome>()
            .map_err(|e| unreadable("outcome", e))?,
    })
}
