//! Any history of edits, hirings, runs, crashes, faults and second workers ends as one clean run does.

use careweave_types::{CaregiverId, Phone, Pii};
use careweave_wellsky_client::{Api, ApplicantPatch, CaregiverPatch, Patch};
use careweave_workflows::recruiting::LeadUpdate;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::crm::told;
use crate::dies::dies_after;
use crate::played::{Place, fault, play};
use crate::world::World;

#[derive(Clone, Debug)]
enum Step {
    Phone(u8),
    Skill(u8),
    Ahead,
    EmailThere(u8),
    /// The stage goes to the end, and somebody signs.
    Hire,
    WeekThere(u8),
    RatingThere(u8),
    Out,
    In,
    /// A run that dies after so many steps.
    OutDies(u8),
    InDies(u8),
    /// Two workers at the same time.
    Two,
    TwoIn,
    /// One worker in each direction.
    BothWays,
    /// The CRM takes a change and its answer is lost.
    CrmLoses,
    /// The CRM lists everything again.
    CrmRepeats,
    Fault(bool, u8),
    Wait,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        any::<u8>().prop_map(Step::Phone),
        any::<u8>().prop_map(Step::Skill),
        Just(Step::Ahead),
        any::<u8>().prop_map(Step::EmailThere),
        Just(Step::Hire),
        any::<u8>().prop_map(Step::WeekThere),
        any::<u8>().prop_map(Step::RatingThere),
        Just(Step::Out),
        Just(Step::In),
        (1..40_u8).prop_map(Step::OutDies),
        (1..40_u8).prop_map(Step::InDies),
        Just(Step::Two),
        Just(Step::TwoIn),
        Just(Step::BothWays),
        Just(Step::CrmLoses),
        Just(Step::CrmRepeats),
        (any::<bool>(), 0..6_u8).prop_map(|(of_caregivers, kind)| Step::Fault(of_caregivers, kind)),
        Just(Step::Wait),
    ]
}

const STAGES: &[&str] = &[
    "new",
    "screening",
    "phone_interview",
    "in_person_interview",
    "background_check",
    "offer_extended",
];

/// What the history left in WellSky that a clean run has to find.
#[derive(Default)]
struct Left {
    email: Option<String>,
    caregiver: Option<CaregiverId>,
    rating: Option<f64>,
}

impl World {
    async fn calm(&self) {
        self.control("DELETE", "faults", Value::Null).await;
    }

    async fn settle(&self) {
        self.calm().await;
        for _ in 0..4 {
            self.pass(120).await;
            self.outbound().await;
            self.inbound().await;
        }
    }

    /// What somebody does in WellSky or in the CRM; false for what a worker does.
    async fn edited(&self, step: &Step, left: &mut Left) -> bool {
        match step {
            Step::Phone(n) => {
                let phone = Phone::parse(&format!("30355501{:02}", n % 100)).unwrap();
                self.crm.edit("l-1", |lead| lead.phone = phone);
            }
            Step::Skill(n) => self
                .crm
                .edit("l-1", |lead| lead.skills = vec![format!("skill {n}")]),
            Step::Ahead => self.crm.edit("l-1", |lead| {
                if let Some(at) = STAGES.iter().position(|stage| *stage == lead.stage) {
                    lead.stage = STAGES[(at + 1).min(STAGES.len() - 1)].to_owned();
                }
            }),
            Step::EmailThere(n) if left.caregiver.is_none() => {
                let new = format!("there-{n}@example.invalid");
                self.calm().await;
                let patch = ApplicantPatch {
                    email: Patch::Set(Pii::from(new.as_str())),
                    ..ApplicantPatch::default()
                };
                self.edit_there("l-1", patch).await;
                left.email = Some(new);
            }
            Step::Hire if left.caregiver.is_none() => {
                self.crm.edit("l-1", |lead| lead.stage = "hired".to_owned());
                // Nobody signs before WellSky says hired.
                self.settle().await;
                left.caregiver = Some(self.convert("l-1").await);
            }
            Step::WeekThere(n) => {
                let Some(caregiver) = &left.caregiver else {
                    return true;
                };
                self.calm().await;
                let week = json!([{"day": "friday", "start": format!("{:02}:00", n % 12), "end": "12:30"}]);
                let patch = CaregiverPatch {
                    availability: Patch::Set(serde_json::from_value(week).unwrap()),
                    ..CaregiverPatch::default()
                };
                // A week that both sides changed is for a person, so the first one has to have come over.
                self.settle().await;
                self.edit_caregiver(caregiver, patch).await;
            }
            Step::RatingThere(n) => {
                let Some(caregiver) = &left.caregiver else {
                    return true;
                };
                self.calm().await;
                // Of a power of two, so that it comes back to the last digit.
                let rating = f64::from(*n) / 64.0;
                let patch = CaregiverPatch {
                    performance_rating: Patch::Set(rating),
                    ..CaregiverPatch::default()
                };
                self.edit_caregiver(caregiver, patch).await;
                left.rating = Some(rating);
            }
            Step::CrmLoses => self.crm.lose_next(),
            Step::CrmRepeats => self.crm.repeat_next(),
            Step::Fault(of_caregivers, kind) => {
                let path = if *of_caregivers {
                    "/caregivers"
                } else {
                    "/applicants"
                };
                self.fault("*", path, fault(*kind)).await;
            }
            Step::Wait => self.pass(120).await,
            Step::EmailThere(_) | Step::Hire => {}
            _ => return false,
        }
        true
    }

