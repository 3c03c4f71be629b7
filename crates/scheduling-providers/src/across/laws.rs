//! Laws held against the obvious, slow way of computing the same.

use careweave_types::ids::{AppointmentTypeId, IntegrationId};
use careweave_types::{IdempotencyKey, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::Identity;
use crate::model::{Buffers, ProviderKind, Slot, SlotCheck};

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_775_000_000 + minute * 60, 0).unwrap()
}

fn window(start: i64, length: i64) -> TimeWindow {
    TimeWindow::new(at(start), at(start + length)).unwrap()
}

fn claims() -> impl Strategy<Value = Vec<Claim<u8, usize>>> {
    let one = (0u8..3, 0i64..400, 1i64..90, 0u32..30, 0u32..30);
    prop::collection::vec(one, 0..60).prop_map(|given| {
        given
            .into_iter()
            .enumerate()
            .map(|(id, (who, start, length, before, after))| Claim {
                who,
                id,
                window: window(start, length),
                buffers: Buffers {
                    before_minutes: before,
                    after_minutes: after,
                },
            })
            .collect()
    })
}

/// Whether two claims of one person collide, said directly.
fn collide(a: &Claim<u8, usize>, b: &Claim<u8, usize>) -> bool {
    let (first, second) = if a.window.start() <= b.window.start() {
        (a, b)
    } else {
        (b, a)
    };
    if first.window.overlaps(&second.window) {
        return true;
    }
    let gap = (second.window.start() - first.window.end()).num_minutes();
    gap < i64::from(first.buffers.after_minutes.max(second.buffers.before_minutes))
}

proptest! {
    #[test]
    fn conflicts_are_those_that_comparing_all_with_all_finds(claims in claims()) {
        let mut slow = Vec::new();
        for (place, a) in claims.iter().enumerate() {
            for b in &claims[place + 1..] {
                if a.who == b.who && collide(a, b) {
                    slow.push((a.id.min(b.id), a.id.max(b.id)));
                }
            }
        }
        slow.sort_unstable();
        let mut fast: Vec<_> = ConflictIndex::new(claims.clone())
            .conflicts()
            .into_iter()
            .map(|c| (c.first.min(c.second), c.first.max(c.second)))
            .collect();
        fast.sort_unstable();
        prop_assert_eq!(fast, slow);
    }

    #[test]
    fn what_stands_in_the_way_is_what_collides(claims in claims(), start in 0i64..400, length in 1i64..90, before in 0u32..30) {
        let buffers = Buffers { before_minutes: before, after_minutes: 0 };
        let wanted = Claim { who: 1u8, id: usize::MAX, window: window(start, length), buffers };
        let mut slow: Vec<_> = claims.iter().filter(|c| c.who == 1 && collide(c, &wanted)).map(|c| c.id).collect();
        slow.sort_unstable();
        let mut fast = ConflictIndex::new(claims).in_the_way(&1, wanted.window, buffers);
        fast.sort_unstable();
        prop_assert_eq!(fast, slow);
    }

    #[test]
    fn every_minute_is_either_free_or_busy(given in prop::collection::vec((0i64..300, 1i64..60), 0..30)) {
        let busy: Vec<_> = given.iter().map(|(start, length)| window(*start, *length)).collect();
        let range = window(50, 200);
        let free = free(range, busy.clone());
        for minute in 50..250 {
            let instant = at(minute);
            let is_busy = busy.iter().any(|w| w.contains(instant));
            prop_assert_eq!(free.iter().any(|w| w.contains(instant)), !is_busy, "minute {}", minute);
        }
        let whole = merged(busy);
        prop_assert!(whole.windows(2).all(|pair| pair[0].end() < pair[1].start()));
        prop_assert!(free.iter().all(|gap| range.encloses(gap)));
    }

    #[test]
    fn a_bookable_slot_overlaps_nothing_and_no_free_one_is_left_out(
        slots in prop::collection::vec((0i64..300, 1i64..60), 0..20),
        busy in prop::collection::vec((0i64..300, 1i64..60), 0..20),
        before in 0u32..20,
        after in 0u32..20,
        notice in 0u32..60,
    ) {
        let slots: Vec<_> = slots.into_iter().map(|(start, length)| slot(start, length)).collect();
        let busy: Vec<_> = busy.into_iter().map(|(start, length)| window(start, length)).collect();
        let rules = OfferRules {
            buffers: Buffers { before_minutes: before, after_minutes: after },
            notice_minutes: notice,
        };
        let fits = |slot: &Slot| {
            let start = slot.window.start() - TimeDelta::minutes(i64::from(before));
            let around = TimeWindow::new(start, slot.window.end() + TimeDelta::minutes(i64::from(after))).unwrap();
            busy.iter().all(|w| !w.overlaps(&around)) && slot.window.start() >= at(i64::from(notice))
        };
        let slow: Vec<_> = slots.iter().filter(|slot| fits(slot)).cloned().collect();
        prop_assert_eq!(bookable(slots, busy, rules, at(0)), slow);
    }

    #[test]
    fn turns_keep_everyone_within_one_appointment_of_the_share(
        weights in prop::collection::vec(1u32..5, 1..6),
        rounds in 1usize..80,
    ) {
        let mut line: Vec<_> = weights
            .iter()
            .enumerate()
            .map(|(id, weight)| Contender { id, weight: *weight, given: 0, last_given: None, available: true })
            .collect();
        for round in 0..rounds {
            let chosen = choose(&line).unwrap().chosen.unwrap();
            line[chosen].given += 1;
            line[chosen].last_given = Some(at(round as i64));
        }
        // Nobody is ahead of anybody by more than the one appointment just given.
        for a in &line {
            for b in &line {
                let ahead = (f64::from(a.given) - 1.0) / f64::from(a.weight);
                prop_assert!(ahead <= f64::from(b.given) / f64::from(b.weight) + 1e-9);
            }
        }
    }

    #[test]
    fn the_order_of_contenders_does_not_matter(
        given in prop::collection::vec((0u32..4, 0u32..3, any::<bool>()), 1..8),
        turn in 0usize..8,
    ) {
        let line: Vec<_> = given
            .iter()
            .enumerate()
            .map(|(id, (given, last, available))| Contender {
                id,
                weight: 1,
                given: *given,
                last_given: (*last > 0).then(|| at(i64::from(*last))),
                available: *available,
            })
            .collect();
        let mut turned = line.clone();
        turned.rotate_left(turn % line.len());
        turned.reverse();
        prop_assert_eq!(choose(&line).unwrap(), choose(&turned).unwrap());
    }
}

