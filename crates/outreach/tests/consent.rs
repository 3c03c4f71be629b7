//! Who may be written to, how and when.

#![allow(clippy::unwrap_used, clippy::panic)]

use careweave_outreach::consent::*;
use careweave_outreach::{Channel, ContactId, MessageClass};
use careweave_types::{AgencyZone, TimeOfDay, Weekday};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use serde::Deserialize;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn zone(name: &str) -> AgencyZone {
    AgencyZone::new(name).unwrap()
}

fn lines(theirs: &str) -> LinePair {
    LinePair {
        ours: LineId::new("office").unwrap(),
        theirs: LineId::new(theirs).unwrap(),
    }
}

fn policy() -> SendPolicy {
    let policy = SendPolicy::united_states().unwrap();
    policy.check().unwrap();
    policy
}

fn somebody(places: KnownPlaces) -> Recipient {
    Recipient {
        contact: ContactId::new("caregiver/7").unwrap(),
        places,
        consent: ConsentSet::default(),
        out_of_hours: OutOfHours::Never,
        history: ContactHistory::default(),
    }
}

fn sending(class: MessageClass, channel: Channel) -> Sending {
    Sending {
        class,
        channel,
        lines: lines("mobile"),
        urgency: Urgency::Routine,
        origin: Origin::Planned,
    }
}

