//! How long ranking takes: `cargo run --release -p careweave-matching --example bench_rank -- S M L XL`.
//!
//! A synthetic agency with the default policy: continuity, distance, language, gender, reliability, hours wanted, and overtime by
//! Colorado's rules. The reference is the ranking without an index, everybody judged and explained; its first ten must have the
//! same checksum.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark prints and takes the time"
)]

use std::time::{Duration, Instant};

use careweave_matching::overtime::Jurisdiction;
use careweave_matching::{Event, IndexedWorld, Policy, Scratch, World};

#[path = "../tests/ranking_support/mod.rs"]
mod ranking_support;

use ranking_support::{Size, agency, checksum};

const TOP: usize = 10;

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let answer = work();
    (start.elapsed(), answer)
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

fn bench(name: &str, size: Size, rounds: usize, with_reference: bool) {
    let policy = Policy {
        labour: Jurisdiction::Colorado,
        ..Policy::default_v1()
    };
    let (load, roster) = timed(|| agency(size, 7));
    println!(
        "{name}: {} caregivers, {} open shifts, {} bookings each; made and validated in {:.1} s",
        size.caregivers,
        size.open,
        size.bookings,
        load.as_secs_f64()
    );
    let (world_time, world) = timed(|| World::new(roster, &policy).unwrap());
    let mut scratch = Scratch::default();
    let first = world.roster().open_shifts()[0].id.clone();
    let (index_time, mut index) = timed(|| IndexedWorld::new(world).unwrap());
    let (query_time, _) = timed(|| index.rank_top_k(&first, TOP, &mut scratch).unwrap().len());
    println!(
        "  cold: world {:.0} µs, index {:.0} µs, first query {:.0} µs; index and query {:.2} ms",
        micros(world_time),
        micros(index_time),
        micros(query_time),
        micros(index_time + query_time) / 1e3
    );
    let (batch_time, _) = timed(|| index.rank_open(TOP, 2).unwrap());
    println!(
        "  first batch on 2 threads, tables cold: {:.1} ms",
        micros(batch_time) / 1e3
    );
    if size.caregivers <= 20_000 {
        index.warm().unwrap();
    }
    let open = index.open();
    let mut judged = 0;
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            judged = 0;
            let work = || {
                for id in &open {
                    index.rank_top_k(id, TOP, &mut scratch).unwrap();
                    judged += scratch.judged();
                }
            };
            timed(work).0
        })
        .collect();
    times.sort_unstable();
    let median = times[times.len() / 2];
    let shifts = open.len() as f64;
    let pairs = shifts * size.caregivers as f64;
    println!(
        "  warm, 1 thread: {:.2} µs per shift (best {:.2}), {:.0} M pairs/s, {:.1} judged per shift; batch {:.1} ms",
        micros(median) / shifts,
        micros(times[0]) / shifts,
        pairs / median.as_secs_f64() / 1e6,
        judged as f64 / shifts,
        micros(median) / 1e3
    );
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| timed(|| index.rank_open(TOP, 2).unwrap()).0)
        .collect();
    times.sort_unstable();
    println!(
        "  warm, 2 threads: batch {:.1} ms (best {:.1}), {:.2} µs per shift",
        micros(times[times.len() / 2]) / 1e3,
        micros(times[0]) / 1e3,
        micros(times[times.len() / 2]) / shifts
    );
    let mut places = Vec::new();
    for id in &open {
        for placed in index.rank_top_k(id, TOP, &mut scratch).unwrap() {
            places.push((placed.caregiver(&index).as_str().to_owned(), placed.score));
        }
    }
    let sum = checksum(places.iter().map(|(id, score)| (id.as_str(), *score)));
    println!("  checksum {sum:016x}");

    let shift_id = open[open.len() / 2].clone();
    let caregiver_id = match index.rank_top_k(&shift_id, 1, &mut scratch).unwrap() {
        [best, ..] => best.caregiver(&index).clone(),
        [] => return,
    };
    let booked = Event::Booked {
        shift_id: shift_id.clone(),
        caregiver_id,
    };
    let released = Event::Released { shift_id };
    let mut times: Vec<Duration> = (0..200)
        .flat_map(|_| {
            [
                timed(|| index.apply(&booked).unwrap()).0,
                timed(|| index.apply(&released).unwrap()).0,
            ]
        })
        .collect();
    times.sort_unstable();
    println!(
        "  one event: {:.2} µs (median of 400)",
        micros(times[times.len() / 2])
    );

    if with_reference {
        let (time, places) = timed(|| {
            let mut places = Vec::new();
            for id in &open {
                let ranking = index.world().rank(id).unwrap();
                let first = ranking.candidates.into_iter().take(TOP);
                places.extend(first.map(|c| (c.caregiver_id.as_str().to_owned(), c.score)));
            }
            places
        });
        let reference = checksum(places.iter().map(|(id, score)| (id.as_str(), *score)));
        println!(
            "  reference, 1 thread: {:.0} µs per shift, checksum {reference:016x}, {}",
            micros(time) / shifts,
            if reference == sum { "equal" } else { "DIFFERENT" }
        );
        assert_eq!(reference, sum);
    }
}

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let size = |caregivers, open| Size {
        caregivers,
        open,
        bookings: 20,
        pairs: 8,
    };
    for (name, size, rounds, reference) in [
        ("S", size(200, 50), 99, true),
        ("M", size(2_000, 500), 9, true),
        ("L", size(20_000, 2_000), 9, false),
        ("XL", size(100_000, 10_000), 3, false),
    ] {
        // For a profiler: the warm loop, long.
        if asked.iter().any(|a| *a == format!("{name}-warm")) {
            bench(name, size, rounds * 50, false);
        }
        if asked.is_empty() && name != "XL" || asked.iter().any(|a| a == name) {
            bench(name, size, rounds, reference);
        }
    }
}
