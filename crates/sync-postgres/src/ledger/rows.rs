//! Effects and attempts as rows.

use careweave_sync_core::{
    Attempt, AttemptOutcome, Effect, EffectFilter, EffectId, EffectKey, EffectState, Fingerprint, Reconcile,
};
use careweave_types::Result;
use chrono::{DateTime, Utc};
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use crate::column::{bytes, column, instant, instant_if_any, micros, number, unreadable};
use crate::database::{Database, Given, Session};
use crate::schema::Schema;

const COLUMNS: &str = "e.seq, e.revision, e.effect_id, e.effect_key, e.version, e.operation, e.subject, e.detail, \
                       e.fingerprint, e.strategy, e.strategy_micros, e.state, e.attempt, e.deadline_at, e.not_before, \
                       e.remote_id, e.note, e.planned_at, e.first_sent_at, e.last_sent_at, e.finished_at, \
                       e.created_at, e.updated_at";

/// The last attempt of an effect, under names of its own.
const ATTEMPT: &str = "a.n, a.began_at, a.deadline_at AS attempt_deadline_at, a.ended_at, a.outcome";

/// An effect as it was read: what a step is decided on.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) seq: i64,
    revision: i64,
    pub(super) effect: Effect,
    /// The entry of the log for `effect.attempt`.
    pub(super) attempt: Option<Attempt>,
}

pub(super) async fn by_id(session: &mut impl Session, id: EffectId) -> Result<Option<Held>> {
    let sql = format!(
        "SELECT {COLUMNS}, {ATTEMPT} FROM {effect} e \
         LEFT JOIN {attempt} a ON a.effect_seq = e.seq AND a.n = e.attempt WHERE e.effect_id = $1",
        effect = session.schema().table("effect"),
        attempt = session.schema().table("effect_attempt"),
    );
    let rows = session
        .look((&sql, &[(&id.as_bytes().as_slice(), Type::BYTEA)]))
        .await?;
    rows.first()
        .map(|row| {
            let logged: Option<i64> = column(row, "n")?;
            Ok(Held {
                seq: column(row, "seq")?,
                revision: column(row, "revision")?,
                effect: effect(row)?,
                attempt: logged
                    .map(|_| attempt_of(row, "attempt_deadline_at"))
                    .transpose()?,
            })
        })
        .transpose()
}

pub(super) async fn current(db: &Database, at: &'static str, key: &EffectKey) -> Result<Option<Effect>> {
    let (sql, given) = (current_sql(db.schema()), key.as_str());
    let rows = db.read(at, &sql, &[(&given, Type::TEXT)]).await?;
    rows.first().map(effect).transpose()
}

fn current_sql(schema: &Schema) -> String {
    format!(
        "SELECT {COLUMNS} FROM {effect} e WHERE e.effect_key = $1 ORDER BY e.version DESC LIMIT 1",
        effect = schema.table("effect"),
    )
}

pub(super) async fn history(db: &Database, at: &'static str, key: &EffectKey) -> Result<Vec<Effect>> {
    select(
        db,
        at,
        "e.effect_key = $1 ORDER BY e.version",
        &[(&key.as_str(), Type::TEXT)],
    )
    .await
}

pub(super) async fn list(
    db: &Database,
    at: &'static str,
    filter: &EffectFilter,
    after: i64,
) -> Result<Vec<Effect>> {
    let states: Option<Vec<&str>> =
        (!filter.states.is_empty()).then(|| filter.states.iter().map(|state| state.as_str()).collect());
    let limit = i64::from(filter.limit);
    select(
        db,
        at,
        "e.seq > $1 AND ($2::text IS NULL OR e.operation = $2) \
         AND ($3::text IS NULL OR (e.subject >= $3 AND starts_with(e.subject, $3))) \
         AND ($4::text[] IS NULL OR e.state = ANY ($4)) ORDER BY e.seq LIMIT $5",
        &[
            (&after, Type::INT8),
            (&filter.operation, Type::TEXT),
            (&filter.subject_prefix, Type::TEXT),
            (&states, Type::TEXT_ARRAY),
            (&limit, Type::INT8),
        ],
    )
    .await
}

const UNRESOLVED: &str =
    "e.state IN ('sending', 'in_doubt') AND (e.state = 'in_doubt' OR e.deadline_at <= $1)";

