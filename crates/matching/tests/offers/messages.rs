use std::collections::BTreeMap;

use careweave_matching::offers::{
    Candidacy, Message, MessagePolicy, OfferRound, OfferedShift, SetCost, SetPrice, Taken,
};
use careweave_types::{CaregiverId, Currency, ErrorKind, Money, Result};
use proptest::prelude::*;

use crate::given::{april, candidacy, denver, field, percent, shift, shift_id, weeks, who};

fn policy(max_shifts: u32) -> MessagePolicy {
    MessagePolicy {
        max_shifts,
        window_minutes: 120,
        min_gap_minutes: 0,
        max_messages: None,
        zone: denver(),
    }
}

/// A salaried workforce: nothing costs extra.
struct Salaried;

impl SetPrice for Salaried {
    fn price(&self, _: &CaregiverId, _: &[&OfferedShift], _: &[&OfferedShift]) -> Result<SetCost> {
        let nothing = Money::new(0, Currency::Usd);
        Ok(SetCost {
            overtime_minutes: 0,
            premium: nothing,
            pay: nothing,
            explanation: "salaried".into(),
        })
    }
}

/// `c0` and `c1` may take any of the shifts.
fn round(shifts: Vec<OfferedShift>) -> OfferRound {
    let candidacies = (0..2).flat_map(|c| (0..shifts.len()).map(move |s| candidacy(c, s, 50, percent(50))));
    let candidacies = candidacies.collect();
    OfferRound::new(shifts, candidacies).unwrap()
}

fn named(message: &Message) -> Vec<&str> {
    message.shifts.iter().map(|s| s.shift_id.as_str()).collect()
}

#[test]
fn two_offers_that_are_each_free_of_overtime_show_what_they_cost_together() {
    let round = OfferRound::new(
        vec![shift(0, april(9, 14, 0), 120), shift(1, april(10, 14, 0), 120)],
        vec![candidacy(0, 0, 10, percent(40)), candidacy(0, 1, 10, percent(40))],
    )
    .unwrap();
    let plan = round
        .plan(april(6, 9, 0), &policy(3), &weeks(&[38 * 60]))
        .unwrap();
    let message = &plan.messages[0];
    let alone: Vec<_> = message.shifts.iter().map(|s| s.alone.overtime_minutes).collect();
    assert_eq!(alone, [0, 0]);
    assert_eq!(message.joint_overtime_minutes, 120);
    assert_eq!(message.together.premium, Money::new(1_800, Currency::Usd));
    assert_eq!(
        message.text,
        "Thu/Fri 2–4 pm, 2026-04-09 to 2026-04-10: 2 visits, 4 h 00, 2 h 00 overtime, extra 18.00 USD"
    );
    assert_eq!(
        message.together.explanation,
        "38 h 00 → 42 h 00, 2 h overtime (weekly 40), extra $18.00"
    );
}

#[test]
fn a_caregiver_gets_one_message_per_window() {
    let mut round = round(vec![
        shift(0, april(9, 14, 0), 120),
        shift(1, april(10, 14, 0), 120),
    ]);
    let now = april(6, 9, 0);
    let plan = round.plan(now, &policy(1), &Salaried).unwrap();
    assert_eq!(plan.messages.len(), 2);
    round.send(&plan, now);
    let later = |minutes| {
        round
            .plan(now + chrono::TimeDelta::minutes(minutes), &policy(1), &Salaried)
            .unwrap()
    };
    assert_eq!(later(119).messages, []);
    assert_eq!(
        later(119).expected_before_millionths,
        plan.expected_after_millionths
    );
    assert_eq!(later(120).messages.len(), 2);
    assert_eq!(later(120).expected_before_millionths, 0);
}

