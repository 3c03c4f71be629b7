//! Random problems from a seed.

use serde_json::{Value, json};

pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xD129_0D3B_7A1C_55A5) ^ 0x5DEE_CE66)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn between(&mut self, least: i64, most: i64) -> i64 {
        least + (self.next() % (most - least + 1) as u64) as i64
    }

    pub(crate) fn once_in(&mut self, n: i64) -> bool {
        self.between(1, n) == 1
    }
}

pub(crate) fn travel(random: &mut Random, places: usize) -> Value {
    let points: Vec<(i64, i64)> = (0..places)
        .map(|_| (random.between(0, 40), random.between(0, 40)))
        .collect();
    let minutes: Vec<Vec<i64>> = points
        .iter()
        .map(|a| {
            points
                .iter()
                .map(|b| (a.0 - b.0).abs() + (a.1 - b.1).abs())
                .collect()
        })
        .collect();
    json!({"locations": (0..places).map(|p| format!("p{p}")).collect::<Vec<_>>(), "minutes": minutes})
}

/// A week of fixed shifts with committed work, travel, rest, caps, overtime, kinds, skills and pair costs.
pub(crate) fn week(random: &mut Random, shifts: i64, caregivers: i64) -> Value {
    let places = 4;
    let listed = random.once_in(2);
    let with_travel = random.once_in(2);
    let place = |random: &mut Random| format!("p{}", random.between(0, places - 1));
    let visits: Vec<Value> = (0..shifts)
        .map(|v| {
            let start = random.between(0, 4) * 1440 + random.between(6, 20) * 60;
            let mut visit = json!({
                "id": format!("9{v:05}"), "start": start, "end": start + random.between(1, 12) * 60,
                "unfilled_penalty": random.between(0, 900),
                "kind": if random.once_in(3) { "night" } else { "day" },
            });
            if with_travel {
                visit["location"] = json!(place(random));
            }
            if random.once_in(4) {
                visit["skills"] = json!(["hoist"]);
            }
            visit
        })
        .collect();
    let people: Vec<Value> = (0..caregivers)
        .map(|c| {
            let mut person = json!({"id": format!("7{c:05}")});
            if random.once_in(2) {
                person["skills"] = json!(["hoist"]);
            }
            if random.once_in(2) {
                person["rest_minutes"] = json!(random.between(6, 14) * 60);
            }
            if random.once_in(3) {
                person["max_minutes_per_day"] = json!(random.between(8, 14) * 60);
            }
            if random.once_in(3) {
                person["max_minutes_per_week"] = json!(random.between(10, 30) * 60);
            }
            if random.once_in(4) {
                person["max_visits_of_kind"] = json!({"night": random.between(0, 1)});
            }
            if random.once_in(4) {
                person["max_consecutive_days"] = json!(random.between(1, 3));
            }
            if random.once_in(6) {
                person["capacity"] = json!(random.between(0, 3));
            }
            if random.once_in(5) {
                person["use_cost"] = json!(random.between(0, 100));
            }
            if random.once_in(2) {
                person["overtime"] = json!([
                    {"after_minutes": random.between(4, 12) * 60, "cost_per_minute": random.between(1, 3)},
                    {"after_minutes": random.between(14, 20) * 60, "cost_per_minute": random.between(1, 3)},
                ]);
            }
            if random.once_in(3) {
                let start = random.between(0, 4) * 1440 + random.between(0, 5) * 60;
                person["committed"] =
                    json!([{"id": format!("8{c:05}"), "start": start, "end": start + random.between(1, 9) * 60}]);
            }
            if with_travel && random.once_in(2) {
                person["start_location"] = json!(place(random));
                person["end_location"] = person["start_location"].clone();
                person["travel_time"] = json!("work");
            }
            if random.once_in(4) {
                let from = random.between(0, 2) * 1440;
                person["available"] = json!([{"start": from, "end": from + 3 * 1440}]);
            }
            person
        })
        .collect();
    let mut pairs = Vec::new();
    for v in 0..shifts {
        for c in 0..caregivers {
            if !random.once_in(3) {
                pairs.push(
                    json!({"caregiver": format!("7{c:05}"), "visit": format!("9{v:05}"),
                    "cost": random.between(-200, 200)}),
                );
            }
        }
    }
    let mut problem = json!({
        "format": "careweave.assignment/1", "caregivers": people, "visits": visits, "pairs": pairs,
        "eligibility": if listed { "listed" } else { "skills" }, "offset": random.between(-50, 50),
        "forbidden_successions": [["night", "day"]],
    });
    if with_travel {
        problem["travel"] = travel(random, places as usize);
    }
    problem
}

