//! The gates and the prices that depend on all that a caregiver is given.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use careweave_types::{Result, TimeWindow};

use super::costs::Costs;
use crate::assignment::{Planned, Problem, WeekCost, WorkItem, WorkSegment};
use crate::eligibility::{Collected, Exclusion, FirstOnly, Halt, ShiftContext, assess_beside};
use crate::overtime::{Added, WorkSegment as Segment};
use crate::policy::OvertimeGate;
use crate::roster::{Booking, Roster, unknown_shift};
use crate::world::World;

/// Sets of shifts that are remembered, over all caregivers.
const MOST_REMEMBERED: usize = 1 << 20;

/// One open shift that somebody may take.
#[derive(Debug)]
pub(super) struct Open<'a> {
    pub(super) context: ShiftContext<'a>,
    /// To the nearest minute.
    pub(super) minutes: TimeWindow,
    pub(super) booking: Booking,
}

impl<'a> Open<'a> {
    pub(super) fn new(roster: &Roster, minutes: TimeWindow, context: ShiftContext<'a>) -> Result<Self> {
        let id = &context.shift.id;
        let shift = roster.shift_position(id).ok_or_else(|| unknown_shift(id))?;
        let booking = Booking {
            scheduled: context.window,
            worked: context.window,
            shift,
        };
        Ok(Self {
            context,
            minutes,
            booking,
        })
    }
}

/// What a set of open shifts means for one caregiver.
#[derive(Clone, Copy, Debug)]
struct Judgement {
    allowed: bool,
    price: i64,
}

/// Judges sets of a roster's open shifts: whether the caregiver may have them all under the policy's gates, and what they cost
/// together: overtime under the labour law, and new faces.
///
/// Where a set lowers the premium (Nevada's rolling workday can), it counts as free: the saving is reported and not sought.
#[derive(Debug)]
pub struct RosterLaw<'a> {
    world: &'a World,
    costs: Costs,
    /// The problem's caregivers by their position in the roster.
    people: Vec<usize>,
    /// The problem's visits.
    open: Vec<Open<'a>>,
    remembered: RefCell<Remembered>,
}

#[derive(Debug, Default)]
struct Remembered {
    /// By caregiver, then by the visits of the set, ascending.
    of: Vec<HashMap<Box<[usize]>, Judgement>>,
    count: usize,
}

impl<'a> RosterLaw<'a> {
    pub(super) fn new(world: &'a World, costs: &Costs, people: Vec<usize>, open: Vec<Open<'a>>) -> Self {
        let remembered = Remembered {
            of: vec![HashMap::new(); people.len()],
            count: 0,
        };
        Self {
            world,
            costs: costs.clone(),
            people,
            open,
            remembered: RefCell::new(remembered),
        }
    }

    pub(super) fn open(&self) -> &[Open<'a>] {
        &self.open
    }

    /// The caregiver's position in the roster.
    pub(super) fn person(&self, caregiver: usize) -> usize {
        self.people[caregiver]
    }

    /// Whether the caregiver may have all of these visits. What cannot be judged is not allowed.
    pub(super) fn may_have(&self, caregiver: usize, visits: &[usize]) -> bool {
        self.judged(caregiver, visits).allowed
    }

    /// What they cost together beyond the pairs and the way.
    pub(super) fn price(&self, caregiver: usize, visits: &[usize]) -> i64 {
        self.judged(caregiver, visits).price
    }

    /// What stands in the way of `visit` when the caregiver has `others`.
    pub(super) fn obstacles(
        &self,
        caregiver: usize,
        visit: usize,
        others: &[usize],
    ) -> Result<Vec<Exclusion>> {
        let mut all: Vec<usize> = others.to_vec();
        all.push(visit);
        all.sort_unstable();
        let mut found = self.collected(caregiver, visit, &all)?;
        for &other in others {
            if !found.is_empty() {
                break;
            }
            found = self.collected(caregiver, other, &all)?;
        }
        if found.is_empty() && self.world.policy().gates.overtime == OvertimeGate::Excluded {
            let minutes = self.added(caregiver, &all)?.overtime;
            if minutes > 0 {
                found.push(Exclusion::Overtime { minutes });
            }
        }
        Ok(found)
    }

    /// The caregiver's work in these visits, without the time in which there is work already.
    pub(super) fn segments(&self, caregiver: usize, visits: &[usize]) -> Result<Vec<Segment>> {
        let who = self.people[caregiver];
        let ledger = self.world.ledger(who)?;
        Ok(visits
            .iter()
            .flat_map(|&v| {
                self.world
                    .segments_beside(ledger, who, self.open[v].minutes)
                    .into_iter()
                    .map(move |segment| (v, segment))
            })
            .map(|(v, segment)| Segment {
                shift_id: Some(self.open[v].context.shift.id.clone()),
                ..segment
            })
            .collect())
    }

