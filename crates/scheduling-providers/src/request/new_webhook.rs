use secrecy::SecretString;

use crate::model::PrivateLink;
use crate::webhook::WebhookTopic;

/// A receiver to register. Registering the same again reuses what is there.
#[derive(Clone, Debug)]
pub struct NewWebhook {
    /// Where deliveries go. One address per connected account, with a part nobody can guess: some services say nowhere whose
    /// delivery it is.
    pub target: PrivateLink,
    /// What is delivered; the adapter turns each into the service's events.
    pub topics: Vec<WebhookTopic>,
    /// The key the service shall sign with, where it takes one.
    pub signing_key: Option<SecretString>,
}
