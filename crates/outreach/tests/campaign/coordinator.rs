//! Pause, cancel, assign by hand (acceptance tests 11 to 13).

use careweave_outreach::campaign::*;
use careweave_types::Pii;
use chrono::TimeDelta;

use crate::world::*;

#[test]
fn t11_a_pause_silences_outreach_accepts_still_count_and_resuming_does_not_burst() {
    let mut world = World::open(Policy::named("with calls"), 20);
    world.until(3);
    world.act(CoordinatorAction::Pause);
    let paused = world.until(63);
    assert!(told(&paused).is_empty(), "nobody is texted or called in a pause");
    assert_eq!(next_action(&world.state), NextAction::Resume);
    let resumed = world.act(CoordinatorAction::Resume);
    assert!(
        told(&resumed.commands).is_empty(),
        "what was due is due later, not at once"
    );
    // Wave 2 was due at minute 5, two minutes after the pause began; so were the first calls.
    let before = world.until_instant(minutes(65) - TimeDelta::seconds(1));
    assert!(told(&before).is_empty());
    let then = world.until(65);
    assert_eq!(offered(&then).len(), 5);
    assert_eq!(
        told(&then)
            .iter()
            .filter(|(_, t)| *t == TemplateName::ShiftOfferCall)
            .count(),
        5
    );
    // A yes in a pause claims.
    world.act(CoordinatorAction::Pause);
    world.accept("2");
    world.confirm();
    assert_eq!(world.filled_by(), Some("2"));
}

#[test]
fn a_second_pause_or_resume_is_refused() {
    let mut world = World::open(policy(), 5);
    assert_eq!(
        rejections(&world.act(CoordinatorAction::Resume)),
        [Rejection::NotRunning]
    );
    world.act(CoordinatorAction::Pause);
    assert_eq!(
        rejections(&world.act(CoordinatorAction::Pause)),
        [Rejection::NotRunning]
    );
}

#[test]
fn t12_a_cancel_that_notifies_names_its_reason_and_never_says_filled() {
    for (reason, template) in [
        (
            CancelReason::ClientScheduleChanged,
            TemplateName::ShiftCancelledScheduleChanged,
        ),
        (
            CancelReason::ClientCancelled,
            TemplateName::ShiftCancelledByClient,
        ),
        (
            CancelReason::CoveredOtherwise,
            TemplateName::ShiftCoveredOtherwise,
        ),
        (CancelReason::OpenedInError, TemplateName::ShiftOpenedInError),
    ] {
        let mut world = World::open(policy(), 7);
        world.answer("2", Answer::Decline);
        let decision = world.act(CoordinatorAction::Cancel {
            notify: Some(reason),
            note: Some(Pii::from("the family called")),
        });
        // Those who were asked and did not say no; nobody who was never asked.
        let who: Vec<_> = ["1", "3", "4", "5"].map(|id| (id.to_owned(), template)).to_vec();
        assert_eq!(told(&decision.commands), who);
        assert!(
            decision
                .commands
                .iter()
                .any(|command| matches!(command.action, Action::AddNote { .. }))
        );
        // Who answers afterwards hears the same.
        assert!(told(&world.accept("1").commands).is_empty());
        assert_eq!(told(&world.accept("2").commands), [("2".to_owned(), template)]);
    }
}

#[test]
fn t13_a_cancel_that_does_not_notify_only_takes_back_what_was_scheduled() {
    let mut busy = candidate("1");
    busy.working = vec![careweave_types::TimeWindow::new(minutes(-60), minutes(60)).unwrap()];
    let mut world = World::opened(
        Policy::named("with calls"),
        shift_in(420),
        vec![busy, candidate("2")],
    );
    world.until(6);
    let call = world
        .commands
        .iter()
        .find(|c| matches!(c.action, Action::PlaceCall { .. }) && c.not_before.is_some());
    let call = call.unwrap().key.clone();
    let decision = world.act(CoordinatorAction::Cancel {
        notify: None,
        note: None,
    });
    let actions: Vec<_> = decision.commands.iter().map(|command| &command.action).collect();
    assert_eq!(actions, [&Action::CancelScheduled { command: call }]);
    assert_eq!(next_deadline(&world.state), None);
}

