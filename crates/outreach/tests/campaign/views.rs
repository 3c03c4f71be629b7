//! What a person sees of a campaign.

use careweave_outreach::campaign::*;

use crate::world::*;

#[test]
fn a_status_names_the_one_next_action_of_every_state() {
    assert_eq!(status(&State::default()), None);
    assert_eq!(next_action(&State::default()), NextAction::OpenShift);
    let mut world = World::new(policy());
    world.give(Input::ShiftOpened {
        shift: shift_in(420),
        cause: Cause::NewStart,
        excluded: Vec::new(),
    });
    assert_eq!(next_action(&world.state), NextAction::RankCandidates);
    world.give(Input::CandidatesRanked {
        generation: 1,
        candidates: candidates(8),
    });
    assert_eq!(next_action(&world.state), NextAction::Wait { until: minutes(5) });
    world.accept("2");
    world.answer("3", Answer::Decline);
    world.answer("4", Answer::Question);
    let fence = world.fence();
    assert_eq!(
        next_action(&world.state),
        NextAction::AnswerRevalidation { fence }
    );
    world.accept("5");
    let seen = status(&world.state).unwrap();
    assert_eq!(seen.waitlist, [caregiver("5")]);
    assert_eq!(seen.budget_left, 15);
    let counts = Counts {
        queued: 3,
        silent: 1,
        accepted: 2,
        declined: 1,
        other_answers: 1,
        ..Counts::default()
    };
    assert_eq!(seen.counts, counts);
    world.revalidate();
    assert_eq!(next_action(&world.state), NextAction::AnswerAssignment { fence });
    world.give(Input::AssignSucceeded { fence });
    assert_eq!(next_action(&world.state), NextAction::Nothing);
}

#[test]
fn a_timeline_holds_what_passed_with_one_person_in_order() {
    let mut world = World::open(policy(), 5);
    world.accept("2");
    world.accept("4");
    world.confirm();
    let line = timeline(&world.log, &caregiver("4"));
    let kinds: Vec<_> = line
        .iter()
        .map(|recorded| {
            serde_json::to_value(&recorded.event).unwrap()["kind"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "offer_made",
            "answered",
            "waitlisted",
            "contact_told",
            "contact_told"
        ]
    );
    assert!(line.windows(2).all(|pair| pair[0].version < pair[1].version));
}

#[test]
fn a_forecast_is_what_happens_if_nobody_answers() {
    let mut world = World::open(Policy::named("with calls"), 12);
    let forecast = plan(&world.state, world.now, &world.policy);
    assert!(forecast.complete);
    let foreseen: Vec<_> = forecast
        .steps
        .iter()
        .flat_map(|step| step.events.clone())
        .collect();
    let before = world.log.len();
    world.until(420);
    assert_eq!(foreseen, world.log[before..]);
    assert_eq!(
        plan(&world.state, world.now, &world.policy),
        Forecast {
            steps: Vec::new(),
            complete: true
        }
    );
}
