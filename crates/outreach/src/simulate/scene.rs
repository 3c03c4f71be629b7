//! What one trial is played on.

use careweave_types::{AgencyZone, CaregiverId, Result};
use chrono::{DateTime, TimeDelta, Utc};

use super::crew::Pickup;
use crate::campaign::{Candidate, Reach, ShiftFacts};
use crate::consent::{
    ConsentBasis, ConsentSet, ContactHistory, Grant, KnownPlaces, LineId, LinePair, OutOfHours, Recipient,
};
use crate::{Channel, ContactId, Language};

/// A shift that opens, who could take it, and what each of them will do. It is drawn before anybody is asked, so that two
/// policies are compared on the same people.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub(super) opening: DateTime<Utc>,
    pub(super) shift: &'a ShiftFacts,
    /// By rank.
    pub(super) candidates: &'a [Candidate],
    /// By rank.
    pub(super) conducts: Vec<Conduct>,
}

/// What one candidate will do in one trial, if asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conduct {
    /// How long after the text they reply; never when absent.
    pub(super) reply_after: Option<TimeDelta>,
    /// Whether it is a yes.
    pub(super) accepts: bool,
    /// Whether they answer a call.
    pub(super) picks_up: bool,
    /// Whether their reply asks not to be written to again.
    pub(super) opts_out: bool,
}

/// A span of minutes; a week at most, which is longer than any lead and keeps the product within what a span can hold.
pub(super) fn after_minutes(minutes: f64) -> TimeDelta {
    TimeDelta::milliseconds((minutes * 60_000.0).min(604_800_000.0) as i64)
}

/// Somebody in a zone who is texted, and who has agreed to calls where calls are answered.
pub(super) fn candidate(
    id: &CaregiverId,
    score: i64,
    zone: &AgencyZone,
    pickup: Pickup,
) -> Result<Candidate> {
    let lines = LinePair {
        ours: LineId::new("office")?,
        theirs: LineId::new(format!("caregiver/{id}"))?,
    };
    let agreed = matches!(pickup, Pickup::Answered { .. }).then(|| Grant {
        lines: None,
        channel: Channel::Voice,
        class: None,
        basis: ConsentBasis::ExpressConsent,
        source: "simulation".to_owned(),
        captured_at: DateTime::UNIX_EPOCH,
        evidence: None,
        revoked_at: None,
    });
    Ok(Candidate {
        caregiver_id: id.clone(),
        score,
        tier: 1,
        reasons: Vec::new(),
        reach: [Channel::Sms, Channel::Voice]
            .map(|channel| Reach {
                channel,
                lines: lines.clone(),
            })
            .to_vec(),
        language: Language::English,
        working: Vec::new(),
        overtime_minutes: 0,
        acceptance: None,
        recipient: Recipient {
            contact: ContactId::of_caregiver(id),
            places: KnownPlaces::stated(zone.clone()),
            consent: ConsentSet {
                grants: agreed.into_iter().collect(),
                ..ConsentSet::default()
            },
            out_of_hours: OutOfHours::Never,
            history: ContactHistory::default(),
        },
    })
}