pub(super) async fn unresolved(
    db: &Database,
    at: &'static str,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<Effect>> {
    select(
        db,
        at,
        &format!("{UNRESOLVED} ORDER BY e.seq LIMIT $2"),
        &[
            (&now.timestamp_micros(), Type::INT8),
            (&i64::from(limit), Type::INT8),
        ],
    )
    .await
}

/// As [`unresolved`], without those that others have claimed or are just claiming.
pub(super) async fn claim_unresolved(
    db: &Database,
    at: &'static str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<Effect>> {
    let sql = format!(
        "WITH due AS (SELECT e.seq FROM {effect} e \
                      WHERE {UNRESOLVED} AND (e.claimed_until IS NULL OR e.claimed_until <= $1) \
                      ORDER BY e.seq LIMIT $2 FOR UPDATE SKIP LOCKED), \
              claimed AS (UPDATE {effect} e SET claimed_until = $3 FROM due WHERE e.seq = due.seq RETURNING {COLUMNS}) \
         SELECT * FROM claimed ORDER BY seq",
        effect = db.schema().table("effect"),
    );
    let given: [Given<'_>; 3] = [
        (&now.timestamp_micros(), Type::INT8),
        (&i64::from(limit), Type::INT8),
        (&until.timestamp_micros(), Type::INT8),
    ];
    db.write(at, &sql, &given).await?.iter().map(effect).collect()
}

/// What planning found in the table.
#[derive(Debug)]
pub(super) enum Inserted {
    /// The effect is recorded.
    Yes,
    /// Something stands in its way; here is the latest effect under its key.
    No(Option<Box<Effect>>),
}

/// Records the effect, unless its key or its version is taken: then nothing changes.
pub(super) async fn insert(session: &mut impl Session, effect: &Effect) -> Result<Inserted> {
    let sql = format!(
        "INSERT INTO {table} (effect_id, effect_key, version, operation, subject, detail, fingerprint, strategy, \
         strategy_micros, state, attempt, planned_at, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING RETURNING seq",
        table = session.schema().table("effect"),
    );
    let key = effect.key.as_str();
    let given: [Given<'_>; 14] = [
        (&effect.id.as_bytes().as_slice(), Type::BYTEA),
        (&key, Type::TEXT),
        (&i64::from(effect.version), Type::INT8),
        (&effect.operation, Type::TEXT),
        (&effect.subject, Type::TEXT),
        (&effect.detail, Type::TEXT),
        (&effect.fingerprint.as_bytes().as_slice(), Type::BYTEA),
        (&effect.strategy.code(), Type::TEXT),
        (&effect.strategy.micros(), Type::INT8),
        (&effect.state.as_str(), Type::TEXT),
        (&i64::from(effect.attempt), Type::INT8),
        (&effect.planned_at.timestamp_micros(), Type::INT8),
        (&effect.created_at.timestamp_micros(), Type::INT8),
        (&effect.updated_at.timestamp_micros(), Type::INT8),
    ];
    let look = current_sql(session.schema());
    let (inserted, seen) = session
        .write_and_read((&sql, &given), (&look, &[(&key, Type::TEXT)]))
        .await?;
    if !inserted.is_empty() {
        return Ok(Inserted::Yes);
    }
    let current = seen?.first().map(self::effect).transpose()?;
    Ok(Inserted::No(current.map(Box::new)))
}

