//! Booking once, and the changes of what is booked.

use careweave_types::ids::{AppointmentTypeId, ExternalId};
use careweave_types::{AgencyZone, Error, ErrorKind, IdempotencyKey, Pii, Result};
use chrono::{DateTime, Days, TimeDelta, Utc};
use http::Method;
use serde_json::{Map, Value, json};

use super::backend::Acuity;
use super::call::Call;
use crate::model::{Answer, Appointment, wall_clock};
use crate::request::{
    ActingAs, AppointmentPatch, CalendarChoice, CancelScope, Cancellation, NewAppointment, NewTime, Notify,
    StatusChange,
};
use crate::write::{Attempts, marker, once};
use crate::written::{Effect, Written};

const CREATE: &str = "appointments.create";
const UPDATE: &str = "appointments.update";
const RESCHEDULE: &str = "appointments.reschedule";
const CANCEL: &str = "appointments.cancel";
const SET_STATUS: &str = "appointments.set_status";

impl Call {
    /// In whose name, and whether the client is told.
    fn in_the_name_of(self, acting_as: ActingAs, notify: Notify) -> Self {
        let call = match acting_as {
            ActingAs::Client => self,
            ActingAs::Office => self.with("admin", true),
        };
        match notify {
            Notify::AsConfigured => call,
            Notify::Suppress => call.with("noEmail", true),
        }
    }
}

/// A time with its offset: without one it would be read on the account's clock.
fn written_time(instant: DateTime<Utc>, zone: &AgencyZone) -> String {
    wall_clock(zone, instant)
        .format("%Y-%m-%dT%H:%M:%S%z")
        .to_string()
}

/// The id as the vendor counts it.
fn number(operation: &'static str, field: &'static str, id: &str) -> Result<Value> {
    let number: u64 = id
        .parse()
        .map_err(|_| Error::invalid(operation, field, "Acuity's ids are whole numbers"))?;
    Ok(number.into())
}

fn fields(operation: &'static str, answers: &[Answer]) -> Result<Vec<Value>> {
    answers
        .iter()
        .map(|answer| {
            let id = answer.question_id.as_deref().ok_or_else(|| {
                Error::invalid(
                    operation,
                    "answers.question_id",
                    "an answer names the id of its intake field",
                )
            })?;
            Ok(json!({"id": number(operation, "answers.question_id", id)?, "value": answer.answer.expose()}))
        })
        .collect()
}

/// What only Acuity knows, from the options of a request.
fn options(
    operation: &'static str,
    options: &std::collections::BTreeMap<String, String>,
    known: &[&str],
    body: &mut Map<String, Value>,
) -> Result<()> {
    let wrong = |field: String, rule: &'static str| Err(Error::invalid(operation, field, rule));
    for (name, value) in options {
        let field = format!("options.{name}");
        if !known.contains(&name.as_str()) {
            return wrong(field, "is unknown to Acuity");
        }
        match name.as_str() {
            "certificate" => {
                body.insert("certificate".to_owned(), value.as_str().into());
            }
            "label_id" => match value.parse::<u64>() {
                Ok(id) => {
                    body.insert("labels".to_owned(), json!([{"id": id}]));
                }
                Err(_) => return wrong(field, "must be the number of a label"),
            },
            "addon_ids" => {
                let ids: std::result::Result<Vec<u64>, _> =
                    value.split(',').map(|id| id.trim().parse()).collect();
                match ids {
                    Ok(ids) => {
                        body.insert("addonIDs".to_owned(), ids.into());
                    }
                    Err(_) => return wrong(field, "must be numbers with commas between them"),
                }
            }
            _ => match value.parse::<bool>() {
                Ok(agreed) => {
                    body.insert("smsOptIn".to_owned(), agreed.into());
                }
                Err(_) => return wrong(field, "must be true or false"),
            },
        }
    }
    Ok(())
}

