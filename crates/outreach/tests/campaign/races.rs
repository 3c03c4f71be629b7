//! At most one winner (acceptance tests 1 to 8).

use careweave_outreach::campaign::*;

use crate::world::*;

fn claimed(log: &[Recorded]) -> Vec<&str> {
    log.iter()
        .filter_map(|recorded| match &recorded.event {
            Event::Claimed { caregiver_id, .. } => Some(caregiver_id.as_str()),
            _ => None,
        })
        .collect()
}

fn assigns(commands: &[Command]) -> Vec<(String, u64)> {
    commands
        .iter()
        .filter_map(|command| match &command.action {
            Action::AssignShift {
                caregiver_id, fence, ..
            } => Some((caregiver_id.to_string(), *fence)),
            _ => None,
        })
        .collect()
}

/// A store of one stream: an append under another version than the present one is refused.
struct Stream {
    log: Vec<Recorded>,
}

impl Stream {
    fn append(&mut self, expected: u64, events: &[Recorded]) -> bool {
        if self.log.len() as u64 != expected {
            return false;
        }
        self.log.extend_from_slice(events);
        true
    }
}

#[test]
fn t01_two_accepts_on_one_version_make_one_claim_and_one_waits() {
    let world = World::open(policy(), 5);
    let mut stream = Stream {
        log: world.log.clone(),
    };
    let yes = |id: &str| Input::ReplyReceived {
        caregiver_id: caregiver(id),
        message_id: format!("m{id}"),
        received_at: world.now,
        answer: Answer::Accept,
        language: None,
        group: None,
    };
    // Two writers decide on the same version; one of them loses the race to append.
    let first = decide(&world.state, &yes("2"), world.now, &world.policy);
    let second = decide(&world.state, &yes("4"), world.now, &world.policy);
    assert!(stream.append(world.state.version, &first.events));
    assert!(!stream.append(world.state.version, &second.events));
    // The loser reloads and decides again.
    let (reloaded, _) = replay(&stream.log);
    let again = decide(&reloaded, &yes("4"), world.now, &world.policy);
    assert!(stream.append(reloaded.version, &again.events));
    let (state, _) = replay(&stream.log);
    let run = state.run.as_ref().unwrap();
    let fence = run.claim().unwrap().fence;
    let eligible = Input::Revalidated {
        fence,
        verdict: Verdict::Eligible,
    };
    assert!(stream.append(
        state.version,
        &decide(&state, &eligible, world.now, &world.policy).events
    ));
    let (state, commands) = replay(&stream.log);
    assert_eq!(claimed(&stream.log), ["2"]);
    assert_eq!(assigns(&commands), [("2".to_owned(), fence)]);
    let waiting: Vec<_> = state.run.unwrap().waitlist;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].caregiver_id, caregiver("4"));
    assert!(told(&commands).contains(&("4".to_owned(), TemplateName::OfferWaitlisted)));
}

#[test]
fn t02_two_campaigns_for_one_shift_are_one_stream_with_one_set_of_offers() {
    let mut world = World::open(policy(), 5);
    let again = world.give(Input::ShiftOpened {
        shift: shift_in(420),
        cause: Cause::Gap,
        excluded: Vec::new(),
    });
    assert_eq!(rejections(&again), [Rejection::AlreadyOpen]);
    assert!(again.commands.is_empty());
    let ranked = world.give(Input::CandidatesRanked {
        generation: 1,
        candidates: candidates(5),
    });
    assert!(offered(&ranked.commands).is_empty());
    assert_eq!(offered(&world.commands), ["1", "2", "3", "4", "5"]);
    let other = ShiftFacts {
        id: careweave_types::ShiftId::new("42").unwrap(),
        ..shift_in(420)
    };
    let other = world.give(Input::ShiftOpened {
        shift: other,
        cause: Cause::Gap,
        excluded: Vec::new(),
    });
    assert_eq!(rejections(&other), [Rejection::AnotherShift]);
}

