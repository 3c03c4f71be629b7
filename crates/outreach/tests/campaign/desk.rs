//! Several shifts, one message, one answer (acceptance tests 24 and 25).

use std::collections::BTreeMap;

use careweave_outreach::campaign::desk::*;
use careweave_outreach::campaign::*;
use careweave_types::{ShiftId, TimeWindow};
use chrono::TimeDelta;

use crate::world::*;

/// Several shifts and the desk of caregiver 1, wired as a host would.
struct Office {
    shifts: BTreeMap<ShiftId, World>,
    desk: DeskState,
    policy: DeskPolicy,
    log: Vec<DeskRecorded>,
    commands: Vec<Command>,
    now: chrono::DateTime<chrono::Utc>,
}

impl Office {
    fn new(ids: &[&str], delivery: Delivery) -> Self {
        let mut office = Self {
            shifts: BTreeMap::new(),
            desk: DeskState::default(),
            policy: DeskPolicy::standard().unwrap(),
            log: Vec::new(),
            commands: Vec::new(),
            now: opening(),
        };
        for (day, id) in ids.iter().enumerate() {
            let start = minutes(1_440 * (day as i64 + 1));
            let shift = ShiftFacts {
                id: ShiftId::new(*id).unwrap(),
                window: TimeWindow::new(start, start + TimeDelta::hours(4)).unwrap(),
                ..shift_in(420)
            };
            let policy = Policy {
                digest: delivery,
                ..policy()
            };
            let world = World::opened(policy, shift.clone(), vec![candidate("1"), candidate("2")]);
            office.shifts.insert(shift.id, world);
        }
        for command in office
            .shifts
            .values()
            .flat_map(|world| world.commands.clone())
            .collect::<Vec<_>>()
        {
            office.carry_out(&command);
        }
        office
    }

    fn desk(&mut self, input: &DeskInput) -> Vec<Command> {
        let before = self.commands.len();
        let (state, decision) = desk_advance(self.desk.clone(), input, self.now, &self.policy);
        assert_eq!(decision.events.iter().fold(self.desk.clone(), desk_evolve), state);
        self.desk = state;
        self.log.extend(decision.events);
        for command in decision.commands {
            self.commands.push(command.clone());
            self.carry_out(&command);
        }
        self.commands[before..].to_vec()
    }

    fn shift(&mut self, id: &ShiftId, input: Input) {
        let world = self.shifts.get_mut(id).unwrap();
        world.now = self.now;
        for command in world.give(input).commands {
            self.carry_out(&command);
        }
    }

    fn carry_out(&mut self, command: &Command) {
        match &command.action {
            Action::QueueOffer { message } if message.contact.as_str() == "caregiver/1" => {
                let input = DeskInput::Offered {
                    caregiver_id: caregiver("1"),
                    recipient: Box::new(candidate("1").recipient),
                    message: message.clone(),
                    together: Together::Partial,
                };
                self.desk(&input);
            }
            Action::ForwardAnswer {
                shift_id,
                caregiver_id,
                message_id,
                answer,
                group,
            } => self.shift(
                shift_id,
                Input::ReplyReceived {
                    caregiver_id: caregiver_id.clone(),
                    message_id: message_id.clone(),
                    received_at: self.now,
                    answer: *answer,
                    language: None,
                    group: Some(group.clone()),
                },
            ),
            Action::ReleaseShift { shift_id, group } => {
                self.shift(shift_id, Input::GroupReleased { group: group.clone() });
            }
            Action::ReportOutcome {
                shift_id,
                group,
                told,
                ..
            } => {
                self.desk(&DeskInput::OutcomeReported {
                    group: group.clone(),
                    shift_id: shift_id.clone(),
                    told: *told,
                });
            }
            _ => {}
        }
    }

    fn pass(&mut self, minute: i64) -> Vec<Command> {
        self.now = minutes(minute);
        self.desk(&DeskInput::Tick)
    }

    /// The agency system takes the assignment of whoever claims the shift, or says that somebody has it.
    fn settle(&mut self, id: &str, taken: bool) {
        let id = ShiftId::new(id).unwrap();
        let fence = self.shifts[&id].fence();
        self.shift(
            &id,
            Input::Revalidated {
                fence,
                verdict: Verdict::Eligible,
            },
        );
        self.shift(
            &id,
            if taken {
                Input::AssignSucceeded { fence }
            } else {
                Input::AssignConflict { fence }
            },
        );
    }

