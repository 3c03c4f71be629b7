//! One message per caregiver, with the shifts worth asking about.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use careweave_types::{AgencyZone, CaregiverId, Error, Result, ShiftId};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::chance::{Chance, MILLION};
use super::price::{SetCost, SetPrice};
use super::round::OfferRound;
use super::shift::{self, OfferedShift};
use super::wording::{describe, total_minutes};

pub(super) const OPERATION: &str = "offers.messages";

/// The most shifts a message may be allowed.
pub const MAX_SHIFTS_IN_MESSAGE: u32 = 64;

/// Probability 1 in the fixed point of the objective: exact for three factors in millionths or nine in hundredths, rounded
/// down beyond.
const ONE: u64 = 1_000_000_000_000_000_000;

/// What messages may look like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessagePolicy {
    /// The most shifts in a message, 1 to [`MAX_SHIFTS_IN_MESSAGE`].
    pub max_shifts: u32,
    /// Minutes in which a caregiver gets one message and no second.
    pub window_minutes: u32,
    /// Minutes between two shifts of a message; 0 lets them touch.
    #[serde(default)]
    pub min_gap_minutes: u32,
    /// The most messages; none unless stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_messages: Option<u32>,
    /// The zone the text is written in.
    pub zone: AgencyZone,
}

/// A shift in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageShift {
    /// Which.
    pub shift_id: ShiftId,
    /// How likely the caregiver is to take it.
    pub acceptance: Chance,
    /// What it costs when it is the only one the caregiver takes.
    pub alone: SetCost,
}

/// One message to one caregiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// To whom.
    pub caregiver_id: CaregiverId,
    /// The shifts, in order of time; no two overlap.
    pub shifts: Vec<MessageShift>,
    /// Elapsed minutes of all of them.
    pub minutes: i64,
    /// What they cost when the caregiver takes all of them.
    pub together: SetCost,
    /// Minutes of overtime that come from taking all and not from any one alone.
    pub joint_overtime_minutes: i64,
    /// For people: days and hours, visits, total, overtime. Free of personal data.
    pub text: String,
    /// What the message adds to the expected value, in millionths of a minor unit, rounded down.
    pub adds_millionths: u64,
}

/// The messages to send now, in the order they were chosen: the first adds most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessagePlan {
    /// The messages.
    pub messages: Vec<Message>,
    /// `Σ v(1 − Π(1 − p))` over the open shifts from messages already out, in millionths of a minor unit, rounded down.
    pub expected_before_millionths: u64,
    /// The same with these messages.
    pub expected_after_millionths: u64,
}

impl MessagePolicy {
    fn check(&self) -> Result<()> {
        if !(1..=MAX_SHIFTS_IN_MESSAGE).contains(&self.max_shifts) {
            return Err(Error::invalid(
                OPERATION,
                "max_shifts",
                "must be between 1 and 64",
            ));
        }
        if self.window_minutes == 0 {
            return Err(Error::invalid(OPERATION, "window_minutes", "must be above 0"));
        }
        Ok(())
    }
}

/// A shift somebody could be asked about.
#[derive(Clone, Copy)]
struct Ask<'a> {
    shift: &'a OfferedShift,
    at: usize,
    acceptance: Chance,
}

/// Whom one could write to, and about what.
struct Addressee<'a> {
    caregiver: &'a CaregiverId,
    held: Vec<&'a OfferedShift>,
    /// By end, then start, then id.
    asks: Vec<Ask<'a>>,
}

/// The best message for one addressee when `version` messages had been chosen.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Best {
    gain: u128,
    addressee: Reverse<usize>,
    version: usize,
    chosen: Vec<usize>,
}

