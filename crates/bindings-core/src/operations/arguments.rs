//! How the arguments of an operation are declared, and the kinds of values that only arguments have.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use careweave::types::{Error, Pii, Result, TimeWindow};
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde::{Deserialize, Deserializer};

/// Declares the arguments of operations: read strictly, with the doc comments that become the hosts' documentation.
macro_rules! arguments {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })+) => {$(
        #[derive(Debug, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        $(#[$meta])*
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            $($(#[$field_meta])* pub(crate) $field: $type,)*
        }
    )+};
}
pub(crate) use arguments;

arguments! {
    /// No arguments.
    Nothing {}
}

/// A window of which both ends are given, or neither.
///
/// # Errors
/// `InvalidInput` that names the end that is missing, or `end` when it is not after the start.
pub(super) fn both_or_neither(
    operation: &'static str,
    start: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
) -> Result<Option<TimeWindow>> {
    let rule = "give both start and end, or neither";
    match (start, end) {
        (Some(start), Some(end)) => window(operation, start, end).map(Some),
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Error::invalid(operation, "start", rule)),
        (Some(_), None) => Err(Error::invalid(operation, "end", rule)),
    }
}

pub(super) fn window(
    operation: &'static str,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
) -> Result<TimeWindow> {
    TimeWindow::new(start, end).map_err(|error| error.with_operation(operation))
}

/// Bytes that cross the border as base64.
#[derive(Debug)]
pub(crate) struct Bytes(pub(crate) Pii<Vec<u8>>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(d: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        // The decoder's own message quotes what it stumbled over.
        let bytes = STANDARD
            .decode(text)
            .map_err(|_| serde::de::Error::custom("must be base64"))?;
        Ok(Self(Pii::new(bytes)))
    }
}

/// A secret: `Debug` does not show it.
#[derive(Debug)]
pub(crate) struct Secret(pub(crate) SecretString);

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(d: D) -> std::result::Result<Self, D::Error> {
        Ok(Self(String::deserialize(d)?.into()))
    }
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    macro_rules! text {
        ($($name:ident: $schema:tt;)+) => {$(
            impl JsonSchema for super::$name {
                fn inline_schema() -> bool {
                    true
                }

                fn schema_name() -> Cow<'static, str> {
                    stringify!($name).into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!($schema)
                }
            }
        )+};
    }

    text! {
        Bytes: {"type": "string", "contentEncoding": "base64", "x-personal": true};
        Secret: {"type": "string", "x-secret": true};
    }
}
