//! A solution in the roster's terms.

use std::collections::BTreeMap;

use careweave_types::{CaregiverId, Money, Result, ShiftId};

use super::Staffing;
use super::build::Case;
use super::plan::{CaregiverPlan, PassedOver, Plan, ShiftPlan, Standing, Totals};
use crate::assignment::Solution;
use crate::overtime::Scratch;
use crate::ranking::{PolicyName, Rule, ShiftSummary};

/// The visits of each caregiver, ascending.
struct Shares {
    of: Vec<Vec<usize>>,
    holder: Vec<Option<usize>>,
}

impl Shares {
    fn without(&self, caregiver: usize, visit: usize) -> Vec<usize> {
        let held = self.of[caregiver].iter().copied();
        held.filter(|v| *v != visit).collect()
    }

    fn with(&self, caregiver: usize, visit: usize) -> Vec<usize> {
        let mut all = self.of[caregiver].clone();
        all.insert(all.partition_point(|v| *v < visit), visit);
        all
    }
}

impl Staffing<'_> {
    pub(super) fn describe(&self, solution: &Solution) -> Result<Plan> {
        let shares = self.shares(solution);
        let mut shifts = Vec::with_capacity(self.cases.len());
        for case in &self.cases {
            shifts.push(self.shift_plan(case, &shares)?);
        }
        let mut caregivers = Vec::new();
        for caregiver in 0..shares.of.len() {
            if !shares.of[caregiver].is_empty() {
                caregivers.push(self.caregiver_plan(caregiver, &shares.of[caregiver])?);
            }
        }
        Ok(Plan {
            as_of: self.world.roster().as_of(),
            policy: PolicyName::of(self.world.policy()),
            totals: self.totals(&shifts, &caregivers)?,
            shifts,
            caregivers,
            objective: solution.objective.clone(),
            lower_bound: solution.lower_bound,
            gap: solution.gap,
            gap_ppm: solution.gap_ppm,
            iterations: solution.iterations,
            stop_reason: solution.stop_reason,
        })
    }

    fn shares(&self, solution: &Solution) -> Shares {
        let data = self.problem.data();
        let people: BTreeMap<&CaregiverId, usize> = data
            .caregivers
            .iter()
            .enumerate()
            .map(|(at, c)| (&c.id, at))
            .collect();
        let visits: BTreeMap<&ShiftId, usize> = data
            .visits
            .iter()
            .enumerate()
            .map(|(at, v)| (&v.id, at))
            .collect();
        let mut shares = Shares {
            of: vec![Vec::new(); people.len()],
            holder: vec![None; visits.len()],
        };
        for assigned in &solution.assignment {
            if let (Some(&c), Some(&v)) = (people.get(&assigned.caregiver), visits.get(&assigned.visit)) {
                shares.of[c].push(v);
                shares.holder[v] = Some(c);
            }
        }
        shares.of.iter_mut().for_each(|held| held.sort_unstable());
        shares
    }

    fn shift_plan(&self, case: &Case<'_>, shares: &Shares) -> Result<ShiftPlan> {
        let roster = self.world.roster();
        let mut plan = ShiftPlan {
            shift: ShiftSummary::of(case.shift),
            caregiver_id: None,
            rank: None,
            score: None,
            parts: Vec::new(),
            candidates: case.candidates.len() as u32,
            excluded: case.excluded as u32,
            passed_over: Vec::new(),
            reasons: Vec::new(),
        };
        let holder = case.visit.and_then(|visit| shares.holder[visit]);
        if let Some(visit) = case.visit {
            for (rank, candidacy) in (1..).zip(&case.candidates) {
                if holder == Some(candidacy.caregiver) {
                    plan.rank = Some(rank);
                    break;
                }
                plan.passed_over.push(PassedOver {
                    caregiver_id: self.id(candidacy.caregiver),
                    rank,
                    standing: self.standing(visit, holder, candidacy.caregiver, case, shares)?,
                });
            }
            if let Some(caregiver) = holder {
                let context = &self.law.open()[visit].context;
                let who = self.law.person(caregiver);
                let judged = self.world.judge(context, who, &mut Scratch::default())?;
                let mut parts = self.world.candidate(context, who, &judged)?.parts;
                parts.retain(|part| part.rule != Rule::Overtime);
                plan.caregiver_id = Some(roster.caregivers()[who].id.clone());
                plan.score = Some(parts.iter().map(|part| part.points).sum());
                plan.parts = parts;
            }
        }
        if holder.is_none() {
            let context = crate::eligibility::ShiftContext::new(roster, case.shift)?;
            plan.reasons = self.world.judge_all(&context)?.1;
        }
        Ok(plan)
    }

    /// Why `caregiver` does not have `visit`, which `holder` has.
    fn standing(
        &self,
        visit: usize,
        holder: Option<usize>,
        caregiver: usize,
        case: &Case<'_>,
        shares: &Shares,
    ) -> Result<Standing> {
        let with = shares.with(caregiver, visit);
        if !self.law.may_have(caregiver, &with) {
            return Ok(Standing::Busy {
                reasons: self.law.obstacles(caregiver, visit, &shares.of[caregiver])?,
            });
        }
        let cost_of = |c: usize| {
            let found = case.candidates.iter().find(|candidacy| candidacy.caregiver == c);
            found.map_or(0, |candidacy| candidacy.cost)
        };
        let gained = cost_of(caregiver) + self.of_set(caregiver, &with)
            - self.of_set(caregiver, &shares.of[caregiver]);
        let saved = match holder {
            Some(holder) => {
                cost_of(holder) + self.of_set(holder, &shares.of[holder])
                    - self.of_set(holder, &shares.without(holder, visit))
            }
            None => self.problem.data().visits[visit].unfilled_penalty,
        };
        Ok(Standing::Costlier { by: gained - saved })
    }

    /// What a set costs beyond its pairs.
    fn of_set(&self, caregiver: usize, visits: &[usize]) -> i64 {
        self.law.price(caregiver, visits) + self.walk(caregiver, visits, |from, to| self.way_cost(from, to))
    }

    fn way_cost(&self, from: &ShiftId, to: &ShiftId) -> i64 {
        self.way_minutes(from, to) * self.costs.travel_per_minute
    }

    /// Minutes of the way between two shifts' clients; the policy's own figure where an end is unknown, as in the problem.
    fn way_minutes(&self, from: &ShiftId, to: &ShiftId) -> i64 {
        let (roster, gates) = (self.world.roster(), &self.world.policy().gates);
        let (Some(a), Some(b)) = (roster.shift(from), roster.shift(to)) else {
            return 0;
        };
        if a.client_id == b.client_id {
            return 0;
        }
        let unknown = gates.travel.map_or(0, |buffer| buffer.unknown_minutes);
        let leg = roster.way(a, b, gates.speed).ok().flatten();
        i64::from(leg.map_or(unknown, |leg| leg.minutes))
    }

    /// Sums over the ways of a caregiver's days: what stands, with these visits.
    fn walk(&self, caregiver: usize, visits: &[usize], way: impl Fn(&ShiftId, &ShiftId) -> i64) -> i64 {
        let (data, calendar) = (self.problem.data(), self.problem.calendar());
        let committed = data.caregivers[caregiver].committed.iter();
        let mut stops: Vec<(i64, i64, &ShiftId)> =
            committed.map(|work| (work.start, work.end, &work.id)).collect();
        stops.extend(visits.iter().filter_map(|&v| {
            let visit = &data.visits[v];
            Some((visit.start?, visit.end?, &visit.id))
        }));
        stops.sort_unstable();
        stops
            .windows(2)
            .filter(|pair| calendar.day_of(pair[0].0) == calendar.day_of(pair[1].0))
            .map(|pair| way(pair[0].2, pair[1].2))
            .sum()
    }

    fn caregiver_plan(&self, caregiver: usize, visits: &[usize]) -> Result<CaregiverPlan> {
        let who = self.law.person(caregiver);
        let delta = self
            .world
            .ledger(who)?
            .delta(&self.law.segments(caregiver, visits)?)?;
        let minutes = |visits: &[usize]| self.walk(caregiver, visits, |from, to| self.way_minutes(from, to));
        let open = self.law.open();
        Ok(CaregiverPlan {
            caregiver_id: self.id(caregiver),
            shift_ids: visits.iter().map(|&v| open[v].context.shift.id.clone()).collect(),
            minutes: visits.iter().map(|&v| open[v].minutes.minutes()).sum(),
            overtime_minutes: delta.overtime_minutes(),
            premium: delta.premium,
            pay: delta.cost,
            explanation: delta.explanation,
            travel_minutes: minutes(visits) - minutes(&[]),
            new_clients: self.law.new_faces(caregiver, visits) as u32,
        })
    }

    fn totals(&self, shifts: &[ShiftPlan], caregivers: &[CaregiverPlan]) -> Result<Totals> {
        let currency = self.world.currency();
        let sum = |pick: fn(&CaregiverPlan) -> Money| {
            caregivers
                .iter()
                .try_fold(Money::new(0, currency), |sum, share| sum.checked_add(pick(share)))
        };
        let filled = shifts.iter().filter(|s| s.caregiver_id.is_some()).count();
        let impossible = shifts.iter().filter(|s| s.candidates == 0).count();
        Ok(Totals {
            shifts: shifts.len() as u32,
            filled: filled as u32,
            left_open: (shifts.len() - filled - impossible) as u32,
            impossible: impossible as u32,
            minutes: caregivers.iter().map(|c| c.minutes).sum(),
            overtime_minutes: caregivers.iter().map(|c| c.overtime_minutes).sum(),
            premium: sum(|c| c.premium)?,
            pay: sum(|c| c.pay)?,
            travel_minutes: caregivers.iter().map(|c| c.travel_minutes).sum(),
            new_clients: caregivers.iter().map(|c| c.new_clients).sum(),
        })
    }

    fn id(&self, caregiver: usize) -> CaregiverId {
        self.problem.data().caregivers[caregiver].id.clone()
    }
}
