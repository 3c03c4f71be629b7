//! What holds whatever comes in, in whatever order.

use std::collections::BTreeSet;

use careweave_outreach::campaign::*;
use careweave_outreach::consent::Means;
use chrono::TimeDelta;
use proptest::prelude::*;

use crate::world::*;

const PEOPLE: usize = 8;

/// Something that may happen; numbers are people, or how far back or ahead.
#[derive(Clone, Debug)]
enum Happening {
    Wait(u16),
    ClockBack(u16),
    Answer(u8, Answer),
    Repeat(u8),
    Verdict(u8),
    Assigned(u8),
    Coordinator(u8, u8),
    External(Option<u8>),
    Cancelled(u8),
    Delivery(u8, bool),
    Call(u8, CallOutcome),
    Opened(bool),
    Ranked(u32),
    Work(u8, i64),
    Consent(u8),
}

fn person() -> impl Strategy<Value = u8> {
    1..=PEOPLE as u8 + 1
}

fn happening() -> impl Strategy<Value = Happening> {
    let answer = prop_oneof![
        6 => Just(Answer::Accept),
        2 => Just(Answer::Decline),
        1 => Just(Answer::Question),
        1 => Just(Answer::Partial),
        1 => Just(Answer::Unknown),
        1 => Just(Answer::OptOut),
    ];
    let outcome = prop::sample::select(vec![
        CallOutcome::Accepted,
        CallOutcome::Declined,
        CallOutcome::Voicemail,
        CallOutcome::OptOut,
    ]);
    prop_oneof![
        8 => (0_u16..40).prop_map(Happening::Wait),
        1 => (0_u16..90).prop_map(Happening::ClockBack),
        10 => (person(), answer).prop_map(|(who, answer)| Happening::Answer(who, answer)),
        1 => (0_u8..4).prop_map(Happening::Repeat),
        6 => (0_u8..4).prop_map(Happening::Verdict),
        8 => (0_u8..7).prop_map(Happening::Assigned),
        4 => (0_u8..9, person()).prop_map(|(what, who)| Happening::Coordinator(what, who)),
        1 => prop::option::of(person()).prop_map(Happening::External),
        2 => person().prop_map(Happening::Cancelled),
        2 => (person(), any::<bool>()).prop_map(|(who, failed)| Happening::Delivery(who, failed)),
        2 => (person(), outcome).prop_map(|(who, outcome)| Happening::Call(who, outcome)),
        2 => any::<bool>().prop_map(Happening::Opened),
        3 => (0_u32..3).prop_map(Happening::Ranked),
        1 => (person(), 0_i64..200).prop_map(|(who, until)| Happening::Work(who, until)),
        1 => person().prop_map(Happening::Consent),
    ]
}

fn any_policy() -> impl Strategy<Value = Policy> {
    let rule = prop_oneof![
        3 => Just(ClaimRule::FirstClaim),
        1 => Just(ClaimRule::BestWithin { seconds: 90 }),
        1 => Just(ClaimRule::CoordinatorApproves),
    ];
    let revalidation = prop::sample::select(vec![Revalidation::BeforeAssignment, Revalidation::Skip]);
    let digest = prop::sample::select(vec![Delivery::Direct, Delivery::Digest]);
    let overtime = prop::sample::select(vec![
        OvertimeRule::Allow,
        OvertimeRule::Approve,
        OvertimeRule::Refuse,
    ]);
    (rule, revalidation, digest, overtime, 0_u32..3, 1_u32..4).prop_map(
        |(rule, revalidation, digest, overtime, top_up_below, caregivers)| Policy {
            claims: Claims {
                rule,
                revalidation,
                ..Claims::default()
            },
            digest,
            overtime,
            waves: Waves {
                size: WaveSizing::Count { caregivers },
                top_up_below,
                max_contacts: 6,
                ..Waves::default()
            },
            ..Policy::named("any")
        },
    )
}

fn people() -> Vec<Candidate> {
    let mut people = candidates(PEOPLE);
    people[2].overtime_minutes = 60;
    people[4].recipient.consent.grants.clear();
    people
}

fn name(who: u8) -> String {
    who.to_string()
}

