//! `careweave overtime`: from a timesheet to hours, overtime and pay.

use careweave::matching::timesheet::{Timesheet, TimesheetReport};

use crate::args::OvertimeArgs;
use crate::failure::Failure;
use crate::table::{clock, columns};
use crate::{input, out};

pub(crate) fn run(args: &OvertimeArgs) -> Result<(), Failure> {
    let text = input::read(&args.timesheet)?;
    let report = Timesheet::from_json(&text)
        .and_then(|sheet| sheet.evaluate())
        .map_err(|error| {
            input::refuse(
                &args.timesheet,
                "timesheet",
                "docs/guides/timesheet-file.md",
                &error,
            )
        })?;
    if args.json {
        return out::print(&(report.to_json() + "\n"));
    }
    out::print(&readable(&report))
}

fn readable(report: &TimesheetReport) -> String {
    let rows: Vec<_> = report
        .weeks
        .iter()
        .map(|week| {
            let rules: Vec<_> = week
                .by_rule
                .iter()
                .map(|rule| {
                    format!(
                        "{} {} at +{} %",
                        rule.rule,
                        clock(rule.minutes),
                        rule.extra_percent
                    )
                })
                .collect();
            vec![
                week.starts_on.to_string(),
                clock(week.worked_minutes),
                clock(week.overtime_minutes),
                week.straight.to_string(),
                week.premium.to_string(),
                week.pay.to_string(),
                if rules.is_empty() {
                    "–".to_owned()
                } else {
                    rules.join(", ")
                },
            ]
        })
        .collect();
    let mut text = format!("{}\n", report.policy);
    if rows.is_empty() {
        text.push_str("  no time worked\n");
    } else {
        let head = [
            "week of", "worked", "overtime", "straight", "premium", "pay", "by rule",
        ];
        text.push_str(&columns(&head, &rows));
    }
    if let Some(delta) = &report.proposed {
        text.push_str(&format!(
            "\nthe proposed time: {}; it costs {}\n",
            delta.explanation, delta.cost
        ));
    }
    text
}
