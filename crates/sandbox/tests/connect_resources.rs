//! Connect: contacts, documents, tags, plans, subscriptions and the rest.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod common;

use common::{Caller, error, failed, read, resources, start, text};
use reqwest::Method;
use serde_json::{Value, json};

async fn contacts(caller: &Caller, patient: &str) -> Vec<Value> {
    let (status, body) = caller.cget(&format!("/relatedperson/{patient}/")).await;
    assert_eq!(status, 200, "{body}");
    assert!(body.get("totalRecords").is_none());
    resources(&body)
}

#[tokio::test]
async fn emergency_contacts_are_related_persons_on_both_surfaces() {
    let (_sandbox, caller) = start().await;
    let client = caller.rows("/clients", "clients").await[0].clone();
    let id = text(&client, "id");
    let listed = &client["emergency_contacts"][0];
    let found = contacts(&caller, &id).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["telecom"][0]["value"], listed["phone"]);
    assert_eq!(
        found[0]["relationship"]["coding"][0]["display"]
            .as_str()
            .unwrap()
            .to_lowercase(),
        text(listed, "relationship")
    );
    let name = &found[0]["name"][0];
    assert_eq!(
        format!("{} {}", name["given"][0].as_str().unwrap(), text(name, "family")),
        text(listed, "name")
    );

    let body = json!({
        "patient": {"reference": format!("Patient/{id}")}, "name": [{"given": ["Charlie"], "family": "Testkin"}],
        "relationship": {"coding": [{"code": "SON"}]}, "emergencyContact": true,
        "telecom": [{"system": "phone", "use": "mobile", "value": "7195550120"}],
    });
    let (status, made) = caller.cpost("/relatedperson/", &body).await;
    assert_eq!(status, 201, "{made}");
    let emergency = async || caller.get(&format!("/clients/{id}")).await.1["emergency_contacts"].clone();
    assert_eq!(
        emergency().await[1],
        json!({"name": "Charlie Testkin", "relationship": "son", "phone": "7195550120"})
    );
    let path = format!("/relatedperson/{}/", text(&made, "id"));
    assert_eq!(
        caller.cput(&path, &json!({"emergencyContact": false})).await.0,
        200
    );
    assert_eq!(emergency().await.as_array().unwrap().len(), 1);
    assert_eq!(contacts(&caller, &id).await.len(), 2);

    let changed = json!({"emergency_contacts": [
        {"name": listed["name"], "relationship": "friend", "phone": "7195550121"}]});
    assert_eq!(caller.put(&format!("/clients/{id}"), &changed).await.0, 200);
    let after = contacts(&caller, &id).await;
    assert_eq!(
        after[0]["id"], found[0]["id"],
        "a changed phone is the same person"
    );
    assert_eq!(after[0]["telecom"][0]["value"], "7195550121");
    assert_eq!(after[0]["relationship"]["coding"][0]["code"], "FRND");

    let since = json!({"updated": "gt2026-04-06T12:00:00"});
    assert_eq!(caller.found("/relatedperson/_search/", &since).await.len(), 2);
    let of = json!({"patient": format!("Patient/{id}")});
    assert_eq!(caller.found("/relatedperson/_search/", &of).await.len(), 2);
    let elsewhere = format!("/relatedperson/500002/contacts/{}/", text(&made, "id"));
    assert_eq!(caller.cdelete(&elsewhere).await.0, 404);
    let here = format!("/relatedperson/{id}/contacts/{}/", text(&made, "id"));
    assert_eq!(caller.cdelete(&here).await.0, 204);
    assert_eq!(contacts(&caller, &id).await.len(), 1);
    assert_eq!(
        caller.cget("/relatedperson/5/").await,
        error(404, "Resource not found")
    );
}

fn document(caller: &Caller) -> Value {
    json!({
        "resourceType": "DocumentReference", "type": {"text": "General"},
        "content": {"attachment": {"contentType": "application/pdf", "data": "Zm9vYmFy", "title": "file.pdf"}},
        "context": {"related": [{"ref": "Patient/500001"}]}, "meta": caller.meta(&[]),
    })
}

