use careweave_types::ids::{AppointmentId, TaskId, TaskLogId};
use careweave_types::{ClientId, Delivery, EncounterId, Error, ErrorKind, Result, TimeWindow};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::appointments::instant;
use super::room;
use crate::IdempotencyKey;
use crate::caller::nothing_written;
use crate::connect::days::days_of;
use crate::connect::models::{
    ClockOut, ClockedIn, Encounter, EncounterFilter, EncounterPatch, NewEncounter, NewTaskLog, Position,
    TaskLog, TaskOutcome,
};
use crate::connect::outbox::{NoteOutcome, Outbox, OutboxItem};
use crate::connect::paths;
use crate::connect::requests::Part::{Id, Word};
use crate::connect::schedule::encounter_search;
use crate::pager::Pager;
use crate::rules::Rules;

/// How many encounters a note is offered to before it counts as refused.
pub(crate) const ENCOUNTERS_TRIED: usize = 5;

room! {
    /// Visits that took place, and the clock.
    Encounters
}

impl Encounters {
    /// The encounter with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn get(&self, id: &EncounterId) -> Result<Encounter> {
        let path = [Word(paths::ENCOUNTER), Id(id.as_str())];
        self.session
            .read(self.session.requests.get("encounters.get", &path))
            .await
    }

    /// The encounters of a client or caregiver. A filter that breaks a rule is the first thing the pager reports.
    pub fn list(&self, filter: &EncounterFilter) -> Pager<Encounter> {
        const OPERATION: &str = "encounters.list";
        match encounter_search(OPERATION, filter) {
            Ok(search) => self.session.search(search),
            Err(error) => Pager::failed(OPERATION, error),
        }
    }

    /// Clocks in to an **appointment**, at an instant and a place. Doing it again gives the same encounter.
    ///
    /// # Errors
    /// `NotFound` for an unknown appointment; `Rejected` where nobody is assigned or the visit is cancelled.
    pub async fn clock_in(
        &self,
        appointment: &AppointmentId,
        at: DateTime<Utc>,
        position: Position,
        key: &IdempotencyKey,
    ) -> Result<ClockedIn> {
        let body =
            json!({"resourceType": "Encounter", "period": {"start": instant(at)}, "position": position});
        let path = [
            Word(paths::ENCOUNTER),
            Id(appointment.as_str()),
            Word(paths::CLOCK_IN),
        ];
        // The vendor documents that a repeated clock-in gives the encounter that is open.
        let request = self
            .session
            .requests
            .post_once("encounters.clock_in", &path, &body, key);
        self.session.write(request, crate::decode::decode).await
    }

    /// Clocks out of an **encounter**. Doing it again changes nothing.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent; `NotFound` for an unknown encounter; `Rejected` when the end is before the
    /// start.
    pub async fn clock_out(
        &self,
        encounter: &EncounterId,
        out: &ClockOut,
        key: &IdempotencyKey,
    ) -> Result<()> {
        out.validate()?;
        let mut body = json!({
            "resourceType": "Encounter", "period": {"end": instant(out.at)}, "position": out.position
        });
        if let Some(comment) = &out.comment {
            body["generalComment"] = comment.expose().as_str().into();
        }
        if let Some(miles) = out.mileage {
            body["mileage"] = miles.into();
        }
        if let Some(description) = &out.mileage_description {
            body["mileageDescription"] = description.expose().as_str().into();
        }
        let path = [
            Word(paths::ENCOUNTER),
            Id(encounter.as_str()),
            Word(paths::CLOCK_OUT),
        ];
        let request = self
            .session
            .requests
            .put("encounters.clock_out", &path, &body, key);
        self.session.send_write(request).await
    }

    /// Records a visit that was not clocked.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent, `Rejected` with `field`.
    pub async fn create(&self, encounter: &NewEncounter, key: &IdempotencyKey) -> Result<EncounterId> {
        const OPERATION: &str = "encounters.create";
        let rules = Rules::of(OPERATION);
        rules.word(
            "status",
            encounter.status.is_known(),
            crate::connect::EncounterStatus::KNOWN,
        )?;
        rules.check(
            "end",
            encounter.end.is_none_or(|end| end > encounter.start),
            "must be after the start",
        )?;
        let mut body = json!({
            "resourceType": "Encounter", "agencyId": self.session.requests.agency_id(),
            "status": encounter.status, "patientId": encounter.client_id, "practitionerId": encounter.caregiver_id,
            "startDateTime": instant(encounter.start)
        });
        if let Some(id) = &encounter.appointment_id {
            body["appointmentId"] = id.as_str().into();
        }
        if let Some(end) = encounter.end {
            body["endDateTime"] = instant(end).into();
        }
        for (rate, method, id) in [
            (&encounter.bill_rate, "billRateMethod", "billRateId"),
            (&encounter.pay_rate, "payRateMethod", "payRateId"),
        ] {
            if let Some((how, rate)) = rate {
                body[method] = how.as_str().into();
                body[id] = rate.as_str().into();
            }
        }
        self.session
            .create(OPERATION, &[Word(paths::ENCOUNTER)], &body, key)
            .await
    }

    /// Changes what is named of a visit.
    ///
    /// # Errors
    /// `InvalidInput` for a patch that names nothing, `NotFound`, `Rejected` with `field`.
    pub async fn update(&self, id: &EncounterId, patch: &EncounterPatch, key: &IdempotencyKey) -> Result<()> {
        const OPERATION: &str = "encounters.update";
        Rules::of(OPERATION).not_empty_patch(patch)?;
        let mut body = json!({"resourceType": "Encounter"});
        if let Some(status) = &patch.status {
            body["status"] = status.as_str().into();
        }
        if let Some(start) = patch.start {
            body["startDateTime"] = instant(start).into();
        }
        if let Some(end) = patch.end {
            body["endDateTime"] = instant(end).into();
        }
        let path = [Word(paths::ENCOUNTER), Id(id.as_str())];
        let request = self.session.requests.put(OPERATION, &path, &body, key);
        self.session.send_write(request).await
    }

    /// Deletes a visit.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn delete(&self, id: &EncounterId, key: &IdempotencyKey) -> Result<()> {
        let path = [Word(paths::ENCOUNTER), Id(id.as_str())];
        let request = self.session.requests.delete("encounters.delete", &path, key);
        self.session.send_write(request).await
    }
}