#[test]
fn a_plan_spreads_messages_over_shifts_before_it_doubles_them() {
    let plan = round(vec![
        shift(0, april(9, 14, 0), 120),
        shift(1, april(10, 14, 0), 120),
    ])
    .plan(april(6, 9, 0), &policy(1), &Salaried)
    .unwrap();
    let mut asked: Vec<_> = plan.messages.iter().flat_map(named).collect();
    asked.sort_unstable();
    assert_eq!(asked, ["s0", "s1"]);
    // Two shifts of 100.00, each half likely.
    assert_eq!(plan.expected_after_millionths, 10_000_000_000);
}

#[test]
fn shifts_of_a_message_keep_the_gap_the_policy_asks_for() {
    let shifts = vec![shift(0, april(9, 14, 0), 120), shift(1, april(9, 16, 0), 120)];
    let touching = round(shifts.clone())
        .plan(april(6, 9, 0), &policy(2), &Salaried)
        .unwrap();
    assert_eq!(named(&touching.messages[0]), ["s0", "s1"]);
    let apart = MessagePolicy {
        min_gap_minutes: 1,
        ..policy(2)
    };
    let plan = round(shifts).plan(april(6, 9, 0), &apart, &Salaried).unwrap();
    assert!(plan.messages.iter().all(|message| message.shifts.len() == 1));
}

#[test]
fn shifts_that_have_begun_were_taken_or_were_declined_are_not_offered() {
    let mut round = round((0..4).map(|n| shift(n, april(6 + n, 14, 0), 60)).collect());
    round.decline(&who(0), &shift_id(1)).unwrap();
    round.decline(&who(1), &shift_id(1)).unwrap();
    let same = round.candidacies.clone();
    round
        .accept(&who(0), &shift_id(2), &|_: &[&OfferedShift], _: &[Taken]| {
            Ok(same
                .iter()
                .filter(|c| c.shift_id != shift_id(2))
                .cloned()
                .collect())
        })
        .unwrap();
    let plan = round.plan(april(6, 14, 0), &policy(4), &Salaried).unwrap();
    assert_eq!(
        plan.messages.iter().map(named).collect::<Vec<_>>(),
        [["s3"], ["s3"]]
    );
}

#[test]
fn an_accept_ranks_the_rest_anew_and_prices_it_on_top() {
    let (early, late) = (shift(0, april(9, 14, 0), 240), shift(1, april(10, 14, 0), 240));
    let overlapping = shift(2, april(9, 17, 0), 120);
    let candidacies = vec![
        candidacy(0, 0, 90, percent(50)),
        candidacy(0, 1, 90, percent(50)),
        candidacy(1, 1, 80, percent(50)),
        candidacy(0, 2, 90, percent(50)),
    ];
    let mut round = OfferRound::new(vec![early, late, overlapping], candidacies).unwrap();
    let prices = weeks(&[36 * 60, 0]);
    assert_eq!(round.ranked(&shift_id(1))[0].caregiver_id, who(0));

    // The ranking is by overtime now: whoever would get into it loses 40 points.
    let rerank = |open: &[&OfferedShift], taken: &[Taken]| {
        let mut again = Vec::new();
        for shift in open {
            for (n, score) in [(0, 90), (1, 80)] {
                // A careless ranking that leaves the first caregiver in although the shift overlaps the one taken.
                if shift.id == shift_id(2) {
                    again.extend((n == 0).then(|| candidacy(0, 2, 90, percent(50))));
                    continue;
                }
                let held: Vec<OfferedShift> = taken
                    .iter()
                    .filter(|t| t.caregiver_id == who(n))
                    .map(|_| crate::given::shift(0, april(9, 14, 0), 240))
                    .collect();
                let cost = prices.price(&who(n), &held.iter().collect::<Vec<_>>(), &[shift])?;
                let score = if cost.overtime_minutes > 0 {
                    score - 40
                } else {
                    score
                };
                again.push(Candidacy {
                    caregiver_id: who(n),
                    shift_id: shift.id.clone(),
                    score,
                    acceptance: percent(50),
                });
            }
        }
        Ok(again)
    };
    round.accept(&who(0), &shift_id(0), &rerank).unwrap();
    let order: Vec<_> = round
        .ranked(&shift_id(1))
        .iter()
        .map(|c| (c.caregiver_id.clone(), c.score))
        .collect();
    assert_eq!(order, [(who(1), 80), (who(0), 50)]);

    // 36 h booked and 4 h taken: the next 4 h are all overtime. The overlapping shift is not offered to c0.
    let plan = round.plan(april(6, 9, 0), &policy(3), &prices).unwrap();
    let to_first = plan.messages.iter().find(|m| m.caregiver_id == who(0)).unwrap();
    assert_eq!(named(to_first), ["s1"]);
    assert_eq!(to_first.together.overtime_minutes, 240);
}