#[tokio::test]
async fn a_document_is_refused_in_the_vendors_words_and_order() {
    let (_sandbox, caller) = start().await;
    let said = |text: &str| (422, json!({ "error": text }));
    let without = |pointer: &str| {
        let mut body = document(&caller);
        let (parent, field) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(parent)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .remove(field);
        body
    };
    for (body, expected) in [
        (json!({}), said("'text' in 'type' is required.")),
        (without("/type"), said("'text' in 'type' is required.")),
        (
            without("/content/attachment/title"),
            said("'data', 'title' and 'contentType' are mandatory."),
        ),
        (without("/context"), said("'context' is required.")),
        (without("/meta"), said("'agencyId' is required.")),
    ] {
        assert_eq!(
            caller.cpost("/documentReferences/", &body).await,
            expected,
            "{body}"
        );
    }
    let with = |pointer: &str, value: Value| {
        let mut body = document(&caller);
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    let list = with("/content", json!([{"attachment": {}}]));
    let (status, html) = caller.cpost("/documentReferences/", &list).await;
    assert!(status == 500 && html.as_str().unwrap().starts_with("<!DOCTYPE html>"));
    for (body, status) in [
        (with("/context/related/0/ref", json!("Patient/5")), 404),
        (with("/context/related/0/ref", json!("Person/500001")), 404),
        (with("/content/attachment/contentType", json!("text/html")), 422),
        (with("/content/attachment/data", json!("not base64!")), 422),
        (with("/meta/tag/0/display", json!("1")), 403),
    ] {
        assert_eq!(
            caller.cpost("/documentReferences/", &body).await.0,
            status,
            "{body}"
        );
    }
    caller.switch("document_create", "fails").await;
    let request = caller
        .connect(Method::POST, "/documentReferences/")
        .json(&document(&caller));
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 500);
    assert!(
        answer.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    assert_eq!(
        caller.cpost("/documentReferences/", &without("/context")).await,
        said("'context' is required."),
        "it fails after it has looked"
    );
}

#[tokio::test]
async fn a_document_is_found_by_its_owner_and_its_bytes_need_no_token() {
    let (_sandbox, caller) = start().await;
    let (status, made) = caller.cpost("/documentReferences/", &document(&caller)).await;
    assert_eq!(status, 201, "{made}");
    let (_, shown) = caller
        .cget(&format!("/documentReferences/{}/", text(&made, "id")))
        .await;
    let attachment = &shown["content"]["attachment"];
    assert_eq!(
        (&attachment["size"], &attachment["title"]),
        (&json!(6), &json!("file.pdf"))
    );
    let file = caller.http.get(text(attachment, "url")).send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "application/pdf");
    assert_eq!(file.bytes().await.unwrap(), "foobar");
    let guessed = text(attachment, "url") + "0";
    assert_eq!(caller.http.get(guessed).send().await.unwrap().status(), 404);

    let (_, of) = caller
        .cpost(
            "/documentReferences/_profile/?_page=7",
            &json!({"reference": "Patient/500001"}),
        )
        .await;
    assert_eq!(resources(&of), [shown]);
    let (_, none) = caller
        .cpost(
            "/documentReferences/_profile/",
            &json!({"reference": "Patient/500002"}),
        )
        .await;
    assert_eq!(resources(&none).len(), 0);
    let nobody = caller
        .cpost(
            "/documentReferences/_profile/",
            &json!({"reference": "Patient/5"}),
        )
        .await;
    assert_eq!(nobody.0, 404);
    assert_eq!(
        caller.cpost("/documentReferences/_search/", &json!({})).await.0,
        403
    );
}

