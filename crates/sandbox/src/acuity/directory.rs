//! What an account consists of: types, calendars, labels, forms, certificates, and the account itself.

use serde_json::{Value, json};

use super::Desk;
use super::model::Form;
use super::params::Params;
use super::refused::Refused;
use super::{details, wire};
use crate::answer::Answer;

/// The paths of this module that are one word.
pub(super) const NAMES: &[&str] = &[
    "appointment-types",
    "appointment-addons",
    "calendars",
    "forms",
    "labels",
    "me",
    "meta",
    "orders",
    "products",
];

/// Answers a GET; `None` for a path that does not exist.
pub(super) fn answer(desk: &Desk<'_>, name: &str, params: &Params) -> Option<Result<Answer, Refused>> {
    let account = &*desk.account;
    let rows = |rows: Vec<Value>| Some(Ok(Answer::json(200, &rows)));
    match name {
        "appointment-types" => {
            let shown = account
                .types
                .iter()
                .filter(|kind| kind.active || params.flag("includeDeleted"));
            rows(
                shown
                    .map(|kind| wire::appointment_type(kind, &desk.credentials.user_id))
                    .collect(),
            )
        }
        "calendars" => rows(account.calendars.iter().map(wire::calendar).collect()),
        "labels" => rows(account.labels.iter().map(wire::label).collect()),
        "forms" => rows(account.forms.iter().map(|form| shown_form(desk, form)).collect()),
        "appointment-addons" | "orders" | "products" => rows(Vec::new()),
        "me" => Some(Ok(me(desk))),
        _ => None,
    }
}

fn shown_form(desk: &Desk<'_>, form: &Form) -> Value {
    let fields: Vec<Value> = form
        .fields
        .iter()
        .map(|field| {
            json!({
                "id": field.id, "name": field.name, "required": field.required, "type": field.kind,
                "options": null,
            })
        })
        .collect();
    let types: Vec<u64> = desk
        .account
        .types
        .iter()
        .filter(|kind| kind.forms.contains(&form.id))
        .map(|kind| kind.id)
        .collect();
    json!({
        "id": form.id, "name": form.name, "description": "", "hidden": false, "appointmentTypeIDs": types,
        "fields": fields,
    })
}

fn me(desk: &Desk<'_>) -> Answer {
    let id: u64 = desk.credentials.user_id.parse().unwrap_or_default();
    Answer::json(
        200,
        &json!({
            "id": id, "owner": id, "email": "office@example.invalid", "timezone": desk.account.zone.name(),
            "country": "US", "firstDayOfWeek": 0, "timeFormat": "ampm", "dateFormat": "%B %e, %Y",
            "currency": "USD", "plan": "Powerhouse", "parentPlan": null, "accountType": "standard",
            "isHIPAA": false, "isTrial": true, "expires": "2030-01-01 00:00:00", "created": "2024-01-02 03:04:05",
            "schedulingPage": format!("https://scheduling.example.invalid/schedule.php?owner={id}"),
            "ownerKey": "sandbox", "calendarLimit": 36, "clientsDistinctByPhone": true,
            // False although every call succeeds: so a trial account was captured.
            "planCapabilities": {"is_public": true, "can_send_sms": true, "can_use_api": false},
        }),
    )
}

/// `GET /meta`: where webhooks come from.
pub(super) fn meta() -> Answer {
    Answer::json(
        200,
        &json!({"hooks": ["192.0.2.0/28", "198.51.100.16/28", "203.0.113.32/28", "127.0.0.1/32"]}),
    )
}

pub(super) fn certificates(desk: &Desk<'_>) -> Answer {
    let rows: Vec<Value> = desk
        .account
        .certificates
        .iter()
        .map(|(id, certificate)| {
            json!({
                "id": id, "certificate": certificate.code, "email": certificate.email,
                "appointmentTypeIDs": certificate.types, "type": "counts", "name": certificate.code,
                "expiration": certificate.expires.map(|at| at.date_naive().to_string()),
                "remainingCounts": certificate.uses_left,
            })
        })
        .collect();
    Answer::json(200, &rows)
}

/// `GET /certificates/check`.
pub(super) fn check_certificate(desk: &Desk<'_>, params: &Params) -> Result<Answer, Refused> {
    let code = params.required("certificate")?;
    let kind = desk
        .account
        .bookable(params.number("appointmentTypeID")?.unwrap_or(0))?;
    details::redeem(desk.account, kind, Some(code), desk.now)?;
    Ok(Answer::json(200, &json!({"certificate": code, "valid": true})))
}
