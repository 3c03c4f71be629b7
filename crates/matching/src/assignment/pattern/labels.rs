//! The best plan of one caregiver when every visit has a price: labels over the visits in order of start, each taken or
//! left, with dominance.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::super::instance::Instance;
use super::super::week_cost::band_cost;

const NEVER: u32 = u32::MAX;

/// How many capped kinds a label counts; plans that break the caps of further kinds are refused afterwards.
const CAPPED_KINDS: usize = 8;

/// What is done when the labels become too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overflow {
    /// The dearest are dropped: a good plan, not always the best.
    Drop,
    /// Similar ones become one with the best of each: the cost is a lower bound, the plan may break a rule.
    Merge,
}

/// The best plan found.
pub(super) struct Priced {
    pub cost: i64,
    pub plan: Vec<u32>,
    /// How many labels were made.
    pub effort: u64,
}

#[derive(Clone, Copy, Debug)]
struct Label {
    cost: i64,
    /// The last visit, as long as it matters; `NEVER` after enough days off.
    last: u32,
    last_day: i64,
    run: u32,
    /// The run touches the first day, so it may be short.
    exempt: bool,
    total: i64,
    week: i64,
    week_minutes: i64,
    paid_week: i64,
    paid_minutes: i64,
    day_minutes: i64,
    day_count: u32,
    leaving: i64,
    weekends: u32,
    weekend: i64,
    weight: i64,
    kinds: [u32; CAPPED_KINDS],
    trace: u32,
}

pub(super) struct Pricer<'a> {
    instance: &'a Instance<'a>,
    caregiver: usize,
    visits: Vec<u32>,
    overflow: Overflow,
    width: usize,
    /// (visit, earlier entry) of every label made.
    trace: Vec<(u32, u32)>,
}

impl<'a> Pricer<'a> {
    pub(super) fn new(
        instance: &'a Instance<'a>,
        caregiver: usize,
        overflow: Overflow,
        width: usize,
    ) -> Self {
        let mut visits: Vec<u32> = (0..instance.visits.len() as u32)
            .filter(|&v| instance.pair(caregiver, v).eligible)
            .filter(|&v| {
                let lo = instance.visit(v).lo;
                instance.earliest(caregiver, v, false) <= lo && lo <= instance.latest(caregiver, v, false)
            })
            .collect();
        visits.sort_by_key(|&v| (instance.visit(v).lo, v));
        Self {
            instance,
            caregiver,
            visits,
            overflow,
            width,
            trace: Vec::new(),
        }
    }

    /// The cheapest plan when taking visit `v` costs `price(v)` beside the caregiver's own costs; none when no plan keeps
    /// the rules (or none was found).
    pub(super) fn best(&mut self, price: &dyn Fn(u32) -> i64) -> Option<Priced> {
        let instance = self.instance;
        self.trace.clear();
        self.trace.push((NEVER, 0));
        let mut labels = vec![Label {
            cost: 0,
            last: NEVER,
            last_day: i64::MIN / 2,
            run: 0,
            exempt: true,
            total: 0,
            week: i64::MIN,
            week_minutes: 0,
            paid_week: i64::MIN,
            paid_minutes: 0,
            day_minutes: 0,
            day_count: 0,
            leaving: 0,
            weekends: 0,
            weekend: i64::MIN,
            weight: 0,
            kinds: [0; CAPPED_KINDS],
            trace: 0,
        }];
        let mut effort = 0;
        let mut day = i64::MIN;
        for at in 0..self.visits.len() {
            let v = self.visits[at];
            let visit = instance.visit(v);
            if visit.day != day {
                day = visit.day;
                for label in &mut labels {
                    self.rest_up(label, v);
                }
                self.thin_out(&mut labels);
            }
            let old = labels.len();
            effort += old as u64;
            let cost = instance.pair(self.caregiver, v).cost + if visit.pinned { 0 } else { price(v) };
            for k in 0..old {
                if let Some(taken) = self.take(&labels[k], v, cost) {
                    labels.push(taken);
                }
            }
            if visit.pinned {
                labels.drain(..old);
            }
            if labels.len() > 4 * self.width {
                self.thin_out(&mut labels);
            }
        }
        let finished = labels
            .iter()
            .filter_map(|label| Some((self.finish(label)?, label.trace)));
        let (cost, end) = finished.min()?;
        let mut plan = Vec::new();
        let mut entry = end;
        while entry != 0 {
            let (v, earlier) = self.trace[entry as usize];
            plan.push(v);
            entry = earlier;
        }
        plan.reverse();
        Some(Priced { cost, plan, effort })
    }

