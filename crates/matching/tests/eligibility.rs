//! Every gate, each with its reason; what is unknown; what is refused.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod ranking_support;

use std::collections::BTreeSet;

use careweave_matching::policy::{Gates, OvertimeGate, Rest, Stated, TravelBuffer};
use careweave_matching::{
    Eligibility, Exclusion, IndexedWorld, Policy, Roster, Scratch, Verdict, World, eligibility, exclusions,
    rank,
};
use careweave_types::{CaregiverId, Error, ErrorKind, ShiftId};
use proptest::prelude::*;
use serde_json::{Value, json};

/// One caregiver `a`, one open shift `s`: Tuesday 2026-04-07 09:00–13:00 in Denver, at client `k`.
fn file(sections: &Value) -> Value {
    let mut file = json!({
        "format": "careweave.roster/1", "as_of": "2026-04-06T12:00:00Z", "zone": "America/Denver",
        "caregivers": [{"id": "a", "status": "active", "service_area": "80012", "languages": ["en"], "gender": "female",
                        "certifications": ["CNA"]}],
        "shifts": [{"id": "s", "client_id": "k", "status": "open", "client_zip_code": "80014",
                    "scheduled_start": "2026-04-07T15:00:00Z", "scheduled_end": "2026-04-07T19:00:00Z"}],
    });
    for (key, value) in sections.as_object().unwrap() {
        match (&mut file[key], value) {
            (Value::Array(held), Value::Array(more)) => held.extend(more.iter().cloned()),
            (place, value) => *place = value.clone(),
        }
    }
    file
}

fn load(sections: &Value) -> Result<Roster, Error> {
    Roster::from_json(&file(sections).to_string())
}

fn needing(what: &Value) -> Value {
    json!({"clients": [{"client_id": "k", "requirements": what}]})
}

fn a() -> CaregiverId {
    CaregiverId::new("a").unwrap()
}

fn s() -> ShiftId {
    ShiftId::new("s").unwrap()
}

fn judged(roster: &Roster, gates: &Gates) -> Eligibility {
    eligibility(roster, &a(), roster.shift(&s()).unwrap(), gates).unwrap()
}

/// The words for what `sections` and `gates` do to the one caregiver.
fn said(sections: &Value, gates: &Gates) -> Vec<String> {
    match judged(&load(sections).unwrap(), gates) {
        Eligibility::Eligible => Vec::new(),
        Eligibility::Ineligible { reasons } => reasons.iter().map(Exclusion::describe).collect(),
        Eligibility::Indeterminate { missing } => missing
            .into_iter()
            .map(|m| Exclusion::Undetermined(m).describe())
            .collect(),
    }
}

fn profile(fields: Value) -> Value {
    let mut profile = fields;
    profile["caregiver_id"] = json!("a");
    json!({"profiles": [profile]})
}

fn both(mut one: Value, other: &Value) -> Value {
    for (key, value) in other.as_object().unwrap() {
        one[key] = value.clone();
    }
    one
}

fn booked(id: &str, client: &str, start: &str, end: &str) -> Value {
    json!({"id": id, "client_id": client, "caregiver_id": "a", "status": "scheduled", "client_zip_code": "80202",
           "scheduled_start": start, "scheduled_end": end})
}

