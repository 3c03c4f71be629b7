use std::collections::BTreeMap;

use careweave_types::{Delivery, Error, ErrorKind, Pii, Result};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

use super::webhook::folded;
use crate::forms::{Answer, Form, FormId, FormStatus, FormWebhook, Target, TemplateId, WebhookId};

/// A form, as far as it is read.
#[derive(Deserialize)]
struct Wire {
    #[serde(alias = "formId")]
    id: String,
    #[serde(rename = "templateId")]
    template: String,
    status: String,
    #[serde(rename = "lastUpdateDate", default)]
    changed: Option<String>,
    #[serde(default)]
    fields: BTreeMap<String, Value>,
}

/// A form of an answer.
pub(super) fn form(asked: &FormId, body: &[u8]) -> Result<Form> {
    const AT: &str = "forms.get";
    let wire: Wire = serde_json::from_slice(body).map_err(|_| unreadable(AT, "the answer is no form"))?;
    if wire.id != asked.as_str() {
        return Err(unreadable(AT, "the answer is another form than was asked for"));
    }
    let template = TemplateId::new(&wire.template)
        .map_err(|_| unreadable(AT, "the template of the form is no id").with("path", "templateId"))?;
    Ok(Form {
        id: asked.clone(),
        template,
        status: match folded(&wire.status).as_str() {
            "complete" | "completed" => FormStatus::Complete,
            _ => FormStatus::Other(wire.status),
        },
        changed_at: wire
            .changed
            .and_then(|text| DateTime::parse_from_rfc3339(&text).ok())
            .map(|at| at.with_timezone(&Utc)),
        answers: wire
            .fields
            .into_iter()
            .map(|(name, value)| (name, answer(&value)))
            .collect(),
        digest: Sha256::digest(body).into(),
    })
}

/// A field as it came: `{text}`, `{value, displayValue}` or `{checkedItems}`, with whatever else beside.
fn answer(field: &Value) -> Answer {
    let text = |value: &Value| match value {
        Value::String(text) => Some(Pii::new(text.clone())),
        Value::Number(number) => Some(Pii::new(number.to_string())),
        _ => None,
    };
    let Value::Object(parts) = field else {
        return if field.is_null() {
            Answer::Empty
        } else {
            Answer::Other(Pii::new(field.to_string()))
        };
    };
    match (parts.get("text"), parts.get("value"), parts.get("checkedItems")) {
        (Some(Value::Null), None, None)
        | (None, Some(Value::Null), None)
        | (None, None, Some(Value::Null)) => Some(Answer::Empty),
        (Some(written), None, None) => text(written).map(Answer::Text),
        (None, Some(value), None) => text(value).map(|value| Answer::Chosen {
            value,
            shown: parts.get("displayValue").and_then(text),
        }),
        (None, None, Some(Value::Array(items))) => {
            items.iter().map(text).collect::<Option<_>>().map(Answer::Checked)
        }
        _ => None,
    }
    .unwrap_or_else(|| Answer::Other(Pii::new(field.to_string())))
}

/// A webhook, as far as it is read.
#[derive(Deserialize)]
struct WireHook {
    id: String,
    #[serde(rename = "eventType")]
    event: String,
    #[serde(rename = "targetUrl")]
    target: String,
    #[serde(rename = "entityId", default)]
    template: Option<String>,
}

pub(super) fn webhook(body: &[u8]) -> Result<FormWebhook> {
    // It may stand by now: an answer that cannot be read says nothing about that.
    let unread = |why| unreadable("webhooks.create", why).with_delivery(Delivery::MaybeSent);
    let wire = serde_json::from_slice(body).map_err(|_| unread("the answer is no webhook"))?;
    read(wire).ok_or_else(|| unread("the answer is no webhook"))
}

pub(super) fn webhooks(body: &[u8]) -> Result<Vec<FormWebhook>> {
    const AT: &str = "webhooks.list";
    let wire: Vec<WireHook> =
        serde_json::from_slice(body).map_err(|_| unreadable(AT, "the answer is no list of webhooks"))?;
    let all: Option<Vec<FormWebhook>> = wire.into_iter().map(read).collect();
    all.ok_or_else(|| unreadable(AT, "the answer holds what is no webhook"))
}

fn read(wire: WireHook) -> Option<FormWebhook> {
    Some(FormWebhook {
        id: WebhookId::new(&wire.id).ok()?,
        event: wire.event,
        target: Target(Url::parse(&wire.target).ok()?),
        template: match wire.template {
            Some(id) => Some(TemplateId::new(&id).ok()?),
            None => None,
        },
    })
}

fn unreadable(operation: &'static str, why: &'static str) -> Error {
    Error::new(ErrorKind::Decode, operation, why).with_delivery(Delivery::Answered)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_form(body: &Value) -> Result<Form> {
        form(&FormId::new("form-1").unwrap(), body.to_string().as_bytes())
    }

    #[test]
    fn every_shape_of_a_field_is_read_and_none_is_lost() {
        let body = json!({
            "id": "form-1", "templateId": "t-1", "status": "COMPLETED", "fields": {
                "Name": {"text": "Alpha Testclient", "id": 7},
                "Plan": {"value": "b", "displayValue": "Basic"},
                "Hours": {"value": 20},
                "Agreed": {"checkedItems": ["hipaa", "liability"]},
                "Blank": {"text": "  "},
                "Unsigned": {"value": null},
                "None": null,
                "Odd": {"rows": [[1]]},
                "Both": {"text": "a", "value": "b"},
            }
        });
        let form = read_form(&body).unwrap();
        assert_eq!(form.status, FormStatus::Complete);
        let filled: Vec<&str> = form
            .answers
            .iter()
            .filter(|(_, answer)| answer.is_filled())
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(filled, ["Agreed", "Hours", "Name", "Plan"]);
        assert_eq!(form.answers["Hours"].as_text().unwrap().expose(), "20");
        assert_eq!(form.answers["Unsigned"], Answer::Empty);
        assert!(matches!(&form.answers["Odd"], Answer::Other(kept) if kept.expose().contains("rows")));
        let printed = format!("{form:?}{:?}", form.answers);
        assert!(
            !printed.contains("Testclient") && !printed.contains("hipaa"),
            "{printed}"
        );
    }

    #[test]
    fn an_answer_that_is_another_form_or_none_is_refused() {
        let good = json!({"id": "form-1", "templateId": "t-1", "status": "Draft"});
        assert_eq!(
            read_form(&good).unwrap().status,
            FormStatus::Other("Draft".to_owned())
        );
        for (field, value) in [
            ("id", json!("form-2")),
            ("templateId", json!("a/b")),
            ("status", json!(3)),
        ] {
            let mut broken = good.clone();
            broken[field] = value;
            assert_eq!(
                read_form(&broken).unwrap_err().kind(),
                ErrorKind::Decode,
                "{field}"
            );
        }
    }
}
