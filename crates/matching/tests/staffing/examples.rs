//! Small agencies, each with one thing to see.

use careweave_matching::assignment::{Assigned, Options, StopReason};
use careweave_matching::policy::{OvertimeGate, Rest, TravelBuffer};
use careweave_matching::staffing::{Costs, Plan, Staffing, Standing};
use careweave_matching::{Exclusion, Policy, Preset, Roster, World};
use careweave_types::{CaregiverId, ErrorKind, ShiftId};
use serde_json::{Value, json};

pub(crate) fn policy() -> Policy {
    Policy::preset(Preset::Default)
}

/// A shift on Tuesday 2026-04-07 in Denver (UTC−6), from and to a local minute.
fn shift(id: &str, client: &str, from: u32, to: u32) -> Value {
    let clock = |minute: u32| {
        let minute = minute + 6 * 60;
        format!(
            "2026-04-{:02}T{:02}:{:02}:00Z",
            7 + minute / 1_440,
            minute / 60 % 24,
            minute % 60
        )
    };
    json!({
        "id": id, "client_id": client, "status": "open",
        "scheduled_start": clock(from), "scheduled_end": clock(to),
    })
}

fn booked(mut shift: Value, caregiver: &str) -> Value {
    shift["status"] = json!("scheduled");
    shift["caregiver_id"] = json!(caregiver);
    shift
}

fn file(caregivers: &[&str], shifts: &[Value], more: &Value) -> Value {
    let people: Vec<_> = caregivers
        .iter()
        .map(|id| json!({"id": id, "status": "active"}))
        .collect();
    let mut file = json!({
        "format": "careweave.roster/1", "as_of": "2026-04-06T12:00:00Z", "zone": "America/Denver",
        "caregivers": people, "shifts": shifts,
    });
    for (key, value) in more.as_object().unwrap() {
        file[key] = value.clone();
    }
    file
}

fn world(file: &Value, policy: &Policy) -> World {
    World::new(Roster::from_json(&file.to_string()).unwrap(), policy).unwrap()
}

fn plan(file: &Value, policy: &Policy) -> Plan {
    let world = world(file, policy);
    let staffing = Staffing::new(&world, &Costs::default()).unwrap();
    staffing.plan(&Options::default()).unwrap()
}

fn given(plan: &Plan) -> Vec<Option<&str>> {
    plan.shifts
        .iter()
        .map(|s| s.caregiver_id.as_ref().map(CaregiverId::as_str))
        .collect()
}

#[test]
fn two_shifts_free_of_overtime_alone_go_to_two_caregivers_when_together_they_cost_a_premium() {
    // 38 hours from Sunday on: either visit of two hours fits, both do not.
    let hours: Vec<Value> = (0..4)
        .map(|day| {
            let date = ["2026-04-05", "2026-04-06", "2026-04-08", "2026-04-09"][day];
            json!({
                "id": format!("9100{day}"), "client_id": "k9", "status": "scheduled", "caregiver_id": "a",
                "scheduled_start": format!("{date}T13:00:00Z"),
                "scheduled_end": format!("{date}T{}:30:00Z", 22),
            })
        })
        .collect();
    let mut shifts = vec![shift("s1", "k1", 480, 600), shift("s2", "k1", 720, 840)];
    shifts.extend(hours);
    let more = json!({
        "profiles": [{"caregiver_id": "a", "pay_rate": 2000}, {"caregiver_id": "b", "pay_rate": 2000}],
        "clients": [{"client_id": "k1", "preferred_caregivers": ["a"]}],
    });
    let mut costs = Costs {
        new_face: 0,
        ..Costs::default()
    };
    let roster = file(&["a", "b"], &shifts, &more);
    let world = world(&roster, &policy());
    let cheap = Staffing::new(
        &world,
        &Costs {
            overtime_per_minor_unit: 0,
            ..costs.clone()
        },
    )
    .unwrap();
    let plan = cheap.plan(&Options::default()).unwrap();
    assert_eq!(
        given(&plan),
        [Some("a"), Some("a")],
        "without a price the preferred one takes both"
    );
    assert_eq!(
        (plan.totals.overtime_minutes, plan.totals.premium.minor),
        (120, 2_000)
    );
    costs.overtime_per_minor_unit = 10;
    let dear = Staffing::new(&world, &costs)
        .unwrap()
        .plan(&Options::default())
        .unwrap();
    assert_eq!(given(&dear).iter().filter(|who| **who == Some("a")).count(), 1);
    assert_eq!(dear.totals.overtime_minutes, 0);
    assert_eq!(dear.stop_reason, StopReason::Optimal);
    let passed = dear.shifts.iter().flat_map(|s| &s.passed_over).next().unwrap();
    // 20 dollars of premium, at ten thousandths a cent, less the 15 points of being preferred.
    assert_eq!(passed.standing, Standing::Costlier { by: 20_000 - 15_000 });
}

