//! What a person reads.

use std::io::IsTerminal as _;

use super::case::{Case, Depth, Entry};
use super::figures::Figures;
use super::judge::Verdict;
use super::machine::Machine;
use super::run::{Measured, Outcome};

/// The machine, before anything is measured.
pub(crate) fn machine(machine: &Machine, depth: Depth) {
    println!(
        "{}, {} cores, {:.1} GiB; load averages {}",
        machine.processor, machine.cores, machine.memory_gib, machine.load
    );
    println!("Everybody once per round, by turns; medians of the rounds, ratios taken round by round.");
    if depth == Depth::Quick {
        println!("Quick: shows that everything runs and agrees. Its figures mean nothing.");
    }
}

/// Says what runs, where somebody watches.
pub(crate) fn progress(case: &Case, entry: &Entry, round: u32) {
    if std::io::stderr().is_terminal() {
        let total = case.rounds.warm_up + case.rounds.counted;
        eprint!("\r\x1b[K{} {}/{total} {}", case.name, round + 1, entry.name);
    }
}

/// Takes that away again.
pub(crate) fn progress_done() {
    if std::io::stderr().is_terminal() {
        eprint!("\r\x1b[K");
    }
}

/// The table of a case and its verdicts.
pub(crate) fn outcome(outcome: &Outcome) {
    println!("\n== {}: {}", outcome.name, outcome.what);
    let width = outcome
        .entries
        .iter()
        .map(|entry| entry.name.len())
        .max()
        .unwrap_or(0);
    println!(
        "  {:width$}  {:>10}  {:>21}  {:>8}  {:>8}  {:>9}  {:>7}",
        "",
        format!("median {}", outcome.unit),
        "least to most",
        "bound s",
        "CPU s",
        "peak MiB",
        "calls"
    );
    for entry in &outcome.entries {
        println!("  {}", line(entry, width));
    }
    if let Some(units) = outcome.units.filter(|_| outcome.unit == "s") {
        for entry in &outcome.entries {
            let seconds = Figures::of(entry.series.values.iter().copied()).median();
            println!(
                "  {}: {:.0} {} a second",
                entry.name,
                units.count as f64 / seconds,
                units.name
            );
        }
    }
    for entry in &outcome.entries {
        if let Some(sample) = entry.sample.filter(|_| outcome.unit == "s") {
            println!(
                "  {}: measured {} of {}, and extrapolated from them",
                entry.name, sample.done, sample.of
            );
        }
        let refused = entry.requests.refused();
        if refused > 0 {
            println!(
                "  {}: {refused} requests were refused with 429 in the last round",
                entry.name
            );
        }
    }
    for entry in &outcome.entries {
        for (what, counts) in &entry.series.counted {
            println!("  {}", counted_line(entry.name, width, what, counts));
        }
    }
    match outcome.unit {
        "cost" => println!("  results: the cost of what each found in its time; the lower is the better"),
        _ => println!("  results: the same ids, counts and values in every entry and every round"),
    }
    for verdict in &outcome.verdicts {
        println!("  {}", verdict_line(verdict));
    }
    println!("  limit: {}", outcome.limit);
    if let Some((before, after)) = outcome.fsync {
        println!("  fsync {before} before, {after} after");
    }
    println!(
        "  load averages {} before, {} after",
        outcome.load_before, outcome.load_after
    );
}

fn counted_line(entry: &str, width: usize, what: &str, counts: &[f64]) -> String {
    let figures = Figures::of(counts.iter().copied());
    let digits = match figures.most() < 100.0 && counts.iter().any(|count| count.fract() != 0.0) {
        true => 2,
        false => 0,
    };
    let (middle, least, most) = (figures.median(), figures.least(), figures.most());
    match least == most {
        true => format!("{entry:width$}  {what} {middle:.digits$}"),
        false => format!("{entry:width$}  {what} {middle:.digits$} ({least:.digits$} to {most:.digits$})"),
    }
}

fn line(entry: &Measured, width: usize) -> String {
    let figures = Figures::of(entry.series.values.iter().copied());
    let optional = |values: &[f64], digits: usize| match values {
        [] => "-".to_owned(),
        values => format!("{:.digits$}", Figures::of(values.iter().copied()).median()),
    };
    format!(
        "{:width$}  {:>10.4}  {:>9.4} to {:>8.4}  {:>8}  {:>8}  {:>9}  {:>7}",
        entry.name,
        figures.median(),
        figures.least(),
        figures.most(),
        optional(&entry.series.bounds, 2),
        optional(&entry.series.cpu_seconds, 3),
        optional(&entry.peak_mib, 1),
        entry.requests.carried_out(),
    )
}

fn verdict_line(verdict: &Verdict) -> String {
    let processor = verdict
        .processor
        .map(|ratio| format!("; processor time {ratio:.3}"));
    format!(
        "{} {}: {:.3} (rounds {:.3} to {:.3}{})",
        if verdict.met { "met   " } else { "MISSED" },
        verdict.claim,
        verdict.ratio,
        verdict.least,
        verdict.most,
        processor.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_target_cannot_be_overlooked() {
        let verdict = |met| Verdict {
            claim: "a: at most 1.10 x b".to_owned(),
            ratio: 1.2,
            least: 1.1,
            most: 1.3,
            processor: Some(1.05),
            met,
        };
        assert_eq!(
            verdict_line(&verdict(false)),
            "MISSED a: at most 1.10 x b: 1.200 (rounds 1.100 to 1.300; processor time 1.050)"
        );
        assert!(verdict_line(&verdict(true)).starts_with("met "));
    }

    #[test]
    fn what_was_counted_shows_its_spread_where_it_has_one() {
        assert_eq!(
            counted_line("ours", 5, "doubled", &[0.0, 0.0]),
            "ours   doubled 0"
        );
        assert_eq!(
            counted_line("ours", 4, "ops per fsync", &[15.5, 16.0, 20.0]),
            "ours  ops per fsync 16.00 (15.50 to 20.00)"
        );
    }

    #[test]
    fn what_was_not_measured_is_a_dash() {
        let mut entry = Measured {
            name: "ours",
            ..Measured::default()
        };
        entry.series.values = vec![1.0, 3.0, 2.0];
        let line = line(&entry, 4);
        assert!(line.contains("2.0000") && line.contains(" - "), "{line}");
    }
}
