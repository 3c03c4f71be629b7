//! What the rules of sending say about one candidate.

use careweave_matching::offers::{ContactHours, ContactPolicy, next_contact_at};
use careweave_types::{AgencyZone, TimeOfDay, Weekday};
use chrono::{DateTime, Utc};

use super::policy::{Policy, VoiceFollowUp};
use super::state::Contact;
use crate::consent::{LinePair, Origin, SendVerdict, Sending, Urgency, may_send};
use crate::{Channel, MessageClass};

/// When and how a candidate can be written to or called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Permission {
    /// Now, on this channel.
    Now(Channel),
    /// From an instant on.
    From(DateTime<Utc>, &'static str),
    /// Not at all.
    No(&'static str),
}

/// May an offer be written now? The first channel that allows it counts; else the earliest that will.
pub(super) fn offer(
    contact: &Contact,
    after: Option<Channel>,
    urgency: Urgency,
    now: DateTime<Utc>,
    policy: &Policy,
) -> Permission {
    let mut writing = contact.candidate.writing();
    if let Some(failed) = after {
        writing.by_ref().find(|reach| reach.channel == failed);
    }
    let mut later: Option<(DateTime<Utc>, &'static str)> = None;
    let mut refused = "no_channel";
    for reach in writing {
        match ask(
            contact,
            MessageClass::Offer,
            reach.channel,
            &reach.lines,
            (urgency, Origin::Planned),
            now,
            policy,
        ) {
            SendVerdict::Allowed { .. } => return Permission::Now(reach.channel),
            SendVerdict::Deferred { until, rule } => {
                if later.is_none_or(|(at, _)| until < at) {
                    later = Some((until, rule.as_str()));
                }
            }
            SendVerdict::Refused { rule } => refused = rule.as_str(),
        }
    }
    later.map_or(Permission::No(refused), |(until, rule)| {
        Permission::From(until, rule)
    })
}

/// May they be called now? Not into a shift, nor right after one, nor outside hours, nor without consent.
pub(super) fn call(
    contact: &Contact,
    voice: VoiceFollowUp,
    urgency: Urgency,
    now: DateTime<Utc>,
    policy: &Policy,
) -> Permission {
    let Some(lines) = contact.candidate.lines(Channel::Voice) else {
        return Permission::No("no_voice_line");
    };
    let mut at = now;
    // Each turn passes the end of a stretch of work or of a quiet night; the stretches of work are few.
    for _ in 0..=2 * contact.candidate.working.len() + 2 {
        let Some(free) = after_work(contact, voice, at) else {
            return Permission::No("calendar");
        };
        let manner = (urgency, Origin::Planned);
        match ask(
            contact,
            MessageClass::Offer,
            Channel::Voice,
            lines,
            manner,
            free,
            policy,
        ) {
            SendVerdict::Allowed { .. } if free == now => return Permission::Now(Channel::Voice),
            SendVerdict::Allowed { .. } => return Permission::From(free, "on_shift"),
            SendVerdict::Deferred { until, .. } if until > free => at = until,
            SendVerdict::Deferred { rule, .. } | SendVerdict::Refused { rule } => {
                return Permission::No(rule.as_str());
            }
        }
    }
    Permission::No("never_free")
}

/// The first instant from `at` on that lies in none of their shifts and not right after one.
fn after_work(contact: &Contact, voice: VoiceFollowUp, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if contact.candidate.working.is_empty() {
        return Some(at);
    }
    let any_time = ContactHours {
        from: TimeOfDay::from_minutes(0).ok()?,
        until: TimeOfDay::from_minutes(1_440).ok()?,
        days: Weekday::ALL.to_vec(),
    };
    let policy = ContactPolicy {
        zone: AgencyZone::utc(),
        calling: any_time,
        texting: None,
        quiet_after_shift_minutes: voice.quiet_after_shift_minutes,
    };
    let contact = next_contact_at(at, &contact.candidate.working, &policy).ok()?;
    Some(contact.voice_at)
}

/// The channel on which they can be told something they wait for, and from when.
pub(super) fn answer(
    contact: &Contact,
    class: MessageClass,
    origin: Origin,
    now: DateTime<Utc>,
    policy: &Policy,
) -> Option<(Channel, Option<DateTime<Utc>>)> {
    let preferred = contact.offered_on.and_then(|channel| {
        let lines = contact.candidate.lines(channel)?;
        Some((channel, lines))
    });
    let rest = contact
        .candidate
        .writing()
        .map(|reach| (reach.channel, &reach.lines));
    for (channel, lines) in preferred.into_iter().chain(rest) {
        match ask(
            contact,
            class,
            channel,
            lines,
            (Urgency::Urgent, origin),
            now,
            policy,
        ) {
            SendVerdict::Allowed { .. } => return Some((channel, None)),
            SendVerdict::Deferred { until, .. } => return Some((channel, Some(until))),
            SendVerdict::Refused { .. } => {}
        }
    }
    None
}

fn ask(
    contact: &Contact,
    class: MessageClass,
    channel: Channel,
    lines: &LinePair,
    (urgency, origin): (Urgency, Origin),
    now: DateTime<Utc>,
    policy: &Policy,
) -> SendVerdict {
    let sending = Sending {
        class,
        channel,
        lines: lines.clone(),
        urgency,
        origin,
    };
    may_send(&policy.sending, &sending, &contact.candidate.recipient, now)
}
