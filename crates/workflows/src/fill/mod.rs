//! The open shifts of an agency, from ranking to verified assignment.
//!
//! [`FillJob`] sends no messages itself: it says whom to ask ([`FillJob::next_offers`]), the caller asks them by
//! whatever channel it has, and hands each answer back ([`FillJob::claim`], [`FillJob::decline`]) in the order in which
//! it arrived. The first claim wins; a later one is told so.

mod report;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use careweave_http::Clock;
use careweave_matching::{Policy, Ranking, Roster, exclusions, rank};
use careweave_sync_core::{EffectLedger, EffectState};
use careweave_types::{CaregiverId, Error, ErrorKind, Result, ShiftId};
use careweave_wellsky_client::WellSky;
use chrono::{DateTime, Utc};

use crate::assign::{AssignOutcome, AssignmentDesk, caregiver_of};
use crate::roster::{RosterOptions, pull_roster};

pub use report::{
    Answer, ClaimOutcome, EarlierClaim, FillCounts, FillReport, NoLongerEligible, Offer, ShiftOutcome,
    ShiftReport, YesNo,
};

/// What the job is told beforehand.
#[derive(Clone, Debug)]
pub struct FillOptions {
    /// How the roster is pulled.
    pub roster: RosterOptions,
    /// How candidates are scored.
    pub policy: Policy,
    /// How many caregivers are asked at once for a shift; default 5 (the documented practice is 5 to 10).
    pub wave_size: usize,
}

impl FillOptions {
    /// The documented policy, five at a time.
    pub fn new(roster: RosterOptions) -> Self {
        Self {
            roster,
            policy: Policy::seed_v1(),
            wave_size: 5,
        }
    }
}

/// The main job, step by step.
#[derive(Debug)]
pub struct FillJob {
    desk: AssignmentDesk,
    options: FillOptions,
    roster: Roster,
    shifts: Vec<ShiftReport>,
    asked: BTreeMap<ShiftId, BTreeSet<CaregiverId>>,
    earlier: Vec<EarlierClaim>,
}

impl FillJob {
    /// Takes up what earlier runs left unfinished, pulls the roster as of `now`, and ranks every open shift.
    ///
    /// `now` is the instant of the roster; `clock` times the deadlines of writes.
    ///
    /// # Errors
    /// Failures of the store and of reads; nothing was offered or assigned then, apart from claims of earlier runs that
    /// were completed.
    pub async fn start(
        wellsky: WellSky,
        ledger: Arc<dyn EffectLedger>,
        clock: Arc<dyn Clock>,
        options: FillOptions,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        if options.wave_size == 0 {
            return Err(Error::invalid(
                "fill.start",
                "wave_size",
                "at least one caregiver is asked at a time",
            ));
        }
        let desk = AssignmentDesk::new(wellsky, ledger, clock);
        let mut earlier = Vec::new();
        let unfinished = [EffectState::Planned, EffectState::Sending, EffectState::InDoubt];
        for effect in desk.claims(&unfinished).await? {
            let shift_id = ShiftId::new(effect.subject.as_str())?;
            let outcome = desk.resume(effect).await?;
            earlier.push(EarlierClaim { shift_id, outcome });
        }
        let taken_up: BTreeSet<_> = earlier.iter().map(|claim| claim.shift_id.clone()).collect();
        let roster = pull_roster(desk.wellsky(), &options.roster, now).await?;
        let mut shifts = Vec::new();
        for shift in roster.open_shifts() {
            let ranking = rank(&roster, &shift.id, &options.policy)?;
            let doubt = earlier.iter().find_map(|claim| match &claim.outcome {
                AssignOutcome::InDoubt { caregiver_id, until } if claim.shift_id == shift.id => {
                    Some(ShiftOutcome::InDoubt {
                        caregiver_id: caregiver_id.clone(),
                        until: *until,
                    })
                }
                _ => None,
            });
            let outcome = match doubt {
                Some(doubt) => doubt,
                None => match desk.reconsider(&shift.id).await? {
                    Some(holder) => ShiftOutcome::AlreadyAssigned {
                        caregiver_id: Some(holder),
                    },
                    None if ranking.candidates.is_empty() => ShiftOutcome::NobodyEligible,
                    None => ShiftOutcome::Waiting,
                },
            };
            shifts.push(ShiftReport {
                ranking,
                offers: Vec::new(),
                answers: Vec::new(),
                winner: None,
                outcome,
            });
        }
        for effect in desk.claims(&[EffectState::Confirmed]).await? {
            let shift_id = ShiftId::new(effect.subject.as_str())?;
            if !taken_up.contains(&shift_id) {
                let outcome = AssignOutcome::AlreadyAssigned {
                    caregiver_id: caregiver_of(&effect)?,
                };
                earlier.push(EarlierClaim { shift_id, outcome });
            }
        }
        Ok(Self {
            desk,
            options,
            roster,
            shifts,
            asked: BTreeMap::new(),
            earlier,
        })
    }

