//! The rules a problem has to keep before anything is computed.

use std::collections::{BTreeMap, BTreeSet};

use careweave_types::{Error, Result};

use super::document::{CaregiverData, FORMAT, ProblemData, TravelData, VisitData};

const OPERATION: &str = "assignment.load";

/// Costs and times stay below this magnitude, so that every sum of them fits an `i64`.
const MAX_COST: i64 = 1_000_000_000_000;
const MAX_MINUTE: i64 = 100_000_000;
const MAX_COST_PER_MINUTE: i64 = 1_000_000;
const MAX_RECORDS: usize = 100_000;

pub(super) fn check(data: &ProblemData) -> Result<()> {
    if data.format != FORMAT {
        return Err(wrong(
            "(file)",
            "format",
            &format!("this version reads {FORMAT:?}"),
        ));
    }
    for (field, count) in [
        ("caregivers", data.caregivers.len()),
        ("visits", data.visits.len()),
        ("links", data.links.len()),
    ] {
        if count > MAX_RECORDS {
            return Err(wrong("(file)", field, "has at most 100000 records"));
        }
    }
    check_header(data)?;
    let places = check_travel(data.travel.as_ref())?;
    let caregivers = check_caregivers(data, &places)?;
    let visits = check_visits(data, &places)?;
    check_pairs(data, &caregivers, &visits)?;
    check_links(data, &visits)
}

fn check_header(data: &ProblemData) -> Result<()> {
    for (field, starts) in [
        ("day_starts", &data.day_starts),
        ("week_starts", &data.week_starts),
    ] {
        if starts.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(wrong("(file)", field, "is strictly ascending"));
        }
        for &start in starts {
            in_range("(file)", field, start, -MAX_MINUTE, MAX_MINUTE)?;
        }
    }
    if data.saturdays.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err(wrong("(file)", "saturdays", "is strictly ascending"));
    }
    if data.days.is_some_and(|days| days == 0 || days > 100_000) {
        return Err(wrong("(file)", "days", "is within 1..=100000"));
    }
    in_range("(file)", "offset", data.offset, -MAX_COST, MAX_COST)?;
    in_range(
        "(file)",
        "late_cost_per_minute",
        data.late_cost_per_minute.unwrap_or(0),
        0,
        MAX_COST_PER_MINUTE,
    )?;
    in_range(
        "(file)",
        "max_lateness_cost_per_minute",
        data.max_lateness_cost_per_minute,
        0,
        MAX_COST_PER_MINUTE,
    )
}

fn check_travel(travel: Option<&TravelData>) -> Result<BTreeSet<&str>> {
    let Some(travel) = travel else {
        return Ok(BTreeSet::new());
    };
    let mut places = BTreeSet::new();
    for (at, place) in travel.locations.iter().enumerate() {
        if !places.insert(place.as_str()) {
            return Err(wrong(
                "travel",
                &format!("locations[{at}]"),
                "a place is named once",
            ));
        }
    }
    in_range(
        "travel",
        "cost_per_minute",
        travel.cost_per_minute,
        0,
        MAX_COST_PER_MINUTE,
    )?;
    let n = travel.locations.len();
    let check = |field: &str, matrix: &[Vec<i64>], most: i64| {
        if matrix.len() != n || matrix.iter().any(|row| row.len() != n) {
            return Err(wrong(
                "travel",
                field,
                "is square, one row and one column per location",
            ));
        }
        for (r, row) in matrix.iter().enumerate() {
            for (c, &value) in row.iter().enumerate() {
                in_range("travel", &format!("{field}[{r}][{c}]"), value, 0, most)?;
            }
        }
        Ok(())
    };
    check("minutes", &travel.minutes, MAX_MINUTE)?;
    if let Some(cost) = &travel.cost {
        check("cost", cost, MAX_COST)?;
    }
    Ok(places)
}