#[test]
fn t03_a_conflict_closes_the_search_and_confirms_nobody() {
    let mut world = World::open(policy(), 5);
    world.accept("3");
    world.accept("1");
    world.revalidate();
    let fence = world.fence();
    let decision = world.give(Input::AssignConflict { fence });
    assert!(matches!(
        world.run().coverage,
        Coverage::Closed {
            reason: ClosedReason::FilledElsewhere,
            ..
        }
    ));
    // The claimant and who waited said yes, and are told that it is gone. Nobody else is.
    assert_eq!(
        told(&decision.commands),
        [
            ("3".to_owned(), TemplateName::ShiftFilled),
            ("1".to_owned(), TemplateName::ShiftFilled)
        ]
    );
    assert!(
        !told(&world.commands)
            .iter()
            .any(|(_, template)| *template == TemplateName::ShiftConfirmed)
    );
}

#[test]
fn t04_a_failure_that_can_be_retried_is_under_the_same_fence_and_after_the_cap_the_next_is_promoted() {
    let mut world = World::open(policy(), 5);
    world.accept("2");
    world.accept("5");
    world.revalidate();
    let fence = world.fence();
    let failed = Input::AssignFailed {
        fence,
        retryable: true,
        reason: "busy".to_owned(),
    };
    for _ in 0..2 {
        let retry = world.give(failed.clone());
        assert_eq!(assigns(&retry.commands), [("2".to_owned(), fence)]);
        assert!(retry.commands[0].not_before.is_some_and(|at| at > world.now));
    }
    let dropped = world.give(failed);
    assert!(assigns(&dropped.commands).is_empty());
    assert_eq!(claimed(&world.log), ["2", "5"]);
    assert_eq!(world.claim().caregiver_id, caregiver("5"));
    assert!(world.fence() > fence);
    world.confirm();
    assert_eq!(world.filled_by(), Some("5"));
    let assigned = assigns(&world.commands);
    assert_eq!(assigned.len(), 4);
    let unique: std::collections::BTreeSet<_> = keys(&world.commands).into_iter().collect();
    assert_eq!(unique.len(), world.commands.len(), "every try has its own key");
}

#[test]
fn t05_an_unknown_outcome_is_read_back_before_anything_else() {
    for lost_by in ["report", "silence"] {
        let mut world = World::open(policy(), 5);
        world.accept("2");
        world.accept("5");
        world.revalidate();
        let fence = world.fence();
        let decision = if lost_by == "report" {
            world.give(Input::AssignUnknown { fence })
        } else {
            world.now += chrono::TimeDelta::seconds(60);
            world.give(Input::Tick)
        };
        let actions: Vec<_> = decision.commands.iter().map(|command| &command.action).collect();
        assert!(
            matches!(actions[..], [Action::ReadAssignment { .. }]),
            "{lost_by}: {actions:?}"
        );
        // Only the answer of the read-back moves it on.
        let early = world.give(Input::AssignFailed {
            fence,
            retryable: true,
            reason: "late".to_owned(),
        });
        assert_eq!(rejections(&early), [Rejection::WrongStep]);
        let took = world.give(Input::AssignmentRead {
            fence,
            assigned_to: Some(caregiver("2")),
        });
        assert!(assigns(&took.commands).is_empty());
        assert_eq!(world.filled_by(), Some("2"));
        assert_eq!(assigns(&world.commands).len(), 1);
    }
}

#[test]
fn a_read_back_that_shows_nobody_sends_the_assignment_again_and_one_that_shows_somebody_else_closes() {
    let mut world = World::open(policy(), 5);
    world.accept("2");
    world.revalidate();
    let fence = world.fence();
    world.give(Input::AssignUnknown { fence });
    let nobody = world.give(Input::AssignmentRead {
        fence,
        assigned_to: None,
    });
    assert_eq!(assigns(&nobody.commands), [("2".to_owned(), fence)]);
    world.give(Input::AssignUnknown { fence });
    world.give(Input::AssignmentRead {
        fence,
        assigned_to: Some(caregiver("9")),
    });
    assert!(matches!(world.run().coverage, Coverage::Closed { .. }));
}

#[test]
fn a_read_back_nobody_answers_is_repeated_and_then_the_office_is_told() {
    let mut world = World::open(policy(), 5);
    world.accept("2");
    world.revalidate();
    let fence = world.fence();
    world.give(Input::AssignUnknown { fence });
    world.until(12);
    assert_eq!(
        world.count(|action| matches!(action, Action::ReadAssignment { .. })),
        5
    );
    let in_doubt = |action: &Action| {
        matches!(
            action,
            Action::NotifyCoordinator {
                notice: Notice::AssignmentInDoubt,
                ..
            }
        )
    };
    assert_eq!(world.count(in_doubt), 1);
    assert_eq!(next_action(&world.state), NextAction::ReadBack { fence });
    // Even the start of the shift does not give it to anybody else.
    world.until(500);
    assert_eq!(world.claim().fence, fence);
    world.give(Input::AssignmentRead {
        fence,
        assigned_to: Some(caregiver("2")),
    });
    assert_eq!(world.filled_by(), Some("2"));
}

