//! What others read: CSV, charts, Prometheus, Arrow.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use careweave_insights::event::words::*;
use careweave_insights::event::*;
use careweave_insights::measure::{Amount, Rate, Tally, WhyNull};
use careweave_insights::output::{Bar, Cell, Chart, Kind, Present, Table, Unit};
use careweave_insights::report;
use careweave_insights::reports::*;
use careweave_types::{Currency, Money};
use proptest::prelude::*;
use support::{Log, all, as_of, at, denver, key, log};

fn table() -> Table {
    let mut table = Table::new(
        "t",
        &[
            ("name", Kind::Text),
            ("share", Kind::Rate),
            ("cost", Kind::Amount),
            ("when", Kind::Instant),
        ],
    );
    table.rows.push(vec![
        "=HYPERLINK(\"x\")".into(),
        Rate::new(Tally::of(1, 4).unwrap(), 30).into(),
        Money::new(-5, Currency::Usd).into(),
        at("2026-04-06T12:00:00Z").into(),
    ]);
    table.rows.push(vec![
        "a, \"b\"\nc".into(),
        Rate::null(WhyNull::NotMeasurable).into(),
        Amount::null(WhyNull::NoSpend).into(),
        Cell::Nothing,
    ]);
    table
}

#[test]
fn csv_is_quoted_harmless_and_empty_where_there_is_no_value() {
    let csv = table().to_csv().unwrap();
    let mut lines = csv.split("\r\n");
    assert_eq!(
        lines.next().unwrap(),
        "name,share,share_numerator,share_denominator,share_low95,share_high95,share_verdict,share_why_null,\
         share_mature_at,cost,cost_currency,cost_why_null,when"
    );
    let first = lines.next().unwrap();
    assert!(
        first.starts_with("\"'=HYPERLINK(\"\"x\"\")\",0.25,1,4,0.0"),
        "{first}"
    );
    assert!(
        first.ends_with(",too_few,,,-0.05,USD,,2026-04-06T12:00:00Z"),
        "{first}"
    );
    assert!(
        csv.contains("\"a, \"\"b\"\"\nc\",,0,0,,,too_few,not_measurable,,,,no_spend,"),
        "{csv}"
    );
}

proptest! {
    #[test]
    fn no_cell_of_words_can_become_a_formula_and_csv_reads_back(words in proptest::collection::vec("[=+@\t\r\n,\"'a-z-]{0,9}", 1..8)) {
        let mut table = Table::new("t", &[("word", Kind::Text), ("n", Kind::Count)]);
        table.rows = words.iter().map(|word| vec![word.as_str().into(), Cell::Count(1)]).collect();
        let csv = table.to_csv().unwrap();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let read: Vec<String> = reader.records().map(|row| row.unwrap()[0].to_owned()).collect();
        prop_assert_eq!(read.len(), words.len());
        for (read, word) in read.iter().zip(&words) {
            prop_assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r']));
            let guarded = format!("'{word}");
            prop_assert!(read == word || *read == guarded);
        }
    }

    #[test]
    fn a_chart_is_well_formed_whatever_the_labels(labels in proptest::collection::vec("\\PC{0,40}", 0..6), value in 0.0_f64..1e9) {
        let chart = Chart {
            title: labels.concat(),
            unit: Unit::Count,
            bars: labels.iter().map(|label| Bar::of(label.as_str(), Some(value), label.as_str())).collect(),
        };
        let svg = chart.to_svg();
        // Every angle bracket is ours: tags balance, and nothing of a label opens one.
        let opened = svg.matches("<text").count();
        prop_assert_eq!(opened, svg.matches("</text>").count());
        prop_assert_eq!(svg.matches('<').count(), svg.matches('>').count());
        let ticks = svg.matches("<line").count();
        prop_assert!((2..=8).contains(&ticks));
    }

    #[test]
    fn the_page_for_prometheus_has_closed_labels_and_histograms_that_add_up(events in log(), as_of in as_of()) {
        let traffic: Traffic = report(&events, &TrafficQuery { zone: denver() }, as_of).unwrap();
        let page = traffic.exposition.to_text();
        for line in page.lines().filter(|line| !line.starts_with('#')) {
            let (series, value) = line.rsplit_once(' ').unwrap();
            prop_assert!(value.parse::<u64>().is_ok());
            // No key of any event: they all have a hyphen and a number.
            prop_assert!(!series.contains('-'), "{series}");
        }
        let sum = |name: &str| -> u64 {
            page.lines()
                .filter(|line| line.starts_with(name))
                .map(|line| line.rsplit_once(' ').unwrap().1.parse::<u64>().unwrap())
                .sum()
        };
        prop_assert_eq!(sum("careweave_call_talk_seconds_count"), sum("careweave_call_talk_seconds_bucket{le=\"+Inf\"}"));
    }
}

