//! `careweave assign`: who gets which open shift of a roster, explained.

use careweave::matching::policy::{Policy, Preset, Unit};
use careweave::matching::staffing::{Costs, Plan, ShiftPlan, Staffing, Standing};
use careweave::matching::{Exclusion, Roster, World};
use careweave::types::{AgencyZone, TimeWindow};

use crate::args::AssignArgs;
use crate::commands::solve::proof;
use crate::failure::Failure;
use crate::table::{clock, columns};
use crate::{input, out, search};

pub(crate) async fn run(args: &AssignArgs) -> Result<(), Failure> {
    let text = input::read(&args.roster)?;
    let roster = Roster::from_json(&text)
        .map_err(|error| input::refuse(&args.roster, "roster", "docs/guides/roster-file.md", &error))?;
    let policy = policy(args)?;
    let costs = match &args.costs {
        None => Costs::default(),
        Some(path) => Costs::from_json(&input::read(path)?)
            .map_err(|error| input::refuse(path, "costs file", "docs/guides/staffing.md", &error))?,
    };
    let zone = roster.zone().clone();
    let unit = policy.unit;
    let plan = search::watched(&args.search, |options, watch| {
        let world = World::new(roster, &policy)?;
        Ok(Staffing::new(&world, &costs)?.plan_watched(options, watch)?)
    })
    .await?;
    if args.search.json {
        return out::print(&(plan.to_json() + "\n"));
    }
    out::print(&readable(&plan, &zone, unit))
}

fn policy(args: &AssignArgs) -> Result<Policy, Failure> {
    match &args.policy {
        None => Ok(Policy::preset(Preset::Default)),
        Some(path) => Policy::from_json(&input::read(path)?)
            .map_err(|error| input::refuse(path, "policy", "docs/matching.md", &error)),
    }
}

fn readable(plan: &Plan, zone: &AgencyZone, unit: Unit) -> String {
    let mut text = String::new();
    for shift in &plan.shifts {
        text.push_str(&describe(shift, zone, unit));
    }
    let rows: Vec<_> = plan
        .caregivers
        .iter()
        .map(|share| {
            let shifts: Vec<_> = share.shift_ids.iter().map(ToString::to_string).collect();
            vec![
                share.caregiver_id.to_string(),
                shifts.join(", "),
                clock(share.minutes),
                share.pay.to_string(),
                share.explanation.clone(),
            ]
        })
        .collect();
    if !rows.is_empty() {
        text.push('\n');
        text.push_str(&columns(
            &["caregiver", "shifts", "minutes", "pay", "weeks"],
            &rows,
        ));
    }
    let totals = &plan.totals;
    text.push_str(&format!(
        "\n{} of {} open shifts are given, {} stay open, {} nobody may take; {} in all, overtime {} for {}, pay {}, {} min on the way between visits, {} new faces\n",
        totals.filled,
        totals.shifts,
        totals.left_open,
        totals.impossible,
        clock(totals.minutes),
        signed_clock(totals.overtime_minutes),
        totals.premium,
        totals.pay,
        totals.travel_minutes,
        totals.new_clients,
    ));
    text.push_str(&proof(
        plan.lower_bound,
        plan.gap,
        plan.gap_ppm,
        plan.iterations,
        plan.stop_reason,
    ));
    text
}

fn signed_clock(minutes: i64) -> String {
    let sign = if minutes < 0 { "−" } else { "" };
    format!("{sign}{}", clock(minutes.abs()))
}

fn describe(plan: &ShiftPlan, zone: &AgencyZone, unit: Unit) -> String {
    let shift = &plan.shift;
    let when = TimeWindow::new(shift.scheduled_start, shift.scheduled_end).map_or_else(
        |_| shift.scheduled_start.to_string(),
        |window| zone.display_window(&window),
    );
    let mut text = format!("shift {}  client {}  {when}\n", shift.id, shift.client_id);
    match (&plan.caregiver_id, plan.rank, plan.score) {
        (Some(caregiver), Some(rank), Some(score)) => {
            let parts: Vec<_> = plan
                .parts
                .iter()
                .filter(|part| part.points != 0)
                .map(|part| format!("{} {}", part.rule.as_str(), unit.text(part.points)))
                .collect();
            text.push_str(&format!(
                "  → {caregiver}, {rank} of {}, score {}{}{}\n",
                plan.candidates,
                unit.text(score),
                if parts.is_empty() { "" } else { ": " },
                parts.join(", ")
            ));
        }
        _ if plan.candidates == 0 => text.push_str("  nobody may take it\n"),
        _ => text.push_str("  stays open\n"),
    }
    for passed in &plan.passed_over {
        let why = match &passed.standing {
            Standing::Busy { reasons } => {
                let reasons: Vec<_> = reasons.iter().map(Exclusion::describe).collect();
                format!("given other work: {}", reasons.join("; "))
            }
            Standing::Costlier { by: 0 } => "costs the same in all".to_owned(),
            Standing::Costlier { by } => format!("costs {} more in all", Unit::MilliPoint.text(*by)),
        };
        text.push_str(&format!(
            "    not {} ({}): {why}\n",
            passed.caregiver_id, passed.rank
        ));
    }
    for excluded in &plan.reasons {
        let reasons: Vec<_> = excluded.reasons.iter().map(Exclusion::describe).collect();
        text.push_str(&format!(
            "    not {}: {}\n",
            excluded.caregiver_id,
            reasons.join("; ")
        ));
    }
    text
}
