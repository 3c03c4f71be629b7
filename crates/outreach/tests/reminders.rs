//! What is due, once, and never stale.

#![allow(clippy::unwrap_used, clippy::panic)]

use careweave_outreach::consent::{SendRule, SendVerdict};
use careweave_outreach::reminders::*;
use careweave_outreach::{Channel, ContactId, MessageClass};
use careweave_types::{AgencyZone, Weekday, WorkweekAnchor};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn denver() -> AgencyZone {
    AgencyZone::new("America/Denver").unwrap()
}

fn subject(kind: SubjectKind, start: &str, booked_at: &str) -> Subject {
    Subject {
        id: "appointment/1".to_owned(),
        kind,
        contact: ContactId::new("prospect/1").unwrap(),
        zone: denver(),
        start: at(start),
        end: None,
        booked_at: at(booked_at),
        assigned: true,
        confirmed_at: None,
        clocked_in_at: None,
        clocked_out_at: None,
        cancelled_at: None,
        risk_per_mille: None,
        integration: None,
    }
}

fn rules_of(due: &Due) -> Vec<&str> {
    due.send.iter().map(|reminder| reminder.rule.as_str()).collect()
}

/// Looks whenever it is told to, sends all it may, and notes what was sent when.
fn run(
    rules: &ReminderRules,
    subject: &Subject,
    history: &mut ReminderHistory,
    from: DateTime<Utc>,
) -> Vec<(String, DateTime<Utc>)> {
    let mut sent = Vec::new();
    let mut now = from;
    loop {
        let due = due(rules, subject, history, now).unwrap();
        for reminder in &due.send {
            history.sent(&reminder.key, now);
            sent.push((reminder.rule.as_str().to_owned(), now));
        }
        match due.next_at {
            Some(next) => {
                assert!(next > now);
                now = next;
            }
            None => return sent,
        }
    }
}

/// Section 31.
#[test]
fn the_day_before_and_three_hours_before_are_both_sent_and_a_late_booking_gets_only_the_second() {
    let rules = ReminderRules::appointments().unwrap();
    let booked_early = subject(
        SubjectKind::Appointment,
        "2026-04-08T16:00:00Z",
        "2026-04-01T16:00:00Z",
    );
    let mut history = ReminderHistory::default();
    let sent = run(&rules, &booked_early, &mut history, at("2026-04-01T16:00:00Z"));
    assert_eq!(
        sent,
        [
            ("appointment_24h".to_owned(), at("2026-04-07T16:00:00Z")),
            ("appointment_3h".to_owned(), at("2026-04-08T13:00:00Z")),
        ]
    );
    let booked_late = subject(
        SubjectKind::Appointment,
        "2026-04-08T16:00:00Z",
        "2026-04-08T11:00:00Z",
    );
    let sent = run(
        &rules,
        &booked_late,
        &mut ReminderHistory::default(),
        at("2026-04-08T11:00:00Z"),
    );
    assert_eq!(sent, [("appointment_3h".to_owned(), at("2026-04-08T13:00:00Z"))]);
    // Moved by two days: both again, at new times and under new keys.
    let mut moved = booked_early;
    moved.start = at("2026-04-10T16:00:00Z");
    let sent = run(&rules, &moved, &mut history, at("2026-04-08T14:00:00Z"));
    assert_eq!(
        sent,
        [
            ("appointment_24h".to_owned(), at("2026-04-09T16:00:00Z")),
            ("appointment_3h".to_owned(), at("2026-04-10T13:00:00Z")),
        ]
    );
    assert_eq!(history.tally().sent, 4);
}

