//! Our engine, with its index and without.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use careweave_matching::assignment::lap::{CostMatrix, SparseCosts, assign_dense, assign_sparse};
use careweave_matching::assignment::{Iterations, Options, Problem, WeeklyBands, evaluate, solve};
use careweave_matching::overtime::{
    CompiledPolicy, Jurisdiction, LabourPolicy, PlainWork, Profile, Scratch as LawScratch, WorkLedger,
    WorkSegment,
};
use careweave_matching::{Event, IndexedWorld, Scratch, World};
use careweave_types::{AgencyZone, ShiftId, TimeWindow, Weekday, WorkweekAnchor};
use chrono::TimeDelta;

use crate::failure::Failure;
use crate::matching::agency::{Agency, Rng, Rule, at};
use crate::matching::drawn;
use crate::task::{Answer, Form, Sample, Task, digest};

const TOP: usize = 10;
/// Shifts in a part of the result.
pub(crate) const PART: usize = 5;

/// What is kept from round to round.
#[derive(Default)]
pub(crate) struct Lane {
    worlds: HashMap<(Agency, Rule), IndexedWorld>,
    weeks: Vec<(WorkLedger, PlainWork)>,
}

/// How an answer is come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// As the product does it.
    Indexed,
    /// Everybody judged, everything said in words.
    Naive,
}

impl Lane {
    pub(crate) fn carry_out(&mut self, task: &Task, way: Way) -> Result<Answer, Failure> {
        match *task {
            Task::RankTop { agency, rule, only } => self.rank(agency, rule, only, way),
            Task::Rerank { agency, events } => self.rerank(agency, events),
            Task::OvertimeWeeks { weeks, seed, only } => self.overtime(weeks, seed, only, way),
            Task::MatchRows {
                size,
                allowed_percent,
                seed,
                form,
            } => match_rows(&drawn::matrix(size, allowed_percent, seed), form),
            Task::Staff { week, seconds } => staff(&drawn::staffing(&week).to_string(), seconds),
            ref other => Err(Failure::new(format!("this lane does no {other:?}"))),
        }
    }

    fn world(&mut self, agency: Agency, rule: Rule) -> Result<&mut IndexedWorld, Failure> {
        match self.worlds.entry((agency, rule)) {
            Entry::Occupied(kept) => Ok(kept.into_mut()),
            Entry::Vacant(place) => {
                let world = IndexedWorld::new(World::new(agency.roster()?, &rule.policy())?)?;
                world.warm()?;
                Ok(place.insert(world))
            }
        }
    }

    fn rank(&mut self, agency: Agency, rule: Rule, only: Option<usize>, way: Way) -> Result<Answer, Failure> {
        let index = self.world(agency, rule)?;
        let wanted = shift_ids(only.unwrap_or(agency.shifts))?;
        let begun = Instant::now();
        let mut places = Vec::with_capacity(wanted.len());
        let mut scratch = Scratch::default();
        for shift in &wanted {
            places.push(match way {
                Way::Indexed => {
                    let placed = index.rank_top_k(shift, TOP, &mut scratch)?;
                    placed.iter().map(|place| (place.position, place.score)).collect()
                }
                Way::Naive => {
                    let ranking = index.world().rank(shift)?;
                    let first = ranking.candidates.iter().take(TOP);
                    first
                        .map(|c| (position(c.caregiver_id.as_str()), c.score))
                        .collect()
                }
            });
        }
        let seconds = begun.elapsed().as_secs_f64();
        Ok(Answer {
            seconds,
            parts: parts(&places),
            sample: only.map(|done| sample(done, agency.shifts)),
            counted: BTreeMap::new(),
        })
    }

    fn rerank(&mut self, agency: Agency, events: usize) -> Result<Answer, Failure> {
        let index = self.world(agency, Rule::Simplified)?;
        let shifts = shift_ids(agency.shifts)?;
        let mut scratch = Scratch::default();
        let mut steps = Vec::with_capacity(events);
        for n in 0..events {
            let shift = &shifts[n % shifts.len()];
            let best = index.rank_top_k(shift, 1, &mut scratch)?;
            let Some(caregiver_id) = best.first().map(|place| place.caregiver(index).clone()) else {
                continue;
            };
            let booked = Event::Booked {
                shift_id: shift.clone(),
                caregiver_id,
            };
            let released = Event::Released {
                shift_id: shift.clone(),
            };
            steps.push((booked, &shifts[(n + 1) % shifts.len()], released));
        }
        let begun = Instant::now();
        let mut places = Vec::with_capacity(steps.len());
        for (booked, next, released) in &steps {
            index.apply(booked)?;
            let placed = index.rank_top_k(next, TOP, &mut scratch)?;
            places.push(placed.iter().map(|place| (place.position, place.score)).collect());
            index.apply(released)?;
        }
        Ok(Answer {
            seconds: begun.elapsed().as_secs_f64(),
            parts: parts(&places),
            sample: None,
            counted: BTreeMap::new(),
        })
    }

