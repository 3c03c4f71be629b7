//! Connect: appointments.

use careweave::types::{CaregiverId, ClientId, Error, ErrorKind, Result};
use careweave::wellsky::IdempotencyKey;
use careweave::wellsky::connect::{
    AppointmentDays, AppointmentFilter, AppointmentId, Month, Occurrence, Week,
};
use chrono::{DateTime, NaiveDate, Utc};

use super::arguments::{arguments, window};
use super::operation::Operation;

const LIST: &str = "connect.appointments.list";

arguments! {
    /// Which appointments: of a client or a caregiver or both, on days or in a week or in a month.
    AppointmentsAsked {
        /// Only this client's.
        client_id: Option<ClientId>,
        /// Only this caregiver's.
        caregiver_id: Option<CaregiverId>,
        /// The first of the UTC days they start on.
        first_day: Option<NaiveDate>,
        /// How many days, 1 to 7; 1 by default.
        days: Option<u8>,
        /// The ISO week they start in, as YYYYWW. Sources do not say where the vendor's weeks begin: days are safer.
        week: Option<u32>,
        /// The UTC month they start in, as YYYYMM.
        month: Option<u32>,
    }

    /// Which appointment.
    OneAppointment {
        /// The appointment's id, which all occurrences of a series share.
        appointment_id: AppointmentId,
    }

    /// Which occurrence.
    OneOccurrence {
        /// The appointment's id, which all occurrences of a series share.
        appointment_id: AppointmentId,
        /// When the occurrence starts.
        start: DateTime<Utc>,
    }

    /// A client's time.
    OfClient {
        /// The client's id.
        client_id: ClientId,
        /// The first instant.
        start: DateTime<Utc>,
        /// The instant after the last.
        end: DateTime<Utc>,
    }

    /// A caregiver's time.
    OfCaregiver {
        /// The caregiver's id.
        caregiver_id: CaregiverId,
        /// The first instant.
        start: DateTime<Utc>,
        /// The instant after the last.
        end: DateTime<Utc>,
    }

    /// A visit to be planned.
    CreateAppointment {
        /// Whose visit it is.
        client_id: ClientId,
        /// When it is to start, on a whole second.
        start: DateTime<Utc>,
        /// When it is to end, on a whole second.
        end: DateTime<Utc>,
        /// Who comes; nobody by default.
        caregiver_id: Option<CaregiverId>,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// Who gets, or loses, which occurrence.
    OccurrenceAndCaregiver {
        /// The appointment's id, which all occurrences of a series share.
        appointment_id: AppointmentId,
        /// When the occurrence starts.
        start: DateTime<Utc>,
        /// The caregiver.
        caregiver_id: CaregiverId,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }

    /// What is called off.
    CancelToCome {
        /// The appointment's id, which all occurrences of a series share.
        appointment_id: AppointmentId,
        /// The name this write goes by, 1 to 255 visible ASCII characters: the same for every attempt at the same write.
        idempotency_key: IdempotencyKey,
    }
}

impl AppointmentsAsked {
    fn filter(self) -> Result<AppointmentFilter> {
        let days = match (self.first_day, self.days) {
            (Some(first), days) => Some(AppointmentDays::new(first, days.unwrap_or(1))?),
            (None, None) => None,
            (None, Some(_)) => return Err(Error::invalid(LIST, "first_day", "is required with days")),
        };
        Ok(AppointmentFilter {
            client_id: self.client_id,
            caregiver_id: self.caregiver_id,
            days,
            week: self.week.map(Week::try_from).transpose()?,
            month: self.month.map(Month::try_from).transpose()?,
        })
    }
}

impl OccurrenceAndCaregiver {
    fn occurrence(&self) -> Occurrence {
        Occurrence {
            series: self.appointment_id.clone(),
            start: self.start,
        }
    }
}

pub(super) fn rows() -> Vec<Operation> {
    [reads(), writes()].into_iter().flatten().collect()
}

fn reads() -> Vec<Operation> {
    vec![
        Operation::list(
            LIST,
            ("appointments", "appointment_pages"),
            "The appointments of one search: of a client or a caregiver or both, and exactly one of days, week and month.",
            |wellsky, asked: AppointmentsAsked| {
                Ok(wellsky.connect()?.appointments().list(&asked.filter()?))
            },
        )
        .raises(ErrorKind::InvalidInput, "nobody is named, or not exactly one span"),
        Operation::connect(
            "connect.appointments.get",
            "appointment",
            "One occurrence of an appointment.",
            |connect, asked: OneOccurrence| async move {
                let occurrence = Occurrence {
                    series: asked.appointment_id,
                    start: asked.start,
                };
                connect.appointments().get(&occurrence).await
            },
        )
        .raises(ErrorKind::NotFound, "the series has none at this start"),
        Operation::connect(
            "connect.appointments.nearest",
            "nearest_appointment",
            "The occurrence of an appointment that is nearest to now.",
            |connect, asked: OneAppointment| async move {
                let nearest = connect.appointments().nearest(&asked.appointment_id).await?;
                Ok(nearest.0)
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::connect(
            "connect.appointments.of_client",
            "client_appointments",
            "Every appointment of a client that overlaps the span, each occurrence once, by start; as many searches as it takes.",
            |connect, asked: OfClient| async move {
                let span = window("connect.appointments.of_client", asked.start, asked.end)?;
                connect.appointments().of_client(&asked.client_id, span).await
            },
        ),
        Operation::connect(
            "connect.appointments.of_caregiver",
            "caregiver_appointments",
            "Every appointment of a caregiver that overlaps the span, each occurrence once, by start; as many searches as it takes.",
            |connect, asked: OfCaregiver| async move {
                let span = window("connect.appointments.of_caregiver", asked.start, asked.end)?;
                connect.appointments().of_caregiver(&asked.caregiver_id, span).await
            },
        ),
    ]
}

fn writes() -> Vec<Operation> {
    vec![
        Operation::connect(
            "connect.appointments.create",
            "create_appointment",
            "Plans a visit, and gives the occurrence.",
            |connect, new: CreateAppointment| async move {
                let span = window("connect.appointments.create", new.start, new.end)?;
                let (appointments, caregiver) = (connect.appointments(), new.caregiver_id.as_ref());
                appointments.create(&new.client_id, caregiver, span, &new.idempotency_key).await
            },
        )
        .raises(ErrorKind::Unsupported, "the vendor does not offer it"),
        Operation::connect(
            "connect.appointments.assign",
            "assign_appointment",
            "Gives an occurrence to a caregiver: reads it, looks for overlapping visits of the caregiver, writes it back and reads again. The same caregiver a second time changes nothing.",
            |connect, asked: OccurrenceAndCaregiver| async move {
                let (appointments, key) = (connect.appointments(), &asked.idempotency_key);
                appointments.assign(&asked.occurrence(), &asked.caregiver_id, key).await
            },
        )
        .raises(ErrorKind::Unsupported, "the vendor does not offer it")
        .raises(ErrorKind::Conflict, "it is cancelled, somebody else has it, or another visit overlaps")
        .raises(ErrorKind::InDoubt, "the change does not show"),
        Operation::connect(
            "connect.appointments.unassign",
            "unassign_appointment",
            "Takes a caregiver off an occurrence. One that has nobody is left as it is.",
            |connect, asked: OccurrenceAndCaregiver| async move {
                let (appointments, key) = (connect.appointments(), &asked.idempotency_key);
                appointments.unassign(&asked.occurrence(), &asked.caregiver_id, key).await
            },
        )
        .raises(ErrorKind::Unsupported, "the vendor does not offer it")
        .raises(ErrorKind::Conflict, "somebody else has it")
        .raises(ErrorKind::InDoubt, "the change does not show"),
        Operation::connect(
            "connect.appointments.cancel_all_to_come",
            "cancel_appointments_to_come",
            "Calls off every occurrence of an appointment that is still to come.",
            |connect, asked: CancelToCome| async move {
                let appointments = connect.appointments();
                appointments.cancel_all_to_come(&asked.appointment_id, &asked.idempotency_key).await
            },
        )
        .raises(ErrorKind::Unsupported, "the vendor does not offer it")
        .raises(ErrorKind::NotFound, "there is none with this id"),
    ]
}
