//! The surface: reads, writes, paging, and every error of the table.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod common;

use std::collections::BTreeSet;

use common::{error, failed, read, start, text};
use reqwest::Method;
use serde_json::{Value, json};

fn client() -> Value {
    json!({
        "first_name": "Alpha", "last_name": "Testclient", "phone": "3035550150",
        "address": {"line1": "1 Sample St", "city": "Denver", "state": "CO", "zip_code": "80202"},
    })
}

#[tokio::test]
async fn the_token_endpoint_takes_json_and_forms_and_answers_as_the_vendor_does() {
    let (_sandbox, caller) = start().await;
    let keys = &caller.ready.credentials.wellsky;
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", keys.api_key.as_str()),
        ("client_secret", keys.api_secret.as_str()),
    ];
    let post = || caller.http.post(&caller.ready.wellsky.token);
    let (status, body) = read(post().form(&fields).send().await.unwrap()).await;
    assert_eq!(status, 200);
    assert_eq!(body["expires_in"], "3599");
    assert_eq!(body["refresh_token_expires_in"], "0");
    assert_eq!(body["token_type"], "BearerToken");
    assert_eq!(body["issued_at"], caller.ready.now.timestamp());
    assert_eq!(body["status"], "approved");
    let token = text(&body, "access_token");
    assert!(token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit()));
    assert_ne!(token, caller.token);

    let mut wrong = json!({
        "grant_type": "client_credentials", "client_id": keys.api_key, "client_secret": "guess",
    });
    assert_eq!(
        read(post().json(&wrong).send().await.unwrap()).await,
        error(401, "invalid_client")
    );
    wrong["grant_type"] = json!("password");
    assert_eq!(
        read(post().json(&wrong).send().await.unwrap()).await,
        error(400, "unsupported_grant_type")
    );
    assert_eq!(
        read(post().body("grant_type=x").send().await.unwrap()).await,
        error(400, "invalid_request")
    );
    assert_eq!(
        read(caller.http.get(&caller.ready.wellsky.token).send().await.unwrap()).await,
        error(405, "Method not allowed")
    );
}

