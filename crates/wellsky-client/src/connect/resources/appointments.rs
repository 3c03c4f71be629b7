use careweave_types::ids::AppointmentId;
use careweave_types::{CaregiverId, ClientId, Error, Result, TimeWindow};
use serde_json::json;

use super::room;
use crate::IdempotencyKey;
use crate::caller::nothing_written;
use crate::capabilities::Feature;
use crate::connect::models::{Appointment, AppointmentFilter, Occurrence};
use crate::connect::paths;
use crate::connect::requests::Part::{Id, Word};
use crate::connect::schedule::{Of, Whole, appointment_search, conflict};
use crate::pager::Pager;

room! {
    /// Scheduled visits. Whether the vendor lets them be written is not proven: see
    /// [`Capabilities`](crate::Capabilities).
    Appointments
}

/// An appointment as the vendor gives it by its id: for a recurring one that is the occurrence nearest to now.
#[derive(Clone, Debug, PartialEq)]
pub struct NearestOccurrence(pub Appointment);

impl Appointments {
    /// The occurrence of this appointment that is nearest to now.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn nearest(&self, id: &AppointmentId) -> Result<NearestOccurrence> {
        let path = [Word(paths::APPOINTMENT), Id(id.as_str())];
        let request = self.session.requests.get("appointments.get", &path);
        self.session.read(request).await.map(NearestOccurrence)
    }

    /// This occurrence.
    ///
    /// # Errors
    /// `NotFound` when the series has none at this start.
    pub async fn get(&self, occurrence: &Occurrence) -> Result<Appointment> {
        let whole = self.session.occurrence("appointments.get", occurrence).await?;
        Ok(whole.appointment)
    }

    /// The appointments of one search. A filter that breaks a rule is the first thing the pager reports.
    pub fn list(&self, filter: &AppointmentFilter) -> Pager<Appointment> {
        const OPERATION: &str = "appointments.list";
        match appointment_search(OPERATION, filter) {
            Ok(search) => self.session.search(search),
            Err(error) => Pager::failed(OPERATION, error),
        }
    }

    /// Every appointment of a client that overlaps `window`, each occurrence once, by start; as many searches as it takes.
    ///
    /// # Errors
    /// What a request failed with: a part is never given for the whole.
    pub async fn of_client(&self, client: &ClientId, window: TimeWindow) -> Result<Vec<Appointment>> {
        self.session
            .appointments_in("appointments.list", Of::Client(client), window)
            .await
    }

    /// Every appointment of a caregiver that overlaps `window`, each occurrence once, by start.
    ///
    /// # Errors
    /// As [`Appointments::of_client`].
    pub async fn of_caregiver(
        &self,
        caregiver: &CaregiverId,
        window: TimeWindow,
    ) -> Result<Vec<Appointment>> {
        self.session
            .appointments_in("appointments.list", Of::Caregiver(caregiver), window)
            .await
    }

    /// Plans a visit.
    ///
    /// # Errors
    /// `Unsupported` where the vendor does not offer it, `Rejected` with `field`.
    pub async fn create(
        &self,
        client: &ClientId,
        caregiver: Option<&CaregiverId>,
        window: TimeWindow,
        key: &IdempotencyKey,
    ) -> Result<Occurrence> {
        const OPERATION: &str = "appointments.create";
        self.session.require(OPERATION, Feature::AssignShift)?;
        whole_seconds(OPERATION, window)?;
        let mut body = json!({
            "resourceType": "Appointment", "client": {"id": client.as_str()}, "start": instant(window.start()),
            "end": instant(window.end()), "status": "SCHEDULED"
        });
        if let Some(caregiver) = caregiver {
            body["caregiver"] = json!({"id": caregiver.as_str()});
        }
        let outcome = self
            .session
            .create(OPERATION, &[Word(paths::APPOINTMENT)], &body, key)
            .await;
        Ok(Occurrence {
            series: self.session.judge_appointment_write(OPERATION, outcome)?,
            start: window.start(),
        })
    }

    /// Gives an occurrence to a caregiver: reads it, looks for overlapping visits of the caregiver (which the vendor does
    /// not), writes it back with everything the vendor sent, and reads again. The same caregiver a second time changes
    /// nothing.
    ///
    /// The vendor has no way to write on a condition: between reading and writing another program may write as well. Who
    /// shares an agency with other writers takes a claim first.
    ///
    /// # Errors
    /// `Unsupported` where the vendor does not offer it; `Conflict` for a cancelled visit, a visit somebody else has, and an
    /// overlap (visits that touch do not overlap); `InDoubt` when the change does not show.
    pub async fn assign(
        &self,
        occurrence: &Occurrence,
        caregiver: &CaregiverId,
        key: &IdempotencyKey,
    ) -> Result<Appointment> {
        const OPERATION: &str = "appointments.assign";
        self.session.require(OPERATION, Feature::AssignShift)?;
        let read: Whole = self
            .session
            .occurrence(OPERATION, occurrence)
            .await
            .map_err(nothing_written)?;
        match &read.appointment.caregiver_id {
            Some(found) if found == caregiver => Ok(read.appointment),
            Some(found) => Err(conflict(OPERATION, "the shift has another caregiver", occurrence)
                .with("caregiver", found.as_str())),
            None => self.session.assign(OPERATION, read, caregiver, key).await,
        }
    }

    /// Takes `caregiver` off an occurrence. One that has nobody is left as it is.
    ///
    /// # Errors
    /// `Unsupported` where the vendor does not offer it; `Conflict` when somebody else has it; `InDoubt` when the change
    /// does not show.
    pub async fn unassign(
        &self,
        occurrence: &Occurrence,
        caregiver: &CaregiverId,
        key: &IdempotencyKey,
    ) -> Result<Appointment> {
        self.session
            .unassign("appointments.unassign", occurrence, caregiver, key)
            .await
    }

    /// Calls off every occurrence that is still to come.
    ///
    /// # Errors
    /// `Unsupported` where the vendor does not offer it, `NotFound` when there is no such appointment.
    pub async fn cancel_all_to_come(&self, id: &AppointmentId, key: &IdempotencyKey) -> Result<()> {
        const OPERATION: &str = "appointments.delete";
        self.session.require(OPERATION, Feature::AssignShift)?;
        let path = [Word(paths::APPOINTMENT), Id(id.as_str())];
        let outcome = self
            .session
            .send_write(self.session.requests.delete(OPERATION, &path, key))
            .await;
        self.session.judge_appointment_write(OPERATION, outcome)
    }
}

/// An instant as it is sent: with its offset, so that nobody takes it for local time.
pub(super) fn instant(at: chrono::DateTime<chrono::Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

fn whole_seconds(operation: &'static str, window: TimeWindow) -> Result<()> {
    use chrono::Timelike as _;
    if window.start().nanosecond() == 0 && window.end().nanosecond() == 0 {
        return Ok(());
    }
    Err(Error::invalid(
        operation,
        "window",
        "must begin and end on whole seconds",
    ))
}