impl Acuity {
    /// Books by [`once`]: recognised by the mark in an intake field, or by type, start and client.
    pub(super) async fn book(&self, new: &NewAppointment, key: &IdempotencyKey) -> Result<Written> {
        refuse_what_acuity_has_not(new)?;
        self.check_length(new).await?;
        let marked = self.marker_for(&new.appointment_type).await?;
        let mark = marker(key);
        let call = self.booking(new, marked.map(|field| (field, mark.as_str())))?;
        let attempts = Attempts {
            operation: CREATE,
            after_loss: self.config.after_loss,
            sleep: std::sync::Arc::clone(&self.sleep),
        };
        let (appointment, resolution) = once(
            &attempts,
            || self.find_booking(new, &mark),
            || self.one_from(CREATE, call.clone()),
        )
        .await?;
        Ok(Written::new(appointment, resolution.effect(Effect::Created)))
    }

    /// Sends a call that is answered with an appointment.
    async fn one_from(&self, operation: &'static str, call: Call) -> Result<Appointment> {
        let facts = self.facts(operation).await?;
        let body = self.caller.send(call).await?;
        self.codec(operation, facts).appointment(&body)
    }

    fn booking(&self, new: &NewAppointment, mark: Option<(u64, &str)>) -> Result<Call> {
        let (first, last) = new.client.parts();
        let mut body = Map::new();
        let mut put = |name: &str, value: Value| {
            body.insert(name.to_owned(), value);
        };
        put("datetime", written_time(new.start, &new.zone).into());
        put(
            "appointmentTypeID",
            number(CREATE, "appointment_type", new.appointment_type.as_str())?,
        );
        put("timezone", new.zone.name().into());
        put("firstName", first.expose().as_str().into());
        put("lastName", last.expose().as_str().into());
        for (name, value) in [
            ("email", &new.client.email),
            ("phone", &new.client.phone),
            ("notes", &new.notes),
        ] {
            if let Some(value) = value {
                put(name, value.expose().as_str().into());
            }
        }
        if let Some(calendar) = &new.calendar {
            put("calendarID", number(CREATE, "calendar", calendar.as_str())?);
        }
        let mut answers = fields(CREATE, &new.answers)?;
        answers.extend(mark.map(|(field, mark)| json!({"id": field, "value": mark})));
        if !answers.is_empty() {
            put("fields", answers.into());
        }
        let known = ["addon_ids", "certificate", "label_id", "sms_opt_in"];
        options(CREATE, &new.options, &known, &mut body)?;
        Ok(
            Call::write(CREATE, Method::POST, "appointments", Value::Object(body))
                .in_the_name_of(new.acting_as, new.notify),
        )
    }

    /// Acuity books the length of the type and takes no other.
    async fn check_length(&self, new: &NewAppointment) -> Result<()> {
        let Some(end) = new.end else {
            return Ok(());
        };
        let kind = self.wire_type(CREATE, &new.appointment_type).await?;
        if new.start + TimeDelta::minutes(i64::from(kind.duration)) == end {
            return Ok(());
        }
        Err(Error::invalid(
            CREATE,
            "end",
            "Acuity books the length of the type: leave the end out, or give that one",
        ))
    }

    /// The intake field for the mark, where one is configured and the type's forms ask it.
    async fn marker_for(&self, kind: &AppointmentTypeId) -> Result<Option<u64>> {
        let Some(field) = self.config.marker_field else {
            return Ok(None);
        };
        let kind = self.wire_type(CREATE, kind).await?;
        let forms = self.wire_forms(CREATE).await?;
        let asked = forms
            .iter()
            .filter(|form| kind.forms.contains(&form.id))
            .any(|form| form.fields.iter().any(|asked| asked.id == field));
        Ok(asked.then_some(field))
    }