#[test]
fn each_gate_says_its_reason() {
    let none = Gates::default();
    let cases: &[(Value, &str)] = &[
        (
            profile(json!({"paperwork_complete": false})),
            "paperwork is not complete",
        ),
        (
            profile(json!({"time_off": [{"first_day": "2026-04-07", "last_day": "2026-04-07"}]})),
            "has time off then",
        ),
        (
            profile(
                json!({"time_off": [{"first_day": "2026-04-06", "last_day": "2026-04-07", "until": "09:01"}]}),
            ),
            "has time off then",
        ),
        (
            profile(json!({"excluded_clients": ["k"]})),
            "not to be sent to this client",
        ),
        (
            json!({"clients": [{"client_id": "k", "excluded_caregivers": ["a"]}]}),
            "the client does not want this caregiver",
        ),
        (
            json!({"clients": [{"client_id": "k", "familiar_only": true}]}),
            "the client takes only caregivers who have been there",
        ),
        (
            profile(json!({"max_drive_metres": 3_000})),
            "5033 m away, at most 3000 m",
        ),
        (
            profile(json!({"max_day_minutes": 239})),
            "240 min in a day, at most 239",
        ),
        (
            profile(json!({"max_week_minutes": 239})),
            "240 min in a workweek, at most 239",
        ),
        (needing(&json!({"language": "es"})), "does not speak es"),
        (
            both(
                needing(&json!({"skills": ["hoyer"]})),
                &profile(json!({"skills": ["dementia"]})),
            ),
            "lacks the skill hoyer",
        ),
        (
            both(
                needing(&json!({"conditions": ["pets"]})),
                &profile(json!({"accepts": {"pets": false}})),
            ),
            "does not accept pets",
        ),
    ];
    for (sections, reason) in cases {
        assert_eq!(said(sections, &none), [*reason], "{sections}");
    }
}

#[test]
fn each_gate_lets_through_what_it_should() {
    let none = Gates::default();
    for sections in [
        json!({}),
        profile(
            json!({"time_off": [{"first_day": "2026-04-07", "last_day": "2026-04-07", "until": "09:00"},
                                    {"first_day": "2026-04-07", "last_day": "2026-04-07", "from": "13:00"}]}),
        ),
        profile(json!({"max_drive_metres": 5_033, "max_day_minutes": 240, "max_week_minutes": 240})),
        json!({"clients": [{"client_id": "k", "familiar_only": true, "preferred_caregivers": ["a"]}]}),
        both(
            needing(&json!({"conditions": ["pets"], "language": "EN"})),
            &profile(json!({"accepts": {"pets": true}})),
        ),
    ] {
        assert_eq!(said(&sections, &none), [""; 0], "{sections}");
    }
}

#[test]
fn what_has_to_be_known_and_is_not_makes_indeterminate_and_never_eligible() {
    let cases: &[(Value, Gates, &str)] = &[
        (
            needing(&json!({"conditions": ["smoking"]})),
            Gates::default(),
            "accepts.smoking of profiles (caregiver a)",
        ),
        (
            needing(&json!({"conditions": ["llamas"]})),
            Gates::default(),
            "accepts.llamas of profiles (caregiver a)",
        ),
        (
            needing(&json!({"skills": ["hoyer"]})),
            Gates::default(),
            "skills of profiles (caregiver a)",
        ),
        (
            both(
                profile(json!({"max_drive_metres": 9_000})),
                &json!({"caregivers": []}),
            ),
            Gates::default(),
            "",
        ),
        (
            json!({}),
            Gates {
                paperwork: Stated::Required,
                ..Gates::default()
            },
            "paperwork_complete of profiles (caregiver a)",
        ),
    ];
    for (sections, gates, field) in cases {
        let roster = load(sections).unwrap();
        let verdict = judged(&roster, gates);
        if field.is_empty() {
            assert_eq!(verdict, Eligibility::Eligible);
            continue;
        }
        assert!(matches!(verdict, Eligibility::Indeterminate { .. }), "{sections}");
        assert_eq!(
            said(sections, gates),
            [format!("undetermined: {field} is needed")]
        );
        let policy = Policy {
            gates: gates.clone(),
            ..Policy::default_v1()
        };
        assert!(rank(&roster, &s(), &policy).unwrap().candidates.is_empty());
        let world = World::new(roster, &policy).unwrap();
        assert!(matches!(
            world.verdict(&s(), &a()).unwrap(),
            Verdict::Indeterminate(_)
        ));
        let index = IndexedWorld::new(world).unwrap();
        assert!(
            index
                .rank_top_k(&s(), 9, &mut Scratch::default())
                .unwrap()
                .is_empty()
        );
    }
}

