//! What happens at an agency, in episodes of a few events: calls, messages, appointments, shifts, visits, people.

use super::sheet::{Cell, Row};
use crate::matching::agency::Rng;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const SOURCES: [&str; 6] = [
    "google_ads",
    "facebook",
    "physician",
    "word_of_mouth",
    "website",
    "fair",
];

pub(super) struct Episodes {
    rng: Rng,
    at: i64,
    number: u64,
    events: u64,
    rows: Vec<Row>,
}

fn word(words: &[&'static str], at: u64) -> Cell {
    Cell::Word(words[at as usize % words.len()])
}

impl Episodes {
    pub(super) fn new(rng: Rng, start: i64) -> Self {
        Self {
            rng,
            at: start,
            number: 0,
            events: 0,
            rows: Vec::new(),
        }
    }

    /// The events of the next episode, which begins `step` milliseconds after the last.
    pub(super) fn next(&mut self, step: i64) -> Vec<Row> {
        self.at += step;
        self.number += 1;
        match self.rng.below(10) {
            0 => self.lead(),
            1 | 2 => self.call(),
            3 | 4 => self.message(),
            5 => self.appointment(),
            6 | 7 => self.shift(),
            8 => self.visit(),
            _ => self.people(),
        }
        std::mem::take(&mut self.rows)
    }

    fn key(&self, prefix: &str, number: u64) -> Cell {
        Cell::Text(format!("{prefix}-{number:07}"))
    }

    /// Something that was before, or is now.
    fn earlier(&mut self, prefix: &str) -> Cell {
        let number = self.rng.below(self.number) + 1;
        self.key(prefix, number)
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.rng.below(100) < percent
    }

    fn tell(&mut self, after: i64, kind: &'static str, data: Row) {
        self.events += 1;
        let mut row: Row = vec![
            ("id", Cell::Text(format!("e-{:09}", self.events))),
            ("at", Cell::Instant(self.at + after)),
            ("kind", Cell::Word(kind)),
        ];
        row.extend(data);
        if self.rng.below(100) == 0 {
            self.rows.push(row.clone());
        }
        self.rows.push(row);
    }

    fn lead(&mut self) {
        let lead = self.key("lead", self.number);
        let (source, far) = (self.rng.below(8), self.rng.below(7));
        let mut created: Row = vec![("lead", lead.clone())];
        if let Some(source) = SOURCES.get(source as usize) {
            created.push(("source", Cell::Word(source)));
        }
        self.tell(0, "lead_created", created);
        let stages = ["contacted", "qualified", "booked", "confirmed", "showed"];
        for (at, stage) in stages.into_iter().enumerate().take(far as usize) {
            // Some stages are skipped.
            if self.chance(80) {
                let reached = vec![("lead", lead.clone()), ("stage", Cell::Word(stage))];
                self.tell(DAY * (at as i64 + 1), "lead_reached", reached);
            }
        }
        if far == 6 {
            let client = self.key("client", self.number);
            self.tell(
                7 * DAY,
                "client_won",
                vec![("client", client.clone()), ("lead", lead)],
            );
            for month in 0..2 {
                let billed = vec![
                    ("client", client.clone()),
                    ("revenue_minor", Cell::Whole(self.rng.below(400_000) as i64)),
                    ("currency", Cell::Word("USD")),
                ];
                self.tell((8 + 30 * month) * DAY, "client_billed", billed);
            }
        }
    }

    fn call(&mut self) {
        let call = self.key("call", self.number);
        let lead = self.earlier("lead");
        self.tell(0, "call_accepted", vec![("call", call.clone()), ("lead", lead)]);
        let ring = self.rng.below(40) as i64;
        let answered = self.rng.below(10);
        if answered < 7 {
            let by = word(&["person", "person", "voicemail", "person", "unknown"], answered);
            self.tell(
                ring * 1_000,
                "call_answered",
                vec![("call", call.clone()), ("by", by)],
            );
        }
        if self.chance(90) {
            let talk = self.rng.below(600) as i64;
            let ended = vec![
                ("call", call.clone()),
                (
                    "end",
                    word(
                        &["normal", "normal", "normal", "dropped_by_us", "dropped_by_them"],
                        self.rng.below(5),
                    ),
                ),
                ("ring_seconds", Cell::Whole(ring)),
                ("talk_seconds", Cell::Whole(talk)),
                ("hold_seconds", Cell::Whole(self.rng.below(60) as i64)),
                ("wrap_seconds", Cell::Whole(self.rng.below(90) as i64)),
            ];
            self.tell((ring + talk) * 1_000, "call_ended", ended);
        }
        if self.chance(80) {
            let charged = vec![
                ("call", call),
                ("amount_minor", Cell::Whole(self.rng.below(40) as i64)),
                ("currency", Cell::Word("USD")),
            ];
            self.tell(DAY, "call_charged", charged);
        }
    }

    fn message(&mut self) {
        let message = self.key("message", self.number);
        let person = self.key("person", self.number / 4);
        let channel = word(&["sms", "whatsapp", "email"], self.rng.below(3));
        let sent = vec![
            ("message", message.clone()),
            ("person", person.clone()),
            ("channel", channel.clone()),
            ("form", word(&["template", "freeform"], self.rng.below(2))),
        ];
        self.tell(0, "message_accepted", sent);
        if self.chance(88) {
            self.tell(9_000, "message_delivered", vec![("message", message.clone())]);
            if self.chance(50) && !matches!(channel, Cell::Word("sms")) {
                self.tell(MINUTE * 7, "message_read", vec![("message", message)]);
            }
        }
        if self.chance(30) {
            let after = MINUTE * (10 + self.rng.below(1_800) as i64);
            let answer = self.key("answer", self.number);
            let received = vec![("message", answer), ("person", person), ("channel", channel)];
            self.tell(after, "message_received", received);
        }
    }

    fn appointment(&mut self) {
        let appointment = self.key("appointment", self.number);
        let mut due = DAY * (1 + self.rng.below(20) as i64) + MINUTE;
        let professional = self.rng.below(40);
        let booked = vec![
            ("appointment", appointment.clone()),
            ("scheduled_at", Cell::Instant(self.at + due)),
            ("professional", self.key("professional", professional)),
        ];
        self.tell(0, "appointment_booked", booked);
        if self.chance(10) {
            due += DAY;
            let moved = vec![
                ("appointment", appointment.clone()),
                ("scheduled_at", Cell::Instant(self.at + due)),
            ];
            self.tell(HOUR, "appointment_moved", moved);
        }
        let data = vec![("appointment", appointment)];
        match self.rng.below(10) {
            0..=5 => self.tell(due + HOUR, "appointment_showed", data),
            6 => self.tell(due + HOUR, "appointment_missed", data),
            7 | 8 => {
                let before = HOUR * (1 + self.rng.below(20) as i64) + 7;
                self.tell(due - before, "appointment_cancelled", data);
            }
            _ => {}
        }
    }

    fn shift(&mut self) {
        let shift = self.key("shift", self.number);
        let starts = HOUR * (2 + self.rng.below(70) as i64);
        let opened = vec![
            ("shift", shift.clone()),
            ("starts_at", Cell::Instant(self.at + starts)),
        ];
        self.tell(0, "shift_opened", opened);
        let first = self.rng.below(5_000);
        let asked: Vec<Cell> = (0..3).map(|n| self.key("caregiver", first + 7 * n)).collect();
        for (at, caregiver) in asked.iter().enumerate() {
            let of = || vec![("shift", shift.clone()), ("caregiver", caregiver.clone())];
            self.tell(MINUTE, "caregiver_eligible", of());
            if at < 2 {
                self.tell(MINUTE * (2 + 5 * at as i64), "offer_sent", of());
            }
        }
        if self.chance(75) {
            let mut answer = vec![("shift", shift.clone()), ("caregiver", asked[0].clone())];
            answer.push(("reply", word(&["yes", "yes", "no", "other"], self.rng.below(4))));
            self.tell(MINUTE * 9, "offer_answered", answer);
        }
        match self.rng.below(10) {
            0..=6 => {
                let after = MINUTE * (10 + self.rng.below(300) as i64);
                let filled = vec![
                    ("shift", shift),
                    ("caregiver", asked[0].clone()),
                    ("overtime_minutes", Cell::Whole(self.rng.below(3) as i64 * 30)),
                    ("known_to_client", Cell::Flag(self.rng.below(2) == 0)),
                ];
                self.tell(after, "shift_filled", filled);
            }
            7 | 8 => {
                let end = word(&["cancelled", "expired", "filled_elsewhere"], self.rng.below(3));
                self.tell(starts, "shift_closed", vec![("shift", shift), ("end", end)]);
            }
            _ => self.tell(HOUR, "coordinator_touched", vec![("shift", shift)]),
        }
    }

    fn visit(&mut self) {
        let visit = self.key("visit", self.number);
        let client = self.rng.below(2_000);
        let ends = [
            "completed",
            "completed",
            "completed",
            "completed",
            "missed",
            "cancelled_by_client",
        ];
        let end = self.rng.below(6);
        let ended = vec![
            ("visit", visit.clone()),
            ("client", self.key("client", client)),
            ("end", word(&ends, end)),
        ];
        self.tell(0, "visit_ended", ended);
        if end < 4 {
            let worked = vec![
                ("visit", visit.clone()),
                (
                    "payer",
                    word(&["Medicaid", "VA", "Private Pay"], self.rng.below(3)),
                ),
                ("minutes", Cell::Whole(60 + self.rng.below(480) as i64)),
            ];
            self.tell(MINUTE, "visit_worked", worked);
            if self.chance(90) {
                let found = [
                    "verified",
                    "verified",
                    "verified",
                    "verified_by_hand",
                    "gps_failed",
                    "no_clock_out",
                ];
                let checked = vec![
                    ("visit", visit),
                    ("verification", word(&found, self.rng.below(6))),
                ];
                self.tell(HOUR, "visit_verified", checked);
            }
        }
    }

    fn people(&mut self) {
        let source = word(&SOURCES, self.rng.below(6));
        match self.rng.below(4) {
            0 | 1 => {
                let caregiver = self.key("hire", self.number);
                self.tell(
                    0,
                    "caregiver_hired",
                    vec![("caregiver", caregiver.clone()), ("source", source)],
                );
                if self.chance(50) {
                    let rated = vec![
                        ("caregiver", caregiver.clone()),
                        ("hundredths", Cell::Whole(100 + self.rng.below(401) as i64)),
                    ];
                    self.tell(9 * DAY, "caregiver_rated", rated);
                }
                if self.chance(40) {
                    let after = DAY * (1 + self.rng.below(150) as i64);
                    self.tell(after, "caregiver_left", vec![("caregiver", caregiver)]);
                }
            }
            2 => {
                let spent = vec![
                    ("source", source),
                    ("audience", word(&["clients", "caregivers"], self.rng.below(2))),
                    ("spend", word(&["media", "labour"], self.rng.below(2))),
                    ("amount_minor", Cell::Whole(self.rng.below(90_000) as i64)),
                    ("currency", Cell::Word("USD")),
                ];
                self.tell(0, "spent", spent);
            }
            _ => {
                let client = self.rng.below(2_000);
                let status = word(&["active", "active", "on_hold", "discharged"], self.rng.below(4));
                let changed = vec![("client", self.key("client", client)), ("status", status)];
                self.tell(0, "client_status_changed", changed);
            }
        }
    }
}
