use careweave_matching::offers::{CallTiming, ContactHours, ContactPolicy, NextContact, next_contact_at};
use careweave_types::{AgencyZone, TimeOfDay, TimeWindow, Weekday};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use crate::given::{april, field, utc, window};

fn hours(from: &str, until: &str) -> ContactHours {
    ContactHours {
        from: TimeOfDay::parse(from).unwrap(),
        until: TimeOfDay::parse(until).unwrap(),
        days: Weekday::ALL.to_vec(),
    }
}

fn policy(zone: &str) -> ContactPolicy {
    ContactPolicy {
        zone: AgencyZone::new(zone).unwrap(),
        calling: hours("08:00", "21:00"),
        texting: None,
        quiet_after_shift_minutes: 10,
    }
}

fn next(now: DateTime<Utc>, shifts: &[TimeWindow]) -> NextContact {
    next_contact_at(now, shifts, &policy("America/Denver")).unwrap()
}

fn call(at: DateTime<Utc>, timing: CallTiming) -> (DateTime<Utc>, CallTiming) {
    (at, timing)
}

fn of(contact: NextContact) -> (DateTime<Utc>, CallTiming) {
    (contact.voice_at, contact.timing)
}

#[test]
fn a_caregiver_who_is_free_is_called_now() {
    let now = april(6, 12, 0);
    let contact = next(now, &[window(april(6, 14, 0), 60), window(april(6, 8, 0), 60)]);
    assert_eq!(
        contact,
        NextContact {
            text_at: now,
            voice_at: now,
            timing: CallTiming::Now
        }
    );
}

#[test]
fn on_shift_the_text_goes_now_and_the_call_ten_minutes_after_the_end() {
    let now = april(6, 15, 30);
    let contact = next(now, &[window(april(6, 14, 0), 240)]);
    assert_eq!(contact.text_at, now);
    assert_eq!(of(contact), call(april(6, 18, 10), CallTiming::AfterShift));
    // Just off shift is not free yet; ten minutes after it is.
    assert_eq!(
        of(next(april(6, 18, 3), &[window(april(6, 14, 0), 240)])).0,
        april(6, 18, 10)
    );
    assert_eq!(
        of(next(april(6, 18, 10), &[window(april(6, 14, 0), 240)])).1,
        CallTiming::Now
    );
}

#[test]
fn shifts_back_to_back_are_one_before_the_ten_minutes_count() {
    let shifts = [
        window(april(6, 14, 0), 120),
        window(april(6, 16, 5), 60),
        window(april(6, 17, 15), 45),
    ];
    for now in [april(6, 14, 0), april(6, 16, 2), april(6, 17, 10)] {
        assert_eq!(
            of(next(now, &shifts)),
            call(april(6, 18, 10), CallTiming::AfterShift),
            "{now}"
        );
    }
    // Eleven minutes apart there is time for a call.
    let apart = [window(april(6, 14, 0), 120), window(april(6, 16, 11), 60)];
    assert_eq!(of(next(april(6, 14, 0), &apart)).0, april(6, 16, 10));
}

#[test]
fn the_call_moves_into_calling_hours_of_the_next_day() {
    let late = window(april(6, 14, 0), 8 * 60);
    assert_eq!(
        of(next(april(6, 15, 0), &[late])),
        call(april(7, 8, 0), CallTiming::AfterShiftInCallingHours)
    );
    assert_eq!(
        of(next(april(6, 21, 0), &[])),
        call(april(7, 8, 0), CallTiming::CallingHours)
    );
    assert_eq!(of(next(april(6, 20, 59), &[])).1, CallTiming::Now);
    // Ends at 20:50: the hour of the call is the first that is not allowed.
    let evening = window(april(6, 20, 0), 50);
    assert_eq!(of(next(april(6, 20, 30), &[evening])).0, april(7, 8, 0));
}

#[test]
fn a_morning_shift_defers_once_more() {
    let shifts = [window(april(7, 7, 0), 120), window(april(6, 20, 0), 120)];
    assert_eq!(of(next(april(6, 21, 0), &shifts)).0, april(7, 9, 10));
}

