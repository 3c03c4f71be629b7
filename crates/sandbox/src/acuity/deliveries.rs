//! What subscribers are told: four ids in a signed form.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::notice::{Content, Headers, Notice, Retry};
use crate::ready::Ready;
use crate::switches::AcuityWebhookAction;
use crate::world::World;

/// Attempts after waits that double, for a day.
const RETRY: Retry = Retry::Doubling {
    first: TimeDelta::seconds(60),
    span: TimeDelta::hours(24),
};

/// Plans a delivery to each active hook of what happened: action and appointment.
pub(super) fn tell(ready: &Ready, world: &mut World, happened: &[(&'static str, u64)]) {
    let mut notices = Vec::new();
    for (action, id) in happened {
        let Some(appointment) = world.acuity.appointments.get(id) else {
            continue;
        };
        let event = format!("appointment.{action}");
        let said = match world.switches.acuity.webhook_action {
            AcuityWebhookAction::Bare => (*action).to_owned(),
            AcuityWebhookAction::Prefixed => event.clone(),
        };
        let pairs = vec![
            ("action", said),
            ("id", id.to_string()),
            ("calendarID", appointment.calendar.to_string()),
            ("appointmentTypeID", appointment.type_id.to_string()),
        ];
        let hooks = world
            .acuity
            .hooks
            .iter()
            .filter(|(_, hook)| hook.active && hook.event == event);
        notices.extend(hooks.map(|(hook_id, hook)| Notice {
            surface: "acuity",
            subscription: (*hook_id).into(),
            event: event.clone(),
            endpoint: hook.target.clone(),
            content_type: "application/x-www-form-urlencoded".to_owned(),
            content: Content::Form(pairs.clone()),
            headers: signed(&ready.credentials.acuity.api_key),
            retry: RETRY,
        }));
    }
    for notice in &notices {
        world.notify(notice);
    }
}

/// The signature: HMAC-SHA256 of the body under the API key, in base64.
fn signed(api_key: &str) -> Headers {
    let key = api_key.to_owned();
    Arc::new(move |body, _| {
        // A key of any length is taken.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
            return Vec::new();
        };
        mac.update(body.as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        vec![format!("x-acuity-signature: {signature}")]
    })
}