#[test]
fn an_assignment_by_a_coordinator_is_a_racer_like_any_other() {
    // Nothing under way: at once, also for somebody who was never asked.
    let mut world = World::open(policy(), 5);
    world.act(CoordinatorAction::ManualAssign {
        caregiver_id: caregiver("77"),
    });
    assert_eq!(world.claim().origin, Origin::Coordinator);
    world.confirm();
    assert_eq!(world.filled_by(), Some("77"));
    let in_person = |action: &Action| {
        matches!(
            action,
            Action::CreateTask {
                task: Task::TellInPerson,
                ..
            }
        )
    };
    assert_eq!(world.count(in_person), 1, "nobody knows how to text them");
    // An assignment under way is not overtaken; the choice is next in line, and loses quietly.
    let mut world = World::open(policy(), 5);
    world.accept("2");
    world.revalidate();
    let fence = world.fence();
    world.act(CoordinatorAction::ManualAssign {
        caregiver_id: caregiver("5"),
    });
    assert_eq!(world.fence(), fence);
    let decision = world.give(Input::AssignSucceeded { fence });
    assert_eq!(
        told(&decision.commands),
        [("2".to_owned(), TemplateName::ShiftConfirmed)]
    );
    let late = world.act(CoordinatorAction::ManualAssign {
        caregiver_id: caregiver("4"),
    });
    assert_eq!(rejections(&late), [Rejection::AlreadyFilled]);
}

#[test]
fn a_coordinators_choice_overtakes_a_claim_that_waits_for_approval() {
    let mut world = World::open(
        Policy {
            claims: Claims {
                rule: ClaimRule::CoordinatorApproves,
                ..Claims::default()
            },
            ..policy()
        },
        5,
    );
    world.accept("3");
    world.act(CoordinatorAction::ManualAssign {
        caregiver_id: caregiver("1"),
    });
    assert_eq!(world.claim().caregiver_id, caregiver("1"));
    assert_eq!(world.waitlist(), ["3"]);
    world.confirm();
    assert_eq!(world.filled_by(), Some("1"));
}

#[test]
fn an_assignment_seen_in_the_agency_system_ends_the_race() {
    // Somebody who was silent: nobody is told but those who said yes.
    let mut world = World::open(policy(), 5);
    world.accept("2");
    let seen = world.give(Input::ExternalAssignmentSeen {
        caregiver_id: Some(caregiver("4")),
    });
    assert_eq!(
        told(&seen.commands),
        [("2".to_owned(), TemplateName::ShiftFilled)]
    );
    assert!(matches!(world.run().coverage, Coverage::Closed { .. }));
    // Our own write, seen before its answer came.
    let mut world = World::open(policy(), 5);
    world.accept("2");
    world.revalidate();
    let fence = world.fence();
    world.give(Input::ExternalAssignmentSeen {
        caregiver_id: Some(caregiver("2")),
    });
    assert_eq!(world.filled_by(), Some("2"));
    assert_eq!(
        rejections(&world.give(Input::AssignSucceeded { fence })),
        [Rejection::Duplicate]
    );
    // Somebody who waits in line, while another's claim is not under way yet.
    let mut world = World::open(policy(), 5);
    world.accept("2");
    world.accept("3");
    let seen = world.give(Input::ExternalAssignmentSeen {
        caregiver_id: Some(caregiver("3")),
    });
    assert_eq!(world.filled_by(), Some("3"));
    assert_eq!(
        told(&seen.commands),
        [
            ("2".to_owned(), TemplateName::ShiftFilled),
            ("3".to_owned(), TemplateName::ShiftConfirmed)
        ]
    );
}

#[test]
fn somebody_excluded_by_a_coordinator_is_not_asked_and_cannot_claim() {
    let mut world = World::open(policy(), 10);
    for id in ["3", "8"] {
        world.act(CoordinatorAction::Exclude {
            caregiver_id: caregiver(id),
            rule: "client_asked".to_owned(),
        });
    }
    world.until(20);
    assert!(!offered(&world.commands).contains(&"8".to_owned()));
    assert_eq!(
        told(&world.accept("3").commands),
        [("3".to_owned(), TemplateName::ShiftNotPossible)]
    );
    assert!(world.run().is_open());
}
