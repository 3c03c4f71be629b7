//! The definitions of each report, on small logs that can be counted by hand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use careweave_insights::event::words::*;
use careweave_insights::event::*;
use careweave_insights::measure::WhyNull;
use careweave_insights::reports::churn::{ChurnReason, RetentionTask};
use careweave_insights::reports::*;
use careweave_insights::{Fold, report};
use careweave_types::{ClientStatus, Currency, Payer};
use chrono::{DateTime, Duration, Utc};
use support::{Log, all, at, denver, key};

fn day(n: i64) -> DateTime<Utc> {
    at("2026-01-05T18:00:00Z") + Duration::days(n)
}

#[test]
fn a_client_is_credited_to_the_first_lead_and_a_win_without_a_lead_to_no_source() {
    let mut log = Log::default();
    for (lead, source, n) in [("early", "physician", 0), ("late", "ads", 3)] {
        log.at(
            day(n),
            LeadCreated {
                lead: key(lead),
                source: Some(key(source)),
            },
        );
    }
    log.at(
        day(9),
        ClientWon {
            client: key("c"),
            lead: key("late"),
        },
    )
    .at(
        day(10),
        ClientWon {
            client: key("c"),
            lead: key("early"),
        },
    )
    .at(
        day(11),
        ClientWon {
            client: key("d"),
            lead: key("never-seen"),
        },
    );
    let report: Referral = report(&log.0, &ReferralQuery::new(all()), day(20)).unwrap();
    let won = |source: &str| {
        report
            .sources
            .iter()
            .find(|line| line.source == source)
            .unwrap()
            .conversion
            .numerator()
    };
    assert_eq!((won("physician"), won("ads"), report.won_without_lead), (1, 0, 1));
}

#[test]
fn leads_without_a_source_are_a_source_and_spend_without_leads_is_a_line() {
    let mut log = Log::default();
    log.at(
        day(0),
        LeadCreated {
            lead: key("a"),
            source: None,
        },
    )
    .at(
        day(1),
        Spent {
            source: key("flyers"),
            audience: Audience::Clients,
            spend: SpendKind::Labour,
            amount_minor: 9_000,
            currency: Currency::Usd,
        },
    );
    let report: Referral = report(&log.0, &ReferralQuery::new(all()), day(2)).unwrap();
    let names: Vec<_> = report.sources.iter().map(|line| line.source.as_str()).collect();
    assert_eq!(names, ["flyers", "unknown"]);
    assert_eq!(
        report.sources[0].conversion.why_null(),
        Some(WhyNull::NothingToCount)
    );
    assert_eq!(report.sources[0].cac.why_null(), Some(WhyNull::NobodyWon));
    assert_eq!(report.sources[1].cac.why_null(), Some(WhyNull::NoSpend));
}

#[test]
fn payback_is_spend_through_margin_per_month_and_never_comes_without_a_margin() {
    let payback = |margin: i64| {
        let mut log = Log::default();
        log.at(
            day(0),
            LeadCreated {
                lead: key("l"),
                source: Some(key("ads")),
            },
        )
        .at(
            day(0),
            ClientWon {
                client: key("c"),
                lead: key("l"),
            },
        )
        .at(
            day(1),
            Spent {
                source: key("ads"),
                audience: Audience::Clients,
                spend: SpendKind::Media,
                amount_minor: 30_000,
                currency: Currency::Usd,
            },
        )
        .at(
            day(30),
            ClientBilled {
                client: key("c"),
                revenue_minor: 90_000,
                margin_minor: Some(margin),
                currency: Currency::Usd,
            },
        );
        let report: Referral = report(&log.0, &ReferralQuery::new(all()), day(60)).unwrap();
        report.sources[0].payback_months
    };
    // 100.00 in two months of thirty days is 50.00 a month; 300.00 take six.
    assert_eq!(payback(10_000).value(), Some(6.0));
    assert_eq!(payback(-1).why_null(), Some(WhyNull::NotReached));
}