    /// Days off that are long enough make the visit before them forgettable.
    fn rest_up(&self, label: &mut Label, next: u32) {
        if label.last == NEVER {
            return;
        }
        let instance = self.instance;
        let c = &instance.caregivers[self.caregiver];
        let visit = instance.visit(next);
        let off = visit.day - label.last_day - 1;
        let rested = off >= 1 && off >= i64::from(c.min_off) && (label.exempt || label.run >= c.min_run) && {
            let last = instance.visit(label.last);
            last.lo + last.duration + instance.between(self.caregiver, label.last, next).max(c.rest)
                <= visit.lo
        };
        if rested && self.is_far_from(label.last, next) {
            label.cost += instance.way_cost(self.caregiver, Some(label.last), None);
            (label.last, label.run, label.exempt) = (NEVER, 0, false);
            (label.day_minutes, label.day_count, label.leaving, label.last_day) = (0, 0, 0, i64::MIN / 2);
        }
    }

    /// Whether no visit from `next` on is too near in time, whatever the way.
    fn is_far_from(&self, last: u32, next: u32) -> bool {
        let instance = self.instance;
        let from = self
            .visits
            .partition_point(|&v| (instance.visit(v).lo, v) < (instance.visit(next).lo, next));
        let ended = instance.visit(last).lo + instance.visit(last).duration;
        self.visits[from..]
            .iter()
            .take_while(|&&v| instance.visit(v).lo < ended + 2880)
            .all(|&v| ended + instance.between(self.caregiver, last, v) <= instance.visit(v).lo)
    }

    fn take(&mut self, label: &Label, v: u32, cost: i64) -> Option<Label> {
        let instance = self.instance;
        let who = self.caregiver;
        let c = &instance.caregivers[who];
        let visit = instance.visit(v);
        let before = (label.last != NEVER).then_some(label.last);
        let first = label.last_day != visit.day;
        if first && instance.earliest(who, v, true) > visit.lo {
            return None;
        }
        let mut next = *label;
        if let Some(p) = before {
            let last = instance.visit(p);
            if last.lo + last.duration + instance.between(who, p, v) > visit.lo {
                return None;
            }
            if first && instance.latest(who, p, true) < last.lo {
                return None;
            }
        }
        if first {
            let off = visit.day - label.last_day - 1;
            if before.is_some() && off > 0 {
                if off < i64::from(c.min_off) || (label.run < c.min_run && !label.exempt) {
                    return None;
                }
                (next.run, next.exempt) = (0, false);
            }
            if next.run == 0 {
                next.exempt = visit.day <= 0;
            }
            next.run += 1;
            (next.day_minutes, next.day_count) = (0, 0);
            next.leaving = visit.lo - instance.way_minutes(c.start_place, visit.place);
            if let Some(saturday) = instance.weekend_of(visit.day)
                && saturday != next.weekend
            {
                (next.weekend, next.weekends) = (saturday, next.weekends + 1);
            }
            if !instance.successions.is_empty() && off == 0 && !self.follows(label, v) {
                return None;
            }
        }
        if visit.week != next.week {
            (next.week, next.week_minutes) = (visit.week, 0);
        }
        next.week_minutes += visit.duration;
        next.day_minutes += visit.duration;
        next.day_count += 1;
        next.total += visit.duration;
        next.weight = next.weight.saturating_add(instance.pair(who, v).weight);
        if next.run > c.max_run
            || next.day_minutes > c.day_cap
            || next.week_minutes > c.week_cap
            || next.day_count > c.visits_per_day
        {
            return None;
        }
        if c.max_shift < i64::MAX {
            let back = visit.lo + visit.duration + instance.way_minutes(visit.place, c.end_place);
            if back - next.leaving > c.max_shift {
                return None;
            }
        }
        if next.total > c.max_minutes || next.weekends > c.max_weekends || next.weight > c.capacity {
            return None;
        }
        for (count, &(kind, cap)) in next.kinds.iter_mut().zip(&c.kind_caps) {
            if visit.kind == kind {
                *count += 1;
                if *count > cap {
                    return None;
                }
            }
        }
        next.cost += cost + instance.way_cost(who, before, Some(v)) + self.overtime(&mut next, v);
        self.forget_what_no_rule_asks(&mut next);
        if !visit.pinned && self.is_first_open(label) {
            next.cost += c.use_cost;
        }
        (next.last, next.last_day) = (v, visit.day);
        next.trace = self.trace.len() as u32;
        self.trace.push((v, label.trace));
        Some(next)
    }

