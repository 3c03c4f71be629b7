use careweave_sync_core::{Dispatch, EffectId, Intent, ledger, outbox};
use careweave_types::{Error, Result};
use chrono::{DateTime, Utc};

use super::{AnyStore, Placeholders, Statement, StoreKind, Value};

const AT: &str = "outbox.statements";

/// Queues an effect in a transaction of the caller's own: on a connection, and beside rows, that careweave knows nothing of.
///
/// Two statements, to be run in their order, the nearer to the commit the better: on PostgreSQL the second holds the row from which
/// items are numbered until the transaction ends. They do what [`Outbox::enqueue`](careweave_sync_core::Outbox::enqueue) does. The
/// second gives one row, the number of the item, when it queued one, and none when the effect was queued before. Nothing is
/// queued unless the caller commits, and a worker sees the item as soon as the caller has.
///
/// What `enqueue` refuses, the database refuses, and the transaction with it: a key that is held for other content and a version
/// that does not follow one that is over break a constraint of the table `effect`.
///
/// On SQLite the caller's rows have to lie in the file of the store, in tables whose names begin with none of the store's, and
/// the transaction begins with `BEGIN IMMEDIATE`: a commit that spans attached files is not atomic in the write-ahead log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnqueueSql {
    kind: StoreKind,
    schema: String,
}

impl EnqueueSql {
    /// For a store in a file that the caller has open too.
    pub fn sqlite() -> Self {
        Self {
            kind: StoreKind::Sqlite,
            schema: String::new(),
        }
    }

    /// For a store in this schema of the caller's database.
    ///
    /// # Errors
    /// `InvalidInput` for a name that no store may have.
    pub fn postgres(schema: &str) -> Result<Self> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if schema.is_empty() || schema.len() > 63 || !schema.chars().all(plain) {
            return Err(Error::invalid(
                AT,
                "schema",
                "must be 1 to 63 lower-case ASCII letters, digits and '_'",
            ));
        }
        Ok(Self {
            kind: StoreKind::Postgres,
            schema: schema.to_owned(),
        })
    }

    /// For an open store.
    pub fn of(store: &AnyStore) -> Self {
        Self {
            kind: store.kind(),
            schema: store.schema().unwrap_or_default().to_owned(),
        }
    }

    /// The id of the effect, and the statements that plan and queue it. `version` is 1, or one more than that of the last effect
    /// under the key, which has to be rejected, superseded or abandoned.
    ///
    /// # Errors
    /// `InvalidInput` for what breaks a rule of [`Intent`] or [`Dispatch`], and for version 0.
    pub fn statements(
        &self,
        intent: &Intent,
        version: u32,
        dispatch: &Dispatch,
        placeholders: Placeholders,
        now: DateTime<Utc>,
    ) -> Result<(EffectId, [Statement; 2])> {
        if version == 0 {
            return Err(Error::invalid(AT, "version", "must be 1 or more"));
        }
        // The rules, and what they make of instants and spans, are those of the store.
        let planned = ledger::machine::plan(None, intent, now)?.into_effect();
        let id = EffectId::of(&intent.key, version);
        let item = outbox::machine::enqueue(1, id, dispatch, now)?;
        let micros = |at: DateTime<Utc>| Value::Integer(at.timestamp_micros());
        let values = [
            ("effect_id", Value::Bytes(id.as_bytes().to_vec())),
            ("effect_key", Value::Text(intent.key.as_str().to_owned())),
            ("version", Value::Integer(version.into())),
            ("operation", Value::Text(planned.operation)),
            ("subject", Value::Text(planned.subject)),
            ("detail", Value::Text(planned.detail)),
            (
                "fingerprint",
                Value::Bytes(planned.fingerprint.as_bytes().to_vec()),
            ),
            ("strategy", Value::Text(planned.strategy.code().to_owned())),
            (
                "strategy_micros",
                planned.strategy.micros().map_or(Value::Nothing, Value::Integer),
            ),
            ("lane", Value::Text(item.lane)),
            ("priority", Value::Integer(item.priority.into())),
            ("due_at", micros(item.due_at)),
            ("now", micros(item.enqueued_at)),
        ];
        let [plan, queue] = self.templates();
        Ok((
            id,
            [plan, queue].map(|template| Statement::of(&template, &values, placeholders)),
        ))
    }

    fn templates(&self) -> [String; 2] {
        match self.kind {
            StoreKind::Sqlite => [SQLITE_PLAN.to_owned(), SQLITE_QUEUE.to_owned()],
            StoreKind::Postgres => [POSTGRES_PLAN, POSTGRES_QUEUE]
                .map(|template| template.replace("{schema}", &format!("\"{}\"", self.schema))),
        }
    }
}

