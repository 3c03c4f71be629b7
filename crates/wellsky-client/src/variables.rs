//! Settings as an operator writes them: by name, as text.

use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result};

/// A source of values by name. An empty value counts as missing.
pub(crate) struct Variables<L> {
    lookup: L,
}

impl Variables<()> {
    /// The error of a variable whose value is refused.
    pub(crate) fn refused(variable: &'static str, error: Error) -> Error {
        config_error(format!("{variable}: {}", error.message()))
            .with("variable", variable)
            .with_source(error)
    }
}

impl<L: FnMut(&str) -> Option<String>> Variables<L> {
    pub(crate) fn of(lookup: L) -> Self {
        Self { lookup }
    }

    fn text(&mut self, name: &str) -> Option<String> {
        (self.lookup)(name).filter(|value| !value.trim().is_empty())
    }

    /// The values without which nothing can be done; all that are missing are named at once.
    pub(crate) fn needed<const N: usize>(&mut self, names: [&str; N]) -> Result<[String; N]> {
        let values = names.map(|name| self.text(name));
        let missing: Vec<&str> = names
            .iter()
            .zip(&values)
            .filter(|(_, value)| value.is_none())
            .map(|(name, _)| *name)
            .collect();
        if missing.is_empty() {
            return Ok(values.map(Option::unwrap_or_default));
        }
        Err(config_error(format!(
            "set the environment variable{} {}: the API key, API secret and agency id that WellSky issued for the \
             agency",
            if missing.len() == 1 { "" } else { "s" },
            missing.join(", ")
        ))
        .with("missing", missing.join(", ")))
    }

    /// A value that `parse` reads.
    pub(crate) fn parsed<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T>,
    ) -> Result<Option<T>> {
        self.text(name)
            .map(|text| parse(text.trim()).map_err(|error| Variables::refused(name, error)))
            .transpose()
    }

    /// A time in seconds, parts of one among them; nothing for `off`.
    pub(crate) fn seconds_or_off(&mut self, name: &'static str) -> Result<Option<Option<Duration>>> {
        self.or_off(name, "a number of seconds such as 2.5, or off", |text| {
            let seconds: f64 = text.parse().ok()?;
            Duration::try_from_secs_f64(seconds)
                .ok()
                .filter(|span| !span.is_zero())
        })
    }

    /// A whole number from 1; nothing for `off`.
    pub(crate) fn count_or_off(&mut self, name: &'static str) -> Result<Option<Option<u32>>> {
        self.or_off(name, "a whole number from 1, or off", |text| {
            text.parse().ok().filter(|count| *count > 0)
        })
    }

    /// `on` or `off`.
    pub(crate) fn on_or_off(&mut self, name: &'static str) -> Result<Option<bool>> {
        let found = self.or_off(name, "on or off", |text| (text == "on").then_some(()))?;
        Ok(found.map(|on| on.is_some()))
    }

    fn or_off<T>(
        &mut self,
        name: &'static str,
        what: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<Option<T>>> {
        self.parsed(name, |text| match text {
            "off" => Ok(None),
            text => parse(text)
                .map(Some)
                .ok_or_else(|| config_error(format!("the value must be {what}"))),
        })
    }
}

pub(crate) fn config_error(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Config, "config.read", message)
}
