//! Which open question an answer is about.

#![allow(clippy::unwrap_used, clippy::panic)]

use careweave_outreach::ContactId;
use careweave_outreach::replies::{
    Answer, HandOver, IgnoredBecause, Items, OpenQuestion, OptOutBy, QuestionId, QuestionItem, QuestionKind,
    ReplyParser, Report, Route, Selection, Thread, route,
};
use careweave_types::Weekday;
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

fn noon() -> DateTime<Utc> {
    "2026-04-06T18:00:00Z".parse().unwrap()
}

fn contact(name: &str) -> ContactId {
    ContactId::new(name).unwrap()
}

fn question(id: &str, kind: QuestionKind, who: &str) -> OpenQuestion {
    OpenQuestion {
        id: QuestionId::new(id).unwrap(),
        kind,
        contact: contact(who),
        asked_at: noon() - TimeDelta::minutes(10),
        expires_at: noon() + TimeDelta::hours(4),
        day: None,
        items: Vec::new(),
    }
}

fn digest(id: &str, items: &[(u8, Weekday)]) -> OpenQuestion {
    OpenQuestion {
        items: items
            .iter()
            .map(|&(number, day)| QuestionItem {
                number,
                day: Some(day),
            })
            .collect(),
        ..question(id, QuestionKind::Offer, "caregiver/7")
    }
}

fn thread(open: Vec<OpenQuestion>) -> Thread {
    Thread {
        people: vec![contact("caregiver/7")],
        open,
        clarification: None,
    }
}

fn routed(thread: &Thread, text: &str) -> Route {
    static PARSER: std::sync::LazyLock<ReplyParser> =
        std::sync::LazyLock::new(|| ReplyParser::new().unwrap());
    route(thread, &PARSER.parse(text), noon())
}

fn items(numbers: &[u8]) -> Selection {
    Selection {
        items: Items::of(numbers),
        ..Selection::default()
    }
}

fn yes_to(id: &str, numbers: &[u8]) -> Route {
    Route::Act {
        question: QuestionId::new(id).unwrap(),
        contact: contact("caregiver/7"),
        answer: Answer::Yes {
            items: items(numbers),
        },
    }
}

fn person(reason: HandOver, question: Option<&str>) -> Route {
    Route::Person {
        reason,
        question: question.map(|id| QuestionId::new(id).unwrap()),
    }
}

/// Section 22.
#[test]
fn a_yes_to_two_open_questions_is_asked_about_and_a_number_then_acts_on_one() {
    let mut thread = thread(vec![
        question("offer", QuestionKind::Offer, "caregiver/7"),
        question("tomorrow", QuestionKind::Confirmation, "caregiver/7"),
    ]);
    let Route::Ask { clarification } = routed(&thread, "YES") else {
        panic!("it guessed");
    };
    let numbers: Vec<_> = clarification
        .offered
        .iter()
        .map(|o| (o.number, o.question.as_str()))
        .collect();
    assert_eq!(numbers, [(1, "offer"), (2, "tomorrow")]);
    thread.clarification = Some(clarification);
    assert_eq!(routed(&thread, "1"), yes_to("offer", &[]));
    assert_eq!(routed(&thread, "2"), yes_to("tomorrow", &[]));
    // What was said is kept: a no stays a no.
    let mut said_no = Thread {
        clarification: None,
        ..thread.clone()
    };
    let Route::Ask { clarification } = routed(&said_no, "no") else {
        panic!("it guessed");
    };
    said_no.clarification = Some(clarification);
    let Route::Act {
        answer: Answer::No { .. },
        question,
        ..
    } = routed(&said_no, "2")
    else {
        panic!("the no was lost");
    };
    assert_eq!(question.as_str(), "tomorrow");
    // It asks once; then a person looks.
    assert_eq!(routed(&thread, "yes"), person(HandOver::StillUnclear, None));
    assert_eq!(routed(&thread, "7"), person(HandOver::NoSuchItem, None));
}

