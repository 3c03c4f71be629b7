//! Configuration: from variables, from code, and what is refused.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::collections::HashMap;

use careweave_wellsky_client::{
    AgencyId, Config, Environment, ErrorKind, IdempotencyKey, RetryPolicy, WellSky,
};

const SECRET: &str = "5ecret-of-the-agency";

fn from(pairs: &[(&str, &str)]) -> careweave_wellsky_client::Result<Config> {
    let variables: HashMap<&str, &str> = pairs.iter().copied().collect();
    Config::from_lookup(|name| variables.get(name).map(|value| (*value).to_owned()))
}

const NEEDED: [(&str, &str); 3] = [
    ("WELLSKY_API_KEY", "key"),
    ("WELLSKY_API_SECRET", SECRET),
    ("WELLSKY_AGENCY_ID", "4321"),
];

fn with(name: &'static str, value: &'static str) -> careweave_wellsky_client::Result<Config> {
    let mut pairs = NEEDED.to_vec();
    pairs.push((name, value));
    from(&pairs)
}

#[test]
fn every_missing_variable_is_named_at_once() {
    let error = from(&[("WELLSKY_API_SECRET", "  ")]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(
        error.get("missing"),
        Some("WELLSKY_API_KEY, WELLSKY_API_SECRET, WELLSKY_AGENCY_ID")
    );
    for name in ["WELLSKY_API_KEY", "WELLSKY_API_SECRET", "WELLSKY_AGENCY_ID"] {
        assert!(error.message().contains(name), "{error}");
    }
    let error = from(&NEEDED[..2]).unwrap_err();
    assert_eq!(error.get("missing"), Some("WELLSKY_AGENCY_ID"));
}

#[test]
fn the_vendors_sandbox_is_the_default() {
    let config = from(&NEEDED).unwrap();
    assert_eq!(config.environment(), Environment::Sandbox);
    assert_eq!(config.base_url(), "https://api-sandbox.clearcareonline.com/v1");
    assert_eq!(
        config.token_url().as_str(),
        "https://api-sandbox.clearcareonline.com/oauth/accesstoken"
    );
    let config = with("WELLSKY_ENVIRONMENT", "production").unwrap();
    assert_eq!(config.base_url(), "https://api.clearcareonline.com/v1");
    assert_eq!(
        config.token_url().as_str(),
        "https://api.clearcareonline.com/oauth/accesstoken"
    );
}

#[test]
fn a_wrong_variable_is_named() {
    for (name, value) in [
        ("WELLSKY_ENVIRONMENT", "staging"),
        ("WELLSKY_BASE_URL", "nowhere"),
        ("WELLSKY_TOKEN_URL", "ftp://127.0.0.1/x"),
    ] {
        let error = with(name, value).unwrap_err();
        assert_eq!(
            (error.kind(), error.get("variable")),
            (ErrorKind::Config, Some(name)),
            "{error}"
        );
    }
}

#[test]
fn the_token_url_stands_at_the_root_of_the_apis_host() {
    for base in [
        "https://host.example.invalid/v1",
        "https://host.example.invalid/v1/",
    ] {
        let config = with("WELLSKY_BASE_URL", base).unwrap();
        assert_eq!(config.base_url(), "https://host.example.invalid/v1");
        assert_eq!(
            config.token_url().as_str(),
            "https://host.example.invalid/oauth/accesstoken"
        );
    }
    let config = with("WELLSKY_TOKEN_URL", "https://other.example.invalid/token").unwrap();
    assert_eq!(config.token_url().as_str(), "https://other.example.invalid/token");
    assert_eq!(config.base_url(), "https://api-sandbox.clearcareonline.com/v1");
}

#[test]
fn plain_http_is_for_loopback_hosts_only() {
    for url in [
        "http://127.0.0.1:8080/v1",
        "http://localhost/v1",
        "http://[::1]:9/v1",
        "http://127.9.9.9/v1",
    ] {
        assert!(with("WELLSKY_BASE_URL", url).is_ok(), "{url}");
    }
    for url in [
        "http://api.example.invalid/v1",
        "http://10.0.0.1/v1",
        "http://127.0.0.1.example.invalid/v1",
        "http://localhost.example.invalid/v1",
    ] {
        let error = with("WELLSKY_BASE_URL", url).unwrap_err();
        assert!(error.message().contains("https"), "{error}");
    }
}

#[test]
fn a_url_with_a_password_or_a_query_is_refused_without_being_shown() {
    for url in [
        "https://user:hunter2@host.example.invalid/v1",
        "https://host.example.invalid/v1?key=hunter2",
        "https://host.example.invalid/v1#hunter2",
    ] {
        let error = with("WELLSKY_BASE_URL", url).unwrap_err();
        assert!(
            !format!("{error} {error:?} {error:#}").contains("hunter2"),
            "{error:?}"
        );
    }
}

#[test]
fn neither_key_nor_secret_is_printed() {
    let config = Config::new("k3y-of-the-agency", SECRET, AgencyId::new("4321").unwrap());
    let wellsky = WellSky::new(config.clone()).unwrap();
    let shown = format!("{config:?} {config:#?} {wellsky:?}");
    assert!(
        !shown.contains(SECRET) && !shown.contains("k3y-of-the-agency"),
        "{shown}"
    );
}

#[test]
fn credentials_that_no_header_can_carry_are_refused() {
    for (key, secret, field) in [
        ("", "s", "api_key"),
        ("k", "s\n", "api_secret"),
        ("k y", "s", "api_key"),
    ] {
        let config = Config::new(key, secret, AgencyId::new("4321").unwrap());
        assert_eq!(WellSky::new(config).unwrap_err().get("field"), Some(field));
    }
    let config = Config::new("k", "s", AgencyId::new("Ä").unwrap());
    assert_eq!(WellSky::new(config).unwrap_err().get("field"), Some("agency_id"));
}

#[test]
fn a_retry_policy_that_never_tries_is_refused() {
    let config = Config::new("k", "s", AgencyId::new("1").unwrap()).with_retry(RetryPolicy {
        attempts: 0,
        ..RetryPolicy::default()
    });
    assert_eq!(
        WellSky::new(config).unwrap_err().get("field"),
        Some("retry.attempts")
    );
}

#[test]
fn an_idempotency_key_is_visible_ascii_of_bounded_length() {
    for key in ["", "a b", "ä", "a\n", &"x".repeat(256)] {
        assert!(IdempotencyKey::new(key).is_err(), "{key:?}");
    }
    assert!(IdempotencyKey::new(&"x".repeat(255)).is_ok());
}

#[test]
fn an_operator_sets_time_outs_the_limit_the_cache_and_the_zone() {
    let plain = from(&NEEDED).unwrap();
    assert_eq!(
        plain.rate_limit().map(|limit| limit.requests + limit.burst),
        Some(100)
    );
    assert!(plain.cache().is_some() && plain.breaker().is_some() && plain.agency_zone().is_none());

    let seconds = |count| std::time::Duration::from_millis(count);
    assert_eq!(
        with("WELLSKY_CONNECT_TIMEOUT", "2").unwrap().timeouts().connect,
        seconds(2_000)
    );
    assert_eq!(
        with("WELLSKY_READ_TIMEOUT", "2.5").unwrap().timeouts().read,
        seconds(2_500)
    );
    assert_eq!(
        with("WELLSKY_ATTEMPT_TIMEOUT", "90").unwrap().timeouts().attempt,
        seconds(90_000)
    );
    let unlimited = with("WELLSKY_OPERATION_TIMEOUT", "off").unwrap().timeouts();
    assert_eq!(unlimited.operation, careweave_wellsky_client::Timeouts::UNLIMITED);
    let limit = with("WELLSKY_RATE_LIMIT", " 20 ").unwrap();
    assert_eq!(limit.rate_limit().map(|limit| limit.requests), Some(20));
    assert_eq!(with("WELLSKY_RATE_LIMIT", "off").unwrap().rate_limit(), None);
    assert_eq!(with("WELLSKY_CACHE", "off").unwrap().cache(), None);
    assert!(with("WELLSKY_CACHE", "on").unwrap().cache().is_some());
    let zoned = with("WELLSKY_TIME_ZONE", "America/Denver").unwrap();
    assert_eq!(
        zoned.agency_zone().map(careweave_types::AgencyZone::name),
        Some("America/Denver")
    );
}

#[test]
fn a_setting_that_means_nothing_is_refused_by_its_variable() {
    for (name, value) in [
        ("WELLSKY_CONNECT_TIMEOUT", "soon"),
        ("WELLSKY_READ_TIMEOUT", "-1"),
        ("WELLSKY_ATTEMPT_TIMEOUT", "0"),
        ("WELLSKY_OPERATION_TIMEOUT", "NaN"),
        ("WELLSKY_RATE_LIMIT", "0"),
        ("WELLSKY_RATE_LIMIT", "1.5"),
        ("WELLSKY_CACHE", "yes"),
        ("WELLSKY_TIME_ZONE", "Denver"),
    ] {
        let error = with(name, value).unwrap_err();
        assert_eq!(
            (error.kind(), error.get("variable")),
            (ErrorKind::Config, Some(name)),
            "{value}"
        );
    }
    let error = with("WELLSKY_RATE_LIMIT", "2000000").unwrap_err();
    assert_eq!(error.get("field"), Some("rate_limit.requests"));
}
