//! Appointments and no-shows.

use crate::given::*;

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
