use std::collections::{BTreeMap, BTreeSet};

use careweave_matching::assignment::lap::{CostMatrix, assign_dense};
use careweave_matching::offers::{
    AcceptRace, AwardLimit, ClaimAnswer, DEFAULT_STEPS, DecisionWindow, OfferedShift, RaceEvent, RaceFact,
    RaceOutcome, Refusal, Verdict,
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use crate::given::{april, candidacy, field, percent, shift, shift_id, who, window};

fn opened() -> DateTime<Utc> {
    april(6, 9, 0)
}

/// Three caregivers (`c0` ranked best) for every shift.
fn race(minutes: u32, shifts: Vec<OfferedShift>) -> AcceptRace {
    let scores = (0..3).flat_map(|c| (0..shifts.len()).map(move |s| (c, s, 90 - 10 * c as i64)));
    AcceptRace {
        opened_at: opened(),
        window: DecisionWindow { minutes },
        limit: AwardLimit::Disjoint,
        min_gap_minutes: 0,
        candidacies: scores
            .map(|(c, s, score)| candidacy(c, s, score, percent(50)))
            .collect(),
        shifts,
        steps: DEFAULT_STEPS,
    }
}

fn afternoon() -> OfferedShift {
    shift(0, april(8, 14, 0), 240)
}

fn event(sequence: u64, minute: i64, what: RaceFact) -> RaceEvent {
    RaceEvent {
        sequence,
        at: opened() + TimeDelta::minutes(minute),
        what,
    }
}

fn claim(sequence: u64, minute: i64, caregiver: usize, shift: usize) -> RaceEvent {
    event(
        sequence,
        minute,
        RaceFact::Claimed {
            caregiver_id: who(caregiver),
            shift_id: shift_id(shift),
        },
    )
}

fn much_later() -> DateTime<Utc> {
    april(7, 9, 0)
}

fn verdicts(outcome: &RaceOutcome) -> Vec<Verdict> {
    outcome.answers.iter().map(|a| a.verdict.clone()).collect()
}

const fn refused(reason: Refusal) -> Verdict {
    Verdict::Refused { reason }
}

#[test]
fn of_two_accepts_in_either_order_exactly_one_wins_and_a_replay_gives_the_same_one() {
    let race = race(0, vec![afternoon()]);
    for (first, second) in [(0, 2), (2, 0)] {
        // At the very same instant: the log's order decides, not the rank and not the clock.
        let log = [claim(1, 3, first, 0), claim(2, 3, second, 0)];
        let outcome = race.decide(&log, much_later()).unwrap();
        assert_eq!(
            verdicts(&outcome),
            [Verdict::Awarded, refused(Refusal::AlreadyFilled)]
        );
        assert_eq!(outcome.winner(&shift_id(0)), Some(&who(first)));
        let replayed = [log[1].clone(), log[0].clone(), log[1].clone()];
        assert_eq!(race.decide(&replayed, much_later()).unwrap(), outcome);
    }
}

#[test]
fn an_accept_that_became_conflicting_is_refused_with_the_reason() {
    let race = race(0, vec![afternoon(), shift(1, april(8, 16, 0), 240)]);
    let booked = RaceFact::Booked {
        caregiver_id: who(1),
        shift_id: shift_id("elsewhere"),
        window: window(april(8, 17, 0), 60),
    };
    let log = [
        event(1, 1, booked),
        claim(2, 2, 1, 0),
        claim(3, 3, 0, 0),
        claim(4, 4, 0, 1),
        claim(5, 5, 2, 1),
    ];
    assert_eq!(
        verdicts(&race.decide(&log, much_later()).unwrap()),
        [
            refused(Refusal::Conflict {
                with: shift_id("elsewhere")
            }),
            Verdict::Awarded,
            refused(Refusal::Conflict { with: shift_id(0) }),
            Verdict::Awarded,
        ]
    );
}

#[test]
fn every_refusal_says_why() {
    let mut race = race(
        0,
        vec![
            afternoon(),
            shift(1, april(6, 9, 10), 60),
            shift(2, april(9, 9, 0), 60),
        ],
    );
    race.limit = AwardLimit::One;
    let log = [
        claim(1, -1, 0, 0),
        claim(2, 1, 0, 9),
        claim(3, 1, 7, 0),
        claim(4, 10, 0, 1),
        event(
            5,
            11,
            RaceFact::Closed {
                shift_id: shift_id(2),
            },
        ),
        claim(6, 12, 1, 2),
        claim(7, 13, 1, 0),
        claim(8, 14, 1, 0),
        claim(9, 15, 0, 0),
    ];
    assert_eq!(
        verdicts(&race.decide(&log, much_later()).unwrap()),
        [
            refused(Refusal::BeforeOpening),
            refused(Refusal::UnknownShift),
            refused(Refusal::NotACandidate),
            refused(Refusal::ShiftHasBegun),
            refused(Refusal::ShiftClosed),
            Verdict::Awarded,
            Verdict::Repeated { of: 7 },
            refused(Refusal::AlreadyFilled),
        ]
    );
    let mut two = self::race(0, vec![afternoon(), shift(1, april(9, 9, 0), 60)]);
    two.limit = AwardLimit::One;
    let log = [claim(1, 1, 0, 0), claim(2, 2, 0, 1)];
    assert_eq!(
        verdicts(&two.decide(&log, much_later()).unwrap()),
        [
            Verdict::Awarded,
            refused(Refusal::LimitReached { won: shift_id(0) })
        ]
    );
}

#[test]
fn within_the_window_claims_wait_and_at_its_end_the_best_ranked_wins() {
    let race = race(15, vec![afternoon()]);
    let log = [claim(1, 1, 2, 0), claim(2, 14, 1, 0)];
    let closes = opened() + TimeDelta::minutes(15);
    let waiting = race.decide(&log, closes - TimeDelta::seconds(1)).unwrap();
    assert_eq!(
        verdicts(&waiting),
        [
            Verdict::Waiting { until: closes },
            Verdict::Waiting { until: closes }
        ]
    );
    let decided = race.decide(&log, closes).unwrap();
    assert_eq!(
        verdicts(&decided),
        [refused(Refusal::AlreadyFilled), Verdict::Awarded]
    );
    // The best of all comes a minute late.
    let log = [log[0].clone(), log[1].clone(), claim(3, 15, 0, 0)];
    let late = race.decide(&log, much_later()).unwrap();
    assert_eq!(late.winner(&shift_id(0)), Some(&who(1)));
}

#[test]
fn of_equal_ranks_the_earlier_claim_wins_and_an_unclaimed_shift_goes_to_the_first_after_the_window() {
    let mut race = race(15, vec![afternoon()]);
    race.candidacies.iter_mut().for_each(|c| c.score = 50);
    let log = [claim(1, 3, 2, 0), claim(2, 4, 0, 0)];
    assert_eq!(
        race.decide(&log, much_later()).unwrap().winner(&shift_id(0)),
        Some(&who(2))
    );
    let log = [claim(1, 20, 2, 0), claim(2, 21, 0, 0)];
    assert_eq!(
        race.decide(&log, much_later()).unwrap().winner(&shift_id(0)),
        Some(&who(2))
    );
}

#[test]
fn an_entry_whose_clock_is_behind_does_not_slip_into_a_closed_window() {
    let race = race(15, vec![afternoon()]);
    let log = [claim(1, 5, 2, 0), claim(2, 16, 1, 0)];
    let before = race.decide(&log, much_later()).unwrap();
    // Recorded third, with the time of a clock that is behind, by the best ranked.
    let log = [log[0].clone(), log[1].clone(), claim(3, 6, 0, 0)];
    let after = race.decide(&log, much_later()).unwrap();
    assert_eq!(after.winner(&shift_id(0)), Some(&who(2)));
    assert_eq!(after.answers[..2], before.answers);
}

#[test]
fn one_caregiver_who_claims_everything_gets_what_can_be_done_by_one() {
    let shifts = vec![
        shift(0, april(8, 8, 0), 240),
        shift(1, april(8, 12, 0), 240),
        shift(2, april(8, 11, 0), 120),
    ];
    let mut race = race(5, shifts);
    let log = [claim(1, 1, 0, 2), claim(2, 1, 0, 0), claim(3, 1, 0, 1)];
    let outcome = race.decide(&log, much_later()).unwrap();
    let conflict = refused(Refusal::Conflict { with: shift_id(0) });
    assert_eq!(verdicts(&outcome), [conflict, Verdict::Awarded, Verdict::Awarded]);
    race.min_gap_minutes = 30;
    let outcome = race.decide(&log, much_later()).unwrap();
    let awarded = verdicts(&outcome)
        .iter()
        .filter(|v| **v == Verdict::Awarded)
        .count();
    assert_eq!(awarded, 1, "touching shifts are too close now");
}

#[test]
fn wrong_input_names_its_field() {
    let race = race(0, vec![afternoon()]);
    assert_eq!(field(race.decide(&[claim(1, 5, 0, 0)], opened())), "at");
    assert_eq!(
        field(race.decide(&[claim(1, 5, 0, 0), claim(1, 5, 1, 0)], much_later())),
        "sequence"
    );
    let mut wrong = race.clone();
    wrong.candidacies[0].shift_id = shift_id(8);
    assert_eq!(field(wrong.decide(&[], much_later())), "shift_id");
    let mut wrong = race.clone();
    wrong.shifts.push(afternoon());
    assert_eq!(field(wrong.decide(&[], much_later())), "id");
    let mut wrong = race.clone();
    wrong.shifts = (0..1_001).map(|n| shift(n, april(8, 9, 0), 60)).collect();
    assert_eq!(field(wrong.decide(&[], much_later())), "shifts");
    let mut wrong = race;
    wrong.opened_at = DateTime::<Utc>::MAX_UTC;
    wrong.window.minutes = 1;
    assert_eq!(field(wrong.decide(&[], DateTime::<Utc>::MAX_UTC)), "window");
}

#[test]
fn a_race_and_its_outcome_survive_json() {
    let race = race(15, vec![afternoon()]);
    let log = vec![claim(1, 1, 2, 0), claim(2, 14, 1, 0), claim(3, 20, 2, 0)];
    let outcome = race.decide(&log, much_later()).unwrap();
    let text = serde_json::to_string(&(&race, &log, &outcome)).unwrap();
    assert_eq!(
        serde_json::from_str::<(AcceptRace, Vec<RaceEvent>, RaceOutcome)>(&text).unwrap(),
        (race, log, outcome)
    );
}

/// Shifts as (start hour, hours) on one day, scores by caregiver and shift.
#[derive(Clone, Debug)]
struct Field {
    shifts: Vec<(u32, i64)>,
    scores: Vec<Vec<i64>>,
}

impl Field {
    fn race(&self, minutes: u32, limit: AwardLimit) -> AcceptRace {
        let shifts = self.shifts.iter().enumerate();
        let scores = self.scores.iter().enumerate();
        AcceptRace {
            limit,
            shifts: shifts
                .map(|(n, &(hour, hours))| shift(n, april(8, hour, 0), hours * 60))
                .collect(),
            candidacies: scores
                .flat_map(|(c, row)| {
                    row.iter()
                        .enumerate()
                        .map(move |(s, &x)| candidacy(c, s, x, percent(1)))
                })
                .collect(),
            ..race(minutes, Vec::new())
        }
    }

    fn everybody_claims_everything(&self) -> Vec<RaceEvent> {
        let pairs = (0..self.scores.len()).flat_map(|c| (0..self.shifts.len()).map(move |s| (c, s)));
        (1..).zip(pairs).map(|(n, (c, s))| claim(n, 1, c, s)).collect()
    }

    fn clash(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.shifts[a], self.shifts[b]);
        i64::from(a.0) < i64::from(b.0) + b.1 && i64::from(b.0) < i64::from(a.0) + a.1
    }

    /// The most shifts and then the greatest score over every way to give them out.
    fn best(&self, limit: AwardLimit) -> (usize, i64) {
        let people = self.scores.len();
        let ways = (people as u32 + 1).pow(self.shifts.len() as u32);
        let given =
            |way: u32, s: usize| (way / (people as u32 + 1).pow(s as u32) % (people as u32 + 1)) as usize;
        let mut best = (0, 0);
        for way in 0..ways {
            let awards: Vec<_> = (0..self.shifts.len())
                .map(|s| (s, given(way, s)))
                .filter(|(_, c)| *c < people)
                .collect();
            let allowed = awards.iter().enumerate().all(|(i, a)| {
                awards[..i]
                    .iter()
                    .all(|b| a.1 != b.1 || limit == AwardLimit::Disjoint && !self.clash(a.0, b.0))
            });
            if allowed {
                best = best.max((
                    awards.len(),
                    awards.iter().map(|&(s, c)| self.scores[c][s]).sum::<i64>(),
                ));
            }
        }
        best
    }

    fn worth(&self, outcome: &RaceOutcome) -> (usize, i64) {
        let won: Vec<&ClaimAnswer> = outcome
            .answers
            .iter()
            .filter(|a| a.verdict == Verdict::Awarded)
            .collect();
        let number = |id: &str| id[1..].parse::<usize>().unwrap();
        let score =
            |a: &&ClaimAnswer| self.scores[number(a.caregiver_id.as_str())][number(a.shift_id.as_str())];
        (won.len(), won.iter().map(score).sum())
    }
}