/// Section 32.
#[test]
fn a_worker_that_slept_six_hours_drops_and_counts_what_is_stale() {
    let rules = ReminderRules::appointments().unwrap();
    let subject = subject(
        SubjectKind::Appointment,
        "2026-04-08T16:00:00Z",
        "2026-04-01T16:00:00Z",
    );
    let mut history = ReminderHistory::default();
    let woke = at("2026-04-07T22:00:00Z");
    let first = due(&rules, &subject, &history, woke).unwrap();
    assert!(first.send.is_empty());
    assert_eq!(first.dropped.len(), 1);
    assert_eq!(first.dropped[0].reason, DropReason::Stale);
    history.dropped(&first.dropped[0], woke);
    history.dropped(&first.dropped[0], woke);
    let again = due(&rules, &subject, &history, woke).unwrap();
    assert!(again.send.is_empty() && again.dropped.is_empty());
    assert_eq!(again.next_at, Some(at("2026-04-08T13:00:00Z")));
    assert_eq!(history.tally().dropped.get(&DropReason::Stale), Some(&1));
}

/// Section 33.
#[test]
fn the_clock_in_ladder_climbs_once_and_a_clock_in_ends_it() {
    let rules = ReminderRules::clock_in().unwrap();
    let visit = subject(SubjectKind::Visit, "2026-04-06T12:00:00Z", "2026-04-01T12:00:00Z");
    let sent = run(
        &rules,
        &visit,
        &mut ReminderHistory::default(),
        at("2026-04-06T06:00:00Z"),
    );
    let minute = |minutes| at("2026-04-06T12:00:00Z") + TimeDelta::minutes(minutes);
    assert_eq!(
        sent,
        [
            ("clock_in_soon".to_owned(), minute(-15)),
            ("clock_in_late".to_owned(), minute(5)),
            ("clock_in_coordinator".to_owned(), minute(10)),
            ("clock_in_on_call".to_owned(), minute(20)),
        ]
    );
    let mut clocked_in = visit.clone();
    clocked_in.clocked_in_at = Some(minute(7));
    let sent = run(
        &rules,
        &clocked_in,
        &mut ReminderHistory::default(),
        at("2026-04-06T06:00:00Z"),
    );
    assert_eq!(sent.len(), 2, "{sent:?}");
    let late = due(&rules, &clocked_in, &ReminderHistory::default(), minute(300)).unwrap();
    assert!(
        late.dropped.is_empty(),
        "what is no longer needed is not counted as dropped"
    );
    let mut cancelled = visit;
    cancelled.cancelled_at = Some(minute(-60));
    let none = due(&rules, &cancelled, &ReminderHistory::default(), minute(5)).unwrap();
    assert_eq!(none, Due::default());
}

/// Section 30, as far as reminders go.
#[test]
fn reminders_over_a_change_of_clocks_keep_elapsed_hours_and_wall_clock_days_apart() {
    // 22:00 in Denver on the evening before clocks go forward: 24 hours before is 22:00 the evening before.
    let visits = ReminderRules::visits().unwrap();
    let visit = subject(SubjectKind::Visit, "2026-03-08T18:00:00Z", "2026-03-01T00:00:00Z");
    let sent = run(
        &visits,
        &visit,
        &mut ReminderHistory::default(),
        at("2026-03-01T00:00:00Z"),
    );
    // Noon on the day of the change is 18:00Z; a day of 24 elapsed hours before that is 11:00 by the wall clock.
    assert_eq!(sent[0], ("visit_24h".to_owned(), at("2026-03-07T18:00:00Z")));
    assert_eq!(denver().local(sent[0].1).minute_of_day(), 11 * 60);
    // Thirty days before an expiry is at ten on the wall clock on both sides of the change.
    let credentials = ReminderRules::credentials().unwrap();
    let mut credential = subject(
        SubjectKind::Credential,
        "2026-03-20T06:00:00Z",
        "2026-01-01T00:00:00Z",
    );
    credential.id = "credential/1".to_owned();
    let sent = run(
        &credentials,
        &credential,
        &mut ReminderHistory::default(),
        at("2026-02-01T00:00:00Z"),
    );
    assert_eq!(sent.len(), 5);
    assert!(
        sent.iter()
            .all(|(_, at)| denver().local(*at).minute_of_day() == 600)
    );
    assert_eq!(sent[0].1, at("2026-02-18T17:00:00Z"));
    assert_eq!(sent[2].1, at("2026-03-13T16:00:00Z"));
}