/// The recruiting table: hired, still there on day 90, cost per hire in cents, cost per retained hire.
#[test]
fn the_cost_of_a_retained_hire_is_that_of_a_hire_through_retention() {
    for (source, hired, stayed, per_hire, per_retained) in [
        ("indeed", 34_u32, 23_u32, 8_500_i64, 12_565_i64),
        ("care_com", 12, 10, 12_000, 14_400),
        ("referral", 19, 17, 20_000, 22_353),
        ("facebook", 28, 15, 4_500, 8_400),
    ] {
        let mut log = Log::default();
        for n in 0..hired {
            let caregiver = || key(&format!("cg-{n}"));
            log.at(
                day(0),
                CaregiverHired {
                    caregiver: caregiver(),
                    source: Some(key(source)),
                },
            );
            if n >= stayed {
                log.at(
                    day(40),
                    CaregiverLeft {
                        caregiver: caregiver(),
                    },
                );
            }
            log.at(
                day(0),
                Spent {
                    source: key(source),
                    audience: Audience::Caregivers,
                    spend: SpendKind::Media,
                    amount_minor: per_hire,
                    currency: Currency::Usd,
                },
            );
        }
        let report: Recruiting = report(&log.0, &RecruitingQuery::new(all()), day(120)).unwrap();
        let line = &report.sources[0];
        assert_eq!(
            (line.retention.numerator(), line.retention.denominator()),
            (stayed.into(), hired.into())
        );
        assert_eq!(line.cost_per_hire.value().unwrap().minor, per_hire);
        assert_eq!(
            line.cost_per_retained.value().unwrap().minor,
            per_retained,
            "{source}"
        );
        let plain = f64::from(stayed) / f64::from(hired);
        assert!((line.kaplan_meier.unwrap() - plain).abs() < 1e-12);
    }
}

#[test]
fn a_hire_of_89_days_is_immature_and_one_who_leaves_on_day_90_was_retained() {
    let mut log = Log::default();
    log.at(
        day(0),
        CaregiverHired {
            caregiver: key("old"),
            source: None,
        },
    )
    .at(
        day(90),
        CaregiverLeft {
            caregiver: key("old"),
        },
    )
    .at(
        day(5),
        CaregiverHired {
            caregiver: key("new"),
            source: None,
        },
    );
    let report = |n| report::<Recruiting>(&log.0, &RecruitingQuery::new(all()), day(n)).unwrap();
    let line = &report(94).sources[0];
    assert_eq!(
        (
            line.retention.numerator(),
            line.retention.denominator(),
            line.immature
        ),
        (1, 1, 1)
    );
    // The day begins at local midnight: 2026-04-10 06:00 UTC in Denver's summer.
    assert_eq!(line.retention.mature_at(), Some(at("2026-04-10T06:00:00Z")));
    let young = &report(50).sources[0];
    assert_eq!(
        (young.retention.why_null(), young.immature),
        (Some(WhyNull::Immature), 2)
    );
}

#[test]
fn a_rating_of_few_is_drawn_towards_all() {
    let mut log = Log::default();
    for (caregiver, source, ratings, hundredths) in [("a", "one", 1, 500_u16), ("b", "two", 9, 400)] {
        log.at(
            day(0),
            CaregiverHired {
                caregiver: key(caregiver),
                source: Some(key(source)),
            },
        );
        for n in 1..=ratings {
            log.at(
                day(n),
                CaregiverRated {
                    caregiver: key(caregiver),
                    hundredths,
                },
            );
        }
    }
    let report: Recruiting = report(&log.0, &RecruitingQuery::new(all()), day(30)).unwrap();
    let one = &report.sources[0];
    assert_eq!((one.ratings, one.rating), (1, Some(5.0)));
    // All ratings: (500 + 9 * 400) / 10 = 410. (500 + 10 * 410) / 11 = 418.2.
    assert!((one.rating_shrunk.unwrap() - 4.1818).abs() < 1e-3);
}