/// Of two transactions that plan the same effect the second waits for the first, and goes on. Other content under the id leaves a
/// fingerprint of no bytes, which the table refuses.
const POSTGRES_PLAN: &str = "\
INSERT INTO {schema}.effect AS held (effect_id, effect_key, version, operation, subject, detail, fingerprint, strategy, \
strategy_micros, state, attempt, planned_at, created_at, updated_at) \
SELECT CAST(:effect_id AS bytea), CAST(:effect_key AS text), \
CASE WHEN CAST(:version AS bigint) = 1 OR EXISTS (SELECT 1 FROM {schema}.effect AS last \
WHERE last.effect_key = CAST(:effect_key AS text) AND last.version = CAST(:version AS bigint) - 1 \
AND last.state IN ('rejected', 'superseded', 'abandoned')) THEN CAST(:version AS bigint) ELSE 0 END, \
CAST(:operation AS text), CAST(:subject AS text), CAST(:detail AS text), CAST(:fingerprint AS bytea), \
CAST(:strategy AS text), CAST(:strategy_micros AS bigint), 'planned', 0, CAST(:now AS bigint), CAST(:now AS bigint), \
CAST(:now AS bigint) \
ON CONFLICT (effect_id) DO UPDATE SET fingerprint = CAST('' AS bytea) WHERE held.fingerprint <> excluded.fingerprint";

const POSTGRES_QUEUE: &str = "\
WITH counted AS (UPDATE {schema}.outbox_count SET last = last + 1 WHERE id = 1 AND NOT EXISTS (SELECT 1 \
FROM {schema}.outbox AS held WHERE held.effect_id = CAST(:effect_id AS bytea)) RETURNING last) \
INSERT INTO {schema}.outbox (seq, effect_id, lane, priority, state, due_at, attempts, deferrals, fence, enqueued_at, \
updated_at) \
SELECT counted.last, CAST(:effect_id AS bytea), CAST(:lane AS text), CAST(:priority AS bigint), 'waiting', \
CAST(:due_at AS bigint), 0, 0, 0, CAST(:now AS bigint), CAST(:now AS bigint) FROM counted RETURNING seq";

/// One writes at a time. Other content under the id is a second row with it, which the table refuses.
const SQLITE_PLAN: &str = "\
INSERT INTO effect (effect_id, effect_key, version, operation, subject, detail, fingerprint, strategy, strategy_micros, \
state, attempt, planned_at, created_at, updated_at) \
SELECT :effect_id, :effect_key, CASE WHEN :version = 1 OR EXISTS (SELECT 1 FROM effect AS last \
WHERE last.effect_key = :effect_key AND last.version = :version - 1 \
AND last.state IN ('rejected', 'superseded', 'abandoned')) THEN :version ELSE 0 END, \
:operation, :subject, :detail, :fingerprint, :strategy, :strategy_micros, 'planned', 0, :now, :now, :now \
WHERE NOT EXISTS (SELECT 1 FROM effect AS held WHERE held.effect_id = :effect_id AND held.fingerprint = :fingerprint)";

const SQLITE_QUEUE: &str = "\
INSERT INTO outbox (effect_id, lane, priority, state, due_at, attempts, deferrals, fence, enqueued_at, updated_at) \
SELECT :effect_id, :lane, :priority, 'waiting', :due_at, 0, 0, 0, :now, :now \
WHERE NOT EXISTS (SELECT 1 FROM outbox AS held WHERE held.effect_id = :effect_id) RETURNING seq";
