//! Connect: encounters, the clock, notes and tasks of visits.

use async_trait::async_trait;
use careweave::types::{CaregiverId, ClientId, EncounterId, Error, ErrorKind, Pii, Result};
use careweave::wellsky::IdempotencyKey;
use careweave::wellsky::connect::{
    AppointmentId, Claimed, ClockOut, EncounterFilter, EncounterPatch, EncounterStatus, NewEncounter,
    NewTaskLog, Outbox, OutboxItem, OutboxTicket, Position, RateMethod, Settled, TaskId, TaskLogId,
    TaskOutcome,
};
use chrono::{DateTime, NaiveDate, Utc};

use super::arguments::{arguments, window};
use super::operation::Operation;
use super::results::AttachedNote;

arguments! {
    /// Which encounter.
    OneEncounter {
        /// The encounter's id.
        encounter_id: EncounterId,
    }

    /// Which encounters: of a client or a caregiver or both, by the UTC days they began on.
    EncountersAsked {
        /// The first day.
        first_day: NaiveDate,
        /// The last day, which belongs to it.
        last_day: NaiveDate,
        /// Only this client's.
        client_id: Option<ClientId>,
        /// Only this caregiver's.
        caregiver_id: Option<CaregiverId>,
    }

    /// A visit that begins.
    ClockIn {
        /// The appointment's id, not the encounter's: the encounter begins here.
        appointment_id: AppointmentId,
        /// When the caregiver came.
        at: DateTime<Utc>,
        /// Degrees north (WGS 84), -90 to 90.
        latitude: f64,
        /// Degrees east (WGS 84), -180 to 180. 0, 0 is refused: it is what programs send that do not know the place.
        longitude: f64,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// A visit that ends.
    ClockOutAsked {
        /// The encounter's id, not the appointment's.
        encounter_id: EncounterId,
        /// When the caregiver left.
        at: DateTime<Utc>,
        /// Degrees north (WGS 84), -90 to 90.
        latitude: f64,
        /// Degrees east (WGS 84), -180 to 180. 0, 0 is refused: it is what programs send that do not know the place.
        longitude: f64,
        /// What is to be said of the visit, up to 1000 characters.
        comment: Option<Pii<String>>,
        /// Miles driven for the client.
        mileage: Option<f64>,
        /// What they were driven for.
        mileage_description: Option<Pii<String>>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// A visit to be recorded afterwards.
    CreateEncounter {
        /// Who received care.
        client_id: ClientId,
        /// Who gave it.
        caregiver_id: CaregiverId,
        /// How far it has come: IN_PROGRESS, COMPLETE.
        status: EncounterStatus,
        /// When it began.
        start: DateTime<Utc>,
        /// When it ended.
        end: Option<DateTime<Utc>>,
        /// The appointment it belongs to.
        appointment_id: Option<AppointmentId>,
        /// How it is billed; goes with the id of the rate.
        bill_rate_method: Option<RateMethod>,
        /// The id of the rate it is billed by.
        bill_rate_id: Option<String>,
        /// How it is paid; goes with the id of the rate.
        pay_rate_method: Option<RateMethod>,
        /// The id of the rate it is paid by.
        pay_rate_id: Option<String>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// What changes in a recorded visit.
    UpdateEncounter {
        /// The encounter's id.
        encounter_id: EncounterId,
        /// How far it has come: IN_PROGRESS, COMPLETE.
        status: Option<EncounterStatus>,
        /// When it began.
        start: Option<DateTime<Utc>>,
        /// When it ended.
        end: Option<DateTime<Utc>>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// A visit to be deleted.
    DeleteEncounter {
        /// The encounter's id.
        encounter_id: EncounterId,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// A note to be written.
    CreateTaskLog {
        /// The encounter's id.
        encounter_id: EncounterId,
        /// The note.
        note: NewTaskLog,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// A note to be replaced.
    UpdateTaskLog {
        /// The encounter's id.
        encounter_id: EncounterId,
        /// The note's id.
        task_log_id: TaskLogId,
        /// What it is to become.
        note: NewTaskLog,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// A note that goes where a visit is.
    AttachNote {
        /// Whose visit.
        client_id: ClientId,
        /// From when on visits are looked for.
        start: DateTime<Utc>,
        /// Up to when.
        end: DateTime<Utc>,
        /// The note.
        note: NewTaskLog,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// What became of a task.
    UpdateTask {
        /// The encounter's id.
        encounter_id: EncounterId,
        /// The task's id.
        task_id: TaskId,
        /// What became of it.
        outcome: TaskOutcome,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }
}

/// The bindings keep nothing for later: a note the vendor failed to take is an error, and the host tries again.
#[derive(Debug)]
struct NoOutbox;

#[async_trait]
impl Outbox for NoOutbox {
    async fn keep(&self, _: OutboxItem) -> Result<OutboxTicket> {
        Err(Error::new(
            ErrorKind::Server,
            "connect.task_logs.attach",
            "WellSky failed to take the note: try again later under the same key",
        )
        .with_delivery(careweave::types::Delivery::MaybeSent))
    }

    async fn claim(&self) -> Result<Option<Claimed>> {
        Ok(None)
    }

    async fn sending(&self, _: &Claimed) -> Result<()> {
        Ok(())
    }

    async fn settle(&self, _: &Claimed, _: &Settled) -> Result<()> {
        Ok(())
    }
}

fn rate(method: Option<RateMethod>, id: Option<String>, field: &str) -> Result<Option<(RateMethod, String)>> {
    match (method, id) {
        (Some(method), Some(id)) => Ok(Some((method, id))),
        (None, None) => Ok(None),
        _ => Err(Error::invalid(
            "connect.encounters.create",
            field,
            "give both the method and the id of the rate, or neither",
        )),
    }
}

pub(super) fn rows() -> Vec<Operation> {
    [encounters(), clock(), notes()].into_iter().flatten().collect()
}

fn encounters() -> Vec<Operation> {
    vec![
        Operation::connect(
            "connect.encounters.get",
            "encounter",
            "One visit that took place or is under way.",
            |connect, asked: OneEncounter| async move { connect.encounters().get(&asked.encounter_id).await },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::list(
            "connect.encounters.list",
            ("encounters", "encounter_pages"),
            "The visits of a client or a caregiver or both, by the UTC days they began on.",
            |wellsky, asked: EncountersAsked| {
                let filter = EncounterFilter {
                    client_id: asked.client_id,
                    caregiver_id: asked.caregiver_id,
                    from: asked.first_day,
                    to: asked.last_day,
                };
                Ok(wellsky.connect()?.encounters().list(&filter))
            },
        )
        .raises(
            ErrorKind::InvalidInput,
            "nobody is named, or the days are out of order",
        ),
        Operation::connect(
            "connect.encounters.create",
            "create_encounter",
            "Records a visit that was not clocked, and gives the new id.",
            |connect, new: CreateEncounter| async move {
                let encounter = NewEncounter {
                    client_id: new.client_id,
                    caregiver_id: new.caregiver_id,
                    appointment_id: new.appointment_id,
                    status: new.status,
                    start: new.start,
                    end: new.end,
                    bill_rate: rate(new.bill_rate_method, new.bill_rate_id, "bill_rate_id")?,
                    pay_rate: rate(new.pay_rate_method, new.pay_rate_id, "pay_rate_id")?,
                };
                connect
                    .encounters()
                    .create(&encounter, &new.idempotency_key)
                    .await
            },
        )
        .raises(ErrorKind::InvalidInput, "a field breaks a rule; nothing was sent"),
        Operation::connect(
            "connect.encounters.update",
            "update_encounter",
            "Changes what is given of a recorded visit, and nothing else.",
            |connect, change: UpdateEncounter| async move {
                let patch = EncounterPatch {
                    status: change.status,
                    start: change.start,
                    end: change.end,
                };
                let (encounters, id) = (connect.encounters(), &change.encounter_id);
                encounters.update(id, &patch, &change.idempotency_key).await
            },
        )
        .raises(ErrorKind::InvalidInput, "nothing is changed; nothing was sent")
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::connect(
            "connect.encounters.delete",
            "delete_encounter",
            "Deletes a recorded visit.",
            |connect, asked: DeleteEncounter| async move {
                connect
                    .encounters()
                    .delete(&asked.encounter_id, &asked.idempotency_key)
                    .await
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
    ]
}

fn clock() -> Vec<Operation> {
    vec![
        Operation::connect(
            "connect.encounters.clock_in",
            "clock_in",
            "Clocks in to an appointment, at an instant and a place. Doing it again gives the same encounter.",
            |connect, asked: ClockIn| async move {
                let position = Position::new(asked.latitude, asked.longitude)?;
                let (encounters, key) = (connect.encounters(), &asked.idempotency_key);
                encounters.clock_in(&asked.appointment_id, asked.at, position, key).await
            },
        )
        .raises(ErrorKind::NotFound, "there is no such appointment")
        .raises(ErrorKind::Rejected, "nobody is assigned, or the visit is cancelled"),
        Operation::connect(
            "connect.encounters.clock_out",
            "clock_out",
            "Clocks out of an encounter. Doing it again changes nothing.",
            |connect, asked: ClockOutAsked| async move {
                let out = ClockOut {
                    comment: asked.comment,
                    mileage: asked.mileage,
                    mileage_description: asked.mileage_description,
                    ..ClockOut::new(asked.at, Position::new(asked.latitude, asked.longitude)?)
                };
                let encounters = connect.encounters();
                encounters.clock_out(&asked.encounter_id, &out, &asked.idempotency_key).await
            },
        )
        .raises(ErrorKind::NotFound, "there is no such encounter")
        .raises(ErrorKind::Rejected, "the end is before the start"),
    ]
}

fn notes() -> Vec<Operation> {
    vec![
        Operation::connect(
            "connect.task_logs.of",
            "task_logs",
            "The notes on a visit.",
            |connect, asked: OneEncounter| async move { connect.task_logs().of(&asked.encounter_id).await },
        )
        .raises(ErrorKind::NotFound, "there is no such encounter"),
        Operation::connect(
            "connect.task_logs.create",
            "create_task_log",
            "Writes a note on a visit, and gives the new id.",
            |connect, new: CreateTaskLog| async move {
                let logs = connect.task_logs();
                logs.create(&new.encounter_id, &new.note, &new.idempotency_key)
                    .await
            },
        )
        .raises(ErrorKind::InvalidInput, "a field breaks a rule; nothing was sent")
        .raises(ErrorKind::NotFound, "there is no such encounter"),
        Operation::connect(
            "connect.task_logs.update",
            "update_task_log",
            "Replaces a note on a visit.",
            |connect, change: UpdateTaskLog| async move {
                let (logs, key) = (connect.task_logs(), &change.idempotency_key);
                logs.update(&change.encounter_id, &change.task_log_id, &change.note, key)
                    .await
            },
        )
        .raises(ErrorKind::NotFound, "there is no such encounter or note"),
        Operation::connect(
            "connect.task_logs.attach",
            "attach_note",
            "Writes a note where a client has a visit in the span, and says what became of it.",
            |connect, asked: AttachNote| async move {
                let span = window("connect.task_logs.attach", asked.start, asked.end)?;
                let (logs, key) = (connect.task_logs(), &asked.idempotency_key);
                let outcome = logs
                    .attach(&asked.client_id, span, &asked.note, key, &NoOutbox)
                    .await?;
                AttachedNote::of(outcome)
            },
        )
        .raises(
            ErrorKind::Server,
            "WellSky failed to take it: try again later under the same key",
        ),
        Operation::connect(
            "connect.tasks.update",
            "update_task",
            "Says what became of a task of a visit.",
            |connect, change: UpdateTask| async move {
                let (tasks, key) = (connect.tasks(), &change.idempotency_key);
                tasks
                    .update(&change.encounter_id, &change.task_id, &change.outcome, key)
                    .await
            },
        )
        .raises(
            ErrorKind::InvalidInput,
            "a task that was not done has no comment; nothing was sent",
        )
        .raises(ErrorKind::NotFound, "there is no such encounter or task"),
    ]
}