#[test]
fn a_skipped_stage_counts_as_reached_and_going_back_takes_nothing_away() {
    let mut log = Log::default();
    log.at(
        day(0),
        LeadCreated {
            lead: key("a"),
            source: None,
        },
    )
    .at(
        day(1),
        LeadReached {
            lead: key("a"),
            stage: Stage::Booked,
        },
    )
    .at(
        day(2),
        LeadReached {
            lead: key("a"),
            stage: Stage::Contacted,
        },
    )
    .at(
        day(3),
        LeadLost {
            lead: key("a"),
            reason: key("moved_away"),
        },
    );
    let report: Funnel = report(&log.0, &FunnelQuery::new(all()), day(60)).unwrap();
    let group = &report.groups[0];
    let reached: Vec<_> = group.steps.iter().map(|step| step.reached).collect();
    assert_eq!(reached, [1, 1, 1, 0, 0, 0]);
    assert_eq!(group.lost["moved_away"], 1);
    // Booked before contacted: no time between them is known. Contacted two days after creation.
    assert_eq!(group.steps[0].since_previous.median_seconds, Some(2 * 86_400));
    assert_eq!(group.steps[2].since_previous.n, 0);
}

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

fn booked(appointment: &str, scheduled_at: DateTime<Utc>, instead_of: Option<&str>) -> AppointmentBooked {
    AppointmentBooked {
        appointment: key(appointment),
        scheduled_at,
        professional: None,
        clinic: None,
        price_minor: Some(10_000),
        currency: Some(Currency::Usd),
        instead_of: instead_of.map(key),
    }
}

#[test]
fn called_off_and_moved_appointments_are_not_in_the_rate() {
    let mut log = Log::default();
    for name in [
        "showed",
        "missed",
        "early",
        "late",
        "moved",
        "nobody_said",
        "future",
    ] {
        let when = if name == "future" { day(99) } else { day(10) };
        log.at(day(0), booked(name, when, None));
    }
    log.at(
        day(2),
        AppointmentCancelled {
            appointment: key("early"),
        },
    )
    .at(
        day(10) - Duration::hours(3),
        AppointmentCancelled {
            appointment: key("late"),
        },
    )
    .at(
        day(3),
        AppointmentMoved {
            appointment: key("moved"),
            scheduled_at: day(12),
        },
    )
    .at(
        day(10),
        AppointmentShowed {
            appointment: key("showed"),
        },
    )
    .at(
        day(10),
        AppointmentMissed {
            appointment: key("missed"),
        },
    )
    .at(
        day(12),
        AppointmentShowed {
            appointment: key("moved"),
        },
    );
    let report: Appointments = report(&log.0, &AppointmentsQuery::new(all()), day(20)).unwrap();
    let line = &report.lines[0];
    assert_eq!((line.no_show.numerator(), line.no_show.denominator()), (1, 3));
    assert_eq!(
        (
            line.cancelled,
            line.cancelled_late,
            line.moved,
            line.undetermined,
            line.upcoming
        ),
        (1, 1, 1, 1, 1)
    );
}

#[test]
fn a_reminder_is_judged_on_those_it_could_reach_against_those_held_out() {
    let mut log = Log::default();
    let mut draw = |name: String, arm: Arm, booked_on: i64, consented: bool, came: bool| {
        let appointment = || key(&name);
        log.at(day(booked_on), booked(&name, day(30), None)).at(
            day(booked_on),
            ReminderAssigned {
                appointment: appointment(),
                rule: key("24h"),
                minutes_before: 1_440,
                arm,
                reachable: true,
                consented,
            },
        );
        if came {
            log.at(
                day(30),
                AppointmentShowed {
                    appointment: appointment(),
                },
            );
        } else {
            log.at(
                day(30),
                AppointmentMissed {
                    appointment: appointment(),
                },
            );
        }
    };
    for n in 0..10 {
        draw(format!("r{n}"), Arm::Reminded, 0, true, n != 0);
        draw(format!("h{n}"), Arm::HeldOut, 0, true, n > 2);
        // Booked too late for it, and without consent: they would all have come.
        draw(
            format!("x{n}"),
            Arm::Reminded,
            if n < 5 { 30 } else { 0 },
            n < 5,
            true,
        );
    }
    let report: Appointments = report(&log.0, &AppointmentsQuery::new(all()), day(40)).unwrap();
    let effect = &report.reminders[0];
    assert_eq!(
        (effect.reminded.numerator(), effect.reminded.denominator()),
        (1, 10)
    );
    assert_eq!(
        (effect.held_out.numerator(), effect.held_out.denominator()),
        (3, 10)
    );
    assert!((effect.difference.value().unwrap() + 0.2).abs() < 1e-12);
    assert_eq!(effect.ineligible, 10);
}