/// Writes what a step may change, and the entry of the log with it, over the revision that was held. False when
/// the effect has changed since: then nothing is written.
pub(super) async fn update(
    session: &mut impl Session,
    held: &Held,
    after: &Effect,
    entry: Option<&Attempt>,
) -> Result<bool> {
    let sql = format!(
        "WITH changed AS (\
           UPDATE {effect} SET revision = revision + 1, state = $3, attempt = $4, deadline_at = $5, not_before = $6, \
             remote_id = $7, note = $8, planned_at = $9, first_sent_at = $10, last_sent_at = $11, finished_at = $12, \
             updated_at = $13, \
             claimed_until = CASE WHEN $3 IN ('sending', 'in_doubt') AND attempt = $4 THEN claimed_until END \
           WHERE seq = $1 AND revision = $2 RETURNING seq), \
         logged AS (\
           INSERT INTO {attempt} (effect_seq, n, began_at, deadline_at, ended_at, outcome) \
           SELECT seq, $14, $15, $16, $17, $18 FROM changed WHERE $14::bigint IS NOT NULL \
           ON CONFLICT (effect_seq, n) DO UPDATE SET ended_at = excluded.ended_at, outcome = excluded.outcome) \
         SELECT seq FROM changed",
        effect = session.schema().table("effect"),
        attempt = session.schema().table("effect_attempt"),
    );
    let given: [Given<'_>; 18] = [
        (&held.seq, Type::INT8),
        (&held.revision, Type::INT8),
        (&after.state.as_str(), Type::TEXT),
        (&i64::from(after.attempt), Type::INT8),
        (&micros(after.deadline_at), Type::INT8),
        (&micros(after.not_before), Type::INT8),
        (&after.remote_id, Type::TEXT),
        (&after.note, Type::TEXT),
        (&after.planned_at.timestamp_micros(), Type::INT8),
        (&micros(after.first_sent_at), Type::INT8),
        (&micros(after.last_sent_at), Type::INT8),
        (&micros(after.finished_at), Type::INT8),
        (&after.updated_at.timestamp_micros(), Type::INT8),
        (&entry.map(|entry| i64::from(entry.n)), Type::INT8),
        (&micros(entry.map(|entry| entry.began_at)), Type::INT8),
        (&micros(entry.map(|entry| entry.deadline_at)), Type::INT8),
        (&micros(entry.and_then(|entry| entry.ended_at)), Type::INT8),
        (&entry.map(|entry| entry.outcome.as_str()), Type::TEXT),
    ];
    Ok(!session.change((&sql, &given)).await?.is_empty())
}

/// The attempts at the effect, if there is one.
pub(super) async fn attempts(db: &Database, at: &'static str, id: EffectId) -> Result<Option<Vec<Attempt>>> {
    let sql = format!(
        "SELECT a.n, a.began_at, a.deadline_at, a.ended_at, a.outcome FROM {effect} e \
         LEFT JOIN {attempt} a ON a.effect_seq = e.seq WHERE e.effect_id = $1 ORDER BY a.n",
        effect = db.schema().table("effect"),
        attempt = db.schema().table("effect_attempt"),
    );
    let rows = db
        .read(at, &sql, &[(&id.as_bytes().as_slice(), Type::BYTEA)])
        .await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut attempts = Vec::with_capacity(rows.len());
    for row in &rows {
        // An effect without attempts is one row without a number.
        if column::<Option<i64>>(row, "n")?.is_some() {
            attempts.push(attempt_of(row, "deadline_at")?);
        }
    }
    Ok(Some(attempts))
}

async fn select(
    db: &Database,
    at: &'static str,
    condition: &str,
    given: &[Given<'_>],
) -> Result<Vec<Effect>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {effect} e WHERE {condition}",
        effect = db.schema().table("effect"),
    );
    db.read(at, &sql, given).await?.iter().map(effect).collect()
}

fn effect(row: &Row) -> Result<Effect> {
    let key: String = column(row, "effect_key")?;
    let state: &str = column(row, "state")?;
    let strategy: &str = column(row, "strategy")?;
    Ok(Effect {
        id: EffectId::from_bytes(bytes(row, "effect_id")?),
        key: EffectKey::new(key).map_err(|e| unreadable("effect_key", e))?,
        version: number(row, "version")?,
        operation: column(row, "operation")?,
        subject: column(row, "subject")?,
        detail: column(row, "detail")?,
        fingerprint: Fingerprint::from_bytes(bytes(row, "fingerprint")?),
        strategy: Reconcile::from_parts(strategy, column(row, "strategy_micros")?)
            .map_err(|e| unreadable("strategy", e))?,
        state: state.parse::<EffectState>().map_err(|e| unreadable("state", e))?,
        attempt: number(row, "attempt")?,
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

fn attempt_of(row: &Row, deadline: &'static str) -> Result<Attempt> {
    let outcome: &str = column(row, "outcome")?;
    Ok(Attempt {
        n: number(row, "n")?,
        began_at: instant(row, "began_at")?,
        deadline_at: instant(row, deadline)?,
        ended_at: instant_if_any(row, "ended_at")?,
        outcome: outcome
            .parse::<AttemptOutcome>()
            .map_err(|e| unreadable("outcome", e))?,
    })
}
