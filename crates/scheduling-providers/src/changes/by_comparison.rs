use std::collections::BTreeMap;

use careweave_types::ids::ExternalId;
use careweave_types::{Error, ErrorKind, Result, TimeWindow};

use super::{AppointmentChange, ChangeKind, Changes, Seen, SyncMark, SyncState, Tombstone};
use crate::model::Appointment;
use crate::page::{AppointmentPage, Completeness, RowFailure};
use crate::provider::SchedulingProvider;
use crate::request::ListAppointments;

const OPERATION: &str = "appointments.changes";

/// Changes by comparing a reading of the window with what was seen before: for services that cannot say what changed.
///
/// A record that was seen and is missing from a complete reading is looked up: it may have moved out of the window. Only
/// one the service does not have any more is gone. After an incomplete reading nothing is gone, and what was not read
/// stays as it was seen.
///
/// # Errors
/// What `list` and `get` say; `InvalidInput` for a state of another account or kind; `Incomplete` when pages never end.
pub async fn by_comparison<P>(provider: &P, since: Option<&SyncState>, window: TimeWindow) -> Result<Changes>
where
    P: SchedulingProvider + ?Sized,
{
    let before = seen_before(provider, since)?;
    let reading = read(provider, window).await?;
    let mut now: BTreeMap<ExternalId, Seen> = BTreeMap::new();
    let mut changed = Vec::new();
    for appointment in reading.appointments {
        let seen = Seen {
            version: appointment.content_hash(),
            start: appointment.start(),
        };
        let kind = match before.get(appointment.id()) {
            None => Some(ChangeKind::New),
            Some(earlier) if *earlier != seen => Some(ChangeKind::Changed),
            Some(_) => None,
        };
        now.insert(appointment.id().clone(), seen);
        if let Some(kind) = kind {
            changed.push(AppointmentChange { kind, appointment });
        }
    }
    let mut gone = Vec::new();
    for (id, seen) in before {
        if now.contains_key(id) {
            continue;
        }
        if !window.contains(seen.start) {
            // The window has moved on; what left it that way is forgotten.
            continue;
        }
        if !reading.complete {
            now.insert(id.clone(), seen.clone());
            continue;
        }
        match provider.get(id).await {
            Ok(appointment) => {
                if window.contains(appointment.start()) {
                    // It came back between the two calls, or the list does not show its kind: keep watching it.
                    now.insert(
                        id.clone(),
                        Seen {
                            version: appointment.content_hash(),
                            start: appointment.start(),
                        },
                    );
                    changed.push(AppointmentChange {
                        kind: ChangeKind::Changed,
                        appointment,
                    });
                } else {
                    changed.push(AppointmentChange {
                        kind: ChangeKind::MovedAway,
                        appointment,
                    });
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => gone.push(Tombstone {
                key: provider.identity().key(id.clone()),
                last_start: seen.start,
            }),
            Err(error) => return Err(error),
        }
    }
    changed.sort_by(|a, b| {
        let place = |change: &AppointmentChange| change.appointment.start();
        (place(a), a.appointment.id()).cmp(&(place(b), b.appointment.id()))
    });
    Ok(Changes {
        changed,
        gone,
        failures: reading.failures,
        complete: reading.complete,
        next: SyncState {
            identity: provider.identity().clone(),
            window,
            mark: SyncMark::Seen(now),
        },
    })
}

fn seen_before<'a, P>(provider: &P, since: Option<&'a SyncState>) -> Result<&'a BTreeMap<ExternalId, Seen>>
where
    P: SchedulingProvider + ?Sized,
{
    static NOTHING: BTreeMap<ExternalId, Seen> = BTreeMap::new();
    let Some(state) = since else {
        return Ok(&NOTHING);
    };
    if state.identity != *provider.identity() {
        return Err(Error::invalid(
            OPERATION,
            "since.identity",
            "the state is of another account",
        ));
    }
    match &state.mark {
        SyncMark::Seen(seen) => Ok(seen),
        SyncMark::Token(_) => Err(Error::invalid(
            OPERATION,
            "since.mark",
            "the state holds a mark of the service, and this provider compares readings",
        )),
    }
}

/// All pages of a range.
pub(crate) struct Reading {
    pub(crate) appointments: Vec<Appointment>,
    pub(crate) failures: Vec<RowFailure>,
    pub(crate) complete: bool,
}

async fn read<P>(provider: &P, window: TimeWindow) -> Result<Reading>
where
    P: SchedulingProvider + ?Sized,
{
    read_all(provider, ListAppointments::starting_in(window)).await
}

/// Reads page after page; an appointment that two pages bring is kept once, as the later one has it.
///
/// # Errors
/// As `list`; `Incomplete` when a cursor comes back that was followed before.
pub(crate) async fn read_all<P>(provider: &P, mut request: ListAppointments) -> Result<Reading>
where
    P: SchedulingProvider + ?Sized,
{
    let mut by_id: BTreeMap<ExternalId, Appointment> = BTreeMap::new();
    let mut failures = Vec::new();
    let mut followed = std::collections::HashSet::new();
    let complete = loop {
        let AppointmentPage {
            appointments,
            failures: failed,
            completeness,
        } = provider.list(&request).await?;
        failures.extend(failed);
        by_id.extend(appointments.into_iter().map(|a| (a.id().clone(), a)));
        match completeness {
            Completeness::Complete => break failures.is_empty(),
            Completeness::Incomplete(_) => break false,
            Completeness::More(cursor) => {
                if !followed.insert(cursor.clone()) {
                    return Err(Error::new(
                        ErrorKind::Incomplete,
                        "appointments.list",
                        "the pages lead back to one that was read already",
                    ));
                }
                request.cursor = Some(cursor);
            }
        }
    };
    let mut appointments: Vec<_> = by_id.into_values().collect();
    appointments.sort_by(|a, b| (a.start(), a.id()).cmp(&(b.start(), b.id())));
    Ok(Reading {
        appointments,
        failures,
        complete,
    })
}