    fn answer(&mut self, numbers: &[u32]) -> Vec<Command> {
        self.desk(&DeskInput::Answered {
            message_id: "answer-1".to_owned(),
            choice: Choice::Items {
                numbers: numbers.to_vec(),
            },
        })
    }

    fn results(&self) -> Vec<Vec<(String, Told)>> {
        let results = self
            .commands
            .iter()
            .filter_map(|command| message(&command.action));
        results
            .filter(|message| message.template == TemplateName::DigestResult)
            .map(|message| {
                message
                    .outcomes
                    .iter()
                    .map(|o| (o.shift_id.to_string(), o.told))
                    .collect()
            })
            .collect()
    }

    fn claimant(&self, id: &str) -> Option<String> {
        let world = &self.shifts[&ShiftId::new(id).unwrap()];
        world.run().claim().map(|claim| claim.caregiver_id.to_string())
    }

    fn filled_by(&self, id: &str) -> Option<&str> {
        self.shifts[&ShiftId::new(id).unwrap()].filled_by()
    }
}

#[test]
fn t24_a_digest_of_three_shifts_answered_1_3_is_two_independent_claims_and_one_text_back() {
    let mut office = Office::new(&["41", "42", "43"], Delivery::Digest);
    assert!(office.commands.is_empty(), "offers are collected for two minutes");
    let letter = office.pass(2);
    let sent = message(&letter[0].action).unwrap();
    assert_eq!(
        (letter.len(), sent.template, sent.terms.len()),
        (1, TemplateName::ShiftDigest, 3)
    );
    office.answer(&[1, 3]);
    assert_eq!(office.claimant("41").as_deref(), Some("1"));
    assert_eq!(office.claimant("42"), None);
    assert_eq!(office.claimant("43").as_deref(), Some("1"));
    office.settle("43", true);
    assert!(office.results().is_empty(), "one is settled, the other is not");
    office.settle("41", false);
    assert_eq!(office.filled_by("43"), Some("1"));
    assert_eq!(
        office.results(),
        [vec![
            ("41".to_owned(), Told::Filled),
            ("43".to_owned(), Told::Confirmed)
        ]]
    );
    // No stream texts caregiver 1 beside that.
    for world in office.shifts.values() {
        assert!(
            !told(&world.commands)
                .iter()
                .any(|(who, t)| who == "1" && *t != TemplateName::ShiftOffer)
        );
    }
    // What was not chosen counts as a no.
    let declined = office.shifts[&ShiftId::new("42").unwrap()]
        .contact("1")
        .standing
        .clone();
    assert_eq!(
        declined,
        Standing::Replied {
            answer: Answer::Decline
        }
    );
}

fn bundle(office: &mut Office, ids: &[&str]) {
    let terms = ids.iter().map(|id| {
        let run = office.shifts[&ShiftId::new(*id).unwrap()].run();
        Terms {
            shift_id: run.shift.id.clone(),
            window: run.shift.window,
            zone: run.shift.zone.clone(),
            area: None,
        }
    });
    let message = Message {
        contact: candidate("1").recipient.contact,
        channel: careweave_outreach::Channel::Sms,
        lines: lines("1", careweave_outreach::Channel::Sms),
        class: careweave_outreach::MessageClass::Offer,
        template: TemplateName::ShiftOffer,
        language: careweave_outreach::Language::English,
        terms: terms.collect(),
        outcomes: Vec::new(),
    };
    office.desk(&DeskInput::Offered {
        caregiver_id: caregiver("1"),
        recipient: Box::new(candidate("1").recipient),
        message,
        together: Together::Atomic,
    });
    office.pass(2);
}