#[test]
fn a_statement_that_cannot_be_read_makes_indeterminate_and_names_its_field() {
    let memory = |about: Value, strength: &str| {
        json!({"memory": [{"id": "m1", "caregiver_id": "a", "strength": strength, "about": about, "source": "caregiver",
                           "recorded_at": "2026-01-01T00:00:00Z", "note": "words of a person"}]})
    };
    for (about, strength, field) in [
        (
            json!({"kind": "moon_phase", "phase": "full"}),
            "cannot",
            "about.kind",
        ),
        (json!({"kind": "weekday", "days": ["someday"]}), "cannot", "about"),
        (json!({"days": ["monday"]}), "prefers_not", "about.kind"),
        (json!("never on Thursdays"), "cannot", "about.kind"),
        (
            json!({"kind": "weekday", "days": ["sunday"]}),
            "would_rather_die",
            "strength",
        ),
    ] {
        let sections = memory(about, strength);
        assert_eq!(
            said(&sections, &Gates::default()),
            [format!("undetermined: {field} of memory (id m1) is needed")]
        );
        let roster = load(&sections).unwrap();
        assert!(!format!("{roster:?}").contains("words of a person"));
        // Nor does the documented heuristic take it for nothing.
        let ranking = rank(&roster, &s(), &Policy::seed_v1()).unwrap();
        assert!(ranking.candidates.is_empty() && ranking.to_json().contains("undetermined"));
        // It survives a round trip as it came.
        let again = serde_json::to_value(roster.care()).unwrap();
        assert_eq!(again["memory"][0]["about"], sections["memory"][0]["about"]);
    }
}

#[test]
fn a_cannot_excludes_while_it_holds_and_only_where_it_is_about_the_shift() {
    let memory = |about: Value, expires: Value| {
        json!({"memory": [{"id": "m1", "caregiver_id": "a", "strength": "cannot", "about": about, "source": "coordinator",
                           "recorded_at": "2026-01-01T00:00:00Z", "expires_at": expires}]})
    };
    let excluded =
        |about: Value, expires: Value| !said(&memory(about, expires), &Gates::default()).is_empty();
    for about in [
        json!({"kind": "weekday", "days": ["tuesday"]}),
        json!({"kind": "time_of_day", "start": "12:59", "end": "14:00"}),
        json!({"kind": "time_of_day", "start": "22:00", "end": "09:01", "days": ["monday"]}),
        json!({"kind": "client", "client_id": "k"}),
        json!({"kind": "area", "zip_codes": ["800"]}),
        json!({"kind": "farther", "metres": 5_032}),
        json!({"kind": "longer_than", "minutes": 239}),
    ] {
        assert!(excluded(about.clone(), Value::Null), "{about}");
        assert!(excluded(about.clone(), json!("2026-04-07T15:00:01Z")), "{about}");
        assert!(
            !excluded(about.clone(), json!("2026-04-07T15:00:00Z")),
            "expired: {about}"
        );
    }
    for about in [
        json!({"kind": "weekday", "days": ["monday", "wednesday"]}),
        json!({"kind": "time_of_day", "start": "13:00", "end": "14:00"}),
        json!({"kind": "time_of_day", "start": "22:00", "end": "09:01", "days": ["tuesday"]}),
        json!({"kind": "client", "client_id": "other"}),
        json!({"kind": "area", "zip_codes": ["80012", "802"]}),
        json!({"kind": "farther", "metres": 5_033}),
        json!({"kind": "longer_than", "minutes": 240}),
        json!({"kind": "condition", "condition": "pets"}),
    ] {
        assert!(!excluded(about.clone(), Value::Null), "{about}");
    }
}

