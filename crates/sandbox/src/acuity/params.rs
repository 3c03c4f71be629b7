//! Query parameters and JSON bodies.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::refused::Refused;
use super::times;
use crate::form;
use crate::vendor::Arrival;

/// The parameters of a request.
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    pub(super) fn read(arrival: &Arrival) -> Result<Self, Refused> {
        Ok(Self(form::decode(arrival.query.as_deref().unwrap_or_default())?))
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    pub(super) fn required(&self, name: &str) -> Result<&str, Refused> {
        self.text(name)
            .ok_or_else(|| Refused::bad_request(format!("The parameter {name} is required.")))
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.text(name).is_some_and(|text| matches!(text, "true" | "1"))
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<u64>, Refused> {
        self.text(name)
            .map(|text| {
                text.parse().map_err(|_| {
                    Refused::bad_request(format!("The parameter {name} must be a whole number."))
                })
            })
            .transpose()
    }

    pub(super) fn date(&self, name: &str) -> Result<Option<NaiveDate>, Refused> {
        self.text(name)
            .map(|text| {
                times::read_date(text)
                    .ok_or_else(|| Refused::bad_request(format!("The parameter {name} must be a date.")))
            })
            .transpose()
    }

    /// The numbers of a parameter that may be given several times, as `ids[]=1&ids[]=2`.
    pub(super) fn numbers(&self, name: &str) -> Vec<u64> {
        let indexed = format!("{name}[");
        self.0
            .iter()
            .filter(|(key, _)| key == name || key.starts_with(&indexed))
            .filter_map(|(_, value)| value.parse().ok())
            .collect()
    }

    /// Field and value of the `field:<id>` filters.
    pub(super) fn fields(&self) -> impl Iterator<Item = (u64, &str)> {
        self.0
            .iter()
            .filter_map(|(key, value)| Some((key.strip_prefix("field:")?.parse().ok()?, value.as_str())))
    }
}

/// The body as a JSON object.
pub(super) fn object(arrival: &Arrival) -> Result<Map<String, Value>, Refused> {
    let body = arrival
        .body
        .as_ref()
        .ok_or_else(|| Refused::bad_request("The body is too large."))?;
    match serde_json::from_slice(body) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(Refused::bad_request("The body must be a JSON object.")),
    }
}

/// A text of a body; `None` when it is missing, `null` or empty. Numbers are taken as text.
pub(super) fn text(body: &Map<String, Value>, name: &str) -> Option<String> {
    match body.get(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// An id of a body, as a number or as digits.
pub(super) fn id(body: &Map<String, Value>, name: &str) -> Option<u64> {
    match body.get(name)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}
