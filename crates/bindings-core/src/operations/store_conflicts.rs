//! Conflicts: fields that both sides changed, kept until a person decides.

use careweave::sync::{
    Chosen, Conflict, ConflictCounts, ConflictDecision, ConflictFilter, ConflictReport, ConflictState,
    ExternalRef, FoundConflict,
};
use careweave::types::{Error, ErrorKind, Pii, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::arguments::arguments;
use super::operation::Operation;
use super::providers_shared::shared;
use super::results::results;
use super::store_shared::{LeaseGuard, at, limit, word};

shared! {
    /// A field that both sides changed, with its values as JSON texts: ``"\"3035550101\""``.
    FoundField as "FoundConflict" {
        /// The path of the field; empty where the record itself is in conflict (deleted here, changed there).
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        field: String,
        /// What both agreed on last; left out where there was nothing.
        base: Option<Pii<String>>,
        /// Ours; left out where there is none.
        local: Option<Pii<String>>,
        /// Theirs; left out where there is none.
        remote: Option<Pii<String>>,
    }
}

arguments! {
    /// What a sync found in one record.
    RecordConflicts {
        /// One tenant's account at one source: ``"wellsky/agency-1"``.
        connection: String,
        /// The kind of record, as a code.
        kind: String,
        /// The id of the record there.
        external_id: String,
        /// Every conflict that was found, up to 1000; an empty list when there is none (any more).
        found: Vec<FoundField>,
        /// The lease under which it is recorded.
        guard: Option<LeaseGuard>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Which conflict.
    OneConflict {
        /// Its number.
        number: u64,
    }

    /// Which conflicts.
    ConflictsAsked {
        /// One tenant's account at one source.
        connection: String,
        /// Only of this kind of record.
        kind: Option<String>,
        /// open, resolved, obsolete, or any; open by default.
        state: Option<String>,
        /// Only after this number.
        after: Option<u64>,
        /// At most so many, 1 to 1000; 100 by default.
        limit: Option<u32>,
    }

    /// What a person decides.
    ResolveConflict {
        /// The number of the conflict.
        number: u64,
        /// local: our value, which the next sync pushes. remote: theirs, which it applies. value: a third one, for both.
        chosen: String,
        /// Who decides: an opaque id.
        actor: String,
        /// Why: a code.
        reason: String,
        /// The third value, as JSON; required with value, and refused with the others.
        value: Option<Pii<String>>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Whose conflicts.
    ConflictsCounted {
        /// One tenant's account at one source.
        connection: String,
    }
}

results! {
    /// A conflict and what became of it. The values are JSON texts; they are kept while it is open.
    HostConflict as "Conflict" {
        /// Its number: it grows in the order in which conflicts were found first, and is never given twice.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        number: u64,
        /// One tenant's account at one source.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        connection: String,
        /// The kind of record.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        kind: String,
        /// The id of the record there.
        external_id: String,
        /// The path of the field; empty where the record itself is in conflict.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        field: String,
        /// open: a person has to decide. resolved: somebody did. obsolete: a side changed meanwhile, or the record was erased.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        state: &'static str,
        /// What both agreed on last.
        base: Option<Pii<String>>,
        /// Our value.
        local: Option<Pii<String>>,
        /// Their value.
        remote: Option<Pii<String>>,
        /// Whose value was chosen: local, remote, value.
        chosen: Option<&'static str>,
        /// The third value that was chosen, until it is purged or erased.
        value: Option<Pii<String>>,
        /// Who decided.
        actor: Option<String>,
        /// Why.
        reason: Option<String>,
        /// How many syncs found it.
        found: u32,
        /// When it was found first.
        found_at: DateTime<Utc>,
        /// When it was found last.
        last_found_at: DateTime<Utc>,
        /// When it was closed.
        closed_at: Option<DateTime<Utc>>,
    }

    /// What recording the conflicts of a record came to.
    HostConflictReport as "ConflictReport" {
        /// Found for the first time, or again after they were closed by themselves.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        opened: u32,
        /// Found before: open still, or decided already.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        known: u32,
        /// Open before and not found any more: they are closed.
        #[cfg_attr(feature = "schema", schemars(extend("x-shown" = true)))]
        obsolete: u32,
        /// Everything that was found, in its order: what is resolved among it is to be carried out now.
        conflicts: Vec<HostConflict>,
    }

    /// How many conflicts of a connection stand where.
    HostConflictCounts as "ConflictCounts" {
        /// Waiting for a person.
        open: u64,
        /// Decided, and not purged yet.
        resolved: u64,
        /// Closed by themselves, and not purged yet.
        obsolete: u64,
    }
}

impl FoundField {
    fn read(self) -> Result<FoundConflict> {
        let text = |value: &Option<Pii<String>>| value.as_ref().map(|value| value.expose().clone());
        FoundConflict::of_json(
            &self.field,
            text(&self.base).as_deref(),
            text(&self.local).as_deref(),
            text(&self.remote).as_deref(),
        )
    }
}

impl ConflictsAsked {
    fn filter(self) -> Result<ConflictFilter> {
        let state = match self.state.as_deref() {
            None => Some(ConflictState::Open),
            Some("any") => None,
            Some(state) => Some(word("conflict.of_connection", "state", state)?),
        };
        Ok(ConflictFilter {
            connection: self.connection,
            kind: self.kind,
            state,
            after: self.after.unwrap_or(0),
            limit: limit(self.limit),
        })
    }
}

/// A choice, and the value that belongs to it.
fn decision(chosen: &str, value: Option<Pii<String>>) -> Result<ConflictDecision> {
    const AT: &str = "conflict.resolve";
    let refused = |rule: &'static str| Error::invalid(AT, "value", rule);
    match (word(AT, "chosen", chosen)?, value) {
        (Chosen::Local, None) => Ok(ConflictDecision::Local),
        (Chosen::Remote, None) => Ok(ConflictDecision::Remote),
        (Chosen::Value, Some(value)) => Ok(ConflictDecision::Value(value)),
        (Chosen::Value, None) => Err(refused("is required when a third value is chosen")),
        (Chosen::Local | Chosen::Remote, Some(_)) => {
            Err(refused("must be left out when the value of a side is chosen"))
        }
    }
}

impl From<Conflict> for HostConflict {
    fn from(conflict: Conflict) -> Self {
        let sides = conflict.sides.unwrap_or_default();
        let (chosen, value, actor, reason) = match conflict.resolution {
            Some(decided) => (
                Some(decided.chosen.as_str()),
                decided.value,
                Some(decided.actor),
                Some(decided.reason),
            ),
            None => (None, None, None, None),
        };
        Self {
            number: conflict.number,
            connection: conflict.reference.connection,
            kind: conflict.reference.kind,
            external_id: conflict.reference.external_id,
            field: conflict.key.field,
            state: conflict.state.as_str(),
            base: sides.base,
            local: sides.local,
            remote: sides.remote,
            chosen,
            value,
            actor,
            reason,
            found: conflict.found,
            found_at: conflict.found_at,
            last_found_at: conflict.last_found_at,
            closed_at: conflict.closed_at,
        }
    }
}

impl From<ConflictReport> for HostConflictReport {
    fn from(report: ConflictReport) -> Self {
        Self {
            opened: report.opened,
            known: report.known,
            obsolete: report.obsolete,
            conflicts: report.conflicts.into_iter().map(HostConflict::from).collect(),
        }
    }
}

impl From<ConflictCounts> for HostConflictCounts {
    fn from(counts: ConflictCounts) -> Self {
        Self {
            open: counts.open,
            resolved: counts.resolved,
            obsolete: counts.obsolete,
        }
    }
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::store(
            "conflict.record",
            "record",
            "Records every conflict that a sync found in one record, also when that is none: those that were open and are not \
             found any more are closed. Found again, a conflict stays one.",
            |store, asked: RecordConflicts| async move {
                let reference = ExternalRef::new(asked.connection, asked.kind, asked.external_id);
                let found = asked
                    .found
                    .into_iter()
                    .map(FoundField::read)
                    .collect::<Result<Vec<_>>>()?;
                let guard = asked.guard.map(Into::into);
                store
                    .record_conflicts(&reference, &found, guard.as_ref(), at(asked.now))
                    .await
                    .map(HostConflictReport::from)
            },
        )
        .raises(ErrorKind::Conflict, "the lease is gone"),
        Operation::store(
            "conflict.get",
            "get",
            "One conflict, with its values while it is open.",
            |store, asked: OneConflict| async move { store.conflict(asked.number).await.map(HostConflict::from) },
        )
        .raises(ErrorKind::NotFound, "there is none with this number, or it was purged"),
        Operation::store(
            "conflict.of_connection",
            "of_connection",
            "The conflicts of a connection, in the order of their numbers.",
            |store, asked: ConflictsAsked| async move {
                let found = store.conflicts(&asked.filter()?).await?;
                Ok(found.into_iter().map(HostConflict::from).collect::<Vec<_>>())
            },
        ),
        Operation::store(
            "conflict.resolve",
            "resolve",
            "Records what a person decided; the next sync carries it out. Deciding the same again is harmless.",
            |store, asked: ResolveConflict| async move {
                let decided = decision(&asked.chosen, asked.value)?;
                store
                    .resolve_conflict(asked.number, &decided, &asked.actor, &asked.reason, at(asked.now))
                    .await
                    .map(HostConflict::from)
            },
        )
        .raises(ErrorKind::Conflict, "it is not open any more: the context has its state")
        .raises(ErrorKind::NotFound, "there is none with this number, or it was purged"),
        Operation::store(
            "conflict.counts",
            "counts",
            "How many conflicts of a connection wait, were decided, or closed by themselves.",
            |store, asked: ConflictsCounted| async move {
                store
                    .conflict_counts(&asked.connection)
                    .await
                    .map(HostConflictCounts::from)
            },
        ),
    ]
}