room! {
    /// Notes on visits: the only place where the vendor keeps free text, and it needs a visit.
    TaskLogs
}

impl TaskLogs {
    /// The notes on a visit.
    ///
    /// # Errors
    /// `NotFound` for an unknown encounter.
    pub async fn of(&self, encounter: &EncounterId) -> Result<Vec<TaskLog>> {
        let path = [
            Word(paths::ENCOUNTER),
            Id(encounter.as_str()),
            Word(paths::TASK_LOG),
        ];
        self.session
            .bundle(self.session.requests.get("task_logs.list", &path))
            .await
    }

    /// Writes a note on a visit.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent (emoji, a task not done without a reason); `Rejected` by an encounter that
    /// takes no notes.
    pub async fn create(
        &self,
        encounter: &EncounterId,
        note: &NewTaskLog,
        key: &IdempotencyKey,
    ) -> Result<TaskLogId> {
        #[derive(serde::Deserialize)]
        struct Written {
            #[serde(rename = "taskLogId", alias = "id")]
            id: TaskLogId,
        }
        note.validate()?;
        let path = [
            Word(paths::ENCOUNTER),
            Id(encounter.as_str()),
            Word(paths::TASK_LOG),
        ];
        let request = self
            .session
            .requests
            .post("task_logs.create", &path, &body(note), key);
        let written: Written = self.session.write(request, crate::decode::decode).await?;
        Ok(written.id)
    }

    /// Replaces a note.
    ///
    /// # Errors
    /// As [`TaskLogs::create`], and `NotFound`.
    pub async fn update(
        &self,
        encounter: &EncounterId,
        id: &TaskLogId,
        note: &NewTaskLog,
        key: &IdempotencyKey,
    ) -> Result<()> {
        note.validate()?;
        let path = [
            Word(paths::ENCOUNTER),
            Id(encounter.as_str()),
            Word(paths::TASK_LOG),
            Id(id.as_str()),
        ];
        let request = self
            .session
            .requests
            .put("task_logs.update", &path, &body(note), key);
        self.session.send_write(request).await
    }

