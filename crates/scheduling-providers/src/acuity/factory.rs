use careweave_types::{Error, ErrorKind};
use secrecy::ExposeSecret as _;

use super::config::{AcuityConfig, BodyEncoding};
use super::labels::LabelName;
use crate::model::ProviderKind;
use crate::registry::{Factory, SettingKey};

/// How settings make a provider for one's own account. Accounts that are connected by OAuth need a store, which no setting can
/// be: see [`AcuityConfig::oauth`].
pub const FACTORY: Factory = Factory {
    provider: ProviderKind::Acuity,
    keys: &[
        SettingKey::required("user_id", "the numeric user id"),
        SettingKey::required("api_key", "the API key"),
        SettingKey::optional("base_url", "another address of the API, such as a sandbox's"),
        SettingKey::optional(
            "marker_field",
            "the number of the intake field that carries the marks of bookings",
        ),
        SettingKey::optional("webhook_key", "one more key that webhooks may be signed with"),
        SettingKey::optional(
            "body_encoding",
            "plain, or base64 where a gateway wraps webhook bodies",
        ),
        SettingKey::optional(
            "label_confirmed",
            "the name of the label for confirmed appointments",
        ),
        SettingKey::optional(
            "label_completed",
            "the name of the label for completed appointments",
        ),
        SettingKey::optional(
            "label_checked_in",
            "the name of the label for clients who have arrived",
        ),
    ],
    user_key: Some("user_id"),
    secret_key: Some("api_key"),
    build: |settings, effects| {
        let user_id = settings.required("user_id")?;
        let mut config = AcuityConfig::api_key(
            settings.integration().clone(),
            user_id.expose_secret(),
            settings.required("api_key")?,
        )?;
        if let Some(base_url) = settings.text("base_url") {
            config = config.at(base_url)?;
        }
        config.marker_field = settings.parsed("marker_field", "a whole number")?;
        if let Some(key) = settings.text("webhook_key") {
            config = config.with_webhook_key(careweave_webhooks::Secret::new(key)?);
        }
        config.body_encoding = match settings.text("body_encoding") {
            None | Some("plain") => BodyEncoding::Plain,
            Some("base64") => BodyEncoding::Base64,
            Some(_) => return Err(wrong("body_encoding", "plain or base64")),
        };
        let labels = &mut config.labels;
        for (name, label) in [
            ("label_confirmed", &mut labels.confirmed),
            ("label_completed", &mut labels.completed),
            ("label_checked_in", &mut labels.checked_in),
        ] {
            if let Some(text) = settings.text(name) {
                *label = LabelName::Name(text.to_owned());
            }
        }
        super::connect(config, effects)
    },
};

fn wrong(setting: &'static str, should_be: &str) -> Error {
    Error::new(
        ErrorKind::Config,
        "acuity.config",
        format!("a setting should be {should_be}"),
    )
    .with("settings", setting)
}