#[test]
fn the_week_is_confirmed_on_monday_at_nine_and_once() {
    let rules = ReminderRules::weekly().unwrap();
    let workweek = WorkweekAnchor::midnight(Weekday::Monday, denver());
    let contact = ContactId::new("caregiver/7").unwrap();
    let mut week = week(&contact, &workweek, at("2026-04-08T12:00:00Z")).unwrap();
    let sent = run(
        &rules,
        &week,
        &mut ReminderHistory::default(),
        at("2026-04-05T00:00:00Z"),
    );
    assert_eq!(
        sent,
        [("week_confirmation".to_owned(), at("2026-04-06T15:00:00Z"))]
    );
    week.confirmed_at = Some(at("2026-04-06T10:00:00Z"));
    let sent = run(
        &rules,
        &week,
        &mut ReminderHistory::default(),
        at("2026-04-05T00:00:00Z"),
    );
    assert!(sent.is_empty());
}

#[test]
fn a_coordinator_hears_a_day_ahead_of_a_visit_at_risk_and_only_when_the_risk_is_known() {
    let rules = ReminderRules::visits().unwrap();
    let mut visit = subject(SubjectKind::Visit, "2026-04-08T16:00:00Z", "2026-04-01T16:00:00Z");
    let day_before = at("2026-04-07T16:00:00Z");
    let ask = |visit: &Subject| {
        let due = due(&rules, visit, &ReminderHistory::default(), day_before).unwrap();
        rules_of(&due).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(ask(&visit), ["visit_24h"]);
    visit.risk_per_mille = Some(299);
    assert_eq!(ask(&visit), ["visit_24h"]);
    visit.risk_per_mille = Some(300);
    assert_eq!(ask(&visit), ["visit_24h", "visit_at_risk"]);
}

#[test]
fn a_rule_of_one_integration_leaves_the_others_alone() {
    let mut rules: Vec<ReminderRule> = ReminderRules::appointments().unwrap().iter().cloned().collect();
    rules[1].integration = Some("clinic".to_owned());
    let rules = ReminderRules::new(rules).unwrap();
    let mut subject = subject(
        SubjectKind::Appointment,
        "2026-04-08T16:00:00Z",
        "2026-04-01T16:00:00Z",
    );
    let count = |subject: &Subject| {
        run(
            &rules,
            subject,
            &mut ReminderHistory::default(),
            at("2026-04-01T16:00:00Z"),
        )
        .len()
    };
    assert_eq!(count(&subject), 1);
    subject.integration = Some("clinic".to_owned());
    assert_eq!(count(&subject), 2);
}

#[test]
fn a_reminder_that_may_not_go_out_in_time_is_dropped_with_the_rule_that_held_it() {
    let rules = ReminderRules::appointments().unwrap();
    let subject = subject(
        SubjectKind::Appointment,
        "2026-04-08T16:00:00Z",
        "2026-04-01T16:00:00Z",
    );
    let now = at("2026-04-07T16:00:00Z");
    let due = due(&rules, &subject, &ReminderHistory::default(), now).unwrap();
    let reminder = &due.send[0];
    assert_eq!(
        settle(reminder, &SendVerdict::Allowed { exception: None }),
        ReminderAction::Send
    );
    let until = now + TimeDelta::hours(2);
    let rule = SendRule::SendHours;
    assert_eq!(
        settle(reminder, &SendVerdict::Deferred { until, rule }),
        ReminderAction::Wait { until }
    );
    let until = reminder.expires_at;
    let action = settle(reminder, &SendVerdict::Deferred { until, rule });
    assert!(
        matches!(action, ReminderAction::Drop { dropped, rule: SendRule::SendHours } if dropped.reason == DropReason::NoOpenHours)
    );
    let refused = settle(
        reminder,
        &SendVerdict::Refused {
            rule: SendRule::OptedOut,
        },
    );
    assert!(
        matches!(refused, ReminderAction::Drop { dropped, rule: SendRule::OptedOut } if dropped.reason == DropReason::Refused)
    );
}

#[test]
fn rules_that_make_no_sense_are_refused_with_the_field() {
    let good = || ReminderRule {
        id: RuleId::new("one").unwrap(),
        subject: SubjectKind::Visit,
        integration: None,
        anchor: Anchor::Start,
        offset: Offset::Elapsed { minutes: -60 },
        conditions: Vec::new(),
        audience: Audience::Caregiver,
        channels: vec![Channel::Sms],
        class: MessageClass::Reminder,
        template: "visit_reminder".to_owned(),
        expires_after_minutes: 30,
    };
    assert!(ReminderRules::new(vec![good()]).is_ok());
    let broken = [
        ("id", vec![good(), good()]),
        (
            "channels",
            vec![ReminderRule {
                channels: Vec::new(),
                ..good()
            }],
        ),
        (
            "channels",
            vec![ReminderRule {
                channels: vec![Channel::Sms, Channel::Sms],
                ..good()
            }],
        ),
        (
            "expires_after_minutes",
            vec![ReminderRule {
                expires_after_minutes: 0,
                ..good()
            }],
        ),
        (
            "template",
            vec![ReminderRule {
                template: String::new(),
                ..good()
            }],
        ),
        (
            "offset",
            vec![ReminderRule {
                offset: Offset::Elapsed { minutes: i32::MIN },
                ..good()
            }],
        ),
        (
            "conditions",
            vec![ReminderRule {
                conditions: vec![Condition::RiskAtLeast { per_mille: 0 }],
                ..good()
            }],
        ),
        (
            "anchor",
            vec![ReminderRule {
                anchor: Anchor::Expiry,
                ..good()
            }],
        ),
    ];
    for (field, rules) in broken {
        assert_eq!(ReminderRules::new(rules).unwrap_err().get("field"), Some(field));
    }
    let all = ReminderRules::all([
        ReminderRules::clock_in().unwrap(),
        ReminderRules::visits().unwrap(),
        ReminderRules::weekly().unwrap(),
        ReminderRules::credentials().unwrap(),
        ReminderRules::appointments().unwrap(),
    ])
    .unwrap();
    let json = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::from_str::<ReminderRules>(&json).unwrap(), all);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn however_often_one_looks_nothing_is_sent_twice_or_outside_its_time(
        looks in prop::collection::vec(-3_000_i64..600, 1..60),
        clocked_in in prop::option::of(-60_i64..120),
    ) {
        let rules = ReminderRules::all([ReminderRules::clock_in().unwrap(), ReminderRules::visits().unwrap()]).unwrap();
        let start = at("2026-04-06T12:00:00Z");
        let mut visit = subject(SubjectKind::Visit, "2026-04-06T12:00:00Z", "2026-04-01T12:00:00Z");
        visit.clocked_in_at = clocked_in.map(|minutes| start + TimeDelta::minutes(minutes));
        let mut history = ReminderHistory::default();
        let mut sent = std::collections::BTreeSet::new();
        for minutes in looks {
            let now = start + TimeDelta::minutes(minutes);
            let due = due(&rules, &visit, &history, now).unwrap();
            for reminder in &due.send {
                prop_assert!(reminder.due_at <= now && now < reminder.expires_at);
                prop_assert!(sent.insert(reminder.key.clone()), "{} twice", reminder.rule);
                history.sent(&reminder.key, now);
            }
            for dropped in &due.dropped {
                prop_assert!(sent.insert(dropped.key.clone()));
                history.dropped(dropped, now);
            }
        }
    }
}