fn check_caregivers<'a>(data: &'a ProblemData, places: &BTreeSet<&str>) -> Result<BTreeSet<&'a str>> {
    let mut ids = BTreeSet::new();
    let mut committed = BTreeSet::new();
    for (at, caregiver) in data.caregivers.iter().enumerate() {
        let record = format!("caregivers[{at}]");
        if !ids.insert(caregiver.id.as_str()) {
            return Err(wrong(&record, "id", "an id stands once"));
        }
        check_place(
            &record,
            "start_location",
            caregiver.start_location.as_deref(),
            places,
        )?;
        check_place(&record, "end_location", caregiver.end_location.as_deref(), places)?;
        check_limits(&record, caregiver)?;
        if let Some(windows) = &caregiver.available {
            for (w, window) in windows.iter().enumerate() {
                let field = format!("available[{w}]");
                in_range(&record, &field, window.start, -MAX_MINUTE, MAX_MINUTE)?;
                in_range(&record, &field, window.end, -MAX_MINUTE, MAX_MINUTE)?;
                if window.end <= window.start {
                    return Err(wrong(&record, &format!("{field}.end"), "is after start"));
                }
                if w > 0 && windows[w - 1].end > window.start {
                    return Err(wrong(&record, &field, "windows are ascending and do not overlap"));
                }
            }
        }
        for (k, work) in caregiver.committed.iter().enumerate() {
            let field = format!("committed[{k}]");
            if !committed.insert(work.id.as_str()) {
                return Err(wrong(&record, &format!("{field}.id"), "an id stands once"));
            }
            in_range(
                &record,
                &format!("{field}.start"),
                work.start,
                -MAX_MINUTE,
                MAX_MINUTE,
            )?;
            in_range(
                &record,
                &format!("{field}.end"),
                work.end,
                work.start + 1,
                MAX_MINUTE,
            )?;
            check_place(
                &record,
                &format!("{field}.location"),
                work.location.as_deref(),
                places,
            )?;
        }
    }
    for (at, visit) in data.visits.iter().enumerate() {
        if committed.contains(visit.id.as_str()) {
            return Err(wrong(
                &format!("visits[{at}]"),
                "id",
                "is not that of committed work",
            ));
        }
    }
    Ok(ids)
}

fn check_limits(record: &str, caregiver: &CaregiverData) -> Result<()> {
    in_range(record, "rest_minutes", caregiver.rest_minutes, 0, MAX_MINUTE)?;
    in_range(record, "min_minutes", caregiver.min_minutes, 0, MAX_MINUTE)?;
    in_range(record, "use_cost", caregiver.use_cost, 0, MAX_COST)?;
    for (field, limit, most) in [
        ("capacity", caregiver.capacity, MAX_COST),
        ("max_shift_minutes", caregiver.max_shift_minutes, MAX_MINUTE),
        ("max_minutes_per_day", caregiver.max_minutes_per_day, MAX_MINUTE),
        ("max_minutes_per_week", caregiver.max_minutes_per_week, MAX_MINUTE),
        ("max_minutes", caregiver.max_minutes, MAX_MINUTE),
    ] {
        in_range(record, field, limit.unwrap_or(0), 0, most)?;
    }
    if caregiver
        .max_minutes
        .is_some_and(|most| most < caregiver.min_minutes)
    {
        return Err(wrong(record, "max_minutes", "is at least min_minutes"));
    }
    for (field, limit) in [
        ("max_consecutive_days", caregiver.max_consecutive_days),
        ("min_consecutive_days", caregiver.min_consecutive_days),
        ("min_consecutive_days_off", caregiver.min_consecutive_days_off),
    ] {
        if limit == Some(0) {
            return Err(wrong(record, field, "is at least 1"));
        }
    }
    if let (Some(least), Some(most)) = (caregiver.min_consecutive_days, caregiver.max_consecutive_days)
        && least > most
    {
        return Err(wrong(
            record,
            "max_consecutive_days",
            "is at least min_consecutive_days",
        ));
    }
    for (b, band) in caregiver.overtime.iter().enumerate() {
        in_range(
            record,
            &format!("overtime[{b}].after_minutes"),
            band.after_minutes,
            0,
            MAX_MINUTE,
        )?;
        in_range(
            record,
            &format!("overtime[{b}].cost_per_minute"),
            band.cost_per_minute,
            0,
            MAX_COST_PER_MINUTE,
        )?;
    }
    Ok(())
}