#[tokio::test]
async fn a_document_of_ten_megabytes_is_taken_and_one_byte_more_is_not() {
    let (_sandbox, caller) = start().await;
    // 10 MiB and a byte is a multiple of three less one.
    let exactly = 10 * 1024 * 1024;
    let coded = |bytes: usize| "A".repeat(bytes.div_ceil(3) * 4 - (3 - bytes % 3) % 3);
    let mut body = document(&caller);
    body["content"]["attachment"]["data"] = coded(exactly).into();
    let (status, answer) = caller.cpost("/documentReferences/", &body).await;
    assert_eq!(status, 201, "{answer}");
    body["content"]["attachment"]["data"] = coded(exactly + 1).into();
    assert_eq!(
        caller.cpost("/documentReferences/", &body).await,
        failed("data must be at most 10 MB")
    );
    let entries = caller.journal("?path_prefix=/v1/documentReferences").await;
    assert!(entries[0]["body"]["omitted_bytes"].as_u64().unwrap() > 13_000_000);
}

#[tokio::test]
async fn admin_tasks_are_created_and_shown_and_not_searched() {
    let (_sandbox, caller) = start().await;
    let task = json!({
        "status": "received", "description": "Call the family", "executionDate": "2026-04-07",
        "dueDate": "2026-04-08T23:59:59", "requester": [{"resourceType": "Patient", "id": 500_001}], "owner": [],
        "meta": caller.meta(&[]),
    });
    let (status, made) = caller.cpost("/adminTasks/", &task).await;
    assert_eq!(status, 201, "{made}");
    let (_, shown) = caller.cget(&format!("/adminTasks/{}/", text(&made, "id"))).await;
    assert_eq!(
        (&shown["description"], &shown["id"]),
        (&task["description"], &made["id"])
    );
    for (field, value, rule) in [
        (
            "requester",
            json!([]),
            "requester needs at least one entry with an id",
        ),
        ("description", json!(""), "description is required"),
        (
            "description",
            json!("x".repeat(5_001)),
            "description must be at most 5000 characters",
        ),
        (
            "executionDate",
            json!("soon"),
            "executionDate must be a date YYYY-MM-DD",
        ),
    ] {
        let mut body = task.clone();
        body[field] = value;
        assert_eq!(caller.cpost("/adminTasks/", &body).await, failed(rule));
    }
    assert_eq!(caller.cget("/adminTasks/1/").await.0, 404);
}

#[tokio::test]
async fn tags_plans_and_referral_sources_are_kept() {
    let (_sandbox, caller) = start().await;
    let (status, made) = caller
        .cpost("/profileTags/", &json!({"name": "cat friendly", "type": "skill"}))
        .await;
    assert_eq!(status, 201);
    let path = format!("/profileTags/{}/", text(&made, "id"));
    assert_eq!(
        caller.cput(&path, &json!({"description": "likes cats"})).await.0,
        200
    );
    let (_, shown) = caller.cget(&path).await;
    assert_eq!(
        (&shown["name"], &shown["description"]),
        (&json!("cat friendly"), &json!("likes cats"))
    );
    let twice = caller.cpost("/profileTags/", &json!({"name": "CNA"})).await;
    assert_eq!(twice, failed("name exists already"));

    let agency = &caller.ready.credentials.wellsky.agency_id;
    let metadata = format!("/careplan/activity-metadata?agency_id={agency}&activity_type=IADL");
    let (_, body) = caller.cget(&metadata).await;
    let activities = resources(&body);
    assert_eq!(activities.len(), 10);
    let missing = caller
        .cget("/careplan/activity-metadata?activity_type=IADL")
        .await;
    assert_eq!(missing, failed("agency_id is required"));
    let plan = |id: &Value| {
        json!({"resourceType": "CarePlan", "status": "active", "activity": [{"detail": {
            "code": {"coding": [{"code": "activityId", "display": id}]},
            "description": "Housework", "status": "scheduled"}}]})
    };
    let (status, answer) = caller
        .cpost("/careplan/activity/500001/", &plan(&activities[2]["id"]))
        .await;
    assert_eq!(
        (status, answer),
        (200, json!({"resourceType": "CarePlan", "id": "500001"}))
    );
    assert_eq!(
        caller
            .cput("/careplan/activity/500001/", &plan(&json!("1")))
            .await
            .0,
        422
    );
    assert_eq!(
        caller
            .cpost("/careplan/activity/5/", &plan(&activities[2]["id"]))
            .await
            .0,
        404
    );

    let (status, made) = caller
        .cpost(
            "/referralsource/",
            &json!({"name": "Sample Hospital", "typeId": 14}),
        )
        .await;
    assert_eq!(status, 201);
    let path = format!("/referralsource/{}/", text(&made, "id"));
    assert_eq!(
        caller.cput(&path, &json!({"name": "Example Clinic"})).await.0,
        200
    );
    assert_eq!(caller.cget(&path).await.1["name"], "Example Clinic");
    assert_eq!(
        caller
            .cpost("/referralsource/", &json!({"name": "X", "typeId": 1}))
            .await
            .0,
        422
    );
}

