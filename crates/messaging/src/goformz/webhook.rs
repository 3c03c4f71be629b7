use careweave_types::{Delivery, Error, ErrorKind, Result};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::forms::{FormEvent, FormHint, FormId, TemplateId};

const OPERATION: &str = "goformz.hint";

/// The longest delivery that is read.
const LARGEST: usize = 64 * 1024;

/// A delivery, as far as it is read.
#[derive(Deserialize)]
struct Delivered {
    #[serde(rename = "EventType")]
    event: String,
    #[serde(rename = "EntityId", default)]
    entity: Option<String>,
    #[serde(rename = "Timestamp", default)]
    timestamp: Option<String>,
    #[serde(rename = "Item")]
    item: Item,
}

#[derive(Deserialize)]
struct Item {
    #[serde(rename = "Id")]
    id: String,
    #[serde(rename = "Recompleted", default)]
    recompleted: bool,
}

/// Reads which form a delivery names. Whoever sent it, nothing else of it counts.
///
/// # Errors
/// `InvalidInput` for more than 64 KiB; `Decode` for a body that names no form.
pub fn read_hint(body: &[u8]) -> Result<FormHint> {
    if body.len() > LARGEST {
        return Err(Error::invalid(
            OPERATION,
            "body",
            "must not be larger than 64 KiB",
        ));
    }
    let delivered: Delivered =
        serde_json::from_slice(body).map_err(|_| unreadable("it is no delivery about a form"))?;
    let form = FormId::new(&delivered.item.id).map_err(|_| unreadable("what it names is no id of a form"))?;
    Ok(FormHint {
        event: event(delivered.event),
        form,
        // A hint about another thing than was subscribed to names no template; neither counts.
        template: delivered
            .entity
            .as_deref()
            .and_then(|id| TemplateId::new(id).ok()),
        at: delivered
            .timestamp
            .and_then(|text| DateTime::parse_from_rfc3339(&text).ok())
            .map(|at| at.with_timezone(&Utc)),
        recompleted: delivered.item.recompleted,
    })
}

/// The event of a word, however it is spelt.
pub(super) fn event(word: String) -> FormEvent {
    match folded(&word).as_str() {
        "formcomplete" | "formcompleted" => FormEvent::Completed,
        _ => FormEvent::Other(word),
    }
}

/// Letters and digits in lower case.
pub(super) fn folded(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn unreadable(why: &'static str) -> Error {
    Error::new(ErrorKind::Decode, OPERATION, why).with_delivery(Delivery::Answered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivery(event: &str, id: &str) -> String {
        format!(
            r#"{{"EventType":"{event}","EntityId":"template-1","Timestamp":"2026-04-06T12:00:00Z","Item":{{"Id":"{id}","Url":"https://example.invalid","Recompleted":true}}}}"#
        )
    }

    #[test]
    fn an_event_is_known_however_it_is_spelt() {
        for word in [
            "form.complete",
            "formcompleted",
            "Form Completed",
            "FORM_COMPLETE",
        ] {
            let hint = read_hint(delivery(word, "form-1").as_bytes()).unwrap();
            assert_eq!(hint.event, FormEvent::Completed, "{word}");
            assert_eq!((hint.form.as_str(), hint.recompleted), ("form-1", true));
        }
        let other = read_hint(delivery("form.deleted", "form-1").as_bytes()).unwrap();
        assert_eq!(other.event, FormEvent::Other("form.deleted".to_owned()));
    }

    #[test]
    fn a_body_that_names_no_form_is_refused_and_not_repeated() {
        for body in [
            "",
            "[]",
            "Secretive Person",
            r#"{"EventType":"form.complete"}"#,
            &delivery("form.complete", "../webhooks"),
            &delivery("form.complete", "Secretive Person"),
        ] {
            let error = read_hint(body.as_bytes()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
            assert!(!format!("{error:#}").contains("Secretive"));
        }
        let error = read_hint(&vec![b' '; LARGEST + 1]).unwrap_err();
        assert_eq!(error.get("field"), Some("body"));
    }
}