#[test]
fn an_accept_that_cannot_stand_is_refused_and_changes_nothing() {
    let mut round = round(vec![
        shift(0, april(9, 14, 0), 120),
        shift(1, april(9, 15, 0), 120),
    ]);
    let keep = round.candidacies.clone();
    let same = |open: &[&OfferedShift], _: &[Taken]| {
        Ok(keep
            .iter()
            .filter(|c| open.iter().any(|s| s.id == c.shift_id))
            .cloned()
            .collect())
    };
    round.accept(&who(0), &shift_id(0), &same).unwrap();
    let before = round.clone();
    for (caregiver, shift, kind) in [
        (who(1), shift_id(0), ErrorKind::Conflict),
        (who(0), shift_id(1), ErrorKind::Conflict),
        (who(7), shift_id(1), ErrorKind::Conflict),
        (who(1), shift_id(9), ErrorKind::NotFound),
    ] {
        assert_eq!(
            round.accept(&caregiver, &shift, &same).unwrap_err().kind(),
            kind,
            "{caregiver} {shift}"
        );
    }
    let nonsense = |_: &[&OfferedShift], _: &[Taken]| Ok(vec![candidacy(0, 0, 1, percent(1))]);
    assert_eq!(field(round.accept(&who(1), &shift_id(1), &nonsense)), "shift_id");
    assert_eq!(round, before);
}

#[test]
fn a_round_survives_json() {
    let mut round = round(vec![shift(0, april(9, 14, 0), 120)]);
    let plan = round.plan(april(6, 9, 0), &policy(1), &Salaried).unwrap();
    round.send(&plan, april(6, 9, 0));
    let text = serde_json::to_string(&(&round, &plan)).unwrap();
    assert_eq!(
        serde_json::from_str::<(OfferRound, _)>(&text).unwrap(),
        (round, plan)
    );
}

#[test]
fn wrong_input_names_its_field() {
    let now = april(6, 9, 0);
    let good = round(vec![shift(0, april(9, 14, 0), 120)]);
    let plan = |round: &OfferRound, policy: &MessagePolicy| field(round.plan(now, policy, &Salaried));
    assert_eq!(plan(&good, &policy(0)), "max_shifts");
    assert_eq!(plan(&good, &policy(65)), "max_shifts");
    assert_eq!(
        plan(
            &good,
            &MessagePolicy {
                window_minutes: 0,
                ..policy(1)
            }
        ),
        "window_minutes"
    );
    let mut early = good.clone();
    let sent = early.plan(now, &policy(1), &Salaried).unwrap();
    early.send(&sent, now + chrono::TimeDelta::minutes(1));
    assert_eq!(plan(&early, &policy(1)), "sent_at");
    let mut wrong = good.clone();
    wrong.shifts[0].value = -1;
    assert_eq!(plan(&wrong, &policy(1)), "value");
    let mut wrong = good.clone();
    wrong.shifts.push(wrong.shifts[0].clone());
    assert_eq!(plan(&wrong, &policy(1)), "id");
    let mut wrong = good.clone();
    wrong.candidacies[0].shift_id = shift_id(9);
    assert_eq!(plan(&wrong, &policy(1)), "shift_id");
    let mut wrong = good.clone();
    wrong.candidacies.push(wrong.candidacies[0].clone());
    assert_eq!(plan(&wrong, &policy(1)), "caregiver_id");
    let mut wrong = good.clone();
    wrong.candidacies[0].score = i64::MIN;
    assert_eq!(plan(&wrong, &policy(1)), "score");
    let unknown = good.plan(now, &policy(1), &weeks(&[])).unwrap_err();
    assert_eq!(
        (unknown.kind(), unknown.get("caregiver_id")),
        (ErrorKind::NotFound, Some("c0"))
    );
}

