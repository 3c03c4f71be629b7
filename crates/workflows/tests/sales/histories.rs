//! Any history of edits, runs, crashes, faults and second workers ends as one clean run does.

use careweave_http::Clock as _;
use careweave_types::{Phone, Pii};
use careweave_wellsky_client::{Api, Patch, ProspectPatch};
use proptest::prelude::*;
use serde_json::Value;

use crate::crm::deal;
use crate::dies::dies_after;
use crate::played::{Place, fault, play};
use crate::world::World;

#[derive(Clone, Debug)]
enum Step {
    Notes(u8),
    Phone(u8),
    Ahead,
    EmailThere(u8),
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
    /// The CRM lists the newest first.
    CrmReverses,
    Fault(u8),
    Wait,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        any::<u8>().prop_map(Step::Notes),
        any::<u8>().prop_map(Step::Phone),
        Just(Step::Ahead),
        any::<u8>().prop_map(Step::EmailThere),
        Just(Step::Out),
        Just(Step::In),
        (1..40_u8).prop_map(Step::OutDies),
        (1..40_u8).prop_map(Step::InDies),
        Just(Step::Two),
        Just(Step::TwoIn),
        Just(Step::BothWays),
        Just(Step::CrmLoses),
        Just(Step::CrmRepeats),
        Just(Step::CrmReverses),
        (0..6_u8).prop_map(Step::Fault),
        Just(Step::Wait),
    ]
}

const STAGES: &[&str] = &[
    "new",
    "contacted",
    "assessment_scheduled",
    "assessment_completed",
    "proposal_sent",
];

async fn plays(place: Place, steps: Vec<Step>) {
    let world = World::at(Api::Rest, place.store, &place.connection).await;
    // A second one, whose order may change.
    world.crm.put(deal("d-2", world.clock.now()));
    // The side that is edited from without has to know the record first.
    world.outbound().await;
    let mut email = None;
    for step in steps {
        match step {
            Step::Notes(n) => world
                .crm
                .edit("d-1", |deal| deal.notes = Some(Pii::from(format!("note {n}")))),
            Step::Phone(n) => {
                let phone = Phone::parse(&format!("30355501{:02}", n % 100)).unwrap();
                world.crm.edit("d-1", |deal| deal.phone = phone);
            }
            Step::Ahead => world.crm.edit("d-1", |deal| {
                let at = STAGES.iter().position(|stage| *stage == deal.stage).unwrap();
                deal.stage = STAGES[(at + 1).min(STAGES.len() - 1)].to_owned();
            }),
            Step::EmailThere(n) => {
                let new = format!("there-{n}@example.invalid");
                world.control("DELETE", "/_sandbox/faults", Value::Null).await;
                let patch = ProspectPatch {
                    email: Patch::Set(Pii::from(new.as_str())),
                    ..ProspectPatch::default()
                };
                world.edit_there("d-1", patch).await;
                email = Some(new);
            }
            Step::Out => drop(world.flow().outbound().await),
            Step::In => drop(world.flow().inbound().await),
            Step::OutDies(polls) => dies_after(polls, world.flow().outbound()).await,
            Step::InDies(polls) => dies_after(polls, world.flow().inbound()).await,
            Step::Two => {
                let (one, other) = (world.flow(), world.flow_by("worker-2", false));
                drop(tokio::join!(one.outbound(), other.outbound()));
            }
            Step::TwoIn => {
                let (one, other) = (world.flow(), world.flow_by("worker-2", false));
                drop(tokio::join!(one.inbound(), other.inbound()));
            }
            Step::BothWays => {
                let (one, other) = (world.flow(), world.flow_by("worker-2", false));
                drop(tokio::join!(one.outbound(), other.inbound()));
            }
            Step::CrmLoses => world.crm.lose_next(),
            Step::CrmRepeats => world.crm.repeat_next(),
            Step::CrmReverses => world.crm.reverse_next(),
            Step::Fault(kind) => world.fault("*", "/prospects", 2, fault(kind)).await,
            Step::Wait => world.pass(120).await,
        }
    }
    world.control("DELETE", "/_sandbox/faults", Value::Null).await;
    for _ in 0..4 {
        world.pass(120).await;
        world.outbound().await;
        world.inbound().await;
    }
    world.prospect("d-2").await;
    let (deal, prospect) = (world.crm.get("d-1"), world.prospect("d-1").await);
    assert_eq!(prospect.notes, deal.notes);
    assert_eq!(prospect.status.as_str(), deal.stage);
    // A run that dies between two edits of one field may leave a conflict that nobody needed: a person is asked, and nothing is lost.
    let asked = world.fields_in_conflict().await;
    let asked = |field: &str| asked.iter().any(|path| path == field);
    assert!(prospect.phone.valid() == Some(&deal.phone) || asked("phone"));
    assert!(prospect.email == deal.email || asked("email"));
    if let Some(email) = email {
        assert_eq!(
            prospect.email.unwrap().expose(),
            &email,
            "the last edit there came through"
        );
    }
    world.forget_journal().await;
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
    assert!(world.writes().await.is_empty());
}

#[tokio::test]
async fn a_run_that_dies_anywhere_leaves_one_prospect_and_the_next_ones_finish_it() {
    for polls in 1..30 {
        let world = World::start().await;
        dies_after(polls, world.flow().outbound()).await;
        // A second worker comes at once, others later.
        world.outbound().await;
        for _ in 0..2 {
            world.wait(120);
            world.outbound().await;
        }
        let prospect = world.prospect("d-1").await;
        assert_eq!(prospect.notes, world.crm.get("d-1").notes);
        assert_eq!(world.outbound().await.read, 0, "after {polls} polls");
    }
}

#[test]
fn every_history_ends_as_a_clean_run_does() {
    play("sales", step(), plays);
}
