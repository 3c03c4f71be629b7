use std::collections::BinaryHeap;

use careweave_types::{CaregiverId, Result, ShiftId};

use super::bits::{has, remove};
use super::index::{Base, FirstWeek, IndexedWorld, LANES};
use super::scan::{Block, first_with, largest, near, others};
use crate::distance::{UnitVector, straight_line};
use crate::eligibility::{FirstOnly, Halt, ShiftContext, Statements, assess};
use crate::overtime::{Added, Scratch as LawScratch};
use crate::policy::{Order, OvertimeGate};
use crate::rank::{Facts, Key, Row, Scorecard, Wish, score, total};

/// Memory that ranking reuses: one per thread, for any number of shifts and worlds.
#[derive(Debug, Default)]
pub struct Scratch {
    allowed: Vec<u64>,
    bounds: Vec<[f32; LANES]>,
    blocks: BinaryHeap<(Bound, usize)>,
    best: Vec<(Key, Facts)>,
    placed: Vec<Placed>,
    preferred: Vec<usize>,
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
    pub fn rank_top_k<'s>(
        &self,
        shift: &ShiftId,
        k: usize,
        scratch: &'s mut Scratch,
    ) -> Result<&'s [Placed]> {
        let roster = self.world.roster();
        let framed = self.framed(shift)?;
        let context = match framed {
            Some(framed) if roster.data().shifts[framed.frame.position].is_open() => {
                ShiftContext::framed(roster, &framed.frame)
            }
            _ => ShiftContext::new(roster, self.world.shift_of(shift)?)?,
        };
        scratch.best.clear();
        scratch.placed.clear();
        scratch.judged = 0;
        if k == 0 {
            return Ok(&scratch.placed);
        }
        let plain = self.allowed(&context, &mut scratch.allowed);
        let week = self.first_week(&context, framed)?;
        let base = self.base(&context, framed);
        let mut preferred = std::mem::take(&mut scratch.preferred);
        preferred.clear();
        let wanted = context.client.into_iter().flat_map(|c| &c.preferred_caregivers);
        preferred.extend(wanted.filter_map(|id| roster.position(id)));
        let search = Search {
            index: self,
            work: plain_work(&context),
            plain: plain && week.is_some() && base.is_some(),
            preferred,
            context,
            week,
            base,
            k,
        };
        search.judge_known(scratch)?;
        search.bound(scratch);
        search.judge_bounded(scratch)?;
        scratch.preferred = search.preferred;
        let weights = &self.world.policy().weights;
        scratch
            .placed
            .extend(scratch.best.iter().map(|(key, facts)| Placed {
                position: key.who as usize,
                score: key.score.0,
                tier: key.tier,
                overtime_minutes: facts.overtime_minutes,
                premium: facts.premium,
                card: score(weights, facts),
            }));
        Ok(&scratch.placed)
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

/// One search for the first `k`.
struct Search<'a> {
    index: &'a IndexedWorld,
    context: ShiftContext<'a>,
    week: Option<FirstWeek<'a>>,
    base: Option<&'a Base>,
    /// The shift in minutes since 1970.
    work: Option<(i32, i32)>,
    /// Whom the client prefers, by position.
    preferred: Vec<usize>,
    /// Whether bits and arrays decide for those who are plain.
    plain: bool,
    k: usize,
}

