use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use careweave_types::ids::IntegrationId;
use careweave_types::{Error, ErrorKind, Result};
use secrecy::{ExposeSecret, SecretString};

use super::{Factory, Need};

const OPERATION: &str = "providers.config";

/// Settings that fit an adapter: what has to be there is, and nothing else. Values are never printed.
#[derive(Clone)]
pub struct Settings {
    integration: IntegrationId,
    values: BTreeMap<String, SecretString>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.values.keys().collect();
        f.debug_struct("Settings")
            .field("integration", &self.integration)
            .field("names", &names)
            .finish()
    }
}

impl Settings {
    /// Holds settings against what an adapter knows.
    ///
    /// # Errors
    /// `Config` naming every setting that is unknown, or every one that is missing or blank.
    pub(super) fn fitting(
        factory: &Factory,
        integration: IntegrationId,
        values: BTreeMap<String, SecretString>,
    ) -> Result<Self> {
        let named = |names: Vec<&str>, rule: &'static str| {
            Error::new(ErrorKind::Config, OPERATION, rule)
                .with("provider", factory.provider.as_str())
                .with("settings", names.join(", "))
        };
        let unknown: Vec<_> = values
            .keys()
            .map(String::as_str)
            .filter(|name| factory.keys.iter().all(|key| key.name != *name))
            .collect();
        if !unknown.is_empty() {
            let known: Vec<_> = factory.keys.iter().map(|key| key.name).collect();
            return Err(named(unknown, "the provider knows no such settings").with("known", known.join(", ")));
        }
        let blank = |name: &str| {
            values
                .get(name)
                .is_none_or(|value| value.expose_secret().trim().is_empty())
        };
        let missing: Vec<_> = factory
            .keys
            .iter()
            .filter(|key| blank(key.name) && (key.need == Need::Required || values.contains_key(key.name)))
            .map(|key| key.name)
            .collect();
        if !missing.is_empty() {
            return Err(named(missing, "settings are missing or blank"));
        }
        Ok(Self { integration, values })
    }

    /// The connected account, as the host names it.
    pub fn integration(&self) -> &IntegrationId {
        &self.integration
    }

    /// A setting as text. Do not print it: it may be a secret.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(ExposeSecret::expose_secret)
    }

    /// A setting that is a secret.
    pub fn secret(&self, name: &str) -> Option<SecretString> {
        self.values.get(name).cloned()
    }

    /// A setting that was declared as required.
    ///
    /// # Errors
    /// `Config` when it was not declared so after all.
    pub fn required(&self, name: &'static str) -> Result<SecretString> {
        self.secret(name).ok_or_else(|| {
            Error::new(ErrorKind::Config, OPERATION, "a setting is missing").with("settings", name)
        })
    }

    /// A setting in the form of its own type.
    ///
    /// # Errors
    /// `Config` naming the setting and what it should be; never its value.
    pub fn parsed<T: FromStr>(&self, name: &'static str, should_be: &'static str) -> Result<Option<T>> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        text.trim().parse().map(Some).map_err(|_| {
            Error::new(
                ErrorKind::Config,
                OPERATION,
                format!("a setting should be {should_be}"),
            )
            .with("settings", name)
        })
    }
}