#[test]
fn what_a_no_show_costs_is_less_what_came_back() {
    let mut log = Log::default();
    for name in ["a", "b"] {
        log.at(day(0), booked(name, day(1), None)).at(
            day(1),
            AppointmentMissed {
                appointment: key(name),
            },
        );
    }
    log.at(day(2), booked("a2", day(5), Some("a"))).at(
        day(5),
        AppointmentShowed {
            appointment: key("a2"),
        },
    );
    let ask = |n| report::<Appointments>(&log.0, &AppointmentsQuery::new(all()), day(n)).unwrap();
    let report = ask(40);
    let minor = |amount: careweave_insights::measure::Amount| amount.value().unwrap().minor;
    assert_eq!(
        (
            minor(report.lost),
            minor(report.recovered),
            minor(report.net_lost)
        ),
        (20_000, 10_000, 10_000)
    );
    assert_eq!(report.rebooked.value(), Some(0.5));
    assert_eq!(ask(10).rebooked.why_null(), Some(WhyNull::Immature));
}

#[test]
fn an_unfilled_shift_lengthens_the_median_and_a_cancelled_one_only_as_long_as_it_was_open() {
    let mut log = Log::default();
    let opened = day(0);
    for (n, filled) in [(0, Some(10)), (1, Some(20)), (2, None), (3, None)] {
        let shift = || key(&format!("s{n}"));
        log.at(
            opened,
            ShiftOpened {
                shift: shift(),
                starts_at: opened + Duration::hours(4),
            },
        );
        for caregiver in ["a", "b", "c"] {
            log.at(
                opened,
                OfferSent {
                    shift: shift(),
                    caregiver: key(caregiver),
                },
            );
        }
        if let Some(minutes) = filled {
            for (caregiver, reply) in [
                ("a", OfferReply::Yes),
                ("b", OfferReply::Yes),
                ("c", OfferReply::No),
            ] {
                log.at(
                    opened + Duration::minutes(minutes - 1),
                    OfferAnswered {
                        shift: shift(),
                        caregiver: key(caregiver),
                        reply,
                    },
                );
            }
            log.at(
                opened + Duration::minutes(minutes),
                ShiftFilled {
                    shift: shift(),
                    caregiver: key("a"),
                    overtime_minutes: 30,
                    known_to_client: n == 0,
                },
            );
        }
    }
    log.at(
        opened + Duration::minutes(15),
        ShiftClosed {
            shift: key("s3"),
            end: ShiftEnd::Cancelled,
        },
    );
    let report: Filling = report(&log.0, &FillingQuery::new(all()), day(1)).unwrap();
    // 10 of 4 at risk: 3/4; at 20 two are at risk: 3/8. Half is passed at 20 minutes.
    assert_eq!(report.median_seconds, Some(1_200));
    assert_eq!(
        (
            report.filled_before_start.numerator(),
            report.filled_before_start.denominator()
        ),
        (2, 3)
    );
    assert_eq!((report.opened, report.cancelled, report.surplus_yes), (4, 1, 2));
    assert_eq!(report.offers_per_fill.value(), Some(6.0));
    assert_eq!(
        (report.overtime_minutes, report.continuity.value()),
        (60, Some(0.5))
    );
    let share = |minutes| {
        report
            .filled_by
            .iter()
            .find(|by| by.minutes == minutes)
            .unwrap()
            .share
            .unwrap()
    };
    assert!((share(15) - 0.25).abs() < 1e-12 && (share(60) - 0.625).abs() < 1e-12);
}

