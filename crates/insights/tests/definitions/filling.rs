//! Shift filling.

use crate::given::*;

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
                    known_to_client: Some(n == 0),
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
            known_to_client: Some(false),
        },
    );
    let report: Filling = report(&log.0, &FillingQuery::new(all()), day(3)).unwrap();
    assert_eq!(
        (report.filled_before_start.value(), report.median_seconds),
        (Some(0.0), None)
    );
}

#[test]
fn a_filling_of_which_nobody_recorded_the_client_s_knowledge_is_not_in_continuity() {
    let mut log = Log::default();
    for (shift, known_to_client) in [("a", Some(true)), ("b", None), ("c", None)] {
        log.at(
            day(0),
            ShiftOpened {
                shift: key(shift),
                starts_at: day(1),
            },
        )
        .at(
            day(0) + Duration::minutes(5),
            ShiftFilled {
                shift: key(shift),
                caregiver: key("x"),
                overtime_minutes: 0,
                known_to_client,
            },
        );
    }
    let report: Filling = report(&log.0, &FillingQuery::new(all()), day(2)).unwrap();
    assert_eq!(report.filled_before_start.numerator(), 3);
    assert_eq!(
        (report.continuity.numerator(), report.continuity.denominator()),
        (1, 1)
    );
}