    /// The appointment that this booking made, if it did. One that carries another booking's mark is not it.
    async fn find_booking(&self, new: &NewAppointment, mark: &str) -> Result<Option<Appointment>> {
        let facts = self.facts(CREATE).await?;
        if let Some(field) = self.config.marker_field {
            let call = Call::get(CREATE, "appointments")
                .with("showall", true)
                .with(format!("field:{field}"), mark);
            let (found, failures) = self.codec(CREATE, facts).rows(&self.caller.send(call).await?)?;
            nothing_unread(&failures)?;
            let found = found
                .into_iter()
                .find(|appointment| mark_of(appointment, field) == Some(mark));
            if found.is_some() {
                return Ok(found);
            }
        }
        let date = facts.zone.local(new.start).date;
        let near = |date: Option<chrono::NaiveDate>| {
            date.ok_or_else(|| Error::invalid(CREATE, "start", "must not lie at the end of the calendar"))
        };
        let (_, last) = new.client.parts();
        let call = Call::get(CREATE, "appointments")
            .with("minDate", near(date.checked_sub_days(Days::new(1)))?)
            .with("maxDate", near(date.checked_add_days(Days::new(1)))?)
            .with("appointmentTypeID", &new.appointment_type)
            .with("lastName", last.expose())
            .with_some("calendarID", new.calendar.as_ref());
        let (found, failures) = self.codec(CREATE, facts).rows(&self.caller.send(call).await?)?;
        nothing_unread(&failures)?;
        Ok(found.into_iter().find(|appointment| {
            let of_another = self
                .config
                .marker_field
                .and_then(|field| mark_of(appointment, field))
                .is_some_and(|other| other.starts_with("cw-") && other != mark);
            !of_another && is_the_booking(appointment, new)
        }))
    }

    pub(super) async fn change_details(&self, id: &ExternalId, patch: &AppointmentPatch) -> Result<Written> {
        let mut body = Map::new();
        for (name, value) in [
            ("firstName", &patch.first),
            ("lastName", &patch.last),
            ("email", &patch.email),
            ("phone", &patch.phone),
            ("notes", &patch.notes),
        ] {
            if let Some(value) = value {
                body.insert(name.to_owned(), value.expose().as_str().into());
            }
        }
        if !patch.answers.is_empty() {
            body.insert("fields".to_owned(), fields(UPDATE, &patch.answers)?.into());
        }
        options(
            UPDATE,
            &patch.options,
            &["certificate", "label_id", "sms_opt_in"],
            &mut body,
        )?;
        let call = Call::write(
            UPDATE,
            Method::PUT,
            format!("appointments/{id}"),
            Value::Object(body),
        )
        // A change of details is told to nobody in any case.
        .in_the_name_of(patch.acting_as, Notify::AsConfigured);
        Ok(Written::new(self.one_from(UPDATE, call).await?, Effect::Changed))
    }

    /// By the route for it: the one for details would answer 200 and leave the time alone.
    pub(super) async fn move_to(&self, id: &ExternalId, to: &NewTime) -> Result<Written> {
        if let Some(end) = to.end {
            let present = self.get_one(RESCHEDULE, id).await?;
            if end - to.start != present.end() - present.start() {
                return Err(Error::invalid(
                    RESCHEDULE,
                    "end",
                    "Acuity keeps the length of an appointment that moves",
                ));
            }
        }
        let utc = AgencyZone::utc();
        let mut body = Map::new();
        let zone = to.zone.as_ref();
        body.insert(
            "datetime".to_owned(),
            written_time(to.start, zone.unwrap_or(&utc)).into(),
        );
        if let Some(zone) = zone {
            body.insert("timezone".to_owned(), zone.name().into());
        }
        match &to.calendar {
            CalendarChoice::Keep => {}
            CalendarChoice::To(calendar) => {
                body.insert(
                    "calendarID".to_owned(),
                    number(RESCHEDULE, "calendar", calendar.as_str())?,
                );
            }
            CalendarChoice::Any => {
                body.insert("calendarID".to_owned(), Value::Null);
            }
        }
        let path = format!("appointments/{id}/reschedule");
        let call = Call::write(RESCHEDULE, Method::PUT, path, Value::Object(body))
            .in_the_name_of(to.acting_as, to.notify);
        Ok(Written::new(
            self.one_from(RESCHEDULE, call).await?,
            Effect::Changed,
        ))
    }

    pub(super) async fn call_off(&self, id: &ExternalId, cancellation: &Cancellation) -> Result<Written> {
        if cancellation.scope == CancelScope::WholeGroup {
            return Err(Error::new(
                ErrorKind::Unsupported,
                CANCEL,
                "Acuity keeps one record per client of a class: call each of them off; nothing was sent",
            )
            .with("field", "scope"));
        }
        // An empty object and not an empty body: that would be refused.
        let mut body = json!({});
        if let Some(reason) = &cancellation.reason {
            body["cancelNote"] = reason.expose().as_str().into();
        }
        let call = self
            .cancel_call(CANCEL, id, body)
            .in_the_name_of(cancellation.acting_as, cancellation.notify);
        Ok(Written::new(self.one_from(CANCEL, call).await?, Effect::Changed))
    }

