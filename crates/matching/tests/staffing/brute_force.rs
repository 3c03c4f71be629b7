//! Every assignment of small agencies, judged shift by shift on the roster itself.

use careweave_matching::assignment::Options;
use careweave_matching::policy::TravelBuffer;
use careweave_matching::staffing::{Costs, Staffing};
use careweave_matching::{Policy, Preset, Roster, Rule, Verdict, World};
use careweave_types::{CaregiverId, ShiftId};

use super::ranking_support::{Rng, as_of, messy};

/// Five caregivers with their bookings, and six open shifts within two days.
fn small(seed: u64) -> Roster {
    let (mut data, mut care) = messy(seed);
    let mut rng = Rng(seed ^ 77);
    data.caregivers.truncate(5);
    let stays = |id: &CaregiverId| data.caregivers.iter().any(|c| c.id == *id);
    let mut open = 0;
    let mut kept = Vec::new();
    for mut shift in std::mem::take(&mut data.shifts) {
        if shift.is_open() {
            open += 1;
            if open > 6 {
                continue;
            }
            let length = shift.scheduled_end - shift.scheduled_start;
            shift.scheduled_start = as_of() + chrono::TimeDelta::minutes(1_200 + 45 * rng.below(50) as i64);
            shift.scheduled_end = shift.scheduled_start + length.min(chrono::TimeDelta::hours(5));
            kept.push(shift);
        } else if shift.caregiver_id.as_ref().is_some_and(stays) {
            kept.push(shift);
        }
    }
    data.shifts = kept;
    care.profiles.retain(|p| stays(&p.caregiver_id));
    care.memory.retain(|m| stays(&m.caregiver_id));
    Roster::with_care(data, care).unwrap()
}

struct Search<'a> {
    roster: &'a Roster,
    policy: &'a Policy,
    costs: &'a Costs,
    shifts: Vec<ShiftId>,
    /// Points of each pair but for overtime; none for whoever may not.
    pairs: Vec<Vec<Option<i64>>>,
    best: i64,
    leaves: u64,
}

