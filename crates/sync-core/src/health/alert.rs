use serde::{Deserialize, Serialize};

use super::{IntegrationState, IntegrationStatus, Targets, Vitals};
use crate::words::words;

/// What is wrong with an integration. The list is closed, so that it can be a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// Its fetches fail.
    Failing,
    /// A stream is too far behind.
    SyncLag,
    /// Messages are not worked on.
    InboxStalled,
    /// Hints are not followed.
    HintsStalled,
    /// Changes are not sent.
    OutboxStalled,
    /// Nobody finds out what became of effects.
    InDoubt,
    /// Items were given up.
    DeadLetters,
    /// Effects wait for a person.
    Manual,
    /// Conflicts wait for a person.
    Conflicts,
    /// A scan would delete more than the brake lets through.
    ScanHeld,
    /// Workers lose their leases.
    LeaseLosses,
}

words!(AlertKind, "health.alert", "kind", "must be a kind of alert":
    Failing = "failing", SyncLag = "sync_lag", InboxStalled = "inbox_stalled", HintsStalled = "hints_stalled",
    OutboxStalled = "outbox_stalled", InDoubt = "in_doubt", DeadLetters = "dead_letters", Manual = "manual",
    Conflicts = "conflicts", ScanHeld = "scan_held", LeaseLosses = "lease_losses");

/// How soon somebody has to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// In working hours.
    Warning,
    /// Now: something is not done that somebody relies on.
    Critical,
}

words!(Severity, "health.severity", "severity", "must be warning or critical":
    Warning = "warning", Critical = "critical");

impl AlertKind {
    /// How soon somebody has to look.
    pub const fn severity(self) -> Severity {
        match self {
            Self::Failing | Self::SyncLag | Self::OutboxStalled | Self::InDoubt | Self::ScanHeld => {
                Severity::Critical
            }
            Self::InboxStalled
            | Self::HintsStalled
            | Self::DeadLetters
            | Self::Manual
            | Self::Conflicts
            | Self::LeaseLosses => Severity::Warning,
        }
    }
}

/// One thing that is wrong, and by how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// What.
    pub kind: AlertKind,
    /// The number that was counted.
    pub value: u64,
    /// What it may be at most.
    pub target: u64,
}

