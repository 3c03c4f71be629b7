//! Hard rules, overtime and the clocks (acceptance tests 29 and 30).

use careweave_outreach::campaign::*;
use careweave_types::TimeWindow;
use chrono::{TimeDelta, TimeZone, Utc};

use crate::world::*;

#[test]
fn t29_an_excluded_candidate_with_the_greatest_score_never_appears() {
    let mut world = World::new(policy());
    let barred = Exclusion {
        caregiver_id: caregiver("1"),
        rule: "schedule_conflict".to_owned(),
    };
    let opened = world.give(Input::ShiftOpened {
        shift: shift_in(420),
        cause: Cause::CallOff,
        excluded: vec![barred.clone()],
    });
    assert!(
        matches!(&opened.commands[0].action, Action::RequestCandidates { exclude, .. } if *exclude == [caregiver("1")])
    );
    let mut people = candidates(3);
    people[0].score = i64::MAX;
    world.give(Input::CandidatesRanked {
        generation: 1,
        candidates: people,
    });
    world.until(60);
    assert_eq!(offered(&world.commands), ["2", "3"]);
    assert_eq!(why_not_contacted(&world.state), [barred]);
}

fn with_overtime(id: &str) -> Candidate {
    Candidate {
        overtime_minutes: 120,
        ..candidate(id)
    }
}

#[test]
fn t29_overtime_asks_a_person_and_a_denial_moves_on() {
    let mut world = World::opened(policy(), shift_in(420), vec![with_overtime("1"), candidate("2")]);
    let asked = world.accept("1");
    assert!(matches!(
        asked.commands[0].action,
        Action::RequestApproval {
            about: ApprovalKind::Overtime,
            overtime_minutes: 120,
            ..
        }
    ));
    world.accept("2");
    let fence = world.fence();
    let denied = world.act(CoordinatorAction::Deny { fence });
    assert!(told(&denied.commands).contains(&("1".to_owned(), TemplateName::ShiftNotPossible)));
    assert_eq!(world.claim().caregiver_id, caregiver("2"));
    world.confirm();
    assert_eq!(world.filled_by(), Some("2"));
}

#[test]
fn overtime_found_at_the_second_look_asks_too_and_once_approved_is_not_asked_again() {
    let mut world = World::open(policy(), 3);
    world.accept("1");
    let fence = world.fence();
    let found = Input::Revalidated {
        fence,
        verdict: Verdict::Overtime { minutes: 30 },
    };
    let asked = world.give(found.clone());
    assert!(matches!(
        asked.commands[0].action,
        Action::RequestApproval {
            overtime_minutes: 30,
            ..
        }
    ));
    let approved = world.act(CoordinatorAction::Approve { fence });
    assert!(matches!(approved.commands[0].action, Action::Revalidate { .. }));
    let assigned = world.give(found);
    assert!(matches!(assigned.commands[0].action, Action::AssignShift { .. }));
}

#[test]
fn a_policy_can_allow_overtime_or_refuse_it() {
    for (rule, claims) in [(OvertimeRule::Allow, true), (OvertimeRule::Refuse, false)] {
        let policy = Policy {
            overtime: rule,
            ..policy()
        };
        let mut world = World::opened(policy, shift_in(420), vec![with_overtime("1"), candidate("2")]);
        world.accept("1");
        assert_eq!(world.run().claim().is_some(), claims, "{rule:?}");
    }
}

#[test]
fn t30_a_night_shift_over_a_change_of_clocks_has_its_true_length_and_deadlines() {
    let zone = denver();
    let wall = |day: u32, hour: u32| {
        let date = chrono::NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        zone.wall_minute(date, hour * 60).unwrap()
    };
    // 22:00 to 06:00 over the night in which clocks go forward: seven hours.
    let window = TimeWindow::new(wall(7, 22), wall(8, 6)).unwrap();
    assert_eq!(window.minutes(), 420);
    let mut shift = shift_in(0);
    shift.window = window;
    let mut world = World::new(policy());
    world.now = Utc.with_ymd_and_hms(2026, 3, 7, 20, 0, 0).unwrap();
    world.give(Input::ShiftOpened {
        shift,
        cause: Cause::Gap,
        excluded: Vec::new(),
    });
    world.give(Input::CandidatesRanked {
        generation: 1,
        candidates: candidates(1),
    });
    let offer = world
        .commands
        .iter()
        .find(|c| matches!(c.action, Action::SendSms { .. }))
        .unwrap();
    assert_eq!(
        offer.expires_at,
        Some(Utc.with_ymd_and_hms(2026, 3, 8, 5, 0, 0).unwrap())
    );
    let terms = &message(&offer.action).unwrap().terms[0];
    assert_eq!(terms.window.minutes(), 420);
    assert_eq!(
        world.run().escalation.page_at,
        Some(window.start() - TimeDelta::hours(2))
    );
    // From eight to eight is a day and not nothing.
    assert_eq!(
        TimeWindow::new(wall(10, 8), wall(11, 8)).unwrap().minutes(),
        1_440
    );
}
