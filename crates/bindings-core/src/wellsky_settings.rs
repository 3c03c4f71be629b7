//! The settings of a WellSky client as a host passes them.

use std::time::Duration;

use careweave::types::{AgencyId, AgencyZone, Error, Result};
use careweave::wellsky::{CachePolicy, CacheSettings, Config, RateLimit, RetryPolicy, Timeouts};
use serde::{Deserialize, Deserializer};

use crate::call::from_json;

const CONFIGURE: &str = "wellsky.configure";

/// The settings as JSON. Those left out are the client's defaults.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    api_key: String,
    api_secret: String,
    agency_id: String,
    api: Option<String>,
    pub(crate) scope: Option<String>,
    environment: Option<String>,
    base_url: Option<String>,
    token_url: Option<String>,
    zone: Option<String>,
    cache: Option<Switched<CacheAsked>>,
    timeouts: Option<TimeoutsAsked>,
    retry: Option<RetryAsked>,
    rate_limit: Option<Switched<u32>>,
}

/// A part of the client that can be set, or turned off by the word `off`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Switched<T> {
    Off(Off),
    On(T),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Off {
    Off,
}

/// How long reads are kept, by kind of record.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CacheAsked {
    people: Option<PolicyAsked>,
    open_shifts: Option<PolicyAsked>,
    schedule: Option<PolicyAsked>,
}

/// What differs from the default policy of a kind of record.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyAsked {
    fresh_seconds: Option<f64>,
    while_revalidating_seconds: Option<f64>,
    stale_if_error_seconds: Option<f64>,
    failure_pause_seconds: Option<f64>,
    capacity: Option<usize>,
}

/// Limits in seconds; one that is null is off.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeoutsAsked {
    #[serde(default, deserialize_with = "given")]
    connect_seconds: Option<Option<f64>>,
    #[serde(default, deserialize_with = "given")]
    read_seconds: Option<Option<f64>>,
    #[serde(default, deserialize_with = "given")]
    attempt_seconds: Option<Option<f64>>,
    #[serde(default, deserialize_with = "given")]
    operation_seconds: Option<Option<f64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RetryAsked {
    attempts: Option<u32>,
    first_wait_seconds: Option<f64>,
    longest_wait_seconds: Option<f64>,
    rate_limit_wait_seconds: Option<f64>,
}

/// Tells `null` from what is left out.
#[allow(clippy::option_option, reason = "left out, off and a limit are three things")]
fn given<'de, D: Deserializer<'de>>(d: D) -> std::result::Result<Option<Option<f64>>, D::Error> {
    Option::deserialize(d).map(Some)
}

impl Settings {
    pub(crate) fn read(text: &str) -> Result<Self> {
        from_json(CONFIGURE, text)
    }

    pub(crate) fn config(self) -> Result<Config> {
        let mut config = Config::new(self.api_key, self.api_secret, AgencyId::new(self.agency_id)?);
        if let Some(word) = self.api {
            config = config.with_api(word.parse()?);
        }
        if let Some(word) = self.environment {
            config = config.with_environment(word.parse()?);
        }
        if let Some(url) = self.base_url {
            config = config.with_base_url(&url)?;
        }
        if let Some(url) = self.token_url {
            config = config.with_token_url(&url)?;
        }
        if let Some(zone) = self.zone {
            config = config.with_agency_zone(AgencyZone::new(&zone)?);
        }
        config = match self.cache {
            None => config,
            Some(Switched::Off(Off::Off)) => config.with_cache(None),
            Some(Switched::On(asked)) => config.with_cache(asked.settings()?),
        };
        if let Some(asked) = self.timeouts {
            let timeouts = asked.over(config.timeouts())?;
            config = config.with_timeouts(timeouts);
        }
        if let Some(asked) = self.retry {
            let retry = asked.over(config.retry())?;
            config = config.with_retry(retry);
        }
        Ok(match self.rate_limit {
            None => config,
            Some(Switched::Off(Off::Off)) => config.with_rate_limit(None),
            Some(Switched::On(most)) => config.with_rate_limit(RateLimit::per_second(most)),
        })
    }
}

impl CacheAsked {
    fn settings(self) -> Result<CacheSettings> {
        let kept = CacheSettings::default();
        let over = |asked: Option<PolicyAsked>, place: &str, policy: CachePolicy| match asked {
            Some(asked) => asked.over(place, policy),
            None => Ok(policy),
        };
        Ok(CacheSettings {
            people: over(self.people, "cache.people", kept.people)?,
            open_shifts: over(self.open_shifts, "cache.open_shifts", kept.open_shifts)?,
            schedule: over(self.schedule, "cache.schedule", kept.schedule)?,
        })
    }
}

impl PolicyAsked {
    fn over(self, place: &str, mut policy: CachePolicy) -> Result<CachePolicy> {
        for (name, asked, held) in [
            ("fresh_seconds", self.fresh_seconds, &mut policy.fresh_for),
            (
                "while_revalidating_seconds",
                self.while_revalidating_seconds,
                &mut policy.while_revalidating,
            ),
            (
                "stale_if_error_seconds",
                self.stale_if_error_seconds,
                &mut policy.stale_if_error,
            ),
            (
                "failure_pause_seconds",
                self.failure_pause_seconds,
                &mut policy.failure_pause,
            ),
        ] {
            if let Some(asked) = asked {
                *held = seconds(CONFIGURE, &format!("{place}.{name}"), asked)?;
            }
        }
        policy.capacity = self.capacity.unwrap_or(policy.capacity);
        policy
            .validate()
            .map_err(|error| error.with("policy", place.to_owned()))?;
        Ok(policy)
    }
}

