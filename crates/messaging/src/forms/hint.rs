use chrono::{DateTime, Utc};

use super::{FormId, TemplateId};

/// What somebody says has happened to a form. Nothing of it is proved: fetch the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormHint {
    /// What is said to have happened.
    pub event: FormEvent,
    /// The form.
    pub form: FormId,
    /// The template it is said to be of.
    pub template: Option<TemplateId>,
    /// When it is said to have happened.
    pub at: Option<DateTime<Utc>>,
    /// Whether it is said to have been complete before.
    pub recompleted: bool,
}

/// What may happen to a form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FormEvent {
    /// It was completed.
    Completed,
    /// Anything else, as the service spells it.
    Other(String),
}
