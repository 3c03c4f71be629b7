use async_trait::async_trait;
use careweave_scheduling_providers::Provider;
use careweave_scheduling_providers::model::{Appointment, AppointmentStatus, CancelledBy};
use careweave_scheduling_providers::request::{Cancellation, NewTime, StatusChange};
use careweave_sync_core::{Action, Fingerprint};
use careweave_types::ids::ExternalId;
use careweave_types::{Error, ErrorKind, IdempotencyKey, Result};
use chrono::{DateTime, SecondsFormat, Utc};

use super::model::KIND;
use super::planner::Shared;
use super::{StatusMap, TaskSource};
use crate::flow::{FlowChange, RemoteChange, Seen};

/// How many new records in a row are followed.
const CHAIN: usize = 20;

/// One thing the service is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    Cancel,
    Give(StatusChange),
    Move {
        start: DateTime<Utc>,
        end: DateTime<Utc>,
    },
}

impl Telling {
    /// What the service has to be told so that it has `wanted`: the first of two, where it is two.
    pub(super) fn of(map: &StatusMap, there: &Shared, wanted: &Shared) -> Result<Option<Self>> {
        if wanted.status != there.status {
            return match map.sent(wanted.status) {
                Some(AppointmentStatus::Cancelled) => Ok(Some(Self::Cancel)),
                Some(AppointmentStatus::Confirmed) => Ok(Some(Self::Give(StatusChange::Confirm))),
                Some(AppointmentStatus::Completed) => Ok(Some(Self::Give(StatusChange::Complete))),
                Some(AppointmentStatus::NoShow) => Ok(Some(Self::Give(StatusChange::MarkNoShow))),
                _ => Err(Error::new(
                    ErrorKind::Unsupported,
                    "appointments.push",
                    "the status map sends nothing for this status of a task",
                )
                .with("field", "status")
                .with("task_status", wanted.status.as_str())),
            };
        }
        let moved = (wanted.start, wanted.end) != (there.start, there.end);
        Ok(moved.then_some(Self::Move {
            start: wanted.start,
            end: wanted.end,
        }))
    }

    pub(super) const fn operation(&self) -> &'static str {
        match self {
            Self::Cancel => "appointments.cancel",
            Self::Give(_) => "appointments.set_status",
            Self::Move { .. } => "appointments.reschedule",
        }
    }

    pub(super) const fn field(&self) -> &'static str {
        match self {
            Self::Move { .. } => "start",
            Self::Cancel | Self::Give(_) => "status",
        }
    }

    pub(super) fn outcome(&self) -> Fingerprint {
        let at = |instant: &DateTime<Utc>| instant.to_rfc3339_opts(SecondsFormat::Micros, true);
        match self {
            Self::Cancel => Fingerprint::of(&["cancel"]),
            Self::Give(change) => Fingerprint::of(&["give", change.needs().code()]),
            Self::Move { start, end } => Fingerprint::of(&["move", &at(start), &at(end)]),
        }
    }

    fn is_done(&self, appointment: &Appointment) -> bool {
        match self {
            Self::Cancel => *appointment.status() == AppointmentStatus::Cancelled,
            Self::Give(change) => change.is_done_in(appointment.status()),
            Self::Move { start, end } => {
                (appointment.start(), appointment.end()) == (*start, *end)
                    && !appointment.status().is_called_off()
            }
        }
    }
}

/// An appointment that is to be told something.
#[derive(Debug)]
pub(super) struct Push<'a> {
    pub(super) provider: &'a Provider,
    pub(super) id: &'a ExternalId,
    pub(super) external: &'a TaskSource,
    pub(super) telling: &'a Telling,
}

impl Push<'_> {
    /// The change for the ledger: one at a time for each appointment.
    pub(super) fn change(&self) -> FlowChange {
        let token = self.external.token();
        FlowChange {
            kind: KIND,
            operation: self.telling.operation(),
            action: Action::Send,
            key: format!("appointments/push/{token}"),
            subject: token,
            outcome: self.telling.outcome(),
            repeats: true,
            look_first: false,
        }
    }
}

/// The record that stands for `id` now: itself, or the last of those that took its place.
///
/// # Errors
/// What the service said; `Incomplete` when the records lead in a circle.
pub(super) async fn standing(provider: &Provider, id: &ExternalId) -> Result<Appointment> {
    let mut appointment = provider.get(id).await?;
    for _ in 0..CHAIN {
        let Some(next) = appointment.rescheduled_to.clone() else {
            return Ok(appointment);
        };
        appointment = provider.get(&next).await?;
    }
    Err(Error::new(
        ErrorKind::Incomplete,
        "appointments.get",
        "the records that took each other's place do not end",
    ))
}

#[async_trait]
impl RemoteChange for Push<'_> {
    async fn look(&self, outcome: Fingerprint) -> Result<Seen> {
        let appointment = standing(self.provider, self.id).await?;
        // An earlier telling under this key is known by its outcome alone: only the one at hand can be seen.
        let done = outcome == self.telling.outcome() && self.telling.is_done(&appointment);
        Ok(match done {
            true => Seen::Done {
                remote_id: Some(appointment.id().to_string()),
            },
            false => Seen::NotDone,
        })
    }

    async fn send(&self, key: &IdempotencyKey) -> Result<()> {
        let written = match self.telling {
            Telling::Cancel => {
                let cancellation = Cancellation::by(CancelledBy::Host).by_the_office();
                self.provider.cancel(self.id, &cancellation, key).await
            }
            Telling::Give(change) => self.provider.set_status(self.id, *change, key).await,
            Telling::Move { start, end } => {
                let mut to = NewTime::at(*start).by_the_office();
                to.end = Some(*end);
                self.provider.reschedule(self.id, &to, key).await
            }
        };
        written.map(drop)
    }
}