impl TimeoutsAsked {
    fn over(self, mut limits: Timeouts) -> Result<Timeouts> {
        type WithLimit = fn(Timeouts, Option<Duration>) -> Timeouts;
        let asked: [(&str, Option<Option<f64>>, WithLimit); 4] = [
            ("connect_seconds", self.connect_seconds, |l, d| l.with_connect(d)),
            ("read_seconds", self.read_seconds, |l, d| l.with_read(d)),
            ("attempt_seconds", self.attempt_seconds, |l, d| l.with_attempt(d)),
            ("operation_seconds", self.operation_seconds, |l, d| {
                l.with_operation(d)
            }),
        ];
        for (name, limit, with) in asked {
            if let Some(limit) = limit {
                let field = format!("timeouts.{name}");
                limits = with(
                    limits,
                    limit.map(|limit| seconds(CONFIGURE, &field, limit)).transpose()?,
                );
            }
        }
        Ok(limits)
    }
}

impl RetryAsked {
    fn over(self, mut policy: RetryPolicy) -> Result<RetryPolicy> {
        policy.attempts = self.attempts.unwrap_or(policy.attempts);
        for (name, asked, held) in [
            (
                "first_wait_seconds",
                self.first_wait_seconds,
                &mut policy.first_wait,
            ),
            (
                "longest_wait_seconds",
                self.longest_wait_seconds,
                &mut policy.longest_wait,
            ),
            (
                "rate_limit_wait_seconds",
                self.rate_limit_wait_seconds,
                &mut policy.rate_limit_wait,
            ),
        ] {
            if let Some(asked) = asked {
                *held = seconds(CONFIGURE, &format!("retry.{name}"), asked)?;
            }
        }
        Ok(policy)
    }
}

/// A span that a host passes in seconds.
///
/// # Errors
/// `InvalidInput` that names the field, for what is no span.
pub(crate) fn seconds(operation: &'static str, field: &str, value: f64) -> Result<Duration> {
    Duration::try_from_secs_f64(value).map_err(|_| {
        Error::invalid(
            operation,
            field.to_owned(),
            "must be a number of seconds, not below zero",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use careweave::types::ErrorKind;

    fn config(more: &str) -> Result<Config> {
        let text = format!(r#"{{"api_key":"key","api_secret":"secret","agency_id":"1"{more}}}"#);
        Settings::read(&text)?.config()
    }

    #[test]
    fn what_is_left_out_is_the_clients_default() {
        let plain = config("").unwrap();
        assert_eq!(plain.cache(), Some(&CacheSettings::default()));
        assert_eq!(plain.retry(), RetryPolicy::default());
        assert_eq!(plain.rate_limit(), Some(&RateLimit::default()));
        let one = config(r#","cache":{"open_shifts":{"fresh_seconds":60}}"#).unwrap();
        let expected = CacheSettings::default();
        let kept = one.cache().unwrap();
        assert_eq!(kept.open_shifts.fresh_for, Duration::from_secs(60));
        assert_eq!(
            kept.open_shifts.stale_if_error,
            expected.open_shifts.stale_if_error
        );
        assert_eq!(
            (&kept.people, &kept.schedule),
            (&expected.people, &expected.schedule)
        );
    }

    #[test]
    fn a_part_is_turned_off_by_word_and_a_limit_by_null() {
        let off = config(r#","cache":"off","rate_limit":"off","timeouts":{"attempt_seconds":null}"#).unwrap();
        assert!(off.cache().is_none() && off.rate_limit().is_none());
        assert_eq!(off.timeouts(), Timeouts::default().with_attempt(None));
        let set = config(r#","rate_limit":20,"timeouts":{"attempt_seconds":2.5},"zone":"America/Denver"}"#);
        assert!(set.is_err(), "one brace too many is no settings");
        let set =
            config(r#","rate_limit":20,"timeouts":{"attempt_seconds":2.5},"zone":"America/Denver""#).unwrap();
        assert_eq!(set.rate_limit(), Some(&RateLimit::per_second(20)));
        let limits = Timeouts::default().with_attempt(Duration::from_millis(2500));
        assert_eq!(set.timeouts(), limits);
        assert_eq!(set.agency_zone().unwrap().to_string(), "America/Denver");
    }

    #[test]
    fn a_setting_that_cannot_be_is_refused_by_its_name() {
        for (more, field) in [
            (
                r#","cache":{"people":{"fresh_seconds":-1}}"#,
                "cache.people.fresh_seconds",
            ),
            (r#","cache":{"people":{"fresh_seconds":0}}"#, "cache.fresh_for"),
            (
                r#","retry":{"first_wait_seconds":1e300}"#,
                "retry.first_wait_seconds",
            ),
            (r#","timeouts":{"read_seconds":-0.5}"#, "timeouts.read_seconds"),
            (r#","timeouts":{"reed_seconds":1}"#, "timeouts.reed_seconds"),
        ] {
            let error = config(more).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{more}: {error:#}");
            assert_eq!(error.get("field"), Some(field), "{more}: {error:#}");
        }
    }
}
