//! Who comes and what they said: all of an appointment but its time.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::Desk;
use super::account::Account;
use super::booking::By;
use super::list;
use super::model::{AppointmentType, Client};
use super::params::{self, Params};
use super::refused::Refused;
use crate::answer::Answer;
use crate::vendor::Arrival;

/// What a body says of the client. `None` where it says nothing.
pub(super) struct Details {
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    notes: Option<String>,
    pub(super) certificate: Option<String>,
    pub(super) answers: Option<Vec<(u64, String)>>,
    labels: Option<Vec<u64>>,
    by: By,
}

impl Details {
    pub(super) fn read(body: &Map<String, Value>, by: By) -> Result<Self, Refused> {
        if by == By::Client && body.contains_key("notes") {
            return Err(Refused::bad_request(
                "The attribute \"notes\" may only be set by an admin.",
            ));
        }
        let text = |name| params::text(body, name);
        let email = text("email");
        if email
            .as_deref()
            .is_some_and(|email| !email.contains('@') || email.contains(' '))
        {
            return Err(Refused::rule("invalid_email", "The email address is invalid."));
        }
        Ok(Self {
            first_name: text("firstName"),
            last_name: text("lastName"),
            email,
            phone: text("phone"),
            notes: text("notes"),
            certificate: text("certificate"),
            answers: answers(body)?,
            labels: labels(body)?,
            by,
        })
    }

    /// The client of a new appointment.
    pub(super) fn client(&self) -> Result<Client, Refused> {
        let required = |value: &Option<String>, code, name: &str| {
            value
                .clone()
                .ok_or_else(|| Refused::rule(code, format!("Attribute \"{name}\" is required.")))
        };
        let email = match self.by {
            By::Admin => self.email.clone().unwrap_or_default(),
            By::Client => required(&self.email, "required_email", "email")?,
        };
        Ok(Client {
            first_name: required(&self.first_name, "required_first_name", "firstName")?,
            last_name: required(&self.last_name, "required_last_name", "lastName")?,
            email,
            phone: self.phone.clone().unwrap_or_default(),
            notes: self.notes.clone().unwrap_or_default(),
        })
    }

    /// The label that is set, `Some(None)` when it is taken away.
    pub(super) fn label(&self, account: &Account) -> Result<Option<Option<u64>>, Refused> {
        let Some(labels) = &self.labels else {
            return Ok(None);
        };
        let Some(id) = labels.first() else {
            return Ok(Some(None));
        };
        if account.labels.iter().any(|label| label.id == *id) {
            return Ok(Some(Some(*id)));
        }
        Err(Refused::bad_request(format!(
            "The label \"{id}\" does not exist."
        )))
    }
}

fn answers(body: &Map<String, Value>) -> Result<Option<Vec<(u64, String)>>, Refused> {
    let invalid = || {
        Refused::rule(
            "invalid_fields",
            "The parameter \"fields\" must be a list of id and value.",
        )
    };
    let Some(fields) = body.get("fields").filter(|fields| !fields.is_null()) else {
        return Ok(None);
    };
    let read = |field: &Value| {
        let field = field.as_object()?;
        Some((
            params::id(field, "id")?,
            params::text(field, "value").unwrap_or_default(),
        ))
    };
    let fields = fields.as_array().ok_or_else(invalid)?;
    fields
        .iter()
        .map(|field| read(field).ok_or_else(invalid))
        .collect::<Result<_, _>>()
        .map(Some)
}

fn labels(body: &Map<String, Value>) -> Result<Option<Vec<u64>>, Refused> {
    let invalid = || Refused::bad_request("The parameter \"labels\" must be a list of at most one label.");
    let Some(labels) = body.get("labels").filter(|labels| !labels.is_null()) else {
        return Ok(None);
    };
    let labels = labels
        .as_array()
        .filter(|labels| labels.len() <= 1)
        .ok_or_else(invalid)?;
    labels
        .iter()
        .map(|label| {
            label
                .as_object()
                .and_then(|label| params::id(label, "id"))
                .ok_or_else(invalid)
        })
        .collect::<Result<_, _>>()
        .map(Some)
}

