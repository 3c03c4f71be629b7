use std::fmt;
use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::Result;
use url::Url;

use super::form::{check, opaque};
use super::{Form, FormHint, FormId, TemplateId};

opaque! {
    /// The id a service gave a webhook.
    WebhookId = "webhook_id";
}

/// A webhook that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormWebhook {
    /// Its id.
    pub id: WebhookId,
    /// What it tells of, in the words of the service.
    pub event: String,
    /// Whom it tells; it may hold a secret in its path.
    pub target: Target,
    /// The template whose forms it tells of.
    pub template: Option<TemplateId>,
}

/// Where a webhook posts to. Its path may be a secret, so it is not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Target(pub Url);

impl Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/***", self.0.origin().ascii_serialization())
    }
}

/// A webhook that is to stand: it tells when a form of a template is completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFormWebhook {
    /// The template.
    pub template: TemplateId,
    /// Whom to tell.
    pub target: Target,
}

/// A service that keeps forms.
#[async_trait]
pub trait FormService: Debug + Send + Sync {
    /// Its name, as a code: `"goformz"`.
    fn name(&self) -> &'static str;

    /// A form, as it is now.
    ///
    /// # Errors
    /// `NotFound`; `Decode` for an answer that is no form, or another one than was asked for; and what the way there failed with.
    async fn form(&self, id: &FormId) -> Result<Form>;

    /// Every webhook.
    ///
    /// # Errors
    /// What the service or the way there failed with: never an empty list instead.
    async fn webhooks(&self) -> Result<Vec<FormWebhook>>;

    /// Sets a webhook up. One that stands with the same template and target is given instead of a second.
    ///
    /// # Errors
    /// What the service refused it with.
    async fn subscribe(&self, new: &NewFormWebhook) -> Result<FormWebhook>;

    /// Takes a webhook down; false when there is none.
    ///
    /// # Errors
    /// What the service or the way there failed with.
    async fn unsubscribe(&self, id: &WebhookId) -> Result<bool>;

    /// Reads a delivery. It needs no proof of its sender, because nothing it says is believed.
    ///
    /// # Errors
    /// `Decode` for a body that names no form; `InvalidInput` for one over 64 KiB.
    fn hint(&self, body: &[u8]) -> Result<FormHint>;
}
