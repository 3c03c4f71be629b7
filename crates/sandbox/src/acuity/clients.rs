//! Clients have no id: a name and a phone say who is meant.

use serde_json::Value;

use super::Desk;
use super::model::Client;
use super::params::{self, Params};
use super::refused::Refused;
use super::wire;
use crate::answer::Answer;
use crate::vendor::Arrival;

pub(super) fn list(desk: &Desk<'_>, params: &Params) -> Answer {
    let search = params.text("search").unwrap_or_default().to_lowercase();
    let mut found: Vec<&Client> = desk
        .account
        .clients
        .iter()
        .filter(|client| {
            [
                &client.first_name,
                &client.last_name,
                &client.email,
                &client.phone,
            ]
            .into_iter()
            .any(|text| text.to_lowercase().contains(&search))
        })
        .collect();
    found.sort_by_key(|client| (&client.last_name, &client.first_name, &client.phone));
    let rows: Vec<Value> = found.into_iter().map(wire::client).collect();
    Answer::json(200, &rows)
}

pub(super) fn create(desk: &mut Desk<'_>, arrival: &Arrival) -> Result<Answer, Refused> {
    let body = params::object(arrival)?;
    let required = |name, code| {
        params::text(&body, name)
            .ok_or_else(|| Refused::rule(code, format!("Attribute \"{name}\" is required.")))
    };
    let client = Client {
        first_name: required("firstName", "required_first_name")?,
        last_name: required("lastName", "required_last_name")?,
        email: params::text(&body, "email").unwrap_or_default(),
        phone: params::text(&body, "phone").unwrap_or_default(),
        notes: params::text(&body, "notes").unwrap_or_default(),
    };
    let answer = Answer::json(200, &wire::client(&client)).committed();
    desk.account.clients.push(client);
    Ok(answer)
}

pub(super) fn update(desk: &mut Desk<'_>, params: &Params, arrival: &Arrival) -> Result<Answer, Refused> {
    let body = params::object(arrival)?;
    let client = find(desk, params)?;
    let client = &mut desk.account.clients[client];
    for (field, name) in [
        (&mut client.first_name, "firstName"),
        (&mut client.last_name, "lastName"),
        (&mut client.email, "email"),
        (&mut client.phone, "phone"),
        (&mut client.notes, "notes"),
    ] {
        if let Some(value) = params::text(&body, name) {
            *field = value;
        }
    }
    Ok(Answer::json(200, &wire::client(client)).committed())
}

pub(super) fn delete(desk: &mut Desk<'_>, params: &Params) -> Result<Answer, Refused> {
    let client = find(desk, params)?;
    desk.account.clients.remove(client);
    Ok(Answer::empty(204).committed())
}

fn find(desk: &Desk<'_>, params: &Params) -> Result<usize, Refused> {
    let (first, last) = (params.required("firstName")?, params.required("lastName")?);
    let phone = params.text("phone");
    desk.account
        .clients
        .iter()
        .position(|client| {
            client.first_name == first
                && client.last_name == last
                && phone.is_none_or(|phone| phone == client.phone)
        })
        .ok_or_else(|| Refused::not_found("That client"))
}