impl Search<'_> {
    /// Gives the shifts from `at` on in every way; `cost` is that of those before.
    fn go(&mut self, at: usize, held: &mut Vec<Option<usize>>, cost: i64) {
        if at == self.shifts.len() {
            self.leaves += 1;
            if let Some(sets) = self.sets(held) {
                self.best = self.best.min(cost + sets);
            }
            return;
        }
        for who in 0..self.roster.caregivers().len() {
            if let Some(points) = self.pairs[at][who] {
                held.push(Some(who));
                self.go(at + 1, held, cost - points);
                held.pop();
            }
        }
        let shift = self.roster.shift(&self.shifts[at]).unwrap();
        let minutes = (shift.scheduled_end - shift.scheduled_start).num_seconds();
        held.push(None);
        // To the nearest minute, as times are rounded: half of shifts with seconds go either way, these have none.
        let open = self.costs.unfilled + self.costs.unfilled_per_minute * (minutes / 60);
        self.go(at + 1, held, cost + open);
        held.pop();
    }

    /// What the sets cost, if everybody may have theirs: each shift as if it alone were open, on a roster with all others.
    fn sets(&self, held: &[Option<usize>]) -> Option<i64> {
        let mut total = 0;
        for who in 0..self.roster.caregivers().len() {
            let mine: Vec<&ShiftId> = held
                .iter()
                .zip(&self.shifts)
                .filter(|(h, _)| **h == Some(who))
                .map(|(_, s)| s)
                .collect();
            let id = &self.roster.caregivers()[who].id;
            for one in &mine {
                let others = mine.iter().filter(|s| s != &one);
                let roster = others.fold(self.roster.clone(), |r, s| r.with_assignment(s, id).unwrap());
                let world = World::new(roster, self.policy).unwrap();
                let Verdict::Eligible(_) = world.verdict(one, id).unwrap() else {
                    return None;
                };
            }
            // The premium of the whole set: marginal after marginal, which sum to it whatever the order.
            let mut roster = self.roster.clone();
            let mut premium = 0;
            for one in &mine {
                let world = World::new(roster.clone(), self.policy).unwrap();
                let Verdict::Eligible(candidate) = world.verdict(one, id).unwrap() else {
                    return None;
                };
                let row = candidate.parts.iter().find(|p| p.rule == Rule::Overtime).unwrap();
                // Half a thousandth of a point... the default policy takes five thousandths a cent.
                premium += -row.points / 5;
                roster = roster.with_assignment(one, id).unwrap();
            }
            total += premium * self.costs.overtime_per_minor_unit;
            total += self.faces(who, &mine) * self.costs.new_face;
            total += self.travel(&roster, id) * self.costs.travel_per_minute;
        }
        Some(total)
    }

    fn faces(&self, who: usize, mine: &[&ShiftId]) -> i64 {
        let id = &self.roster.caregivers()[who].id;
        let mut clients: Vec<_> = mine
            .iter()
            .map(|s| &self.roster.shift(s).unwrap().client_id)
            .collect();
        clients.sort();
        clients.dedup();
        clients
            .iter()
            .filter(|c| self.roster.past_visits(id, c) == 0)
            .count() as i64
    }

    /// Minutes on the way between what starts on one local day, near the open shifts.
    fn travel(&self, roster: &Roster, who: &CaregiverId) -> i64 {
        let open = self.shifts.iter().map(|s| self.roster.shift(s).unwrap());
        let first = open.clone().map(|s| s.scheduled_start).min().unwrap() - chrono::TimeDelta::hours(36);
        let last = open.map(|s| s.scheduled_end).max().unwrap() + chrono::TimeDelta::hours(36);
        let mut mine: Vec<_> = roster
            .data()
            .shifts
            .iter()
            .filter(|s| s.caregiver_id.as_ref() == Some(who) && s.status.occupies_caregiver())
            .filter(|s| s.scheduled_start < last && s.scheduled_end > first)
            .collect();
        mine.sort_by_key(|s| s.scheduled_start);
        let date = |s: &careweave_matching::Shift| roster.zone().local(s.scheduled_start).date;
        mine.windows(2)
            .filter(|pair| date(pair[0]) == date(pair[1]) && pair[0].client_id != pair[1].client_id)
            .map(|pair| {
                let unknown = self.policy.gates.travel.unwrap().unknown_minutes;
                let leg = roster.way(pair[0], pair[1], self.policy.gates.speed).unwrap();
                i64::from(leg.map_or(unknown, |leg| leg.minutes))
            })
            .sum()
    }
}

#[test]
fn the_plan_of_a_small_agency_is_the_best_of_all() {
    let mut policy = Policy::preset(Preset::Default);
    policy.gates.travel = Some(TravelBuffer {
        minimum_minutes: 10,
        unknown_minutes: 20,
    });
    policy.gates.max_day_minutes = Some(660);
    let costs = Costs::default();
    let (mut shared, mut leaves) = (0, 0);
    for seed in 0..6 {
        let roster = small(seed);
        let world = World::new(roster.clone(), &policy).unwrap();
        let plan = Staffing::new(&world, &costs)
            .unwrap()
            .plan(&Options::default())
            .unwrap();
        let open: Vec<&careweave_matching::Shift> = roster
            .open_shifts()
            .into_iter()
            .filter(|s| plan.shifts.iter().any(|p| p.shift.id == s.id && p.candidates > 0))
            .collect();
        let points = |s: &ShiftId, id: &CaregiverId| match world.verdict(s, id).unwrap() {
            Verdict::Eligible(c) => Some(
                c.parts
                    .iter()
                    .filter(|p| p.rule != Rule::Overtime)
                    .map(|p| p.points)
                    .sum(),
            ),
            _ => None,
        };
        let mut search = Search {
            roster: &roster,
            policy: &policy,
            costs: &costs,
            shifts: open.iter().map(|s| s.id.clone()).collect(),
            pairs: open
                .iter()
                .map(|s| roster.caregivers().iter().map(|c| points(&s.id, &c.id)).collect())
                .collect(),
            best: i64::MAX,
            leaves: 0,
        };
        search.go(0, &mut Vec::new(), 0);
        assert_eq!(plan.objective.total, search.best, "seed {seed}: {plan:#?}");
        leaves += search.leaves;
        shared += usize::from(plan.caregivers.iter().any(|c| c.shift_ids.len() > 1));
    }
    assert!(shared >= 2, "{shared} plans give somebody several shifts");
    assert!(leaves > 100, "{leaves} assignments were looked at");
}