#[test]
fn an_assignment_after_the_start_is_no_filling() {
    let mut log = Log::default();
    log.at(
        day(0),
        ShiftOpened {
            shift: key("s"),
            starts_at: day(1),
        },
    )
    .at(
        day(2),
        ShiftFilled {
            shift: key("s"),
            caregiver: key("a"),
            overtime_minutes: 0,
            known_to_client: false,
        },
    );
    let report: Filling = report(&log.0, &FillingQuery::new(all()), day(3)).unwrap();
    assert_eq!(
        (report.filled_before_start.value(), report.median_seconds),
        (Some(0.0), None)
    );
}

#[test]
fn fairness_is_over_those_who_could_have_been_asked() {
    let mut log = Log::default();
    for n in 0..4 {
        let shift = || key(&format!("s{n}"));
        for caregiver in ["always", "never"] {
            log.at(
                day(0),
                CaregiverEligible {
                    shift: shift(),
                    caregiver: key(caregiver),
                },
            );
        }
        log.at(
            day(0),
            OfferSent {
                shift: shift(),
                caregiver: key("always"),
            },
        );
    }
    let report: Fairness = report(&log.0, &FairnessQuery::new(all()), day(1)).unwrap();
    assert_eq!(
        (report.eligible, report.gini_offers, report.gini_fills),
        (2, Some(0.5), None)
    );
    assert_eq!(report.caregivers[1].offered.value(), Some(0.0));
}

#[test]
fn each_trigger_is_a_reason_and_below_its_limit_none() {
    let reasons = |log: &Log, n: i64| -> Vec<&'static str> {
        let report: Churn = report(&log.0, &ChurnQuery::new(denver()), day(n)).unwrap();
        report
            .at_risk
            .iter()
            .flat_map(|client| client.reasons.iter().map(ChurnReason::word))
            .collect()
    };
    let client = || key("c");
    let mut log = Log::default();
    log.at(
        day(0),
        ClientStatusChanged {
            client: client(),
            status: ClientStatus::OnHold,
        },
    );
    assert_eq!(reasons(&log, 1), ["on_hold"]);

    let mut log = Log::default();
    log.at(
        day(0),
        CareStarted {
            client: client(),
            portal_user: true,
        },
    );
    assert_eq!(
        (reasons(&log, 30), reasons(&log, 31)),
        (vec![], vec!["portal_silent"])
    );
    log.at(day(25), PortalLogin { client: client() });
    assert_eq!(reasons(&log, 31), Vec::<&str>::new());

    let mut log = Log::default();
    log.at(
        day(0),
        CareStarted {
            client: client(),
            portal_user: false,
        },
    );
    for n in 0..8 {
        let end = if n < 6 {
            VisitEnd::Completed
        } else {
            VisitEnd::Missed
        };
        let visit = key(&format!("v{n}"));
        log.at(
            day(n),
            VisitEnded {
                visit,
                client: client(),
                end,
            },
        );
        let visit = key(&format!("own{n}"));
        log.at(
            day(n),
            VisitEnded {
                visit,
                client: client(),
                end: VisitEnd::CancelledByClient,
            },
        );
    }
    // Seven visits are too few; the client's own cancellations never count; after 28 days they are forgotten.
    assert_eq!(
        (reasons(&log, 6), reasons(&log, 7)),
        (vec![], vec!["visits_not_completed"])
    );

    let mut log = Log::default();
    for n in 0..3 {
        log.at(day(n), Complained { client: client() });
    }
    assert_eq!((reasons(&log, 1), reasons(&log, 2)), (vec![], vec!["complaints"]));
}