#[test]
fn a_credential_has_to_hold_through_the_end_of_the_shift() {
    // The shift ends on Wednesday at 01:00 local.
    let night = json!({"shifts": [{"id": "n", "client_id": "k", "status": "open", "required_certifications": ["CNA"],
        "scheduled_start": "2026-04-08T01:00:00Z", "scheduled_end": "2026-04-08T07:00:00Z"}]});
    let verdict = |expires: &str| {
        let sections = both(
            night.clone(),
            &profile(json!({"credentials": [{"name": "CNA", "expires_on": expires}]})),
        );
        let roster = load(&sections).unwrap();
        let shift = roster.shift(&ShiftId::new("n").unwrap()).unwrap();
        eligibility(&roster, &a(), shift, &Gates::default()).unwrap()
    };
    assert!(verdict("2026-04-08").is_eligible());
    assert!(verdict("never").is_eligible());
    let Eligibility::Ineligible { reasons } = verdict("2026-04-07") else {
        panic!("valid when the shift starts is not enough")
    };
    assert_eq!(reasons[0].describe(), "CNA expires on 2026-04-07");
    // Undated certifications suffice unless the policy wants dates.
    let roster = load(&night).unwrap();
    let shift = roster.shift(&ShiftId::new("n").unwrap()).unwrap();
    assert!(
        eligibility(&roster, &a(), shift, &Gates::default())
            .unwrap()
            .is_eligible()
    );
    let strict = Gates {
        credential_expiry: Stated::Required,
        ..Gates::default()
    };
    assert!(matches!(
        eligibility(&roster, &a(), shift, &strict).unwrap(),
        Eligibility::Indeterminate { .. }
    ));
}

#[test]
fn a_required_gender_is_a_gate_only_for_a_reason_the_policy_accepts() {
    let sections = needing(&json!({"gender": {"gender": "male", "reason": "intimate_care"}}));
    assert_eq!(said(&sections, &Gates::default()), [""; 0]);
    assert_eq!(
        said(&sections, &Policy::default_v1().gates),
        ["not of the gender that is required"]
    );
    let whim = needing(&json!({"gender": {"gender": "male", "reason": "taste"}}));
    assert_eq!(said(&whim, &Policy::default_v1().gates), [""; 0]);
}

#[test]
fn the_way_between_shifts_needs_its_time() {
    let gates = Gates {
        travel: Some(TravelBuffer {
            minimum_minutes: 5,
            unknown_minutes: 45,
        }),
        ..Gates::default()
    };
    let until = |end: &str| json!({"shifts": [booked("b", "other", "2026-04-07T12:00:00Z", end)]});
    // 80202 to 80014 takes 32 minutes by the default speed.
    assert_eq!(
        said(&until("2026-04-07T14:30:00Z"), &gates),
        ["32 min to travel, 30 min to shift b"]
    );
    assert_eq!(said(&until("2026-04-07T14:28:00Z"), &gates), [""; 0]);
    assert_eq!(said(&until("2026-04-07T14:30:00Z"), &Gates::default()), [""; 0]);
    let same_client = json!({"shifts": [booked("b", "k", "2026-04-07T12:00:00Z", "2026-04-07T15:00:00Z")]});
    assert_eq!(said(&same_client, &gates), [""; 0]);
}

#[test]
fn rest_between_days_and_in_each_day_is_kept() {
    let evening = |end: &str| json!({"shifts": [booked("b", "other", "2026-04-06T22:00:00Z", end)]});
    let clt = Gates {
        rest: Some(Rest::BetweenDays { minutes: 660 }),
        ..Gates::default()
    };
    assert_eq!(
        said(&evening("2026-04-07T06:00:00Z"), &clt),
        ["less than 11 h 00 of rest"]
    );
    assert_eq!(said(&evening("2026-04-07T04:00:00Z"), &clt), [""; 0]);
    let eight = Gates {
        rest: Some(Rest::InEvery24Hours { minutes: 480 }),
        ..Gates::default()
    };
    // 22:00 to 07:01 the day after next would be duty without eight hours off.
    assert_eq!(
        said(&evening("2026-04-07T07:01:00Z"), &eight),
        ["less than 8 h 00 of rest"]
    );
    assert_eq!(said(&evening("2026-04-07T07:00:00Z"), &eight), [""; 0]);
}