#[test]
fn calling_hours_are_the_recipients() {
    let now = utc("2026-04-06T03:30:00Z");
    let at = |zone| next_contact_at(now, &[], &policy(zone)).unwrap().voice_at;
    // 20:30 in Los Angeles, 23:30 in New York.
    assert_eq!(at("America/Los_Angeles"), now);
    assert_eq!(at("America/New_York"), utc("2026-04-06T12:00:00Z"));
}

#[test]
fn the_morning_after_clocks_change_begins_at_eight_on_the_wall() {
    // Denver goes forward on 8 March 2026 and back on 1 November.
    assert_eq!(
        of(next(utc("2026-03-08T05:00:00Z"), &[])).0,
        utc("2026-03-08T14:00:00Z")
    );
    assert_eq!(
        of(next(utc("2026-11-01T04:00:00Z"), &[])).0,
        utc("2026-11-01T15:00:00Z")
    );
    // A night shift of eight wall-clock hours over the change lasts seven; ten minutes after its end it is 7:10.
    let night = window(utc("2026-03-08T06:00:00Z"), 420);
    assert_eq!(
        of(next(utc("2026-03-08T07:00:00Z"), &[night])).0,
        utc("2026-03-08T14:00:00Z")
    );
}

#[test]
fn texts_can_have_hours_of_their_own_and_calls_days() {
    let mut policy = policy("America/Denver");
    policy.texting = Some(hours("09:00", "20:00"));
    policy.calling.days = vec![Weekday::Monday];
    // Tuesday, 7 am.
    let contact = next_contact_at(april(7, 7, 0), &[], &policy).unwrap();
    assert_eq!(
        (contact.text_at, contact.voice_at),
        (april(7, 9, 0), april(13, 8, 0))
    );
}

#[test]
fn wrong_input_names_its_field() {
    let wrong = |change: &dyn Fn(&mut ContactPolicy)| {
        let mut policy = policy("America/Denver");
        change(&mut policy);
        field(next_contact_at(april(6, 9, 0), &[], &policy))
    };
    assert_eq!(wrong(&|p| p.calling = hours("21:00", "08:00")), "until");
    assert_eq!(wrong(&|p| p.texting = Some(hours("08:00", "08:00"))), "until");
    assert_eq!(wrong(&|p| p.calling.days.clear()), "days");
    assert_eq!(
        wrong(&|p| p.quiet_after_shift_minutes = 1_441),
        "quiet_after_shift_minutes"
    );
    let edge = TimeWindow::new(april(6, 9, 0), DateTime::<Utc>::MAX_UTC).unwrap();
    assert_eq!(
        field(next_contact_at(
            april(6, 9, 0),
            &[edge],
            &policy("America/Denver")
        )),
        "end"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn a_call_is_never_in_the_past_in_a_shift_or_at_night_and_never_later_than_need_be(
        // Around both changes of clocks, and in between.
        day in prop::sample::select(vec!["2026-03-07T00:00:00Z", "2026-10-31T00:00:00Z", "2026-06-01T00:00:00Z"]),
        now in 0_i64..2_880,
        shifts in prop::collection::vec((0_i64..4_320, 1_i64..900), 0..6),
        zone in prop::sample::select(vec!["America/Denver", "America/New_York", "America/Sao_Paulo"]),
    ) {
        let base = utc(day);
        let now = base + TimeDelta::minutes(now);
        let shifts: Vec<_> =
            shifts.into_iter().map(|(start, minutes)| window(base + TimeDelta::minutes(start), minutes)).collect();
        let policy = policy(zone);
        let contact = next_contact_at(now, &shifts, &policy).unwrap();
        let allowed = |at: DateTime<Utc>| {
            let quiet = TimeDelta::minutes(10);
            let minute = policy.zone.local(at).minute_of_day();
            (480..1_260).contains(&minute) && shifts.iter().all(|s| at < s.start() || s.end() + quiet <= at)
        };
        prop_assert_eq!(contact.text_at, now);
        prop_assert!(contact.voice_at >= now);
        prop_assert!(allowed(contact.voice_at));
        let mut earlier = now;
        while earlier < contact.voice_at {
            prop_assert!(!allowed(earlier), "{earlier} would have done");
            earlier += TimeDelta::minutes(1);
        }
    }
}
