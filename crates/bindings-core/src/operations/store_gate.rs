//! The gate: how far an integration may go by now.

use careweave::sync::{Action, GateChange, GateScope, Level};
use careweave::types::ErrorKind;
use chrono::{DateTime, Utc};

use super::arguments::arguments;
use super::operation::Operation;
use super::results::results;
use super::store_shared::{at, limit, word};

arguments! {
    /// A level that is to be set.
    SetLevel {
        /// One tenant's account at one source: ``"wellsky/agency-1"``.
        connection: String,
        /// off, read_only, inbound, outbound, two_way, automation.
        level: String,
        /// Who sets it: an opaque id.
        actor: String,
        /// Why: a code.
        reason: String,
        /// Only for this kind of record, as a code.
        kind: Option<String>,
        /// Only for this operation on it, as a code.
        operation: Option<String>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// For what.
    OneScope {
        /// One tenant's account at one source.
        connection: String,
        /// The kind of record.
        kind: Option<String>,
        /// The operation on it.
        operation: Option<String>,
    }

    /// What is about to happen.
    CheckGate {
        /// One tenant's account at one source.
        connection: String,
        /// read: fetch from there. apply: change something here because it changed there. send: change something there. automate: change
        /// something there that nobody asked for.
        action: String,
        /// The kind of record.
        kind: Option<String>,
        /// The operation on it.
        operation: Option<String>,
    }

    /// Whose changes.
    LevelChanges {
        /// One tenant's account at one source.
        connection: String,
        /// At most so many, 1 to 1000; 100 by default.
        limit: Option<u32>,
    }
}

results! {
    /// A level that was set.
    HostGateChange as "GateChange" {
        /// One tenant's account at one source.
        connection: String,
        /// The kind of record; empty for every kind.
        kind: String,
        /// The operation; empty for every operation.
        operation: String,
        /// The level.
        level: &'static str,
        /// By whom.
        actor: String,
        /// Why.
        reason: String,
        /// When.
        at: DateTime<Utc>,
    }
}

impl From<GateChange> for HostGateChange {
    fn from(change: GateChange) -> Self {
        Self {
            connection: change.scope.connection,
            kind: change.scope.kind,
            operation: change.scope.operation,
            level: change.level.as_str(),
            actor: change.actor,
            reason: change.reason,
            at: change.at,
        }
    }
}

fn scope(connection: String, kind: Option<String>, operation: Option<String>) -> GateScope {
    GateScope {
        connection,
        kind: kind.unwrap_or_default(),
        operation: operation.unwrap_or_default(),
    }
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::store(
            "gate.set_level",
            "set_level",
            "Sets how far an integration may go. Every change is kept; whoever asks afterwards sees it, in any process.",
            |store, asked: SetLevel| async move {
                let level: Level = word("gate.set_level", "level", &asked.level)?;
                let scope = scope(asked.connection, asked.kind, asked.operation);
                let set = store.set_level(&scope, level, &asked.actor, &asked.reason, at(asked.now)).await;
                set.map(HostGateChange::from)
            },
        ),
        Operation::store(
            "gate.level",
            "level",
            "The level that counts: that of the scope, or of what is around it; off where none is set.",
            |store, asked: OneScope| async move {
                let level = store.level(&scope(asked.connection, asked.kind, asked.operation)).await?;
                Ok(level.as_str().to_owned())
            },
        ),
        Operation::store(
            "gate.check",
            "check",
            "Passes when the gate allows the action. Ask when something is planned, and again right before it is sent.",
            |store, asked: CheckGate| async move {
                let action: Action = word("gate.check", "action", &asked.action)?;
                store.check(&scope(asked.connection, asked.kind, asked.operation), action).await
            },
        )
        .raises(ErrorKind::Forbidden, "it does not; the context has the level"),
        Operation::store(
            "gate.changes",
            "changes",
            "The changes of a connection, the latest first.",
            |store, asked: LevelChanges| async move {
                let found = store.level_changes(&asked.connection, limit(asked.limit)).await?;
                Ok(found.into_iter().map(HostGateChange::from).collect::<Vec<_>>())
            },
        ),
    ]
}