/// A day of movable visits with windows, company, links, depots and soft lateness.
pub(crate) fn day(random: &mut Random, visits: i64, caregivers: i64) -> Value {
    let soft = random.once_in(2);
    let records: Vec<Value> = (0..visits)
        .map(|v| {
            let earliest = random.between(0, 500);
            let mut visit = json!({
                "id": format!("9{v:05}"), "earliest": earliest, "latest": earliest + random.between(0, 150),
                "duration": random.between(10, 60), "unfilled_penalty": 2000, "location": format!("p{}", v + 1),
            });
            if soft {
                visit["late_cost_per_minute"] = json!(random.between(0, 4));
            }
            if random.once_in(6) {
                visit["caregivers"] = json!(2);
            }
            if random.once_in(4) {
                visit["skills"] = json!(["hoist"]);
            }
            visit
        })
        .collect();
    let people: Vec<Value> = (0..caregivers)
        .map(|c| {
            let mut person = json!({"id": format!("7{c:05}"), "start_location": "p0", "end_location": "p0"});
            if random.once_in(2) {
                person["skills"] = json!(["hoist"]);
            }
            if random.once_in(3) {
                person["max_shift_minutes"] = json!(random.between(200, 500));
            }
            if random.once_in(3) {
                person["available"] =
                    json!([{"start": random.between(0, 200), "end": random.between(500, 900)}]);
            }
            person
        })
        .collect();
    let mut links = Vec::new();
    for v in 0..visits / 6 {
        let gap = random.between(0, 60);
        links.push(
            json!({"first": format!("9{:05}", 2 * v), "second": format!("9{:05}", 2 * v + 1),
            "min_gap": gap, "max_gap": gap + random.between(0, 60),
            "caregivers": if random.once_in(2) { "different" } else { "any" },
            "together": if random.once_in(2) { "required" } else { "optional" }}),
        );
    }
    json!({
        "format": "careweave.assignment/1", "caregivers": people, "visits": records, "links": links,
        "travel": travel(random, visits as usize + 1),
        "max_lateness_cost_per_minute": if soft { random.between(0, 3) } else { 0 },
    })
}

/// Generalised assignment with eligibility.
pub(crate) fn capacities(random: &mut Random, tasks: i64, caregivers: i64) -> Value {
    let mut pairs = Vec::new();
    for v in 0..tasks {
        for c in 0..caregivers {
            if !random.once_in(5) {
                pairs.push(
                    json!({"caregiver": format!("7{c:05}"), "visit": format!("9{v:05}"),
                    "cost": random.between(-20, 60), "weight": random.between(0, 30)}),
                );
            }
        }
    }
    json!({
        "format": "careweave.assignment/1", "eligibility": "listed", "pairs": pairs,
        "caregivers": (0..caregivers).map(|c| json!({"id": format!("7{c:05}"),
            "capacity": random.between(0, 60)})).collect::<Vec<_>>(),
        "visits": (0..tasks).map(|v| json!({"id": format!("9{v:05}"),
            "unfilled_penalty": random.between(0, 100)})).collect::<Vec<_>>(),
    })
}
