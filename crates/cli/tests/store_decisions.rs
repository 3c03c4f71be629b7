//! `careweave store conflicts` and `careweave store holds`: what a person decides about what a store keeps.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use careweave::sync::conflicts::{FoundConflict, Sides};
use careweave::sync::merge::ConflictKey;
use careweave::sync::{Erasure, ExternalRef, Fingerprint, LocalId};
use chrono::{DateTime, Utc};
use support::kept::Kept;
use support::stdout;

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
}

/// A store with one conflict about a phone, and its number.
async fn with_a_conflict() -> (Kept, String) {
    let kept = Kept::new();
    let store = kept.open().await;
    let side = |text: &str| Some(format!("\"{text}\"").into());
    let found = FoundConflict {
        key: ConflictKey {
            field: "phone".to_owned(),
            base: Fingerprint::of(&["3035550100"]),
            local: Fingerprint::of(&["3035550101"]),
            remote: Fingerprint::of(&["3035550102"]),
        },
        sides: Sides {
            base: side("3035550100"),
            local: side("3035550101"),
            remote: side("3035550102"),
        },
    };
    let client = ExternalRef::new("wellsky/agency-1", "client", "4711");
    store
        .record_conflicts(&client, &[found], None, t(0))
        .await
        .unwrap();
    store.close().await.unwrap();
    let number = kept.json(&["conflicts", "list", "wellsky/agency-1"])["conflicts"][0]["number"].to_string();
    (kept, number)
}

#[tokio::test]
async fn a_conflict_is_listed_without_its_values_and_decided_once() {
    let (kept, number) = with_a_conflict().await;
    let listed = || {
        let listed = kept.store(&["conflicts", "list", "wellsky/agency-1"]).output();
        stdout(&listed.unwrap())
    };
    let table = listed();
    assert!(
        table.contains("phone") && table.contains("4711") && !table.contains("30355501"),
        "{table}"
    );
    let decide = |side: &str| {
        let decided = ["conflicts", "resolve", &number, side];
        let by = ["--actor", "user-3", "--reason", "checked_by_phone"];
        kept.store(&[&decided[..], &by].concat()).output().unwrap()
    };
    assert!(stdout(&decide("theirs")).contains("is resolved"));
    assert!(
        !decide("ours").status.success(),
        "it is decided already, otherwise"
    );
    assert_eq!(listed(), "no conflict is listed\n");
    let all = kept.json(&["conflicts", "list", "wellsky/agency-1", "--all"]);
    assert_eq!(all["conflicts"][0]["decided_by"], "user-3");
}

#[tokio::test]
async fn one_conflict_is_shown_whole_and_its_values_only_when_they_are_asked_for() {
    let (kept, number) = with_a_conflict().await;
    let show = |more: &[&str]| {
        let args = [&["conflicts", "show", &number][..], more].concat();
        stdout(&kept.store(&args).output().unwrap())
    };
    let quiet = show(&[]);
    assert!(
        quiet.contains("phone") && quiet.contains("found       1 times") && !quiet.contains("30355501"),
        "{quiet}"
    );
    let shown = show(&["--values"]);
    assert!(shown.contains("ours        \"3035550101\""), "{shown}");

    let json = kept.json(&["conflicts", "show", &number]);
    assert_eq!((&json["state"], json.get("values")), (&"open".into(), None));
    let json = kept.json(&["conflicts", "show", &number, "--values"]);
    assert_eq!(json["values"]["theirs"], "3035550102");

    let missing = kept.store(&["conflicts", "show", "999"]).output().unwrap();
    assert!(!missing.status.success());
}

