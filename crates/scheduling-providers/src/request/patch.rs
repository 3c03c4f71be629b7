use std::collections::BTreeMap;

use careweave_types::Pii;
use serde::{Deserialize, Serialize};

use super::{ActingAs, Notify};
use crate::model::{Answer, Appointment, Version};

/// Details to change. A time is not among them: see [`NewTime`](super::NewTime).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AppointmentPatch {
    /// The given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Pii<String>>,
    /// The family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Pii<String>>,
    /// The e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Pii<String>>,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Pii<String>>,
    /// Notes: health information.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Pii<String>>,
    /// Answers of the booking form: health information.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// Only if the record still has this version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Version>,
    /// In whose name.
    #[serde(default)]
    pub acting_as: ActingAs,
    /// Whether the service tells the client.
    #[serde(default)]
    pub notify: Notify,
    /// What only one service knows, by the names its adapter documents; an unknown name is refused.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
}

impl AppointmentPatch {
    /// True when nothing would change.
    pub fn is_empty(&self) -> bool {
        self.first.is_none()
            && self.last.is_none()
            && self.email.is_none()
            && self.phone.is_none()
            && self.notes.is_none()
            && self.answers.is_empty()
            && self.options.is_empty()
    }

    /// True when it carries health information.
    pub fn carries_health_information(&self) -> bool {
        self.notes.is_some() || !self.answers.is_empty()
    }

    /// True when the appointment is as this patch would leave it, as far as can be seen: what only one service knows cannot be.
    pub fn is_reflected_in(&self, appointment: &Appointment) -> bool {
        let is = |wanted: &Option<Pii<String>>, found: Option<&Pii<String>>| {
            wanted.as_ref().is_none_or(|wanted| found == Some(wanted))
        };
        let client = appointment.client.as_ref();
        let answered = |wanted: &Answer| {
            appointment.answers.iter().any(|found| {
                found.answer == wanted.answer
                    && match &wanted.question_id {
                        Some(id) => found.question_id.as_ref() == Some(id),
                        None => found.question == wanted.question,
                    }
            })
        };
        self.options.is_empty()
            && is(&self.first, client.and_then(|c| c.first.as_ref()))
            && is(&self.last, client.and_then(|c| c.last.as_ref()))
            && is(&self.email, client.and_then(|c| c.email.as_ref()))
            && is(&self.phone, client.and_then(|c| c.phone.as_ref()))
            && is(&self.notes, appointment.notes.as_ref())
            && self.answers.iter().all(answered)
    }
}
