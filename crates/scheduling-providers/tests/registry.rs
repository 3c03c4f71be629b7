//! Providers out of maps, addresses and the environment.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use careweave_http::{RecordedSleep, SystemClock, Transport};
use careweave_scheduling_providers::Provider;
use careweave_scheduling_providers::capability::Capability;
use careweave_scheduling_providers::registry::{Effects, ProviderConfig, factories};
use careweave_types::{Error, ErrorKind, Result};

#[derive(Debug)]
struct NoNetwork;

#[async_trait]
impl Transport for NoNetwork {
    async fn send(&self, _: http::Request<Bytes>, _: Duration) -> Result<http::Response<Bytes>> {
        Err(Error::new(
            ErrorKind::Internal,
            "test",
            "building a provider sends nothing",
        ))
    }
}

fn effects() -> Effects {
    Effects::new(
        Arc::new(NoNetwork),
        Arc::new(SystemClock::new()),
        Arc::new(RecordedSleep::new()),
    )
}

fn map(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
    entries
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn a_map_makes_a_provider() {
    let entries = map(&[
        ("provider", "memory"),
        ("integration", "main"),
        ("zone", "America/Denver"),
        ("imitating", "ninsaude"),
    ]);
    let provider = Provider::from_config(&ProviderConfig::from_map(entries).unwrap(), &effects()).unwrap();
    assert_eq!(provider.identity().integration.as_str(), "main");
    assert!(!provider.capabilities().can(Capability::Webhooks));
}

#[test]
fn unknown_settings_are_named_and_values_never_are() {
    let entries = map(&[
        ("provider", "memory"),
        ("integration", "main"),
        ("zone", "America/Denver"),
        ("api_keey", "the-secret"),
        ("zoom", "the-secret"),
    ]);
    let config = ProviderConfig::from_map(entries).unwrap();
    let error = Provider::from_config(&config, &effects()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(error.get("settings"), Some("api_keey, zoom"));
    assert_eq!(error.get("known"), Some("zone, imitating"));
    assert!(!format!("{error:#} {error:?} {config:?}").contains("the-secret"));
}

#[test]
fn missing_and_blank_settings_are_named() {
    for entries in [&[][..], &[("zone", " ")][..]] {
        let mut entries = map(entries);
        entries.extend(map(&[("provider", "memory"), ("integration", "main")]));
        let config = ProviderConfig::from_map(entries).unwrap();
        let error = Provider::from_config(&config, &effects()).unwrap_err();
        assert_eq!(error.get("settings"), Some("zone"));
    }
    for missing in ["provider", "integration"] {
        let mut entries = map(&[("provider", "memory"), ("integration", "main")]);
        entries.remove(missing);
        assert_eq!(
            ProviderConfig::from_map(entries).unwrap_err().get("settings"),
            Some(missing)
        );
    }
}

#[test]
fn a_malformed_setting_says_what_it_should_be_and_not_what_it_was() {
    let entries = map(&[
        ("provider", "memory"),
        ("integration", "main"),
        ("zone", "the-secret"),
    ]);
    let config = ProviderConfig::from_map(entries).unwrap();
    let error = Provider::from_config(&config, &effects()).unwrap_err();
    assert_eq!(error.get("settings"), Some("zone"));
    assert!(error.message().contains("IANA zone") && !format!("{error:#}{error:?}").contains("the-secret"));
}

#[test]
fn an_address_makes_a_provider() {
    let address = "memory://default?integration=main&zone=America%2FDenver";
    let config = ProviderConfig::from_address(address).unwrap();
    assert!(Provider::from_config(&config, &effects()).is_ok());
}

#[test]
fn an_address_that_cannot_be_one_is_refused_without_a_word_of_it() {
    for address in [
        "the-secret",
        "nobody://user:the-secret@default?integration=main",
        "memory://the-secret@default?integration=main&zone=America/Denver",
        "memory://user:the-secret@default?integration=main&zone=America/Denver",
        "memory://default?zone=the-secret",
        "memory://default?integration=a&integration=the-secret",
        "memory://default?integration=main&zone=the-secret&zone=the-secret",
        "memory://default?integration=main#the-secret",
        "memory://default/the-secret?integration=main",
        "memory://the-secret:99999?integration=main",
    ] {
        let error = ProviderConfig::from_address(address).unwrap_err();
        assert!(
            !format!("{error:#} {error:?}").contains("the-secret"),
            "{address}"
        );
    }
}

#[test]
fn variables_with_a_prefix_make_a_provider_and_others_are_left_alone() {
    let vars = [
        ("MAIN_PROVIDER", "memory"),
        ("MAIN_INTEGRATION", "main"),
        ("MAIN_ZONE", "America/Denver"),
        ("OTHER_ZONE", "x"),
        ("MAIN_", "x"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let config = ProviderConfig::from_vars("MAIN_", vars.clone()).unwrap();
    assert!(Provider::from_config(&config, &effects()).is_ok());
    assert_eq!(
        ProviderConfig::from_vars("", vars).unwrap_err().get("field"),
        Some("prefix")
    );
    assert!(ProviderConfig::from_env("CAREWEAVE_TEST_UNSET_").is_err());
}

#[test]
fn every_factory_explains_its_settings_and_names_each_once() {
    for factory in factories() {
        let mut names: Vec<_> = factory.keys.iter().map(|key| key.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), factory.keys.len(), "{}", factory.provider);
        assert!(
            factory.keys.iter().all(|key| !key.meaning.is_empty()),
            "{}",
            factory.provider
        );
        for key in [factory.user_key, factory.secret_key].into_iter().flatten() {
            assert!(names.contains(&key), "{}: {key}", factory.provider);
        }
        // Those two are read before the settings are.
        assert!(
            !names.contains(&"provider") && !names.contains(&"integration"),
            "{}",
            factory.provider
        );
    }
}
