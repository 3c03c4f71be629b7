//! Leads, from the first enquiry on.

#![allow(clippy::unwrap_used, clippy::panic, clippy::needless_pass_by_value)]

use careweave_outreach::leads::*;
use careweave_outreach::{Channel, ContactId, MessageClass};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

fn noon() -> DateTime<Utc> {
    "2026-04-06T18:00:00Z".parse().unwrap()
}

/// A lead with its log.
struct Story {
    lead: Lead,
    log: Vec<LeadEvent>,
    commands: Vec<LeadCommand>,
    policy: LeadPolicy,
}

impl Story {
    fn new() -> Self {
        let policy = LeadPolicy::default();
        policy.check().unwrap();
        Self {
            lead: Lead::new(ContactId::new("prospect/1").unwrap()),
            log: Vec::new(),
            commands: Vec::new(),
            policy,
        }
    }

    fn created(tags: &[&str], source: LeadSource) -> Self {
        let mut story = Self::new();
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        story.then(
            LeadInput::Created {
                source,
                class: None,
                tags,
            },
            0,
        );
        story
    }

    /// Feeds an input so many minutes after noon; gives what to do.
    fn then(&mut self, input: LeadInput, minutes: i64) -> Vec<LeadAction> {
        let decision = decide(
            &self.lead,
            &input,
            noon() + TimeDelta::minutes(minutes),
            &self.policy,
        );
        for event in decision.events {
            self.lead = evolve(&self.lead, &event);
            self.log.push(event);
        }
        self.commands.extend(decision.commands.clone());
        decision
            .commands
            .into_iter()
            .map(|command| command.action)
            .collect()
    }

    fn rejected(&self) -> Option<Rejection> {
        match self.log.last() {
            Some(LeadEvent::InputRejected { why }) => Some(*why),
            _ => None,
        }
    }
}

fn booked(minutes: i64) -> LeadInput {
    LeadInput::Booked {
        appointment: "appointment/1".to_owned(),
        start: noon() + TimeDelta::minutes(minutes),
    }
}

#[test]
fn a_hot_lead_is_called_and_written_to_at_once_and_the_reasons_are_given() {
    let mut story = Story::new();
    let created = LeadInput::Created {
        source: LeadSource::Referral,
        class: Some("hot".to_owned()),
        tags: vec!["Urgent".to_owned(), "garden".to_owned()],
    };
    let actions = story.then(created, 0);
    let reasons = vec![
        HotReason::Class {
            class: "HOT".to_owned(),
        },
        HotReason::Tag {
            tag: "urgent".to_owned(),
        },
        HotReason::NewReferral,
    ];
    assert_eq!(hot(&story.lead, &story.policy.hot), reasons);
    assert_eq!(
        actions,
        [
            LeadAction::AlertPerson { reasons },
            LeadAction::Call {
                class: MessageClass::Marketing
            },
            LeadAction::Message {
                channel: Channel::WhatsApp,
                template: "lead_welcome".to_owned(),
                class: MessageClass::Marketing,
            },
        ]
    );
    assert_eq!(story.lead.temperature, Temperature::Hot);
    assert_eq!(next_deadline(&story.lead, &story.policy), None);
}

#[test]
fn any_other_lead_is_followed_up_after_two_hours_and_once() {
    let mut story = Story::created(&[], LeadSource::Website);
    assert!(story.commands.is_empty());
    assert_eq!(
        next_deadline(&story.lead, &story.policy),
        Some(noon() + TimeDelta::hours(2))
    );
    assert!(story.then(LeadInput::Tick, 119).is_empty());
    assert_eq!(story.then(LeadInput::Tick, 120).len(), 2);
    assert!(story.then(LeadInput::Tick, 121).is_empty());
}

#[test]
fn dialling_is_no_contact_and_a_conversation_is() {
    let mut story = Story::created(&[], LeadSource::Website);
    story.then(
        LeadInput::Attempted {
            channel: Channel::Voice,
        },
        1,
    );
    assert_eq!(story.lead.stage, LeadStage::New);
    story.then(
        LeadInput::Conversed {
            channel: Channel::Voice,
        },
        2,
    );
    assert_eq!(story.lead.stage, LeadStage::Contacted);
    // A later delivery does not take a lead back.
    story.then(LeadInput::Qualified, 3);
    story.then(
        LeadInput::Delivered {
            channel: Channel::Sms,
        },
        4,
    );
    assert_eq!(story.lead.stage, LeadStage::Qualified);
}

