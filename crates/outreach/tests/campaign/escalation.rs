//! The office is told beside outreach (acceptance tests 9 and 10), and what nearness of the start changes.

use careweave_outreach::Channel;
use careweave_outreach::campaign::*;

use crate::world::*;

fn notices(commands: &[Command]) -> Vec<(u32, Role, Channel, Notice)> {
    commands
        .iter()
        .filter_map(|command| match command.action {
            Action::NotifyCoordinator {
                level,
                role,
                channel,
                notice,
                ..
            } => Some((level, role, channel, notice)),
            _ => None,
        })
        .collect()
}

#[test]
fn t09_escalations_come_at_15_and_30_exactly_once_each_whatever_the_number_of_ticks() {
    let mut world = World::open(policy(), 5);
    for minute in [14, 15, 16, 29, 30, 31] {
        world.now = minutes(minute);
        for _ in 0..100 {
            world.give(Input::Tick);
        }
        let expected = match minute {
            14 => 0,
            15..30 => 1,
            _ => 2,
        };
        assert_eq!(notices(&world.commands).len(), expected, "minute {minute}");
    }
    assert_eq!(
        notices(&world.commands),
        [
            (1, Role::Coordinator, Channel::Sms, Notice::Unfilled),
            (2, Role::Coordinator, Channel::Email, Notice::Unfilled)
        ]
    );
    let first = world
        .commands
        .iter()
        .find(|c| matches!(c.action, Action::NotifyCoordinator { .. }));
    assert!(
        matches!(&first.unwrap().action, Action::NotifyCoordinator { who: Some(who), .. } if *who == coordinator())
    );
}

#[test]
fn repeats_are_capped() {
    let mut world = World::open(policy(), 5);
    world.until(170);
    let ladder: Vec<_> = notices(&world.commands)
        .into_iter()
        .map(|(level, role, ..)| (level, role))
        .collect();
    assert_eq!(
        ladder,
        [
            (1, Role::Coordinator),
            (2, Role::Coordinator),
            (3, Role::OnCall),
            (3, Role::OnCall),
            (3, Role::OnCall)
        ]
    );
}

#[test]
fn t10_ack_ends_escalation_and_outreach_goes_on() {
    let mut world = World::open(policy(), 20);
    world.until(4);
    world.act(CoordinatorAction::Ack);
    let later = world.until(100);
    assert!(notices(&later).is_empty());
    assert_eq!(offered(&world.commands).len(), 20);
    assert_eq!(
        rejections(&world.act(CoordinatorAction::Ack)),
        [Rejection::Duplicate]
    );
}

#[test]
fn a_worker_that_slept_raises_each_step_once_and_sends_one_wave() {
    let mut world = World::open(policy(), 20);
    world.now = minutes(40);
    let decision = world.give(Input::Tick);
    assert_eq!(notices(&decision.commands).len(), 2);
    assert_eq!(offered(&decision.commands).len(), 5);
}

#[test]
fn a_start_within_four_hours_halves_the_intervals() {
    let mut world = World::opened(policy(), shift_in(180), candidates(20));
    assert_eq!(
        world
            .until(8)
            .iter()
            .filter(|c| matches!(c.action, Action::NotifyCoordinator { .. }))
            .count(),
        1
    );
    assert_eq!(
        offered(&world.commands).len(),
        20,
        "waves at 0, 2.5, 5 and 7.5 minutes"
    );
}

#[test]
fn a_start_within_two_hours_pages_somebody_at_once_and_texting_goes_on() {
    let mut world = World::opened(policy(), shift_in(90), candidates(20));
    assert_eq!(
        notices(&world.commands),
        [(0, Role::OnCall, Channel::Voice, Notice::StartIsNear)]
    );
    world.until(8);
    assert_eq!(offered(&world.commands).len(), 20);
    // Seven hours ahead, the page comes two hours before the start.
    let mut world = World::open(policy(), 5);
    let early = world.until(299);
    assert!(
        !notices(&early)
            .iter()
            .any(|(.., notice)| *notice == Notice::StartIsNear)
    );
    let page = world.until(300);
    assert_eq!(
        notices(&page).last().map(|(.., notice)| *notice),
        Some(Notice::StartIsNear)
    );
}

#[test]
fn a_shift_that_starts_without_anybody_is_closed_and_the_office_knows() {
    let mut world = World::open(policy(), 5);
    let last = world.until(420);
    assert_eq!(
        notices(&last).last().map(|(.., notice)| *notice),
        Some(Notice::Expired)
    );
    assert!(matches!(
        world.run().coverage,
        Coverage::Closed {
            reason: ClosedReason::Expired,
            ..
        }
    ));
    assert_eq!(
        told(&world.accept("1").commands),
        [("1".to_owned(), TemplateName::ShiftClosed)]
    );
}

#[test]
fn nobody_to_ask_is_told_at_once() {
    let world = World::open(policy(), 0);
    assert_eq!(
        notices(&world.commands),
        [(1, Role::Coordinator, Channel::Sms, Notice::NobodyToAsk)]
    );
    let mut world = World::open(policy(), 2);
    world.answer("1", Answer::Decline);
    assert!(notices(&world.commands).is_empty());
    world.answer("2", Answer::Decline);
    assert_eq!(notices(&world.commands).len(), 1);
}
