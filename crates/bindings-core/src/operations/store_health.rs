//! Health: what waits for an integration and for how long, whether it works, and what is wrong.

use std::collections::BTreeSet;

use careweave::sync::health::{assess, exposition};
use careweave::sync::{Alert, Completion, Integration, IntegrationEvent, IntegrationStatus, Targets, Vitals};
use careweave::types::{Error, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::arguments::arguments;
use super::operation::Operation;
use super::providers_shared::shared;
use super::results::results;
use super::store_shared::at;

shared! {
    /// What belongs to an integration: the rows of the store that its numbers are taken from.
    HostIntegration as "Integration" {
        /// Its name, as a code: ``"wellsky.agency-1"``.
        name: String,
        /// Its connection, for scans and conflicts: ``"wellsky/agency-1"``.
        connection: String,
        /// The source of its messages and hints, as a code; left out when it sends none.
        source: Option<String>,
        /// The streams it reads.
        streams: Option<Vec<String>>,
        /// The operations of the effects it sends, as codes.
        operations: Option<Vec<String>>,
        /// The leases its workers take.
        leases: Option<Vec<String>>,
    }

    /// What an integration is to keep to: more than a target is an alert. Ages are whole seconds.
    HostTargets as "HealthTargets" {
        /// How far a stream may be behind; 1800 by default, two polls.
        sync_lag: Option<u64>,
        /// How long a message may wait; 300 by default.
        inbox_oldest: Option<u64>,
        /// How long a subject may be dirty; 300 by default.
        hints_oldest: Option<u64>,
        /// How long an item may wait; 900 by default.
        outbox_oldest: Option<u64>,
        /// How long an effect may be in doubt; 3600 by default. Set it to three times the quiet period.
        in_doubt_oldest: Option<u64>,
        /// How many items may be dead; 0 by default.
        dead_letters: Option<u64>,
        /// How many effects may wait for a person; 0 by default.
        manual: Option<u64>,
        /// How many conflicts may wait for a person; 20 by default.
        conflicts_open: Option<u64>,
        /// How many scans may be held; 0 by default.
        scans_held: Option<u64>,
        /// How many leases may be lost between two looks; 2 by default.
        lease_losses: Option<u64>,
        /// How many fetches in a row may fail; 2 by default.
        failures: Option<u64>,
    }

    /// What waits for one integration, and for how long. Ages are whole seconds; nothing where nothing waits.
    HostVitals as "Vitals" {
        /// When it was counted.
        at: DateTime<Utc>,
        /// How far the stream that is furthest behind is read. Streams that were never read do not count.
        sync_lag: Option<u64>,
        /// Streams that were never read.
        streams_unread: u64,
        /// Messages that wait.
        inbox_waiting: u64,
        /// How long the oldest of them has.
        inbox_oldest: Option<u64>,
        /// Hints that wait for a fetch.
        hints_waiting: u64,
        /// How long the subject that has been dirty longest is.
        hints_oldest: Option<u64>,
        /// Items that wait, or are being sent.
        outbox_waiting: u64,
        /// How long ago the oldest of them was queued.
        outbox_oldest: Option<u64>,
        /// Items given up.
        dead_letters: u64,
        /// Effects of which nobody knows whether they happened.
        in_doubt: u64,
        /// How long the oldest of them is.
        in_doubt_oldest: Option<u64>,
        /// Effects that a person has to look up.
        manual: u64,
        /// How often a lease ended without a word from its holder, ever.
        lease_losses: u64,
        /// Conflicts that wait for a person.
        conflicts_open: u64,
        /// Scans that are held until somebody looks.
        scans_held: u64,
    }
}

arguments! {
    /// Whose numbers.
    VitalsAsked {
        /// What belongs to the integration.
        integration: HostIntegration,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Whose numbers are shown.
    MetricsAsked {
        /// What belongs to each integration, each under a name of its own; none for what is queued alone.
        integrations: Vec<HostIntegration>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// What is judged, and by what.
    HealthAsked {
        /// What belongs to the integration.
        integration: HostIntegration,
        /// What it is to keep to; the defaults where nothing is given.
        targets: Option<HostTargets>,
        /// The numbers of the look before: without them lost leases, which are only ever counted up, are not judged.
        before: Option<HostVitals>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// What happened to an integration.
    ObserveAsked {
        /// Its name, as a code.
        name: String,
        /// switched_on, switched_off; complete, partial: a fetch came to its end; failed: it did not.
        event: String,
        /// Why it failed, as a code; required with failed, and refused with the others.
        reason: Option<String>,
        /// When; the present by default.
        now: Option<DateTime<Utc>>,
    }

    /// Which integration.
    OneIntegration {
        /// Its name, as a code.
        name: String,
    }
}

results! {
    /// Whether an integration works.
    HostStatus as "IntegrationStatus" {
        /// Its name.
        name: String,
        /// inactive: it is switched off, or never was on. active: it is on, and its last fetch was complete. error: it is on, and
        /// its last fetch was not.
        state: &'static str,
        /// Since when.
        since: DateTime<Utc>,
        /// How many fetches in a row failed or were partial.
        failures: u32,
        /// Why the last one did: a code.
        reason: Option<String>,
        /// When a fetch was last complete.
        last_success_at: Option<DateTime<Utc>>,
        /// When one last was not.
        last_failure_at: Option<DateTime<Utc>>,
        /// When something last happened.
        updated_at: DateTime<Utc>,
    }

    /// One thing that is wrong, and by how much.
    HostAlert as "HealthAlert" {
        /// failing, sync_lag, inbox_stalled, hints_stalled, outbox_stalled, in_doubt, dead_letters, manual, conflicts, scan_held,
        /// lease_losses: a closed list, fit to be a label.
        kind: &'static str,
        /// warning: in working hours. critical: now.
        severity: &'static str,
        /// The number that was counted.
        value: u64,
        /// What it may be at most.
        target: u64,
    }

    /// How an integration is.
    HealthReport as "HealthReport" {
        /// Whether it works; nothing when nothing ever happened to it.
        status: Option<HostStatus>,
        /// What waits.
        vitals: HostVitals,
        /// What is wrong; empty when nothing is.
        alerts: Vec<HostAlert>,
    }
}

impl From<HostIntegration> for Integration {
    fn from(given: HostIntegration) -> Self {
        Self {
            name: given.name,
            connection: given.connection,
            source: given.source.unwrap_or_default(),
            streams: given.streams.unwrap_or_default(),
            operations: given.operations.unwrap_or_default(),
            leases: given.leases.unwrap_or_default(),
        }
    }
}

/// Two records of the same fields, each way.
macro_rules! same_fields {
    ($core:ident, $host:ident: $($field:ident),+) => {
        impl From<$core> for $host {
            fn from(core: $core) -> Self {
                Self { $($field: core.$field),+ }
            }
        }
        impl From<$host> for $core {
            fn from(host: $host) -> Self {
                Self { $($field: host.$field),+ }
            }
        }
    };
}

same_fields!(Vitals, HostVitals:
    at, sync_lag, streams_unread, inbox_waiting, inbox_oldest, hints_waiting, hints_oldest, outbox_waiting, outbox_oldest,
    dead_letters, in_doubt, in_doubt_oldest, manual, lease_losses, conflicts_open, scans_held);

impl From<HostTargets> for Targets {
    fn from(given: HostTargets) -> Self {
        let by_default = Self::default();
        Self {
            sync_lag: given.sync_lag.unwrap_or(by_default.sync_lag),
            inbox_oldest: given.inbox_oldest.unwrap_or(by_default.inbox_oldest),
            hints_oldest: given.hints_oldest.unwrap_or(by_default.hints_oldest),
            outbox_oldest: given.outbox_oldest.unwrap_or(by_default.outbox_oldest),
            in_doubt_oldest: given.in_doubt_oldest.unwrap_or(by_default.in_doubt_oldest),
            dead_letters: given.dead_letters.unwrap_or(by_default.dead_letters),
            manual: given.manual.unwrap_or(by_default.manual),
            conflicts_open: given.conflicts_open.unwrap_or(by_default.conflicts_open),
            scans_held: given.scans_held.unwrap_or(by_default.scans_held),
            lease_losses: given.lease_losses.unwrap_or(by_default.lease_losses),
            failures: given.failures.unwrap_or(by_default.failures),
        }
    }
}

impl From<IntegrationStatus> for HostStatus {
    fn from(status: IntegrationStatus) -> Self {
        Self {
            name: status.name,
            state: status.state.as_str(),
            since: status.since,
            failures: status.failures,
            reason: status.reason,
            last_success_at: status.last_success_at,
            last_failure_at: status.last_failure_at,
            updated_at: status.updated_at,
        }
    }
}

impl From<Alert> for HostAlert {
    fn from(alert: Alert) -> Self {
        Self {
            kind: alert.kind.as_str(),
            severity: alert.kind.severity().as_str(),
            value: alert.value,
            target: alert.target,
        }
    }
}

/// What happened, as the host says it.
fn event(event: &str, reason: Option<String>) -> Result<IntegrationEvent> {
    const AT: &str = "health.observe";
    match (event, reason) {
        ("switched_on", None) => Ok(IntegrationEvent::SwitchedOn),
        ("switched_off", None) => Ok(IntegrationEvent::SwitchedOff),
        ("complete", None) => Ok(IntegrationEvent::Fetched(Completion::Complete)),
        ("partial", None) => Ok(IntegrationEvent::Fetched(Completion::Partial)),
        ("failed", Some(reason)) => Ok(IntegrationEvent::Failed { reason }),
        ("failed", None) => Err(Error::invalid(AT, "reason", "is required with failed")),
        ("switched_on" | "switched_off" | "complete" | "partial", Some(_)) => {
            Err(Error::invalid(AT, "reason", "must be left out unless it failed"))
        }
        _ => Err(Error::invalid(
            AT,
            "event",
            "must be switched_on, switched_off, complete, partial or failed",
        )),
    }
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::store(
            "health.vitals",
            "vitals",
            "What waits for an integration and for how long, how far its streams are behind, from one look at the store.",
            |store, asked: VitalsAsked| async move {
                store
                    .vitals(&asked.integration.into(), at(asked.now))
                    .await
                    .map(HostVitals::from)
            },
        ),
        Operation::store(
            "health.metrics_text",
            "metrics_text",
            "What waits for each integration and what became of all that was queued, as Prometheus reads it: content type \
             text/plain; version=0.0.4. No label holds anything of a person.",
            |store, asked: MetricsAsked| async move {
                let (now, mut counted) = (at(asked.now), Vec::new());
                let mut names = BTreeSet::new();
                for integration in asked.integrations.into_iter().map(Integration::from) {
                    if !names.insert(integration.name.clone()) {
                        let rule = "must have a name of its own each";
                        return Err(Error::invalid("health.metrics_text", "integrations", rule));
                    }
                    let vitals = store.vitals(&integration, now).await?;
                    counted.push((integration, vitals));
                }
                let counted = counted.iter().map(|(integration, vitals)| (integration, *vitals));
                Ok(exposition(counted, &store.outbox_counts().await?))
            },
        ),
        Operation::store(
            "health.look",
            "look",
            "How an integration is: whether it works, what waits, and what is more than its targets allow.",
            |store, asked: HealthAsked| async move {
                let integration = Integration::from(asked.integration);
                let vitals = store.vitals(&integration, at(asked.now)).await?;
                let status = store.integration(&integration.name).await?;
                let targets = asked.targets.map(Targets::from).unwrap_or_default();
                let before = asked.before.map(Vitals::from);
                let alerts = assess(&targets, &vitals, before.as_ref(), status.as_ref());
                Ok(HealthReport {
                    status: status.map(HostStatus::from),
                    vitals: vitals.into(),
                    alerts: alerts.into_iter().map(HostAlert::from).collect(),
                })
            },
        ),
        Operation::store(
            "health.observe",
            "observe",
            "Records what happened to an integration. After a fetch that failed only a complete one makes it active again.",
            |store, asked: ObserveAsked| async move {
                let event = event(&asked.event, asked.reason)?;
                store
                    .observe(&asked.name, &event, at(asked.now))
                    .await
                    .map(HostStatus::from)
            },
        ),
        Operation::store(
            "health.status",
            "status",
            "Whether an integration works; nothing when nothing ever happened to it.",
            |store, asked: OneIntegration| async move {
                Ok(store.integration(&asked.name).await?.map(HostStatus::from))
            },
        ),
    ]
}
