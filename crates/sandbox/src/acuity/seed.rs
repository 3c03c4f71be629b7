//! The account that a sandbox begins with.

use std::collections::{BTreeMap, HashMap};

use careweave_types::AgencyZone;
use chrono::{DateTime, Days, TimeDelta, Utc};

use super::account::Account;
use super::model::{
    Appointment, AppointmentType, Block, Calendar, Certificate, Client, Field, Form, Hours, Kind, Label,
};
use super::oauth::Grants;
use crate::config::SandboxConfig;
use crate::rng::SplitMix64;

pub(super) const OFFICE: u64 = 7_100_001;
pub(super) const NIGHT_DESK: u64 = 7_100_002;
pub(super) const CLASSROOM: u64 = 7_100_003;
pub(super) const ASSESSMENT: u64 = 51_000_001;
const INTERVIEW: u64 = 51_000_002;
const ORIENTATION: u64 = 51_000_003;
const CHECK_IN: u64 = 51_000_006;
const CHECKED_IN: u64 = 11;
const COMPLETED: u64 = 12;
const CONFIRMED: u64 = 13;
/// The first appointment has the next number.
const FIRST_APPOINTMENT: u64 = 1_400_000_000;
/// Names its stream of random numbers.
const STREAM: u64 = 0xAC01;

const FIRST_NAMES: &[&str] = &[
    "Alpha", "Bravo", "Clara", "Delta", "Edda", "Felix", "Greta", "Hugo", "Iris", "Jonas",
];
const LAST_NAMES: &[&str] = &["Testclient", "Sampleperson", "Exampleson", "Mockwell", "Fixture"];

const INTAKE: &[Field] = &[
    Field {
        id: 8_101,
        name: "Reference",
        required: false,
        kind: "textbox",
    },
    Field {
        id: 8_102,
        name: "Preferred language",
        required: false,
        kind: "dropdown",
    },
    Field {
        id: 8_103,
        name: "Help with",
        required: false,
        kind: "checkboxlist",
    },
];
const CONSENT: &[Field] = &[Field {
    id: 8_201,
    name: "I agree to the terms",
    required: true,
    kind: "checkbox",
}];

impl Account {
    pub(crate) fn seeded(config: &SandboxConfig) -> Self {
        let mut account = Self {
            zone: config.zone.clone(),
            calendars: calendars(&config.zone),
            types: types(),
            labels: vec![
                Label {
                    id: CHECKED_IN,
                    name: "Checked In",
                    color: "green",
                },
                Label {
                    id: COMPLETED,
                    name: "Completed",
                    color: "pink",
                },
                Label {
                    id: CONFIRMED,
                    name: "Confirmed",
                    color: "yellow",
                },
            ],
            forms: vec![
                Form {
                    id: 810,
                    name: "Intake",
                    fields: INTAKE,
                },
                Form {
                    id: 820,
                    name: "Consent",
                    fields: CONSENT,
                },
            ],
            certificates: certificates(config.now),
            appointments: BTreeMap::new(),
            blocks: BTreeMap::new(),
            clients: Vec::new(),
            hooks: BTreeMap::new(),
            grants: Grants::new(config.seed),
            rates: HashMap::new(),
            last_id: FIRST_APPOINTMENT,
        };
        account.fill(config);
        account
    }

    /// Appointments from ten days ago to two weeks ahead, two on each working day, and a block.
    fn fill(&mut self, config: &SandboxConfig) {
        let mut rng = SplitMix64::new(config.seed, STREAM);
        let today = config.zone.local(config.now).date;
        let mut person = 0;
        for day in -10_i64..=14 {
            let Some(date) = today.checked_add_signed(TimeDelta::days(day)) else {
                continue;
            };
            for (half, morning) in [9_u32, 13].into_iter().enumerate() {
                let minute = (morning + u32::try_from(rng.between(0, 2)).unwrap_or(0)) * 60;
                let Ok(start) = config.zone.wall_minute(date, minute) else {
                    continue;
                };
                let draw = rng.between(0, 9);
                if chrono::Datelike::weekday(&date).num_days_from_monday() > 4 {
                    continue;
                }
                person += 1;
                let type_id = if half == 0 { ASSESSMENT } else { INTERVIEW };
                let past = start < config.now;
                let mut appointment = self.synthetic(person, start, type_id, OFFICE, config.now);
                match (past, draw) {
                    (true, 0) => (appointment.canceled, appointment.no_show) = (true, true),
                    (_, 1) => appointment.canceled = true,
                    (true, 2..=6) => appointment.label = Some(COMPLETED),
                    (true, 7) => appointment.label = Some(CHECKED_IN),
                    (false, 2..=4) => appointment.label = Some(CONFIRMED),
                    _ => {}
                }
                if type_id == ASSESSMENT && draw > 4 {
                    appointment.answers = vec![
                        (8_102, "Spanish".to_owned()),
                        (8_103, "Meals, Bathing".to_owned()),
                    ];
                }
                self.take(appointment);
            }
        }
        self.fill_class(config, person);
        let noon = today
            .checked_add_days(Days::new(3))
            .and_then(|date| config.zone.wall_minute(date, 720).ok());
        if let Some(start) = noon {
            let id = self.next_id();
            let block = Block {
                start,
                end: start + TimeDelta::hours(1),
                calendar: OFFICE,
                notes: "Team meeting".to_owned(),
            };
            self.blocks.insert(id, block);
        }
    }

