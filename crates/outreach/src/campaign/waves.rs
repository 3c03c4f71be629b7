//! Waves of offers.

use careweave_matching::offers::{Chance, WaveSize, wave_size};
use careweave_types::CaregiverId;
use chrono::{DateTime, TimeDelta, Utc};

use super::draft::Draft;
use super::event::Event;
use super::policy::{Delivery, Policy, WaveSizing};
use super::sending::{self, Permission};
use super::state::{Contact, Outreach, Run, Standing};
use crate::Channel;
use crate::consent::Urgency;

/// Whether what is sent for this shift can wait.
pub(super) fn urgency(run: &Run, now: DateTime<Utc>, policy: &Policy) -> Urgency {
    let near = TimeDelta::minutes(i64::from(policy.urgent.hurry_below_minutes));
    if run.shift.window.start() - now < near {
        Urgency::Urgent
    } else {
        Urgency::Routine
    }
}

/// Sends the wave that is due, if one is.
pub(super) fn due(draft: &mut Draft<'_>) {
    let Some(run) = draft.live().filter(|run| run.is_open()) else {
        return;
    };
    if run.next_wave_at().is_some_and(|at| at <= draft.now) || wants_more(run, draft.policy) {
        send(draft);
    }
}

/// So few have not answered yet that waiting for the interval gains nothing.
fn wants_more(run: &Run, policy: &Policy) -> bool {
    let silent = run.contacts.iter().filter(|c| c.standing.is_silent()).count();
    let queued = run.contacts.iter().any(|c| c.standing == Standing::Queued);
    matches!(run.outreach, Outreach::Running { wave, next_at: Some(_) } if wave > 0)
        && queued
        && silent < policy.waves.top_up_below as usize
}

#[derive(Default)]
struct Wave {
    offers: Vec<(CaregiverId, Channel)>,
    chances: Vec<Option<Chance>>,
    deferred: Vec<(CaregiverId, DateTime<Utc>, &'static str)>,
    skipped: Vec<(CaregiverId, String)>,
}

fn send(draft: &mut Draft<'_>) {
    let Some(run) = draft.run() else { return };
    let wave = choose(run, draft);
    let number = run.outreach.wave() + 1;
    for (caregiver_id, rule) in wave.skipped {
        draft.emit(Event::ContactSkipped { caregiver_id, rule });
    }
    for (caregiver_id, until, rule) in wave.deferred {
        draft.emit(Event::ContactDeferred {
            caregiver_id,
            until,
            rule: rule.to_owned(),
        });
    }
    if !wave.offers.is_empty() {
        draft.emit(Event::WaveStarted { wave: number });
    }
    for (caregiver_id, channel) in wave.offers {
        offer(draft, caregiver_id, channel);
    }
    settle(draft);
}

/// The best ranked who may be written to now, as many as a wave and the limit hold.
fn choose(run: &Run, draft: &Draft<'_>) -> Wave {
    let (now, policy) = (draft.now, draft.policy);
    let start = run.shift.window.start();
    let room = policy.waves.size.at_most().min(run.budget_left) as usize;
    let mut wave = Wave::default();
    for contact in run.contacts.iter().filter(|contact| may_be_due(contact, now)) {
        if wave.offers.len() == room {
            break;
        }
        let id = contact.candidate.caregiver_id.clone();
        match permission(contact, None, run, draft) {
            Permission::Now(channel) => {
                wave.offers.push((id, channel));
                wave.chances.push(contact.candidate.acceptance);
            }
            Permission::From(until, rule) if until < start => wave.deferred.push((id, until, rule)),
            Permission::From(_, rule) => wave.skipped.push((id, format!("{rule}_until_start"))),
            Permission::No(rule) => wave.skipped.push((id, rule.to_owned())),
        }
    }
    let size = sized(policy.waves.size, &wave.chances);
    wave.offers.truncate(size);
    wave
}

fn may_be_due(contact: &Contact, now: DateTime<Utc>) -> bool {
    match &contact.standing {
        Standing::Queued => true,
        Standing::Deferred { until, .. } => *until <= now,
        _ => false,
    }
}

/// Through a desk, how often somebody is written to is the desk's affair.
fn permission(contact: &Contact, after: Option<Channel>, run: &Run, draft: &Draft<'_>) -> Permission {
    let urgency = urgency(run, draft.now, draft.policy);
    let found = sending::offer(contact, after, urgency, draft.now, draft.policy);
    match found {
        Permission::From(_, "fatigue") if draft.policy.digest == Delivery::Digest => {
            let first = contact.candidate.writing().next();
            first.map_or(found, |reach| Permission::Now(reach.channel))
        }
        _ => found,
    }
}

/// How many of those who may be asked make the wave.
fn sized(size: WaveSizing, chances: &[Option<Chance>]) -> usize {
    let WaveSizing::Chance { target, .. } = size else {
        return chances.len();
    };
    let known: Vec<Chance> = chances.iter().map_while(|chance| *chance).collect();
    match wave_size(&known, target) {
        Ok(WaveSize::Reached { caregivers, .. }) => caregivers as usize,
        // Not likely enough even with all whose chance is known; somebody unknown is asked alone.
        _ => known.len().max(1).min(chances.len()),
    }
}

fn offer(draft: &mut Draft<'_>, caregiver_id: CaregiverId, channel: Channel) {
    let call_at = draft.policy.voice.and_then(|voice| {
        let run = draft.run()?;
        let called = run.contact(&caregiver_id)?.calls > 0;
        let wait = draft
            .policy
            .pace(voice.after_minutes, run.shift.window.start() - draft.now);
        (!called).then(|| draft.after(wait))
    });
    let delivery = draft.policy.digest;
    draft.emit(Event::OfferMade {
        caregiver_id,
        channel,
        delivery,
        call_at,
    });
}

/// When the next wave goes, or that there is none.
pub(super) fn settle(draft: &mut Draft<'_>) {
    let Some(run) = draft.live() else { return };
    if !matches!(run.outreach, Outreach::Running { .. } | Outreach::NotStarted) {
        return;
    }
    let pace = draft.policy.pace(
        draft.policy.waves.minutes_between,
        run.shift.window.start() - draft.now,
    );
    let soonest = draft.after(pace);
    let queued = run.contacts.iter().any(|contact| may_be_due(contact, draft.now));
    let until = run.contacts.iter().filter_map(|contact| match contact.standing {
        Standing::Deferred { until, .. } => Some(until),
        _ => None,
    });
    let next = if queued { Some(soonest) } else { until.min() };
    match next.filter(|_| run.budget_left > 0) {
        Some(at) => draft.emit(Event::NextWaveSet { at: Some(at) }),
        None => draft.emit(Event::OutreachExhausted),
    }
}

/// An offer did not arrive: the next channel, at once, else the next person in turn.
pub(super) fn try_next_channel(draft: &mut Draft<'_>, id: &CaregiverId, failed: Option<Channel>) {
    let Some(run) = draft.live().filter(|run| !run.outreach.is_paused()) else {
        return;
    };
    if let Some(contact) = run.contact(id)
        && let Permission::Now(channel) = permission(contact, failed, run, draft)
    {
        offer(draft, id.clone(), channel);
        return;
    }
    // Who could not be reached does not count: there is room for somebody else.
    if let Outreach::Exhausted { .. } = run.outreach
        && run.contacts.iter().any(|c| c.standing == Standing::Queued)
    {
        let at = Some(draft.now);
        draft.emit(Event::NextWaveSet { at });
    }
}
