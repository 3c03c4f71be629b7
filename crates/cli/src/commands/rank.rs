//! `careweave rank`: from a file to a ranking, without any server.

use careweave::matching::{Exclusion, Policy, Ranking, Roster, rank, rank_open};
use careweave::types::AgencyZone;

use crate::args::RankArgs;
use crate::failure::Failure;
use crate::table::{clock, columns, signed};
use crate::{input, out};

pub(crate) fn run(args: &RankArgs) -> Result<(), Failure> {
    let text = input::read(&args.roster)?;
    let roster = Roster::from_json(&text)
        .map_err(|error| input::refuse(&args.roster, "roster", "docs/guides/roster-file.md", &error))?;
    let policy = Policy::seed_v1();
    let rankings = match &args.shift {
        Some(shift) => vec![rank(&roster, shift, &policy)?],
        None => rank_open(&roster, &policy)?,
    };
    if args.json {
        return out::print(&(careweave::matching::rankings_to_json(&rankings) + "\n"));
    }
    let mut text = String::new();
    if rankings.is_empty() {
        text.push_str("no open shifts\n");
    }
    for ranking in &rankings {
        text.push_str(&describe(ranking, roster.zone()));
        text.push('\n');
    }
    out::print(&text)
}

/// A ranking as a heading and two tables.
pub(crate) fn describe(ranking: &Ranking, zone: &AgencyZone) -> String {
    let shift = &ranking.shift;
    let when = careweave::types::TimeWindow::new(shift.scheduled_start, shift.scheduled_end).map_or_else(
        |_| shift.scheduled_start.to_string(),
        |window| zone.display_window(&window),
    );
    let mut text = format!("shift {}  client {}  {when}\n", shift.id, shift.client_id);
    let rows: Vec<_> = ranking
        .candidates
        .iter()
        .map(|candidate| {
            let parts: Vec<_> = candidate
                .parts
                .iter()
                .filter(|part| part.points != 0)
                .map(|part| format!("{} {}", part.rule.as_str(), signed(part.points)))
                .collect();
            vec![
                candidate.rank.to_string(),
                candidate.caregiver_id.to_string(),
                candidate.score.to_string(),
                if parts.is_empty() {
                    "–".to_owned()
                } else {
                    parts.join(", ")
                },
                hours(&candidate.workload),
            ]
        })
        .collect();
    if rows.is_empty() {
        text.push_str("  nobody may take it\n");
    } else {
        text.push_str(&columns(&["#", "caregiver", "score", "parts", "workweek"], &rows));
    }
    for excluded in &ranking.excluded {
        let reasons: Vec<_> = excluded.reasons.iter().map(Exclusion::describe).collect();
        text.push_str(&format!(
            "  not {}: {}\n",
            excluded.caregiver_id,
            reasons.join("; ")
        ));
    }
    text
}

/// `34 h 00 → 38 h 00`, with the overtime added where there is some.
pub(crate) fn hours(workload: &careweave::matching::Workload) -> String {
    let weeks: Vec<_> = workload
        .weeks
        .iter()
        .map(|week| format!("{} → {}", clock(week.before_minutes), clock(week.after_minutes)))
        .collect();
    let mut text = weeks.join(", ");
    if workload.overtime_minutes > 0 {
        text.push_str(&format!(" (overtime {})", clock(workload.overtime_minutes)));
    }
    text
}
