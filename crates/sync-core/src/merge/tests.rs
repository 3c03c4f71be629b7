use std::collections::BTreeMap;
use std::time::Duration;

use careweave_types::ErrorKind;
use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::*;
use crate::canonical::{Json, Number};

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn json(text: &str) -> Json {
    Json::parse(text.as_bytes()).unwrap()
}

fn record(policy: &MergePolicy, text: &str) -> Record {
    let Json::Object(fields) = json(text) else {
        panic!("not an object")
    };
    policy.record(fields).unwrap()
}

fn one(owner: Owner) -> MergePolicy {
    MergePolicy::new().field("f", owner).unwrap()
}

/// The decision about the one field `f` of a policy.
fn decided(policy: &MergePolicy, base: &str, local: &str, remote: &str) -> Decision {
    let (base, local, remote) = (
        record(policy, base),
        record(policy, local),
        record(policy, remote),
    );
    let merged = merge(
        policy,
        &MergeInput {
            base: Some(&base),
            local: Some(&local),
            remote: Some(&remote),
            ..MergeInput::default()
        },
    );
    merged.unwrap().fields.remove(0)
}

fn text(word: &str) -> Option<Json> {
    Some(Json::Text(word.to_owned()))
}

#[test]
fn the_table_is_kept_for_a_field_that_either_side_may_change() {
    let manual = one(Owner::Manual);
    let cases = [
        (r#"{"f":"a"}"#, r#"{"f":"a"}"#, r#"{"f":"a"}"#, Decision::None),
        (
            r#"{"f":"a"}"#,
            r#"{"f":"b"}"#,
            r#"{"f":"a"}"#,
            Decision::Push(text("b")),
        ),
        (
            r#"{"f":"a"}"#,
            r#"{"f":"a"}"#,
            r#"{"f":"b"}"#,
            Decision::Apply(text("b")),
        ),
        (r#"{"f":"a"}"#, r#"{"f":"b"}"#, r#"{"f":"b"}"#, Decision::Adopt),
        (r#"{"f":"a"}"#, "{}", r#"{"f":"a"}"#, Decision::Push(None)),
        (r#"{"f":"a"}"#, r#"{"f":"a"}"#, "{}", Decision::Apply(None)),
        ("{}", r#"{"f":"b"}"#, "{}", Decision::Push(text("b"))),
    ];
    for (base, local, remote, expected) in cases {
        assert_eq!(
            decided(&manual, base, local, remote),
            expected,
            "{base} {local} {remote}"
        );
    }
    let conflict = decided(&manual, r#"{"f":"a"}"#, r#"{"f":"b"}"#, r#"{"f":"c"}"#);
    assert!(matches!(conflict, Decision::Conflict(key) if key.field == "f"));
}

#[test]
fn a_side_that_owns_a_field_has_the_last_word() {
    for (local, remote) in [
        (r#"{"f":"b"}"#, r#"{"f":"a"}"#),
        (r#"{"f":"a"}"#, r#"{"f":"c"}"#),
        (r#"{"f":"b"}"#, r#"{"f":"c"}"#),
    ] {
        assert!(matches!(
            decided(&one(Owner::Local), r#"{"f":"a"}"#, local, remote),
            Decision::Push(_)
        ));
        assert!(matches!(
            decided(&one(Owner::Remote), r#"{"f":"a"}"#, local, remote),
            Decision::Apply(_)
        ));
        assert_eq!(
            decided(&one(Owner::Computed), r#"{"f":"a"}"#, local, remote),
            Decision::None
        );
    }
}

#[test]
fn a_status_never_goes_back() {
    let order = ["scheduled", "confirmed", "completed"]
        .map(str::to_owned)
        .to_vec();
    let status = one(Owner::Monotone(order));
    let done = r#"{"f":"completed"}"#;
    // A late event tells of "scheduled": the record stays completed and the other side is told.
    assert_eq!(
        decided(&status, done, done, r#"{"f":"scheduled"}"#),
        Decision::Push(text("completed"))
    );
    assert_eq!(
        decided(&status, "{}", "{}", r#"{"f":"confirmed"}"#),
        Decision::Apply(text("confirmed"))
    );
    assert!(matches!(
        decided(&status, done, done, r#"{"f":"in_review"}"#),
        Decision::Conflict(_)
    ));
}

#[test]
fn lists_keep_what_was_added_and_lose_what_was_removed() {
    let skills = one(Owner::Union);
    assert_eq!(
        decided(
            &skills,
            r#"{"f":["a","b"]}"#,
            r#"{"f":["a","c"]}"#,
            r#"{"f":["a","b","d"]}"#
        ),
        Decision::Both(Some(json(r#"["a","c","d"]"#)))
    );
    assert_eq!(
        decided(&skills, "{}", r#"{"f":["b","a"]}"#, r#"{"f":["a"]}"#),
        Decision::Push(Some(json(r#"["a","b"]"#)))
    );
    assert!(matches!(
        decided(&skills, "{}", r#"{"f":["b"]}"#, r#"{"f":"b"}"#),
        Decision::Conflict(_)
    ));
}

#[test]
fn the_larger_and_the_smaller_of_two_changes_win() {
    let (base, low, high) = (r#"{"f":5}"#, r#"{"f":9}"#, r#"{"f":10}"#);
    assert_eq!(
        decided(&one(Owner::Largest), base, low, high),
        Decision::Apply(Some(json("10")))
    );
    assert_eq!(
        decided(&one(Owner::Smallest), base, low, high),
        Decision::Push(Some(json("9")))
    );
    assert!(matches!(
        decided(&one(Owner::Largest), base, r#"{"f":"x"}"#, high),
        Decision::Conflict(_)
    ));
}

#[test]
fn versions_closer_than_the_skew_of_the_clocks_decide_nothing() {
    let policy = one(Owner::Newest);
    let (base, local, remote) = (
        record(&policy, r#"{"f":1}"#),
        record(&policy, r#"{"f":2}"#),
        record(&policy, r#"{"f":3}"#),
    );
    let of = |local_version, remote_version| {
        let merged = merge(
            &policy,
            &MergeInput {
                base: Some(&base),
                local: Some(&local),
                remote: Some(&remote),
                local_version,
                remote_version,
                skew: Duration::from_secs(60),
                ..MergeInput::default()
            },
        );
        merged.unwrap().fields.remove(0)
    };
    assert!(matches!(of(Some(t(61)), Some(t(0))), Decision::Push(_)));
    assert!(matches!(of(Some(t(0)), Some(t(61))), Decision::Apply(_)));
    assert!(matches!(of(Some(t(60)), Some(t(0))), Decision::Conflict(_)));
    assert!(matches!(of(Some(t(60)), None), Decision::Conflict(_)));
}

#[test]
fn another_writing_of_the_same_phone_or_address_is_no_change() {
    let policy = MergePolicy::new()
        .compared("email", Owner::Manual, Comparison::IgnoreCase)
        .unwrap()
        .compared("phone", Owner::Manual, Comparison::Digits)
        .unwrap();
    let ours = record(
        &policy,
        r#"{"email":"alpha@example.invalid","phone":"+13035550100"}"#,
    );
    let theirs = record(
        &policy,
        r#"{"email":" Alpha@Example.Invalid","phone":"(303) 555-0100"}"#,
    );
    let merged = merge(
        &policy,
        &MergeInput {
            base: Some(&ours),
            local: Some(&ours),
            remote: Some(&theirs),
            ..MergeInput::default()
        },
    )
    .unwrap();
    assert_eq!(merged.fields, [Decision::None, Decision::None]);
}

#[test]
fn deletions_are_carried_over_or_are_conflicts_and_never_forgotten() {
    let policy = one(Owner::Manual);
    let (base, changed) = (record(&policy, r#"{"f":1}"#), record(&policy, r#"{"f":2}"#));
    let of = |base, local, remote| {
        let input = MergeInput {
            base,
            local,
            remote,
            ..MergeInput::default()
        };
        merge(&policy, &input).unwrap().record
    };
    assert_eq!(of(Some(&base), None, Some(&base)), RecordDecision::DeleteRemote);
    assert_eq!(of(Some(&base), Some(&base), None), RecordDecision::DeleteLocal);
    assert_eq!(of(Some(&base), None, None), RecordDecision::Forget);
    assert_eq!(of(None, Some(&base), None), RecordDecision::CreateRemote);
    assert_eq!(of(None, None, Some(&base)), RecordDecision::CreateLocal);
    assert_eq!(of(None, None, None), RecordDecision::Nothing);
    assert!(matches!(
        of(Some(&base), None, Some(&changed)),
        RecordDecision::Conflict(_)
    ));
    assert!(matches!(
        of(Some(&base), Some(&changed), None),
        RecordDecision::Conflict(_)
    ));
}

#[test]
fn our_own_echo_is_dropped_even_when_the_base_is_behind() {
    let policy = one(Owner::Manual);
    let (old, ours) = (record(&policy, r#"{"f":1}"#), record(&policy, r#"{"f":2}"#));
    let echo = MergeInput {
        base: Some(&old),
        local: Some(&ours),
        remote: Some(&ours),
        pushed: Some(ours.fingerprint()),
        ..MergeInput::default()
    };
    let merged = merge(&policy, &echo).unwrap();
    assert!(!merged.pushes() && !merged.applies());
    // A later local edit is pushed once, although the base is two edits behind.
    let later = record(&policy, r#"{"f":3}"#);
    let merged = merge(
        &policy,
        &MergeInput {
            local: Some(&later),
            ..echo
        },
    )
    .unwrap();
    assert_eq!(merged.fields, [Decision::Push(Some(json("3")))]);
}

#[test]
fn a_conflict_rests_until_somebody_decides_and_other_fields_go_on() {
    let policy = MergePolicy::new()
        .field("phone", Owner::Manual)
        .unwrap()
        .field("status", Owner::Manual)
        .unwrap();
    let base = record(&policy, r#"{"phone":"3035550100","status":"active"}"#);
    let local = record(&policy, r#"{"phone":"3035550101","status":"active"}"#);
    let remote = record(&policy, r#"{"phone":"3035550102","status":"on_hold"}"#);
    let input = |base| MergeInput {
        base: Some(base),
        local: Some(&local),
        remote: Some(&remote),
        ..MergeInput::default()
    };
    let merged = merge(&policy, &input(&base)).unwrap();
    assert_eq!(merged.fields[1], Decision::Apply(text("on_hold")));
    let [key] = merged.conflicts().collect::<Vec<_>>()[..] else {
        panic!("one conflict")
    };
    let agreed = merged.base.clone().unwrap();
    // Found again under the same key, with the other field at rest.
    let again = merge(&policy, &input(&agreed)).unwrap();
    assert_eq!(again.conflicts().collect::<Vec<_>>(), [key]);
    let kept = resolve(&policy, key, Choice::Local, &agreed, &local, &remote).unwrap();
    assert_eq!(
        merge(&policy, &input(&kept)).unwrap().fields[0],
        Decision::Push(text("3035550101"))
    );
    let taken = resolve(&policy, key, Choice::Remote, &agreed, &local, &remote).unwrap();
    assert_eq!(
        merge(&policy, &input(&taken)).unwrap().fields[0],
        Decision::Apply(text("3035550102"))
    );
    // Nobody decides about values they have not seen.
    let moved = record(&policy, r#"{"phone":"3035550103","status":"active"}"#);
    let error = resolve(&policy, key, Choice::Local, &agreed, &moved, &remote).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
}

#[test]
fn a_policy_with_two_owners_or_no_order_and_a_value_without_owner_are_refused() {
    assert!(one(Owner::Local).field("f", Owner::Remote).is_err());
    assert!(MergePolicy::new().field("", Owner::Local).is_err());
    assert!(
        MergePolicy::new()
            .field("s", Owner::Monotone(vec!["a".to_owned()]))
            .is_err()
    );
    assert!(
        MergePolicy::new()
            .field("s", Owner::Monotone(vec!["a".to_owned(), "a".to_owned()]))
            .is_err()
    );
    let values = BTreeMap::from([("g".to_owned(), Json::Null)]);
    assert!(one(Owner::Local).record(values).is_err());
    let wide = record(&one(Owner::Local).field("g", Owner::Local).unwrap(), "{}");
    let input = MergeInput {
        local: Some(&wide),
        ..MergeInput::default()
    };
    assert!(merge(&one(Owner::Local), &input).is_err());
}

#[test]
fn no_value_is_shown_when_a_decision_is() {
    let policy = one(Owner::Manual);
    let held = record(&policy, r#"{"f":"Alpha Testclient"}"#);
    let input = MergeInput {
        local: Some(&held),
        ..MergeInput::default()
    };
    let shown = format!("{:?} {held:?} {input:?}", merge(&policy, &input).unwrap());
    assert!(!shown.contains("Alpha"), "{shown}");
}

fn owners() -> impl Strategy<Value = Owner> {
    prop_oneof![
        Just(Owner::Local),
        Just(Owner::Remote),
        Just(Owner::Newest),
        Just(Owner::Manual),
        Just(Owner::Union),
        Just(Owner::Largest),
        Just(Owner::Smallest),
        Just(Owner::Monotone(["a", "b", "c"].map(str::to_owned).to_vec())),
        Just(Owner::Computed),
    ]
}

fn value() -> impl Strategy<Value = Option<Json>> {
    let word =
        prop_oneof![Just("a"), Just("b"), Just("c"), Just("other")].prop_map(|w| Json::Text(w.to_owned()));
    prop_oneof![
        Just(None),
        word.clone().prop_map(Some),
        (0_i64..4).prop_map(|n| Some(Json::Number(Number::from(n)))),
        proptest::collection::btree_set(word, 0..4)
            .prop_map(|items| Some(Json::List(items.into_iter().collect()))),
    ]
}

#[derive(Clone, Debug)]
struct Case {
    policy: MergePolicy,
    base: Option<Record>,
    local: Option<Record>,
    remote: Option<Record>,
    versions: (Option<i64>, Option<i64>),
}

fn cases() -> impl Strategy<Value = Case> {
    proptest::collection::vec(owners(), 1..6).prop_flat_map(|owners| {
        let width = owners.len();
        let record = move || proptest::collection::vec(value(), width).prop_map(Record);
        let side = move || proptest::option::weighted(0.8, record());
        let version = || proptest::option::of(0_i64..200);
        (Just(owners), side(), side(), side(), (version(), version())).prop_map(
            |(owners, base, local, remote, versions)| {
                let policy = owners
                    .into_iter()
                    .enumerate()
                    .fold(MergePolicy::new(), |policy, (at, owner)| {
                        policy.field(&format!("f{at}"), owner).unwrap()
                    });
                Case {
                    policy,
                    base,
                    local,
                    remote,
                    versions,
                }
            },
        )
    })
}

impl Case {
    fn merged(&self) -> Merge {
        let input = MergeInput {
            base: self.base.as_ref(),
            local: self.local.as_ref(),
            remote: self.remote.as_ref(),
            pushed: None,
            local_version: self.versions.0.map(t),
            remote_version: self.versions.1.map(t),
            skew: Duration::from_secs(30),
        };
        merge(&self.policy, &input).unwrap()
    }

    fn swapped(&self) -> Self {
        Self {
            policy: self.policy.mirrored(),
            base: self.base.clone(),
            local: self.remote.clone(),
            remote: self.local.clone(),
            versions: (self.versions.1, self.versions.0),
        }
    }

    /// Both sides and the base after the decisions were carried out.
    fn carried_out(mut self) -> Self {
        let merged = self.merged();
        let width = self.policy.fields().len();
        let empty = || Record(vec![None; width]);
        match merged.record {
            RecordDecision::DeleteRemote => self.remote = None,
            RecordDecision::DeleteLocal => self.local = None,
            RecordDecision::CreateRemote => self.remote = Some(empty()),
            RecordDecision::CreateLocal => self.local = Some(empty()),
            _ => {}
        }
        for (place, decision) in merged.fields.into_iter().enumerate() {
            let write = |side: &mut Option<Record>, value: &Option<Json>| {
                side.as_mut().unwrap().0[place].clone_from(value);
            };
            match decision {
                Decision::Push(value) => write(&mut self.remote, &value),
                Decision::Apply(value) => write(&mut self.local, &value),
                Decision::Both(value) => {
                    write(&mut self.remote, &value);
                    write(&mut self.local, &value);
                }
                _ => {}
            }
        }
        self.base = merged.base;
        self
    }
}

fn mirrored(decision: &Decision) -> Decision {
    match decision {
        Decision::Push(value) => Decision::Apply(value.clone()),
        Decision::Apply(value) => Decision::Push(value.clone()),
        Decision::Conflict(key) => Decision::Conflict(ConflictKey {
            local: key.remote,
            remote: key.local,
            ..key.clone()
        }),
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// Given anything on either side, carrying the decisions out leaves nothing to decide but the conflicts.
    #[test]
    fn merging_again_decides_nothing_new(case in cases()) {
        let conflicts = case.merged().conflicts().cloned().collect::<Vec<_>>();
        let after = case.carried_out();
        let again = after.merged();
        prop_assert!(!again.pushes() && !again.applies(), "{again:?}");
        prop_assert_eq!(again.conflicts().cloned().collect::<Vec<_>>(), conflicts);
    }

    /// Given both sides there, after the decisions they hold the same in every field that is no conflict or computed.
    #[test]
    fn the_sides_converge(case in cases()) {
        let after = case.carried_out();
        let again = after.merged();
        if let (Some(local), Some(remote)) = (&after.local, &after.remote) {
            for (place, field) in after.policy.fields().iter().enumerate() {
                let settled = !matches!(again.fields[place], Decision::Conflict(_)) && field.owner != Owner::Computed;
                if settled {
                    prop_assert_eq!(local.value(place), remote.value(place));
                }
            }
        }
    }

    /// Given the sides swapped, the decisions are swapped.
    #[test]
    fn the_other_side_decides_the_same(case in cases()) {
        let (here, there) = (case.merged(), case.swapped().merged());
        prop_assert_eq!(here.fields.iter().map(mirrored).collect::<Vec<_>>(), there.fields);
        prop_assert_eq!(here.base, there.base);
    }

    /// Given a status on both sides, no decision takes it back.
    #[test]
    fn monotone_fields_never_regress(case in cases()) {
        let before = case.clone();
        let after = case.carried_out();
        for (place, field) in after.policy.fields().iter().enumerate() {
            let Owner::Monotone(order) = &field.owner else { continue };
            let at = |side: &Option<Record>| match side.as_ref().and_then(|record| record.value(place)) {
                Some(Json::Text(word)) => order.iter().position(|known| known == word),
                _ => None,
            };
            for (was, is) in [(&before.local, &after.local), (&before.remote, &after.remote)] {
                if let (Some(was), Some(is)) = (at(was), at(is)) {
                    prop_assert!(is >= was);
                }
            }
        }
    }
}
