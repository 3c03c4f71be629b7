//! The error table against `vectors/errors`, which Python and Node read too.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where a vector is not readable"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use careweave::types::ErrorKind;
use careweave_bindings_core::error::{BASE_CLASS, exception_class};
use careweave_bindings_core::{ErrorFields, error_fields, testing};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[expect(dead_code, reason = "for the reader of the case")]
    why: String,
    given: serde_json::Value,
    fields: ErrorFields,
}

fn cases() -> Vec<(String, Case)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../vectors/errors");
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let case = serde_json::from_str(&fs::read_to_string(&path).unwrap())
                .unwrap_or_else(|error| panic!("case {name}: {error}"));
            (name, case)
        })
        .collect()
}

#[test]
fn every_vector_gives_the_listed_fields() {
    for (name, case) in cases() {
        let error = testing::error_from_vector(&case.given.to_string()).unwrap();
        assert_eq!(error_fields(&error), case.fields, "case {name}");
    }
}

#[test]
fn every_kind_has_a_vector_and_a_class_of_its_own() {
    let listed: BTreeSet<_> = cases()
        .into_iter()
        .map(|(name, case)| (name, case.fields.code))
        .collect();
    let wanted: BTreeSet<_> = ErrorKind::ALL
        .iter()
        .map(|k| (k.code().to_owned(), k.code().to_owned()))
        .collect();
    assert_eq!(listed, wanted);
    let classes: BTreeSet<_> = ErrorKind::ALL.iter().map(|kind| exception_class(*kind)).collect();
    assert_eq!(classes.len(), ErrorKind::ALL.len());
    assert!(!classes.contains(BASE_CLASS));
}

#[test]
fn a_wait_is_rounded_up_to_the_next_millisecond() {
    let error = careweave::types::Error::new(ErrorKind::RateLimited, "x", "y")
        .with_retry_after(std::time::Duration::from_micros(1_100));
    assert_eq!(error_fields(&error).retry_after_ms, Some(2));
}