    /// Three people in the next class session.
    fn fill_class(&mut self, config: &SandboxConfig, mut person: u64) {
        let today = config.zone.local(config.now).date;
        let next = (1..=7).find_map(|day| {
            let date = today.checked_add_days(Days::new(day))?;
            self.session(
                self.appointment_type(ORIENTATION)?,
                self.calendar(CLASSROOM)?,
                date,
            )
        });
        if let Some(session) = next {
            for _ in 0..3 {
                person += 1;
                let mut seat = self.synthetic(person, session.start, ORIENTATION, CLASSROOM, config.now);
                seat.class_id = Some(session.id);
                self.take(seat);
            }
        }
    }

    /// An appointment of an invented person.
    pub(super) fn synthetic(
        &self,
        person: u64,
        start: DateTime<Utc>,
        type_id: u64,
        calendar: u64,
        created: DateTime<Utc>,
    ) -> Appointment {
        let index = usize::try_from(person).unwrap_or(0);
        let first_name = FIRST_NAMES[index % FIRST_NAMES.len()];
        let last_name = LAST_NAMES[index / FIRST_NAMES.len() % LAST_NAMES.len()];
        let kind = self.appointment_type(type_id);
        Appointment {
            id: 0,
            client: Client {
                first_name: first_name.to_owned(),
                last_name: last_name.to_owned(),
                email: format!("{}.{person}@example.invalid", first_name.to_ascii_lowercase()),
                phone: format!("30355501{:02}", person % 100),
                notes: String::new(),
            },
            created: created - TimeDelta::days(20),
            start,
            minutes: kind.map_or(60, |kind| kind.minutes),
            type_id,
            class_id: None,
            calendar,
            addons: Vec::new(),
            price: kind.map_or(0, |kind| kind.price),
            certificate: None,
            zone: self.zone.name().to_owned(),
            label: None,
            answers: Vec::new(),
            canceled: false,
            no_show: false,
            scheduled_by: None,
        }
    }

    /// Adds an appointment under the next number, and its client.
    pub(super) fn take(&mut self, mut appointment: Appointment) -> u64 {
        let id = self.next_id();
        appointment.id = id;
        self.remember(&appointment.client);
        self.appointments.insert(id, appointment);
        id
    }

    /// Adds a client unless one of the same name and phone is there.
    pub(super) fn remember(&mut self, client: &Client) {
        let same = |other: &Client| {
            (&other.first_name, &other.last_name, &other.phone)
                == (&client.first_name, &client.last_name, &client.phone)
        };
        if !self.clients.iter().any(same) {
            self.clients.push(Client {
                notes: String::new(),
                ..client.clone()
            });
        }
    }
}

fn calendars(zone: &AgencyZone) -> Vec<Calendar> {
    vec![
        Calendar {
            id: OFFICE,
            name: "Office",
            email: "office@example.invalid, desk@example.invalid",
            location: "1 Sample St",
            image: None,
            zone: zone.clone(),
            hours: Hours::Office,
        },
        Calendar {
            id: NIGHT_DESK,
            name: "Night desk",
            email: "night@example.invalid",
            location: "By phone",
            image: Some("//cdn.example.invalid/night.png"),
            // The zone data is bundled, so the lookup of this name cannot fail.
            zone: AgencyZone::new("America/New_York").unwrap_or_else(|_| AgencyZone::utc()),
            hours: Hours::RoundTheClock,
        },
        Calendar {
            id: CLASSROOM,
            name: "Classroom",
            email: "",
            location: "1 Sample St, second floor",
            image: None,
            zone: zone.clone(),
            hours: Hours::Classes,
        },
    ]
}

fn types() -> Vec<AppointmentType> {
    let service = AppointmentType {
        id: 0,
        name: "",
        active: true,
        minutes: 30,
        price: 0,
        category: "Home care",
        kind: Kind::Service,
        class_size: None,
        padding_before: 0,
        padding_after: 0,
        calendars: &[OFFICE],
        forms: &[],
    };
    vec![
        AppointmentType {
            id: ASSESSMENT,
            // Names keep the space that somebody typed.
            name: "In-home assessment ",
            minutes: 60,
            padding_after: 15,
            forms: &[810],
            ..service
        },
        AppointmentType {
            id: INTERVIEW,
            name: "Caregiver interview",
            price: 2_550,
            category: "Recruiting",
            calendars: &[OFFICE, NIGHT_DESK],
            ..service
        },
        AppointmentType {
            id: ORIENTATION,
            name: "Orientation",
            minutes: 90,
            kind: Kind::Class,
            class_size: Some(6),
            calendars: &[CLASSROOM],
            ..service
        },
        AppointmentType {
            id: 51_000_004,
            name: "Consultation (old)",
            active: false,
            ..service
        },
        AppointmentType {
            id: 51_000_005,
            name: "Six-week course",
            kind: Kind::Series,
            forms: &[820],
            ..service
        },
        AppointmentType {
            id: CHECK_IN,
            name: "Night check-in",
            calendars: &[NIGHT_DESK],
            forms: &[810],
            ..service
        },
    ]
}

fn certificates(now: DateTime<Utc>) -> BTreeMap<u64, Certificate> {
    let certificate = |code: &str, uses_left, expires| Certificate {
        code: code.to_owned(),
        email: None,
        types: vec![ASSESSMENT, INTERVIEW],
        expires,
        uses_left,
    };
    BTreeMap::from([
        (31, certificate("WELCOME5", 5, None)),
        (32, certificate("SPENT", 0, None)),
        (33, certificate("EXPIRED", 5, Some(now - TimeDelta::days(1)))),
    ])
}
