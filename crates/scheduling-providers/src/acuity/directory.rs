//! Types, calendars, forms and labels of an account.

use careweave_types::ids::AppointmentTypeId;
use careweave_types::{Error, ErrorKind, Result};

use super::backend::Acuity;
use super::call::Call;
use super::labels::LabelName;
use super::wire::{WireCalendar, WireFormRules, WireLabel, WireType};
use crate::model::{AppointmentType, Calendar, Question};

impl Acuity {
    async fn wire_types(&self, operation: &'static str) -> Result<Vec<WireType>> {
        // Types that are not offered any more still stand on appointments.
        self.caller
            .json(Call::get(operation, "appointment-types").with("includeDeleted", true))
            .await
    }

    pub(super) async fn wire_type(
        &self,
        operation: &'static str,
        id: &AppointmentTypeId,
    ) -> Result<WireType> {
        let types = self.wire_types(operation).await?;
        types
            .into_iter()
            .find(|kind| kind.id.to_string() == id.as_str())
            .ok_or_else(|| {
                Error::new(
                    ErrorKind::NotFound,
                    operation,
                    "the account has no such appointment type",
                )
                .with("field", "appointment_type")
            })
    }

    pub(super) async fn wire_forms(&self, operation: &'static str) -> Result<Vec<WireFormRules>> {
        self.caller.json(Call::get(operation, "forms")).await
    }

    pub(super) async fn types(&self, operation: &'static str) -> Result<Vec<AppointmentType>> {
        let facts = self.facts(operation).await?;
        let types = self.wire_types(operation).await?;
        let forms = self.wire_forms(operation).await?;
        let codec = self.codec(operation, facts);
        types
            .into_iter()
            .map(|wire| {
                let asked = forms.iter().filter(|form| wire.forms.contains(&form.id));
                let questions = asked.flat_map(|form| &form.fields).map(|field| Question {
                    id: field.id.to_string(),
                    text: field.name.clone(),
                    required: field.required,
                    choices: field.options.clone().unwrap_or_default(),
                });
                let questions = questions.collect();
                let mut kind = codec.appointment_type(wire)?;
                kind.questions = questions;
                Ok(kind)
            })
            .collect()
    }

    pub(super) async fn list_calendars(&self, operation: &'static str) -> Result<Vec<Calendar>> {
        let facts = self.facts(operation).await?;
        let calendars: Vec<WireCalendar> = self.caller.json(Call::get(operation, "calendars")).await?;
        let codec = self.codec(operation, facts);
        calendars.into_iter().map(|wire| codec.calendar(wire)).collect()
    }

    /// The id of a label that the account has to have for a status to be given.
    pub(super) async fn label_id(&self, name: &LabelName) -> Result<u64> {
        const OPERATION: &str = "appointments.set_status";
        if let LabelName::Id(id) = name {
            return Ok(*id);
        }
        let labels: Vec<WireLabel> = self.caller.json(Call::get(OPERATION, "labels")).await?;
        let found = labels.iter().find(|label| name.is(label)).map(|label| label.id);
        found.ok_or_else(|| {
            Error::new(
                ErrorKind::Config,
                OPERATION,
                "the account has no label for this status: make one, or name another in the configuration; nothing was changed",
            )
            .with("field", "labels")
        })
    }
}