    fn overtime(
        &mut self,
        weeks: usize,
        seed: u64,
        only: Option<usize>,
        way: Way,
    ) -> Result<Answer, Failure> {
        if self.weeks.len() != weeks {
            self.weeks = ledgers(weeks, seed)?;
        }
        let wanted = &self.weeks[..only.unwrap_or(weeks)];
        let begun = Instant::now();
        let mut scratch = LawScratch::default();
        let mut added = Vec::with_capacity(wanted.len());
        for (ledger, work) in wanted {
            added.push(match way {
                Way::Indexed => ledger.added(work, &mut scratch)?.overtime,
                Way::Naive => {
                    let segment = WorkSegment::work(work.start, work.end, work.rate, work.place);
                    black_box(ledger.delta(&[segment])?).overtime_minutes()
                }
            });
        }
        let seconds = begun.elapsed().as_secs_f64();
        let mut parts = BTreeMap::new();
        for (number, some) in added.chunks(50).enumerate() {
            let lines = (number * 50..)
                .zip(some)
                .map(|(week, minutes)| format!("{week}|{minutes}"));
            parts.insert(format!("weeks from {}", number * 50), digest(lines.collect()));
        }
        Ok(Answer {
            seconds,
            parts,
            sample: only.map(|done| sample(done, weeks)),
            counted: BTreeMap::new(),
        })
    }
}

fn ledgers(weeks: usize, seed: u64) -> Result<Vec<(WorkLedger, PlainWork)>, Failure> {
    let anchor = WorkweekAnchor::midnight(Weekday::Sunday, AgencyZone::new("America/Denver")?);
    let policy = LabourPolicy::for_place(Jurisdiction::Colorado, anchor, &Profile::default())?;
    let horizon = TimeWindow::new(at(0, 0) - TimeDelta::days(9), at(0, 0) + TimeDelta::days(16))?;
    let compiled = Arc::new(CompiledPolicy::new(&policy, &horizon)?);
    let mut rng = Rng(seed);
    (0..weeks)
        .map(|_| {
            let (worked, proposed) = drawn::week(&mut rng);
            Ok((compiled.ledger(&worked, &[])?, proposed))
        })
        .collect()
}

fn shift_ids(count: usize) -> Result<Vec<ShiftId>, Failure> {
    let ids = (0..count).map(|n| ShiftId::new(format!("s{n:06}")));
    Ok(ids.collect::<Result<_, _>>()?)
}

/// `c000123` is the caregiver at 123.
fn position(id: &str) -> usize {
    id.trim_start_matches('c').parse().unwrap_or(usize::MAX)
}

fn sample(done: usize, of: usize) -> Sample {
    Sample {
        fixed_seconds: 0.0,
        done,
        of,
    }
}

/// Digests of a few rankings at a time.
fn parts(places: &[Vec<(usize, i64)>]) -> BTreeMap<String, String> {
    let mut parts = BTreeMap::new();
    for (number, some) in places.chunks(PART).enumerate() {
        let first = number * PART;
        let lines = (first..).zip(some).flat_map(|(shift, placed)| {
            let ranked = (1..).zip(placed);
            ranked.map(move |(rank, (who, score))| format!("{shift}|{rank}|{who}|{score}"))
        });
        parts.insert(format!("rankings from {first}"), digest(lines.collect()));
    }
    parts
}

pub(crate) fn cost(cost: i64, seconds: f64) -> Answer {
    Answer {
        seconds,
        parts: BTreeMap::from([("cost".to_owned(), cost.to_string())]),
        sample: None,
        counted: BTreeMap::new(),
    }
}

fn match_rows(cells: &[Vec<Option<i64>>], form: Form) -> Result<Answer, Failure> {
    let size = cells.len();
    let (matching, seconds) = match form {
        Form::Dense => {
            let matrix = CostMatrix::from_fn(size, size, |row, column| cells[row][column])?;
            let begun = Instant::now();
            (assign_dense(black_box(&matrix)), begun.elapsed().as_secs_f64())
        }
        Form::Sparse => {
            let stated = |row: &Vec<Option<i64>>| {
                let cells = row.iter().enumerate();
                cells
                    .filter_map(|(column, cost)| cost.map(|cost| (column, cost)))
                    .collect()
            };
            let rows: Vec<Vec<(usize, i64)>> = cells.iter().map(stated).collect();
            let costs = SparseCosts::from_rows(size, &rows)?;
            let begun = Instant::now();
            (assign_sparse(black_box(&costs)), begun.elapsed().as_secs_f64())
        }
    };
    if matching.matched != size || matching.cost != matching.dual_bound {
        return Err(Failure::new(
            "the matching is not proved to be the best of all rows",
        ));
    }
    Ok(cost(matching.cost, seconds))
}

/// With a limit the search is stopped by the clock, and the result is checked by what knows nothing of the search.
fn staff(problem: &str, limit: Option<u32>) -> Result<Answer, Failure> {
    let begun = Instant::now();
    let problem = Problem::from_json(problem)?;
    let Some(limit) = limit else {
        let solution = solve(&problem, &Options::default())?;
        return Ok(cost(solution.objective.total, begun.elapsed().as_secs_f64()));
    };
    let (stop, done) = (AtomicBool::new(false), mpsc::channel::<()>());
    let solution = thread::scope(|scope| {
        let (stop, (ended, waits)) = (&stop, done);
        scope.spawn(move || {
            let left = Duration::from_secs(limit.into()).saturating_sub(begun.elapsed());
            if waits.recv_timeout(left).is_err() {
                stop.store(true, Ordering::Relaxed);
            }
        });
        let options = Options {
            iterations: Iterations(u64::MAX),
            cancel: Some(stop),
            ..Options::default()
        };
        let solution = solve(&problem, &options);
        let _ = ended.send(());
        solution
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    let checked = evaluate(&problem, &solution.assignment, &WeeklyBands)?;
    Ok(cost(checked.total, seconds))
}