fn contest() -> impl Strategy<Value = Field> {
    (1_usize..=4, 1_usize..=4).prop_flat_map(|(shifts, people)| {
        (
            prop::collection::vec((6_u32..16, 1_i64..6), shifts),
            prop::collection::vec(prop::collection::vec(-50_i64..100, shifts), people),
        )
            .prop_map(|(shifts, scores)| Field { shifts, scores })
    })
}

/// A log of claims, bookings and closings, in order of time.
fn log() -> impl Strategy<Value = Vec<RaceEvent>> {
    let entry = (0_i64..4, 0_usize..4, 0_usize..4, 0_usize..12);
    prop::collection::vec(entry, 0..14).prop_map(|entries| {
        let mut minute = -1;
        let mut log = Vec::new();
        for (n, (wait, caregiver, shift, kind)) in (1_u64..).zip(entries) {
            minute += wait;
            log.push(match kind {
                0 => event(
                    n,
                    minute,
                    RaceFact::Closed {
                        shift_id: shift_id(shift),
                    },
                ),
                1 => {
                    let at = window(april(8, 6 + 2 * shift as u32, 0), 90);
                    let booked = RaceFact::Booked {
                        caregiver_id: who(caregiver),
                        shift_id: shift_id("out"),
                        window: at,
                    };
                    event(n, minute, booked)
                }
                _ => claim(n, minute, caregiver, shift),
            });
        }
        log
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn with_a_window_in_which_all_accept_the_award_is_the_best_assignment(case in contest()) {
        let log = case.everybody_claims_everything();
        for limit in [AwardLimit::One, AwardLimit::Disjoint] {
            let outcome = case.race(600, limit).decide(&log, much_later()).unwrap();
            prop_assert!(outcome.optimal);
            prop_assert_eq!(case.worth(&outcome), case.best(limit));
        }
        let costs = CostMatrix::from_fn(case.scores.len(), case.shifts.len(), |c, s| Some(-case.scores[c][s])).unwrap();
        let matching = assign_dense(&costs);
        let outcome = case.race(600, AwardLimit::One).decide(&log, much_later()).unwrap();
        prop_assert_eq!(case.worth(&outcome), (matching.matched, -matching.cost));
    }

    #[test]
    fn an_award_without_search_is_possible_and_says_when_it_may_not_be_best(case in contest()) {
        let log = case.everybody_claims_everything();
        let race = AcceptRace { steps: 0, ..case.race(600, AwardLimit::Disjoint) };
        let outcome = race.decide(&log, much_later()).unwrap();
        let (worth, best) = (case.worth(&outcome), case.best(AwardLimit::Disjoint));
        prop_assert!(worth <= best);
        prop_assert!(!outcome.optimal || worth == best);
    }

    #[test]
    fn a_replay_gives_the_same_answers_and_later_entries_change_none(
        case in contest(),
        log in log(),
        minutes in 0_u32..12,
        cut in 0_usize..14,
        turn in 0_usize..14,
    ) {
        let race = case.race(minutes, AwardLimit::Disjoint);
        let whole = race.decide(&log, much_later()).unwrap();
        let mut shuffled = log.clone();
        shuffled.rotate_left(if log.is_empty() { 0 } else { turn % log.len() });
        shuffled.extend(log.first().cloned());
        shuffled.reverse();
        prop_assert_eq!(&race.decide(&shuffled, much_later()).unwrap(), &whole);

        // Decide with what was known at an earlier moment.
        let early = &log[..cut.min(log.len())];
        let now = early.last().map_or(opened(), |e| e.at.max(opened()));
        let known: Vec<_> = log.iter().filter(|e| e.at <= now).cloned().collect();
        let then = race.decide(&known, now).unwrap();
        for answer in then.answers {
            let now = whole.answers.iter().find(|a| a.sequence == answer.sequence).unwrap();
            if !matches!(answer.verdict, Verdict::Waiting { .. }) {
                prop_assert_eq!(&answer, now);
            }
        }

        // A shift has one winner; a caregiver is never in two places.
        let won: Vec<_> = whole.answers.iter().filter(|a| a.verdict == Verdict::Awarded).collect();
        let shifts: BTreeSet<_> = won.iter().map(|a| &a.shift_id).collect();
        prop_assert_eq!(shifts.len(), won.len());
        let windows: BTreeMap<_, _> = race.shifts.iter().map(|s| (&s.id, s.window)).collect();
        for (i, a) in won.iter().enumerate() {
            for b in won[..i].iter().filter(|b| b.caregiver_id == a.caregiver_id) {
                prop_assert!(!windows[&a.shift_id].overlaps(&windows[&b.shift_id]));
            }
        }
    }
}