/// Section 23.
#[test]
fn a_yes_from_a_shared_phone_goes_to_a_person() {
    let mut shared = thread(vec![question("offer", QuestionKind::Offer, "caregiver/7")]);
    shared.people.push(contact("caregiver/8"));
    assert_eq!(
        routed(&shared, "yes"),
        person(HandOver::SharedLine, Some("offer"))
    );
    let two = thread(vec![
        question("offer", QuestionKind::Offer, "caregiver/7"),
        question("other", QuestionKind::Offer, "caregiver/8"),
    ]);
    assert_eq!(routed(&two, "yes"), person(HandOver::SharedLine, None));
    // Whoever of them it was: the line is closed.
    assert_eq!(
        routed(&two, "STOP"),
        Route::Suppress {
            by: OptOutBy::Keyword
        }
    );
}

/// Section 19.
#[test]
fn cancel_alone_closes_the_line_and_cancel_my_shift_is_reported() {
    let thread = thread(vec![question("offer", QuestionKind::Offer, "caregiver/7")]);
    assert_eq!(
        routed(&thread, "CANCEL"),
        Route::Suppress {
            by: OptOutBy::Keyword
        }
    );
    assert_eq!(
        routed(&thread, "cancel my shift tomorrow"),
        Route::Report {
            report: Report::CallOff,
            contact: Some(contact("caregiver/7"))
        }
    );
}

#[test]
fn opt_outs_and_help_come_before_everything_that_is_open() {
    let none = thread(Vec::new());
    assert_eq!(
        routed(&none, "please stop texting me"),
        Route::Suppress {
            by: OptOutBy::FreeText
        }
    );
    assert_eq!(routed(&none, "HELP"), Route::Help);
    assert_eq!(routed(&none, "START"), Route::Resume);
    assert_eq!(routed(&none, "yes"), person(HandOver::NothingOpen, None));
}

#[test]
fn numbers_and_days_choose_among_items_and_a_wrong_one_goes_to_a_person() {
    use Weekday::{Friday, Monday, Tuesday};
    let one = thread(vec![digest("digest", &[(1, Monday), (2, Tuesday), (3, Friday)])]);
    assert_eq!(routed(&one, "1 3"), yes_to("digest", &[1, 3]));
    assert_eq!(routed(&one, "I can do Monday"), yes_to("digest", &[1]));
    assert_eq!(routed(&one, "yes"), yes_to("digest", &[1, 2, 3]));
    assert_eq!(routed(&one, "both"), yes_to("digest", &[1, 2, 3]));
    assert_eq!(routed(&one, "4"), person(HandOver::NoSuchItem, Some("digest")));
    assert_eq!(
        routed(&one, "I can do Sunday"),
        person(HandOver::NoSuchItem, Some("digest"))
    );
    let both = |yes: &[u8], no: &[u8]| Route::Act {
        question: QuestionId::new("digest").unwrap(),
        contact: contact("caregiver/7"),
        answer: Answer::Both {
            yes: items(yes),
            no: items(no),
        },
    };
    assert_eq!(routed(&one, "Yes for Monday no for Tuesday"), both(&[1], &[2]));
    assert_eq!(routed(&one, "all but Tuesday"), both(&[1, 3], &[2]));
    assert_eq!(routed(&one, "yes to 1, no to the rest"), both(&[1], &[2, 3]));
    assert_eq!(routed(&one, "No, but I can do Tuesday"), both(&[2], &[1, 3]));
}

#[test]
fn an_item_that_only_one_question_has_decides_and_clarifying_numbers_avoid_items() {
    use Weekday::{Monday, Tuesday};
    let mut two = thread(vec![
        digest("digest", &[(1, Monday), (2, Tuesday)]),
        question("tomorrow", QuestionKind::Confirmation, "caregiver/7"),
    ]);
    assert_eq!(routed(&two, "2"), yes_to("digest", &[2]));
    assert_eq!(routed(&two, "yes for Monday"), yes_to("digest", &[1]));
    let Route::Ask { clarification } = routed(&two, "yes") else {
        panic!("it guessed");
    };
    let numbers: Vec<_> = clarification.offered.iter().map(|o| o.number).collect();
    assert_eq!(numbers, [3, 4]);
    two.clarification = Some(clarification);
    assert_eq!(routed(&two, "4"), yes_to("tomorrow", &[]));
    assert_eq!(routed(&two, "3"), yes_to("digest", &[1, 2]));
}