fn grant(channel: Channel, class: Option<MessageClass>, basis: ConsentBasis, captured_at: &str) -> Grant {
    Grant {
        lines: None,
        channel,
        class,
        basis,
        source: "application_form".to_owned(),
        captured_at: at(captured_at),
        evidence: None,
        revoked_at: None,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Windows {
    #[serde(rename = "about")]
    _about: String,
    cases: Vec<WindowCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WindowCase {
    name: String,
    places: Vec<Place>,
    now: DateTime<Utc>,
    opens_at: Option<DateTime<Utc>>,
}

/// Section 27: a state's window to 20:00, a night on which clocks change, two possible zones.
#[test]
fn a_message_outside_hours_waits_for_the_next_opening_where_the_recipient_is() {
    let text = include_str!("../../../vectors/outreach/send_hours.json");
    let windows: Windows = serde_json::from_str(text).unwrap();
    let table = SendHours::united_states().unwrap();
    for case in &windows.cases {
        let opens = next_open(&table, &case.places, case.now).unwrap();
        assert_eq!(opens, case.opens_at, "{}", case.name);
        let recipient = somebody(KnownPlaces {
            address: case.places.clone(),
            ..KnownPlaces::default()
        });
        let verdict = may_send(
            &policy(),
            &sending(MessageClass::Offer, Channel::Sms),
            &recipient,
            case.now,
        );
        let expected = match case.opens_at {
            Some(opens) if opens == case.now => SendVerdict::Allowed { exception: None },
            Some(until) => SendVerdict::Deferred {
                until,
                rule: SendRule::SendHours,
            },
            None => SendVerdict::Refused {
                rule: SendRule::NoCommonHours,
            },
        };
        assert_eq!(verdict, expected, "{}", case.name);
    }
}

#[test]
fn places_that_share_no_hour_of_the_week_refuse_and_do_not_wait_for_ever() {
    let rule = |id: &str, jurisdiction: &str, from: u16, until: u16| SendHoursRule {
        id: id.to_owned(),
        jurisdiction: Some(jurisdiction.to_owned()),
        hours: vec![DayHours {
            days: Weekday::ALL.to_vec(),
            from: TimeOfDay::from_minutes(from).unwrap(),
            until: TimeOfDay::from_minutes(until).unwrap(),
        }],
        effective_from: None,
        effective_until: None,
        source: Citation {
            text: "a test".to_owned(),
            read_on: NaiveDate::from_ymd_opt(2026, 11, 1).unwrap(),
            sureness: Sureness::Chosen,
        },
    };
    let table = SendHours {
        version: "test".to_owned(),
        rules: vec![rule("early", "X-1", 480, 600), rule("late", "X-2", 1_200, 1_260)],
    };
    table.check().unwrap();
    let place = |jurisdiction: &str| Place {
        zone: zone("America/Denver"),
        jurisdiction: Some(jurisdiction.to_owned()),
    };
    let now = at("2026-04-06T15:00:00Z");
    assert_eq!(
        next_open(&table, &[place("X-1"), place("X-2")], now).unwrap(),
        None
    );
    assert!(next_open(&table, &[place("X-1")], now).unwrap().is_some());
}

#[test]
fn a_rule_holds_only_on_its_dates() {
    let mut table = SendHours::united_states().unwrap();
    let florida = table.rules.iter_mut().find(|rule| rule.id == "us-fl").unwrap();
    florida.effective_from = NaiveDate::from_ymd_opt(2026, 4, 7);
    let place = [Place {
        zone: zone("America/New_York"),
        jurisdiction: Some("US-FL".to_owned()),
    }];
    // 20:30 in Florida: open the evening before the rule begins, closed on the evening it holds.
    let before = at("2026-04-07T00:30:00Z");
    let after = at("2026-04-08T00:30:00Z");
    assert_eq!(next_open(&table, &place, before).unwrap(), Some(before));
    assert_eq!(
        next_open(&table, &place, after).unwrap(),
        Some(at("2026-04-08T12:00:00Z"))
    );
}

#[test]
fn a_table_that_contradicts_itself_is_refused_with_the_field() {
    let good = include_str!("../src/consent/data/us_hours.json");
    for (from, to, field) in [
        ("\"us-fl\"", "\"us-federal\"", "id"),
        ("\"until\": \"21:00\"", "\"until\": \"08:00\"", "hours"),
    ] {
        let error = SendHours::from_json(&good.replacen(from, to, 1)).unwrap_err();
        assert!(
            error.get("field").is_some_and(|f| f.ends_with(field)),
            "{error:#}"
        );
    }
    assert!(SendHours::from_json(&good.replace("\"rules\"", "\"laws\"")).is_err());
    let mut policy = policy();
    policy.hours_use.pop();
    assert_eq!(policy.check().unwrap_err().get("field"), Some("hours_use"));
}

#[test]
fn the_most_trusted_place_counts_and_an_unknown_one_refuses_what_keeps_hours() {
    let place = |name: &str| Place {
        zone: zone(name),
        jurisdiction: None,
    };
    let places = KnownPlaces {
        stated: vec![place("America/Denver")],
        area_code: vec![place("America/New_York")],
        ..KnownPlaces::default()
    };
    // 08:30 in New York is 06:30 in Denver.
    let verdict = may_send(
        &policy(),
        &sending(MessageClass::Offer, Channel::Sms),
        &somebody(places),
        at("2026-04-06T12:30:00Z"),
    );
    assert_eq!(
        verdict,
        SendVerdict::Deferred {
            until: at("2026-04-06T14:00:00Z"),
            rule: SendRule::SendHours
        }
    );
    let nowhere = somebody(KnownPlaces::default());
    let now = at("2026-04-06T18:00:00Z");
    let ask = |class| may_send(&policy(), &sending(class, Channel::Sms), &nowhere, now);
    assert_eq!(
        ask(MessageClass::Offer),
        SendVerdict::Refused {
            rule: SendRule::UnknownZone
        }
    );
    assert!(ask(MessageClass::Transactional).is_allowed());
}

#[test]
fn only_the_urgent_goes_out_at_night_and_only_to_whom_agreed() {
    let night = at("2026-04-07T09:00:00Z");
    let mut recipient = somebody(KnownPlaces::stated(zone("America/Denver")));
    let mut offer = sending(MessageClass::Offer, Channel::Sms);
    offer.urgency = Urgency::Urgent;
    assert!(!may_send(&policy(), &offer, &recipient, night).is_allowed());
    recipient.out_of_hours = OutOfHours::Urgent;
    assert_eq!(
        may_send(&policy(), &offer, &recipient, night),
        SendVerdict::Allowed {
            exception: Some(SendException::UrgentOptIn)
        }
    );
    offer.urgency = Urgency::Routine;
    assert!(!may_send(&policy(), &offer, &recipient, night).is_allowed());
    // Marketing has no exception.
    recipient.consent.grants.push(grant(
        Channel::Sms,
        Some(MessageClass::Marketing),
        ConsentBasis::WrittenConsent,
        "2026-01-01T00:00:00Z",
    ));
    let mut marketing = sending(MessageClass::Marketing, Channel::Sms);
    marketing.urgency = Urgency::Urgent;
    assert!(!may_send(&policy(), &marketing, &recipient, night).is_allowed());
}

/// Section 28.
#[test]
fn a_call_without_consent_is_refused_with_its_reason_and_the_text_goes_out() {
    let noon = at("2026-04-06T18:00:00Z");
    let mut recipient = somebody(KnownPlaces::stated(zone("America/Denver")));
    let call = sending(MessageClass::Offer, Channel::Voice);
    let text = sending(MessageClass::Offer, Channel::Sms);
    assert_eq!(
        may_send(&policy(), &call, &recipient, noon),
        SendVerdict::Refused {
            rule: SendRule::NoVoiceConsent
        }
    );
    assert!(may_send(&policy(), &text, &recipient, noon).is_allowed());
    // Working for the agency is no consent to a machine's voice; an express one is.
    recipient.consent.grants.push(grant(
        Channel::Voice,
        None,
        ConsentBasis::Employment,
        "2026-01-01T00:00:00Z",
    ));
    assert!(!may_send(&policy(), &call, &recipient, noon).is_allowed());
    recipient.consent.grants.push(grant(
        Channel::Voice,
        None,
        ConsentBasis::ExpressConsent,
        "2026-01-01T00:00:00Z",
    ));
    assert!(may_send(&policy(), &call, &recipient, noon).is_allowed());
    // A marketing call needs it in writing.
    let marketing = sending(MessageClass::Marketing, Channel::Voice);
    assert!(!may_send(&policy(), &marketing, &recipient, noon).is_allowed());
}

/// Section 18: at once, one confirmation, nothing further of that scope.
#[test]
fn stop_suppresses_at_once_and_is_confirmed_once() {
    let noon = at("2026-04-06T18:00:00Z");
    let policy = policy();
    let mut recipient = somebody(KnownPlaces::stated(zone("America/Denver")));
    recipient.consent.grants.push(grant(
        Channel::Voice,
        None,
        ConsentBasis::WrittenConsent,
        "2026-01-01T00:00:00Z",
    ));
    for text in ["STOP", "stop", "Stop.", " STOP  ", "\u{201c}stop\u{201d}!"] {
        assert_eq!(
            keyword(text).map(|found| found.keyword),
            Some(Keyword::OptOut),
            "{text}"
        );
    }
    let first = opt_out(
        &policy.revocation,
        &recipient.consent,
        &lines("mobile"),
        Means::Keyword,
        noon,
    );
    assert_eq!(first.confirm_until, Some(noon + TimeDelta::minutes(5)));
    recipient.consent.revocations.extend(first.revocation);
    let ask = |class, channel, theirs: &str, recipient: &Recipient, now| {
        let mut sending = sending(class, channel);
        sending.lines = lines(theirs);
        may_send(&policy, &sending, recipient, now)
    };
    let opted_out = SendVerdict::Refused {
        rule: SendRule::OptedOut,
    };
    for class in [
        MessageClass::Offer,
        MessageClass::Reminder,
        MessageClass::Transactional,
    ] {
        assert_eq!(ask(class, Channel::Sms, "mobile", &recipient, noon), opted_out);
    }
    // Calls and marketing end on every line; what staff need over another line goes on.
    assert_eq!(
        ask(MessageClass::Offer, Channel::Voice, "home", &recipient, noon),
        opted_out
    );
    assert!(ask(MessageClass::Offer, Channel::Sms, "home", &recipient, noon).is_allowed());
    let confirmation =
        |recipient: &Recipient, now| ask(MessageClass::Compliance, Channel::Sms, "mobile", recipient, now);
    assert_eq!(
        confirmation(&recipient, noon),
        SendVerdict::Allowed {
            exception: Some(SendException::OptOutConfirmation)
        }
    );
    assert_eq!(confirmation(&recipient, noon + TimeDelta::minutes(6)), opted_out);
    recipient.history.record(Contacted {
        at: noon,
        class: MessageClass::Compliance,
        channel: Channel::Sms,
        origin: Origin::Planned,
    });
    assert_eq!(confirmation(&recipient, noon + TimeDelta::minutes(1)), opted_out);
    // Asking twice changes nothing and is not confirmed twice.
    let again = opt_out(
        &policy.revocation,
        &recipient.consent,
        &lines("mobile"),
        Means::FreeText,
        noon,
    );
    assert_eq!((again.revocation, again.confirm_until), (None, None));
    assert!(again.needs_a_person);
}

#[test]
fn start_reopens_texts_but_not_calls() {
    let noon = at("2026-04-06T18:00:00Z");
    let later = noon + TimeDelta::hours(1);
    let policy = policy();
    let mut recipient = somebody(KnownPlaces::stated(zone("America/Denver")));
    recipient.consent.grants.push(grant(
        Channel::Voice,
        None,
        ConsentBasis::WrittenConsent,
        "2026-01-01T00:00:00Z",
    ));
    assert_eq!(opt_in(&recipient.consent, &lines("mobile"), noon), None);
    let out = opt_out(
        &policy.revocation,
        &recipient.consent,
        &lines("mobile"),
        Means::Keyword,
        noon,
    );
    recipient.consent.revocations.extend(out.revocation);
    let back = opt_in(&recipient.consent, &lines("mobile"), later).unwrap();
    recipient.consent.restorations.push(back);
    let text = sending(MessageClass::Offer, Channel::Sms);
    let call = sending(MessageClass::Offer, Channel::Voice);
    assert!(may_send(&policy, &text, &recipient, later).is_allowed());
    assert!(!may_send(&policy, &call, &recipient, later).is_allowed());
    recipient.consent.grants.push(grant(
        Channel::Voice,
        None,
        ConsentBasis::ExpressConsent,
        "2026-04-06T19:30:00Z",
    ));
    assert!(may_send(&policy, &call, &recipient, later + TimeDelta::hours(1)).is_allowed());
}

#[test]
fn from_the_day_the_rule_takes_effect_one_revocation_ends_everything() {
    let policy = RevocationPolicy::united_states();
    assert_eq!(
        policy.scope_at(at("2027-01-30T23:59:59Z")),
        RevocationScope::MarketingAndVoice
    );
    assert_eq!(policy.scope_at(at("2027-01-31T00:00:00Z")), RevocationScope::All);
}

#[test]
fn somebody_is_not_offered_a_shift_twice_in_half_an_hour_nor_seven_times_a_day() {
    let policy = policy();
    let mut recipient = somebody(KnownPlaces::stated(zone("America/Denver")));
    let offer = sending(MessageClass::Offer, Channel::Sms);
    let ten = at("2026-04-06T16:00:00Z");
    let sent = |at| Contacted {
        at,
        class: MessageClass::Offer,
        channel: Channel::Sms,
        origin: Origin::Planned,
    };
    recipient.history.record(sent(ten));
    assert_eq!(
        may_send(&policy, &offer, &recipient, ten + TimeDelta::minutes(10)),
        SendVerdict::Deferred {
            until: ten + TimeDelta::minutes(30),
            rule: SendRule::Fatigue
        }
    );
    let half_hours = (1..=5).map(|n| ten + TimeDelta::minutes(30 * n));
    half_hours.for_each(|at| recipient.history.record(sent(at)));
    // The seventh has room a day after the first, and that is inside hours.
    assert_eq!(
        may_send(&policy, &offer, &recipient, ten + TimeDelta::hours(4)),
        SendVerdict::Deferred {
            until: ten + TimeDelta::hours(24),
            rule: SendRule::Fatigue
        }
    );
    let reminder = sending(MessageClass::Reminder, Channel::Sms);
    assert!(may_send(&policy, &reminder, &recipient, ten + TimeDelta::hours(4)).is_allowed());
}

#[test]
fn an_automatic_reply_goes_out_once_outside_hours_and_never_to_a_word_with_its_own_answer() {
    let policy = AutoReplyPolicy::every_day(zone("America/Denver")).unwrap();
    policy.check().unwrap();
    let (noon, nine_pm) = (at("2026-04-06T18:00:00Z"), at("2026-04-07T03:00:00Z"));
    assert!(!auto_reply_due(&policy, None, None, noon));
    assert!(auto_reply_due(&policy, None, None, nine_pm));
    assert!(!auto_reply_due(&policy, Some(Keyword::OptOut), None, nine_pm));
    assert!(!auto_reply_due(&policy, Some(Keyword::Help), None, nine_pm));
    assert!(!auto_reply_due(
        &policy,
        None,
        Some(nine_pm - TimeDelta::hours(1)),
        nine_pm
    ));
    assert!(auto_reply_due(
        &policy,
        None,
        Some(nine_pm - TimeDelta::hours(12)),
        nine_pm
    ));
}

#[test]
fn a_policy_and_a_recipient_survive_json() {
    let policy = policy();
    let json = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<SendPolicy>(&json).unwrap(), policy);
    let recipient = somebody(KnownPlaces::stated(zone("America/Denver")));
    let json = serde_json::to_string(&recipient).unwrap();
    assert_eq!(serde_json::from_str::<Recipient>(&json).unwrap(), recipient);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_deferred_is_allowed_when_its_time_comes_and_not_a_second_before(
        seconds in 1_767_225_600_i64..1_798_761_600,
        state in prop::sample::select(vec![None, Some("US-FL"), Some("US-TX"), Some("US-RI"), Some("US-LA")]),
        zones in prop::collection::vec(prop::sample::select(vec![
            "America/New_York", "America/Denver", "America/Phoenix", "America/Los_Angeles", "Pacific/Honolulu",
        ]), 1..3),
    ) {
        let now = DateTime::from_timestamp(seconds, 0).unwrap();
        let places = zones
            .iter()
            .map(|name| Place { zone: zone(name), jurisdiction: state.map(str::to_owned) })
            .collect();
        let recipient = somebody(KnownPlaces { address: places, ..KnownPlaces::default() });
        let offer = sending(MessageClass::Offer, Channel::Sms);
        if let SendVerdict::Deferred { until, .. } = may_send(&policy(), &offer, &recipient, now) {
            prop_assert!(until > now);
            prop_assert!(may_send(&policy(), &offer, &recipient, until).is_allowed());
            let before = until - TimeDelta::seconds(1);
            prop_assert!(!may_send(&policy(), &offer, &recipient, before).is_allowed());
        }
    }
}