    /// The roster as the job sees it: as pulled, with what was assigned since.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// The rankings of the open shifts, by start.
    pub fn rankings(&self) -> impl Iterator<Item = &Ranking> {
        self.shifts.iter().map(|shift| &shift.ranking)
    }

    /// Whom to ask next: for each shift without a caregiver the next of its candidates who were not asked yet and may still
    /// take it. Empty when nobody is left to ask.
    ///
    /// # Errors
    /// `InvalidInput` when local time cannot be computed.
    pub fn next_offers(&mut self) -> Result<Vec<Offer>> {
        let mut offers = Vec::new();
        for report in &mut self.shifts {
            if report.outcome != ShiftOutcome::Waiting {
                continue;
            }
            let shift_id = &report.ranking.shift.id;
            let asked = self.asked.entry(shift_id.clone()).or_default();
            let ranking = rank(&self.roster, shift_id, &self.options.policy)?;
            let wave: Vec<_> = ranking
                .candidates
                .into_iter()
                .map(|candidate| candidate.caregiver_id)
                .filter(|caregiver| !asked.contains(caregiver))
                .take(self.options.wave_size)
                .collect();
            if wave.is_empty() {
                report.outcome = ShiftOutcome::NobodyAccepted;
                continue;
            }
            asked.extend(wave.iter().cloned());
            report.offers.push(wave.clone());
            let wave_number = u32::try_from(report.offers.len()).unwrap_or(u32::MAX);
            offers.push(Offer {
                shift_id: shift_id.clone(),
                wave: wave_number,
                caregiver_ids: wave,
            });
        }
        Ok(offers)
    }

