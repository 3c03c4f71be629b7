//! Who gets a shift when several claim it.

mod award;

use std::collections::{BTreeMap, BTreeSet};

use careweave_types::{CaregiverId, Error, Result, ShiftId, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use self::award::{Claims, Contest};
use super::shift::{self, Candidacy, OfferedShift, ShiftIndex};

const OPERATION: &str = "offers.race";

/// How long claims are collected before anybody gets anything, in minutes.
///
/// At 0 the first claim wins. Otherwise claims are collected for so long after the opening and awarded by rank; what is
/// still open then goes to whoever claims it first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DecisionWindow {
    /// Minutes.
    pub minutes: u32,
}

impl DecisionWindow {
    /// The first claim wins.
    pub const FIRST_CLAIM: Self = Self { minutes: 0 };
}

/// How many shifts of a race one caregiver may win.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AwardLimit {
    /// As many as do not clash.
    #[default]
    Disjoint,
    /// One.
    One,
}

/// Shifts that are offered to several caregivers at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptRace {
    /// When the offers went out; claims before it are refused.
    pub opened_at: DateTime<Utc>,
    /// How long claims are collected.
    #[serde(default)]
    pub window: DecisionWindow,
    /// How many shifts a caregiver may win.
    #[serde(default)]
    pub limit: AwardLimit,
    /// Minutes between two shifts of one caregiver; 0 lets them touch.
    #[serde(default)]
    pub min_gap_minutes: u32,
    /// The shifts, at most [`MAX_RACE_SHIFTS`].
    pub shifts: Vec<OfferedShift>,
    /// Who may claim what, with the ranking's score.
    pub candidacies: Vec<Candidacy>,
    /// The most steps of the search for a best award; the default suffices for what an agency has in a day.
    #[serde(default = "default_steps")]
    pub steps: u64,
}

/// The most shifts in one race.
pub const MAX_RACE_SHIFTS: usize = 1_000;

/// The steps of the search unless stated.
pub const DEFAULT_STEPS: u64 = 200_000;

const fn default_steps() -> u64 {
    DEFAULT_STEPS
}

/// One entry of the host's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RaceEvent {
    /// Its place in the log: the order in which the host recorded it. Who came first is decided by this and by no clock.
    pub sequence: u64,
    /// When it was recorded. Where clocks disagree, an entry counts as no earlier than those before it.
    pub at: DateTime<Utc>,
    /// What happened.
    pub what: RaceFact,
}

/// What can happen in a race.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum RaceFact {
    /// A caregiver says yes to a shift.
    Claimed {
        /// Who.
        caregiver_id: CaregiverId,
        /// To which.
        shift_id: ShiftId,
    },
    /// A caregiver was booked elsewhere.
    Booked {
        /// Who.
        caregiver_id: CaregiverId,
        /// For which shift.
        shift_id: ShiftId,
        /// From when to when.
        window: TimeWindow,
    },
    /// A shift is not to be had any more: cancelled, or filled by hand.
    Closed {
        /// Which.
        shift_id: ShiftId,
    },
}

/// What becomes of one claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimAnswer {
    /// The claim's place in the log.
    pub sequence: u64,
    /// Who claimed.
    pub caregiver_id: CaregiverId,
    /// What.
    pub shift_id: ShiftId,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// Yes, no, or not yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Verdict {
    /// The caregiver has the shift.
    Awarded,
    /// The caregiver does not get it.
    Refused {
        /// Why.
        reason: Refusal,
    },
    /// Claims are still collected.
    Waiting {
        /// Until then.
        until: DateTime<Utc>,
    },
    /// The same claim was made before; that one's verdict stands.
    Repeated {
        /// Its place in the log.
        of: u64,
    },
}