#[test]
fn a_call_back_keeps_the_time_that_was_asked_for() {
    let mut story = Story::created(&[], LeadSource::Website);
    let asked = noon() + TimeDelta::minutes(200);
    story.then(LeadInput::CallbackRequested { at: Some(asked) }, 5);
    assert_eq!(story.lead.sequence, Sequence::Callback { at: asked });
    assert!(story.then(LeadInput::Tick, 199).is_empty());
    assert_eq!(
        story.then(LeadInput::Tick, 200),
        [LeadAction::Call {
            class: MessageClass::Transactional
        }]
    );
    story.then(LeadInput::CallbackRequested { at: None }, 300);
    assert_eq!(
        story.lead.sequence,
        Sequence::Callback {
            at: noon() + TimeDelta::minutes(300 + 1_440)
        }
    );
    story.then(LeadInput::CallbackRequested { at: Some(noon()) }, 301);
    assert_eq!(story.rejected(), Some(Rejection::InThePast));
}

#[test]
fn nobody_is_a_no_show_by_the_clock_alone() {
    let mut story = Story::created(&[], LeadSource::Website);
    story.then(booked(60), 1);
    assert_eq!(
        next_deadline(&story.lead, &story.policy),
        Some(noon() + TimeDelta::minutes(75))
    );
    let missed = LeadInput::Missed {
        evidence: Evidence::StaffReport,
    };
    story.then(missed.clone(), 74);
    assert_eq!(story.rejected(), Some(Rejection::WithinGrace));
    assert_eq!(story.then(LeadInput::Tick, 75), [LeadAction::AskAttendance]);
    assert!(story.then(LeadInput::Tick, 500).is_empty(), "it is asked once");
    assert_eq!(story.lead.stage, LeadStage::Booked);
    story.then(missed, 501);
    assert_eq!((story.lead.stage, story.lead.no_shows), (LeadStage::NoShow, 1));
    // They came late after all.
    story.then(
        LeadInput::Attended {
            evidence: Evidence::Record,
        },
        502,
    );
    assert_eq!(
        (story.lead.stage, story.lead.sequence),
        (LeadStage::Showed, Sequence::Idle)
    );
}

#[test]
fn who_did_not_come_is_won_back_step_by_step_until_they_book() {
    let mut story = Story::created(&[], LeadSource::Website);
    story.then(booked(60), 1);
    story.then(
        LeadInput::Missed {
            evidence: Evidence::ProviderStatus,
        },
        100,
    );
    let day = 1_440;
    let mut sent = Vec::new();
    while let Some(at) = next_deadline(&story.lead, &story.policy) {
        let minutes = (at - noon()).num_minutes();
        for action in story.then(LeadInput::Tick, minutes) {
            if let LeadAction::Message { template, .. } = action {
                sent.push((template, minutes));
            }
        }
    }
    let expected = [
        ("lead_missed_you", 100 + day),
        ("lead_still_interested", 100 + 3 * day),
        ("lead_last_word", 100 + 7 * day),
    ];
    assert_eq!(sent, expected.map(|(template, at)| (template.to_owned(), at)));
    story.then(
        LeadInput::Missed {
            evidence: Evidence::ProviderStatus,
        },
        200 + 8 * day,
    );
    assert_eq!(story.lead.sequence, Sequence::Idle, "once missed, once won back");
    story.then(booked(20_000), 200 + 9 * day);
    assert_eq!(
        (story.lead.stage, story.lead.sequence),
        (LeadStage::Booked, Sequence::Idle)
    );
}

#[test]
fn not_interested_is_cold_and_ends_everything_for_good() {
    let mut story = Story::created(&["urgent"], LeadSource::Referral);
    story.then(booked(60), 1);
    let actions = story.then(LeadInput::NotInterested, 2);
    assert_eq!(actions, [LeadAction::CancelScheduled, LeadAction::Suppress]);
    assert_eq!(
        (story.lead.stage, story.lead.temperature, story.lead.sequence),
        (LeadStage::Lost, Temperature::Cold, Sequence::Suppressed)
    );
    assert!(hot(&story.lead, &story.policy.hot).is_empty());
    assert!(story.then(LeadInput::OptedOut, 3).is_empty(), "once is enough");
    let hotter = LeadInput::Reclassified {
        class: Some("HOT".to_owned()),
        tags: Vec::new(),
    };
    assert!(story.then(hotter, 4).is_empty());
    assert!(story.then(LeadInput::Tick, 100_000).is_empty());
    assert_eq!(next_deadline(&story.lead, &story.policy), None);
}

