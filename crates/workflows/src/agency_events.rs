//! What the records of an agency say has happened, as events for reports.
//!
//! WellSky's records hold states. Few of them say when something happened, and only those become events: how scheduled
//! visits ended, the care that was given and how it was verified, and where clients stand. When a shift became open,
//! who was asked for it and who called a visit off is in no record; reports that need it are made from what outreach
//! tells.

use careweave_insights::event::words::{Verification, VisitEnd};
use careweave_insights::event::{
    ClientStatusChanged, VisitEnded, VisitVerified as VisitWasVerified, VisitWorked,
};
use careweave_insights::{Body, Event, Key};
use careweave_types::{Payer, Result, ShiftStatus};
use careweave_wellsky_client::{Client, Evv, EvvMethod, Visit};
use chrono::{DateTime, Utc};

/// The payer of visits whose record names none.
const UNKNOWN: &str = "unknown";

/// Codes by which the vendor says how a visit was clocked. The six elements of 42 U.S.C. 1396b(l)(5)(A) are there all the
/// same; any other code is taken for something that is wrong.
const ABOUT_CLOCKING: [&str; 2] = ["late_clock_in", "manual_entry"];

/// Events, and what could not become any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AgencyEvents {
    /// The events. Their ids follow from the records, so a later reading corrects an earlier one.
    pub events: Vec<Event>,
    /// Completed visits without both clocked times: the care given is in no report.
    pub untimed: u64,
    /// Visits that were called off: the record does not say by whom, so that they count neither way.
    pub cancelled: u64,
    /// Clocked visits of which the API says neither the place nor the method.
    pub untold: u64,
}

impl AgencyEvents {
    /// Adds what visits say: how they ended, what was worked, what verification came to.
    ///
    /// # Errors
    /// `InvalidInput` when an id of the vendor's cannot be a key.
    pub fn add_visits(&mut self, visits: &[Visit]) -> Result<()> {
        visits.iter().try_for_each(|visit| self.add_visit(visit))
    }

    fn add_visit(&mut self, Visit { shift, evv }: &Visit) -> Result<()> {
        let end = match shift.status {
            ShiftStatus::Completed => VisitEnd::Completed,
            ShiftStatus::Missed => VisitEnd::Missed,
            ShiftStatus::Cancelled => {
                self.cancelled += 1;
                return Ok(());
            }
            _ => return Ok(()),
        };
        let (visit, known) = (Key::new(shift.id.as_str())?, shift.updated_at);
        let ended_at = shift.actual_end.unwrap_or(shift.scheduled_end);
        let ended = VisitEnded {
            visit: visit.clone(),
            client: Key::new(shift.client_id.as_str())?,
            end,
        };
        self.add("visit_ended", &visit, ended_at, known, ended)?;
        if end == VisitEnd::Missed {
            return Ok(());
        }
        let clocked_in = shift.actual_start.or(evv.as_ref().map(|evv| evv.clock_in));
        let clocked_out = shift.actual_end.or(evv.as_ref().and_then(|evv| evv.clock_out));
        match clocked_in.zip(clocked_out).filter(|(start, end)| start <= end) {
            Some((start, end)) => {
                let worked = VisitWorked {
                    visit: visit.clone(),
                    payer: shift.payer_source.clone().unwrap_or_else(|| Payer::from(UNKNOWN)),
                    minutes: u32::try_from((end - start).num_minutes()).unwrap_or(u32::MAX),
                };
                self.add("visit_worked", &visit, end, known, worked)?;
            }
            None => self.untimed += 1,
        }
        match evv.as_ref().map(verification) {
            Some(Some(verification)) => {
                let verified = VisitWasVerified {
                    visit: visit.clone(),
                    verification,
                };
                self.add("visit_verified", &visit, ended_at, known, verified)?;
            }
            Some(None) => self.untold += 1,
            None => {}
        }
        Ok(())
    }

    /// Adds where clients stand, from when their record says it.
    ///
    /// # Errors
    /// As [`add_visits`](Self::add_visits).
    pub fn add_clients(&mut self, clients: &[Client]) -> Result<()> {
        for client in clients {
            let key = Key::new(client.id.as_str())?;
            let changed = ClientStatusChanged {
                client: key.clone(),
                status: client.status.clone(),
            };
            self.add(
                "client_status",
                &key,
                client.updated_at,
                client.updated_at,
                changed,
            )?;
        }
        Ok(())
    }

    fn add(
        &mut self,
        what: &str,
        of: &Key,
        at: DateTime<Utc>,
        known: DateTime<Utc>,
        body: impl Into<Body>,
    ) -> Result<()> {
        let event = Event::new(&format!("{what}/{of}"), at, body)?;
        self.events.push(event.recorded(known));
        Ok(())
    }
}

/// What the vendor's verification comes to; nothing when the API says neither place nor method.
fn verification(evv: &Evv) -> Option<Verification> {
    let amiss = |code: &String| !ABOUT_CLOCKING.contains(&code.as_str());
    match (&evv.method, evv.gps_verified) {
        _ if evv.clock_out.is_none() => Some(Verification::NoClockOut),
        _ if evv.exceptions.iter().any(amiss) => Some(Verification::OtherException),
        (Some(EvvMethod::Manual), _) => Some(Verification::VerifiedByHand),
        (_, Some(false)) => Some(Verification::GpsFailed),
        (None, None) => None,
        // A call from the client's telephone has no other place.
        _ => Some(Verification::Verified),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evv(method: Option<&EvvMethod>, gps_verified: Option<bool>, exceptions: &[&str]) -> Evv {
        serde_json::from_value(serde_json::json!({
            "shift_id": "900001", "caregiver_id": "700001", "method": method, "gps_verified": gps_verified,
            "clock_in": "2026-04-06T15:00:00Z", "clock_out": "2026-04-06T19:00:00Z", "exceptions": exceptions,
        }))
        .unwrap_or_else(|error| unreachable!("{error}"))
    }

    #[test]
    fn verification_is_what_the_record_says_and_nothing_where_it_says_nothing() {
        let mobile = || Some(&EvvMethod::Mobile);
        for (record, expected) in [
            (
                evv(mobile(), Some(true), &["late_clock_in"]),
                Some(Verification::Verified),
            ),
            (
                evv(Some(&EvvMethod::Telephony), None, &[]),
                Some(Verification::Verified),
            ),
            (evv(mobile(), Some(false), &[]), Some(Verification::GpsFailed)),
            (
                evv(Some(&EvvMethod::Manual), Some(false), &["manual_entry"]),
                Some(Verification::VerifiedByHand),
            ),
            (
                evv(mobile(), Some(true), &["signature_missing"]),
                Some(Verification::OtherException),
            ),
            (evv(None, None, &[]), None),
        ] {
            assert_eq!(verification(&record), expected, "{record:?}");
        }
        let running = Evv {
            clock_out: None,
            ..evv(mobile(), Some(true), &[])
        };
        assert_eq!(verification(&running), Some(Verification::NoClockOut));
    }
}