#[test]
fn a_chart_says_in_words_what_it_shows_and_why_a_bar_is_missing() {
    let chart = Chart {
        title: "A & B".to_owned(),
        unit: Unit::Share,
        bars: vec![
            Bar::of_rate("first", &Rate::new(Tally::of(12, 45).unwrap(), 30)),
            Bar::of_rate("second", &Rate::null(WhyNull::Immature)),
        ],
    };
    let svg = chart.to_svg();
    for said in [
        "<title id=\"t\">A &amp; B</title>",
        "first: 26.7 % (12 of 45); second: too early",
        "26.7 % (12 of 45)</text>",
        ">too early</text>",
        ">100 %</text>",
        "role=\"img\"",
    ] {
        assert!(svg.contains(said), "{said} in {svg}");
    }
    // One whisker, for the one bar with an interval.
    assert_eq!(svg.matches("<path").count(), 1);
}

#[test]
fn counters_and_histograms_are_exposed_by_channel_and_outcome() {
    let mut log = Log::default();
    log.add(
        "2026-04-06T15:00:00Z",
        ShiftOpened {
            shift: key("s"),
            starts_at: at("2026-04-06T20:00:00Z"),
        },
    )
    .add(
        "2026-04-06T15:20:00Z",
        ShiftFilled {
            shift: key("s"),
            caregiver: key("c"),
            overtime_minutes: 0,
            known_to_client: Some(true),
        },
    )
    .add(
        "2026-04-06T15:00:00Z",
        MessageAccepted {
            message: key("m"),
            person: key("p"),
            channel: Channel::Whatsapp,
            form: Form::Template,
            audience: None,
        },
    )
    .add("2026-04-06T15:00:05Z", MessageRead { message: key("m") });
    let traffic: Traffic = report(
        &log.0,
        &TrafficQuery { zone: denver() },
        at("2026-04-07T00:00:00Z"),
    )
    .unwrap();
    let page = traffic.exposition.to_text();
    for line in [
        "# TYPE careweave_messages_total counter",
        "careweave_messages_total{channel=\"whatsapp\",event=\"read\"} 1",
        "# TYPE careweave_shift_fill_seconds histogram",
        "careweave_shift_fill_seconds_bucket{le=\"900\"} 0",
        "careweave_shift_fill_seconds_bucket{le=\"1800\"} 1",
        "careweave_shift_fill_seconds_bucket{le=\"+Inf\"} 1",
        "careweave_shift_fill_seconds_sum 1200",
        "careweave_shifts_total{outcome=\"filled\"} 1",
    ] {
        assert!(page.lines().any(|of| of == line), "{line} in\n{page}");
    }
}

#[test]
fn a_report_is_shown_by_tables_a_chart_and_json() {
    let referral: Referral = report(&[], &ReferralQuery::new(all()), at("2026-04-07T00:00:00Z")).unwrap();
    assert!(referral.tables()[0].rows.is_empty());
    assert!(referral.chart().to_svg().contains("nothing to show"));
    assert_eq!(referral.basis().period.zone().name(), "America/Denver");
}

#[cfg(feature = "arrow")]
#[test]
fn arrow_has_the_columns_of_the_csv_with_nulls_decimals_and_instants() {
    let table = table();
    let batch = table.to_arrow().unwrap();
    assert_eq!(
        (batch.num_rows(), batch.num_columns()),
        (2, table.flat_columns().len())
    );
    let schema = batch.schema();
    let types: Vec<String> = ["name", "share", "share_numerator", "cost", "when"]
        .iter()
        .map(|name| schema.field_with_name(name).unwrap().data_type().to_string())
        .collect();
    assert_eq!(types[0..3], ["Utf8", "Float64", "Int64"]);
    assert!(
        types[3].starts_with("Decimal128(20, 2)") && types[4].starts_with("Timestamp"),
        "{types:?}"
    );
    assert_eq!(batch.column_by_name("share").unwrap().null_count(), 1);
    let bytes = table.to_arrow_ipc().unwrap();
    let read: Vec<_> = arrow_ipc::reader::StreamReader::try_new(std::io::Cursor::new(bytes), None)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(read, [batch]);
}
