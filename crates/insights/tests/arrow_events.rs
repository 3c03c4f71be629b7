//! Events as rows of Arrow tables.
#![cfg(feature = "arrow")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::num::NonZeroUsize;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int32Array, RecordBatch, StringArray, TimestampMillisecondArray,
};
use careweave_insights::reports::{Inquiry, Question, TelephonyQuery};
use careweave_insights::{ArrowEvents, Body, Event, read_arrow_ipc};
use careweave_types::ErrorKind;
use proptest::prelude::*;
use support::*;

/// Events as one table: a column of text, numbers, booleans or instants for each field.
fn table(events: &[Event]) -> RecordBatch {
    let data: Vec<serde_json::Value> = events
        .iter()
        .map(|event| serde_json::from_str::<serde_json::Value>(&event.to_json()).unwrap()["data"].clone())
        .collect();
    let text = |rows: Vec<Option<String>>| Arc::new(StringArray::from(rows)) as ArrayRef;
    let millis = |rows: Vec<Option<i64>>| {
        Arc::new(TimestampMillisecondArray::from(rows).with_timezone("America/Denver")) as ArrayRef
    };
    let mut columns = vec![
        (
            "id".to_owned(),
            text(events.iter().map(|event| Some(event.id.to_string())).collect()),
        ),
        (
            "at".to_owned(),
            millis(
                events
                    .iter()
                    .map(|event| Some(event.at.timestamp_millis()))
                    .collect(),
            ),
        ),
        (
            "kind".to_owned(),
            text(
                events
                    .iter()
                    .map(|event| Some(event.body.kind().to_owned()))
                    .collect(),
            ),
        ),
        (
            "recorded_at".to_owned(),
            millis(
                events
                    .iter()
                    .map(|event| event.recorded_at.map(|at| at.timestamp_millis()))
                    .collect(),
            ),
        ),
    ];
    let mut names: Vec<&str> = Body::SHAPES
        .iter()
        .flat_map(|shape| shape.fields)
        .map(|field| field.name)
        .collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let rows = || data.iter().map(|data| &data[name]);
        let array = if let Some(first) = rows().find(|cell| !cell.is_null()) {
            if first.is_number() {
                Arc::new(Float64Array::from_iter(rows().map(serde_json::Value::as_f64))) as ArrayRef
            } else if first.is_boolean() {
                Arc::new(BooleanArray::from_iter(rows().map(serde_json::Value::as_bool)))
            } else {
                text(rows().map(|cell| cell.as_str().map(str::to_owned)).collect())
            }
        } else {
            text(vec![None; events.len()])
        };
        columns.push((name.to_owned(), array));
    }
    RecordBatch::try_from_iter(columns).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_of_events_reads_as_the_events_it_was_made_from(events in log()) {
        let read: Vec<Event> = ArrowEvents::new(&table(&events)).unwrap().map(Result::unwrap).collect();
        prop_assert_eq!(read, events);
    }
}

fn rows(columns: Vec<(&str, ArrayRef)>) -> Result<Vec<Event>, careweave_types::Error> {
    ArrowEvents::new(&RecordBatch::try_from_iter(columns).unwrap())?
        .counted_from(40)
        .collect()
}

fn text(row: &str) -> ArrayRef {
    Arc::new(StringArray::from(vec![row]))
}

fn base(kind: &str) -> Vec<(&'static str, ArrayRef)> {
    vec![
        ("id", text("1")),
        ("at", text("2026-04-06T14:00:00Z")),
        ("kind", text(kind)),
    ]
}

#[test]
fn what_a_row_breaks_is_named_by_row_and_column() {
    let with = |kind: &str, columns: Vec<(&'static str, ArrayRef)>| {
        let mut all = base(kind);
        all.extend(columns);
        rows(all).unwrap_err()
    };
    for (error, field, row) in [
        (with("call_accepted", vec![]), "call", true),
        (
            with("call_accepted", vec![("call", text("a@example.invalid"))]),
            "call",
            true,
        ),
        (
            with(
                "call_accepted",
                vec![
                    ("call", text("c")),
                    ("minutes", Arc::new(Int32Array::from(vec![1]))),
                ],
            ),
            "minutes",
            true,
        ),
        (
            with(
                "lead_reached",
                vec![("lead", text("l")), ("stage", text("danced"))],
            ),
            "stage",
            true,
        ),
        (
            with(
                "visit_worked",
                vec![
                    ("visit", text("v")),
                    ("payer", text("VA")),
                    ("minutes", Arc::new(Int32Array::from(vec![-1]))),
                ],
            ),
            "minutes",
            true,
        ),
        (
            with("visit_worked", vec![("minutes", text("60"))]),
            "minutes",
            false,
        ),
        (
            with(
                "visit_worked",
                vec![("minutes", Arc::new(Float64Array::from(vec![0.5])))],
            ),
            "minutes",
            false,
        ),
        (
            with(
                "shift_opened",
                vec![("starts_at", Arc::new(TimestampMillisecondArray::from(vec![0])))],
            ),
            "starts_at",
            false,
        ),
    ] {
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some(field)),
            "{error}"
        );
        assert_eq!(error.get("record"), row.then_some("row 40"), "{error}");
        assert!(
            !error.to_string().contains("danced") && !error.to_string().contains("a@"),
            "{error}"
        );
    }
    let without = rows(base("call_accepted").into_iter().skip(1).collect()).unwrap_err();
    assert_eq!(without.get("field"), Some("id"));
}

#[test]
fn a_kind_of_a_later_release_is_kept_as_it_came() {
    let mut columns = base("lead_teleported");
    columns.push(("minutes", Arc::new(Int32Array::from(vec![7]))));
    columns.push(("planet", text("mars")));
    let events = rows(columns).unwrap();
    let Body::Unknown { v: 1, kind, data } = &events[0].body else {
        panic!("{events:?}")
    };
    assert_eq!(&**kind, "lead_teleported");
    assert_eq!(*data, serde_json::json!({"minutes": 7, "planet": "mars"}));
}

#[test]
fn a_stream_of_arrow_gives_the_report_of_the_vectors_on_any_number_of_threads() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors/insights");
    let bytes = std::fs::read(format!("{folder}/calls.arrows")).unwrap();
    let vectors: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{folder}/reports.json")).unwrap()).unwrap();
    let case = vectors["cases"]
        .as_array()
        .unwrap()
        .iter()
        .find(|case| case["report"] == "telephony");
    for threads in [1, 2, 5] {
        let threads = NonZeroUsize::new(threads).unwrap();
        let mut inquiry = Inquiry::new([Question::Telephony(TelephonyQuery::new(all()))]);
        let mut rows = 0;
        for batch in read_arrow_ipc(&bytes).unwrap() {
            rows += inquiry.observe_arrow(&batch, rows, threads).unwrap() as u64;
        }
        let answer = inquiry.answer(0, at(vectors["as_of"].as_str().unwrap())).unwrap();
        assert_eq!(answer.to_json(), case.unwrap()["expected"].as_str().unwrap());
        assert_eq!(answer.basis().facts, rows);
    }
    assert_eq!(
        read_arrow_ipc(b"neither").unwrap_err().get("field"),
        Some("(table)")
    );
}
