//! Shifts, their assignment, and the visits that were clocked.

use std::sync::Arc;

use careweave::http::{Clock as _, SystemClock};
use careweave::types::{CaregiverId, ClientId, ErrorKind, Pii, Result, ShiftId, ShiftStatus, TimeWindow};
use careweave::wellsky::{IdempotencyKey, ShiftFilter};
use careweave::workflows::AssignmentDesk;
use chrono::{DateTime, TimeDelta, Utc};

use super::arguments::{arguments, both_or_neither, window};
use super::operation::Operation;
use super::results::{Claim, ClockedVisit, HostReading};

/// How far ahead open shifts are looked for unless the caller says.
const OPEN_DAYS: i64 = 14;

arguments! {
    /// Which shifts.
    ShiftsAsked {
        /// Overlaps the span that begins here; both ends or neither.
        start: Option<DateTime<Utc>>,
        /// The instant after the last of the span.
        end: Option<DateTime<Utc>>,
        /// Only this client's.
        client_id: Option<ClientId>,
        /// Only this caregiver's.
        caregiver_id: Option<CaregiverId>,
        /// Only with this status.
        status: Option<ShiftStatus>,
        /// Only open shifts for which this caregiver is free; needs status open.
        caregiver_match: Option<CaregiverId>,
    }

    /// From when to when.
    OpenAsked {
        /// The first instant; the present by default.
        start: Option<DateTime<Utc>>,
        /// The instant after the last; two weeks after the start by default.
        end: Option<DateTime<Utc>>,
    }

    /// Which shift.
    OneShift {
        /// The shift's id.
        shift_id: ShiftId,
    }

    /// Who gets which shift.
    Assign {
        /// The shift's id.
        shift_id: ShiftId,
        /// Who is to have it.
        caregiver_id: CaregiverId,
    }

    /// Who gets which shift, without a store.
    AssignUnrecorded {
        /// The shift's id.
        shift_id: ShiftId,
        /// Who is to have it.
        caregiver_id: CaregiverId,
        /// A note on the assignment.
        notes: Option<Pii<String>>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }
}

impl ShiftsAsked {
    pub(super) fn filter(self, operation: &'static str) -> Result<ShiftFilter> {
        Ok(ShiftFilter {
            window: both_or_neither(operation, self.start, self.end)?,
            client_id: self.client_id,
            caregiver_id: self.caregiver_id,
            status: self.status,
            caregiver_match: self.caregiver_match,
        })
    }
}

impl OpenAsked {
    fn window(&self) -> Result<TimeWindow> {
        let start = self.start.unwrap_or_else(|| SystemClock::new().now());
        let end = self.end.unwrap_or(start + TimeDelta::days(OPEN_DAYS));
        window("shifts.open", start, end)
    }
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::list(
            "shifts.list",
            ("shifts", "shift_pages"),
            "Every shift that meets all conditions given, by start, then id.",
            |wellsky, asked: ShiftsAsked| Ok(wellsky.shifts().list(asked.filter("shifts.list")?)),
        ),
        Operation::call(
            "shifts.read",
            "read_shifts",
            "As the list of shifts, for an agency of which some part may not be readable: what was found, and what could not be read.",
            |wellsky, asked: ShiftsAsked| async move {
                let reading = wellsky.shifts().read(asked.filter("shifts.read")?).await?;
                Ok(HostReading::from(reading))
            },
        ),
        Operation::list(
            "shifts.open",
            ("open_shifts", "open_shift_pages"),
            "Every shift without a caregiver that overlaps the span, by start.",
            |wellsky, asked: OpenAsked| Ok(wellsky.shifts().open(asked.window()?)),
        ),
        Operation::call(
            "shifts.get",
            "shift",
            "One shift.",
            |wellsky, asked: OneShift| async move { wellsky.shifts().get(&asked.shift_id).await },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::call(
            "shifts.find",
            "find_shift",
            "One shift; nothing when there is none with this id.",
            |wellsky, asked: OneShift| async move { wellsky.shifts().find(&asked.shift_id).await },
        ),
        Operation::call(
            "shifts.evv",
            "evv",
            "The electronic visit verification of a shift; nothing before the first clock-in.",
            |wellsky, asked: OneShift| async move { wellsky.shifts().evv(&asked.shift_id).await },
        ),
        Operation::with_store(
            "shifts.assign",
            "assign",
            "Gives a shift to a caregiver, at most once. The claim is recorded in the store before it is sent; the first claim wins, across threads, processes and restarts; the shift is read back before it is called assigned. Calling it again is safe at any time. A refusal and a claim in doubt are outcomes, not errors: look at the result.",
            |wellsky, store, asked: Assign| async move {
                let desk = AssignmentDesk::new(wellsky, store.ledger().await?, Arc::new(SystemClock::new()));
                desk.assign(&asked.shift_id, &asked.caregiver_id).await.map(Claim)
            },
        )
        .raises(ErrorKind::Storage, "the store failed"),
        Operation::call(
            "shifts.assign_unrecorded",
            "assign_unrecorded",
            "Gives a shift to a caregiver by one request, without recording it first. For programs that keep their own ledger.",
            |wellsky, asked: AssignUnrecorded| async move {
                let (shifts, key) = (wellsky.shifts(), &asked.idempotency_key);
                match &asked.notes {
                    Some(notes) => {
                        shifts
                            .assign_with_notes(&asked.shift_id, &asked.caregiver_id, notes, key)
                            .await
                    }
                    None => shifts.assign(&asked.shift_id, &asked.caregiver_id, key).await,
                }
            },
        )
        .raises(ErrorKind::Conflict, "somebody else has the shift")
        .raises(ErrorKind::InDoubt, "the answer does not say who has the shift: read it"),
        Operation::call(
            "visits.get",
            "visit",
            "One shift with what was clocked.",
            |wellsky, asked: OneShift| async move {
                wellsky.visits().get(&asked.shift_id).await.map(ClockedVisit::from)
            },
        )
        .raises(ErrorKind::NotFound, "there is no such shift"),
        Operation::call(
            "visits.read",
            "visits",
            "The shifts that meet all conditions given, each with what was clocked. What could not be read is told.",
            |wellsky, asked: ShiftsAsked| async move {
                let reading = wellsky.visits().read(asked.filter("visits.read")?).await?;
                let visits = reading.map(|found| found.into_iter().map(ClockedVisit::from).collect::<Vec<_>>());
                Ok(HostReading::from(visits))
            },
        ),
    ]
}