/// A tiny case: shifts as (start hour, hours, value), chances in percent by caregiver and shift.
#[derive(Debug, Clone)]
struct Tiny {
    shifts: Vec<(u32, i64, i64)>,
    chances: Vec<Vec<u32>>,
    max_shifts: u32,
}

fn tiny() -> impl Strategy<Value = Tiny> {
    (1_usize..=4, 1_usize..=3, 1_u32..=3).prop_flat_map(|(shifts, caregivers, max_shifts)| {
        (
            prop::collection::vec((6_u32..16, 1_i64..6, 0_i64..1_000), shifts),
            prop::collection::vec(prop::collection::vec(0_u32..=100, shifts), caregivers),
        )
            .prop_map(move |(shifts, chances)| Tiny {
                shifts,
                chances,
                max_shifts,
            })
    })
}

impl Tiny {
    fn round(&self) -> OfferRound {
        let shifts = self.shifts.iter().enumerate();
        let shifts = shifts
            .map(|(n, &(hour, hours, value))| OfferedShift {
                value,
                ..shift(n, april(9, hour, 0), hours * 60)
            })
            .collect();
        let chances = self.chances.iter().enumerate();
        let candidacies = chances
            .flat_map(|(c, row)| {
                row.iter()
                    .enumerate()
                    .map(move |(s, &p)| candidacy(c, s, 0, percent(p)))
            })
            .collect();
        OfferRound::new(shifts, candidacies).unwrap()
    }

    /// Every message one caregiver may get, the empty one among them.
    fn messages(&self) -> Vec<Vec<usize>> {
        let subsets = (0_u32..1 << self.shifts.len()).map(|set| {
            (0..self.shifts.len())
                .filter(|s| set >> s & 1 == 1)
                .collect::<Vec<_>>()
        });
        let end = |s: usize| i64::from(self.shifts[s].0) + self.shifts[s].1;
        let start = |s: usize| i64::from(self.shifts[s].0);
        let disjoint = |set: &Vec<usize>| {
            set.iter().all(|&a| {
                set.iter()
                    .all(|&b| a == b || end(a) <= start(b) || end(b) <= start(a))
            })
        };
        subsets
            .filter(|set| set.len() <= self.max_shifts as usize)
            .filter(disjoint)
            .collect()
    }

    /// The expected value in millionths of a minor unit, exactly: at most three chances in percent per shift.
    fn expected(&self, messages: &[&[usize]]) -> u64 {
        let mut total = 0;
        for (s, &(_, _, value)) in self.shifts.iter().enumerate() {
            let mut missed = 1_u64;
            for (c, message) in messages.iter().enumerate() {
                missed *= if message.contains(&s) {
                    u64::from(100 - self.chances[c][s])
                } else {
                    100
                };
            }
            for _ in messages.len()..3 {
                missed *= 100;
            }
            total += value as u64 * (1_000_000 - missed);
        }
        total
    }

