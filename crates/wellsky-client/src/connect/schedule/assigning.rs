//! Who has a shift: written onto appointments, and read back.

use std::sync::Arc;

use careweave_types::{CaregiverId, Delivery, Error, ErrorKind, Result, ShiftId};
use serde_json::{Value, json};

use super::{Of, Whole};
use crate::IdempotencyKey;
use crate::caller::nothing_written;
use crate::capabilities::{Feature, unsupported};
use crate::connect::mapping::shift::{ClientFacts, shift};
use crate::connect::models::{Appointment, Occurrence};
use crate::connect::paths;
use crate::connect::requests::Part::{Id, Word};
use crate::connect::session::Session;
use crate::models::Assignment;

impl Session {
    /// Gives a shift to a caregiver and answers what the vendor then shows.
    pub(crate) async fn assign_shift(
        self: &Arc<Self>,
        id: &ShiftId,
        caregiver: &CaregiverId,
        key: &IdempotencyKey,
    ) -> Result<Assignment> {
        const OPERATION: &str = "shifts.assign";
        self.require(OPERATION, Feature::AssignShift)?;
        let occurrence = Occurrence::of_shift(id).map_err(|e| e.with_operation(OPERATION))?;
        let read = self
            .occurrence(OPERATION, &occurrence)
            .await
            .map_err(nothing_written)?;
        if read.appointment.caregiver_id.is_some() {
            return Err(conflict(OPERATION, "the shift has a caregiver", &occurrence));
        }
        let after = self.assign(OPERATION, read, caregiver, key).await?;
        let shift = shift(&after, None, &ClientFacts::default(), self.now())?;
        Ok(Assignment {
            id: shift.id.to_string(),
            shift_id: shift.id.clone(),
            caregiver_id: caregiver.clone(),
            assigned_at: self.now(),
            shift,
        })
    }

    /// Writes a caregiver onto an occurrence that has none: looks for overlaps first, because the vendor does not, and
    /// reads back afterwards.
    pub(crate) async fn assign(
        self: &Arc<Self>,
        operation: &'static str,
        read: Whole,
        caregiver: &CaregiverId,
        key: &IdempotencyKey,
    ) -> Result<Appointment> {
        let occurrence = read.appointment.occurrence();
        if read.appointment.is_cancelled() {
            return Err(conflict(operation, "the shift is cancelled", &occurrence));
        }
        let window = read.appointment.window()?;
        let booked: Vec<Appointment> = self
            .appointments_in(operation, Of::Caregiver(caregiver), window)
            .await
            .map_err(nothing_written)?;
        let overlap = booked.iter().find(|other| {
            other.occurrence() != occurrence
                && !other.is_cancelled()
                && other.start < window.end()
                && window.start() < other.end
        });
        if let Some(other) = overlap {
            return Err(
                conflict(operation, "the caregiver has an overlapping shift", &occurrence)
                    .with("caregiver", caregiver.as_str())
                    .with("overlaps", other.occurrence().to_string()),
            );
        }
        let mut raw = read.raw;
        raw["caregiver"] = json!({"id": caregiver.as_str()});
        self.put_appointment(operation, &occurrence, &raw, key).await?;
        self.read_back(operation, &occurrence, Some(caregiver)).await
    }

    /// Takes the caregiver off an occurrence.
    pub(crate) async fn unassign(
        self: &Arc<Self>,
        operation: &'static str,
        occurrence: &Occurrence,
        caregiver: &CaregiverId,
        key: &IdempotencyKey,
    ) -> Result<Appointment> {
        self.require(operation, Feature::UnassignShift)?;
        let read = self
            .occurrence(operation, occurrence)
            .await
            .map_err(nothing_written)?;
        match &read.appointment.caregiver_id {
            None => return Ok(read.appointment),
            Some(found) if found != caregiver => {
                return Err(conflict(operation, "the shift has another caregiver", occurrence)
                    .with("caregiver", found.as_str()));
            }
            Some(_) => {}
        }
        let mut raw = read.raw;
        // Nobody in so many words: where a server merges, leaving the field out would change nothing.
        raw["caregiver"] = json!({"id": ""});
        self.put_appointment(operation, occurrence, &raw, key).await?;
        self.read_back(operation, occurrence, None).await
    }

    async fn put_appointment(
        &self,
        operation: &'static str,
        occurrence: &Occurrence,
        raw: &Value,
        key: &IdempotencyKey,
    ) -> Result<()> {
        let path = [Word(paths::APPOINTMENT), Id(occurrence.series.as_str())];
        let outcome = self
            .send_write(self.requests.put_over(operation, &path, raw, key))
            .await;
        self.judge_appointment_write(operation, outcome)
    }

    /// Learns from an appointment write whether the vendor offers them at all.
    pub(crate) fn judge_appointment_write<T>(
        &self,
        operation: &'static str,
        outcome: Result<T>,
    ) -> Result<T> {
        match outcome {
            Err(error) if matches!(error.kind(), ErrorKind::UnknownRoute | ErrorKind::Unsupported) => {
                self.learn_appointment_writes(false);
                Err(unsupported(crate::Api::Connect, operation, Feature::AssignShift)
                    .with_delivery(Delivery::Answered)
                    .with_source(error))
            }
            Ok(answer) => {
                self.learn_appointment_writes(true);
                Ok(answer)
            }
            Err(error) => Err(error),
        }
    }

    async fn read_back(
        self: &Arc<Self>,
        operation: &'static str,
        occurrence: &Occurrence,
        expected: Option<&CaregiverId>,
    ) -> Result<Appointment> {
        let doubt = |message: &str| {
            Error::new(ErrorKind::InDoubt, operation, message)
                .with("shift", occurrence.to_string())
                .with_delivery(Delivery::MaybeSent)
        };
        let shown = self
            .occurrence(operation, occurrence)
            .await
            .map_err(|e| doubt("the change was taken, but the shift could not be read back").with_source(e))?
            .appointment;
        match (&shown.caregiver_id, expected) {
            (found, expected) if found.as_ref() == expected => Ok(shown),
            (Some(found), Some(_)) => {
                Err(
                    conflict(operation, "somebody else was given the shift", occurrence)
                        .with("caregiver", found.as_str()),
                )
            }
            _ => Err(doubt(
                "the change was taken, but the shift does not show it: read it again",
            )),
        }
    }

    /// Finds out, without changing anything, whether appointments can be written: a change of an appointment that cannot
    /// exist is answered differently by a server that knows the route.
    pub(crate) async fn probe_appointment_writes(&self, key: &IdempotencyKey) -> Result<bool> {
        const OPERATION: &str = "capabilities.probe";
        let path = [Word(paths::APPOINTMENT), Id("0")];
        let body = json!({"resourceType": "Appointment"});
        let outcome = self
            .send_write(self.requests.put(OPERATION, &path, &body, key))
            .await;
        let offered = match outcome {
            Ok(()) => true,
            Err(error) => match error.kind() {
                ErrorKind::UnknownRoute | ErrorKind::Unsupported => false,
                ErrorKind::NotFound | ErrorKind::Rejected | ErrorKind::Conflict => true,
                _ => return Err(error),
            },
        };
        self.learn_appointment_writes(offered);
        Ok(offered)
    }
}

pub(crate) fn conflict(operation: &'static str, message: &str, occurrence: &Occurrence) -> Error {
    Error::new(ErrorKind::Conflict, operation, message)
        .with("shift", occurrence.to_string())
        .with_delivery(Delivery::Answered)
}