fn slot(start: i64, length: i64) -> Slot {
    let window = window(start, length);
    Slot::new(
        window,
        window.start().into(),
        AppointmentTypeId::new("visit").unwrap(),
    )
}

#[test]
fn the_reasons_say_who_was_passed_over_and_why() {
    let contender = |id: &'static str, given, last: Option<i64>, available| Contender {
        id,
        weight: 1,
        given,
        last_given: last.map(at),
        available,
    };
    let choice = choose(&[
        contender("dora", 0, None, false),
        contender("carl", 2, Some(1), true),
        contender("bert", 1, Some(5), true),
        contender("anna", 1, Some(3), true),
    ])
    .unwrap();
    assert_eq!(choice.chosen, Some("anna"));
    assert_eq!(
        choice.reasons,
        [
            ("anna", Reason::WaitedLongest),
            ("bert", Reason::WaitedLess),
            ("carl", Reason::GivenMore),
            ("dora", Reason::Busy),
        ]
    );
    let nobody = choose(&[contender("dora", 0, None, false)]).unwrap();
    assert_eq!(
        (nobody.chosen, nobody.reasons),
        (None, vec![("dora", Reason::Busy)])
    );
    assert!(choose(&[contender("a", 0, None, true), contender("a", 1, None, true)]).is_err());
}

#[test]
fn touching_claims_do_not_conflict_and_buffers_between_them_are_shared() {
    let claim = |id: i32, start: i64, after, before| Claim {
        who: 0u8,
        id,
        window: window(start, 60),
        buffers: Buffers {
            before_minutes: before,
            after_minutes: after,
        },
    };
    let index = ConflictIndex::new([claim(0, 0, 0, 0), claim(1, 60, 0, 0)]);
    assert_eq!(index.conflicts(), []);
    // Twenty minutes after and thirty before are one way of thirty minutes.
    let apart = |gap: i64| ConflictIndex::new([claim(0, 0, 20, 0), claim(1, 60 + gap, 0, 30)]).conflicts();
    assert_eq!(apart(30), []);
    assert_eq!(apart(29).len(), 1);
}

#[test]
fn a_local_hold_keeps_a_slot_for_one_until_it_lapses() {
    let identity = Identity::new(ProviderKind::Acuity, IntegrationId::new("main").unwrap());
    let mut holds = LocalHolds::default();
    let (mine, yours) = (
        IdempotencyKey::new("mine").unwrap(),
        IdempotencyKey::new("yours").unwrap(),
    );
    let slot = slot(10, 30);
    let hold = holds.hold(&identity, &slot, &mine, at(0), at(5)).unwrap();
    assert!(holds.hold(&identity, &slot, &yours, at(0), at(5)).is_err());
    assert_eq!(
        holds.check(&identity, &slot, Some(&hold.id), at(0)),
        SlotCheck::Free
    );
    assert!(holds.not_held(&identity, vec![slot.clone()], at(0)).is_empty());
    let other = Identity::new(ProviderKind::Acuity, IntegrationId::new("branch").unwrap());
    assert_eq!(holds.check(&other, &slot, None, at(0)), SlotCheck::Free);
    assert!(
        holds.hold(&identity, &slot, &yours, at(5), at(9)).is_ok(),
        "it has lapsed"
    );
    holds.release(&hold.id);
    assert_eq!(holds.len(), 1);
}
