//! Statuses and details of what is booked.

use careweave_types::ids::ExternalId;
use careweave_types::{Delivery, Error, Result};
use serde_json::{Value, json};

use super::Ninsaude;
use super::config::StatusRoute;
use super::fields::Fields;
use super::status::CANCELLED;
use crate::request::{AppointmentPatch, Cancellation, Notify};
use crate::written::{Effect, Written};

impl Ninsaude {
    /// Sets a status, by the route the account has, with more that shall be written beside it.
    pub(super) async fn write_status(
        &self,
        operation: &'static str,
        id: &ExternalId,
        code: i64,
        more: &[(&str, Value)],
    ) -> Result<Written> {
        let request = match self.config.status_route {
            StatusRoute::Short => {
                let mut body = json!({ "status": code });
                for (name, value) in more {
                    body[*name] = value.clone();
                }
                self.requests.change(operation, id.as_str(), &body)?
            }
            StatusRoute::WholeRecord => {
                let mut record = self.row(operation, id).await?;
                record["status"] = code.into();
                for (name, value) in more {
                    record[*name] = value.clone();
                }
                self.requests.change_status(operation, id.as_str(), &record)?
            }
        };
        self.session.result(request).await?;
        self.changed(operation, id).await
    }

    pub(super) async fn call_off(&self, id: &ExternalId, cancellation: &Cancellation) -> Result<Written> {
        const OPERATION: &str = "appointments.cancel";
        let mut more = Vec::new();
        if let Some(reason) = &cancellation.reason {
            let row = self.row(OPERATION, id).await?;
            let note = Fields::of(&row)?.text("observacao")?;
            // There is no field for a reason: it goes below whatever note there is.
            let lines: Vec<&str> = note
                .as_deref()
                .into_iter()
                .chain([reason.expose().as_str()])
                .collect();
            more.push(("observacao", lines.join("\n").into()));
        }
        if cancellation.notify == Notify::Suppress {
            more.push(("enviadoConfirmacao", 1.into()));
        }
        self.write_status(OPERATION, id, CANCELLED, &more).await
    }

    pub(super) async fn change_details(&self, id: &ExternalId, patch: &AppointmentPatch) -> Result<Written> {
        const OPERATION: &str = "appointments.update";
        refuse(
            OPERATION,
            !patch.answers.is_empty(),
            "answers",
            "this service has no booking form",
        )?;
        if let Some(name) = patch.options.keys().next() {
            return Err(Error::invalid(
                OPERATION,
                format!("options.{name}"),
                "is no option of this service",
            ));
        }
        let mut person = json!({});
        match (&patch.first, &patch.last) {
            (Some(first), Some(last)) => {
                person["nome"] = format!("{} {}", first.expose().trim(), last.expose().trim()).into();
            }
            (None, None) => {}
            _ => {
                let rule = "first and last are changed together: this service keeps one name";
                return Err(Error::invalid(OPERATION, "first", rule));
            }
        }
        for (name, value) in [("email", &patch.email), ("foneCelular", &patch.phone)] {
            if let Some(value) = value {
                person[name] = value.expose().as_str().into();
            }
        }
        if person.as_object().is_some_and(|person| !person.is_empty()) {
            let row = self.row(OPERATION, id).await?;
            let patient = Fields::of(&row)?.id("pacienteId")?;
            self.session
                .result(self.requests.change_patient(&patient, &person)?)
                .await?;
        }
        let mut body = json!({});
        if let Some(notes) = &patch.notes {
            body["observacao"] = notes.expose().as_str().into();
        }
        if patch.notify == Notify::Suppress {
            body["enviadoConfirmacao"] = 1.into();
        }
        if body.as_object().is_some_and(|body| !body.is_empty()) {
            self.session
                .result(self.requests.change(OPERATION, id.as_str(), &body)?)
                .await?;
        }
        self.changed(OPERATION, id).await
    }

    /// The record as it stands after a write.
    async fn changed(&self, operation: &'static str, id: &ExternalId) -> Result<Written> {
        let appointment = self.read(operation, id).await.map_err(after_write)?;
        Ok(Written::new(appointment, Effect::Changed))
    }
}

/// The write was made, and what it left could not be read.
pub(super) fn after_write(error: Error) -> Error {
    error.with_delivery(Delivery::MaybeSent)
}

/// Refuses what the service has nothing for.
pub(super) fn refuse(
    operation: &'static str,
    given: bool,
    field: &'static str,
    rule: &'static str,
) -> Result<()> {
    if given {
        Err(Error::invalid(operation, field, rule))
    } else {
        Ok(())
    }
}