#[test]
fn t06_the_confirmation_comes_only_after_the_assignment() {
    let mut world = World::open(policy(), 5);
    let confirmed = |commands: &[Command]| {
        told(commands)
            .iter()
            .any(|(_, template)| *template == TemplateName::ShiftConfirmed)
    };
    assert!(!confirmed(&world.accept("3").commands));
    assert!(!confirmed(&world.revalidate().commands));
    let fence = world.fence();
    assert!(confirmed(&world.give(Input::AssignSucceeded { fence }).commands));
    let again = world.give(Input::AssignSucceeded { fence });
    assert_eq!(rejections(&again), [Rejection::Duplicate]);
    assert!(again.commands.is_empty());
}

#[test]
fn t07_responders_who_lose_are_told_and_silent_contacts_are_not() {
    let mut world = World::open(policy(), 5);
    world.accept("3");
    world.accept("4");
    world.answer("5", Answer::Decline);
    let decision = world.confirm();
    assert_eq!(
        told(&decision.commands),
        [
            ("3".to_owned(), TemplateName::ShiftConfirmed),
            ("4".to_owned(), TemplateName::ShiftFilled)
        ]
    );
    // A yes that comes now is told so, once.
    assert_eq!(
        told(&world.accept("1").commands),
        [("1".to_owned(), TemplateName::ShiftFilled)]
    );
    assert!(told(&world.accept("1").commands).is_empty());
}

#[test]
fn t08_a_yes_at_minute_16_after_the_escalation_wins() {
    let mut world = World::open(policy(), 5);
    world.until(16);
    assert_eq!(world.run().escalation.level, 1);
    world.accept("4");
    world.confirm();
    assert_eq!(world.filled_by(), Some("4"));
    assert_eq!(next_deadline(&world.state), None);
}

#[test]
fn the_same_message_twice_is_one_answer() {
    let mut world = World::open(policy(), 5);
    let yes = Input::ReplyReceived {
        caregiver_id: caregiver("2"),
        message_id: "m1".to_owned(),
        received_at: world.now,
        answer: Answer::Accept,
        language: None,
        group: None,
    };
    world.give(yes.clone());
    assert_eq!(rejections(&world.give(yes)), [Rejection::Duplicate]);
}

#[test]
fn the_best_ranked_of_those_who_answer_within_the_window_gets_it() {
    let mut world = World::open(
        Policy {
            claims: Claims {
                rule: ClaimRule::BestWithin { seconds: 60 },
                ..Claims::default()
            },
            ..policy()
        },
        5,
    );
    world.accept("4");
    world.accept("2");
    world.accept("5");
    assert!(claimed(&world.log).is_empty());
    world.until(1);
    assert_eq!(claimed(&world.log), ["2"]);
    assert_eq!(world.waitlist(), ["4", "5"]);
    // When the best does not hold, the next best has waited long enough.
    let fence = world.fence();
    world.give(Input::Revalidated {
        fence,
        verdict: Verdict::Ineligible {
            rule: "schedule_conflict".to_owned(),
        },
    });
    assert_eq!(claimed(&world.log), ["2", "4"]);
}

#[test]
fn a_window_whose_only_yes_is_taken_back_ends_without_a_claim() {
    let mut world = World::open(
        Policy {
            claims: Claims {
                rule: ClaimRule::BestWithin { seconds: 60 },
                ..Claims::default()
            },
            ..policy()
        },
        5,
    );
    world.accept("4");
    world.answer("4", Answer::Decline);
    world.until(2);
    assert!(claimed(&world.log).is_empty());
    world.accept("3");
    world.until(4);
    assert_eq!(claimed(&world.log), ["3"]);
}