/// Why a claim is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Refusal {
    /// The race has no such shift.
    UnknownShift,
    /// The caregiver is not among those who may take it.
    NotACandidate,
    /// The claim is older than the offers.
    BeforeOpening,
    /// The shift has begun.
    ShiftHasBegun,
    /// The shift was cancelled or filled by hand.
    ShiftClosed,
    /// Somebody else has it.
    AlreadyFilled,
    /// The caregiver is busy then, by now.
    Conflict {
        /// With this shift.
        with: ShiftId,
    },
    /// The caregiver has won another shift, and may win one.
    LimitReached {
        /// This one.
        won: ShiftId,
    },
}

/// Where a race stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RaceOutcome {
    /// One answer per claim, in order of the log.
    pub answers: Vec<ClaimAnswer>,
    /// True when the award after the window is a best one: the most shifts filled, and of those the greatest sum of
    /// scores. Always true with a limit of one and while nothing was awarded so.
    pub optimal: bool,
}

impl RaceOutcome {
    /// Who has a shift.
    pub fn winner(&self, shift: &ShiftId) -> Option<&CaregiverId> {
        let won = |answer: &&ClaimAnswer| answer.shift_id == *shift && answer.verdict == Verdict::Awarded;
        self.answers.iter().find(won).map(|answer| &answer.caregiver_id)
    }
}

impl AcceptRace {
    /// When the collection of claims ends.
    ///
    /// # Errors
    /// `InvalidInput` at the end of the calendar.
    pub fn closes_at(&self) -> Result<DateTime<Utc>> {
        self.opened_at
            .checked_add_signed(TimeDelta::minutes(i64::from(self.window.minutes)))
            .ok_or_else(|| Error::invalid(OPERATION, "window", "at the end of the calendar"))
    }

    /// Decides every claim of the log as of `now`. The same log gives the same answers, whatever order its entries are
    /// handed over in and however often one is; a later entry never changes an award or a refusal.
    ///
    /// # Errors
    /// `InvalidInput` that names the record and the field: shifts or candidacies as for
    /// [`OfferRound::new`](super::OfferRound::new), two different events with one sequence, an event after `now`.
    pub fn decide(&self, log: &[RaceEvent], now: DateTime<Utc>) -> Result<RaceOutcome> {
        if self.shifts.len() > MAX_RACE_SHIFTS {
            return Err(Error::invalid(
                OPERATION,
                "shifts",
                "a race has at most 1000 shifts",
            ));
        }
        let shifts = shift::index(OPERATION, &self.shifts)?;
        shift::check_candidacies(OPERATION, &self.candidacies, &shifts)?;
        let log = in_order(log, now)?;
        let recorded = recorded(&log);
        let closes_at = self.closes_at()?;
        let scores = self
            .candidacies
            .iter()
            .map(|c| ((&c.caregiver_id, &c.shift_id), c.score))
            .collect();
        let mut course = Course {
            race: self,
            shifts,
            scores,
            verdicts: BTreeMap::new(),
            state: State::default(),
        };
        let (collected, later) = recorded.split_at(recorded.partition_point(|entry| entry.at < closes_at));
        let optimal = if now < closes_at {
            course.wait(collected, closes_at);
            true
        } else {
            course.award(collected, closes_at)?
        };
        for entry in later {
            course.follow(*entry);
        }
        Ok(RaceOutcome {
            answers: course.answers(&log),
            optimal,
        })
    }
}

fn in_order(log: &[RaceEvent], now: DateTime<Utc>) -> Result<BTreeMap<u64, &RaceEvent>> {
    let mut ordered: BTreeMap<u64, &RaceEvent> = BTreeMap::new();
    for (at, event) in log.iter().enumerate() {
        let wrong = |field: &'static str, rule: &str| {
            Error::invalid(OPERATION, field, rule)
                .with("record", format!("log[{at}] (sequence {})", event.sequence))
        };
        if event.at > now {
            return Err(wrong("at", "must not be after now"));
        }
        if ordered
            .insert(event.sequence, event)
            .is_some_and(|held| held != event)
        {
            return Err(wrong(
                "sequence",
                "the sequence is there already, with other content",
            ));
        }
    }
    Ok(ordered)
}

/// An entry and the time it counts as recorded.
#[derive(Clone, Copy)]
struct Recorded<'a> {
    at: DateTime<Utc>,
    event: &'a RaceEvent,
}

