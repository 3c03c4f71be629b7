use careweave_types::ids::IntegrationId;
use careweave_types::{Error, ErrorKind, Result};
use url::{Host, Url, form_urlencoded};

use super::ProviderConfig;
use super::config::OPERATION;
use crate::model::ProviderKind;

/// The host of an address that stands for the service's own.
const OWN_HOST: &str = "default";

impl ProviderConfig {
    /// Out of an address: `acuity://user_id:api_key@default?integration=main&name=value`.
    ///
    /// The scheme is the service; user and password are the two settings its factory says; the host is `default` for the
    /// service's own, else it becomes `base_url` (with `http` on the loopback, `https` elsewhere); the rest is in the query. What
    /// an address means is percent-decoded.
    ///
    /// # Errors
    /// `Config` for what is no such address. No part of it is in the error: it holds a secret.
    pub fn from_address(address: &str) -> Result<Self> {
        let wrong = |rule: &'static str| Error::new(ErrorKind::Config, OPERATION, rule);
        // The error of the parser is not kept as a source: it may quote.
        let url = Url::parse(address)
            .map_err(|_| wrong("an address looks like acuity://user:secret@default?integration=main"))?;
        let provider = ProviderKind::from(url.scheme().replace('-', "_").as_str());
        let factory = Self::factory_of(&provider)?;
        let mut integration = None;
        let mut config = Self::new(provider, placeholder()?);
        for (name, value) in url.query_pairs() {
            if name == "integration" && integration.is_none() {
                integration = Some(IntegrationId::new(value.into_owned())?);
                continue;
            }
            if name == "integration" || config.settings.contains_key(&*name) {
                return Err(wrong("a setting stands twice in the query of the address"));
            }
            config = config.with(name, value);
        }
        config.integration =
            integration.ok_or_else(|| wrong("a setting is missing").with("settings", "integration"))?;
        let parts = [
            (
                factory.user_key,
                Some(url.username()).filter(|user| !user.is_empty()),
                "a user",
            ),
            (factory.secret_key, url.password(), "a password"),
        ];
        for (key, given, what) in parts {
            match (key, given) {
                (_, None) => {}
                (Some(key), Some(text)) if !config.settings.contains_key(key) => {
                    config = config.with(key, decoded(text));
                }
                (Some(_), Some(_)) => {
                    return Err(wrong(
                        "a setting stands both before the host and in the query of the address",
                    ));
                }
                (None, Some(_)) => {
                    return Err(wrong("this provider's address has no such part").with("part", what));
                }
            }
        }
        if url.fragment().is_some() {
            return Err(wrong("an address has no fragment; write # in a secret as %23"));
        }
        if let Some(base) = base_url(&url) {
            if config.settings.contains_key("base_url") {
                return Err(wrong("a host stands both in the address and in its query"));
            }
            config = config.with("base_url", base);
        } else if !matches!(url.path(), "" | "/") {
            return Err(wrong("a path needs a host of its own in the address"));
        }
        Ok(config)
    }
}

fn placeholder() -> Result<IntegrationId> {
    IntegrationId::new("-")
}

fn base_url(url: &Url) -> Option<String> {
    let host = url.host()?;
    let loopback = match &host {
        Host::Domain(name) if *name == OWN_HOST => return None,
        // The parser takes addresses of schemes it does not know for names.
        Host::Domain(name) => *name == "localhost" || name.starts_with("127."),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    let scheme = if loopback { "http" } else { "https" };
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!(
        "{scheme}://{host}{port}{}",
        url.path().trim_end_matches('/')
    ))
}

/// Percent-decodes: as the value of a query, in which a plus sign that is meant stands escaped.
fn decoded(text: &str) -> String {
    let pair = format!("v={}", text.replace('+', "%2B").replace('&', "%26"));
    form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