fn check_visits<'a>(data: &'a ProblemData, places: &BTreeSet<&str>) -> Result<BTreeMap<&'a str, usize>> {
    let mut ids = BTreeMap::new();
    let mut timed = None;
    for (at, visit) in data.visits.iter().enumerate() {
        let record = format!("visits[{at}]");
        if ids.insert(visit.id.as_str(), at).is_some() {
            return Err(wrong(&record, "id", "an id stands once"));
        }
        let has_time = check_time(&record, visit, data.late_cost_per_minute.is_some())?;
        if *timed.get_or_insert(has_time) != has_time {
            return Err(wrong(&record, "start", "all visits are timed, or none is"));
        }
        check_place(&record, "location", visit.location.as_deref(), places)?;
        if !(1..=1000).contains(&visit.caregivers) {
            return Err(wrong(&record, "caregivers", "is within 1..=1000"));
        }
        in_range(&record, "extra", i64::from(visit.extra), 0, 1000)?;
        in_range(&record, "unfilled_penalty", visit.unfilled_penalty, 0, MAX_COST)?;
        in_range(&record, "extra_cost", visit.extra_cost, -MAX_COST, MAX_COST)?;
        if visit.extra > 0 && visit.extra_cost < -visit.unfilled_penalty {
            return Err(wrong(
                &record,
                "extra_cost",
                "an extra caregiver is worth no more than a missing one",
            ));
        }
        in_range(&record, "weight", visit.weight, 0, MAX_COST)?;
    }
    if timed == Some(false) {
        check_untimed(data)?;
    }
    Ok(ids)
}

/// Without times only skills, capacities, weights and pair costs mean anything; nothing else is ignored in silence.
fn check_untimed(data: &ProblemData) -> Result<()> {
    for (at, visit) in data.visits.iter().enumerate() {
        for (field, set) in [("caregivers", visit.caregivers != 1), ("extra", visit.extra != 0)] {
            if set {
                return Err(wrong(
                    &format!("visits[{at}]"),
                    field,
                    "is for visits with a time",
                ));
            }
        }
    }
    for (at, c) in data.caregivers.iter().enumerate() {
        for (field, set) in [
            ("committed", !c.committed.is_empty()),
            ("available", c.available.is_some()),
            ("rest_minutes", c.rest_minutes != 0),
            ("max_shift_minutes", c.max_shift_minutes.is_some()),
            ("max_minutes_per_day", c.max_minutes_per_day.is_some()),
            ("max_minutes_per_week", c.max_minutes_per_week.is_some()),
            ("max_minutes", c.max_minutes.is_some()),
            ("min_minutes", c.min_minutes != 0),
            ("max_visits_per_day", c.max_visits_per_day.is_some()),
            ("max_visits_of_kind", !c.max_visits_of_kind.is_empty()),
            ("max_consecutive_days", c.max_consecutive_days.is_some()),
            ("min_consecutive_days", c.min_consecutive_days.is_some()),
            ("min_consecutive_days_off", c.min_consecutive_days_off.is_some()),
            ("max_weekends", c.max_weekends.is_some()),
            ("overtime", !c.overtime.is_empty()),
            ("use_cost", c.use_cost != 0),
        ] {
            if set {
                return Err(wrong(
                    &format!("caregivers[{at}]"),
                    field,
                    "is for problems whose visits have times",
                ));
            }
        }
    }
    Ok(())
}