/// The log with times that never fall.
fn recorded<'a>(log: &BTreeMap<u64, &'a RaceEvent>) -> Vec<Recorded<'a>> {
    let mut latest = DateTime::<Utc>::MIN_UTC;
    let times = log.values().map(|event| {
        latest = latest.max(event.at);
        Recorded { at: latest, event }
    });
    times.collect()
}

/// What is known so far.
#[derive(Default)]
struct State<'a> {
    closed: BTreeSet<&'a ShiftId>,
    filled: BTreeMap<&'a ShiftId, &'a CaregiverId>,
    busy: BTreeMap<&'a CaregiverId, Vec<(&'a ShiftId, TimeWindow)>>,
    won: BTreeMap<&'a CaregiverId, &'a ShiftId>,
    claimed: BTreeMap<(&'a CaregiverId, &'a ShiftId), u64>,
}

struct Course<'a> {
    race: &'a AcceptRace,
    shifts: ShiftIndex<'a>,
    scores: BTreeMap<(&'a CaregiverId, &'a ShiftId), i64>,
    verdicts: BTreeMap<u64, Verdict>,
    state: State<'a>,
}

impl<'a> Course<'a> {
    fn wait(&mut self, collected: &[Recorded<'a>], until: DateTime<Utc>) {
        for entry in collected {
            self.enter(*entry);
        }
        for (entry, caregiver, shift) in self.undecided(collected) {
            let verdict = match self.refusal(caregiver, shift, entry.at, entry.at) {
                Some(reason) => Verdict::Refused { reason },
                None => Verdict::Waiting { until },
            };
            self.verdicts.insert(entry.event.sequence, verdict);
        }
    }

    /// Awards what was collected; true when the award is a best one.
    fn award(&mut self, collected: &[Recorded<'a>], closes_at: DateTime<Utc>) -> Result<bool> {
        for entry in collected {
            self.enter(*entry);
        }
        let mut claims = Claims::new(self.race.limit, self.race.min_gap_minutes, self.race.steps);
        let mut contested = Vec::new();
        for (entry, caregiver, shift) in self.undecided(collected) {
            let reason = self.refusal(caregiver, shift, entry.at, closes_at);
            let found = self
                .shifts
                .get(shift)
                .copied()
                .zip(self.scores.get(&(caregiver, shift)).copied());
            match (reason, found) {
                (None, Some((offered, score))) => {
                    claims.add(Contest {
                        caregiver,
                        shift: offered,
                        score,
                    });
                    contested.push((entry, caregiver, shift));
                }
                (reason, _) => {
                    let reason = reason.unwrap_or(Refusal::UnknownShift);
                    self.verdicts
                        .insert(entry.event.sequence, Verdict::Refused { reason });
                }
            }
        }
        let award = claims.settle()?;
        for (caregiver, shift) in award.winners {
            self.give(caregiver, shift);
        }
        for (entry, caregiver, shift) in contested {
            let verdict = if self.state.filled.get(shift) == Some(&caregiver) {
                Verdict::Awarded
            } else {
                let reason = self.refusal(caregiver, shift, entry.at, closes_at);
                Verdict::Refused {
                    reason: reason.unwrap_or(Refusal::AlreadyFilled),
                }
            };
            self.verdicts.insert(entry.event.sequence, verdict);
        }
        Ok(award.optimal)
    }

    /// Claims without a verdict yet.
    fn undecided(&self, entries: &[Recorded<'a>]) -> Vec<(Recorded<'a>, &'a CaregiverId, &'a ShiftId)> {
        let claim = |entry: &Recorded<'a>| match &entry.event.what {
            RaceFact::Claimed {
                caregiver_id,
                shift_id,
            } if !self.verdicts.contains_key(&entry.event.sequence) => Some((*entry, caregiver_id, shift_id)),
            _ => None,
        };
        entries.iter().filter_map(claim).collect()
    }

    /// First come, first served.
    fn follow(&mut self, entry: Recorded<'a>) {
        self.enter(entry);
        for (entry, caregiver, shift) in self.undecided(&[entry]) {
            let reason = self.refusal(caregiver, shift, entry.at, entry.at);
            let verdict = match (reason, self.shifts.get(shift).copied()) {
                (None, Some(offered)) => {
                    self.give(caregiver, offered);
                    Verdict::Awarded
                }
                (reason, _) => Verdict::Refused {
                    reason: reason.unwrap_or(Refusal::UnknownShift),
                },
            };
            self.verdicts.insert(entry.event.sequence, verdict);
        }
    }

    /// Notes what an entry says; a repeated claim gets its verdict here.
    fn enter(&mut self, entry: Recorded<'a>) {
        match &entry.event.what {
            RaceFact::Claimed {
                caregiver_id,
                shift_id,
            } => {
                if let Some(&of) = self.state.claimed.get(&(caregiver_id, shift_id)) {
                    self.verdicts
                        .insert(entry.event.sequence, Verdict::Repeated { of });
                } else if entry.at >= self.race.opened_at {
                    self.state
                        .claimed
                        .insert((caregiver_id, shift_id), entry.event.sequence);
                }
            }
            RaceFact::Booked {
                caregiver_id,
                shift_id,
                window,
            } => {
                self.state
                    .busy
                    .entry(caregiver_id)
                    .or_default()
                    .push((shift_id, *window));
            }
            RaceFact::Closed { shift_id } => {
                self.state.closed.insert(shift_id);
            }
        }
    }

    fn give(&mut self, caregiver: &'a CaregiverId, shift: &'a OfferedShift) {
        self.state.filled.insert(&shift.id, caregiver);
        self.state.won.entry(caregiver).or_insert(&shift.id);
        self.state
            .busy
            .entry(caregiver)
            .or_default()
            .push((&shift.id, shift.window));
    }

    /// Why a claim cannot be met as things stand.
    fn refusal(
        &self,
        caregiver: &CaregiverId,
        shift: &ShiftId,
        claimed_at: DateTime<Utc>,
        decided_at: DateTime<Utc>,
    ) -> Option<Refusal> {
        let Some(shift) = self.shifts.get(shift) else {
            return Some(Refusal::UnknownShift);
        };
        if !self.scores.contains_key(&(caregiver, &shift.id)) {
            return Some(Refusal::NotACandidate);
        }
        if claimed_at < self.race.opened_at {
            return Some(Refusal::BeforeOpening);
        }
        if decided_at >= shift.window.start() {
            return Some(Refusal::ShiftHasBegun);
        }
        if self.state.closed.contains(&shift.id) {
            return Some(Refusal::ShiftClosed);
        }
        if self.state.filled.contains_key(&shift.id) {
            return Some(Refusal::AlreadyFilled);
        }
        let busy = self
            .state
            .busy
            .get(caregiver)
            .map(Vec::as_slice)
            .unwrap_or_default();
        if let Some((with, _)) = busy
            .iter()
            .find(|(_, window)| shift::clash(window, &shift.window, self.race.min_gap_minutes))
        {
            return Some(Refusal::Conflict {
                with: (*with).clone(),
            });
        }
        match self.state.won.get(caregiver) {
            Some(won) if self.race.limit == AwardLimit::One => {
                Some(Refusal::LimitReached { won: (*won).clone() })
            }
            _ => None,
        }
    }

    fn answers(mut self, log: &BTreeMap<u64, &'a RaceEvent>) -> Vec<ClaimAnswer> {
        let mut answers = Vec::new();
        for (sequence, event) in log {
            if let RaceFact::Claimed {
                caregiver_id,
                shift_id,
            } = &event.what
                && let Some(verdict) = self.verdicts.remove(sequence)
            {
                answers.push(ClaimAnswer {
                    sequence: *sequence,
                    caregiver_id: caregiver_id.clone(),
                    shift_id: shift_id.clone(),
                    verdict,
                });
            }
        }
        answers
    }
}
