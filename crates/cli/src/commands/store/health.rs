//! How integrations are: what each lags behind, what waits, and what is more than its targets allow.

use std::path::Path;

use careweave::sync::health::assess;
use careweave::sync::{Alert, AnyStore, Integration, IntegrationStatus, Severity, Targets, Vitals};
use careweave::types::Error;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::dash;
use super::opened::explained;
use crate::failure::Failure;
use crate::input;
use crate::table::columns;

/// Where the form of the file is described.
const FORMAT: &str = "docs/guides/stores.md";

/// What the file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Watched {
    integrations: Vec<WatchedIntegration>,
}

/// An integration and what it is to keep to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WatchedIntegration {
    name: String,
    connection: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    streams: Vec<String>,
    #[serde(default)]
    operations: Vec<String>,
    #[serde(default)]
    leases: Vec<String>,
    #[serde(default)]
    targets: Targets,
}

/// How one integration is.
#[derive(Debug, Serialize)]
pub(super) struct IntegrationHealth {
    name: String,
    /// Nothing when nothing ever happened to it.
    status: Option<IntegrationStatus>,
    vitals: Vitals,
    alerts: Vec<Told>,
}

/// An alert with its severity. Lost leases are only ever counted up, and one look does not judge them.
#[derive(Debug, Serialize)]
struct Told {
    #[serde(flatten)]
    alert: Alert,
    severity: Severity,
}

impl WatchedIntegration {
    fn split(self) -> (Integration, Targets) {
        let integration = Integration {
            name: self.name,
            connection: self.connection,
            source: self.source,
            streams: self.streams,
            operations: self.operations,
            leases: self.leases,
        };
        (integration, self.targets)
    }
}

/// Reads which integrations are looked at.
pub(super) fn watched(path: &Path) -> Result<Vec<WatchedIntegration>, Failure> {
    let text = input::read(path)?;
    let watched: Watched = serde_json::from_str(&text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        let error = Error::invalid("store.status", "integrations", error.to_string()).with("at", place);
        input::refuse(path, "list of integrations", FORMAT, &error)
    })?;
    Ok(watched.integrations)
}

pub(super) async fn read(
    store: &AnyStore,
    watched: Vec<WatchedIntegration>,
    now: DateTime<Utc>,
) -> Result<Vec<IntegrationHealth>, Failure> {
    let mut all = Vec::with_capacity(watched.len());
    for one in watched {
        let (integration, targets) = one.split();
        let vitals = store.vitals(&integration, now).await.map_err(explained)?;
        let status = store.integration(&integration.name).await.map_err(explained)?;
        let alerts = assess(&targets, &vitals, None, status.as_ref());
        let told = |alert: Alert| Told {
            severity: alert.kind.severity(),
            alert,
        };
        all.push(IntegrationHealth {
            name: integration.name,
            status,
            vitals,
            alerts: alerts.into_iter().map(told).collect(),
        });
    }
    Ok(all)
}

/// A sentence per alert.
pub(super) fn attention(all: &[IntegrationHealth]) -> impl Iterator<Item = String> {
    all.iter().flat_map(|one| {
        one.alerts.iter().map(|told| {
            let Alert { kind, value, target } = told.alert;
            format!(
                "{}: {kind} ({}) is {value}, at most {target}",
                one.name, told.severity
            )
        })
    })
}

pub(super) fn readable(all: &[IntegrationHealth]) -> String {
    let head = [
        "integration",
        "state",
        "failures",
        "lag",
        "waits",
        "in doubt",
        "dead",
        "conflicts",
        "held",
    ];
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            let status = one.status.as_ref();
            let waits = one.vitals.inbox_waiting + one.vitals.hints_waiting + one.vitals.outbox_waiting;
            vec![
                one.name.clone(),
                status.map_or_else(dash, |status| status.state.to_string()),
                status.map_or_else(dash, |status| status.failures.to_string()),
                one.vitals.sync_lag.map_or_else(dash, |lag| format!("{lag} s")),
                waits.to_string(),
                one.vitals.in_doubt.to_string(),
                one.vitals.dead_letters.to_string(),
                one.vitals.conflicts_open.to_string(),
                one.vitals.scans_held.to_string(),
            ]
        })
        .collect();
    columns(&head, &rows)
}
