//! A roster under a policy and a labour law, and its indexed form.

mod bits;
mod event;
mod index;
mod scan;
mod top_k;

use std::sync::{Arc, OnceLock};

use careweave_types::{CaregiverId, Currency, Error, Result, ShiftId, TimeWindow};
use chrono::TimeDelta;

pub use event::Event;
pub use index::IndexedWorld;
pub use top_k::{Placed, Scratch};

use crate::eligibility::{Eligibility, Exclusion, ShiftContext, collect, whole_minutes};
use crate::overtime::{
    Added, CompiledPolicy, Jurisdiction, LabourPolicy, PlainWork, Profile, Scratch as LawScratch, WorkLedger,
    WorkSegment,
};
use crate::policy::{OvertimeGate, Policy};
use crate::rank::{Decay, Facts, Key, Scorecard, score};
use crate::ranking::{Candidate, Excluded, Part, PolicyName, Ranking, ShiftSummary, open_shift};
use crate::roster::{Roster, Shift};
use crate::workload::{WeekHours, Workload};

/// A roster, the policy it is judged by, and the labour law that counts its overtime: everything an answer depends on.
#[derive(Clone, Debug)]
pub struct World {
    roster: Roster,
    policy: Policy,
    law: Arc<CompiledPolicy>,
    place: Jurisdiction,
    decay: Decay,
    horizon: TimeWindow,
    /// One caregiver's evaluated weeks each, made when first asked for.
    ledgers: Vec<OnceLock<WorkLedger>>,
}

/// The answer for one caregiver and one shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// May take it; the rank is 0, because nobody else was looked at.
    Eligible(Candidate),
    /// May not, and every reason.
    Ineligible(Vec<Exclusion>),
    /// Cannot be decided; treated as no.
    Indeterminate(Vec<crate::Missing>),
}

/// A caregiver who was looked at in full.
pub(crate) struct Judged {
    pub(crate) key: Key,
    pub(crate) facts: Facts,
    pub(crate) card: Scorecard,
}

/// Those who may take a shift, by position, best first, and those who may not.
type Everybody = (Vec<(usize, Judged)>, Vec<Excluded>);

/// Room on either side of the time that open shifts lie in: whole workweeks and a run of duty.
const ROOM_DAYS: i64 = 16;

impl World {
    /// A world under the policy's own choice of labour law, with the roster's workweek.
    ///
    /// # Errors
    /// `InvalidInput` for a policy that breaks a rule, naming the field, or shifts outside the years 1970 to 3900.
    pub fn new(roster: Roster, policy: &Policy) -> Result<Self> {
        policy.validate()?;
        let labour = LabourPolicy::for_place(policy.labour, roster.workweek().clone(), &Profile::default())?;
        Self::under(roster, policy, &labour)
    }

    /// A world under a labour policy of the host's.
    ///
    /// # Errors
    /// As [`World::new`] and [`LabourPolicy::validate`].
    pub fn under(roster: Roster, policy: &Policy, labour: &LabourPolicy) -> Result<Self> {
        policy.validate()?;
        let horizon = horizon(&roster)?;
        let law = Arc::new(CompiledPolicy::new(labour, &horizon)?);
        let ledgers = roster.caregivers().iter().map(|_| OnceLock::new()).collect();
        Ok(Self {
            place: policy.labour,
            decay: Decay::new(policy.weights.continuity_half_life_days),
            policy: policy.clone(),
            law,
            horizon,
            ledgers,
            roster,
        })
    }