    fn cancel_call(&self, operation: &'static str, id: &ExternalId, body: Value) -> Call {
        Call::write(operation, Method::PUT, format!("appointments/{id}/cancel"), body)
    }

    /// By a label, or, for clients who did not come, by the route that cancels: that cannot be taken back, but its mark can.
    pub(super) async fn give_status(&self, id: &ExternalId, change: StatusChange) -> Result<Written> {
        let labels = &self.config.labels;
        let call = match change {
            StatusChange::Confirm => self.label_call(id, self.label_id(&labels.confirmed).await?),
            StatusChange::Complete => self.label_call(id, self.label_id(&labels.completed).await?),
            StatusChange::MarkNoShow => self
                .cancel_call(SET_STATUS, id, json!({"noShow": true}))
                .with("admin", true),
            StatusChange::RevertNoShow => self
                .cancel_call(SET_STATUS, id, json!({"noShow": false}))
                .with("admin", true),
        };
        Ok(Written::new(
            self.one_from(SET_STATUS, call).await?,
            Effect::Changed,
        ))
    }

    fn label_call(&self, id: &ExternalId, label: u64) -> Call {
        let body = json!({"labels": [{"id": label}]});
        Call::write(SET_STATUS, Method::PUT, format!("appointments/{id}"), body).with("admin", true)
    }
}

fn refuse_what_acuity_has_not(new: &NewAppointment) -> Result<()> {
    let refuse = |field: &'static str, rule: &'static str| Err(Error::invalid(CREATE, field, rule));
    if new.unit.is_some() {
        return refuse("unit", "Acuity has no units");
    }
    if new.location.is_some() {
        return refuse("location", "the place is the calendar's at Acuity");
    }
    if !new.guests.is_empty() {
        return refuse("guests", "Acuity invites nobody but the client");
    }
    if new.acting_as == ActingAs::Office && new.calendar.is_none() {
        return refuse("calendar", "is required when the office books");
    }
    if new.acting_as == ActingAs::Client && new.client.email.is_none() {
        return refuse("client.email", "is required when a client books");
    }
    if new.client.parts().1.expose().is_empty() {
        return refuse("client.last", "Acuity wants a family name");
    }
    Ok(())
}

/// A row that could not be read may be the one that is looked for.
fn nothing_unread(failures: &[crate::page::RowFailure]) -> Result<()> {
    match failures.first() {
        None => Ok(()),
        Some(failure) => Err(super::call::contract(
            CREATE,
            failure.field.as_deref().unwrap_or("row"),
            "an appointment beside the one that is looked for cannot be read",
        )),
    }
}

fn mark_of(appointment: &Appointment, field: u64) -> Option<&str> {
    let field = field.to_string();
    let answer = appointment
        .answers
        .iter()
        .find(|answer| answer.question_id.as_deref() == Some(&field))?;
    Some(answer.answer.expose())
}

/// True for a standing appointment of the same type at the same time for the same client.
fn is_the_booking(appointment: &Appointment, new: &NewAppointment) -> bool {
    let Some(client) = &appointment.client else {
        return false;
    };
    let same = |a: &Option<Pii<String>>, b: &Option<Pii<String>>| match (a, b) {
        (Some(a), Some(b)) => a.expose().eq_ignore_ascii_case(b.expose()),
        (None, None) => true,
        _ => false,
    };
    let (first, last) = new.client.parts();
    !appointment.status().is_called_off()
        && appointment.start() == new.start
        && appointment
            .appointment_type
            .as_ref()
            .is_some_and(|kind| kind.id == new.appointment_type)
        && new
            .calendar
            .as_ref()
            .is_none_or(|calendar| appointment.is_with(calendar))
        && same(&client.first, &Some(first))
        && same(&client.last, &Some(last))
        && same(&client.email, &new.client.email)
}
