use careweave_types::{Result, ShiftId, TimeWindow};
use futures_util::stream::{self, StreamExt as _};

use crate::dialect::Dialect;
use crate::models::{Evv, Shift, ShiftFilter};
use crate::reading::{Failure, Reading};
use crate::resources::Shifts;
use crate::scope::Access;

/// How many verifications are read at the same time.
const CONCURRENCY: usize = 8;

/// Visits: shifts with what was clocked.
#[derive(Clone, Debug)]
pub struct Visits {
    shifts: Shifts,
    dialect: Dialect,
}

/// A shift and the verification of its visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// The shift.
    pub shift: Shift,
    /// What was clocked; nothing before the first clock-in.
    pub evv: Option<Evv>,
}

impl Visits {
    pub(crate) fn new(dialect: Dialect, access: Access) -> Self {
        Self {
            shifts: Shifts::new(dialect.clone(), access),
            dialect,
        }
    }

    /// The visit of a shift.
    ///
    /// # Errors
    /// `NotFound` when there is no such shift.
    pub async fn get(&self, id: &ShiftId) -> Result<Visit> {
        let shift = self.shifts.get(id).await?;
        let evv = self.shifts.evv(id).await?;
        Ok(Visit { shift, evv })
    }

    /// The visits of the shifts that meet `filter`, by start.
    ///
    /// # Errors
    /// As [`Shifts::read`].
    pub async fn read(&self, filter: ShiftFilter) -> Result<Reading<Vec<Visit>>> {
        let reading = self.shifts.read(filter).await?;
        if let Dialect::Connect(_) = self.dialect {
            // The encounter is part of the reading.
            return Ok(reading.map(|shifts| shifts.into_iter().map(of_encounter).collect()));
        }
        let shifts = reading.complete("visits.read")?;
        let mut results = stream::iter(shifts)
            .map(|shift| async move {
                let evv = match shift.actual_start {
                    Some(_) => self.shifts.evv(&shift.id).await,
                    None => Ok(None),
                };
                (shift, evv)
            })
            .buffered(CONCURRENCY);
        let (mut visits, mut failures) = (Vec::new(), Vec::new());
        while let Some((shift, evv)) = results.next().await {
            match evv {
                Ok(evv) => visits.push(Visit { shift, evv }),
                Err(error) => failures.push(Failure {
                    subject: format!("shift {}", shift.id),
                    error,
                }),
            }
        }
        Ok(Reading::of(visits, failures))
    }

    /// The visits of all shifts that overlap `window`.
    ///
    /// # Errors
    /// As [`Visits::read`].
    pub async fn in_window(&self, window: TimeWindow) -> Result<Reading<Vec<Visit>>> {
        self.read(ShiftFilter::in_window(window)).await
    }
}

fn of_encounter(shift: Shift) -> Visit {
    let evv = match (&shift.caregiver_id, shift.actual_start) {
        (Some(caregiver_id), Some(clock_in)) => Some(Evv {
            shift_id: shift.id.clone(),
            caregiver_id: caregiver_id.clone(),
            clock_in,
            clock_out: shift.actual_end,
            gps_verified: None,
            method: None,
            exceptions: Vec::new(),
        }),
        _ => None,
    };
    Visit { shift, evv }
}
