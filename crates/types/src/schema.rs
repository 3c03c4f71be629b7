//! JSON Schema of the types that print a mask or have a form of their own. What is personal says so under `x-personal`:
//! the languages that are generated from the schema mask it as this crate does.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::{IdempotencyKey, Phone, Pii, TimeOfDay};

impl<T: JsonSchema> JsonSchema for Pii<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Pii_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = generator.subschema_for::<T>();
        schema.insert("x-personal".to_owned(), true.into());
        schema
    }
}

macro_rules! text {
    ($($name:ty: $schema:tt;)+) => {$(
        impl JsonSchema for $name {
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
    Phone: {"type": "string", "x-personal": true};
    TimeOfDay: {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"};
    IdempotencyKey: {"type": "string", "minLength": 1, "maxLength": 255};
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CaregiverId, ClientStatus};
    use schemars::generate::SchemaSettings;

    fn of<T: JsonSchema>() -> serde_json::Value {
        SchemaSettings::default()
            .into_generator()
            .into_root_schema_for::<T>()
            .to_value()
    }

    #[test]
    fn the_mark_of_personal_data_survives_options_and_lists() {
        assert_eq!(of::<Pii<String>>()["x-personal"], true);
        assert_eq!(of::<Option<Pii<String>>>()["x-personal"], true);
        assert_eq!(of::<Vec<Pii<String>>>()["items"]["x-personal"], true);
        assert_eq!(of::<Option<Phone>>()["x-personal"], true);
        assert_eq!(of::<Option<String>>().get("x-personal"), None);
    }

    #[test]
    fn words_are_listed_and_ids_are_marked() {
        let status = of::<ClientStatus>();
        assert_eq!(status["x-words"][2], "active");
        assert_eq!(status["description"], "Where a client stands.");
        assert_eq!(of::<CaregiverId>()["x-id"], true);
    }
}
