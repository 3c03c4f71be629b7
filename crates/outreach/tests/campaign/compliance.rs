//! Whom the rules of sending protect (acceptance tests 18, 20 and 27).

use careweave_outreach::campaign::*;
use careweave_outreach::consent::{Contacted, KnownPlaces, Means, Place, Revocation, RevocationScope};
use careweave_outreach::replies::{Intent, ReplyParser};
use careweave_outreach::{Channel, MessageClass};
use careweave_types::AgencyZone;
use chrono::{TimeDelta, TimeZone, Utc};

use crate::world::*;

fn opted_out(id: &str) -> Candidate {
    let mut candidate = candidate(id);
    candidate.recipient.consent.revocations.push(Revocation {
        lines: lines(id, Channel::Sms),
        scope: RevocationScope::Pair,
        at: opening() - TimeDelta::days(1),
        means: Means::Keyword,
    });
    candidate
}

#[test]
fn t18_stop_is_obeyed_at_once_confirmed_once_and_nothing_follows_even_with_a_claim_in_flight() {
    let parser = ReplyParser::new().unwrap();
    for text in ["STOP", "stop", "Stop.", " stop ", "STOP!"] {
        assert!(
            matches!(parser.parse(text).intent, Intent::OptOut { .. }),
            "{text:?}"
        );
        let mut world = World::open(Policy::named("with calls"), 5);
        world.accept("2");
        world.revalidate();
        let fence = world.fence();
        let stop = world.answer("2", Answer::OptOut);
        assert!(matches!(
            stop.commands[0].action,
            Action::RecordSuppression { ref contact, .. } if contact.as_str() == "caregiver/2"
        ));
        assert_eq!(
            told(&stop.commands),
            [("2".to_owned(), TemplateName::OptOutConfirmed)]
        );
        let second = world.answer("2", Answer::OptOut);
        assert!(told(&second.commands).is_empty());
        let filled = world.give(Input::AssignSucceeded { fence });
        assert!(told(&filled.commands).is_empty(), "the fill is told in person");
        let in_person = |command: &Command| {
            matches!(
                command.action,
                Action::CreateTask {
                    task: Task::TellInPerson,
                    ..
                }
            )
        };
        assert!(filled.commands.iter().any(in_person));
    }
}

#[test]
fn t20_who_opted_out_is_skipped_with_the_rule_and_if_all_did_the_office_is_told_at_once() {
    let people = vec![opted_out("1"), candidate("2")];
    let world = World::opened(policy(), shift_in(420), people);
    assert_eq!(offered(&world.commands), ["2"]);
    assert_eq!(
        why_not_contacted(&world.state),
        [Exclusion {
            caregiver_id: caregiver("1"),
            rule: "opted_out".to_owned()
        }]
    );
    let world = World::opened(policy(), shift_in(420), vec![opted_out("1"), opted_out("2")]);
    let told_now = |action: &Action| {
        matches!(
            action,
            Action::NotifyCoordinator {
                notice: Notice::NobodyToAsk,
                ..
            }
        )
    };
    assert_eq!(world.count(told_now), 1);
    assert_eq!(world.now, opening());
}

#[test]
fn an_opt_out_the_provider_reports_is_recorded_too() {
    let mut world = World::open(policy(), 5);
    let command = world.contact("3").offer_key.clone().unwrap();
    let decision = world.give(Input::DeliveryUpdated {
        command,
        report: DeliveryReport::Failed {
            class: FailureClass::OptedOut,
        },
    });
    assert!(
        decision
            .commands
            .iter()
            .any(|c| matches!(c.action, Action::RecordSuppression { .. }))
    );
    assert!(
        told(&decision.commands).is_empty(),
        "the carrier has closed the pair: no confirmation could arrive"
    );
}

/// A world that opens at an instant, with people in a zone and, where known, under a state's law.
fn at_night(hour: u32, minute: u32, places: &[(&str, Option<&str>)]) -> World {
    let mut world = World::new(policy());
    world.now = Utc.with_ymd_and_hms(2026, 4, 7, hour, minute, 0).unwrap();
    let places = places.iter().map(|(zone, jurisdiction)| Place {
        zone: AgencyZone::new(zone).unwrap(),
        jurisdiction: jurisdiction.map(str::to_owned),
    });
    let mut candidate = candidate("1");
    candidate.recipient.places = KnownPlaces {
        address: places.collect(),
        ..KnownPlaces::default()
    };
    world.give(Input::ShiftOpened {
        shift: shift_in(60 * 60),
        cause: Cause::Gap,
        excluded: Vec::new(),
    });
    world.give(Input::CandidatesRanked {
        generation: 1,
        candidates: vec![candidate],
    });
    world
}

