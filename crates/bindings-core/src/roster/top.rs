//! The first few of many rankings.

use careweave::matching::{IndexedWorld, Part, Placed, PolicyName, Scratch, ShiftSummary};
use careweave::types::{CaregiverId, Error, ErrorKind, Result, ShiftId};
use serde::Serialize;

use super::RANK;
use crate::call::to_json;

/// The first few for each of some shifts. The words of an explanation are made when they are asked for.
#[derive(Debug)]
pub struct TopRankings {
    policy: PolicyName,
    has_tiers: bool,
    shifts: Vec<(ShiftSummary, Vec<(CaregiverId, Placed)>)>,
}

/// All places of all shifts, column by column.
#[derive(Debug, Default)]
pub struct TopColumns {
    /// The shift.
    pub shift_id: Vec<String>,
    /// 1 for the best.
    pub rank: Vec<u32>,
    /// Who.
    pub caregiver_id: Vec<String>,
    /// The score, in the policy's unit.
    pub score: Vec<i64>,
    /// Minutes of overtime the shift adds.
    pub overtime_minutes: Vec<i64>,
    /// Overtime premium the shift adds, in minor units.
    pub overtime_premium: Vec<i64>,
}

#[derive(Serialize)]
struct Top<'a> {
    shift: &'a ShiftSummary,
    policy: &'a PolicyName,
    candidates: Vec<TopCandidate<'a>>,
}

#[derive(Serialize)]
struct TopCandidate<'a> {
    rank: u32,
    caregiver_id: &'a CaregiverId,
    #[serde(skip_serializing_if = "Option::is_none")]
    tier: Option<u32>,
    score: i64,
    overtime_minutes: i64,
    overtime_premium: i64,
    parts: Vec<Part>,
}

impl TopRankings {
    pub(super) fn of(
        index: &IndexedWorld,
        shifts: Option<Vec<ShiftId>>,
        top: usize,
        threads: usize,
    ) -> Result<Self> {
        let policy = index.world().policy();
        let shifts = shifts.unwrap_or_else(|| index.open());
        let share = shifts.len().div_ceil(threads.max(1)).max(1);
        let ranked = if share >= shifts.len() {
            ranked(index, &shifts, top)?
        } else {
            let parts = std::thread::scope(|scope| {
                let workers: Vec<_> = shifts
                    .chunks(share)
                    .map(|part| scope.spawn(move || ranked(index, part, top)))
                    .collect();
                workers
                    .into_iter()
                    .map(|worker| {
                        worker
                            .join()
                            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                    })
                    .collect::<Result<Vec<_>>>()
            })?;
            parts.into_iter().flatten().collect()
        };
        Ok(Self {
            policy: PolicyName {
                name: policy.name.clone(),
                version: policy.version,
            },
            has_tiers: !policy.tiers.is_empty(),
            shifts: ranked,
        })
    }

    /// How many shifts there are.
    pub fn len(&self) -> usize {
        self.shifts.len()
    }

    /// True without any shift.
    pub fn is_empty(&self) -> bool {
        self.shifts.is_empty()
    }

    /// The first few of one shift, each score taken apart, as one line of JSON.
    ///
    /// # Errors
    /// `NotFound` beyond the last shift.
    pub fn json(&self, position: usize) -> Result<String> {
        let (shift, places) = self
            .shifts
            .get(position)
            .ok_or_else(|| Error::new(ErrorKind::NotFound, RANK, "there are fewer rankings than that"))?;
        let candidates = (1..)
            .zip(places)
            .map(|(rank, (caregiver_id, placed))| TopCandidate {
                rank,
                caregiver_id,
                tier: self.has_tiers.then_some(placed.tier),
                score: placed.score,
                overtime_minutes: placed.overtime_minutes,
                overtime_premium: placed.premium,
                parts: placed
                    .rows()
                    .map(|row| Part {
                        rule: row.rule,
                        points: row.points,
                        why: row.why.to_string(),
                    })
                    .collect(),
            })
            .collect();
        to_json(
            RANK,
            &Top {
                shift,
                policy: &self.policy,
                candidates,
            },
        )
    }

    /// All places of all shifts as columns, for a table.
    pub fn columns(&self) -> TopColumns {
        let mut columns = TopColumns::default();
        for (shift, places) in &self.shifts {
            for (rank, (caregiver, placed)) in (1..).zip(places) {
                columns.shift_id.push(shift.id.as_str().to_owned());
                columns.rank.push(rank);
                columns.caregiver_id.push(caregiver.as_str().to_owned());
                columns.score.push(placed.score);
                columns.overtime_minutes.push(placed.overtime_minutes);
                columns.overtime_premium.push(placed.premium);
            }
        }
        columns
    }
}

type Ranked = (ShiftSummary, Vec<(CaregiverId, Placed)>);

fn ranked(index: &IndexedWorld, shifts: &[ShiftId], top: usize) -> Result<Vec<Ranked>> {
    let mut scratch = Scratch::default();
    let roster = index.world().roster();
    let mut ranked = Vec::with_capacity(shifts.len());
    for id in shifts {
        let placed = index.rank_top_k(id, top, &mut scratch)?;
        let placed = placed
            .iter()
            .map(|place| (place.caregiver(index).clone(), place.clone()));
        let placed = placed.collect();
        let shift = roster.shift(id).ok_or_else(|| {
            Error::new(ErrorKind::NotFound, RANK, "the roster has no shift with this id")
                .with("shift_id", id.as_str())
        })?;
        let summary = ShiftSummary {
            id: shift.id.clone(),
            client_id: shift.client_id.clone(),
            scheduled_start: shift.scheduled_start,
            scheduled_end: shift.scheduled_end,
        };
        ranked.push((summary, placed));
    }
    Ok(ranked)
}
