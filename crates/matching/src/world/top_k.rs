use std::collections::BinaryHeap;

use careweave_types::{CaregiverId, Result, ShiftId};

use super::bits::{Members, has, remove};
use super::index::{IndexedWorld, LANES};
use super::scan::{Block, Near, largest, near, others};
use crate::distance::UnitVector;
use crate::eligibility::{FirstOnly, Halt, ShiftContext, assess};
use crate::overtime::Scratch as LawScratch;
use crate::policy::OvertimeGate;
use crate::rank::{Facts, Key, Row, Scorecard, score};

/// Memory that ranking reuses: one per thread, for any number of shifts and worlds.
#[derive(Debug, Default)]
pub struct Scratch {
    allowed: Vec<u64>,
    bounds: Vec<[f32; LANES]>,
    blocks: BinaryHeap<(Bound, usize)>,
    best: Vec<(Key, Facts)>,
    placed: Vec<Placed>,
    law: LawScratch,
    judged: usize,
}

impl Scratch {
    /// How many caregivers the last ranking looked at in full.
    pub const fn judged(&self) -> usize {
        self.judged
    }
}

/// A caregiver among the first.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Position among the roster's caregivers.
    pub position: usize,
    /// The score.
    pub score: i64,
    /// The tier, 1 for the best.
    pub tier: u32,
    /// Minutes of overtime the shift adds.
    pub overtime_minutes: i64,
    /// Overtime premium the shift adds, in minor units.
    pub premium: i64,
    card: Scorecard,
}

impl Placed {
    /// The score taken apart; the rows sum to it.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.card.rows()
    }

    /// Who.
    pub fn caregiver<'a>(&self, world: &'a IndexedWorld) -> &'a CaregiverId {
        &world.world().roster().caregivers()[self.position].id
    }
}

/// An upper bound that can be ordered: it is never not a number.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bound(f32);

impl Eq for Bound {}

impl PartialOrd for Bound {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Bound {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl IndexedWorld {
    /// The first `k` of the ranking, the same as the first `k` of [`World::rank`](super::World::rank), each score taken apart.
    ///
    /// Whoever cannot be among the first is not looked at: a bound on each score is computed for everybody, and exact answers only
    /// while the bound leaves room. It allocates nothing once the tables and `scratch` are warm, but for what overtime law needs
    /// that no single compare decides.
    ///
    /// # Errors
    /// `NotFound` for a shift the roster does not hold; `InvalidInput` for one that is not open.
    pub fn rank_top_k<'s>(&self, shift: &ShiftId, k: usize, scratch: &'s mut Scratch) -> Result<&'s [Placed]> {
        let context = ShiftContext::new(self.world.roster(), self.world.shift_of(shift)?)?;
        scratch.best.clear();
        scratch.placed.clear();
        scratch.judged = 0;
        if k == 0 {
            return Ok(&scratch.placed);
        }
        self.allowed(&context, &mut scratch.allowed);
        self.judge_known(&context, k, scratch)?;
        self.bound(&context, scratch)?;
        self.judge_bounded(&context, k, scratch)?;
        let weights = &self.world.policy().weights;
        scratch.placed.extend(scratch.best.iter().map(|(key, facts)| Placed {
            position: key.who as usize,
            score: key.score.0,
            tier: key.tier,
            overtime_minutes: facts.overtime_minutes,
            premium: facts.premium,
            card: score(weights, facts),
        }));
        Ok(&scratch.placed)
    }

    /// Those who have been there, and those the client prefers: their points are not in the bounds.
    fn judge_known(&self, context: &ShiftContext<'_>, k: usize, scratch: &mut Scratch) -> Result<()> {
        let mut last = None;
        for visit in context.history {
            if last != Some(visit.caregiver) {
                last = Some(visit.caregiver);
                self.judge_once(context, visit.caregiver as usize, k, scratch)?;
            }
        }
        for preferred in context.client.into_iter().flat_map(|c| &c.preferred_caregivers) {
            if let Some(who) = self.world.roster().position(preferred) {
                self.judge_once(context, who, k, scratch)?;
            }
        }
        Ok(())
    }