#[test]
fn t25_an_atomic_bundle_with_one_conflict_is_released_whole_with_one_message() {
    let mut office = Office::new(&["43", "41", "42"], Delivery::Direct);
    bundle(&mut office, &["43", "41", "42"]);
    office.answer(&[1]);
    // One after the other, in the order of their ids.
    assert_eq!(
        (
            office.claimant("41").as_deref(),
            office.claimant("42"),
            office.claimant("43")
        ),
        (Some("1"), None, None)
    );
    office.settle("41", true);
    assert_eq!(office.filled_by("41"), Some("1"));
    office.settle("42", true);
    office.settle("43", false);
    for id in ["41", "42"] {
        let world = &office.shifts[&ShiftId::new(id).unwrap()];
        assert_eq!(
            (world.filled_by(), world.run().generation),
            (None, 2),
            "shift {id} is open again"
        );
        assert_eq!(
            world.count(|action| matches!(action, Action::UnassignShift { .. })),
            1
        );
    }
    assert_eq!(
        office.results(),
        [vec![
            ("41".to_owned(), Told::Released),
            ("42".to_owned(), Told::Released),
            ("43".to_owned(), Told::Filled)
        ]]
    );
    for world in office.shifts.values() {
        let beside = told(&world.commands)
            .into_iter()
            .filter(|(who, t)| who == "1" && *t != TemplateName::ShiftOffer);
        assert_eq!(beside.count(), 0);
    }
}

#[test]
fn a_bundle_without_conflict_is_assigned_whole_with_one_message() {
    let mut office = Office::new(&["41", "42"], Delivery::Direct);
    bundle(&mut office, &["41", "42"]);
    office.answer(&[1]);
    office.settle("41", true);
    office.settle("42", true);
    assert_eq!(
        (office.filled_by("41"), office.filled_by("42")),
        (Some("1"), Some("1"))
    );
    assert_eq!(office.results().len(), 1);
}

#[test]
fn waiting_in_line_for_one_shift_of_a_bundle_gives_the_others_back() {
    let mut office = Office::new(&["41", "42"], Delivery::Direct);
    let second = ShiftId::new("42").unwrap();
    office.shift(
        &second,
        Input::ReplyReceived {
            caregiver_id: caregiver("2"),
            message_id: "m1".to_owned(),
            received_at: opening(),
            answer: Answer::Accept,
            language: None,
            group: None,
        },
    );
    bundle(&mut office, &["41", "42"]);
    office.answer(&[1]);
    office.settle("41", true);
    assert_eq!(office.filled_by("41"), None, "given back");
    assert!(office.shifts[&second].run().waitlist.is_empty());
    assert_eq!(office.results().len(), 1);
}

#[test]
fn an_answer_that_does_not_settle_in_time_is_reported_as_far_as_it_is_and_the_rest_when_it_comes() {
    let mut office = Office::new(&["41", "42"], Delivery::Digest);
    office.pass(2);
    office.answer(&[1, 2]);
    office.settle("41", true);
    office.pass(12);
    assert_eq!(
        office.results(),
        [vec![
            ("41".to_owned(), Told::Confirmed),
            ("42".to_owned(), Told::Checking)
        ]]
    );
    office.settle("42", true);
    assert_eq!(office.results()[1], [("42".to_owned(), Told::Confirmed)]);
}

#[test]
fn a_second_list_waits_half_an_hour_and_an_opt_out_ends_all() {
    let mut office = Office::new(&["41"], Delivery::Digest);
    office.pass(2);
    bundle(&mut office, &["41"]);
    office.pass(4);
    let deferred = desk_deadline(&office.desk);
    assert_eq!(deferred, Some(minutes(32)));
    office.desk(&DeskInput::OptedOut {
        revocation: careweave_outreach::consent::Revocation {
            lines: lines("1", careweave_outreach::Channel::Sms),
            scope: careweave_outreach::consent::RevocationScope::Pair,
            at: opening(),
            means: careweave_outreach::consent::Means::Keyword,
        },
    });
    assert!(office.pass(32).is_empty());
    assert_eq!(desk_deadline(&office.desk), None);
}

#[test]
fn a_number_that_is_not_on_the_list_and_a_second_answer_change_nothing() {
    let mut office = Office::new(&["41", "42"], Delivery::Digest);
    office.pass(2);
    for numbers in [&[3][..], &[1, 1], &[0]] {
        assert!(office.answer(numbers).is_empty(), "{numbers:?}");
    }
    assert!(matches!(
        office.log.last().unwrap().event,
        DeskEvent::InputRejected {
            why: DeskRejection::NoSuchItem
        }
    ));
    office.answer(&[1]);
    office.answer(&[2]);
    assert!(matches!(
        office.log.last().unwrap().event,
        DeskEvent::InputRejected {
            why: DeskRejection::Duplicate
        }
    ));
}