#[test]
fn a_moved_appointment_is_asked_about_at_its_new_time() {
    let mut story = Story::created(&[], LeadSource::Website);
    story.then(booked(60), 1);
    story.then(LeadInput::Confirmed, 2);
    let start = noon() + TimeDelta::minutes(600);
    story.then(LeadInput::Moved { start }, 3);
    assert_eq!(
        story.lead.stage,
        LeadStage::Booked,
        "what was confirmed was the old time"
    );
    assert_eq!(
        next_deadline(&story.lead, &story.policy),
        Some(start + TimeDelta::minutes(15))
    );
    assert!(story.then(LeadInput::Tick, 75).is_empty());
    story.then(LeadInput::AppointmentCancelled, 80);
    assert_eq!(story.lead.appointment, None);
    story.then(
        LeadInput::Attended {
            evidence: Evidence::StaffReport,
        },
        700,
    );
    assert_eq!(story.rejected(), Some(Rejection::NoAppointment));
}

#[test]
fn a_policy_that_makes_no_sense_is_refused_with_the_field() {
    type Breaking = fn(&mut LeadPolicy);
    let broken: [(&str, Breaking); 4] = [
        ("follow_up_minutes", |p| p.follow_up_minutes = 0),
        ("grace_minutes", |p| p.grace_minutes = u32::MAX),
        ("reactivation[1]", |p| p.reactivation[1].after_minutes = 0),
        ("reactivation", |p| {
            let step = p.reactivation[0].clone();
            p.reactivation = vec![step; 33];
        }),
    ];
    for (field, breaking) in broken {
        let mut policy = LeadPolicy::default();
        breaking(&mut policy);
        assert_eq!(policy.check().unwrap_err().get("field"), Some(field));
    }
}

fn input() -> impl Strategy<Value = LeadInput> {
    let minutes = -100_i64..20_000;
    prop_oneof![
        Just(LeadInput::Created {
            source: LeadSource::Referral,
            class: None,
            tags: vec!["urgent".to_owned()]
        }),
        Just(LeadInput::Created {
            source: LeadSource::Website,
            class: None,
            tags: Vec::new()
        }),
        Just(LeadInput::Qualified),
        Just(LeadInput::Confirmed),
        Just(LeadInput::Converted),
        Just(LeadInput::NotInterested),
        Just(LeadInput::OptedOut),
        Just(LeadInput::AppointmentCancelled),
        Just(LeadInput::Conversed {
            channel: Channel::Voice
        }),
        Just(LeadInput::Attended {
            evidence: Evidence::Record
        }),
        Just(LeadInput::Missed {
            evidence: Evidence::Record
        }),
        minutes.clone().prop_map(booked),
        minutes.prop_map(|m| LeadInput::Moved {
            start: noon() + TimeDelta::minutes(m)
        }),
        Just(LeadInput::CallbackRequested { at: None }),
        Just(LeadInput::Tick),
        Just(LeadInput::Tick),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_inputs_folds_back_repeats_no_key_and_leaves_the_suppressed_alone(
        steps in prop::collection::vec((input(), 0_i64..4_000), 1..40),
    ) {
        let mut story = Story::new();
        let mut minutes = 0;
        for (input, wait) in steps {
            minutes += wait;
            let suppressed = story.lead.sequence == Sequence::Suppressed;
            let actions = story.then(input, minutes);
            let contacted = actions
                .iter()
                .any(|action| matches!(action, LeadAction::Call { .. } | LeadAction::Message { .. }));
            prop_assert!(!(suppressed && contacted));
            prop_assert!(!suppressed || story.lead.sequence == Sequence::Suppressed);
        }
        prop_assert_eq!(fold(story.lead.contact.clone(), &story.log), story.lead.clone());
        let mut keys: Vec<_> = story.commands.iter().map(|command| command.key.clone()).collect();
        let all = keys.len();
        keys.sort();
        keys.dedup();
        prop_assert_eq!(keys.len(), all);
        let json = serde_json::to_string(&story.lead).unwrap();
        prop_assert_eq!(serde_json::from_str::<Lead>(&json).unwrap(), story.lead);
    }
}