impl Search<'_> {
    /// Those who have been there, and those the client prefers: their points are not in the bounds.
    fn judge_known(&self, scratch: &mut Scratch) -> Result<()> {
        let mut last = None;
        for visit in self.context.history {
            if last != Some(visit.caregiver) {
                last = Some(visit.caregiver);
                self.judge_once(visit.caregiver as usize, scratch)?;
            }
        }
        for who in &self.preferred {
            self.judge_once(*who, scratch)?;
        }
        Ok(())
    }

    /// Bounds for all who are left, and the largest of each block.
    fn bound(&self, scratch: &mut Scratch) {
        let weights = &self.index.world.policy().weights;
        let (base, missing) = match self.base {
            Some(base) => (base.bounds.as_slice(), 0),
            None => {
                let missing = weights.language.max(0).saturating_add(weights.gender.max(0));
                (self.index.standing(), missing)
            }
        };
        let area = self.area();
        let way = &self.index.way;
        let place = self.context.place.map(|p| UnitVector::of(&p.coordinates).0);
        let unknown_week = if self.week.is_none() {
            weights.hours_wanted.max(0)
        } else {
            0
        };
        let all = weights.overtime.max(weights.no_overtime).max(0) as f32 + weights.skill.max(0) as f32;
        let slack = all + missing as f32 + unknown_week as f32 + self.rounding();
        let mut blocks = std::mem::take(&mut scratch.blocks).into_vec();
        blocks.clear();
        scratch.bounds.resize(self.index.blocks, [0.0; LANES]);
        for (at, bounds) in scratch.bounds.iter_mut().enumerate() {
            let members = scratch.allowed[at];
            if members == 0 {
                continue;
            }
            let from = at * LANES;
            let block = Block {
                base: &base[from..],
                home: [
                    &self.index.home[0][from..],
                    &self.index.home[1][from..],
                    &self.index.home[2][from..],
                ],
                area: area.map(|(number, points)| (&self.index.area[from..], number, points)),
                hours: self.week.as_ref().map(|week| {
                    let points = weights.hours_wanted as f32;
                    let slopes = &self.index.hours_slope[from..];
                    (slopes, &week.offsets[from..], week.minutes as f32, points)
                }),
            };
            others(&block, bounds);
            if let Some(place) = place {
                near(&block, way, place, bounds);
            }
            bounds.iter_mut().for_each(|bound| *bound += slack);
            blocks.push((Bound(largest(bounds, members)), at));
        }
        scratch.blocks = BinaryHeap::from(blocks);
    }

    /// More than single precision can be wrong about a score.
    fn rounding(&self) -> f32 {
        let w = &self.index.world.policy().weights;
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

    fn judge_bounded(&self, scratch: &mut Scratch) -> Result<()> {
        // A policy that rewards overtime, or hours in excess, has no bound; then everybody is looked at.
        let weights = &self.index.world.policy().weights;
        let bounded = weights.overtime_per_cent <= 0 && weights.hours_wanted >= 0;
        let least = |best: &[(Key, Facts)]| match best.get(self.k - 1) {
            Some((key, _)) if bounded => key.score.0 as f32,
            _ => f32::NEG_INFINITY,
        };
        // The largest bound of all comes first, so that nobody is judged whose bound lies below the last of the k.
        while let Some((Bound(most), at)) = scratch.blocks.pop() {
            if most < least(&scratch.best) {
                break;
            }
            let Some(lane) = first_with(&scratch.bounds[at], scratch.allowed[at], most) else {
                continue;
            };
            scratch.allowed[at] &= !(1 << lane);
            let next = largest(&scratch.bounds[at], scratch.allowed[at]);
            if scratch.allowed[at] != 0 {
                scratch.blocks.push((Bound(next), at));
            }
            self.judge_one(at * LANES + lane, scratch)?;
        }
        Ok(())
    }

    fn judge_once(&self, who: usize, scratch: &mut Scratch) -> Result<()> {
        if has(&scratch.allowed, who) {
            remove(&mut scratch.allowed, who);
            self.judge_one(who, scratch)?;
        }
        Ok(())
    }

    /// The number of the client's ZIP code, and what living there gives.
    fn area(&self) -> Option<(f32, f32)> {
        let points = self.index.world.policy().weights.service_area;
        let zip = self
            .context
            .shift
            .client_zip_code
            .as_ref()
            .filter(|_| points != 0)?;
        Some((self.index.area_number(zip.expose()), points as f32))
    }

    fn week_minutes(&self, who: usize) -> Result<i64> {
        match &self.week {
            _ if self.index.world.policy().weights.hours_wanted == 0 => Ok(0),
            Some(week) if self.index.people[who].wanted.is_some() => {
                Ok(i64::from(week.booked[who]) + week.minutes)
            }
            Some(_) => Ok(0),
            None => self.index.world.week_minutes(&self.context, who),
        }
    }

    /// The exact answer for one, entered where it belongs.
    fn judge_one(&self, who: usize, scratch: &mut Scratch) -> Result<()> {
        let (Some(week), Some(base)) = (&self.week, self.base) else {
            return self.judge_slowly(who, scratch);
        };
        if !(self.plain && has(&self.index.plain, who)) {
            return self.judge_slowly(who, scratch);
        }
        scratch.judged += 1;
        let policy = self.index.world.policy();
        let person = &self.index.people[who];
        let visits = self.context.visits_of(who);
        let measured = !policy.weights.distance.is_none() || policy.order == Order::Full;
        let metres = match (&person.home, &self.context.place) {
            (Some(home), Some(place)) if measured => {
                Some(straight_line(home, place, policy.gates.speed)?.metres.0)
            }
            _ => None,
        };
        let service_area = match (self.area(), self.index.area[who]) {
            (None, _) => Wish::NotStated,
            (_, unknown) if unknown < 0.0 => Wish::Unknown,
            (Some((number, _)), area) if area == number => Wish::Met,
            _ => Wish::NotMet,
        };
        let [language, gender] = base.wishes[who];
        let added = self.overtime(week, who, scratch)?;
        let decay = self.index.world.decay();
        let facts = Facts {
            visits: u32::try_from(visits.len()).unwrap_or(u32::MAX),
            weighted_visits: visits.iter().map(|v| decay.weight(v.age_days)).sum(),
            preferred: self.preferred.contains(&who),
            service_area,
            metres,
            language,
            gender,
            overtime_minutes: added.overtime,
            premium: added.premium,
            attendance: person.attendance,
            wanted_minutes: person.wanted,
            week_minutes: self.week_minutes(who)?,
            statements: Statements::default(),
            response: person.response,
            asks_for_skills: !self.context.shift.required_certifications.is_empty(),
            last_offered: person.last_offered,
        };
        self.enter(who, facts, scratch);
        Ok(())
    }

    /// By one compare, where law allows it.
    fn overtime(&self, week: &FirstWeek<'_>, who: usize, scratch: &mut Scratch) -> Result<Added> {
        let world = &self.index.world;
        let Some((start, end)) = self.work else {
            return world.overtime(&self.context, who, &mut scratch.law);
        };
        let summary = match week.law[who].get() {
            Some(summary) => summary,
            None => {
                let summary = *world.ledger(who)?.summary(self.context.window.start())?;
                week.law[who].get_or_init(|| summary)
            }
        };
        let inside = summary.start <= start && end <= summary.end && summary.place == world.place().bit();
        if inside && summary.overtime() == 0 && summary.overtime_added(end - start) == Some(0) {
            return Ok(Added {
                overtime: 0,
                premium: 0,
            });
        }
        // Who is plain is free then, so that the stretch overlaps no work.
        let work = world.work(self.index.people[who].pay_rate, &self.context.window);
        world.ledger(who)?.added(&work, &mut scratch.law)
    }

    fn judge_slowly(&self, who: usize, scratch: &mut Scratch) -> Result<()> {
        scratch.judged += 1;
        let world = &self.index.world;
        let gates = &world.policy().gates;
        match assess(world.roster(), who, &self.context, gates, &mut FirstOnly) {
            Ok(()) => {}
            Err(Halt::Enough) => return Ok(()),
            Err(Halt::Failed(error)) => return Err(error),
        }
        let facts = world.facts(&self.context, who, self.week_minutes(who)?, &mut scratch.law)?;
        if gates.overtime == OvertimeGate::Scored || facts.overtime_minutes <= 0 {
            self.enter(who, facts, scratch);
        }
        Ok(())
    }

    fn enter(&self, who: usize, facts: Facts, scratch: &mut Scratch) {
        let policy = self.index.world.policy();
        let key = Key::new(policy, total(&policy.weights, &facts), &facts, who);
        let at = scratch.best.partition_point(|(held, _)| *held < key);
        if at < self.k {
            scratch.best.truncate(self.k - 1);
            scratch.best.insert(at, (key, facts));
        }
    }
}

/// A shift that lies on whole minutes, in minutes since 1970.
fn plain_work(context: &ShiftContext<'_>) -> Option<(i32, i32)> {
    let minutes = |at: chrono::DateTime<chrono::Utc>| i32::try_from(at.timestamp() / 60).ok();
    let whole = context.whole_minutes.filter(|w| *w == context.window)?;
    minutes(whole.start()).zip(minutes(whole.end()))
}