    /// Labels that differ only in what no rule of this caregiver looks at are the same.
    fn forget_what_no_rule_asks(&self, label: &mut Label) {
        let c = &self.instance.caregivers[self.caregiver];
        if c.max_run == u32::MAX {
            label.run = label.run.min(c.min_run);
            label.exempt &= label.run < c.min_run;
        }
        if c.max_minutes == i64::MAX && c.min_minutes == 0 {
            label.total = 0;
        }
        if c.week_cap == i64::MAX {
            label.week_minutes = 0;
        }
        if c.day_cap == i64::MAX {
            label.day_minutes = 0;
        }
        if c.max_shift == i64::MAX {
            label.leaving = 0;
        }
        if c.max_weekends == u32::MAX {
            (label.weekend, label.weekends) = (i64::MIN, 0);
        }
        if c.capacity == i64::MAX {
            label.weight = 0;
        }
    }

    /// Whether nothing open was taken before. Merged labels lose that, so a bound only counts the certain case.
    fn is_first_open(&self, label: &Label) -> bool {
        if self.instance.caregivers[self.caregiver].use_cost == 0 || self.overflow == Overflow::Merge {
            return label.trace == 0;
        }
        let mut entry = label.trace;
        while entry != 0 {
            let (v, earlier) = self.trace[entry as usize];
            if !self.instance.visit(v).pinned {
                return false;
            }
            entry = earlier;
        }
        true
    }

    /// Whether no visit of the day before forbids this one. Of merged labels only the last visit is certain.
    fn follows(&self, label: &Label, v: u32) -> bool {
        let instance = self.instance;
        let mut entry = label.trace;
        while entry != 0 {
            let (u, earlier) = self.trace[entry as usize];
            if instance.visit(u).day < instance.visit(v).day - 1 {
                break;
            }
            if instance
                .successions
                .contains(&(instance.visit(u).kind, instance.visit(v).kind))
            {
                return false;
            }
            if self.overflow == Overflow::Merge {
                break;
            }
            entry = earlier;
        }
        true
    }

    /// What the document's bands charge for one visit more; other laws charge nothing here, which keeps bounds valid.
    fn overtime(&self, label: &mut Label, v: u32) -> i64 {
        let instance = self.instance;
        let c = &instance.caregivers[self.caregiver];
        if !c.priced || !instance.law.is_document_bands() {
            return 0;
        }
        let bands = &instance.problem.data().caregivers[c.origin].overtime;
        let (mut from, end) = (
            instance.visit(v).lo,
            instance.visit(v).lo + instance.visit(v).duration,
        );
        let mut cost = 0;
        while from < end {
            let (week, until) = instance.problem.calendar().week_of(from);
            if week != label.paid_week {
                (label.paid_week, label.paid_minutes) = (week, 0);
            }
            let to = end.min(until);
            cost += band_cost(bands, label.paid_minutes + to - from) - band_cost(bands, label.paid_minutes);
            label.paid_minutes += to - from;
            from = to;
        }
        cost
    }

    fn finish(&self, label: &Label) -> Option<i64> {
        let instance = self.instance;
        let c = &instance.caregivers[self.caregiver];
        if label.total < c.min_minutes {
            return None;
        }
        if label.last == NEVER {
            return Some(label.cost);
        }
        let inner = label.last_day < instance.days - 1 && !label.exempt;
        if inner && label.run < c.min_run {
            return None;
        }
        if instance.latest(self.caregiver, label.last, true) < instance.visit(label.last).lo {
            return None;
        }
        Some(label.cost + instance.way_cost(self.caregiver, Some(label.last), None))
    }

