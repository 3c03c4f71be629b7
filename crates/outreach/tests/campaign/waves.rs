//! Whom to ask, and when to ask more.

use careweave_matching::offers::Chance;
use careweave_outreach::Channel;
use careweave_outreach::campaign::*;

use crate::world::*;

#[test]
fn five_are_asked_every_five_minutes_up_to_twenty() {
    let mut world = World::open(policy(), 30);
    for (minute, asked) in [(0, 5), (4, 5), (5, 10), (9, 10), (10, 15), (15, 20), (60, 20)] {
        world.until(minute);
        assert_eq!(offered(&world.commands).len(), asked, "minute {minute}");
    }
    assert!(matches!(world.run().outreach, Outreach::Exhausted { wave: 4 }));
    assert_eq!(world.run().budget_left, 0);
}

#[test]
fn nobody_is_asked_while_somebodys_yes_is_being_made_true() {
    let mut world = World::open(policy(), 30);
    world.accept("1");
    let quiet = world.until(1);
    assert!(told(&quiet).is_empty());
    let fence = world.fence();
    world.now = minutes(7);
    let released = world.give(Input::Revalidated {
        fence,
        verdict: Verdict::Ineligible {
            rule: "schedule_conflict".to_owned(),
        },
    });
    assert_eq!(
        offered(&released.commands).len(),
        5,
        "the wave that was due goes out"
    );
}

#[test]
fn who_could_not_be_reached_does_not_count_and_is_tried_on_the_next_channel() {
    let mut world = World::open(
        Policy {
            waves: Waves {
                max_contacts: 5,
                ..Waves::default()
            },
            ..policy()
        },
        6,
    );
    let key = world.contact("2").offer_key.clone().unwrap();
    let failed = |command| Input::DeliveryUpdated {
        command,
        report: DeliveryReport::Failed {
            class: FailureClass::Landline,
        },
    };
    let decision = world.give(failed(key.clone()));
    assert_eq!(offered(&decision.commands), ["6"], "there is room for the next");
    assert!(matches!(world.contact("2").standing, Standing::Failed { .. }));
    // The same news again changes nothing.
    assert!(world.give(failed(key)).events.is_empty());
    // With a second channel, that is tried at once.
    let mut twice = candidate("1");
    twice.reach.insert(
        1,
        Reach {
            channel: Channel::Email,
            lines: lines("1", Channel::Email),
        },
    );
    let mut world = World::opened(policy(), shift_in(420), vec![twice]);
    let key = world.contact("1").offer_key.clone().unwrap();
    let decision = world.give(failed(key));
    assert!(matches!(decision.commands[0].action, Action::SendEmail { .. }));
    let key = world.contact("1").offer_key.clone().unwrap();
    let decision = world.give(failed(key));
    assert!(offered(&decision.commands).is_empty());
}

#[test]
fn a_wave_can_be_sized_by_the_chance_of_a_yes() {
    let with_chance = |millionths| {
        candidates(9).into_iter().map(move |candidate| Candidate {
            acceptance: Some(Chance::from_millionths(millionths).unwrap()),
            ..candidate
        })
    };
    let policy = Policy {
        waves: Waves {
            size: WaveSizing::Chance {
                target: Chance::from_millionths(800_000).unwrap(),
                at_most: 8,
            },
            ..Waves::default()
        },
        ..policy()
    };
    for (millionths, asked) in [(500_000, 3), (900_000, 1), (10_000, 8)] {
        let world = World::opened(policy.clone(), shift_in(420), with_chance(millionths).collect());
        assert_eq!(offered(&world.commands).len(), asked, "{millionths}");
    }
    assert_eq!(
        offered(&World::open(policy, 9).commands).len(),
        1,
        "unknown chances are asked one by one"
    );
}

#[test]
fn a_wave_is_topped_up_when_too_few_have_not_answered() {
    let mut world = World::open(
        Policy {
            waves: Waves {
                top_up_below: 3,
                ..Waves::default()
            },
            ..policy()
        },
        20,
    );
    world.answer("1", Answer::Decline);
    world.answer("2", Answer::Decline);
    assert_eq!(offered(&world.commands).len(), 5);
    assert_eq!(offered(&world.answer("3", Answer::Decline).commands).len(), 5);
}

#[test]
fn a_language_that_was_seen_is_used_from_then_on() {
    let mut world = World::open(policy(), 5);
    world.give(Input::ReplyReceived {
        caregiver_id: caregiver("2"),
        message_id: "m1".to_owned(),
        received_at: world.now,
        answer: Answer::Accept,
        language: Some(careweave_outreach::Language::Spanish),
        group: None,
    });
    let decision = world.confirm();
    let languages = decision
        .commands
        .iter()
        .filter_map(|c| message(&c.action))
        .map(|m| m.language.clone());
    assert_eq!(
        languages.collect::<Vec<_>>(),
        [careweave_outreach::Language::Spanish]
    );
}

#[test]
fn what_nobody_can_tell_becomes_a_persons_task() {
    let mut world = World::open(policy(), 5);
    for (id, answer, task) in [
        ("1", Answer::Question, Task::AnswerQuestion),
        ("2", Answer::Partial, Task::ConsiderPartial),
        ("3", Answer::Unknown, Task::ReadReply),
    ] {
        let decision = world.answer(id, answer);
        let made = |command: &Command| matches!(command.action, Action::CreateTask { task: made, .. } if made == task);
        assert!(decision.commands.iter().any(made), "{answer:?}");
    }
    assert!(world.run().is_open());
}
