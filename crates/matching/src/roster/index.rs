use std::collections::BTreeMap;

use careweave_types::{CaregiverId, ClientId, Error, Result, ShiftStatus, TimeWindow};

use super::data::{RosterData, Shift};
use super::{OPERATION, window_of};

/// One shift that takes up a caregiver's time.
#[derive(Clone, Debug)]
pub(crate) struct Booking {
    /// The planned window; conflicts are judged by it.
    pub(crate) scheduled: TimeWindow,
    /// The worked window where the visit is over and was clocked, else the planned one; hours are counted by it.
    pub(crate) worked: TimeWindow,
    /// Position in the roster's shifts.
    pub(crate) shift: usize,
}

/// Look-ups over validated records; ordered maps only, so that nothing depends on a hash.
#[derive(Clone, Debug)]
pub(super) struct Index {
    pub(super) caregivers: BTreeMap<CaregiverId, usize>,
    bookings: BTreeMap<CaregiverId, Vec<Booking>>,
    visits: BTreeMap<CaregiverId, BTreeMap<ClientId, u32>>,
}

impl Index {
    pub(super) fn build(data: &RosterData) -> Result<Self> {
        let caregivers: BTreeMap<_, _> = data
            .caregivers
            .iter()
            .enumerate()
            .map(|(at, c)| (c.id.clone(), at))
            .collect();
        let mut index = Self {
            caregivers,
            bookings: BTreeMap::new(),
            visits: BTreeMap::new(),
        };
        for (at, shift) in data.shifts.iter().enumerate() {
            index.add(at, shift, data)?;
        }
        for bookings in index.bookings.values_mut() {
            bookings.sort_by_key(|b| (b.scheduled, b.shift));
        }
        Ok(index)
    }

    fn add(&mut self, at: usize, shift: &Shift, data: &RosterData) -> Result<()> {
        let scheduled = window_of(shift)?;
        let record = || format!("shifts (id {})", shift.id);
        let clocked = match (shift.actual_start, shift.actual_end) {
            (Some(start), Some(end)) => Some(TimeWindow::new(start, end).map_err(|_| {
                Error::invalid(OPERATION, "actual_end", "must be after actual_start").with("record", record())
            })?),
            (None, Some(_)) => {
                return Err(Error::invalid(
                    OPERATION,
                    "actual_start",
                    "is missing while actual_end is given",
                )
                .with("record", record()));
            }
            _ => None,
        };
        let Some(caregiver) = &shift.caregiver_id else {
            return Ok(());
        };
        if !self.caregivers.contains_key(caregiver) {
            return Err(Error::invalid(
                OPERATION,
                "caregiver_id",
                format!("no caregiver {caregiver} is in the roster; include everyone who holds a shift"),
            )
            .with("record", record()));
        }
        if shift.status == ShiftStatus::Open {
            return Err(
                Error::invalid(OPERATION, "caregiver_id", "an open shift names no caregiver")
                    .with("record", record()),
            );
        }
        if shift.status == ShiftStatus::Completed && shift.scheduled_start <= data.as_of {
            let visits = self.visits.entry(caregiver.clone()).or_default();
            *visits.entry(shift.client_id.clone()).or_default() += 1;
        }
        if shift.status.occupies_caregiver() {
            let worked = clocked.unwrap_or(scheduled);
            let booking = Booking {
                scheduled,
                worked,
                shift: at,
            };
            self.bookings.entry(caregiver.clone()).or_default().push(booking);
        }
        Ok(())
    }

    pub(super) fn bookings(&self, caregiver: &CaregiverId) -> &[Booking] {
        self.bookings.get(caregiver).map_or(&[], Vec::as_slice)
    }

    pub(super) fn past_visits(&self, caregiver: &CaregiverId, client: &ClientId) -> u32 {
        self.visits
            .get(caregiver)
            .and_then(|clients| clients.get(client))
            .copied()
            .unwrap_or(0)
    }
}