fn check_time(record: &str, visit: &VisitData, late_by_default: bool) -> Result<bool> {
    let moving = visit.earliest.is_some() || visit.latest.is_some() || visit.duration.is_some();
    if let (Some(start), Some(end)) = (visit.start, visit.end) {
        if moving {
            return Err(wrong(
                record,
                "earliest",
                "a visit with start and end has no window",
            ));
        }
        in_range(record, "start", start, -MAX_MINUTE, MAX_MINUTE)?;
        if end <= start {
            return Err(wrong(record, "end", "is after start"));
        }
        in_range(record, "end", end, -MAX_MINUTE, MAX_MINUTE)?;
        if visit.late_cost_per_minute.is_some() {
            return Err(wrong(
                record,
                "late_cost_per_minute",
                "is for visits with a window",
            ));
        }
        return Ok(true);
    }
    if visit.start.is_some() || visit.end.is_some() {
        let field = if visit.start.is_some() { "end" } else { "start" };
        return Err(wrong(record, field, "start and end stand together"));
    }
    if !moving {
        return Ok(false);
    }
    let (Some(earliest), Some(latest), Some(duration)) = (visit.earliest, visit.latest, visit.duration)
    else {
        let field = if visit.earliest.is_none() {
            "earliest"
        } else if visit.latest.is_none() {
            "latest"
        } else {
            "duration"
        };
        return Err(wrong(
            record,
            field,
            "earliest, latest and duration stand together",
        ));
    };
    in_range(record, "earliest", earliest, -MAX_MINUTE, MAX_MINUTE)?;
    in_range(record, "latest", latest, -MAX_MINUTE, MAX_MINUTE)?;
    in_range(record, "duration", duration, 1, MAX_MINUTE)?;
    if latest < earliest && !(late_by_default || visit.late_cost_per_minute.is_some()) {
        return Err(wrong(record, "latest", "is not before earliest"));
    }
    in_range(
        record,
        "late_cost_per_minute",
        visit.late_cost_per_minute.unwrap_or(0),
        0,
        MAX_COST_PER_MINUTE,
    )?;
    Ok(true)
}

fn check_pairs(
    data: &ProblemData,
    caregivers: &BTreeSet<&str>,
    visits: &BTreeMap<&str, usize>,
) -> Result<()> {
    let mut seen = BTreeSet::new();
    for (at, pair) in data.pairs.iter().enumerate() {
        let record = || format!("pairs[{at}]");
        if !caregivers.contains(pair.caregiver.as_str()) {
            return Err(wrong(&record(), "caregiver", "is one of caregivers"));
        }
        if !visits.contains_key(pair.visit.as_str()) {
            return Err(wrong(&record(), "visit", "is one of visits"));
        }
        if !seen.insert((pair.caregiver.as_str(), pair.visit.as_str())) {
            return Err(wrong(&record(), "visit", "a pair stands once"));
        }
        if pair.cost.abs() > MAX_COST {
            return Err(wrong(&record(), "cost", "is within ±10^12"));
        }
        if pair
            .weight
            .is_some_and(|weight| !(0..=MAX_COST).contains(&weight))
        {
            return Err(wrong(&record(), "weight", "is within 0..=10^12"));
        }
    }
    Ok(())
}

fn check_links(data: &ProblemData, visits: &BTreeMap<&str, usize>) -> Result<()> {
    for (at, link) in data.links.iter().enumerate() {
        let record = format!("links[{at}]");
        for (field, id) in [("first", &link.first), ("second", &link.second)] {
            let Some(&visit) = visits.get(id.as_str()) else {
                return Err(wrong(&record, field, "is one of visits"));
            };
            if data.visits[visit].earliest.is_none() && data.visits[visit].start.is_none() {
                return Err(wrong(&record, field, "is a visit with a time"));
            }
        }
        if link.first == link.second {
            return Err(wrong(&record, "second", "is another visit than first"));
        }
        for (field, gap) in [("min_gap", link.min_gap), ("max_gap", link.max_gap)] {
            in_range(&record, field, gap.unwrap_or(0), -MAX_MINUTE, MAX_MINUTE)?;
        }
        if let (Some(least), Some(most)) = (link.min_gap, link.max_gap)
            && least > most
        {
            return Err(wrong(&record, "max_gap", "is at least min_gap"));
        }
    }
    Ok(())
}

fn check_place(record: &str, field: &str, place: Option<&str>, places: &BTreeSet<&str>) -> Result<()> {
    match place {
        Some(place) if !places.contains(place) => Err(wrong(record, field, "is one of travel.locations")),
        _ => Ok(()),
    }
}

fn in_range(record: &str, field: &str, value: i64, least: i64, most: i64) -> Result<()> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(wrong(record, field, &format!("is within {least}..={most}")).with("value", value.to_string()))
}

fn wrong(record: &str, field: &str, rule: &str) -> Error {
    Error::invalid(OPERATION, field, rule).with("record", record)
}