    /// Clients among the visits at whom the caregiver has never been.
    pub(super) fn new_faces(&self, caregiver: usize, visits: &[usize]) -> usize {
        let who = self.people[caregiver];
        let clients: BTreeSet<&str> = visits
            .iter()
            .map(|&v| &self.open[v].context)
            .filter(|context| context.visits_of(who).is_empty())
            .map(|context| context.shift.client_id.as_str())
            .collect();
        clients.len()
    }

    fn added(&self, caregiver: usize, visits: &[usize]) -> Result<Added> {
        let ledger = self.world.ledger(self.people[caregiver])?;
        ledger.added_together(&self.segments(caregiver, visits)?)
    }

    fn judged(&self, caregiver: usize, visits: &[usize]) -> Judgement {
        if visits.is_empty() {
            return Judgement {
                allowed: true,
                price: 0,
            };
        }
        if let Some(known) = self.remembered.borrow().of[caregiver].get(visits) {
            return *known;
        }
        let judgement = self.judge(caregiver, visits).unwrap_or(Judgement {
            allowed: false,
            price: 0,
        });
        let mut remembered = self.remembered.borrow_mut();
        if remembered.count >= MOST_REMEMBERED {
            remembered.of.iter_mut().for_each(HashMap::clear);
            remembered.count = 0;
        }
        remembered.count += 1;
        remembered.of[caregiver].insert(visits.into(), judgement);
        judgement
    }

    fn judge(&self, caregiver: usize, visits: &[usize]) -> Result<Judgement> {
        let refused = Judgement {
            allowed: false,
            price: 0,
        };
        if visits.len() > 1 {
            for &visit in visits {
                let beside = self.beside(visit, visits);
                match self.assess(caregiver, visit, &beside, &mut FirstOnly) {
                    Ok(()) => {}
                    Err(Halt::Enough) => return Ok(refused),
                    Err(Halt::Failed(error)) => return Err(error),
                }
            }
        }
        let added = self.added(caregiver, visits)?;
        if self.world.policy().gates.overtime == OvertimeGate::Excluded && added.overtime > 0 {
            return Ok(refused);
        }
        let overtime = added
            .premium
            .max(0)
            .saturating_mul(self.costs.overtime_per_minor_unit);
        let faces = self.new_faces(caregiver, visits) as i64 * self.costs.new_face;
        Ok(Judgement {
            allowed: true,
            price: overtime.saturating_add(faces),
        })
    }

    fn collected(&self, caregiver: usize, visit: usize, visits: &[usize]) -> Result<Vec<Exclusion>> {
        let mut found = Collected::default();
        match self.assess(caregiver, visit, &self.beside(visit, visits), &mut found) {
            Ok(()) | Err(Halt::Enough) => Ok(found.all()),
            Err(Halt::Failed(error)) => Err(error),
        }
    }

    /// The other visits of the set, as bookings.
    fn beside(&self, visit: usize, visits: &[usize]) -> Vec<Booking> {
        let others = visits.iter().filter(|&&v| v != visit);
        others.map(|&v| self.open[v].booking.clone()).collect()
    }

    fn assess(
        &self,
        caregiver: usize,
        visit: usize,
        beside: &[Booking],
        found: &mut impl crate::eligibility::Findings,
    ) -> Result<(), Halt> {
        let (roster, gates) = (self.world.roster(), &self.world.policy().gates);
        let who = self.people[caregiver];
        assess_beside(roster, who, &self.open[visit].context, gates, beside, found)
    }
}

impl WeekCost for RosterLaw<'_> {
    fn cost(&self, _: &Problem, _: usize, _: &[WorkSegment]) -> i64 {
        0
    }

    fn judges_plans(&self) -> bool {
        true
    }

    fn plan_cost(&self, _: &Problem, caregiver: usize, plan: &[Planned]) -> i64 {
        self.price(caregiver, &visits_of(plan))
    }

    fn allows(&self, _: &Problem, caregiver: usize, plan: &[Planned]) -> bool {
        self.may_have(caregiver, &visits_of(plan))
    }
}

/// The visits of a plan, ascending.
fn visits_of(plan: &[Planned]) -> Vec<usize> {
    let mut visits: Vec<usize> = plan
        .iter()
        .filter_map(|planned| match planned.item {
            WorkItem::Visit(at) => Some(at),
            WorkItem::Committed(_) => None,
        })
        .collect();
    visits.sort_unstable();
    visits
}
