//! Forms that people fill in and sign, whoever keeps them.

mod answer;
mod form;
mod hint;
mod service;

pub use answer::Answer;
pub use form::{Form, FormId, FormStatus, TemplateId};
pub use hint::{FormEvent, FormHint};
pub use service::{FormService, FormWebhook, NewFormWebhook, Target, WebhookId};