    /// Drops dominated labels, and makes the others fewer when there are still too many.
    fn thin_out(&self, labels: &mut Vec<Label>) {
        let c = &self.instance.caregivers[self.caregiver];
        labels.sort_by(|a, b| {
            (a.last, a.run, a.exempt, a.cost, a.total).cmp(&(b.last, b.run, b.exempt, b.cost, b.total))
        });
        let mut kept: Vec<Label> = Vec::with_capacity(labels.len());
        let mut group = 0;
        for label in labels.drain(..) {
            if kept.get(group).is_some_and(|first| {
                (first.last, first.run, first.exempt) != (label.last, label.run, label.exempt)
            }) {
                group = kept.len();
            }
            let dominated = kept[group..]
                .iter()
                .any(|a| self.dominates(a, &label, c.min_minutes));
            if !dominated {
                kept.push(label);
            }
        }
        if kept.len() > self.width {
            match self.overflow {
                Overflow::Drop => self.drop_dearest(&mut kept),
                Overflow::Merge => {
                    merge(&mut kept, 120);
                    if kept.len() > self.width {
                        merge(&mut kept, i64::MAX);
                    }
                }
            }
        }
        *labels = kept;
    }

    /// Keeps the cheapest of each amount of work: otherwise only idle plans would survive.
    fn drop_dearest(&self, labels: &mut Vec<Label>) {
        labels.sort_by_key(|label| label.cost);
        let mut counts: BTreeMap<(u32, i64), usize> = BTreeMap::new();
        let share = (self.width / 24).max(4);
        labels.retain(|label| {
            let count = counts.entry((label.last, label.total / 480)).or_default();
            *count += 1;
            *count <= share
        });
        labels.truncate(self.width * 2);
    }

    fn dominates(&self, a: &Label, b: &Label, min_minutes: i64) -> bool {
        let same_week = a.week == b.week && a.paid_week == b.paid_week;
        let local = a.cost <= b.cost
            && (same_week || (a.week_minutes == 0 && a.paid_minutes == 0))
            && a.week_minutes <= b.week_minutes
            && a.paid_minutes <= b.paid_minutes
            && a.day_minutes <= b.day_minutes
            && a.day_count <= b.day_count
            && a.leaving >= b.leaving
            && (self.instance.successions.is_empty()
                || a.last == NEVER
                || a.day_count == 1 && b.day_count == 1);
        local
            && a.weekends <= b.weekends
            && (a.weekend == b.weekend || a.weekends < b.weekends)
            && a.weight <= b.weight
            && (a.total == b.total || (a.total >= min_minutes && a.total <= b.total))
            && a.kinds.iter().zip(&b.kinds).all(|(x, y)| x <= y)
    }
}

/// Makes one label of all that agree in the visit, the run and the total, and whose weeks differ by less than `grain`
/// minutes. The merged label is no worse than any of them in every respect.
fn merge(labels: &mut Vec<Label>, grain: i64) {
    let mut groups: BTreeMap<(u32, u32, bool, i64, i64), Label> = BTreeMap::new();
    for label in labels.drain(..) {
        let key = (
            label.last,
            label.run,
            label.exempt,
            label.total,
            label.week_minutes.max(label.paid_minutes) / grain,
        );
        match groups.entry(key) {
            Entry::Vacant(slot) => {
                slot.insert(label);
            }
            Entry::Occupied(mut slot) => slot.get_mut().absorb(&label),
        }
    }
    labels.extend(groups.into_values());
}

impl Label {
    fn absorb(&mut self, other: &Label) {
        if other.cost < self.cost {
            (self.cost, self.trace) = (other.cost, other.trace);
        }
        if (self.week, self.paid_week) != (other.week, other.paid_week) {
            (self.week_minutes, self.paid_minutes) = (0, 0);
        }
        self.week_minutes = self.week_minutes.min(other.week_minutes);
        self.paid_minutes = self.paid_minutes.min(other.paid_minutes);
        self.day_minutes = self.day_minutes.min(other.day_minutes);
        self.day_count = self.day_count.min(other.day_count);
        self.leaving = self.leaving.max(other.leaving);
        // A weekend counted in one of them only is free for the merged label.
        let counted = self.weekends.min(other.weekends);
        self.weekends = if self.weekend == other.weekend {
            counted
        } else {
            counted.saturating_sub(1)
        };
        self.weight = self.weight.min(other.weight);
        for (mine, theirs) in self.kinds.iter_mut().zip(&other.kinds) {
            *mine = (*mine).min(*theirs);
        }
    }
}