/// The fence of the present claim, of one that was given up, or now and then a wrong one.
fn fence(world: &World, off: u8) -> u64 {
    let run = world.state.run.as_ref();
    let given_up = run
        .and_then(|run| run.abandoned.last())
        .map_or(1, |abandoned| abandoned.fence);
    let present = run
        .and_then(|run| run.claim())
        .map_or(given_up, |claim| claim.fence);
    present.saturating_sub(u64::from(off == 6) * 7)
}

fn happen(world: &mut World, what: &Happening) {
    let input = match what {
        Happening::Wait(minutes) => {
            world.now += TimeDelta::minutes(i64::from(*minutes));
            Input::Tick
        }
        Happening::ClockBack(minutes) => {
            world.now -= TimeDelta::minutes(i64::from(*minutes));
            Input::Tick
        }
        Happening::Answer(who, answer) => {
            world.answer(&name(*who), *answer);
            return;
        }
        Happening::Repeat(back) => match world.inputs.iter().rev().nth(usize::from(*back)) {
            Some((_, input)) => input.clone(),
            None => Input::Tick,
        },
        Happening::Verdict(which) => Input::Revalidated {
            fence: fence(world, 0),
            verdict: match which {
                0 => Verdict::Ineligible {
                    rule: "schedule_conflict".to_owned(),
                },
                1 => Verdict::Overtime { minutes: 45 },
                _ => Verdict::Eligible,
            },
        },
        Happening::Assigned(which) => {
            let fence = fence(world, *which);
            let claimant = world
                .state
                .run
                .as_ref()
                .and_then(|run| run.claim())
                .map(|claim| claim.caregiver_id.clone());
            match which {
                0 => Input::AssignConflict { fence },
                1 => Input::AssignFailed {
                    fence,
                    retryable: true,
                    reason: "busy".to_owned(),
                },
                2 => Input::AssignUnknown { fence },
                3 => Input::AssignmentRead {
                    fence,
                    assigned_to: None,
                },
                4 => Input::AssignmentRead {
                    fence,
                    assigned_to: claimant,
                },
                _ => Input::AssignSucceeded { fence },
            }
        }
        Happening::Coordinator(which, who) => {
            let caregiver_id = caregiver(&name(*who));
            let fence = fence(world, 0);
            world.act(match which {
                0 => CoordinatorAction::Pause,
                1 => CoordinatorAction::Resume,
                2 => CoordinatorAction::ManualAssign { caregiver_id },
                3 | 4 => CoordinatorAction::Approve { fence },
                5 => CoordinatorAction::Deny { fence },
                6 => CoordinatorAction::Ack,
                7 => CoordinatorAction::Exclude {
                    caregiver_id,
                    rule: "client_asked".to_owned(),
                },
                _ => CoordinatorAction::Cancel {
                    notify: Some(CancelReason::ClientCancelled),
                    note: None,
                },
            });
            return;
        }
        Happening::External(who) => Input::ExternalAssignmentSeen {
            caregiver_id: who.map(|who| caregiver(&name(who))),
        },
        Happening::Cancelled(who) => Input::CaregiverCancelled {
            caregiver_id: caregiver(&name(*who)),
            reason: "called_off".to_owned(),
        },
        Happening::Delivery(who, failed) => {
            let contact = world
                .state
                .run
                .as_ref()
                .and_then(|run| run.contact(&caregiver(&name(*who))));
            let Some(command) = contact.and_then(|contact| contact.offer_key.clone()) else {
                return;
            };
            let report = if *failed {
                DeliveryReport::Failed {
                    class: FailureClass::InvalidNumber,
                }
            } else {
                DeliveryReport::Delivered
            };
            Input::DeliveryUpdated { command, report }
        }
        Happening::Call(who, outcome) => {
            let person = format!("caregiver/{who}");
            let placed = world.commands.iter().rev().find(|command| {
                matches!(&command.action, Action::PlaceCall { message } if message.contact.as_str() == person)
            });
            let Some(command) = placed.map(|command| command.key.clone()) else {
                return;
            };
            Input::CallEnded {
                command,
                outcome: *outcome,
            }
        }
        Happening::Opened(given_back) => Input::ShiftOpened {
            shift: shift_in(420),
            cause: if *given_back { Cause::CallOff } else { Cause::Gap },
            excluded: Vec::new(),
        },
        Happening::Ranked(off) => Input::CandidatesRanked {
            generation: world.state.run.as_ref().map_or(1, |run| run.generation) + off / 2,
            candidates: people(),
        },
        Happening::Work(who, until) => Input::WorkChanged {
            caregiver_id: caregiver(&name(*who)),
            working: vec![careweave_types::TimeWindow::new(minutes(-60), minutes(*until)).unwrap()],
        },
        Happening::Consent(who) => {
            let mut recipient = candidate(&name(*who)).recipient;
            recipient
                .consent
                .revocations
                .push(careweave_outreach::consent::Revocation {
                    lines: lines(&name(*who), careweave_outreach::Channel::Sms),
                    scope: careweave_outreach::consent::RevocationScope::All,
                    at: opening(),
                    means: Means::Person,
                });
            Input::ConsentChanged {
                caregiver_id: caregiver(&name(*who)),
                recipient,
            }
        }
    };
    world.give(input);
}

