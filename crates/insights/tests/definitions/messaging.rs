//! Messages.

use crate::given::*;

fn sent(message: &str, person: &str, form: Form) -> MessageAccepted {
    MessageAccepted {
        message: key(message),
        person: key(person),
        channel: Channel::Sms,
        form,
        audience: Some(key("families")),
    }
}

#[test]
fn a_message_of_an_hour_is_too_young_to_be_lost_and_text_messages_have_no_receipts() {
    let mut log = Log::default();
    log.at(day(0), sent("m1", "p1", Form::Template))
        .at(day(0), sent("m2", "p2", Form::Template))
        .at(
            day(0) + Duration::minutes(1),
            MessageDelivered { message: key("m1") },
        );
    let at_hour: Messaging =
        report(&log.0, &MessagingQuery::new(all()), day(0) + Duration::hours(1)).unwrap();
    let line = &at_hour.channels[0];
    assert_eq!(
        (line.sent, line.immature, line.delivery.value()),
        (2, 1, Some(1.0))
    );
    assert_eq!(line.read.why_null(), Some(WhyNull::NotMeasurable));
    assert_eq!(line.response.why_null(), Some(WhyNull::NothingToCount));
    let later: Messaging = report(&log.0, &MessagingQuery::new(all()), day(2)).unwrap();
    assert_eq!(later.channels[0].delivery.value(), Some(0.5));
}

#[test]
fn people_answer_and_messages_do_not() {
    let mut log = Log::default();
    for n in 0..3 {
        let message = format!("m{n}");
        log.at(day(n), sent(&message, "chatty", Form::Template)).at(
            day(n) + Duration::minutes(1),
            MessageDelivered {
                message: key(&message),
            },
        );
    }
    log.at(day(0), sent("m9", "silent", Form::Freeform)).at(
        day(0) + Duration::minutes(1),
        MessageDelivered { message: key("m9") },
    );
    for n in 0..5 {
        log.at(
            day(2) + Duration::minutes(2 + n),
            MessageReceived {
                message: key(&format!("in{n}")),
                person: key("chatty"),
                channel: Channel::Sms,
            },
        );
    }
    let report: Messaging = report(&log.0, &MessagingQuery::new(all()), day(9)).unwrap();
    let response = &report.channels[0].response;
    assert_eq!((response.numerator(), response.denominator()), (1, 2));
    assert_eq!((report.waiting, report.conversations), (1, 2));
    let form = &report.forms[0];
    assert_eq!(
        (form.template.value(), form.freeform.value()),
        (Some(1.0), Some(0.0))
    );
    assert_eq!(form.difference.value(), Some(1.0));
}

#[test]
fn the_clock_of_a_first_response_starts_once_and_stands_still_at_night() {
    let mut log = Log::default();
    let inbound = |n: u32| MessageReceived {
        message: key(&format!("in{n}")),
        person: key("p"),
        channel: Channel::Sms,
    };
    // Monday 2026-04-06 16:30 in Denver; our answer on Tuesday at 9:00.
    log.add("2026-04-06T16:30:00-06:00", inbound(1))
        .add("2026-04-06T20:00:00-06:00", inbound(2))
        .add("2026-04-07T09:00:00-06:00", sent("m", "p", Form::Freeform))
        .add("2026-04-07T09:05:00-06:00", inbound(3));
    let report: Messaging = report(&log.0, &MessagingQuery::new(all()), at("2026-04-08T00:00:00Z")).unwrap();
    assert_eq!(report.first_response.n, 1);
    assert_eq!(report.first_response.median_seconds, Some(16 * 3_600 + 1_800));
    assert_eq!(report.first_response_office.median_seconds, Some(90 * 60));
    assert_eq!(report.waiting, 1);
}

#[test]
fn a_lead_is_touched_by_a_call_or_a_message_whichever_was_first() {
    let mut log = Log::default();
    log.at(
        day(0),
        LeadCreated {
            lead: key("a"),
            source: None,
        },
    )
    .at(
        day(0) + Duration::minutes(10),
        CallAccepted {
            call: key("c"),
            lead: Some(key("a")),
        },
    )
    .at(day(0) + Duration::minutes(30), sent("m", "a", Form::Freeform))
    .at(
        day(0),
        LeadCreated {
            lead: key("b"),
            source: None,
        },
    );
    let report: Messaging = report(&log.0, &MessagingQuery::new(all()), day(1)).unwrap();
    assert_eq!(
        (report.first_touch.median_seconds, report.untouched),
        (Some(600), 1)
    );
}