#[tokio::test]
async fn endpoints_without_pages_answer_the_same_whatever_page_is_asked_for() {
    let (_sandbox, caller) = start().await;
    for path in [
        "/organizations/",
        "/allergyintolerance/all-allergy/",
        "/relatedperson/500001/",
    ] {
        let (status, first) = caller.cget(path).await;
        assert_eq!(status, 200, "{path}");
        assert!(!resources(&first).is_empty(), "{path}");
        for page in 1..4 {
            let (_, again) = caller.cget(&format!("{path}?_page={page}&_count=1")).await;
            assert_eq!(again, first, "{path}");
        }
    }
    for path in [
        "/condition/500001/",
        "/goal/500001/",
        "/medicationstatement/500001/",
        "/invoice/500001/",
    ] {
        assert_eq!(caller.cget(path).await.0, 200, "{path}");
    }
    for path in ["/admins/_search/", "/medication/_search/", "/locations/_search"] {
        assert!(!caller.found(path, &json!({})).await.is_empty(), "{path}");
    }
    assert_eq!(caller.cget("/locations/").await.1["totalRecords"], 2);
}

#[tokio::test]
async fn subscriptions_have_numeric_ids_and_only_loopback_endpoints() {
    let (_sandbox, caller) = start().await;
    let hook = |criteria: &str, endpoint: &str| {
        json!({"resourceType": "Subscription", "status": "active", "criteria": criteria, "meta": caller.meta(&[]),
               "channel": {"type": "rest-hook", "endpoint": endpoint, "header": ["Authorization: Bearer x"]}})
    };
    let here = "http://127.0.0.1:9/hook";
    let (status, made) = caller
        .cpost("/subscriptions/", &hook("patient.created", here))
        .await;
    assert_eq!(
        (status, &made),
        (201, &json!({"resourceType": "Subscription", "id": 789}))
    );
    assert_eq!(caller.cget("/subscriptions/789/").await.1["id"], 789);
    assert_eq!(
        caller
            .cput("/subscriptions/789/", &json!({"status": "off"}))
            .await
            .0,
        200
    );
    let (_, off) = caller.cget("/subscriptions/?status=off").await;
    assert_eq!(resources(&off).len(), 1);
    let active = json!({"status": "active"});
    assert_eq!(caller.found("/subscriptions/_search/", &active).await.len(), 0);
    for (criteria, endpoint, named) in [
        ("appointment.created", here, "criteria"),
        ("encounter.clockin.changed", here, "criteria"),
        (
            "patient.created",
            "https://receiver.example/hook",
            "channel.endpoint",
        ),
        (
            "patient.created",
            "http://localhost.example.invalid/",
            "channel.endpoint",
        ),
    ] {
        let (status, body) = caller.cpost("/subscriptions/", &hook(criteria, endpoint)).await;
        assert!(status == 422 && text(&body, "error").contains(named), "{body}");
    }
    let mut broken = hook("patient.created", here);
    broken["channel"]["header"] = json!(["X: a\r\nY: b"]);
    assert_eq!(caller.cpost("/subscriptions/", &broken).await.0, 422);
    assert_eq!(caller.cdelete("/subscriptions/789/").await.0, 204);
    assert_eq!(caller.cget("/subscriptions/789/").await.0, 404);
    let gone = read(
        caller
            .connect(Method::DELETE, "/subscriptions/789/")
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(gone.0, 404);
}
