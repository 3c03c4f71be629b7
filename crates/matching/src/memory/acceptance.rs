use std::collections::BTreeMap;

use careweave_types::{AgencyZone, CaregiverId, ClientId, Result, ShiftId, Weekday};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One offer of a shift to a caregiver, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferEvent {
    /// An id of the host's own; the same offer told twice counts once.
    pub offer_id: String,
    /// To whom.
    pub caregiver_id: CaregiverId,
    /// Which shift.
    pub shift_id: ShiftId,
    /// For which client.
    pub client_id: ClientId,
    /// When the shift starts.
    pub shift_start: DateTime<Utc>,
    /// When the offer went out.
    pub offered_at: DateTime<Utc>,
    /// The answer, where there is one.
    pub answer: Answer,
}

/// What a caregiver answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// Yes, at this instant.
    Accepted {
        /// When.
        at: DateTime<Utc>,
    },
    /// No, at this instant.
    Declined {
        /// When.
        at: DateTime<Utc>,
    },
    /// Nothing before the offer ran out.
    None,
    /// The offer was taken back or filled by another before an answer; it says nothing about this caregiver.
    Withdrawn,
}

/// A part of the day in the agency's zone, by the hour a shift starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayPart {
    /// 05:00–12:00.
    Morning,
    /// 12:00–17:00.
    Afternoon,
    /// 17:00–22:00.
    Evening,
    /// 22:00–05:00.
    Night,
}

impl DayPart {
    fn of(minute_of_day: u32) -> Self {
        match minute_of_day / 60 {
            5..12 => Self::Morning,
            12..17 => Self::Afternoon,
            17..22 => Self::Evening,
            _ => Self::Night,
        }
    }
}

/// Offers counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SlotCounts {
    /// Offers that could be answered.
    pub offered: u32,
    /// Accepted.
    pub accepted: u32,
    /// Declined.
    pub declined: u32,
}

impl SlotCounts {
    fn add(&mut self, answer: Answer) {
        self.offered += 1;
        self.accepted += u32::from(matches!(answer, Answer::Accepted { .. }));
        self.declined += u32::from(matches!(answer, Answer::Declined { .. }));
    }
}

/// Who accepts what, when, and how fast, as far as one caregiver's answers show: a projection that any order of the same events gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AcceptanceProfile {
    /// All offers.
    pub total: SlotCounts,
    /// By weekday and part of the day.
    pub slots: BTreeMap<(Weekday, DayPart), SlotCounts>,
    /// By client.
    pub clients: BTreeMap<ClientId, SlotCounts>,
    /// Minutes from offer to answer, ascending.
    answer_minutes: Vec<u32>,
}

impl AcceptanceProfile {
    /// Projects the events that concern one caregiver; others are passed over. Withdrawn offers count nowhere.
    ///
    /// # Errors
    /// `InvalidInput` naming `events[i]`: an answer before its offer, or one offer told twice with different content.
    pub fn project(caregiver: &CaregiverId, events: &[OfferEvent], zone: &AgencyZone) -> Result<Self> {
        let wrong = |at: usize, field: &'static str, rule: &str| {
            careweave_types::Error::invalid("memory.acceptance", field, rule)
                .with("record", format!("events[{at}]"))
        };
        let mut seen: BTreeMap<&str, &OfferEvent> = BTreeMap::new();
        let mut profile = Self::default();
        for (at, event) in events
            .iter()
            .enumerate()
            .filter(|(_, e)| e.caregiver_id == *caregiver)
        {
            if let Some(held) = seen.insert(&event.offer_id, event) {
                if held == event {
                    continue;
                }
                return Err(wrong(
                    at,
                    "offer_id",
                    "the offer is there already, with other content",
                ));
            }
            let answered = match event.answer {
                Answer::Withdrawn => continue,
                Answer::None => None,
                Answer::Accepted { at } | Answer::Declined { at } => Some(at),
            };
            if let Some(answered) = answered {
                let minutes = (answered - event.offered_at).num_minutes();
                let minutes = u32::try_from(minutes)
                    .ok()
                    .filter(|_| answered >= event.offered_at)
                    .ok_or_else(|| wrong(at, "answer.at", "must not be before offered_at"))?;
                profile.answer_minutes.push(minutes);
            }
            let local = zone.local(event.shift_start);
            let slot = (local.weekday, DayPart::of(local.minute_of_day()));
            profile.total.add(event.answer);
            profile.slots.entry(slot).or_default().add(event.answer);
            profile
                .clients
                .entry(event.client_id.clone())
                .or_default()
                .add(event.answer);
        }
        profile.answer_minutes.sort_unstable();
        Ok(profile)
    }

    /// The probability of a yes in a slot, as `(numerator, denominator)`: the caregiver's rate in the slot, shrunk to the caregiver's
    /// rate overall, shrunk to the agency's `prior`, each by `strength` imagined offers.
    pub fn acceptance(&self, slot: (Weekday, DayPart), prior: (u32, u32), strength: u32) -> (u128, u128) {
        let shrink = |counts: SlotCounts, (n, d): (u128, u128)| {
            let strength = u128::from(strength);
            if u128::from(counts.offered) + strength == 0 {
                return (n, d);
            }
            (
                u128::from(counts.accepted) * d + strength * n,
                (u128::from(counts.offered) + strength) * d,
            )
        };
        let prior = (u128::from(prior.0), u128::from(prior.1.max(1)));
        let overall = shrink(self.total, prior);
        shrink(self.slots.get(&slot).copied().unwrap_or_default(), overall)
    }

    /// The middle answer time in minutes (the lower of two); `None` without an answer.
    pub fn median_answer_minutes(&self) -> Option<u32> {
        let last = self.answer_minutes.len().checked_sub(1)?;
        self.answer_minutes.get(last / 2).copied()
    }
}
