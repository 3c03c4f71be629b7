//! Calls.

use crate::given::*;

#[test]
fn a_mailbox_is_no_answer_and_our_own_failure_no_attempt() {
    let mut log = Log::default();
    for (n, by) in [AnsweredBy::Person, AnsweredBy::Voicemail, AnsweredBy::Unknown]
        .into_iter()
        .enumerate()
    {
        let call = || key(&format!("c{n}"));
        log.at(
            day(0),
            CallAccepted {
                call: call(),
                lead: Some(key("lead")),
            },
        )
        .at(day(0) + Duration::seconds(6), CallAnswered { call: call(), by })
        .at(
            day(0) + Duration::seconds(66),
            CallEnded {
                call: call(),
                end: if n == 0 {
                    CallEnd::DroppedByUs
                } else {
                    CallEnd::Normal
                },
                ring_seconds: 6,
                queue_seconds: 500,
                talk_seconds: 60,
                hold_seconds: 0,
                wrap_seconds: 30,
            },
        )
        .at(
            day(1),
            CallCharged {
                call: call(),
                amount_minor: 7,
                currency: Currency::Usd,
            },
        );
    }
    log.at(day(0), CallNotPlaced { call: key("x") })
        .at(
            day(2),
            CallAccepted {
                call: key("young"),
                lead: None,
            },
        )
        .at(
            day(3),
            ClientWon {
                client: key("c"),
                lead: key("lead"),
            },
        );
    let at_2 = report::<Telephony>(&log.0, &TelephonyQuery::new(all()), day(2)).unwrap();
    assert_eq!((at_2.attempts, at_2.open, at_2.not_placed), (3, 1, 1));
    let calls: Telephony = report(&log.0, &TelephonyQuery::new(all()), day(4)).unwrap();
    assert_eq!((calls.attempts, calls.answer.numerator()), (4, 1));
    assert_eq!((calls.voicemail, calls.answered_by_unknown), (1, 1));
    assert_eq!(
        calls.completion.value(),
        Some(0.0),
        "dropped by us is not complete"
    );
    assert_eq!(calls.handle_seconds.value(), Some(90.0), "without ring and queue");
    assert_eq!((calls.leads_called, calls.retries, calls.conversions), (1, 2, 1));
    assert_eq!(calls.cost_per_conversion.value().unwrap().minor, 21);
    assert_eq!(
        (calls.cost_per_call.value().unwrap().minor, calls.uncharged),
        (5, 1)
    );
}

#[test]
fn a_cost_that_comes_late_restates_the_day() {
    let mut fold = Fold::<Telephony>::new();
    let mut log = Log::default();
    log.at(
        day(0),
        CallAccepted {
            call: key("c"),
            lead: None,
        },
    )
    .at(
        day(0),
        CallCharged {
            call: key("c"),
            amount_minor: 90,
            currency: Currency::Usd,
        },
    );
    fold.observe(&log.0[0]).unwrap();
    fold.observe(&log.0[1].clone().recorded(day(9))).unwrap();
    let cost = |n| fold.report(&TelephonyQuery::new(all()), day(n)).unwrap().cost;
    assert_eq!(cost(5).why_null(), Some(WhyNull::NothingToCount));
    assert_eq!(cost(9).value().unwrap().minor, 90);
}