#[test]
fn a_gap_too_short_for_the_way_of_the_travel_table_parts_two_shifts_that_a_straight_line_joins() {
    let home = |e6: i32| json!({"latitude_e6": 39_700_000, "longitude_e6": e6});
    let clients = json!([
        {"client_id": "k1", "home": home(-104_900_000)},
        {"client_id": "k2", "home": home(-104_930_000)},
    ]);
    let shifts = vec![shift("s1", "k1", 480, 600), shift("s2", "k2", 615, 700)];
    let policy = {
        let mut policy = policy();
        policy.gates.travel = Some(TravelBuffer {
            minimum_minutes: 5,
            unknown_minutes: 30,
        });
        policy
    };
    let near = file(&["a"], &shifts, &json!({"clients": clients}));
    let by_line = plan(&near, &policy);
    assert_eq!(given(&by_line), [Some("a"), Some("a")]);
    assert_eq!(
        by_line.totals.travel_minutes, 5,
        "2.6 km of straight line, a quarter more by road, 670 m a minute"
    );

    let leg = |from: &str, to: &str, minutes: u32| json!({"from_client_id": from, "to_client_id": to, "metres": 9_000, "minutes": minutes});
    let table = file(
        &["a"],
        &shifts,
        &json!({"clients": clients, "travel": [leg("k1", "k2", 16)]}),
    );
    let by_table = plan(&table, &policy);
    assert_eq!(by_table.totals.filled, 1);
    let open = by_table.shifts.iter().find(|s| s.caregiver_id.is_none()).unwrap();
    let Standing::Busy { reasons } = &open.passed_over[0].standing else {
        panic!("{open:?}");
    };
    assert!(matches!(
        &reasons[0],
        Exclusion::TravelTime {
            needed_minutes: 16,
            gap_minutes: 15,
            ..
        }
    ));
    // The way back is a leg of its own.
    let back = file(
        &["a"],
        &shifts,
        &json!({"clients": clients, "travel": [leg("k2", "k1", 16)]}),
    );
    assert_eq!(plan(&back, &policy).totals.filled, 2);
}

#[test]
fn the_travel_table_decides_the_gate_for_a_single_shift_too_and_survives_the_file() {
    let mut policy = policy();
    policy.gates.travel = Some(TravelBuffer {
        minimum_minutes: 5,
        unknown_minutes: 10,
    });
    let shifts = vec![
        shift("s1", "k1", 480, 600),
        booked(shift("b1", "k2", 615, 700), "a"),
    ];
    let travel = json!([{"from_client_id": "k1", "to_client_id": "k2", "metres": 9_000, "minutes": 16}]);
    let with = file(&["a"], &shifts, &json!({"travel": travel}));
    let ranking = world(&with, &policy).rank(&ShiftId::new("s1").unwrap()).unwrap();
    assert!(matches!(
        ranking.excluded[0].reasons[..],
        [Exclusion::TravelTime {
            needed_minutes: 16,
            gap_minutes: 15,
            ..
        }]
    ));
    let without = file(&["a"], &shifts, &json!({}));
    assert_eq!(
        world(&without, &policy)
            .rank(&ShiftId::new("s1").unwrap())
            .unwrap()
            .candidates
            .len(),
        1
    );

    let roster = Roster::from_json(&with.to_string()).unwrap();
    let again = Roster::from_json(&roster.to_json()).unwrap();
    assert_eq!(again.travel(), roster.travel());
    assert_eq!(again.to_json(), roster.to_json());
    let twice =
        json!([travel[0], {"from_client_id": "k1", "to_client_id": "k2", "metres": 9_000, "minutes": 17}]);
    let error = Roster::from_json(&file(&["a"], &[], &json!({"travel": twice})).to_string()).unwrap_err();
    assert_eq!(
        (error.get("record"), error.get("field")),
        (Some("travel[1]"), Some("to_client_id"))
    );
}

#[test]
fn rest_day_limits_and_an_overtime_gate_hold_for_the_set_and_not_only_for_each_shift() {
    let late = shift("s1", "k1", 20 * 60, 22 * 60);
    let early = shift("s2", "k1", 24 * 60 + 6 * 60, 24 * 60 + 8 * 60);
    let mut policy = policy();
    let both = file(&["a"], &[late, early], &json!({}));
    assert_eq!(plan(&both, &policy).totals.filled, 2);
    policy.gates.rest = Some(Rest::BetweenDays { minutes: 660 });
    assert_eq!(plan(&both, &policy).totals.filled, 1);

    let mut policy = super::examples::policy();
    let day = file(
        &["a"],
        &[shift("s1", "k1", 480, 720), shift("s2", "k1", 780, 1_020)],
        &json!({}),
    );
    policy.gates.max_day_minutes = Some(479);
    assert_eq!(plan(&day, &policy).totals.filled, 1);
    policy.gates.max_day_minutes = Some(480);
    assert_eq!(plan(&day, &policy).totals.filled, 2);

    let mut policy = super::examples::policy();
    policy.gates.overtime = OvertimeGate::Excluded;
    let week = json!({"id": "b1", "client_id": "k9", "status": "scheduled", "caregiver_id": "a",
        "scheduled_start": "2026-04-08T06:00:00Z", "scheduled_end": "2026-04-09T18:00:00Z"});
    let full = file(
        &["a"],
        &[shift("s1", "k1", 480, 630), shift("s2", "k1", 780, 900), week],
        &json!({}),
    );
    let one = plan(&full, &policy);
    assert_eq!((one.totals.filled, one.totals.overtime_minutes), (1, 0));
    let open = one.shifts.iter().find(|s| s.caregiver_id.is_none()).unwrap();
    assert!(matches!(
        &open.passed_over[0].standing,
        Standing::Busy { reasons } if reasons == &[Exclusion::Overtime { minutes: 30 }]
    ));
}

