//! Forms, each made from a template.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use super::fault::Fault;
use crate::answer::Answer;
use crate::ready::seed_hex;

/// The templates of the account: id and name.
pub(super) const TEMPLATES: &[(&str, &str)] = &[
    ("template-client-packet", "Client packet"),
    ("template-employee-packet", "Employee packet"),
    ("template-visit-note", "Visit note"),
];

/// A form.
pub(super) struct Form {
    pub(super) id: String,
    pub(super) template: &'static str,
    pub(super) name: &'static str,
    /// Empty until it is complete.
    pub(super) status: &'static str,
    pub(super) fields: Map<String, Value>,
    pub(super) changed_at: DateTime<Utc>,
}

/// All forms of the account.
pub(super) struct Forms {
    seed: u64,
    by_id: BTreeMap<String, Form>,
}

impl Forms {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            seed,
            by_id: BTreeMap::new(),
        }
    }

    /// Starts a form; `None` for a template there is not.
    pub(super) fn start(
        &mut self,
        template: &str,
        fields: Map<String, Value>,
        now: DateTime<Utc>,
    ) -> Option<&Form> {
        let (template, name) = TEMPLATES.iter().find(|(id, _)| *id == template)?;
        let hex = seed_hex(self.seed, &format!("goformz form {}", self.by_id.len() + 1));
        let id = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..32]].join("-");
        Some(self.by_id.entry(id.clone()).or_insert(Form {
            id,
            template,
            name,
            status: "",
            fields,
            changed_at: now,
        }))
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut Form> {
        self.by_id.get_mut(id)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Form> {
        self.by_id.values()
    }

    /// `GET /v2/formz/{id}`.
    pub(super) fn show(&self, id: &str) -> Result<Answer, Fault> {
        self.by_id
            .get(id)
            .map(|form| Answer::json(200, &form.shown()))
            .ok_or(Fault::NotFound)
    }
}

impl Form {
    /// The form on the wire.
    pub(super) fn shown(&self) -> Value {
        json!({
            "id": self.id,
            "templateId": self.template,
            "name": self.name,
            "status": if self.status.is_empty() { "Draft" } else { self.status },
            "lastUpdateDate": self.changed_at.to_rfc3339_opts(SecondsFormat::Secs, true),
            "fields": self.fields,
        })
    }
}