#[test]
fn one_task_for_a_spell_and_the_next_after_fourteen_calm_days() {
    let client = || key("c");
    let task = |log: &Log, n: i64| {
        let report: Churn = report(&log.0, &ChurnQuery::new(denver()), day(n)).unwrap();
        report.at_risk.into_iter().map(|client| client.task).next()
    };
    let hold = |status: ClientStatus| ClientStatusChanged {
        client: client(),
        status,
    };
    let mut log = Log::default();
    log.at(day(0), hold(ClientStatus::OnHold));
    let Some(RetentionTask::Open { key: first }) = task(&log, 1) else {
        panic!("a task is due")
    };
    assert!(first.starts_with("churn/c/2026-01-0"), "{first}");
    assert_eq!(
        task(&log, 5),
        Some(RetentionTask::Open { key: first.clone() }),
        "the key does not move"
    );
    log.at(day(5), RetentionTaskOpened { client: client() });
    assert_eq!(task(&log, 6), Some(RetentionTask::IsOpen { since: day(5) }));
    log.at(day(7), RetentionTaskClosed { client: client() });
    assert_eq!(task(&log, 8), Some(RetentionTask::Done));
    log.at(day(8), hold(ClientStatus::Active))
        .at(day(15), hold(ClientStatus::OnHold));
    assert_eq!(
        task(&log, 16),
        Some(RetentionTask::Done),
        "seven calm days are not enough"
    );
    log.at(day(17), hold(ClientStatus::Active))
        .at(day(40), hold(ClientStatus::OnHold));
    assert_eq!(task(&log, 39), None);
    let Some(RetentionTask::Open { key: second }) = task(&log, 41) else {
        panic!("armed again")
    };
    assert_ne!(first, second);
    log.at(day(42), hold(ClientStatus::Discharged));
    assert_eq!(task(&log, 43), None);
}

#[test]
fn a_visit_is_judged_after_its_grace_and_a_late_verification_restates_it() {
    let mut log = Log::default();
    for (visit, payer) in [
        ("m1", "Medicaid"),
        ("m2", "Medicaid"),
        ("v1", "VA"),
        ("p1", "Private Pay"),
    ] {
        log.at(
            day(0),
            VisitWorked {
                visit: key(visit),
                payer: Payer::from(payer),
                minutes: 120,
            },
        );
    }
    log.at(
        day(0),
        VisitVerified {
            visit: key("m1"),
            verification: Verification::Verified,
        },
    )
    .at(
        day(0),
        VisitVerified {
            visit: key("m2"),
            verification: Verification::GpsFailed,
        },
    )
    .at(
        day(5),
        VisitVerified {
            visit: key("m2"),
            verification: Verification::VerifiedByHand,
        },
    );
    let ask = |when| report::<Evv>(&log.0, &EvvQuery::new(all()), when).unwrap();
    let early = ask(day(0) + Duration::hours(2));
    assert_eq!(
        (early.verified.why_null(), early.alerts.len()),
        (Some(WhyNull::Immature), 0)
    );
    let report = ask(day(2));
    assert_eq!(
        (report.verified.numerator(), report.verified.denominator()),
        (1, 3)
    );
    let alerts: Vec<_> = report
        .alerts
        .iter()
        .map(|alert| (alert.visit.as_str(), alert.verification))
        .collect();
    assert_eq!(
        alerts,
        [("m2", Verification::GpsFailed), ("v1", Verification::Missing)]
    );
    let medicaid = &report.payers[0];
    assert_eq!(
        (medicaid.billable_minutes, medicaid.unverified_minutes),
        (120, 120)
    );
    assert_eq!(
        report.payers[1].billable_minutes, 120,
        "private pay asks for no verification"
    );
    let later = ask(day(6));
    assert_eq!(
        (later.payers[0].verified.value(), later.payers[0].by_hand),
        (Some(1.0), 1)
    );
    assert_eq!(later.payers[0].untouched.value(), Some(0.5));
}