    /// The roster.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    pub(crate) fn decay(&self) -> &Decay {
        &self.decay
    }

    pub(crate) const fn horizon(&self) -> &TimeWindow {
        &self.horizon
    }

    /// Whether `caregiver` may take `shift`, and with which score.
    ///
    /// # Errors
    /// `NotFound` for an unknown shift or caregiver; `InvalidInput` for a shift that is not open.
    pub fn verdict(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<Verdict> {
        let context = ShiftContext::new(&self.roster, open_shift(&self.roster, shift)?)?;
        let who = self.position(caregiver)?;
        let mut law = LawScratch::default();
        self.verdict_at(&context, who, &mut law)
    }

    pub(crate) fn position(&self, caregiver: &CaregiverId) -> Result<usize> {
        self.roster
            .position(caregiver)
            .ok_or_else(|| crate::roster::unknown_caregiver(caregiver))
    }

    fn verdict_at(&self, context: &ShiftContext<'_>, who: usize, law: &mut LawScratch) -> Result<Verdict> {
        let mut found = collect(&self.roster, who, context, &self.policy.gates)?;
        let overlaps = found
            .reasons
            .iter()
            .any(|r| matches!(r, Exclusion::ScheduleConflict { .. }));
        if !overlaps && self.policy.gates.overtime == OvertimeGate::Excluded {
            let minutes = self.overtime(context, who, law)?.overtime;
            if minutes > 0 {
                found.reasons.push(Exclusion::Overtime { minutes });
            }
        }
        Ok(match found.verdict() {
            Eligibility::Ineligible { reasons } => Verdict::Ineligible(reasons),
            Eligibility::Indeterminate { missing } => Verdict::Indeterminate(missing),
            Eligibility::Eligible => {
                let judged = self.judge(context, who, law)?;
                Verdict::Eligible(self.candidate(context, who, &judged)?)
            }
        })
    }

    /// Scores a caregiver who may take the shift.
    pub(crate) fn judge(
        &self,
        context: &ShiftContext<'_>,
        who: usize,
        law: &mut LawScratch,
    ) -> Result<Judged> {
        let facts = self.facts(context, who, self.week_minutes(context, who)?, law)?;
        let card = score(&self.policy.weights, &facts);
        Ok(Judged {
            key: Key::new(&self.policy, card.total, &facts, who),
            facts,
            card,
        })
    }

    /// Everything that gives points; `week_minutes` are those of the first workweek the shift touches, with the shift.
    pub(crate) fn facts(
        &self,
        context: &ShiftContext<'_>,
        who: usize,
        week_minutes: i64,
        law: &mut LawScratch,
    ) -> Result<Facts> {
        let mut facts = self.facts_but_overtime(context, who, week_minutes)?;
        let added = self.overtime(context, who, law)?;
        facts.overtime_minutes = added.overtime;
        facts.premium = added.premium;
        Ok(facts)
    }

    pub(crate) fn facts_but_overtime(
        &self,
        context: &ShiftContext<'_>,
        who: usize,
        week_minutes: i64,
    ) -> Result<Facts> {
        let (policy, decay) = (&self.policy, &self.decay);
        Facts::gather(&self.roster, who, context, policy, decay, week_minutes)
    }

    /// What pay and premiums are in.
    pub(crate) fn currency(&self) -> Currency {
        self.law.policy().currency
    }

    pub(crate) const fn place(&self) -> Jurisdiction {
        self.place
    }

    /// Minutes in the first workweek the shift touches, with the shift.
    pub(crate) fn week_minutes(&self, context: &ShiftContext<'_>, who: usize) -> Result<i64> {
        let wanted = self.roster.profile_at(who).and_then(|p| p.wanted_week_minutes);
        if self.policy.weights.hours_wanted == 0 || wanted.is_none() {
            return Ok(0);
        }
        let Some((week, part)) = context.weeks(&self.roster)?.first() else {
            return Ok(0);
        };
        let booked: i64 = self
            .roster
            .bookings_at(who)
            .iter()
            .filter_map(|b| b.worked.intersection(week))
            .map(|w| w.minutes())
            .sum();
        Ok(booked + part.minutes())
    }

    /// What the shift adds to the caregiver's overtime. Time already worked is not worked twice.
    pub(crate) fn overtime(
        &self,
        context: &ShiftContext<'_>,
        who: usize,
        law: &mut LawScratch,
    ) -> Result<Added> {
        let ledger = self.ledger(who)?;
        let nothing = Added {
            overtime: 0,
            premium: 0,
        };
        let Some(window) = context.whole_minutes else {
            return Ok(nothing);
        };

        let segments = ledger.segments();
        let next = segments.partition_point(|s| s.end <= window.start());
        let overlaps = segments.get(next).is_some_and(|s| s.start < window.end());
        if !overlaps {
            return ledger.added(&self.work(self.rate(who), &window), law);
        }
        ledger.added_together(&self.segments_beside(ledger, who, window))
    }

    /// The parts of `window` in which the caregiver has no work yet.
    pub(crate) fn segments_beside(
        &self,
        ledger: &WorkLedger,
        who: usize,
        window: TimeWindow,
    ) -> Vec<WorkSegment> {
        let mut free = vec![window];
        for segment in ledger.segments() {
            if segment.end <= window.start() || window.end() <= segment.start {
                continue;
            }
            free = free
                .into_iter()
                .flat_map(|piece| {
                    let before = TimeWindow::new(piece.start(), piece.end().min(segment.start));
                    let after = TimeWindow::new(piece.start().max(segment.end), piece.end());
                    [before.ok(), after.ok()].into_iter().flatten()
                })
                .collect();
        }
        free.iter().map(|w| self.segment(who, w)).collect()
    }

    pub(crate) fn work(&self, rate: i64, window: &TimeWindow) -> PlainWork {
        PlainWork {
            start: window.start(),
            end: window.end(),
            rate,
            place: self.place,
        }
    }

    pub(crate) fn rate(&self, who: usize) -> i64 {
        self.roster
            .profile_at(who)
            .and_then(|p| p.pay_rate)
            .unwrap_or(self.policy.assumed_pay_rate)
    }

    fn segment(&self, who: usize, window: &TimeWindow) -> WorkSegment {
        WorkSegment::work(window.start(), window.end(), self.rate(who), self.place)
    }

    /// The caregiver's work around the open shifts, as law sees it: to the nearest minute (29 CFR 785.48), time that is booked
    /// twice counted once.
    pub(crate) fn ledger(&self, who: usize) -> Result<&WorkLedger> {
        if let Some(ledger) = self.ledgers[who].get() {
            return Ok(ledger);
        }
        let mut windows: Vec<TimeWindow> = self
            .roster
            .bookings_at(who)
            .iter()
            .filter(|b| self.horizon.encloses(&b.worked))
            .filter_map(|b| whole_minutes(&b.worked))
            .collect();
        windows.sort_unstable();
        let mut segments: Vec<WorkSegment> = Vec::with_capacity(windows.len());
        for window in windows {
            match segments.last_mut() {
                Some(last) if window.start() < last.end => last.end = last.end.max(window.end()),
                _ => segments.push(self.segment(who, &window)),
            }
        }
        let ledger = self.law.ledger(&segments, &[])?;
        Ok(self.ledgers[who].get_or_init(|| ledger))
    }

    pub(crate) fn forget_ledger(&mut self, who: usize) {
        self.ledgers[who] = OnceLock::new();
    }

    pub(crate) fn roster_mut(&mut self) -> &mut Roster {
        &mut self.roster
    }

    /// A candidate with everything said in words.
    pub(crate) fn candidate(
        &self,
        context: &ShiftContext<'_>,
        who: usize,
        judged: &Judged,
    ) -> Result<Candidate> {
        Ok(Candidate {
            rank: 0,
            caregiver_id: self.roster.caregivers()[who].id.clone(),
            tier: (!self.policy.tiers.is_empty()).then_some(judged.key.tier),
            score: judged.card.total,
            parts: judged
                .card
                .rows()
                .map(|row| Part {
                    rule: row.rule,
                    points: row.points,
                    why: row.why.to_string(),
                })
                .collect(),
            workload: self.workload(context, who, judged)?,
        })
    }

    fn workload(&self, context: &ShiftContext<'_>, who: usize, judged: &Judged) -> Result<Workload> {
        let segments: Vec<_> = context
            .whole_minutes
            .iter()
            .map(|w| self.segment(who, w))
            .collect();
        let mut weeks = Vec::new();
        if let Ok(changes) = self.ledger(who)?.changes(&segments) {
            weeks.extend(changes.iter().map(|week| WeekHours {
                week_start: week.week.start(),
                before_minutes: week.before.worked,
                after_minutes: week.after.worked,
                overtime_minutes: week.after.overtime - week.before.overtime,
            }));
        }
        Ok(Workload {
            overtime_minutes: judged.facts.overtime_minutes,
            weeks,
        })
    }

    /// Ranks every caregiver for an open shift, with everything said in words.
    ///
    /// [`IndexedWorld::rank_top_k`] finds the same first ones without looking at the others.
    ///
    /// # Errors
    /// `NotFound` for a shift the roster does not hold; `InvalidInput` for one that is not open.
    pub fn rank(&self, shift: &ShiftId) -> Result<Ranking> {
        let shift = open_shift(&self.roster, shift)?;
        let context = ShiftContext::new(&self.roster, shift)?;
        let (judged, excluded) = self.judge_all(&context)?;
        let mut candidates = Vec::with_capacity(judged.len());
        for (rank, (who, judged)) in (1..).zip(&judged) {
            candidates.push(Candidate {
                rank,
                ..self.candidate(&context, *who, judged)?
            });
        }
        Ok(Ranking {
            shift: ShiftSummary::of(shift),
            policy: PolicyName::of(&self.policy),
            candidates,
            excluded,
        })
    }

    pub(crate) fn judge_all(&self, context: &ShiftContext<'_>) -> Result<Everybody> {
        let mut law = LawScratch::default();
        let (mut judged, mut excluded) = (Vec::new(), Vec::new());
        for who in 0..self.roster.caregivers().len() {
            let mut reasons = collect(&self.roster, who, context, &self.policy.gates)?.all();
            if reasons.is_empty() {
                let one = self.judge(context, who, &mut law)?;
                let minutes = one.facts.overtime_minutes;
                if self.policy.gates.overtime != OvertimeGate::Excluded || minutes <= 0 {
                    judged.push((who, one));
                    continue;
                }
                reasons.push(Exclusion::Overtime { minutes });
            } else if self.policy.gates.overtime == OvertimeGate::Excluded
                && let Verdict::Ineligible(all) = self.verdict_at(context, who, &mut law)?
            {
                reasons = all;
            }
            excluded.push(Excluded {
                caregiver_id: self.roster.caregivers()[who].id.clone(),
                reasons,
            });
        }
        judged.sort_unstable_by_key(|(_, judged)| judged.key);
        Ok((judged, excluded))
    }

    pub(crate) fn shift_of(&self, shift: &ShiftId) -> Result<&Shift> {
        open_shift(&self.roster, shift)
    }
}

/// From some weeks before the first shift that is open or not over, to some weeks after the last.
fn horizon(roster: &Roster) -> Result<TimeWindow> {
    let mut first = roster.as_of();
    let mut last = roster.as_of();
    for shift in &roster.data().shifts {
        if shift.is_open() || shift.scheduled_end > roster.as_of() {
            first = first.min(shift.scheduled_start);
            last = last.max(shift.scheduled_end);
        }
    }
    let room = TimeDelta::days(ROOM_DAYS);
    let edge = || Error::invalid("world.new", "shifts", "too close to the ends of the calendar");
    let first = first.checked_sub_signed(room).ok_or_else(edge)?;
    let last = last.checked_add_signed(room).ok_or_else(edge)?;
    let window = TimeWindow::new(first, last)?;
    // Horizons are in whole minutes; half a minute more does not matter, half a minute less would.
    whole_minutes(&window).ok_or_else(edge)
}