/// Refuses answers to what is not asked, and missing ones to what must be answered.
pub(super) fn check_answers(
    account: &Account,
    kind: &AppointmentType,
    details: &Details,
    by: By,
) -> Result<(), Refused> {
    let asked = || {
        account
            .forms
            .iter()
            .filter(|form| kind.forms.contains(&form.id))
            .flat_map(|form| form.fields)
    };
    let answers = details.answers.as_deref().unwrap_or_default();
    for (id, _) in answers {
        if !asked().any(|field| field.id == *id) {
            return Err(Refused::rule(
                "invalid_fields",
                format!("The field \"{id}\" does not exist on this appointment."),
            ));
        }
    }
    let missing = asked().find(|field| {
        field.required
            && !answers
                .iter()
                .any(|(id, value)| *id == field.id && !value.is_empty())
    });
    match (by, missing) {
        (By::Client, Some(field)) => Err(Refused::rule(
            "required_field",
            format!("The field \"{}\" is required.", field.id),
        )),
        _ => Ok(()),
    }
}

/// The certificate that pays for an appointment.
pub(super) fn redeem(
    account: &Account,
    kind: &AppointmentType,
    code: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Option<u64>, Refused> {
    let Some(code) = code else {
        return Ok(None);
    };
    let refused = |reason, text: &str| Err(Refused::rule(reason, text));
    let found = account
        .certificates
        .iter()
        .find(|(_, certificate)| certificate.code == code);
    let Some((id, certificate)) = found else {
        return refused("invalid_certificate", "The certificate does not exist.");
    };
    if certificate.expires.is_some_and(|expires| expires <= now) {
        return refused("expired_certificate", "The certificate is expired.");
    }
    if certificate.uses_left == 0 {
        return refused("certificate_uses", "The certificate has no uses left.");
    }
    if !certificate.types.is_empty() && !certificate.types.contains(&kind.id) {
        return refused(
            "invalid_certificate_type",
            "The certificate is not valid for this appointment type.",
        );
    }
    Ok(Some(*id))
}

/// `PUT /appointments/:id`: changes what its list of attributes names. Anything else, the time among it, is ignored
/// without a word.
pub(super) fn update(
    desk: &mut Desk<'_>,
    params: &Params,
    id: &str,
    arrival: &Arrival,
) -> Result<Answer, Refused> {
    let (by, body) = (By::of(params), params::object(arrival)?);
    let id = list::find(desk, id)?.id;
    let details = Details::read(&body, by)?;
    let label = details.label(desk.account)?;
    if let Some(answers) = &details.answers {
        let known = |id: u64| {
            desk.account
                .forms
                .iter()
                .any(|form| form.fields.iter().any(|field| field.id == id))
        };
        if let Some((id, _)) = answers.iter().find(|(id, _)| !known(*id)) {
            return Err(Refused::rule(
                "invalid_fields",
                format!("The field \"{id}\" does not exist."),
            ));
        }
    }
    if let Some(appointment) = desk.account.appointments.get_mut(&id) {
        let client = &mut appointment.client;
        for (field, value) in [
            (&mut client.first_name, details.first_name),
            (&mut client.last_name, details.last_name),
            (&mut client.email, details.email),
            (&mut client.phone, details.phone),
            (&mut client.notes, details.notes),
        ] {
            if let Some(value) = value {
                *field = value;
            }
        }
        for (field, value) in details.answers.unwrap_or_default() {
            appointment.answers.retain(|(id, _)| *id != field);
            appointment.answers.push((field, value));
        }
        if let Some(label) = label {
            appointment.label = label;
        }
    }
    Ok(desk.done(id, &["changed"]))
}
