//! Giving open shifts to caregivers.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod common;

use common::{error, failed, start, text};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn an_open_shift_is_given_to_a_caregiver() {
    let (_sandbox, caller) = start().await;
    let (shift, caregiver) = caller.fillable().await;
    let path = format!("/shifts/{shift}/assignments");
    let body = json!({"caregiver_id": caregiver, "notes": "by phone"});
    let (status, answer) = caller.post(&path, &body).await;
    assert_eq!(status, 201, "{answer}");
    assert_eq!(answer["assignment"]["shift_id"], shift.as_str());
    assert_eq!(answer["assignment"]["caregiver_id"], caregiver.as_str());
    assert_eq!(answer["assignment"]["assigned_at"], "2026-04-06T12:00:01Z");
    assert!(answer["assignment"]["id"].is_string());
    assert_eq!(answer["shift"]["status"], "scheduled");
    assert_eq!(answer["shift"]["updated_at"], "2026-04-06T12:00:01Z");
    assert_eq!(
        caller.get(&format!("/shifts/{shift}")).await,
        (200, answer["shift"].clone())
    );
    assert_eq!(caller.rows("/shifts/open", "shifts").await.len(), 4);
    // Again, by the same caregiver: the key of a request is journalled and deduplicates nothing.
    assert_eq!(caller.post(&path, &body).await, error(409, "Shift is not open"));
}

#[tokio::test]
async fn an_assignment_that_cannot_be_names_the_reason() {
    let (_sandbox, caller) = start().await;
    let (shift, caregiver) = caller.fillable().await;
    let path = format!("/shifts/{shift}/assignments");
    assert_eq!(
        caller
            .post("/shifts/1/assignments", &json!({"caregiver_id": caregiver}))
            .await,
        error(404, "Resource not found")
    );
    assert_eq!(
        caller.post(&path, &json!({"caregiver_id": "1"})).await,
        failed("caregiver_id does not exist")
    );
    assert_eq!(
        caller.post(&path, &json!({})).await,
        failed("caregiver_id is required")
    );
    assert_eq!(
        caller.post(&path, &json!({"caregiver_id": 700_001})).await,
        failed("caregiver_id must be a string")
    );
    assert_eq!(
        caller
            .post(&path, &json!({"caregiver_id": caregiver, "force": true}))
            .await,
        failed("force is not a known field")
    );
    let inactive = text(
        &caller.rows("/caregivers?status=inactive", "caregivers").await[0],
        "id",
    );
    assert_eq!(
        caller.post(&path, &json!({ "caregiver_id": inactive })).await,
        failed("caregiver_id is not active")
    );
    let done = text(&caller.rows("/shifts?status=completed", "shifts").await[0], "id");
    assert_eq!(
        caller
            .post(
                &format!("/shifts/{done}/assignments"),
                &json!({"caregiver_id": caregiver})
            )
            .await,
        error(409, "Shift is not open")
    );
    assert_eq!(caller.rows("/shifts/open", "shifts").await.len(), 5);
}

#[tokio::test]
async fn a_caregiver_with_an_overlapping_shift_is_refused_for_exactly_those() {
    let (_sandbox, caller) = start().await;
    let mut refused = 0;
    for caregiver in caller.rows("/caregivers?status=active", "caregivers").await {
        let id = text(&caregiver, "id");
        let free = caller
            .rows(&format!("/shifts?status=open&caregiver_match={id}"), "shifts")
            .await;
        for shift in caller.rows("/shifts/open", "shifts").await {
            if !free.contains(&shift) {
                let path = format!("/shifts/{}/assignments", text(&shift, "id"));
                assert_eq!(
                    caller.post(&path, &json!({ "caregiver_id": id })).await,
                    error(409, "Caregiver has an overlapping shift")
                );
                refused += 1;
            }
        }
    }
    assert!(refused >= 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_posts_at_once_for_one_shift_one_wins() {
    let (_sandbox, caller) = start().await;
    let caller = std::sync::Arc::new(caller);
    let (shift, caregiver) = caller.fillable().await;
    for round in 0..2 {
        let mut posts = Vec::new();
        for _ in 0..16 {
            let caller = std::sync::Arc::clone(&caller);
            let (path, body) = (
                format!("/shifts/{shift}/assignments"),
                json!({"caregiver_id": caregiver}),
            );
            posts.push(tokio::spawn(async move { caller.post(&path, &body).await.0 }));
        }
        let mut statuses = Vec::new();
        for post in posts {
            statuses.push(post.await.unwrap());
        }
        let won = statuses.iter().filter(|s| **s == 201).count();
        let lost = statuses.iter().filter(|s| **s == 409).count();
        assert_eq!((won, lost), if round == 0 { (1, 15) } else { (0, 16) });
    }
    let entries = caller.journal("?method=POST&path_prefix=/v1/shifts").await;
    let committed: Vec<&Value> = entries.iter().filter(|e| e["committed"] == true).collect();
    assert_eq!((entries.len(), committed.len()), (32, 1));
    let (_, state) = caller.control(Method::GET, "/state", None).await;
    assert_eq!(state["shifts"]["open"], 4);
}
