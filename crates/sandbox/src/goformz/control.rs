//! What the control port does with the account: people fill forms in, and anybody may post what they like.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::forms::{Form, TEMPLATES};
use super::hooks::Said;
use crate::answer::{Answer, Refusal};
use crate::ready::Ready;
use crate::world::World;

/// A form that somebody begins.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Start {
    template_id: String,
    #[serde(default)]
    fields: Map<String, Value>,
}

/// A delivery that nothing stands behind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forged {
    form_id: String,
    template_id: String,
    #[serde(default)]
    event_type: Option<String>,
    #[serde(default)]
    recompleted: bool,
}

/// Carries out a command of the control port: its method, its path below the vendor's name, and its body.
///
/// | command | what happens |
/// |---|---|
/// | `POST forms` | a form is begun |
/// | `GET forms` | all forms as they are |
/// | `POST forms/{id}/fields` | fields are filled in; `null` empties one |
/// | `POST forms/{id}/complete` | it is completed, again if it was, and the hooks of its template are told |
/// | `POST forms/{id}/reopen` | it is a draft again, and nobody is told |
/// | `POST deliveries` | every hook is told what the body says, true or not |
/// | `POST tokens/expire` | all tokens are refused from now on |
pub(crate) fn control(
    _ready: &Ready,
    world: &mut World,
    method: &str,
    command: &str,
    body: Value,
) -> Result<Answer, Refusal> {
    let path: Vec<&str> = command.split('/').collect();
    match (path.as_slice(), method) {
        (["forms"], "POST") => start(world, body),
        (["forms"], "GET") => {
            let forms: Vec<Value> = world.goformz.forms.all().map(Form::shown).collect();
            Ok(Answer::json(200, &json!({ "forms": forms })))
        }
        (["forms", id, "fields"], "POST") => fill(world, id, body),
        (["forms", id, "complete"], "POST") => complete(world, id),
        (["forms", id, "reopen"], "POST") => {
            let now = world.tick();
            let form = world.goformz.forms.get_mut(id).ok_or(Refusal::NotFound)?;
            (form.status, form.changed_at) = ("", now);
            Ok(Answer::json(200, &form.shown()))
        }
        (["deliveries"], "POST") => forge(world, body),
        (["tokens", "expire"], "POST") => Ok(Answer::json(
            200,
            &json!({"expired": world.goformz.tokens.expire_all()}),
        )),
        (
            ["forms" | "deliveries"] | ["forms", _, "fields" | "complete" | "reopen"] | ["tokens", "expire"],
            _,
        ) => Err(Refusal::MethodNotAllowed),
        _ => Err(Refusal::NotFound),
    }
}

fn start(world: &mut World, body: Value) -> Result<Answer, Refusal> {
    let asked: Start = serde_json::from_value(body).map_err(|e| Refusal::Malformed(e.to_string()))?;
    let now = world.tick();
    let started = world.goformz.forms.start(&asked.template_id, asked.fields, now);
    started
        .map(|form| Answer::json(201, &form.shown()))
        .ok_or_else(|| {
            let known: Vec<&str> = TEMPLATES.iter().map(|(id, _)| *id).collect();
            Refusal::invalid("template_id", format!("must be one of: {}", known.join(", ")))
        })
}

fn fill(world: &mut World, id: &str, body: Value) -> Result<Answer, Refusal> {
    let Value::Object(fields) = body else {
        return Err(Refusal::Malformed("The body must be a JSON object".to_owned()));
    };
    let now = world.tick();
    let form = world.goformz.forms.get_mut(id).ok_or(Refusal::NotFound)?;
    for (name, value) in fields {
        match value {
            Value::Null => form.fields.remove(&name),
            value => form.fields.insert(name, value),
        };
    }
    form.changed_at = now;
    Ok(Answer::json(200, &form.shown()))
}

fn complete(world: &mut World, id: &str) -> Result<Answer, Refusal> {
    let now = world.tick();
    let (event, word) = (world.switches.goformz.event(), world.switches.goformz.complete());
    let form = world.goformz.forms.get_mut(id).ok_or(Refusal::NotFound)?;
    let recompleted = !form.status.is_empty();
    (form.status, form.changed_at) = (word, now);
    let (answer, template) = (Answer::json(200, &form.shown()), form.template);
    let said = Said {
        event,
        template,
        form: id,
        recompleted,
        at: now,
    };
    for notice in world.goformz.hooks.notices(&said, false) {
        world.notify(&notice);
    }
    Ok(answer)
}

fn forge(world: &mut World, body: Value) -> Result<Answer, Refusal> {
    let forged: Forged = serde_json::from_value(body).map_err(|e| Refusal::Malformed(e.to_string()))?;
    let event = world.switches.goformz.event();
    let said = Said {
        event: forged.event_type.as_deref().unwrap_or(event),
        template: &forged.template_id,
        form: &forged.form_id,
        recompleted: forged.recompleted,
        at: world.now(),
    };
    let notices = world.goformz.hooks.notices(&said, true);
    for notice in &notices {
        world.notify(notice);
    }
    Ok(Answer::json(202, &json!({"planned": notices.len()})))
}