pub(super) fn plan(
    round: &OfferRound,
    now: DateTime<Utc>,
    policy: &MessagePolicy,
    price: &impl SetPrice,
) -> Result<MessagePlan> {
    policy.check()?;
    let shifts = round.check()?;
    let mut unfilled = Unfilled::of(round, &shifts, now, policy)?;
    let expected_before_millionths = unfilled.expected();
    let addressees = addressees(round, &shifts, now, policy, &unfilled)?;
    let mut queue = BinaryHeap::new();
    for (at, addressee) in addressees.iter().enumerate() {
        queue.push(addressee.best(at, 0, &unfilled, policy));
    }
    let mut messages = Vec::new();
    let limit = policy.max_messages.map_or(usize::MAX, |n| n as usize);
    // Gains only fall as messages are chosen, so a stale gain is an upper bound: it is computed anew only when it leads.
    while messages.len() < limit
        && let Some(best) = queue.pop()
    {
        if best.gain == 0 {
            break;
        }
        let addressee = &addressees[best.addressee.0];
        if best.version < messages.len() {
            queue.push(addressee.best(best.addressee.0, messages.len(), &unfilled, policy));
            continue;
        }
        messages.push(addressee.message(&best, policy, price)?);
        for &at in &best.chosen {
            unfilled.offer(addressee.asks[at].at, addressee.asks[at].acceptance);
        }
    }
    Ok(MessagePlan {
        messages,
        expected_before_millionths,
        expected_after_millionths: unfilled.expected(),
    })
}

/// For each open shift its value and the probability that nobody who was asked takes it.
struct Unfilled<'a> {
    position: BTreeMap<&'a ShiftId, usize>,
    values: Vec<u64>,
    missed: Vec<u64>,
}

impl<'a> Unfilled<'a> {
    fn of(
        round: &'a OfferRound,
        shifts: &shift::ShiftIndex<'a>,
        now: DateTime<Utc>,
        policy: &MessagePolicy,
    ) -> Result<Self> {
        let taken: BTreeSet<_> = round.taken.iter().map(|t| &t.shift_id).collect();
        let open = shifts
            .values()
            .filter(|s| !taken.contains(&s.id) && s.window.start() > now);
        let mut unfilled = Self {
            position: BTreeMap::new(),
            values: Vec::new(),
            missed: Vec::new(),
        };
        for shift in open {
            unfilled.position.insert(&shift.id, unfilled.values.len());
            unfilled.values.push(shift.value.unsigned_abs());
            unfilled.missed.push(ONE);
        }
        let candidacies = round.standing();
        let mut asked = BTreeSet::new();
        for sent in &round.sent {
            if !still_fresh(sent.sent_at, now, policy) {
                continue;
            }
            for shift in &sent.shift_ids {
                if let Some(acceptance) = candidacies.get(&(&sent.caregiver_id, shift))
                    && let Some(&at) = unfilled.position.get(shift)
                    && asked.insert((&sent.caregiver_id, shift))
                {
                    unfilled.offer(at, *acceptance);
                }
            }
        }
        Ok(unfilled)
    }

    fn offer(&mut self, at: usize, acceptance: Chance) {
        let missed = u128::from(self.missed[at]) * u128::from(acceptance.complement().millionths());
        self.missed[at] = (missed / u128::from(MILLION)) as u64;
    }

    /// What asking about a shift adds, in units of 10^-24 of a minor unit.
    fn gain(&self, ask: &Ask<'_>) -> u128 {
        u128::from(self.values[ask.at])
            * u128::from(self.missed[ask.at])
            * u128::from(ask.acceptance.millionths())
    }

    fn expected(&self) -> u64 {
        let total: u128 = self
            .values
            .iter()
            .zip(&self.missed)
            .map(|(&value, &missed)| u128::from(value) * u128::from(ONE - missed))
            .sum();
        (total / u128::from(ONE / u64::from(MILLION))) as u64
    }
}

fn still_fresh(sent_at: DateTime<Utc>, now: DateTime<Utc>, policy: &MessagePolicy) -> bool {
    now - sent_at < TimeDelta::minutes(i64::from(policy.window_minutes))
}

