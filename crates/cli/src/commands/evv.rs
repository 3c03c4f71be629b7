//! `careweave evv`: from the facts of visits to what has to be fixed, what is late, and what is billed.

use std::path::Path;

use careweave::matching::evv::{Attendance, Element, Finding, LocationFinding, VisitState};
use careweave::matching::visit_sheet::{VisitLine, VisitSheet, VisitSheetReport};
use careweave::types::Error;

use crate::args::EvvArgs;
use crate::failure::Failure;
use crate::table::{clock, columns};
use crate::{input, out};

const GUIDE: &str = "docs/guides/visit-file.md";

pub(crate) fn run(args: &EvvArgs) -> Result<(), Failure> {
    let text = input::read(&args.visits)?;
    let report = read(args, &text)?
        .evaluate()
        .map_err(|error| refuse(&args.visits, &error))?;
    if args.json {
        return out::print(&(report.to_json() + "\n"));
    }
    out::print(&readable(&report))
}

/// A sheet of JSON says its zone and its instant; a table has no place for them.
fn read(args: &EvvArgs, text: &str) -> Result<VisitSheet, Failure> {
    let is_table = args
        .visits
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("csv"))
        || args.csv;
    let sheet = match (is_table, &args.zone, args.as_of) {
        (true, Some(zone), Some(as_of)) => VisitSheet::from_csv(text, zone.clone(), as_of),
        (true, ..) => {
            return Err(Failure::usage(
                "a table needs --zone and --as-of: the agency's zone, and the instant it describes",
            ));
        }
        (false, None, None) => VisitSheet::from_json(text),
        (false, ..) => {
            return Err(Failure::usage(
                "--zone and --as-of are for tables; a JSON file states both itself",
            ));
        }
    };
    sheet.map_err(|error| refuse(&args.visits, &error))
}

fn refuse(path: &Path, error: &Error) -> Failure {
    input::refuse(path, "visit file", GUIDE, error)
}

fn readable(report: &VisitSheetReport) -> String {
    let counts = &report.counts;
    let mut text = format!(
        "{} visits: {} verified, {} to acknowledge, {} to fix, {} rejected, {} under way; {} late, {} without a clock-in for long\n",
        report.visits.len(),
        counts.verified,
        counts.to_acknowledge,
        counts.to_fix,
        counts.rejected,
        counts.under_way,
        counts.late,
        counts.no_show_candidates,
    );
    let rows: Vec<_> = report.visits.iter().map(row).collect();
    if !rows.is_empty() {
        let head = ["visit", "state", "findings", "clock-in", "location", "worked"];
        text.push_str(&columns(&head, &rows));
    }
    let rows: Vec<_> = report
        .units
        .iter()
        .map(|day| {
            vec![
                day.client_id.to_string(),
                day.date.to_string(),
                day.service.clone(),
                clock(i64::from(day.minutes.get())),
                day.units.count().to_string(),
            ]
        })
        .collect();
    if !rows.is_empty() {
        text.push('\n');
        text.push_str(&columns(
            &["client", "date", "service", "minutes", "units"],
            &rows,
        ));
    }
    text
}

fn row(line: &VisitLine) -> Vec<String> {
    let findings: Vec<_> = line
        .review
        .iter()
        .flat_map(|review| review.findings.iter().map(|finding| describe(*finding)))
        .collect();
    let or_dash = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    vec![
        line.id.to_string(),
        line.review
            .as_ref()
            .map_or("under way", |review| state(review.state))
            .to_owned(),
        or_dash(findings.join(", ")),
        or_dash(line.attendance.map(attendance).unwrap_or_default()),
        or_dash(line.location.map(location).unwrap_or_default().to_owned()),
        or_dash(
            line.wage_minutes
                .map(|m| clock(i64::from(m.get())))
                .unwrap_or_default(),
        ),
    ]
}

const fn state(state: VisitState) -> &'static str {
    match state {
        VisitState::Verified => "verified",
        VisitState::ToAcknowledge => "to acknowledge",
        VisitState::ToFix => "to fix",
        VisitState::Rejected => "rejected",
    }
}

const fn describe(finding: Finding) -> &'static str {
    match finding {
        Finding::Missing { element } => match element {
            Element::Service => "no service",
            Element::Client => "no client",
            Element::Caregiver => "no caregiver",
            Element::Date => "no date",
            Element::Location => "no location",
            Element::Times => "no clock-in or clock-out",
        },
        Finding::EndsBeforeItBegins => "ends before it begins",
        Finding::OtherDate => "the date is not that of the clock-in",
        Finding::FarFromClient => "far from the client",
        Finding::PerhapsFarFromClient => "perhaps far from the client",
        Finding::NoSignature => "no signature",
        Finding::TooLong => "too long",
    }
}

fn attendance(attendance: Attendance) -> String {
    match attendance {
        Attendance::NotDue => "not due".to_owned(),
        Attendance::Remind => "remind".to_owned(),
        Attendance::Nudge => "nudge".to_owned(),
        Attendance::Late => "late".to_owned(),
        Attendance::NoShowCandidate => "nobody came?".to_owned(),
        Attendance::Stopped => "nobody came".to_owned(),
        Attendance::ClockedIn { minutes_late: 0 } => "on time".to_owned(),
        Attendance::ClockedIn { minutes_late } => format!("{minutes_late} min late"),
    }
}

const fn location(location: LocationFinding) -> &'static str {
    match location {
        LocationFinding::Inside => "inside",
        LocationFinding::Uncertain => "uncertain",
        LocationFinding::Outside => "outside",
    }
}