#[test]
fn one_day_in_seven_stays_off() {
    let days = |which: &[u32]| {
        let visits: Vec<_> = which
            .iter()
            .map(|d| {
                booked(
                    &format!("b{d}"),
                    "other",
                    &format!("2026-04-{d:02}T20:00:00Z"),
                    &format!("2026-04-{d:02}T22:00:00Z"),
                )
            })
            .collect();
        json!({"shifts": visits})
    };
    let gates = Gates {
        day_off_in_days: Some(7),
        ..Gates::default()
    };
    assert_eq!(said(&days(&[4, 5, 6, 8, 9, 10]), &gates), ["no day off in 7"]);
    assert_eq!(said(&days(&[4, 5, 6, 8, 9]), &gates), [""; 0]);
    assert_eq!(said(&days(&[1, 2, 3, 4, 5, 6]), &gates), ["no day off in 7"]);
    assert_eq!(said(&days(&[1, 2, 3, 4, 5, 8, 9, 10, 11, 12]), &gates), [""; 0]);
}

#[test]
fn overtime_excludes_where_the_policy_has_none() {
    let week: Vec<_> = (5..=9)
        .filter(|d| *d != 7)
        .map(|d| {
            booked(
                &format!("b{d}"),
                "other",
                &format!("2026-04-{d:02}T12:00:00Z"),
                &format!("2026-04-{d:02}T21:30:00Z"),
            )
        })
        .collect();
    let roster = load(&json!({"shifts": week})).unwrap();
    let mut policy = Policy::default_v1();
    policy.gates.overtime = OvertimeGate::Excluded;
    let world = World::new(roster, &policy).unwrap();
    let Verdict::Ineligible(reasons) = world.verdict(&s(), &a()).unwrap() else {
        panic!("38 h and 4 h are more than 40 h")
    };
    assert_eq!(reasons, [Exclusion::Overtime { minutes: 120 }]);
}

#[test]
fn bad_sections_are_refused_with_the_record_and_the_field() {
    let statement = json!({"id": "m1", "caregiver_id": "a", "strength": "cannot", "about": {"kind": "client", "client_id": "k"},
                           "source": "caregiver", "recorded_at": "2026-01-01T00:00:00Z"});
    let mut other = statement.clone();
    other["strength"] = json!("prefers");
    let ghost = json!({"id": "m2", "caregiver_id": "ghost", "strength": "cannot", "about": {}, "source": "caregiver",
                       "recorded_at": "2026-01-01T00:00:00Z"});
    for (sections, record, field) in [
        (
            profile(json!({"credentials": [{"name": "CNA"}]})),
            "profiles[0]",
            "credentials[0]",
        ),
        (
            profile(json!({"credentials": [{"name": "CNA", "expires_on": "soon"}]})),
            "profiles[0]",
            "credentials[0].expires_on",
        ),
        (
            profile(json!({"time_off": [{"first_day": "2026-04-08", "last_day": "2026-04-07"}]})),
            "profiles (caregiver a)",
            "time_off.last_day",
        ),
        (
            // Clocks go forward at 02:00 on 2026-03-08 in Denver.
            profile(
                json!({"time_off": [{"first_day": "2026-03-08", "last_day": "2026-03-09", "from": "02:30"}]}),
            ),
            "profiles (caregiver a)",
            "time_off.from",
        ),
        (
            // And back on 2026-11-01: 01:30 happens twice.
            profile(
                json!({"time_off": [{"first_day": "2026-10-31", "last_day": "2026-11-01", "until": "01:30"}]}),
            ),
            "profiles (caregiver a)",
            "time_off.until",
        ),
        (
            profile(json!({"attendance": {"accepted": 1, "missed": 2}})),
            "profiles (caregiver a)",
            "attendance.missed",
        ),
        (
            profile(json!({"pay_rate": -1})),
            "profiles (caregiver a)",
            "pay_rate",
        ),
        (profile(json!({"shoe_size": 40})), "profiles[0]", "shoe_size"),
        (
            json!({"profiles": [{"caregiver_id": "ghost"}]}),
            "profiles (caregiver ghost)",
            "caregiver_id",
        ),
        (json!({"memory": [ghost]}), "memory (id m2)", "caregiver_id"),
        (json!({"memory": [statement, other]}), "memory[1] (id m1)", "id"),
        (
            json!({"needs": [{"shift_id": "nope", "requirements": {}}]}),
            "needs (shift nope)",
            "shift_id",
        ),
        (json!({"zone": "Mars/Olympus"}), "(file)", "zone"),
    ] {
        let error = load(&sections).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert_eq!(
            (error.get("record"), error.get("field")),
            (Some(record), Some(field)),
            "{error}"
        );
    }
}