#[test]
fn a_coordinator_approves_or_denies_each_claim() {
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
    let decision = world.accept("4");
    assert_eq!(
        told(&decision.commands),
        [("4".to_owned(), TemplateName::OfferChecking)]
    );
    world.accept("5");
    let fence = world.fence();
    assert_eq!(
        next_action(&world.state),
        NextAction::Approve {
            fence,
            about: ApprovalKind::Claim
        }
    );
    // An approval that waits is mentioned once more, and goes on waiting.
    world.until(11);
    let waits = |action: &Action| {
        matches!(
            action,
            Action::NotifyCoordinator {
                notice: Notice::ApprovalWaits,
                ..
            }
        )
    };
    assert_eq!(world.count(waits), 1);
    world.act(CoordinatorAction::Deny { fence });
    assert_eq!(
        rejections(&world.act(CoordinatorAction::Approve { fence })),
        [Rejection::StaleFence]
    );
    let fence = world.fence();
    world.act(CoordinatorAction::Approve { fence });
    world.confirm();
    assert_eq!(world.filled_by(), Some("5"));
}

#[test]
fn a_yes_taken_back_while_the_assignment_is_under_way_is_unassigned_and_the_next_gets_it() {
    let mut world = World::open(policy(), 5);
    world.accept("2");
    world.accept("3");
    world.revalidate();
    let fence = world.fence();
    world.give(Input::CaregiverCancelled {
        caregiver_id: caregiver("2"),
        reason: "called_off".to_owned(),
    });
    assert_eq!(world.fence(), fence, "the claim waits for the answer");
    let decision = world.give(Input::AssignSucceeded { fence });
    assert!(matches!(
        decision.commands[0].action,
        Action::UnassignShift { .. }
    ));
    assert!(matches!(decision.commands[1].action, Action::Revalidate { .. }));
    world.confirm();
    assert_eq!(world.filled_by(), Some("3"));
}

#[test]
fn an_assignment_that_took_after_the_search_was_ended_is_taken_back() {
    for read_back in [false, true] {
        let mut world = World::open(policy(), 5);
        world.accept("2");
        world.revalidate();
        let fence = world.fence();
        world.act(CoordinatorAction::Cancel {
            notify: None,
            note: None,
        });
        if read_back {
            let unknown = world.give(Input::AssignUnknown { fence });
            assert!(matches!(
                unknown.commands[0].action,
                Action::ReadAssignment { .. }
            ));
            let again = world.give(Input::AssignUnknown { fence });
            assert_eq!(rejections(&again), [Rejection::Duplicate], "it is read back once");
            world.give(Input::AssignmentRead {
                fence,
                assigned_to: Some(caregiver("2")),
            });
        } else {
            world.give(Input::AssignSucceeded { fence });
        }
        assert_eq!(
            world.count(|action| matches!(action, Action::UnassignShift { .. })),
            1
        );
        assert_eq!(
            rejections(&world.give(Input::AssignSucceeded { fence })),
            [Rejection::StaleFence]
        );
    }
}

#[test]
fn a_filled_shift_that_is_given_back_opens_in_its_next_generation_without_the_one_who_left() {
    let mut world = World::open(policy(), 5);
    world.accept("2");
    world.confirm();
    world.until(60);
    let decision = world.give(Input::CaregiverCancelled {
        caregiver_id: caregiver("2"),
        reason: "called_off".to_owned(),
    });
    assert_eq!(world.run().generation, 2);
    assert!(
        decision
            .commands
            .iter()
            .any(|command| matches!(command.action, Action::UnassignShift { .. }))
    );
    let stale = world.give(Input::CandidatesRanked {
        generation: 1,
        candidates: candidates(5),
    });
    assert_eq!(rejections(&stale), [Rejection::StaleGeneration]);
    let ranked = world.give(Input::CandidatesRanked {
        generation: 2,
        candidates: candidates(5),
    });
    assert_eq!(offered(&ranked.commands), ["1", "3", "4", "5"]);
    world.accept("1");
    world.confirm();
    assert_eq!(world.filled_by(), Some("1"));
    let unique: std::collections::BTreeSet<_> = keys(&world.commands).into_iter().collect();
    assert_eq!(unique.len(), world.commands.len());
}

#[test]
fn a_request_that_comes_twice_does_not_open_a_filled_shift() {
    let mut world = World::open(policy(), 5);
    world.accept("2");
    world.confirm();
    let again = world.give(Input::ShiftOpened {
        shift: shift_in(420),
        cause: Cause::Gap,
        excluded: Vec::new(),
    });
    assert_eq!(rejections(&again), [Rejection::AlreadyFilled]);
}