#[tokio::test]
async fn a_missing_unknown_or_expired_token_is_refused_on_every_route() {
    let (_sandbox, caller) = start().await;
    let rest = &caller.ready.wellsky.rest;
    for path in [
        "/clients",
        "/caregivers/700001/schedule",
        "/shifts/open",
        "/prospects/1",
    ] {
        let get = || caller.http.get(format!("{rest}{path}"));
        for request in [
            get(),
            get().bearer_auth("0123456789abcdef0123456789abcdef"),
            get().header("Authorization", format!("BearerToken {}", caller.token)),
        ] {
            assert_eq!(
                read(request.send().await.unwrap()).await,
                error(401, "invalid_token"),
                "{path}"
            );
        }
    }
    assert_eq!(caller.get("/clients").await.0, 200);
    let (status, body) = caller.control(Method::POST, "/tokens/expire", None).await;
    assert_eq!((status, body), (200, json!({"expired": 1})));
    assert_eq!(caller.get("/clients").await, error(401, "invalid_token"));
    let fresh = caller.fresh_token().await;
    let again = caller.http.get(format!("{rest}/clients")).bearer_auth(fresh);
    assert_eq!(again.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn an_agency_of_somebody_else_is_forbidden() {
    let (_sandbox, caller) = start().await;
    let request = caller
        .http
        .get(format!("{}/clients", caller.ready.wellsky.rest))
        .bearer_auth(&caller.token)
        .header("X-Agency-ID", "1");
    assert_eq!(
        read(request.send().await.unwrap()).await,
        error(403, "Access denied. Invalid agencyId.")
    );
}

#[tokio::test]
async fn an_unknown_route_is_a_403_of_the_gateway() {
    let (_sandbox, caller) = start().await;
    for path in [
        "/Clients",
        "/clients/",
        "/clients/500001/family-activity",
        "/oauth/accesstoken",
    ] {
        let url = format!("{}{path}", caller.ready.wellsky.rest);
        let (status, body) = read(caller.http.get(&url).send().await.unwrap()).await;
        assert_eq!(status, 403);
        assert_eq!(body, json!({"message": "Missing Authentication Token"}));

        let (status, body) = read(caller.http.get(&url).bearer_auth("abc").send().await.unwrap()).await;
        assert_eq!(status, 403);
        // printf 'Bearer abc' | openssl dgst -sha256 -binary | base64
        let hash = "w1Xc6WwWEogNEZQP/dkBTThsJT4MNlKmzQanIm970rY=";
        let expected = format!(
            "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and \
             encoded with Base64): '{hash}'."
        );
        assert_eq!(body, json!({ "message": expected }));
    }
}

#[tokio::test]
async fn a_known_path_with_another_method_is_a_405() {
    let (_sandbox, caller) = start().await;
    for (method, path) in [
        (Method::DELETE, "/clients/500001"),
        (Method::PATCH, "/clients/500001"),
        (Method::POST, "/clients/status-changes"),
        (Method::POST, "/shifts"),
        (Method::GET, "/caregivers/700001/availability"),
        (Method::GET, "/shifts/109000001/assignments"),
        (Method::PUT, "/shifts/109000001"),
    ] {
        let response = caller.request(method, path).send().await.unwrap();
        assert_eq!(read(response).await, error(405, "Method not allowed"), "{path}");
    }
}

#[tokio::test]
async fn an_id_that_does_not_exist_is_a_404() {
    let (_sandbox, caller) = start().await;
    for path in [
        "/clients/1",
        "/clients/abc",
        "/clients/+500001",
        "/caregivers/1",
        "/caregivers/1/schedule",
        "/shifts/1",
        "/shifts/1/evv",
        "/prospects/1",
        "/applicants/1",
    ] {
        assert_eq!(caller.get(path).await, error(404, "Resource not found"), "{path}");
    }
    for path in ["/clients/1", "/caregivers/1/availability"] {
        assert_eq!(
            caller.put(path, &json!({})).await,
            error(404, "Resource not found"),
            "{path}"
        );
    }
    for path in [
        "/prospects/1/convert-to-client",
        "/applicants/1/convert-to-caregiver",
    ] {
        assert_eq!(
            caller.post(path, &json!({})).await,
            error(404, "Resource not found"),
            "{path}"
        );
    }
    let open = &caller.rows("/shifts/open", "shifts").await[0];
    let (status, _) = caller.get(&format!("/shifts/{}/evv", text(open, "id"))).await;
    assert_eq!(status, 404, "there is no clock-in yet");
}

#[tokio::test]
async fn a_malformed_query_is_a_400_that_names_the_parameter() {
    let (_sandbox, caller) = start().await;
    for (path, named) in [
        ("/clients?limit=0", "limit"),
        ("/clients?limit=101", "limit"),
        ("/clients?limit=ten", "limit"),
        ("/clients?offset=-1", "offset"),
        ("/clients?page=1", "page"),
        ("/clients?status=asleep", "status"),
        ("/clients?status=active&status=on_hold", "status"),
        ("/clients?start_date_from=20260401", "start_date_from"),
        ("/clients?updated_since=2026-04-06T12:00:00", "updated_since"),
        (
            "/clients?updated_since=2026-04-06T12:00:00+00:00",
            "updated_since",
        ),
        ("/clients?external_id=5", "external_id"),
        ("/clients/500001?verbose=1", "verbose"),
        ("/clients/status-changes?since=yesterday", "since"),
        ("/caregivers?available=true", "date"),
        ("/caregivers?date=2026-04-06", "date"),
        ("/caregivers?available=yes&date=2026-04-06", "available"),
        (
            "/shifts?start=2026-04-06T12:00:00Z&end=2026-04-06T12:00:00Z",
            "end",
        ),
        ("/shifts?start=2026-04-06T12:00:00", "start"),
        ("/shifts?caregiver_match=700001", "caregiver_match"),
        ("/shifts?status=open&caregiver_match=1", "caregiver_match"),
        ("/shifts/open?status=open", "status"),
        ("/prospects?status=active", "status"),
        ("/clients?updated_since=%zz", "percent"),
    ] {
        let (status, body) = caller.get(path).await;
        assert_eq!(status, 400, "{path}: {body}");
        assert!(text(&body, "error").contains(named), "{path}: {body}");
    }
}

#[tokio::test]
async fn pages_hold_every_client_once() {
    let (_sandbox, caller) = start().await;
    let mut seen = Vec::new();
    for offset in [0, 3, 6, 9, 12] {
        let (_, body) = caller.get(&format!("/clients?limit=3&offset={offset}")).await;
        assert_eq!(
            (&body["total"], &body["limit"], &body["offset"]),
            (&json!(10), &json!(3), &json!(offset))
        );
        let page = body["clients"].as_array().unwrap();
        assert_eq!(page.len(), [3, 3, 3, 1, 0][offset / 3]);
        seen.extend(page.iter().map(|c| text(c, "id")));
    }
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 10);
    assert!(seen.is_sorted());
    let (_, body) = caller.get("/shifts").await;
    assert_eq!((&body["total"], &body["limit"]), (&json!(30), &json!(25)));
    assert_eq!(body["shifts"].as_array().unwrap().len(), 25);
    let starts = caller.rows("/shifts", "shifts").await;
    assert!(starts.iter().map(|s| text(s, "scheduled_start")).is_sorted());
}

#[tokio::test]
async fn the_filters_of_people_select_what_they_say() {
    let (_sandbox, caller) = start().await;
    assert_eq!(caller.rows("/clients?status=on_hold", "clients").await.len(), 3);
    let all = caller.rows("/clients", "clients").await;
    let mut dates: Vec<String> = all.iter().map(|c| text(c, "start_date")).collect();
    dates.sort();
    let (from, to) = (&dates[3], &dates[6]);
    let expected = dates.iter().filter(|d| *d >= from && *d <= to).count();
    let path = format!("/clients?start_date_from={from}&start_date_to={to}");
    assert_eq!(caller.rows(&path, "clients").await.len(), expected);

    let mut stamps: Vec<String> = all.iter().map(|c| text(c, "updated_at")).collect();
    stamps.sort();
    let path = format!("/clients?updated_since={}", stamps[7]);
    assert_eq!(caller.rows(&path, "clients").await.len(), 3);

    let changes = caller.rows("/clients/status-changes", "status_changes").await;
    let last = text(changes.last().unwrap(), "changed_at");
    let path = format!("/clients/status-changes?since={last}");
    assert_eq!(caller.rows(&path, "status_changes").await.len(), 1);

    // 2026-04-08 is a Wednesday: who works every day, on workdays, or in the nights; none of the inactive.
    let working = caller
        .rows("/caregivers?available=true&date=2026-04-08", "caregivers")
        .await;
    assert_eq!(working.len(), 5);
    assert!(working.iter().all(|c| c["status"] == "active"));
}

#[tokio::test]
async fn the_filters_of_shifts_select_what_they_say() {
    let (_sandbox, caller) = start().await;
    let all = caller.rows("/shifts", "shifts").await;
    let middle = &all[20];
    let (start, end) = (text(middle, "scheduled_start"), text(middle, "scheduled_end"));

    let path = format!("/shifts?start={start}&end={end}");
    let overlapping = all
        .iter()
        .filter(|s| text(s, "scheduled_start") < end && text(s, "scheduled_end") > start);
    assert!(caller.rows(&path, "shifts").await.iter().eq(overlapping));
    // Half open: what ends at the start, or starts at the end, is outside.
    let before = caller.rows(&format!("/shifts?end={start}"), "shifts").await;
    let after = caller.rows(&format!("/shifts?start={end}"), "shifts").await;
    assert!(!before.contains(middle) && !after.contains(middle));

    let client = text(middle, "client_id");
    let theirs = caller
        .rows(&format!("/shifts?client_id={client}"), "shifts")
        .await;
    assert!(theirs.contains(middle) && theirs.iter().all(|s| s["client_id"] == client.as_str()));
    assert_eq!(
        caller.rows("/shifts?client_id=1", "shifts").await,
        Vec::<Value>::new()
    );

    let completed = caller.rows("/shifts?status=completed", "shifts").await;
    let caregiver = text(&completed[0], "caregiver_id");
    let schedule = caller
        .rows(&format!("/caregivers/{caregiver}/schedule"), "shifts")
        .await;
    let listed = caller
        .rows(&format!("/shifts?caregiver_id={caregiver}"), "shifts")
        .await;
    assert!(schedule.contains(&completed[0]));
    assert_eq!(schedule, listed);
    let now = "2026-04-06T12:00:00Z";
    let past = caller
        .rows(&format!("/caregivers/{caregiver}/schedule?end={now}"), "shifts")
        .await;
    assert!(past.iter().all(|s| s["status"] == "completed"));

    let open = caller.rows("/shifts/open", "shifts").await;
    assert_eq!(open, caller.rows("/shifts?status=open", "shifts").await);
    let first = text(&open[0], "scheduled_end");
    assert_eq!(
        caller
            .rows(&format!("/shifts/open?start={first}"), "shifts")
            .await
            .len(),
        open.iter().filter(|s| text(s, "scheduled_end") > first).count()
    );
    let (_, one) = caller.get(&format!("/shifts/{}", text(&open[0], "id"))).await;
    assert_eq!(one, open[0]);
}

#[tokio::test]
async fn only_shifts_a_caregiver_is_free_for_match() {
    let (_sandbox, caller) = start().await;
    let all = caller.rows("/shifts", "shifts").await;
    let open: Vec<&Value> = all.iter().filter(|s| s["status"] == "open").collect();
    let mut left_out = 0;
    for caregiver in caller.rows("/caregivers", "caregivers").await {
        let id = text(&caregiver, "id");
        let matched = caller
            .rows(&format!("/shifts?status=open&caregiver_match={id}"), "shifts")
            .await;
        for shift in &open {
            let busy = all.iter().any(|s| {
                s["caregiver_id"] == id.as_str()
                    && text(s, "scheduled_start") < text(shift, "scheduled_end")
                    && text(s, "scheduled_end") > text(shift, "scheduled_start")
            });
            assert_eq!(matched.contains(shift), !busy);
            left_out += usize::from(busy);
        }
    }
    assert!(left_out >= 1);
}

#[tokio::test]
async fn a_client_is_created_read_changed_and_cleared() {
    let (_sandbox, caller) = start().await;
    let (status, made) = caller.post("/clients", &client()).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(
        (&made["status"], &made["updated_at"]),
        (&json!("pending"), &json!("2026-04-06T12:00:01Z"))
    );
    assert_eq!(made["emergency_contacts"], json!([]));
    let path = format!("/clients/{}", text(&made, "id"));
    assert_eq!(caller.get(&path).await, (200, made.clone()));

    let change = json!({"status": "active", "email": "alpha@example.invalid", "payer_source": "VA"});
    let (status, changed) = caller.put(&path, &change).await;
    assert_eq!(status, 200);
    assert_eq!(changed["updated_at"], "2026-04-06T12:00:02Z");
    assert_eq!(
        (&changed["status"], &changed["phone"]),
        (&json!("active"), &made["phone"])
    );
    let changes = caller.rows("/clients/status-changes", "status_changes").await;
    assert_eq!(
        changes.last().unwrap(),
        &json!({"client_id": made["id"], "from": "pending", "to": "active", "changed_at": "2026-04-06T12:00:02Z"})
    );

    // The whole record sent back changes nothing, and neither does nothing.
    assert_eq!(caller.put(&path, &changed).await, (200, changed.clone()));
    assert_eq!(caller.put(&path, &json!({})).await, (200, changed.clone()));
    let (_, cleared) = caller.put(&path, &json!({"email": null})).await;
    assert!(cleared["email"].is_null());
    assert_eq!(cleared["updated_at"], "2026-04-06T12:00:03Z");
    assert_eq!(
        caller
            .rows("/clients/status-changes", "status_changes")
            .await
            .len(),
        changes.len()
    );
}

#[tokio::test]
async fn a_body_that_breaks_a_rule_changes_nothing() {
    let (_sandbox, caller) = start().await;
    let (_, before) = caller.get("/clients?limit=100").await;
    let mut nameless = client();
    nameless.as_object_mut().unwrap().remove("last_name");
    assert_eq!(
        caller.post("/clients", &nameless).await,
        failed("last_name is required")
    );
    let mut stranger = client();
    stranger["nickname"] = json!("A");
    assert_eq!(
        caller.post("/clients", &stranger).await,
        failed("nickname is not a known field")
    );
    assert_eq!(
        caller.put("/clients/500001", &json!({"phone": "5550100"})).await,
        failed("phone must be 10 digits, the first not 0 or 1, and optionally x and 1 to 6 digits")
    );
    assert_eq!(
        caller.put("/clients/500001", &json!({"phone": null})).await,
        failed("phone is required")
    );
    assert_eq!(
        caller.put("/clients/500001", &json!({"status": null})).await,
        failed("status cannot be cleared")
    );
    assert_eq!(
        caller.put("/clients/500001", &json!({"id": "500002"})).await,
        failed("id cannot be changed")
    );
    assert_eq!(
        caller
            .put("/clients/500001", &json!({"start_date": "2026-04-06T12:00:00"}))
            .await,
        failed("start_date must be a date YYYY-MM-DD")
    );
    for body in ["{", "[]", "\"text\""] {
        let request = caller.request(Method::POST, "/clients").body(body);
        assert_eq!(request.send().await.unwrap().status(), 400, "{body}");
    }
    assert_eq!(
        caller.post("/clients", &json!({})).await,
        failed("first_name is required")
    );
    assert_eq!(caller.get("/clients?limit=100").await.1, before);
}

#[tokio::test]
async fn a_body_over_a_mebibyte_is_refused_and_one_of_a_mebibyte_is_read() {
    let (_sandbox, caller) = start().await;
    let post = |length: usize| {
        let mut body = json!({"first_name": ""}).to_string();
        body.push_str(&" ".repeat(length - body.len()));
        caller.request(Method::POST, "/clients").body(body)
    };
    let (status, body) = read(post((1 << 20) + 1).send().await.unwrap()).await;
    assert_eq!(status, 413);
    assert!(body["error"].is_string());
    assert_eq!(
        read(post(1 << 20).send().await.unwrap()).await,
        failed("first_name must not be empty")
    );
}

#[tokio::test]
async fn a_caregivers_availability_is_replaced() {
    let (_sandbox, caller) = start().await;
    let id = text(&caller.rows("/caregivers", "caregivers").await[0], "id");
    let path = format!("/caregivers/{id}/availability");
    let windows = json!([{"day": "friday", "start": "22:00", "end": "06:00"}]);
    let (status, changed) = caller.put(&path, &json!({ "availability": windows })).await;
    assert_eq!((status, &changed["availability"]), (200, &windows));
    assert_eq!(caller.get(&format!("/caregivers/{id}")).await.1, changed);
    assert_eq!(
        caller.put(&path, &json!({})).await,
        failed("availability is required")
    );
    assert_eq!(
        caller
            .put(
                &path,
                &json!({"availability": [{"day": "freitag", "start": "22:00", "end": "06:00"}]})
            )
            .await,
        failed(
            "availability[0].day must be one of: monday, tuesday, wednesday, thursday, friday, saturday, sunday"
        )
    );
    let (_, none) = caller.put(&path, &json!({"availability": []})).await;
    assert_eq!(none["availability"], json!([]));
}

#[tokio::test]
async fn every_kind_of_person_is_created_found_and_changed() {
    let (_sandbox, caller) = start().await;
    for (collection, first_status) in [
        ("caregivers", "pending"),
        ("prospects", "new"),
        ("applicants", "new"),
    ] {
        let person = json!({
            "first_name": "Bravo", "last_name": "Testperson", "phone": "3035550151x7", "external_id": "portal-9",
        });
        let (status, made) = caller.post(&format!("/{collection}"), &person).await;
        assert_eq!((status, &made["status"]), (201, &json!(first_status)), "{made}");
        let path = format!("/{collection}/{}", text(&made, "id"));
        assert_eq!(caller.get(&path).await, (200, made.clone()));
        if collection != "caregivers" {
            let found = caller
                .rows(&format!("/{collection}?external_id=portal-9"), collection)
                .await;
            assert_eq!(found, std::slice::from_ref(&made));
            assert!(
                caller
                    .rows(&format!("/{collection}?external_id=portal"), collection)
                    .await
                    .is_empty()
            );
        }
        let since = text(&made, "updated_at");
        let recent = caller
            .rows(&format!("/{collection}?updated_since={since}"), collection)
            .await;
        assert_eq!(recent, [made]);
        let (status, changed) = caller.put(&path, &json!({"last_name": "Testother"})).await;
        assert_eq!((status, &changed["last_name"]), (200, &json!("Testother")));
    }
}

#[tokio::test]
async fn a_won_prospect_becomes_a_client_once() {
    let (_sandbox, caller) = start().await;
    let won = &caller.rows("/prospects?status=won", "prospects").await[0];
    let path = format!("/prospects/{}/convert-to-client", text(won, "id"));
    assert_eq!(
        caller.post(&path, &json!({"start_date": "soon"})).await,
        failed("start_date must be a date YYYY-MM-DD")
    );
    let (status, body) = caller.post(&path, &json!({"start_date": "2026-04-20"})).await;
    assert_eq!(status, 201, "{body}");
    let (client, prospect) = (&body["client"], &body["prospect"]);
    assert_eq!(prospect["converted_client_id"], client["id"]);
    assert_eq!(
        (&client["status"], &client["start_date"]),
        (&json!("pending"), &json!("2026-04-20"))
    );
    assert_eq!(
        (&client["first_name"], &client["address"]),
        (&won["first_name"], &won["address"])
    );
    let stored = caller.get(&format!("/clients/{}", text(client, "id"))).await;
    assert_eq!(stored, (200, client.clone()));
    assert_eq!(
        caller.post(&path, &json!({})).await,
        error(409, "Prospect is already converted")
    );

    let new = &caller.rows("/prospects?status=new", "prospects").await[0];
    let path = format!("/prospects/{}/convert-to-client", text(new, "id"));
    assert_eq!(
        caller.post(&path, &json!({})).await,
        error(409, "Prospect is not won")
    );
    assert_eq!(caller.rows("/clients", "clients").await.len(), 11);
}

#[tokio::test]
async fn a_won_prospect_without_an_address_cannot_become_a_client() {
    let (_sandbox, caller) = start().await;
    let person = json!({
        "first_name": "Bravo", "last_name": "Testprospect", "phone": "3035550151", "status": "won",
    });
    let (_, made) = caller.post("/prospects", &person).await;
    let path = format!("/prospects/{}/convert-to-client", text(&made, "id"));
    assert_eq!(
        caller.post(&path, &json!({})).await,
        failed("address is required")
    );
    assert_eq!(caller.rows("/clients", "clients").await.len(), 10);
}

#[tokio::test]
async fn a_hired_applicant_becomes_a_caregiver_once_and_an_empty_body_is_enough() {
    let (_sandbox, caller) = start().await;
    let hired = &caller.rows("/applicants?status=hired", "applicants").await[0];
    let path = format!("/applicants/{}/convert-to-caregiver", text(hired, "id"));
    let (status, body) = read(caller.request(Method::POST, &path).send().await.unwrap()).await;
    assert_eq!(status, 201, "{body}");
    assert_eq!(
        body["applicant"]["converted_caregiver_id"],
        body["caregiver"]["id"]
    );
    assert_eq!(body["caregiver"]["certifications"], hired["certifications"]);
    assert_eq!(body["caregiver"]["status"], "pending");
    assert_eq!(
        caller.post(&path, &json!({"hire_date": "2026-04-20"})).await,
        error(409, "Applicant is already converted")
    );
    let new = &caller.rows("/applicants?status=new", "applicants").await[0];
    let path = format!("/applicants/{}/convert-to-caregiver", text(new, "id"));
    assert_eq!(
        caller.post(&path, &json!({})).await,
        error(409, "Applicant is not hired")
    );
    assert_eq!(caller.rows("/caregivers", "caregivers").await.len(), 9);
}

#[tokio::test]
async fn the_request_id_comes_back_on_answers_and_refusals() {
    let (_sandbox, caller) = start().await;
    for path in ["/clients", "/nowhere", "/clients/1"] {
        let request = caller.request(Method::GET, path).header("X-Request-ID", "req-77");
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["x-request-id"], "req-77", "{path}");
    }
    let plain = caller.request(Method::GET, "/clients").send().await.unwrap();
    assert!(plain.headers().get("x-request-id").is_none());
}