/// One claim at a time, one fill per generation, and a confirmation only to who has it.
fn check_winners(world: &World) -> Result<(), TestCaseError> {
    let (mut claimed, mut filled) = (None, None);
    for recorded in &world.log {
        match &recorded.event {
            Event::Opened { .. } => (claimed, filled) = (None, None),
            Event::Claimed { caregiver_id, .. } => {
                prop_assert!(
                    claimed.is_none() && filled.is_none(),
                    "a claim beside a claim or a fill"
                );
                claimed = Some(caregiver_id.clone());
            }
            Event::ClaimReleased { .. } | Event::Closed { .. } => claimed = None,
            Event::Filled { caregiver_id, .. } => {
                prop_assert!(filled.is_none(), "two winners in one generation");
                (claimed, filled) = (None, Some(caregiver_id.clone()));
            }
            Event::ContactTold {
                caregiver_id,
                told: Told::Confirmed,
                ..
            } => prop_assert_eq!(filled.as_ref(), Some(caregiver_id)),
            Event::AssignmentRequested { .. } => prop_assert!(claimed.is_some()),
            _ => {}
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 300 } else { 20_000 }))]

    /// `World::give` holds after every step that the fold of the events is the state and that nothing due is left undone.
    #[test]
    fn no_order_of_inputs_gives_two_winners_or_a_command_twice(policy in any_policy(), happenings in prop::collection::vec(happening(), 1..60)) {
        let mut world = World::opened(policy, shift_in(420), people());
        for what in &happenings {
            happen(&mut world, what);
        }
        check_winners(&world)?;
        let unique: BTreeSet<_> = keys(&world.commands).into_iter().collect();
        prop_assert_eq!(unique.len(), world.commands.len(), "a command twice by key");
        let (state, commands) = replay(&world.log);
        prop_assert_eq!(&state, &world.state);
        prop_assert_eq!(&commands, &world.commands);
        prop_assert!(world.log.windows(2).all(|pair| pair[0].at <= pair[1].at && pair[0].version + 1 == pair[1].version));
        let text = serde_json::to_string(&world.log).unwrap();
        prop_assert_eq!(read_log(&text).unwrap(), world.log.clone());
        prop_assert!(plan(&world.state, world.now, &world.policy).complete);
    }

    /// After a person said STOP, nothing but the one confirmation is written to them.
    #[test]
    fn nobody_who_opted_out_is_written_to(policy in any_policy(), happenings in prop::collection::vec(happening(), 1..40)) {
        let policy = Policy { digest: Delivery::Direct, ..policy };
        let mut world = World::opened(policy, shift_in(420), people());
        for what in &happenings {
            if !matches!(what, Happening::Consent(_) | Happening::Ranked(_) | Happening::Opened(_) | Happening::Cancelled(_)) {
                happen(&mut world, what);
            }
        }
        world.answer("1", Answer::OptOut);
        let before = world.commands.len();
        for what in &happenings {
            if !matches!(what, Happening::Consent(_) | Happening::Ranked(_) | Happening::Opened(_) | Happening::Cancelled(_)) {
                happen(&mut world, what);
            }
        }
        world.until(420);
        prop_assert!(!told(&world.commands[before..]).iter().any(|(who, _)| who == "1"));
    }
}
