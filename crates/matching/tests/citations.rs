//! Every rule of law names its source: in the data of each jurisdiction, and in the guide.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod overtime_support;

use std::collections::BTreeSet;

use careweave_matching::overtime::rules::{BrazilSchedule, NevadaWeek};
use careweave_matching::overtime::{
    FederalHomeCareRule, Jurisdiction, LabourPolicy, Occupation, Profile, Residence,
};
use chrono::NaiveDate;
use overtime_support::{policy_for, profile};

const GUIDE: &str = include_str!("../../../docs/overtime.md");

/// Words by which a source of law is known.
const SOURCES: [&str; 18] = [
    "CFR",
    "U.S.C.",
    "FR",
    "CCR",
    "INFO #",
    "Lab. Code",
    "Wage Order",
    "NRS",
    "NYCRR",
    "AS ",
    "Act ",
    "KRS",
    "ORS",
    "OAR",
    "RCW",
    "CLT",
    "CF art.",
    "Súmula",
];

fn names_a_source(text: &str) -> bool {
    SOURCES.iter().any(|source| text.contains(source)) && text.chars().any(|c| c.is_ascii_digit())
}

/// Every policy that this version has rules for, with every choice that adds or changes one.
fn policies() -> Vec<LabourPolicy> {
    let base = profile();
    let r1975 = FederalHomeCareRule::R1975 {
        from: NaiveDate::from_ymd_opt(2026, 1, 4).unwrap(),
    };
    let mut profiles = vec![base.clone()];
    for occupation in [Occupation::Ordinary, Occupation::PersonalAttendant] {
        for residence in [Residence::LivesOut, Residence::LivesIn] {
            for federal in [FederalHomeCareRule::R2013, r1975] {
                profiles.push(Profile {
                    occupation,
                    residence,
                    federal,
                    ..base.clone()
                });
            }
        }
    }
    profiles.push(Profile {
        nevada_week: NevadaWeek::FourTens,
        ..base.clone()
    });
    profiles.push(Profile {
        brazil_schedule: BrazilSchedule::TwelveByThirtySix,
        ..base
    });
    let every = Jurisdiction::ALL.iter();
    every
        .flat_map(|place| profiles.iter().map(|profile| policy_for(*place, profile)))
        .collect()
}

/// What each row of a policy cites.
fn citations(policy: &LabourPolicy) -> Vec<(String, &str)> {
    let rules = policy
        .rules
        .iter()
        .map(|rule| (rule.id.clone(), rule.citation.as_str()));
    let sleep = policy
        .sleep_rules
        .iter()
        .map(|rule| ("sleep".to_owned(), rule.citation.as_str()));
    let night = policy
        .night_hour
        .iter()
        .map(|rule| ("night".to_owned(), rule.citation.as_str()));
    let spread = policy
        .spread_of_hours
        .iter()
        .map(|rule| ("spread".to_owned(), rule.citation.as_str()));
    rules.chain(sleep).chain(night).chain(spread).collect()
}

#[test]
fn every_rule_of_every_jurisdiction_cites_a_source_of_law() {
    let mut rules = BTreeSet::new();
    for policy in policies() {
        assert!(!policy.rules.is_empty(), "{} has no rule", policy.name);
        for (id, citation) in citations(&policy) {
            assert!(
                names_a_source(citation),
                "{}: {id} cites {citation:?}",
                policy.name
            );
            rules.insert(id);
        }
    }
    assert!(rules.len() >= 20, "{rules:?}");
}

#[test]
fn the_guide_names_what_the_data_cites() {
    for policy in policies() {
        for (id, citation) in citations(&policy) {
            // 29 U.S.C. 207(a)(1); 29 CFR 552.109 (agency caregivers) → 207(a)(1), 552.109
            let references = citation
                .split([' ', ';', ','])
                .map(|word| word.trim_matches(|c: char| c == '(' || c == '.'))
                .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.len() > 2);
            for reference in references {
                // The guide may name a section without its paragraph.
                let section = reference.split('(').next().unwrap();
                assert!(
                    GUIDE.contains(section),
                    "{id} cites {reference}, which docs/overtime.md does not name"
                );
            }
        }
    }
}

#[test]
fn every_rule_in_the_guide_stands_with_its_source() {
    let mut rows = 0;
    let mut source = None;
    for line in GUIDE.lines() {
        let Some(cells) = line.strip_prefix("| ").and_then(|l| l.strip_suffix(" |")) else {
            if !line.starts_with('|') {
                source = None;
            }
            continue;
        };
        let cells: Vec<&str> = cells.split(" | ").collect();
        match source {
            None => source = Some(cells.iter().position(|cell| *cell == "source")),
            Some(None) => {}
            Some(Some(at)) => {
                let Some(cell) = cells.get(at) else {
                    panic!("{line}: no source");
                };
                // "unless the rule below excludes it" and its like are rows too.
                assert!(names_a_source(cell), "{line}");
                rows += 1;
            }
        }
    }
    assert!(rows >= 16, "{rows} rows");

    let (_, rules) = GUIDE.split_once("## The rules").unwrap();
    let (rules, _) = rules.split_once("\n## ").unwrap();
    let mut sections = 0;
    for section in rules.split("\n### ").skip(1) {
        assert!(names_a_source(section), "{section}");
        for bullet in section.split("\n* ").skip(1) {
            let bullet = bullet.split("\n\n").next().unwrap();
            assert!(names_a_source(bullet) || bullet.contains("art. "), "{bullet}");
        }
        sections += 1;
    }
    assert!(sections >= 7, "{sections} sections");
}