    fn best(&self) -> u64 {
        let choices = self.messages();
        let mut plans: Vec<Vec<&[usize]>> = vec![Vec::new()];
        for _ in &self.chances {
            plans = plans
                .iter()
                .flat_map(|plan| {
                    choices
                        .iter()
                        .map(move |m| [plan.as_slice(), &[m.as_slice()]].concat())
                })
                .collect();
        }
        plans.iter().map(|plan| self.expected(plan)).max().unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn plans_keep_the_rules_and_are_worth_at_least_half_of_the_best(case in tiny()) {
        let round = case.round();
        let plan = round.plan(april(6, 9, 0), &policy(case.max_shifts), &Salaried).unwrap();
        let choices = case.messages();
        let mut sent: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for message in &plan.messages {
            let caregiver = (0..3).find(|c| who(c) == message.caregiver_id).unwrap();
            let mut set: Vec<usize> =
                named(message).iter().map(|id| id[1..].parse().unwrap()).collect();
            set.sort_unstable();
            // At most m shifts and no two that overlap: it is one of the messages that may be sent.
            prop_assert!(choices.contains(&set), "{set:?}");

            // Lazy or not, each message is the one that adds most after those before it.
            let now = |sent: &BTreeMap<usize, Vec<usize>>| {
                let all: Vec<&[usize]> =
                    (0..case.chances.len()).map(|c| sent.get(&c).map_or(&[][..], Vec::as_slice)).collect();
                case.expected(&all)
            };
            let before = now(&sent);
            let mut most = 0;
            for other in (0..case.chances.len()).filter(|c| !sent.contains_key(c)) {
                for choice in &choices {
                    let mut trial = sent.clone();
                    trial.insert(other, choice.clone());
                    most = most.max(now(&trial) - before);
                }
            }
            prop_assert!(sent.insert(caregiver, set).is_none(), "one message per caregiver");
            prop_assert_eq!(now(&sent) - before, most);
            prop_assert_eq!(message.adds_millionths, most);
        }
        let all: Vec<&[usize]> =
            (0..case.chances.len()).map(|c| sent.get(&c).map_or(&[][..], Vec::as_slice)).collect();
        let worth = case.expected(&all);
        prop_assert_eq!(plan.expected_after_millionths, worth);
        prop_assert!(2 * worth >= case.best());
    }
}

#[test]
fn the_engine_ranks_the_rest_of_a_round_after_an_accept() {
    use careweave_matching::offers::{Rerank, RosterRanking};
    use careweave_matching::{Policy, Roster};

    let roster = Roster::from_json(
        r#"{"format": "careweave.roster/1", "as_of": "2026-04-06T12:00:00Z", "zone": "America/Denver",
            "caregivers": [{"id": "c0", "status": "active", "service_area": "80012"}, {"id": "c1", "status": "active"}],
            "shifts": [
              {"id": "s0", "client_id": "k1", "status": "open", "client_zip_code": "80012",
               "scheduled_start": "2026-04-09T20:00:00Z", "scheduled_end": "2026-04-09T22:00:00Z"},
              {"id": "s1", "client_id": "k2", "status": "open", "client_zip_code": "80012",
               "scheduled_start": "2026-04-09T21:00:00Z", "scheduled_end": "2026-04-09T23:00:00Z"}]}"#,
    )
    .unwrap();
    let shifts: Vec<_> = roster
        .open_shifts()
        .iter()
        .map(|shift| OfferedShift::of(shift, 5_000).unwrap())
        .collect();
    let seed = Policy::seed_v1();
    let ranking = RosterRanking::new(&roster, &seed, |_: &CaregiverId, _: &careweave_types::ShiftId| {
        percent(30)
    });
    let candidacies = ranking.rerank(&shifts.iter().collect::<Vec<_>>(), &[]).unwrap();
    let mut round = OfferRound::new(shifts, candidacies).unwrap();
    let order = |round: &OfferRound| {
        round
            .ranked(&shift_id(1))
            .iter()
            .map(|c| c.caregiver_id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(order(&round), [who(0), who(1)]);
    round.accept(&who(0), &shift_id(0), &ranking).unwrap();
    assert_eq!(order(&round), [who(1)], "the first is busy then");
}