#[test]
fn t27_at_2055_with_a_window_to_2000_the_offer_waits_for_0800() {
    // 20:55 in New York, where Florida's hours end at 20:00.
    let mut world = at_night(0, 55, &[("America/New_York", Some("US-FL"))]);
    assert!(offered(&world.commands).is_empty());
    let morning = Utc.with_ymd_and_hms(2026, 4, 7, 12, 0, 0).unwrap();
    assert!(
        matches!(&world.contact("1").standing, Standing::Deferred { until, rule } if *until == morning && rule == "send_hours")
    );
    assert!(offered(&world.until_instant(morning - TimeDelta::seconds(1))).is_empty());
    assert_eq!(offered(&world.until_instant(morning)), ["1"]);
}

#[test]
fn t27_two_possible_zones_mean_the_hours_both_have() {
    // 8:30 in Chicago is 7:30 in Denver: too early in one of them.
    let mut world = at_night(13, 30, &[("America/Chicago", None), ("America/Denver", None)]);
    assert!(offered(&world.commands).is_empty());
    let both = Utc.with_ymd_and_hms(2026, 4, 7, 14, 0, 0).unwrap();
    assert_eq!(offered(&world.until_instant(both)), ["1"]);
}

#[test]
fn t27_the_night_clocks_change_has_its_own_length() {
    let mut world = World::new(policy());
    // Saturday, 7 March 2026, 22:00 in Denver; clocks go forward in the night.
    world.now = Utc.with_ymd_and_hms(2026, 3, 8, 5, 0, 0).unwrap();
    let mut shift = shift_in(0);
    let start = Utc.with_ymd_and_hms(2026, 3, 9, 5, 0, 0).unwrap();
    shift.window = careweave_types::TimeWindow::new(start, start + TimeDelta::hours(8)).unwrap();
    world.give(Input::ShiftOpened {
        shift,
        cause: Cause::Gap,
        excluded: Vec::new(),
    });
    world.give(Input::CandidatesRanked {
        generation: 1,
        candidates: vec![candidate("1")],
    });
    let eight = Utc.with_ymd_and_hms(2026, 3, 8, 14, 0, 0).unwrap();
    assert!(matches!(world.contact("1").standing, Standing::Deferred { until, .. } if until == eight));
}

#[test]
fn an_offer_too_many_waits_and_the_next_in_rank_is_asked() {
    let mut tired = candidate("1");
    tired.recipient.history.record(Contacted {
        at: opening() - TimeDelta::minutes(10),
        class: MessageClass::Offer,
        channel: Channel::Sms,
        origin: careweave_outreach::consent::Origin::Planned,
    });
    let mut people = candidates(6);
    people[0] = tired;
    let mut world = World::opened(policy(), shift_in(420), people);
    assert_eq!(offered(&world.commands), ["2", "3", "4", "5", "6"]);
    assert_eq!(why_not_contacted(&world.state)[0].rule, "fatigue");
    let later = world.until(20);
    assert_eq!(offered(&later), ["1"]);
}

#[test]
fn an_offer_that_could_only_go_after_the_start_is_not_sent() {
    let mut world = World::new(policy());
    world.now = Utc.with_ymd_and_hms(2026, 4, 7, 4, 0, 0).unwrap(); // 22:00 in Denver
    let mut shift = shift_in(0);
    let start = Utc.with_ymd_and_hms(2026, 4, 7, 11, 0, 0).unwrap(); // 5:00
    shift.window = careweave_types::TimeWindow::new(start, start + TimeDelta::hours(8)).unwrap();
    world.give(Input::ShiftOpened {
        shift,
        cause: Cause::CallOff,
        excluded: Vec::new(),
    });
    world.give(Input::CandidatesRanked {
        generation: 1,
        candidates: candidates(2),
    });
    assert_eq!(why_not_contacted(&world.state)[0].rule, "send_hours_until_start");
    assert_eq!(
        world.run().escalation.level,
        1,
        "nobody can be asked: the office knows at once"
    );
}