    /// Attaches a note to a visit of a client in `window`: to the latest, or where that refuses it to the one before, five
    /// at the most. What the vendor fails to take goes to the outbox, unless it shows that the note was taken after all;
    /// [`Connect::redeliver`](crate::connect::Connect::redeliver) writes it later.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent; failures that no waiting mends, of the search for visits too; `Storage` when
    /// the outbox failed: then the note is nowhere.
    pub async fn attach(
        &self,
        client: &ClientId,
        window: TimeWindow,
        note: &NewTaskLog,
        key: &IdempotencyKey,
        outbox: &dyn Outbox,
    ) -> Result<NoteOutcome> {
        note.validate()?;
        let keep = async |error: Error| {
            let item = OutboxItem::Note {
                client_id: client.clone(),
                window,
                note: note.clone(),
                key: key.clone(),
                sent: error.delivery(),
            };
            let ticket = outbox.keep(item).await?;
            Ok(NoteOutcome::Queued { ticket, error })
        };
        let visits = match self
            .visits_for_note(client, window)
            .await
            .map_err(nothing_written)
        {
            Ok(visits) => visits,
            Err(error) if may_pass(&error) => return keep(error.with_delivery(Delivery::NotSent)).await,
            Err(error) => return Err(error),
        };
        let mut refused: Option<(usize, Error)> = None;
        for (tried, visit) in visits.into_iter().take(ENCOUNTERS_TRIED).enumerate() {
            match self.create(&visit.id, note, key).await {
                Ok(_) => return Ok(NoteOutcome::Attached { encounter: visit.id }),
                Err(error) if matches!(error.kind(), ErrorKind::Rejected | ErrorKind::NotFound) => {
                    refused = Some((tried + 1, error));
                }
                Err(error) if may_pass(&error) => {
                    if error.delivery() != Delivery::NotSent
                        && self.shows(&visit.id, note).await.unwrap_or(false)
                    {
                        return Ok(NoteOutcome::Attached { encounter: visit.id });
                    }
                    return keep(error).await;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(match refused {
            Some((tried, error)) => NoteOutcome::Rejected { tried, error },
            None => NoteOutcome::NoEncounter,
        })
    }

    /// The visits a note of a client may be attached to, the latest first.
    pub(crate) async fn visits_for_note(
        &self,
        client: &ClientId,
        window: TimeWindow,
    ) -> Result<Vec<Encounter>> {
        let (from, to) = days_of(window);
        let filter = EncounterFilter {
            client_id: Some(client.clone()),
            caregiver_id: None,
            from,
            to,
        };
        let mut visits: Vec<Encounter> = self
            .session
            .search_all(encounter_search("task_logs.attach", &filter)?)
            .await?;
        visits.retain(|visit| visit.start.is_some_and(|start| window.contains(start)));
        visits.sort_by_key(|visit| std::cmp::Reverse(visit.start));
        Ok(visits)
    }

    /// True when the visit has this very note.
    pub(crate) async fn shows(&self, encounter: &EncounterId, note: &NewTaskLog) -> Result<bool> {
        let logs = self.of(encounter).await?;
        Ok(logs.iter().any(|log| {
            log.description.as_ref() == Some(&note.description)
                && log.title.as_ref() == Some(&note.title)
                && log.recorded.map(|at| at.timestamp()) == Some(note.recorded.timestamp())
        }))
    }
}

/// True for a failure of the vendor that may be gone later.
pub(crate) fn may_pass(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Server
            | ErrorKind::Timeout
            | ErrorKind::Unreachable
            | ErrorKind::RateLimited
            | ErrorKind::Decode
    )
}

fn body(note: &NewTaskLog) -> Value {
    let mut body = json!({
        "resourceType": "TaskLog", "title": note.title, "description": note.description, "status": note.status,
        "message_for_next_caregiver": note.message_for_next_caregiver,
        "show_in_family_room": note.show_in_family_room, "recorded": instant(note.recorded)
    });
    if let Some(comment) = &note.comment {
        body["comment"] = comment.expose().as_str().into();
    }
    body
}

room! {
    /// Tasks of visits.
    Tasks
}

impl Tasks {
    /// Says what became of a task.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent: a task that was not done needs a comment. `NotFound`.
    pub async fn update(
        &self,
        encounter: &EncounterId,
        task: &TaskId,
        outcome: &TaskOutcome,
        key: &IdempotencyKey,
    ) -> Result<()> {
        outcome.validate()?;
        let mut body = json!({"status": outcome.status});
        if let Some(comment) = &outcome.comment {
            body["comment"] = comment.expose().as_str().into();
        }
        let path = [
            Word(paths::ENCOUNTER),
            Id(encounter.as_str()),
            Word(paths::TASK),
            Id(task.as_str()),
        ];
        let request = self.session.requests.put("tasks.update", &path, &body, key);
        self.session.send_write(request).await
    }
}
