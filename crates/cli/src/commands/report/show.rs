use careweave::insights::Basis;
use careweave::insights::output::{Cell, Kind, Present, Table};

use super::args::ShownArgs;
use crate::failure::Failure;
use crate::out;
use crate::table::columns;

/// Prints the reports, and writes the chart of the first where one is wanted.
pub(super) fn all(reports: &[Box<dyn Present>], shown: &ShownArgs) -> Result<(), Failure> {
    if let (Some(path), Some(report)) = (&shown.chart, reports.first()) {
        std::fs::write(path, report.chart().to_svg())
            .map_err(|error| Failure::job(format!("{} cannot be written: {error}", path.display())))?;
    }
    let mut text = String::new();
    for (at, report) in reports.iter().enumerate() {
        if shown.json {
            text.push_str(&(report.to_json() + "\n"));
        } else if shown.csv {
            let mut table = chosen(report.tables(), shown.table.as_deref())?;
            if reports.len() > 1 {
                name_period(&mut table, report.basis());
            }
            let csv = table.to_csv()?;
            // Several reports are one table: the head stands once.
            let rows = if at == 0 {
                csv.as_str()
            } else {
                csv.split_once("\r\n").map_or("", |(_, rows)| rows)
            };
            text.push_str(rows);
        } else {
            text.push_str(&readable(report.as_ref()));
        }
    }
    out::print(&text)
}

fn chosen(mut tables: Vec<Table>, name: Option<&str>) -> Result<Table, Failure> {
    let at = name.map_or(Some(0), |name| tables.iter().position(|table| table.name == name));
    match at.filter(|at| *at < tables.len()) {
        Some(at) => Ok(tables.swap_remove(at)),
        None => {
            let names: Vec<_> = tables.iter().map(|table| table.name).collect();
            Err(Failure::usage(format!(
                "there is no such table; this report has {}",
                names.join(", ")
            )))
        }
    }
}

/// Puts the period's first day, and the day after its last, before each row.
fn name_period(table: &mut Table, basis: &Basis) {
    table
        .columns
        .splice(0..0, [("from", Kind::Text), ("to", Kind::Text)]);
    let date = |date: Option<chrono::NaiveDate>| Cell::from(date.map(|date| date.to_string()));
    for row in &mut table.rows {
        row.splice(0..0, [date(basis.period.from()), date(basis.period.to())]);
    }
}

fn readable(report: &dyn Present) -> String {
    let mut text = heading(report.basis());
    for table in report.tables().iter().filter(|table| !table.rows.is_empty()) {
        text.push_str(&format!("\n{}\n", table.name.replace('_', " ")));
        // A row that is wider than a screen is read downwards.
        if table.rows.len() == 1 && table.columns.len() > 4 {
            let pairs: Vec<_> = table
                .columns
                .iter()
                .zip(&table.rows[0])
                .map(|((name, _), cell)| vec![name.replace('_', " "), cell.to_string()])
                .collect();
            text.push_str(
                &columns(&["", ""], &pairs)
                    .split_once('\n')
                    .map_or(String::new(), |(_, rows)| rows.to_owned()),
            );
            continue;
        }
        let names: Vec<String> = table
            .columns
            .iter()
            .map(|(name, _)| name.replace('_', " "))
            .collect();
        let head: Vec<&str> = names.iter().map(String::as_str).collect();
        let rows: Vec<Vec<String>> = table
            .rows
            .iter()
            .map(|row| row.iter().map(ToString::to_string).collect())
            .collect();
        text.push_str(&columns(&head, &rows));
    }
    text.push('\n');
    text
}

fn heading(basis: &Basis) -> String {
    let period = &basis.period;
    let days = match (period.from(), period.to()) {
        (Some(from), Some(to)) => format!("{from} to {to}, the last day not included"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("up to {to}, that day not included"),
        (None, None) => "all days".to_owned(),
    };
    let later = match basis.later_facts {
        0 => String::new(),
        later => format!(", {later} later ones left out"),
    };
    format!(
        "{days}, {}; as of {}; {} facts{later}\n",
        period.zone(),
        period.zone().display(basis.as_of),
        basis.facts
    )
}