    /// A caregiver said yes. The first yes that WellSky confirms wins; later ones learn who has it.
    ///
    /// # Errors
    /// `NotFound` for a shift the job does not offer; `InvalidInput` for a caregiver who was not asked; failures of
    /// the store and of reads.
    pub async fn claim(&mut self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<ClaimOutcome> {
        let at = self.offered(shift, caregiver)?;
        let outcome = self.decide(at, shift, caregiver).await?;
        if matches!(outcome, ClaimOutcome::Decided(AssignOutcome::Assigned { .. })) {
            let ranking = rank(&self.roster, shift, &self.options.policy)?;
            self.shifts[at].winner = ranking
                .candidates
                .into_iter()
                .find(|c| c.caregiver_id == *caregiver);
        }
        if let ClaimOutcome::Decided(decided) = &outcome {
            self.note(at, shift, caregiver, decided)?;
        }
        self.shifts[at].answers.push(Answer {
            caregiver_id: caregiver.clone(),
            answer: YesNo::Yes,
            outcome: Some(outcome.clone()),
        });
        Ok(outcome)
    }

    /// A caregiver said no.
    ///
    /// # Errors
    /// As [`claim`](Self::claim).
    pub fn decline(&mut self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<()> {
        let at = self.offered(shift, caregiver)?;
        let answer = Answer {
            caregiver_id: caregiver.clone(),
            answer: YesNo::No,
            outcome: None,
        };
        self.shifts[at].answers.push(answer);
        Ok(())
    }

    /// What happened so far.
    pub fn report(&self) -> FillReport {
        let mut counts = FillCounts {
            open: self.shifts.len(),
            ..FillCounts::default()
        };
        for shift in &self.shifts {
            counts.asked += shift.offers.iter().map(Vec::len).sum::<usize>();
            match shift.outcome {
                ShiftOutcome::Assigned { .. } => counts.assigned += 1,
                ShiftOutcome::NobodyEligible => counts.nobody_eligible += 1,
                ShiftOutcome::NobodyAccepted => counts.nobody_accepted += 1,
                ShiftOutcome::InDoubt { .. } => counts.in_doubt += 1,
                ShiftOutcome::AlreadyAssigned { .. } | ShiftOutcome::Waiting => {}
            }
        }
        counts.earlier = self
            .earlier
            .iter()
            .filter(|claim| claim.outcome.is_assigned())
            .count();
        FillReport {
            as_of: self.roster.as_of(),
            zone: self.roster.zone().name().to_owned(),
            shifts: self.shifts.clone(),
            earlier: self.earlier.clone(),
            counts,
        }
    }

    async fn decide(&self, at: usize, shift: &ShiftId, caregiver: &CaregiverId) -> Result<ClaimOutcome> {
        match &self.shifts[at].outcome {
            ShiftOutcome::Assigned { caregiver_id } if caregiver_id == caregiver => {
                return Ok(ClaimOutcome::Decided(AssignOutcome::AlreadyAssigned {
                    caregiver_id: caregiver_id.clone(),
                }));
            }
            ShiftOutcome::Assigned { caregiver_id } => {
                return Ok(ClaimOutcome::Decided(AssignOutcome::Taken {
                    caregiver_id: Some(caregiver_id.clone()),
                }));
            }
            ShiftOutcome::AlreadyAssigned { caregiver_id } => {
                return Ok(ClaimOutcome::Decided(AssignOutcome::Taken {
                    caregiver_id: caregiver_id.clone(),
                }));
            }
            _ => {}
        }
        if let (Some(record), Some(who)) = (self.roster.shift(shift), self.roster.caregiver(caregiver)) {
            let reasons = exclusions(&self.roster, who, record)?;
            if !reasons.is_empty() {
                return Ok(ClaimOutcome::NoLongerEligible {
                    result: NoLongerEligible::NoLongerEligible,
                    reasons,
                });
            }
        }
        self.desk
            .assign(shift, caregiver)
            .await
            .map(ClaimOutcome::Decided)
    }

    /// Brings the job's picture up to date with a decided claim.
    fn note(
        &mut self,
        at: usize,
        shift: &ShiftId,
        caregiver: &CaregiverId,
        decided: &AssignOutcome,
    ) -> Result<()> {
        let outcome = match decided {
            AssignOutcome::Assigned { caregiver_id } => ShiftOutcome::Assigned {
                caregiver_id: caregiver_id.clone(),
            },
            AssignOutcome::AlreadyAssigned { caregiver_id } => match self.shifts[at].outcome {
                ShiftOutcome::Assigned { .. } => return Ok(()),
                _ => ShiftOutcome::AlreadyAssigned {
                    caregiver_id: Some(caregiver_id.clone()),
                },
            },
            AssignOutcome::Taken { caregiver_id } => match self.shifts[at].outcome {
                ShiftOutcome::Assigned { .. } => return Ok(()),
                _ => ShiftOutcome::AlreadyAssigned {
                    caregiver_id: caregiver_id.clone(),
                },
            },
            AssignOutcome::InDoubt { caregiver_id, until } => ShiftOutcome::InDoubt {
                caregiver_id: caregiver_id.clone(),
                until: *until,
            },
            AssignOutcome::Refused { .. } => return Ok(()),
        };
        self.shifts[at].outcome = outcome;
        let holder = match decided {
            AssignOutcome::Taken { caregiver_id } => caregiver_id.as_ref(),
            _ => Some(caregiver),
        };
        if let Some(holder) = holder
            && self.roster.caregiver(holder).is_some()
        {
            self.roster = self.roster.with_assignment(shift, holder)?;
        }
        Ok(())
    }

    fn offered(&self, shift: &ShiftId, caregiver: &CaregiverId) -> Result<usize> {
        let at = self
            .shifts
            .iter()
            .position(|report| report.ranking.shift.id == *shift)
            .ok_or_else(|| {
                Error::new(
                    ErrorKind::NotFound,
                    "fill.answer",
                    "this job offers no shift with this id",
                )
                .with("shift_id", shift.as_str())
            })?;
        if !self
            .asked
            .get(shift)
            .is_some_and(|asked| asked.contains(caregiver))
        {
            return Err(Error::invalid(
                "fill.answer",
                "caregiver_id",
                "this caregiver was not asked for this shift",
            )
            .with("shift_id", shift.as_str())
            .with("caregiver_id", caregiver.as_str()));
        }
        Ok(at)
    }
}