#[test]
fn one_and_two_answer_a_single_question_without_items() {
    let one = thread(vec![question("offer", QuestionKind::Offer, "caregiver/7")]);
    assert_eq!(routed(&one, "1"), yes_to("offer", &[]));
    assert!(matches!(
        routed(&one, "2"),
        Route::Act {
            answer: Answer::No { .. },
            ..
        }
    ));
    assert_eq!(routed(&one, "3"), person(HandOver::NoSuchItem, Some("offer")));
}

#[test]
fn expired_questions_do_not_count() {
    let mut old = question("old", QuestionKind::Offer, "caregiver/7");
    old.expires_at = noon();
    let new = question("new", QuestionKind::Confirmation, "caregiver/7");
    let thread = thread(vec![old, new]);
    assert_eq!(routed(&thread, "yes"), yes_to("new", &[]));
}

#[test]
fn what_is_no_answer_acts_on_nothing() {
    let thread = thread(vec![question("offer", QuestionKind::Offer, "caregiver/7")]);
    let ignored = |reason| Route::Ignore { reason };
    assert_eq!(
        routed(&thread, "Liked \u{201c}Can you take it? Reply YES\u{201d}"),
        ignored(IgnoredBecause::Reaction)
    );
    assert_eq!(routed(&thread, "thanks"), ignored(IgnoredBecause::Courtesy));
    assert_eq!(routed(&thread, "  "), ignored(IgnoredBecause::Empty));
    assert_eq!(
        routed(&thread, "ok thanks"),
        ignored(IgnoredBecause::Courtesy),
        "an offer is not taken by a courtesy"
    );
    for (text, reason) in [
        ("yes?", HandOver::Question),
        ("until 4", HandOver::Partial),
        ("maybe", HandOver::Tentative),
        ("yes I can't", HandOver::NotSure),
        (
            "the bus was late again and I have the keys",
            HandOver::NotUnderstood,
        ),
        ("wrong number", HandOver::WrongPerson),
    ] {
        assert_eq!(routed(&thread, text), person(reason, Some("offer")), "{text}");
    }
}

#[test]
fn all_good_confirms_the_week_and_here_answers_the_nudge() {
    let thread = thread(vec![
        question("week", QuestionKind::WeeklyConfirmation, "caregiver/7"),
        question("nudge", QuestionKind::ClockIn, "caregiver/7"),
    ]);
    assert_eq!(routed(&thread, "ALL GOOD"), yes_to("week", &[]));
    assert_eq!(
        routed(&thread, "I'm here"),
        Route::Act {
            question: QuestionId::new("nudge").unwrap(),
            contact: contact("caregiver/7"),
            answer: Answer::Arrived
        }
    );
    assert_eq!(
        routed(&thread, "running 10 minutes late"),
        Route::Report {
            report: Report::Late { minutes: Some(10) },
            contact: Some(contact("caregiver/7"))
        }
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn no_answer_without_a_number_or_a_day_acts_when_two_questions_of_a_kind_are_open(
        text in prop::sample::select(vec!["yes", "no", "ok", "\u{1f44d}", "si", "I'll take it", "can't", "both", "here"]),
        kind in prop::sample::select(vec![
            QuestionKind::Offer, QuestionKind::Confirmation, QuestionKind::Appointment, QuestionKind::ClockIn,
        ]),
        count in 2_usize..6,
    ) {
        let open = (0..count).map(|n| question(&format!("q{n}"), kind, "caregiver/7")).collect();
        let acted = matches!(routed(&thread(open), text), Route::Act { .. });
        prop_assert!(!acted);
    }
}