/// What is wrong now, in the order of [`AlertKind`]. `before` is what was counted at the look before, for what only ever grows.
/// An integration that is switched off is not behind, but what it left undone is told.
pub fn assess(
    targets: &Targets,
    vitals: &Vitals,
    before: Option<&Vitals>,
    status: Option<&IntegrationStatus>,
) -> Vec<Alert> {
    let off = status.is_some_and(|status| status.state == IntegrationState::Inactive);
    let failures = status.filter(|status| status.state == IntegrationState::Error);
    let lag = vitals.sync_lag.filter(|_| !off);
    let lost = before.map_or(0, |before| {
        vitals.lease_losses.saturating_sub(before.lease_losses)
    });
    let counted = [
        (
            AlertKind::Failing,
            failures.map_or(0, |status| u64::from(status.failures)),
            targets.failures,
        ),
        (AlertKind::SyncLag, lag.unwrap_or(0), targets.sync_lag),
        (
            AlertKind::InboxStalled,
            vitals.inbox_oldest.unwrap_or(0),
            targets.inbox_oldest,
        ),
        (
            AlertKind::HintsStalled,
            vitals.hints_oldest.unwrap_or(0),
            targets.hints_oldest,
        ),
        (
            AlertKind::OutboxStalled,
            vitals.outbox_oldest.unwrap_or(0),
            targets.outbox_oldest,
        ),
        (
            AlertKind::InDoubt,
            vitals.in_doubt_oldest.unwrap_or(0),
            targets.in_doubt_oldest,
        ),
        (AlertKind::DeadLetters, vitals.dead_letters, targets.dead_letters),
        (AlertKind::Manual, vitals.manual, targets.manual),
        (
            AlertKind::Conflicts,
            vitals.conflicts_open,
            targets.conflicts_open,
        ),
        (AlertKind::ScanHeld, vitals.scans_held, targets.scans_held),
        (AlertKind::LeaseLosses, lost, targets.lease_losses),
    ];
    counted
        .into_iter()
        .filter(|(_, value, target)| value > target)
        .map(|(kind, value, target)| Alert { kind, value, target })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::{IntegrationEvent, machine};
    use chrono::{DateTime, Utc};

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    /// Given numbers at their targets, nothing is wrong; given each one above, exactly it is named.
    #[test]
    fn each_number_above_its_target_is_named_and_none_at_it() {
        let targets = Targets::default();
        let at = Vitals {
            sync_lag: Some(targets.sync_lag),
            inbox_oldest: Some(targets.inbox_oldest),
            hints_oldest: Some(targets.hints_oldest),
            outbox_oldest: Some(targets.outbox_oldest),
            in_doubt_oldest: Some(targets.in_doubt_oldest),
            dead_letters: targets.dead_letters,
            manual: targets.manual,
            conflicts_open: targets.conflicts_open,
            scans_held: targets.scans_held,
            lease_losses: 40 + targets.lease_losses,
            ..Vitals::default()
        };
        let before = Vitals {
            lease_losses: 40,
            ..Vitals::default()
        };
        assert_eq!(assess(&targets, &at, Some(&before), None), []);
        let more = |age: Option<u64>| age.map(|age| age + 1);
        let over = [
            (
                AlertKind::SyncLag,
                Vitals {
                    sync_lag: more(at.sync_lag),
                    ..at
                },
            ),
            (
                AlertKind::InboxStalled,
                Vitals {
                    inbox_oldest: more(at.inbox_oldest),
                    ..at
                },
            ),
            (
                AlertKind::HintsStalled,
                Vitals {
                    hints_oldest: more(at.hints_oldest),
                    ..at
                },
            ),
            (
                AlertKind::OutboxStalled,
                Vitals {
                    outbox_oldest: more(at.outbox_oldest),
                    ..at
                },
            ),
            (
                AlertKind::InDoubt,
                Vitals {
                    in_doubt_oldest: more(at.in_doubt_oldest),
                    ..at
                },
            ),
            (
                AlertKind::DeadLetters,
                Vitals {
                    dead_letters: 1,
                    ..at
                },
            ),
            (AlertKind::Manual, Vitals { manual: 1, ..at }),
            (
                AlertKind::Conflicts,
                Vitals {
                    conflicts_open: at.conflicts_open + 1,
                    ..at
                },
            ),
            (AlertKind::ScanHeld, Vitals { scans_held: 1, ..at }),
            (
                AlertKind::LeaseLosses,
                Vitals {
                    lease_losses: at.lease_losses + 1,
                    ..at
                },
            ),
        ];
        for (kind, vitals) in over {
            let alerts = assess(&targets, &vitals, Some(&before), None);
            assert_eq!(alerts.iter().map(|alert| alert.kind).collect::<Vec<_>>(), [kind]);
            assert_eq!(alerts[0].value, alerts[0].target + 1);
        }
        assert_eq!(AlertKind::ALL.len(), 11, "a kind without a case here");
    }

    #[test]
    fn an_integration_that_fails_is_named_and_one_that_is_off_is_not_behind() {
        let failed = IntegrationEvent::Failed {
            reason: "unreachable".to_owned(),
        };
        let mut status = machine::observe(None, "wellsky", &IntegrationEvent::SwitchedOn, now()).unwrap();
        for _ in 0..3 {
            status = machine::observe(Some(&status), "wellsky", &failed, now()).unwrap();
        }
        let vitals = Vitals {
            sync_lag: Some(9_999),
            ..Vitals::default()
        };
        let kinds = |status: &IntegrationStatus| -> Vec<_> {
            let alerts = assess(&Targets::default(), &vitals, None, Some(status));
            alerts.iter().map(|alert| alert.kind).collect()
        };
        assert_eq!(kinds(&status), [AlertKind::Failing, AlertKind::SyncLag]);
        let off = machine::observe(Some(&status), "wellsky", &IntegrationEvent::SwitchedOff, now()).unwrap();
        assert_eq!(kinds(&off), []);
    }
}
