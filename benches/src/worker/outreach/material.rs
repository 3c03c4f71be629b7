//! Shifts and caregivers of the races.

use careweave_outreach::campaign::{
    Answer, Candidate, Cause, Input, Policy, Reach, ShiftFacts, State, Urgent, advance,
};
use careweave_outreach::consent::{
    ConsentSet, ContactHistory, KnownPlaces, LineId, LinePair, OutOfHours, Recipient,
};
use careweave_outreach::{Channel, ContactId, Language};
use careweave_types::{AgencyZone, CaregiverId, ShiftId, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};

use crate::failure::Failure;

/// Those who say yes at one moment.
pub(super) const RIVALS: [&str; 2] = ["1", "2"];

/// Monday, 6 April 2026, 9 am in Denver.
pub(super) fn opening() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_775_487_600)
}

fn denver() -> Result<AgencyZone, Failure> {
    Ok(AgencyZone::new("America/Denver")?)
}

pub(super) fn shift_id(n: usize) -> Result<ShiftId, Failure> {
    Ok(ShiftId::new(format!("s{n:07}"))?)
}

/// A shift of four hours, seven hours ahead.
pub(super) fn shift(n: usize) -> Result<ShiftFacts, Failure> {
    let start = opening() + TimeDelta::hours(7);
    Ok(ShiftFacts {
        id: shift_id(n)?,
        window: TimeWindow::new(start, start + TimeDelta::hours(4))?,
        zone: denver()?,
        area: None,
        coordinator: None,
    })
}

pub(super) fn candidates(count: usize) -> Result<Vec<Candidate>, Failure> {
    (1..=count).map(candidate).collect()
}

fn candidate(n: usize) -> Result<Candidate, Failure> {
    let caregiver_id = CaregiverId::new(n.to_string())?;
    Ok(Candidate {
        score: 0,
        tier: 1,
        reasons: Vec::new(),
        reach: vec![Reach {
            channel: Channel::Sms,
            lines: LinePair {
                ours: LineId::new("office")?,
                theirs: LineId::new(format!("caregiver/{n}"))?,
            },
        }],
        language: Language::English,
        working: Vec::new(),
        overtime_minutes: 0,
        acceptance: None,
        recipient: Recipient {
            contact: ContactId::of_caregiver(&caregiver_id),
            places: KnownPlaces::stated(denver()?),
            consent: ConsentSet::default(),
            out_of_hours: OutOfHours::Never,
            history: ContactHistory::default(),
        },
        caregiver_id,
    })
}

/// The default policy without calls and pages, and without a limit to how often somebody is written to: everybody is asked about
/// every shift.
pub(super) fn policy() -> Policy {
    let mut policy = Policy {
        voice: None,
        urgent: Urgent {
            page_below_minutes: 0,
            ..Urgent::default()
        },
        ..Policy::named("benchmark")
    };
    policy.sending.fatigue.clear();
    policy
}

/// A campaign whose first offers are out.
pub(super) fn opened(n: usize, candidates: Vec<Candidate>, policy: &Policy) -> Result<State, Failure> {
    let inputs = [
        Input::ShiftOpened {
            shift: shift(n)?,
            cause: Cause::CallOff,
            excluded: Vec::new(),
        },
        Input::CandidatesRanked {
            generation: 1,
            candidates,
        },
    ];
    Ok(inputs.iter().fold(State::default(), |state, input| {
        advance(state, input, opening(), policy).0
    }))
}

/// The yes of somebody.
pub(super) fn yes(who: &str) -> Result<Input, Failure> {
    Ok(Input::ReplyReceived {
        caregiver_id: CaregiverId::new(who)?,
        message_id: format!("m{who}"),
        received_at: opening(),
        answer: Answer::Accept,
        language: None,
        group: None,
    })
}
