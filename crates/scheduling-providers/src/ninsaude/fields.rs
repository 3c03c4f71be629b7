//! Reading a record of the service. Ids and numbers come as numbers or as text; a failure names the field and the rule,
//! never the value.

use careweave_types::Result;
use chrono::{NaiveDate, NaiveTime};
use serde_json::{Map, Value};

use super::wall::broken;

/// The fields of one record.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    pub(super) fn of(row: &'a Value) -> Result<Self> {
        row.as_object()
            .map(Self)
            .ok_or_else(|| broken("row", "must be an object"))
    }

    fn value(self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// An id: a whole number, or text that is not empty.
    pub(super) fn some_id(self, name: &str) -> Result<Option<String>> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Number(number)) if number.is_u64() => Ok(Some(number.to_string())),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
            Some(_) => Err(broken(name, "must be an id: a whole number or text")),
        }
    }

    pub(super) fn id(self, name: &str) -> Result<String> {
        self.some_id(name)?.ok_or_else(|| broken(name, "is missing"))
    }

    /// The ids of a list, or a single one.
    pub(super) fn ids(self, name: &str) -> Result<Vec<String>> {
        match self.value(name) {
            Some(Value::Array(list)) => {
                let read = |value: &Value| match value {
                    Value::Number(number) if number.is_u64() => Ok(number.to_string()),
                    Value::String(text) if !text.is_empty() => Ok(text.clone()),
                    _ => Err(broken(name, "must be a list of ids")),
                };
                list.iter().map(read).collect()
            }
            _ => Ok(self.some_id(name)?.into_iter().collect()),
        }
    }

    pub(super) fn number(self, name: &str) -> Result<Option<i64>> {
        let parsed = match self.value(name) {
            None => return Ok(None),
            Some(Value::Number(number)) => number.as_i64(),
            Some(Value::String(text)) => text.trim().parse().ok(),
            Some(_) => None,
        };
        parsed
            .map(Some)
            .ok_or_else(|| broken(name, "must be a whole number"))
    }

    /// Text; a number is taken as its digits.
    pub(super) fn text(self, name: &str) -> Result<Option<String>> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone()).filter(|text| !text.trim().is_empty())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(broken(name, "must be text")),
        }
    }

    /// 0 or 1, or a boolean.
    pub(super) fn flag(self, name: &str) -> Result<Option<bool>> {
        if let Some(Value::Bool(flag)) = self.value(name) {
            return Ok(Some(*flag));
        }
        match self.number(name)? {
            None => Ok(None),
            Some(0) => Ok(Some(false)),
            Some(1) => Ok(Some(true)),
            Some(_) => Err(broken(name, "must be 0 or 1")),
        }
    }

    pub(super) fn some_date(self, name: &str) -> Result<Option<NaiveDate>> {
        let Some(text) = self.text(name)? else {
            return Ok(None);
        };
        NaiveDate::parse_from_str(&text, "%Y-%m-%d")
            .map(Some)
            .map_err(|_| broken(name, "must be a date YYYY-MM-DD"))
    }

    pub(super) fn date(self, name: &str) -> Result<NaiveDate> {
        self.some_date(name)?.ok_or_else(|| broken(name, "is missing"))
    }

    /// A time of day, with seconds or without.
    pub(super) fn time(self, name: &str) -> Result<NaiveTime> {
        let text = self.text(name)?.ok_or_else(|| broken(name, "is missing"))?;
        NaiveTime::parse_from_str(&text, "%H:%M:%S")
            .or_else(|_| NaiveTime::parse_from_str(&text, "%H:%M"))
            .map_err(|_| broken(name, "must be a time HH:MM or HH:MM:SS"))
    }
}

/// The id of a record, if that much of it can be read.
pub(super) fn id_of(row: &Value) -> Option<String> {
    Fields::of(row).ok()?.some_id("id").ok().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_and_text_are_one_id_and_a_failure_names_the_field_only() {
        let row = json!({"a": 7, "b": "7", "c": null, "d": -1, "e": {"n": "Alpha"}, "t": "25:00", "f": 2});
        let fields = Fields::of(&row).unwrap();
        assert_eq!(
            (fields.id("a").unwrap(), fields.id("b").unwrap()),
            ("7".to_owned(), "7".to_owned())
        );
        assert_eq!(fields.some_id("c").unwrap(), None);
        for (field, error) in [
            ("c", fields.id("c").unwrap_err()),
            ("d", fields.id("d").unwrap_err()),
            ("e", fields.text("e").unwrap_err()),
            ("t", fields.time("t").unwrap_err()),
            ("f", fields.flag("f").unwrap_err()),
        ] {
            assert_eq!(error.get("field"), Some(field));
            assert!(!format!("{error:#}").contains("Alpha") && !format!("{error:#}").contains("25:00"));
        }
    }
}