fn addressees<'a>(
    round: &'a OfferRound,
    shifts: &shift::ShiftIndex<'a>,
    now: DateTime<Utc>,
    policy: &MessagePolicy,
    unfilled: &Unfilled<'a>,
) -> Result<Vec<Addressee<'a>>> {
    let mut written = BTreeSet::new();
    for (at, sent) in round.sent.iter().enumerate() {
        if sent.sent_at > now {
            return Err(Error::invalid(OPERATION, "sent_at", "must not be after now")
                .with("record", format!("sent[{at}]")));
        }
        if still_fresh(sent.sent_at, now, policy) {
            written.insert(&sent.caregiver_id);
        }
    }
    let mut by_caregiver: BTreeMap<&CaregiverId, Addressee<'a>> = BTreeMap::new();
    for ((caregiver, shift), acceptance) in round.standing() {
        let Some(&at) = unfilled
            .position
            .get(shift)
            .filter(|_| !written.contains(caregiver))
        else {
            continue;
        };
        let shift = shift::find(OPERATION, shifts, shift)?;
        let addressee = match by_caregiver.entry(caregiver) {
            std::collections::btree_map::Entry::Occupied(held) => held.into_mut(),
            std::collections::btree_map::Entry::Vacant(slot) => slot.insert(Addressee {
                caregiver,
                held: round.held(caregiver, shifts)?,
                asks: Vec::new(),
            }),
        };
        if !addressee
            .held
            .iter()
            .any(|held| shift::clash(&held.window, &shift.window, policy.min_gap_minutes))
        {
            addressee.asks.push(Ask {
                shift,
                at,
                acceptance,
            });
        }
    }
    let mut addressees: Vec<_> = by_caregiver.into_values().collect();
    for addressee in &mut addressees {
        addressee
            .asks
            .sort_by_key(|ask| (ask.shift.window.end(), ask.shift.window.start(), &ask.shift.id));
    }
    Ok(addressees)
}

impl Addressee<'_> {
    /// The shifts that add most, no two of which clash: interval scheduling by dynamic programming, exact because what a
    /// message adds is the sum over its shifts.
    fn best(&self, own: usize, version: usize, unfilled: &Unfilled<'_>, policy: &MessagePolicy) -> Best {
        let gap = TimeDelta::minutes(i64::from(policy.min_gap_minutes));
        let count = self.asks.len();
        let rows = count.min(policy.max_shifts as usize);
        let gains: Vec<u128> = self.asks.iter().map(|ask| unfilled.gain(ask)).collect();
        // How many of the asks before it end early enough.
        let compatible: Vec<usize> = self
            .asks
            .iter()
            .map(|ask| {
                self.asks
                    .partition_point(|other| other.shift.window.end() + gap <= ask.shift.window.start())
            })
            .collect();
        // most[k][n]: of the first n asks, at most k.
        let mut most = vec![vec![0_u128; count + 1]; rows + 1];
        for k in 1..=rows {
            for n in 1..=count {
                let with = gains[n - 1] + most[k - 1][compatible[n - 1]];
                most[k][n] = with.max(most[k][n - 1]);
            }
        }
        let mut chosen = Vec::new();
        let (mut k, mut n) = (rows, count);
        while k > 0 && n > 0 {
            if most[k][n] == most[k][n - 1] {
                n -= 1;
            } else {
                chosen.push(n - 1);
                n = compatible[n - 1];
                k -= 1;
            }
        }
        chosen.reverse();
        Best {
            gain: most[rows][count],
            addressee: Reverse(own),
            version,
            chosen,
        }
    }

    fn message(&self, best: &Best, policy: &MessagePolicy, price: &impl SetPrice) -> Result<Message> {
        let asks: Vec<&Ask<'_>> = best.chosen.iter().map(|&at| &self.asks[at]).collect();
        let set: Vec<&OfferedShift> = asks.iter().map(|ask| ask.shift).collect();
        let mut shifts = Vec::with_capacity(asks.len());
        for ask in &asks {
            shifts.push(MessageShift {
                shift_id: ask.shift.id.clone(),
                acceptance: ask.acceptance,
                alone: price.price(self.caregiver, &self.held, &[ask.shift])?,
            });
        }
        let together = price.price(self.caregiver, &self.held, &set)?;
        let apart: i64 = shifts.iter().map(|shift| shift.alone.overtime_minutes).sum();
        Ok(Message {
            caregiver_id: self.caregiver.clone(),
            minutes: total_minutes(&set),
            joint_overtime_minutes: together.overtime_minutes - apart,
            text: describe(&set, &together, &policy.zone),
            adds_millionths: (best.gain / 1_000_000_000_000_000_000) as u64,
            shifts,
            together,
        })
    }
}