/// The plainest reading of some rules, on the records alone.
fn naive(roster: &Roster, at: usize, shift: &careweave_matching::Shift) -> BTreeSet<&'static str> {
    let caregiver = &roster.caregivers()[at];
    let profile = roster.profile(&caregiver.id).unwrap();
    let mut wrong = BTreeSet::new();
    if caregiver.status.as_str() != "active" {
        wrong.insert("not_active");
    }
    if profile.paperwork_complete == Some(false) {
        wrong.insert("paperwork_incomplete");
    }
    if profile.excluded_clients.contains(&shift.client_id) {
        wrong.insert("excluded_by_caregiver");
    }
    let client = roster.client(&shift.client_id);
    if client.is_some_and(|c| c.excluded_caregivers.contains(&caregiver.id)) {
        wrong.insert("excluded_by_client");
    }
    let visits = roster.past_visits(&caregiver.id, &shift.client_id);
    if client
        .is_some_and(|c| c.familiar_only && !c.preferred_caregivers.contains(&caregiver.id) && visits == 0)
    {
        wrong.insert("not_familiar");
    }
    let overlaps = |other: &careweave_matching::Shift| {
        other.caregiver_id.as_ref() == Some(&caregiver.id)
            && !matches!(other.status.as_str(), "cancelled" | "missed" | "open")
            && other.scheduled_start < shift.scheduled_end
            && shift.scheduled_start < other.scheduled_end
    };
    if roster.data().shifts.iter().any(overlaps) {
        wrong.insert("schedule_conflict");
    }
    for off in &profile.time_off {
        let zone = roster.zone();
        let from = zone.day(off.first_day).unwrap().start();
        let until = zone.day(off.last_day).unwrap().end();
        if from < shift.scheduled_end && shift.scheduled_start < until {
            wrong.insert("time_off");
        }
    }
    wrong
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_reasons_given_are_the_violations_found_one_by_one(seed in 0..10_000_u64) {
        let (data, care) = ranking_support::messy(seed);
        let roster = Roster::with_care(data, care).unwrap();
        for shift in roster.open_shifts() {
            for (at, caregiver) in roster.caregivers().iter().enumerate() {
                let reasons = exclusions(&roster, caregiver, shift).unwrap();
                let named: BTreeSet<String> = reasons
                    .iter()
                    .map(|r| serde_json::to_value(r).unwrap()["reason"].as_str().unwrap().to_owned())
                    .collect();
                let checked = ["not_active", "paperwork_incomplete", "excluded_by_caregiver", "excluded_by_client",
                               "not_familiar", "schedule_conflict", "time_off"];
                let found: BTreeSet<&str> =
                    named.iter().map(String::as_str).filter(|name| checked.contains(name)).collect();
                prop_assert_eq!(found, naive(&roster, at, shift));
            }
        }
    }

    #[test]
    fn no_weights_bring_an_excluded_caregiver_back(seed in 0..10_000_u64, weight in 1..1_000_000_000_i32) {
        let (data, care) = ranking_support::messy(seed);
        let roster = Roster::with_care(data, care).unwrap();
        let mut policy = Policy::default_v1();
        policy.weights.preferred = weight;
        policy.weights.past_visit = weight;
        policy.weights.language = weight;
        policy.weights.service_area = weight;
        let world = World::new(roster, &policy).unwrap();
        for shift in world.roster().open_shifts() {
            let ranking = world.rank(&shift.id).unwrap();
            let people = world.roster().caregivers().len();
            prop_assert_eq!(ranking.candidates.len() + ranking.excluded.len(), people);
            prop_assert!(ranking.excluded.iter().all(|e| !e.reasons.is_empty()));
            for candidate in &ranking.candidates {
                let caregiver = world.roster().caregiver(&candidate.caregiver_id).unwrap();
                prop_assert_eq!(exclusions(world.roster(), caregiver, shift).unwrap(), []);
            }
        }
    }
}