#[tokio::test]
async fn a_third_value_comes_out_of_a_file_and_holds_for_both() {
    let (kept, number) = with_a_conflict().await;
    let file = kept.folder.path().join("third.json");
    let file = file.to_str().unwrap();
    let resolve = |side: &str, more: &[&str]| {
        let by = ["--actor", "user-3", "--reason", "both_were_wrong"];
        let args = [&["conflicts", "resolve", &number, side][..], &by, more].concat();
        kept.store(&args).output().unwrap()
    };
    let without = resolve("value", &[]);
    assert_eq!(without.status.code(), Some(2));
    std::fs::write(file, "\"3035550103\"\n").unwrap();
    let beside = resolve("ours", &["--value", file]);
    assert_eq!(beside.status.code(), Some(2), "{beside:?}");
    std::fs::write(file, "not JSON").unwrap();
    let broken = resolve("value", &["--value", file]);
    assert!(!broken.status.success());
    assert!(
        String::from_utf8_lossy(&broken.stderr).contains("value"),
        "{broken:?}"
    );
    std::fs::write(file, "\"3035550103\"\n").unwrap();
    assert!(stdout(&resolve("value", &["--value", file])).contains("is resolved"));
    let shown = kept.json(&["conflicts", "show", &number]);
    assert_eq!(
        (&shown["chosen"], &shown["reason"]),
        (&"value".into(), &"both_were_wrong".into())
    );
}

/// The erasure of the person of the tests below.
fn erasure() -> Erasure {
    Erasure {
        token: "p-81c4".to_owned(),
        chain: "agency-1".to_owned(),
        local: Some(LocalId::new(1)),
        actor: "user-4".to_owned(),
        ..Erasure::default()
    }
}

#[tokio::test]
async fn a_hold_is_placed_listed_and_lifted_and_what_it_covers_stays_that_long() {
    let kept = Kept::new();
    kept.open().await.close().await.unwrap();
    let matter = [
        "agency-1",
        "--token",
        "p-81c4",
        "--matter",
        "case-2026-17",
        "--actor",
        "user-3",
    ];
    let place = |more: &[&str]| kept.json(&[&["holds", "place"][..], &matter, more].concat());
    let placed = place(&[
        "--local",
        "1",
        "--record",
        "wellsky/agency-1",
        "client",
        "alpha@example.invalid",
        "--announced",
        "calendly.agency-1",
        "invitee-9",
    ]);
    assert_eq!(
        (&placed["local_id"], &placed["records"], &placed["announced"]),
        (&1.into(), &1.into(), &1.into())
    );
    // Placed again it is wider, and still one.
    let wider = place(&["--local", "1", "--record", "wellsky/agency-1", "client", "4712"]);
    assert_eq!(
        (&wider["number"], &wider["records"]),
        (&placed["number"], &2.into())
    );
    let list = || stdout(&kept.store(&["holds", "list", "agency-1"]).output().unwrap());
    let table = list();
    assert!(
        table.contains("case-2026-17") && !table.contains("alpha@example.invalid"),
        "{table}"
    );

    let store = kept.open().await;
    let refused = store.erase(&erasure(), t(0)).await.unwrap_err();
    assert_eq!(refused.get("matter"), Some("case-2026-17"), "{refused:#}");
    store.close().await.unwrap();

    let lift = [&["holds", "lift"][..], &matter].concat();
    assert_eq!(kept.json(&lift)["lifted"], true);
    assert_eq!(
        stdout(&kept.store(&lift).output().unwrap()),
        "no such hold stands\n"
    );
    assert_eq!(list(), "no hold stands\n");
    kept.open().await.erase(&erasure(), t(1)).await.unwrap();
}

#[test]
fn a_hold_that_names_half_a_record_or_no_person_is_refused() {
    let kept = Kept::new();
    let refused = |args: &[&str]| {
        let output = kept.store(args).output().unwrap();
        assert!(!output.status.success(), "{args:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let place = [
        "holds", "place", "agency-1", "--matter", "case-1", "--actor", "user-3",
    ];
    let said = refused(
        &[
            &place[..],
            &["--token", "p-1", "--record", "wellsky/agency-1", "client"],
        ]
        .concat(),
    );
    assert!(said.contains("--record"), "{said}");
    let said = refused(&place);
    assert!(said.contains("--token"), "{said}");
    let said = refused(&[&place[..], &["--token", "p-1", "--local", "0"]].concat());
    assert!(said.contains("--local"), "{said}");
}