    /// Bounds for all who are left, and the largest of each block.
    fn bound(&self, context: &ShiftContext<'_>, scratch: &mut Scratch) -> Result<()> {
        let weights = &self.world.policy().weights;
        let (base, missing) = self.base(context);
        let area = match &context.shift.client_zip_code {
            Some(zip) if weights.service_area != 0 => {
                Some((self.area_number(zip.expose()), weights.service_area as f32))
            }
            _ => None,
        };
        let hours = match weights.hours_wanted {
            0 => None,
            _ => self.hours(context)?,
        };
        let way = Near::new(self.world.policy());
        let place = context.place.map(|p| UnitVector::of(&p.coordinates).0);
        let unknown_week = if hours.is_none() { weights.hours_wanted.max(0) } else { 0 };
        let all = weights.overtime.max(weights.no_overtime).max(0) as f32 + weights.skill.max(0) as f32;
        let slack = all + missing as f32 + unknown_week as f32 + self.rounding();
        let mut blocks = std::mem::take(&mut scratch.blocks).into_vec();
        blocks.clear();
        scratch.bounds.resize(self.blocks, [0.0; LANES]);
        for (at, bounds) in scratch.bounds.iter_mut().enumerate() {
            let members = scratch.allowed[at];
            if members == 0 {
                continue;
            }
            let from = at * LANES;
            let block = Block {
                base: &base[from..],
                home: [&self.home[0][from..], &self.home[1][from..], &self.home[2][from..]],
                area: area.map(|(number, points)| (&self.area[from..], number, points)),
                hours: hours.map(|(offsets, minutes)| {
                    let points = weights.hours_wanted as f32;
                    (&self.hours_slope[from..], &offsets[from..], minutes, points)
                }),
            };
            others(&block, bounds);
            if let Some(place) = place {
                near(&block, &way, place, bounds);
            }
            bounds.iter_mut().for_each(|bound| *bound += slack);
            blocks.push((Bound(largest(bounds, members)), at));
        }
        scratch.blocks = BinaryHeap::from(blocks);
        Ok(())
    }

    /// More than single precision can be wrong about a score.
    fn rounding(&self) -> f32 {
        let w = &self.world.policy().weights;
        let magnitudes = [
            w.service_area,
            w.overtime,
            w.gender,
            w.language,
            w.no_overtime,
            w.reliability_limit,
            w.hours_wanted.saturating_mul(8),
            w.soft_preference.saturating_mul(8),
            w.response,
            w.skill,
        ];
        let sum: f32 = magnitudes.iter().map(|m| m.unsigned_abs() as f32).sum();
        (sum + w.distance.most() as f32) * 2e-6 + 4.0
    }

    fn judge_bounded(&self, context: &ShiftContext<'_>, k: usize, scratch: &mut Scratch) -> Result<()> {
        // A policy that rewards overtime, or hours in excess, has no bound; then everybody is looked at.
        let weights = &self.world.policy().weights;
        let bounded = weights.overtime_per_cent <= 0 && weights.hours_wanted >= 0;
        let least = |best: &[(Key, Facts)]| match best.get(k - 1) {
            Some((key, _)) if bounded => key.score.0 as f32,
            _ => f32::NEG_INFINITY,
        };
        while let Some((Bound(most), at)) = scratch.blocks.pop() {
            if most < least(&scratch.best) {
                break;
            }
            for lane in Members(scratch.allowed[at]) {
                if scratch.bounds[at][lane] >= least(&scratch.best) {
                    self.judge_one(context, at * LANES + lane, k, scratch)?;
                }
            }
        }
        Ok(())
    }

    fn judge_once(&self, context: &ShiftContext<'_>, who: usize, k: usize, scratch: &mut Scratch) -> Result<()> {
        if has(&scratch.allowed, who) {
            remove(&mut scratch.allowed, who);
            self.judge_one(context, who, k, scratch)?;
        }
        Ok(())
    }

    /// The exact answer for one, entered where it belongs.
    fn judge_one(&self, context: &ShiftContext<'_>, who: usize, k: usize, scratch: &mut Scratch) -> Result<()> {
        scratch.judged += 1;
        match assess(self.world.roster(), who, context, &self.world.policy().gates, &mut FirstOnly) {
            Ok(()) => {}
            Err(Halt::Enough) => return Ok(()),
            Err(Halt::Failed(error)) => return Err(error),
        }
        let judged = self.world.judge(context, who, &mut scratch.law)?;
        if self.world.policy().gates.overtime == OvertimeGate::Excluded && judged.facts.overtime_minutes > 0 {
            return Ok(());
        }
        let at = scratch.best.partition_point(|(key, _)| *key < judged.key);
        if at < k {
            scratch.best.truncate(k - 1);
            scratch.best.insert(at, (judged.key, judged.facts));
        }
        Ok(())
    }

    /// The first `k` for every open shift, by start, on so many threads. The answer does not depend on their number.
    ///
    /// # Errors
    /// As [`IndexedWorld::rank_top_k`].
    pub fn rank_open(&self, k: usize, threads: usize) -> Result<Vec<(ShiftId, Vec<Placed>)>> {
        let open = self.open();
        let share = open.len().div_ceil(threads.max(1)).max(1);
        let parts = std::thread::scope(|scope| {
            let workers: Vec<_> = open
                .chunks(share)
                .map(|part| {
                    scope.spawn(move || {
                        let mut scratch = Scratch::default();
                        part.iter()
                            .map(|id| Ok((id.clone(), self.rank_top_k(id, k, &mut scratch)?.to_vec())))
                            .collect::<Result<Vec<_>>>()
                    })
                })
                .collect();
            let join = |worker: std::thread::ScopedJoinHandle<'_, _>| match worker.join() {
                Ok(part) => part,
                Err(panic) => std::panic::resume_unwind(panic),
            };
            workers.into_iter().map(join).collect::<Result<Vec<_>>>()
        })?;
        Ok(parts.into_iter().flatten().collect())
    }
}
