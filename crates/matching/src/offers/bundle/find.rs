use std::collections::{BTreeMap, BTreeSet};

use careweave_types::{AgencyZone, ClientId, Error, Result, ShiftId, WorkweekAnchor};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::super::shift::{self, OfferedShift};
use super::{Bundle, BundleKind, MAX_BUNDLE_SHIFTS, OPERATION};

/// Which bundles to look for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundleRules {
    /// The kinds.
    pub kinds: Vec<BundleKind>,
    /// The most shifts in a bundle, 2 to [`MAX_BUNDLE_SHIFTS`]; longer series are cut in order of time.
    pub max_shifts: u32,
    /// The longest break inside a contiguous day, in minutes; the way is part of it.
    pub max_break_minutes: u32,
    /// The workweek, and the zone in which days and hours are read.
    pub workweek: WorkweekAnchor,
}

/// Looks for sets of shifts that belong together. `way` says how many minutes it takes from one shift's place to the
/// next one's; shifts between which the way is unknown are not joined.
///
/// Where the same set is of several kinds it is found once, as the first of: pattern, client, day. Two shifts at the same
/// time come to lie in different bundles.
///
/// # Errors
/// `InvalidInput` that names the field: a shift that stands twice, a value out of range, `max_shifts` out of range,
/// instants at the end of the calendar.
pub fn find_bundles(
    shifts: &[OfferedShift],
    rules: &BundleRules,
    way: impl Fn(&OfferedShift, &OfferedShift) -> Option<u32>,
) -> Result<Vec<Bundle>> {
    shift::index(OPERATION, shifts)?;
    let max_shifts = rules.max_shifts as usize;
    if !(2..=MAX_BUNDLE_SHIFTS).contains(&max_shifts) {
        return Err(Error::invalid(
            OPERATION,
            "max_shifts",
            "must be between 2 and 12",
        ));
    }
    let mut ordered: Vec<&OfferedShift> = shifts.iter().collect();
    ordered.sort_by(|a, b| (a.window, &a.id).cmp(&(b.window, &b.id)));
    let kinds: BTreeSet<_> = rules.kinds.iter().copied().collect();
    let mut found = Vec::new();
    let mut known: BTreeSet<Vec<&ShiftId>> = BTreeSet::new();
    for kind in kinds {
        let series = match kind {
            BundleKind::RecurringPattern => patterns(&ordered, &rules.workweek.zone),
            BundleKind::SameClient => clients(&ordered, &rules.workweek)?,
            BundleKind::ContiguousDay => days(&ordered, rules, &way),
        };
        for part in series.iter().flat_map(|series| series.chunks(max_shifts)) {
            if part.len() >= 2 && known.insert(part.iter().map(|s| &s.id).collect()) {
                let shifts = part.iter().map(|s| (*s).clone()).collect();
                found.push(Bundle::new(kind, shifts, rules.workweek.zone.clone())?);
            }
        }
    }
    Ok(found)
}

/// The hours of the wall clock: minute of the day at the start and at the end, and midnights in between.
pub(super) type WallHours = (u32, u32, i64);

pub(super) fn wall_hours(shift: &OfferedShift, zone: &AgencyZone) -> WallHours {
    let (start, end) = (zone.local(shift.window.start()), zone.local(shift.window.end()));
    (
        start.minute_of_day(),
        end.minute_of_day(),
        (end.date - start.date).num_days(),
    )
}

type Series<'a> = Vec<Vec<&'a OfferedShift>>;

fn patterns<'a>(ordered: &[&'a OfferedShift], zone: &AgencyZone) -> Series<'a> {
    let mut by_hours: BTreeMap<(&ClientId, WallHours), Vec<&OfferedShift>> = BTreeMap::new();
    for shift in ordered {
        by_hours
            .entry((&shift.client_id, wall_hours(shift, zone)))
            .or_default()
            .push(shift);
    }
    by_hours.into_values().flat_map(tracks).collect()
}

fn clients<'a>(ordered: &[&'a OfferedShift], workweek: &WorkweekAnchor) -> Result<Series<'a>> {
    let mut by_week = BTreeMap::new();
    for shift in ordered {
        let week = workweek.week_of(shift.window.start())?;
        by_week
            .entry((&shift.client_id, week))
            .or_insert_with(Vec::new)
            .push(*shift);
    }
    Ok(by_week.into_values().flat_map(tracks).collect())
}

/// Takes shifts that overlap apart: each goes to the first row that is free.
fn tracks(ordered: Vec<&OfferedShift>) -> Series<'_> {
    let mut rows: Series<'_> = Vec::new();
    for shift in ordered {
        let free = |row: &&mut Vec<&OfferedShift>| {
            row.last()
                .is_none_or(|last| last.window.end() <= shift.window.start())
        };
        match rows.iter_mut().find(free) {
            Some(row) => row.push(shift),
            None => rows.push(vec![shift]),
        }
    }
    rows
}

/// Chains of shifts of a day: each is followed by the next one that can be reached in time and without too long a break.
fn days<'a>(
    ordered: &[&'a OfferedShift],
    rules: &BundleRules,
    way: impl Fn(&OfferedShift, &OfferedShift) -> Option<u32>,
) -> Series<'a> {
    let day = |shift: &OfferedShift| rules.workweek.zone.local(shift.window.start()).date;
    let longest = TimeDelta::minutes(i64::from(rules.max_break_minutes));
    let mut free: Vec<&OfferedShift> = ordered.to_vec();
    let mut chains = Vec::new();
    while !free.is_empty() {
        let mut chain = vec![free.remove(0)];
        let mut at = 0;
        while at < free.len() {
            let (last, next) = (chain[chain.len() - 1], free[at]);
            let pause = next.window.start() - last.window.end();
            let reachable = pause <= longest
                && pause >= TimeDelta::zero()
                && day(next) == day(last)
                && way(last, next).is_some_and(|minutes| TimeDelta::minutes(i64::from(minutes)) <= pause);
            if reachable {
                chain.push(free.remove(at));
            } else {
                at += 1;
            }
        }
        chains.push(chain);
    }
    chains
}
