//! JSON Schema of types whose crate gives them none.

use chrono::{DateTime, Utc};

/// A span of time `[start, end)`.
#[derive(schemars::JsonSchema)]
#[schemars(rename = "TimeWindow")]
#[allow(dead_code)] // Only its schema is used.
pub(crate) struct Window {
    /// The first instant.
    start: DateTime<Utc>,
    /// The instant after the last.
    end: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use schemars::generate::SchemaSettings;
    use schemars::{JsonSchema, Schema};

    use crate::campaign::desk::{DeskDecision, DeskInput, DeskState};
    use crate::campaign::{Decision, Forecast, Input, Policy, State, Status};

    fn of<T: JsonSchema>() -> Schema {
        SchemaSettings::default()
            .into_generator()
            .into_root_schema_for::<T>()
    }

    #[test]
    fn what_crosses_a_border_has_a_schema_that_marks_what_is_personal() {
        for schema in [
            of::<Policy>(),
            of::<Decision>(),
            of::<Forecast>(),
            of::<Status>(),
            of::<DeskInput>(),
            of::<DeskState>(),
            of::<DeskDecision>(),
        ] {
            assert_eq!(schema.to_value()["type"].as_str().unwrap_or("object"), "object");
        }
        for schema in [of::<Input>(), of::<State>()] {
            let facts = schema.to_value()["$defs"]["ShiftFacts"].clone();
            assert_eq!(facts["properties"]["area"]["x-personal"], true);
            assert_eq!(facts["properties"]["window"]["$ref"], "#/$defs/TimeWindow");
        }
    }
}
