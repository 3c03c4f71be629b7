//! The clinic, made from a seed around an instant.
//!
//! * Unit 1 keeps São Paulo's time, unit 2 Rio Branco's, two hours behind, unit 3 the zone of the sandbox.
//! * Professional 11 works in unit 1, 12 in unit 2, 13 in both by turns, 14 at night in unit 3, 15 no longer.
//! * Every status there is, and one nobody explains, stands in the agenda.
//! * The days from the fourth after now on are free.

use std::collections::BTreeMap;

use careweave_types::AgencyZone;
use chrono::{Days, NaiveDate, NaiveTime};

use super::models::{Appointment, Clinic, Hours, Insurer, Patient, Professional, Service, Specialty, Unit};
use crate::config::SandboxConfig;
use crate::rng::SplitMix64;

const FIRST_NAMES: [&str; 12] = [
    "Alpha", "Beta", "Gama", "Delta", "Épsilon", "Zeta", "Eta", "Teta", "Iota", "Capa", "Lambda", "Mu",
];

pub(super) fn clinic(config: &SandboxConfig) -> Clinic {
    // A stream of its own, apart from those of the agency.
    let mut rng = SplitMix64::new(config.seed, 0x4E69_6E73);
    // The zone data is bundled with the types crate, so the lookup of these names cannot fail.
    let zone = |name| AgencyZone::new(name).unwrap_or_else(|_| AgencyZone::utc());
    let mut clinic = Clinic {
        units: vec![
            unit(1, "Matriz", "Clínica Exemplo Matriz", zone("America/Sao_Paulo")),
            unit(
                2,
                "Filial Acre",
                "Clínica Exemplo Acre",
                zone("America/Rio_Branco"),
            ),
            unit(3, "Plantão", "Clínica Exemplo Plantão", config.zone.clone()),
        ],
        professionals: professionals(),
        hours: hours(),
        services: vec![
            service(21, "Consulta", 20, 31, true),
            service(22, "Retorno", 20, 31, true),
            service(23, "Avaliação domiciliar", 40, 32, true),
            service(24, "Exame antigo", 20, 31, false),
        ],
        specialties: vec![
            Specialty {
                id: 31,
                description: "Clínica geral",
            },
            Specialty {
                id: 32,
                description: "Geriatria",
            },
        ],
        insurers: vec![
            insurer(41, "Convênio Exemplo", true),
            insurer(42, "Plano Modelo", true),
            insurer(43, "Plano Encerrado", false),
        ],
        patients: BTreeMap::new(),
        appointments: BTreeMap::new(),
    };
    enrol(&mut clinic, &mut rng);
    fill(&mut clinic, config, &mut rng);
    clinic
}

fn unit(id: u64, name: &'static str, description: &'static str, zone: AgencyZone) -> Unit {
    Unit {
        id,
        name,
        description,
        zone,
    }
}

fn service(id: u64, description: &'static str, minutes: u32, specialty: u64, active: bool) -> Service {
    Service {
        id,
        description,
        minutes,
        specialty,
        active,
    }
}

fn insurer(id: u64, title: &'static str, active: bool) -> Insurer {
    Insurer { id, title, active }
}

fn professionals() -> Vec<Professional> {
    [
        (11, "Dra. Alfa Modelo", vec![1], 31, true),
        (12, "Dr. Beto Modelo", vec![2], 31, true),
        (13, "Dra. Gama Modelo", vec![1, 2], 32, true),
        (14, "Dr. Delta Modelo", vec![3], 31, true),
        (15, "Dra. Zeta Modelo", vec![1], 31, false),
    ]
    .into_iter()
    .map(|(id, name, units, specialty, active)| Professional {
        id,
        name: name.to_owned(),
        units,
        specialty,
        color: "#3366cc",
        active,
    })
    .collect()
}

fn hours() -> Vec<Hours> {
    let mut week = Vec::new();
    let mut add = |professional, unit, days: &[u32], (from, to): (u32, u32), step| {
        for weekday in days {
            week.push(Hours {
                id: 61 + week.len() as u64,
                professional,
                unit,
                weekday: *weekday,
                start: hour(from),
                end: hour(to),
                step,
            });
        }
    };
    let weekdays = [1, 2, 3, 4, 5];
    add(11, 1, &weekdays, (9, 12), 20);
    add(11, 1, &weekdays, (14, 18), 20);
    add(12, 2, &weekdays, (8, 12), 20);
    add(13, 1, &[1, 3], (9, 12), 40);
    add(13, 2, &[2, 4], (9, 12), 40);
    add(14, 3, &[0, 1, 2, 3, 4, 5, 6], (0, 5), 30);
    week
}

fn hour(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN)
}

fn enrol(clinic: &mut Clinic, rng: &mut SplitMix64) {
    let mut lines: Vec<u32> = (0..100).collect();
    rng.shuffle(&mut lines);
    for (name, line) in FIRST_NAMES.into_iter().zip(lines) {
        let birth = NaiveDate::from_yo_opt(1930 + i32::try_from(line % 60).unwrap_or(0), 1 + line * 3);
        clinic.register(|id| Patient {
            id,
            name: format!("{name} Testcliente"),
            cpf: None,
            home_phone: None,
            // Fictional, as the numbers 555-0100 to 555-0199 are.
            mobile: Some(format!("303555{:04}", 100 + line)),
            email: Some(format!("paciente{id}@example.invalid")),
            birth_date: birth,
            active: true,
        });
    }
    // Somebody who left.
    if let Some(last) = clinic.patients.values_mut().next_back() {
        last.active = false;
    }
}

/// Two appointments a day for each of three professionals, from a week before now to three days after.
fn fill(clinic: &mut Clinic, config: &SandboxConfig, rng: &mut SplitMix64) {
    let patients: Vec<u64> = clinic
        .patients
        .values()
        .filter(|one| one.active)
        .map(|one| one.id)
        .collect();
    // The past has what happened, the future what is planned; 0 and 2 stay behind where nobody closed a visit.
    let (past, future) = ([3, 4, 5, 0, 6, 2, 7], [0, 2, 0, 5, 1]);
    let (mut was, mut will) = (past.iter().cycle(), future.iter().cycle());
    for (professional, unit) in [(11, 1), (12, 2), (13, 1)] {
        let Some(today) = clinic.unit(unit).map(|unit| unit.zone.local(config.now).date) else {
            continue;
        };
        let Some(first) = today.checked_sub_days(Days::new(7)) else {
            continue;
        };
        for day in first.iter_days().take(11) {
            for from in [10, 11] {
                let status = if day < today { was.next() } else { will.next() };
                let patient = rng.pick(&patients).copied().unwrap_or(0);
                let insurer = rng.one_in(2).then_some(41 + u64::from(rng.one_in(2)));
                clinic.book(|id| Appointment {
                    id,
                    unit,
                    professional,
                    patient,
                    service: Some(21),
                    specialty: Some(31),
                    insurer,
                    date: day,
                    start: hour(from),
                    end: hour(from) + chrono::TimeDelta::minutes(20),
                    status: status.copied().unwrap_or(0),
                    note: None,
                    confirmation_sent: false,
                });
            }
        }
    }
}
