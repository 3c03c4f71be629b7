//! How values are read off the wire where the derived reading is too strict.

use std::fmt;

use careweave_types::__read_text as read_text;
use chrono::{DateTime, NaiveDateTime, Utc};
use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer};

/// A list that may be `null`.
pub(crate) fn list<'de, D, T>(d: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::deserialize(d)?.unwrap_or_default())
}

/// An instant; one without an offset is UTC (the vendor's rule).
pub(crate) fn instant<'de, D: Deserializer<'de>>(d: D) -> Result<DateTime<Utc>, D::Error> {
    read_text(d, |text| parse(text).ok_or_else(|| NOT_AN_INSTANT.to_owned()))
}

/// An instant that may be `null`.
pub(crate) fn instant_or_none<'de, D: Deserializer<'de>>(d: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    Option::<String>::deserialize(d)?
        .map(|text| parse(&text).ok_or_else(|| D::Error::custom(NOT_AN_INSTANT)))
        .transpose()
}

fn parse(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.to_utc())
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").map(|at| at.and_utc()))
        .ok()
}

const NOT_AN_INSTANT: &str = "an instant is YYYY-MM-DDTHH:MM:SS, with or without an offset";

/// An id as a string or a whole number.
pub(crate) fn text_or_number<'de, D: serde::Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    struct Text;
    impl Visitor<'_> for Text {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an id as a string or a whole number")
        }

        fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<String, E> {
            Ok(v.to_owned())
        }

        fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<String, E> {
            Ok(v.to_string())
        }

        fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<String, E> {
            Ok(v.to_string())
        }
    }
    d.deserialize_any(Text)
}