    async fn worked(&self, step: Step) {
        let (one, other) = (self.flow(), self.flow_by("worker-2", false));
        match step {
            Step::Out => drop(one.outbound().await),
            Step::In => drop(one.inbound().await),
            Step::OutDies(polls) => dies_after(polls, one.outbound()).await,
            Step::InDies(polls) => dies_after(polls, one.inbound()).await,
            Step::Two => drop(tokio::join!(one.outbound(), other.outbound())),
            Step::BothWays => drop(tokio::join!(one.outbound(), other.inbound())),
            _ => drop(tokio::join!(one.inbound(), other.inbound())),
        }
    }
}

async fn plays(place: Place, steps: Vec<Step>) {
    let world = World::at(Api::Rest, place.store, &place.connection).await;
    // The side that is edited from without has to know the record first.
    world.outbound().await;
    let mut left = Left::default();
    for step in steps {
        if !world.edited(&step, &mut left).await {
            world.worked(step).await;
        }
    }
    world.settle().await;
    let (lead, applicant) = (world.crm.get("l-1"), world.applicant("l-1").await);
    assert_eq!(applicant.email, lead.email);
    assert_eq!(applicant.status.as_str(), lead.stage);
    if let Some(email) = left.email {
        assert_eq!(
            applicant.email.unwrap().expose(),
            &email,
            "the last edit there came through"
        );
    }
    let told = told(&world.crm);
    let hired = told
        .iter()
        .filter(|one| matches!(one, LeadUpdate::Hired { .. }))
        .count();
    assert_eq!(
        hired,
        usize::from(left.caregiver.is_some()),
        "told once, or not at all"
    );
    match &left.caregiver {
        None => assert_eq!(applicant.phone.valid(), Some(&lead.phone)),
        Some(caregiver) => {
            let found = world.caregiver(caregiver).await;
            assert_eq!(
                (found.skills, found.availability),
                (lead.skills, lead.availability)
            );
            let ratings: Vec<f64> = told.iter().filter_map(rating).collect();
            assert_eq!(ratings.last().copied(), left.rating);
            assert!(ratings.windows(2).all(|pair| pair[0] != pair[1]), "{ratings:?}");
        }
    }
    let made = world.writes().await;
    let (out, back) = (world.outbound().await, world.inbound().await);
    assert_eq!(
        (out.written, back.written, out.in_doubt.len()),
        (0, 0, 0),
        "{out:?} {back:?}"
    );
    assert!(
        out.failed.is_empty() && back.failed.is_empty(),
        "{out:?} {back:?}"
    );
    assert_eq!(world.writes().await, made);
}

fn rating(update: &LeadUpdate) -> Option<f64> {
    match update {
        LeadUpdate::Rating { rating, .. } => Some(*rating),
        _ => None,
    }
}

#[test]
fn every_history_ends_as_a_clean_run_does() {
    play("recruiting", step(), plays);
}