#[test]
fn one_new_face_takes_a_clients_shifts_rather_than_two() {
    let shifts = vec![shift("s1", "k1", 480, 600), shift("s2", "k1", 660, 780)];
    let roster = file(&["a", "b"], &shifts, &json!({}));
    let plan = plan(&roster, &policy());
    assert_eq!(given(&plan)[0], given(&plan)[1]);
    assert_eq!(plan.totals.new_clients, 1);
    assert_eq!(plan.objective.overtime, Costs::default().new_face);
}

#[test]
fn a_shift_nobody_may_take_says_why_of_everybody() {
    let mut open = shift("s1", "k1", 480, 600);
    open["required_certifications"] = json!(["CNA"]);
    let roster = file(&["a", "b"], &[open, shift("s2", "k1", 480, 600)], &json!({}));
    let plan = plan(&roster, &policy());
    let impossible = &plan.shifts[0];
    assert_eq!((plan.totals.impossible, plan.totals.filled), (1, 1));
    assert_eq!((impossible.candidates, impossible.excluded), (0, 2));
    assert_eq!(impossible.reasons.len(), 2);
    assert!(
        impossible
            .reasons
            .iter()
            .all(|e| matches!(e.reasons[..], [Exclusion::MissingCertification { .. }]))
    );
    assert_eq!(plan.stop_reason, StopReason::Optimal);
}

#[test]
fn bookings_that_contradict_each_other_already_stand_in_nobodys_way() {
    let shifts = vec![
        booked(shift("b1", "k1", 480, 600), "a"),
        booked(shift("b2", "k2", 540, 660), "a"),
        shift("s1", "k1", 700, 760),
    ];
    let plan = plan(&file(&["a"], &shifts, &json!({})), &policy());
    assert_eq!(given(&plan), [Some("a")]);
}

#[test]
fn an_agency_without_open_shifts_gets_an_empty_plan() {
    let plan = plan(&file(&["a"], &[], &json!({})), &policy());
    assert!(plan.shifts.is_empty() && plan.caregivers.is_empty());
    assert_eq!((plan.objective.total, plan.gap), (0, 0));
}

#[test]
fn a_solution_that_breaks_a_gate_of_the_set_or_lies_about_its_cost_is_refused() {
    let shifts = vec![shift("s1", "k1", 480, 600), shift("s2", "k2", 600, 700)];
    let mut policy = policy();
    policy.gates.max_day_minutes = Some(150);
    let roster = file(&["a", "b"], &shifts, &json!({}));
    let world = world(&roster, &policy);
    let staffing = Staffing::new(&world, &Costs::default()).unwrap();
    let good =
        careweave_matching::assignment::solve_with(staffing.problem(), &Options::default(), staffing.law())
            .unwrap();
    staffing.explain(&good).unwrap();
    let mut both = good.clone();
    let a = CaregiverId::new("a").unwrap();
    for assigned in &mut both.assignment {
        *assigned = Assigned {
            caregiver: a.clone(),
            ..assigned.clone()
        };
    }
    let error = staffing.explain(&both).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.get("rule"), Some("the law on sets of work"));
    let mut cheaper = good;
    cheaper.objective.total -= 1;
    assert_eq!(
        staffing.explain(&cheaper).unwrap_err().kind(),
        ErrorKind::Internal
    );
}

#[test]
fn costs_are_refused_by_field() {
    for (text, field) in [
        (r#"{"format": "careweave.costs/2"}"#, "format"),
        (r#"{"unfilled": -1}"#, "unfilled"),
        (r#"{"new_face": 1000000001}"#, "new_face"),
        (r#"{"overtime": 3}"#, "overtime"),
        (r#"{"travel_per_minute": 1.5}"#, "travel_per_minute"),
    ] {
        let error = Costs::from_json(text).unwrap_err();
        assert_eq!(error.get("field"), Some(field), "{text}");
    }
    assert_eq!(Costs::from_json("{}").unwrap(), Costs::default());
}
