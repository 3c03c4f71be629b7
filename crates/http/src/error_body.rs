//! What an error body says, whatever shape it says it in.

use serde_json::{Map, Value};

use crate::masking::{field_named, field_of};

/// How much of an error body is looked at.
pub(crate) const BODY_READ: usize = 64 * 1024;

/// How deep a complaint may be wrapped.
const DEPTH: u8 = 4;

/// Where bodies name the field: plain ones, JSON pointers, FHIR's `OperationOutcome`.
const FIELD_KEYS: [&str; 7] = [
    "field",
    "param",
    "path",
    "pointer",
    "property",
    "expression",
    "location",
];

/// Where bodies keep their sentence.
const TEXT_KEYS: [&str; 8] = [
    "error",
    "message",
    "Message",
    "detail",
    "description",
    "diagnostics",
    "reason",
    "error_description",
];

/// Where they wrap it once more.
const WRAPPING_KEYS: [&str; 6] = ["error", "errors", "issue", "detail", "details", "message"];

/// The sentence in an error body and the field it is about. The sentence is as it came: it may quote anything.
pub(crate) struct Said {
    pub(crate) text: Option<String>,
    /// The name of a field, and nothing else: it can be repeated.
    pub(crate) field: Option<String>,
    by_gateway: bool,
}

impl Said {
    pub(crate) fn read(body: &[u8]) -> Self {
        let json = (body.len() <= BODY_READ)
            .then(|| serde_json::from_slice::<Value>(body).ok())
            .flatten();
        let Some(json) = json else {
            return Self {
                text: None,
                field: None,
                by_gateway: false,
            };
        };
        let by_gateway = json.get("error").is_none()
            && ["message", "Message"]
                .iter()
                .any(|key| json.get(key).is_some_and(Value::is_string));
        let Complaint { text, field } = match &json {
            // A text alone is not an answer in any of these shapes.
            Value::Object(_) | Value::Array(_) => Complaint::in_value(&json, DEPTH),
            _ => Complaint::default(),
        };
        Self {
            field: field.or_else(|| text.as_deref().and_then(field_of)),
            text,
            by_gateway,
        }
    }

    /// The gateway's two ways to say that it knows no such route.
    pub(crate) fn is_gateway(&self) -> bool {
        self.by_gateway
            && self.text.as_deref().is_some_and(|text| {
                text.contains("Missing Authentication Token") || text.contains("Invalid key=value pair")
            })
    }
}

#[derive(Default)]
struct Complaint {
    text: Option<String>,
    field: Option<String>,
}

impl Complaint {
    fn is_empty(&self) -> bool {
        self.text.is_none() && self.field.is_none()
    }

    /// The first complaint in `value`.
    fn in_value(value: &Value, depth: u8) -> Self {
        let Some(deeper) = depth.checked_sub(1) else {
            return Self::default();
        };
        match value {
            Value::String(text) if !text.trim().is_empty() => Self {
                text: Some(text.clone()),
                field: None,
            },
            Value::Array(items) => items
                .iter()
                .map(|item| Self::in_value(item, deeper))
                .find(|found| !found.is_empty())
                .unwrap_or_default(),
            Value::Object(object) => Self::in_object(object, deeper),
            _ => Self::default(),
        }
    }

    fn in_object(object: &Map<String, Value>, deeper: u8) -> Self {
        let own = Self {
            field: FIELD_KEYS
                .iter()
                .filter_map(|key| first_text(object.get(*key)?))
                .find_map(field_named),
            text: TEXT_KEYS
                .iter()
                .filter_map(|key| object.get(*key)?.as_str())
                .find(|text| !text.trim().is_empty())
                .map(str::to_owned),
        };
        if own.field.is_some() {
            return own;
        }
        let wrapped = WRAPPING_KEYS
            .iter()
            .filter_map(|key| object.get(*key))
            .filter(|value| !value.is_string())
            .map(|value| Self::in_value(value, deeper))
            .find(|found| !found.is_empty());
        match wrapped {
            Some(inner) => Self {
                text: own.text.or(inner.text),
                field: inner.field,
            },
            None if own.text.is_some() => own,
            None => Self::by_field(object, deeper),
        }
    }

    /// `{"phone": ["is required"]}`: each key the name of a field.
    fn by_field(object: &Map<String, Value>, deeper: u8) -> Self {
        object
            .iter()
            .filter_map(|(key, value)| {
                let field = field_named(key)?;
                let text = Self::in_value(value, deeper).text?;
                Some(Self {
                    text: Some(text),
                    field: Some(field),
                })
            })
            .next()
            .unwrap_or_default()
    }
}

fn first_text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Array(items) => items.first().and_then(Value::as_str),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_field_and_the_sentence_are_found_in_every_shape_validators_answer_in() {
        for (body, field, text) in [
            (
                json!({"error": "Validation failed: birthDate is required"}),
                Some("birthDate"),
                Some("Validation failed: birthDate is required"),
            ),
            (
                json!({"error": "caregiver.id does not exist"}),
                Some("caregiver.id"),
                Some("caregiver.id does not exist"),
            ),
            (
                json!({"error": {"field": "phone", "message": "is required"}}),
                Some("phone"),
                Some("is required"),
            ),
            (
                json!({"error": {"phone": ["is required"]}}),
                Some("phone"),
                Some("is required"),
            ),
            (
                json!({"message": "Validation failed", "errors": [{"path": "/start_date", "message": "is required"}]}),
                Some("start_date"),
                Some("Validation failed"),
            ),
            (
                json!({"errors": {"first_name": "is required"}}),
                Some("first_name"),
                Some("is required"),
            ),
            (
                json!({"email": ["is not valid"]}),
                Some("email"),
                Some("is not valid"),
            ),
            (
                json!({
                    "resourceType": "OperationOutcome",
                    "issue": [{"severity": "error", "diagnostics": "is required", "expression": ["Patient.birthDate"]}]
                }),
                Some("birthDate"),
                Some("is required"),
            ),
            (json!({"detail": "is not valid"}), None, Some("is not valid")),
            (json!({"Alpha Testclient": ["is required"]}), None, None),
            (json!("phone is required"), None, None),
            (json!([[[[[["phone is required"]]]]]]), None, None),
            (json!({"error": null}), None, None),
        ] {
            let said = Said::read(body.to_string().as_bytes());
            assert_eq!(said.field.as_deref(), field, "{body}");
            assert_eq!(said.text.as_deref(), text, "{body}");
        }
    }
}
