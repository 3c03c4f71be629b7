//! Any history of edits, runs, crashes, faults and second workers ends as one clean run does.

use careweave_types::{Phone, Pii};
use careweave_wellsky_client::{Patch, ProspectPatch};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::dies::dies_after;
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

async fn plays(steps: Vec<Step>) {
    let world = World::start().await;
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
                let (one, other) = (world.flow(), world.flow());
                drop(tokio::join!(one.outbound(), other.outbound()));
            }
            Step::Fault(kind) => {
                let action = match kind {
                    0 => json!({"kind": "drop", "when": "after_commit"}),
                    1 => json!({"kind": "drop", "when": "before_commit"}),
                    2 => json!({"kind": "status", "status": 503}),
                    3 => json!({"kind": "html"}),
                    4 => json!({"kind": "truncate", "how": "close"}),
                    _ => json!({"kind": "status", "status": 429, "retry_after": 1}),
                };
                world.fault("*", "/prospects", 2, action).await;
            }
            Step::Wait => world.wait(120),
        }
    }
    world.control("DELETE", "/_sandbox/faults", Value::Null).await;
    for _ in 0..4 {
        world.wait(120);
        world.outbound().await;
        world.inbound().await;
    }
    let (deal, prospect) = (world.crm.get("d-1"), world.prospect("d-1").await);
    assert_eq!(prospect.notes, deal.notes);
    assert_eq!(prospect.phone.valid(), Some(&deal.phone));
    assert_eq!(prospect.status.as_str(), deal.stage);
    assert_eq!(prospect.email, deal.email);
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

fn histories(cases: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 40,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&proptest::collection::vec(step(), 1..14), |steps| {
            runtime.block_on(plays(steps));
            Ok(())
        })
        .unwrap();
}

#[test]
fn every_history_ends_as_a_clean_run_does() {
    let soak = std::env::var_os("CAREWEAVE_SOAK").is_some_and(|value| value == "1");
    histories(if soak { 1_000 } else { 16 });
}
