//! Connect: appointments, encounters, tasks and what is written down.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use common::{Caller, error, failed, ids, resources, start, text};
use serde_json::{Value, json};

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The months in which a documented agency has shifts.
const MONTHS: [&str; 2] = ["202603", "202604"];

/// Every appointment, by asking for each client and month.
async fn appointments(caller: &Caller) -> Vec<Value> {
    let mut all = Vec::new();
    for client in caller.rows("/clients", "clients").await {
        for month in MONTHS {
            let filters = json!({"clientId": client["id"], "monthNo": month});
            all.extend(caller.found("/appointment/_search/", &filters).await);
        }
    }
    all
}

#[tokio::test]
async fn both_surfaces_show_the_same_shifts_and_occurrences_share_the_id_of_the_first() {
    let (_sandbox, caller) = start().await;
    let shifts = caller.rows("/shifts", "shifts").await;
    let appointments = appointments(&caller).await;
    assert_eq!(appointments.len(), shifts.len());
    let mut series: BTreeMap<String, BTreeSet<DateTime<Utc>>> = BTreeMap::new();
    for shift in &shifts {
        let begins = instant(&text(shift, "scheduled_start"));
        let found: Vec<&Value> = appointments
            .iter()
            .filter(|a| a["client"]["id"] == shift["client_id"] && instant(&text(a, "start")) == begins)
            .collect();
        assert_eq!(found.len(), 1, "{shift}");
        let found = found[0];
        assert!(text(found, "start").ends_with("+00:00"));
        assert_eq!(
            instant(&text(found, "end")),
            instant(&text(shift, "scheduled_end"))
        );
        assert_eq!(found["status"], "SCHEDULED");
        assert_eq!(found["scheduledItems"][0]["name"], shift["visit_type"]);
        match shift["caregiver_id"].as_str() {
            Some(id) => assert_eq!(found["caregiver"], json!({"id": id})),
            None => assert!(found.get("caregiver").is_none(), "{found}"),
        }
        assert!(
            series.entry(text(found, "id")).or_default().insert(begins),
            "identity is (id, start)"
        );
    }
    let recurring: Vec<_> = series.iter().filter(|(_, starts)| starts.len() > 1).collect();
    assert_eq!(recurring.len(), 2, "{series:?}");
    for (id, starts) in recurring {
        // The id is that of the first occurrence, and by id the one nearest to now is shown.
        let (_, first) = caller.get(&format!("/shifts/{id}")).await;
        assert_eq!(
            instant(&text(&first, "scheduled_start")),
            *starts.first().unwrap()
        );
        let now = instant("2026-04-06T12:00:00Z");
        let nearest = starts.iter().min_by_key(|s| (**s - now).abs()).unwrap();
        let (_, shown) = caller.cget(&format!("/appointment/{id}/")).await;
        assert_eq!(instant(&text(&shown, "start")), *nearest);
    }
    let open = appointments
        .iter()
        .filter(|a| a.get("caregiver").is_none())
        .count();
    assert_eq!(open, 5);
    assert_eq!(
        caller.cget("/appointment/5/").await,
        error(404, "Resource not found")
    );
}

#[tokio::test]
async fn an_open_appointment_is_written_in_each_of_the_four_ways() {
    let (_sandbox, caller) = start().await;
    let open = caller.rows("/shifts/open", "shifts").await[0].clone();
    let day = instant(&text(&open, "scheduled_start"))
        .format("%Y%m%d")
        .to_string();
    let filters = json!({"clientId": open["client_id"], "startDate": day});
    for (value, expected) in [
        ("null", Some(Value::Null)),
        ("empty_object", Some(json!({}))),
        ("empty_id", Some(json!({"id": ""}))),
        ("omitted", None),
    ] {
        caller.switch("open_caregiver", value).await;
        let found = caller.found("/appointment/_search/", &filters).await;
        let same = |a: &&Value| instant(&text(a, "start")) == instant(&text(&open, "scheduled_start"));
        let open = found.iter().find(same).unwrap();
        assert_eq!(open.get("caregiver"), expected.as_ref(), "{value}");
    }
}

#[tokio::test]
async fn an_appointment_search_needs_somebody_and_exactly_one_of_day_week_and_month() {
    let (_sandbox, caller) = start().await;
    let client = text(&caller.rows("/clients?status=active", "clients").await[0], "id");
    let nobody = failed("clientId or caregiverId is required");
    let one = failed("startDate or weekNo or monthNo is required, and one of them only");
    for (filters, expected) in [
        (json!({"monthNo": "202604"}), nobody),
        (json!({"clientId": client}), one.clone()),
        (
            json!({"clientId": client, "monthNo": "202604", "weekNo": "202615"}),
            one,
        ),
        (
            json!({"clientId": client, "monthNo": "202604", "additionalDays": 2}),
            failed("additionalDays needs startDate"),
        ),
        (
            json!({"clientId": client, "startDate": "20260406", "additionalDays": 7}),
            failed("additionalDays must be a whole number from 1 to 6"),
        ),
        (
            json!({"clientId": client, "startDate": "20260406", "additionalDays": 0}),
            failed("additionalDays must be a whole number from 1 to 6"),
        ),
        (
            json!({"clientId": client, "startDate": "2026-04-06"}),
            failed("startDate must be YYYYMMDD"),
        ),
        (
            json!({"clientId": client, "weekNo": "202654"}),
            failed("weekNo must be YYYYWW"),
        ),
        (
            json!({"clientId": client, "monthNo": "202600"}),
            failed("monthNo must be YYYYMM"),
        ),
    ] {
        assert_eq!(
            caller.cpost("/appointment/_search/", &filters).await,
            expected,
            "{filters}"
        );
    }
    let nobody = json!({"clientId": "1", "monthNo": "202604"});
    assert_eq!(caller.found("/appointment/_search/", &nobody).await.len(), 0);
}

#[tokio::test]
async fn days_weeks_and_months_of_a_search_are_utc_and_hold_what_starts_in_them() {
    let (_sandbox, caller) = start().await;
    let all = appointments(&caller).await;
    let keys = |found: &[Value]| -> BTreeSet<(String, String)> {
        found.iter().map(|a| (text(a, "id"), text(a, "start"))).collect()
    };
    let of = |client: &Value, wanted: &dyn Fn(DateTime<Utc>) -> bool| {
        let kept: Vec<Value> = all
            .iter()
            .filter(|a| a["client"]["id"] == *client && wanted(instant(&text(a, "start"))))
            .cloned()
            .collect();
        keys(&kept)
    };
    let clients = caller.rows("/clients?status=active", "clients").await;
    let mut held = 0;
    for client in &clients {
        let id = &client["id"];
        for day in 1..=14_u32 {
            let filters = json!({"clientId": id, "startDate": 20_260_400 + day, "additionalDays": "3"});
            let found = keys(&caller.found("/appointment/_search/", &filters).await);
            let expected = of(id, &|s| s.month() == 4 && (day..=day + 3).contains(&s.day()));
            held += found.len();
            assert_eq!(found, expected);
        }
        let week = json!({"clientId": id, "weekNo": "202615"});
        let found = keys(&caller.found("/appointment/_search/", &week).await);
        assert_eq!(found, of(id, &|s| s.iso_week().week() == 15));
    }
    assert!(held > 20);
    caller.switch("week_numbering", "us").await;
    let id = &clients[0]["id"];
    let found = caller
        .found(
            "/appointment/_search/",
            &json!({"clientId": id, "weekNo": "202615"}),
        )
        .await;
    let sunday = instant("2026-04-05T00:00:00Z");
    let expected = of(id, &|s| (sunday..sunday + TimeDelta::days(7)).contains(&s));
    assert_eq!(keys(&found), expected);

    // A caregiver's, by the query; and a filter that only people have is ignored.
    let caregiver = all.iter().find_map(|a| a["caregiver"]["id"].as_str()).unwrap();
    let path = format!(
        "/appointment/?caregiverId={caregiver}&monthNo=202604&_count=100&updated=gt2030-01-01T00:00:00"
    );
    let (status, body) = caller.cget(&path).await;
    assert_eq!(status, 200);
    let found = resources(&body);
    assert!(found.iter().all(|a| a["caregiver"]["id"] == caregiver));
    let expected = all
        .iter()
        .filter(|a| a["caregiver"]["id"] == caregiver && instant(&text(a, "start")).month() == 4)
        .count();
    assert_eq!(found.len(), expected);
}

#[tokio::test]
async fn appointment_writes_are_possible_when_they_are_switched_on() {
    let (_sandbox, caller) = start().await;
    caller.switch("appointment_writes", "on").await;
    let (shift, caregiver) = caller.fillable().await;
    let (_, open) = caller.get(&format!("/shifts/{shift}")).await;
    let month = instant(&text(&open, "scheduled_start"))
        .format("%Y%m")
        .to_string();
    let filters = json!({"clientId": open["client_id"], "monthNo": month});
    let of = async || {
        let found = caller.found("/appointment/_search/", &filters).await;
        let same = |a: &Value| instant(&text(a, "start")) == instant(&text(&open, "scheduled_start"));
        found.into_iter().find(same).unwrap()
    };
    let before = of().await;
    let path = format!("/appointment/{}/", text(&before, "id"));
    let mut body = before.clone();
    body["caregiver"] = json!({"id": caregiver});
    assert_eq!(caller.cput(&path, &body).await.0, 200);
    assert_eq!(of().await["caregiver"], json!({"id": caregiver}));
    let (_, filled) = caller.get(&format!("/shifts/{shift}")).await;
    assert_eq!(
        (&filled["caregiver_id"], &filled["status"]),
        (&json!(caregiver), &json!("scheduled"))
    );
    assert_eq!(caller.get("/shifts/open").await.1["total"], 4);

    // It replaces: without a caregiver nobody has it.
    assert_eq!(caller.cput(&path, &before).await.0, 200);
    assert_eq!(caller.get("/shifts/open").await.1["total"], 5);
    let partial = json!({"start": before["start"], "caregiver": {"id": caregiver}});
    assert_eq!(
        caller.cput(&path, &partial).await,
        failed("client.id is required")
    );
    caller.switch("appointment_put", "merge").await;
    assert_eq!(caller.cput(&path, &partial).await.0, 200);
    assert_eq!(caller.get("/shifts/open").await.1["total"], 4);
    let cancelled = json!({"start": before["start"], "status": "CANCELLED"});
    assert_eq!(caller.cput(&path, &cancelled).await.0, 200);
    assert_eq!(of().await["status"], "CANCELLED");
    assert_eq!(
        caller.get(&format!("/shifts/{shift}")).await.1["status"],
        "cancelled"
    );

    for (caregiver, rule) in [("1", "does not exist"), ("0700001", "does not exist")] {
        let body = json!({"start": before["start"], "caregiver": {"id": caregiver}});
        assert_eq!(
            caller.cput(&path, &body).await,
            failed(&format!("caregiver.id {rule}"))
        );
    }
    let inactive = caller.rows("/caregivers?status=inactive", "caregivers").await[0]["id"].clone();
    let body = json!({"start": before["start"], "caregiver": {"id": inactive}});
    assert_eq!(
        caller.cput(&path, &body).await,
        failed("caregiver.id is not active")
    );

    let made = json!({
        "client": {"id": open["client_id"]}, "start": "2026-05-01T15:00:00", "end": "2026-05-01T12:00:00-07:00",
    });
    let (status, answer) = caller.cpost("/appointment/", &made).await;
    assert_eq!(status, 201, "{answer}");
    let id = text(&answer, "id");
    let (_, shift) = caller.get(&format!("/shifts/{id}")).await;
    assert_eq!(
        (
            &shift["status"],
            &shift["scheduled_start"],
            &shift["scheduled_end"]
        ),
        (
            &json!("open"),
            &json!("2026-05-01T15:00:00Z"),
            &json!("2026-05-01T19:00:00Z")
        )
    );
    let backwards = json!({
        "client": {"id": open["client_id"]}, "start": "2026-05-01T15:00:00", "end": "2026-05-01T15:00:00",
    });
    assert_eq!(
        caller.cpost("/appointment/", &backwards).await,
        failed("end must be after start")
    );
    assert_eq!(caller.cdelete(&format!("/appointment/{id}/")).await.0, 204);
    assert_eq!(
        caller.get(&format!("/shifts/{id}")).await.1["status"],
        "cancelled"
    );
}

/// The encounters of a client in the months of the agency.
async fn encounters(caller: &Caller, client: &Value) -> Vec<Value> {
    let filters = json!({"clientId": client, "startDate": "20260301", "endDate": "20260430"});
    caller.found("/encounter/_search/", &filters).await
}

#[tokio::test]
async fn a_completed_shift_has_an_encounter_that_names_its_series() {
    let (_sandbox, caller) = start().await;
    let all = appointments(&caller).await;
    let mut count = 0;
    for shift in caller.rows("/shifts?status=completed", "shifts").await {
        let found = encounters(&caller, &shift["client_id"]).await;
        let began = text(&shift, "actual_start").replace('Z', "");
        let encounter = found
            .iter()
            .find(|e| e["period"]["start"] == began.as_str())
            .unwrap();
        assert_eq!(encounter["status"], "COMPLETE");
        assert_eq!(
            encounter["period"]["end"],
            text(&shift, "actual_end").replace('Z', "").as_str()
        );
        let individual = &encounter["participant"]["Individual"][0];
        assert_eq!(
            individual["reference"],
            format!("Practitioner/{}", text(&shift, "caregiver_id"))
        );
        assert_eq!(
            encounter["subject"]["reference"],
            format!("Patient/{}", text(&shift, "client_id"))
        );
        let reference = text(&encounter["appointment"], "reference");
        let series = reference.strip_prefix("Appointment/").unwrap();
        let begins = instant(&text(&shift, "scheduled_start"));
        assert!(
            all.iter()
                .any(|a| a["id"] == series && instant(&text(a, "start")) == begins)
        );
        assert_eq!(
            encounter["rates"],
            json!({
                "payRate": [{"id": "67890", "amount": 18.5, "method": "Hourly"}],
                "billRate": [{"id": "12345", "amount": 28.0, "method": "Hourly"}],
            })
        );
        assert_eq!(
            caller
                .cget(&format!("/encounter/{}/", text(encounter, "id")))
                .await,
            (200, encounter.clone())
        );
        count += 1;
    }
    assert_eq!(count, 15);
}

#[tokio::test]
async fn an_encounter_search_without_ids_is_refused_unless_switched_and_pages_of_its_own() {
    let (_sandbox, caller) = start().await;
    let days = json!({"startDate": "20260301", "endDate": "20260430"});
    assert_eq!(
        caller.cpost("/encounter/_search/", &days).await,
        failed("clientId or caregiverId is required")
    );
    caller.switch("encounter_search_without_ids", "allow").await;
    let all = caller.found("/encounter/_search/?_sort=-startDate", &days).await;
    assert_eq!(all.len(), 15);
    let starts: Vec<String> = all.iter().map(|e| text(&e["period"], "start")).collect();
    assert!(starts.iter().rev().is_sorted());
    caller.switch("first_page_encounter", "1").await;
    let page = async |page: u32| {
        let path = format!("/encounter/_search/?_count=10&_page={page}");
        ids(&resources(&caller.cpost(&path, &days).await.1))
    };
    assert_eq!(
        (page(1).await.len(), page(2).await.len(), page(3).await.len()),
        (10, 5, 0)
    );
    assert_eq!(
        caller.cget("/patients/?_count=10&_page=1").await.1["entry"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
    assert_eq!(
        caller
            .cpost("/encounter/_search/", &json!({"startDate": "x"}))
            .await,
        failed("startDate must be YYYYMMDD")
    );
}

#[tokio::test]
async fn clocking_in_takes_the_appointment_and_clocking_out_the_encounter_and_both_may_be_repeated() {
    let (_sandbox, caller) = start().await;
    let shift = caller.rows("/shifts?status=scheduled", "shifts").await[0].clone();
    let all = appointments(&caller).await;
    let begins = instant(&text(&shift, "scheduled_start"));
    let appointment = all
        .iter()
        .find(|a| a["client"]["id"] == shift["client_id"] && instant(&text(a, "start")) == begins)
        .unwrap();
    let id = text(appointment, "id");
    let at = begins + TimeDelta::minutes(5);
    let clock = |at: DateTime<Utc>| at.format("%Y-%m-%dT%H:%M:%S").to_string();
    let body = json!({"resourceType": "Encounter", "period": {"start": clock(at)}, "position": appointment["position"]});
    let path = format!("/encounter/{id}/clockin/");
    let (status, first) = caller.cpost(&path, &body).await;
    assert_eq!(status, 200, "{first}");
    let encounter = first["id"].as_u64().unwrap();
    assert_eq!(
        first,
        json!({
            "clockedOut": false, "id": encounter, "period": {"start": clock(at), "end": null},
            "resourceType": "Encounter", "status": "IN_PROGRESS", "success": true,
        })
    );
    let (_, running) = caller.get(&format!("/shifts/{}", text(&shift, "id"))).await;
    assert_eq!(
        (&running["status"], &running["actual_start"]),
        (&json!("in_progress"), &json!(at))
    );
    let again = json!({"period": {"start": clock(at + TimeDelta::minutes(9))}});
    assert_eq!(caller.cpost(&path, &again).await, (200, first.clone()));

    let out = |at: DateTime<Utc>| json!({"period": {"end": clock(at)}, "generalComment": "Ate well.", "mileage": 12.5});
    let end = begins + TimeDelta::hours(3);
    assert_eq!(
        caller
            .cput(&format!("/encounter/{id}/clockout/"), &out(end))
            .await,
        error(404, "Resource not found"),
        "an appointment's id is no encounter's"
    );
    let path_out = format!("/encounter/{encounter}/clockout/");
    assert_eq!(
        caller.cput(&path_out, &out(at - TimeDelta::minutes(1))).await,
        failed("period.end must be after the clock-in")
    );
    assert_eq!(
        caller.cput(&path_out, &json!({})).await,
        failed("period.end is required")
    );
    let success = (200, json!({"success": true}));
    assert_eq!(caller.cput(&path_out, &out(end)).await, success);
    assert_eq!(
        caller.cput(&path_out, &out(end + TimeDelta::hours(1))).await,
        success
    );
    let (_, done) = caller.get(&format!("/shifts/{}", text(&shift, "id"))).await;
    assert_eq!(
        (&done["status"], &done["actual_end"], &done["billable_hours"]),
        (&json!("completed"), &json!(end), &json!(3.0))
    );
    let (_, evv) = caller.get(&format!("/shifts/{}/evv", text(&shift, "id"))).await;
    assert_eq!(
        (&evv["clock_in"], &evv["gps_verified"], &evv["method"]),
        (&json!(at), &json!(true), &json!("mobile"))
    );
    let (_, after) = caller.cpost(&path, &again).await;
    assert_eq!(
        (&after["id"], &after["clockedOut"]),
        (&json!(encounter), &json!(true))
    );
    let (_, shown) = caller.cget(&format!("/encounter/{encounter}/")).await;
    assert_eq!(
        (&shown["status"], &shown["generalComment"]),
        (&json!("COMPLETE"), &json!("Ate well."))
    );
}

#[tokio::test]
async fn clocking_in_is_refused_where_nobody_is_assigned_and_far_away_is_not_verified() {
    let (_sandbox, caller) = start().await;
    let open = caller.rows("/shifts/open", "shifts").await;
    let all = appointments(&caller).await;
    let appointment_of = |shift: &Value| {
        let begins = instant(&text(shift, "scheduled_start"));
        let found = all
            .iter()
            .find(|a| a["client"]["id"] == shift["client_id"] && instant(&text(a, "start")) == begins);
        text(found.unwrap(), "id")
    };
    let body = |shift: &Value, latitude: f64| {
        let start = text(shift, "scheduled_start").replace('Z', "");
        json!({"period": {"start": start}, "position": {"latitude": latitude, "longitude": -104.99}})
    };
    let path = format!("/encounter/{}/clockin/", appointment_of(&open[0]));
    assert_eq!(
        caller.cpost(&path, &body(&open[0], 39.7)).await,
        failed("caregiver is required")
    );
    let scheduled = caller.rows("/shifts?status=scheduled", "shifts").await[1].clone();
    let path = format!("/encounter/{}/clockin/", appointment_of(&scheduled));
    assert_eq!(
        caller.cpost(&path, &body(&scheduled, 91.0)).await,
        failed("position.latitude must be in degrees")
    );
    assert_eq!(caller.cpost(&path, &body(&scheduled, 45.0)).await.0, 200);
    let (_, evv) = caller
        .get(&format!("/shifts/{}/evv", text(&scheduled, "id")))
        .await;
    assert_eq!(
        (&evv["gps_verified"], &evv["clock_out"]),
        (&json!(false), &json!(null))
    );
    let missing = caller
        .cpost("/encounter/5/clockin/", &body(&scheduled, 39.7))
        .await;
    assert_eq!(missing.0, 404);
}

#[tokio::test]
async fn an_encounter_is_created_flat_changed_and_deleted() {
    let (_sandbox, caller) = start().await;
    let shift = caller.rows("/shifts?status=scheduled", "shifts").await[0].clone();
    let body = json!({
        "resourceType": "Encounter", "agencyId": caller.ready.credentials.wellsky.agency_id, "status": "COMPLETE",
        "patientId": shift["client_id"], "practitionerId": shift["caregiver_id"],
        "startDateTime": "2026-03-29T21:00:00", "endDateTime": "2026-03-30T01:00:00",
        "billRateMethod": "perVisit", "billRateId": "777", "payRateMethod": "Hourly", "payRateId": "67890",
    });
    let (status, made) = caller.cpost("/encounter/", &body).await;
    assert_eq!(status, 201, "{made}");
    let path = format!("/encounter/{}/", text(&made, "id"));
    let (_, shown) = caller.cget(&path).await;
    assert!(shown.get("appointment").is_none());
    assert_eq!(shown["rates"]["billRate"][0]["method"], "perVisit");
    assert_eq!(shown["period"]["end"], "2026-03-30T01:00:00");
    assert_eq!(
        caller
            .cput(&path, &json!({"endDateTime": "2026-03-30T02:00:00Z"}))
            .await
            .0,
        200
    );
    assert_eq!(caller.cget(&path).await.1["period"]["end"], "2026-03-30T02:00:00");
    for (field, value, rule) in [
        (
            "endDateTime",
            json!("2026-03-29T20:00:00"),
            "endDateTime must be after startDateTime",
        ),
        (
            "billRateMethod",
            json!("daily"),
            "billRateMethod must be one of: Hourly, notBillable, perVisit, liveIn",
        ),
        ("patientId", json!(1), "patientId does not exist"),
        (
            "startDateTime",
            json!("today"),
            "startDateTime must be a datetime YYYY-MM-DDTHH:MM:SS",
        ),
    ] {
        assert_eq!(caller.cput(&path, &json!({ field: value })).await, failed(rule));
    }
    assert_eq!(caller.cdelete(&path).await.0, 204);
    assert_eq!(caller.cget(&path).await.0, 404);
    let mut wrong = body;
    wrong["agencyId"] = "1".into();
    assert_eq!(
        caller.cpost("/encounter/", &wrong).await,
        error(403, "Access denied. Invalid agencyId.")
    );
}

#[tokio::test]
async fn what_was_done_is_written_down_and_some_encounters_refuse_it() {
    let (_sandbox, caller) = start().await;
    let log = json!({"resourceType": "TaskLog", "title": "Medication Reminder", "description": "Reminded client",
                     "status": "COMPLETE", "comment": "done", "recorded": "2026-04-05T22:00:00Z"});
    let refused = failed("encounter does not accept task logs");
    let path = "/encounter/128000001/tasklog/";
    assert_eq!(
        caller.cpost(path, &log).await,
        (201, json!({"success": true, "taskLogId": "12118"}))
    );
    assert_eq!(caller.cpost("/encounter/128000003/tasklog/", &log).await, refused);
    assert_eq!(
        caller.cget(path).await,
        (
            200,
            json!({"resourceType": "Bundle", "total": 1, "entry": [{
                "id": "12118", "title": "Medication Reminder", "description": "Reminded client",
                "status": "COMPLETE", "comment": "done", "recorded": "2026-04-05T22:00:00",
            }]})
        )
    );
    assert_eq!(
        caller
            .cput(&format!("{path}12118/"), &json!({"comment": "done twice"}))
            .await,
        (200, json!({"success": true}))
    );
    assert_eq!(caller.cget(path).await.1["entry"][0]["comment"], "done twice");
    assert_eq!(caller.cput(&format!("{path}1/"), &json!({})).await.0, 404);
    let emoji = json!({"title": "Note", "description": "Fine \u{1F642}"});
    assert_eq!(
        caller.cpost(path, &emoji).await,
        failed("description contains unsupported characters")
    );
    assert_eq!(
        caller.cpost(path, &json!({"title": "Note"})).await,
        failed("description is required")
    );
    assert_eq!(caller.cpost("/encounter/5/tasklog/", &log).await.0, 404);

    caller.switch("task_log_id", "number").await;
    caller.switch("task_log_refusals", "none").await;
    assert_eq!(
        caller.cpost("/encounter/128000003/tasklog/", &log).await,
        (201, json!({"success": true, "taskLogId": 12_119}))
    );
    caller.switch("task_log_refusals", "all").await;
    assert_eq!(caller.cpost(path, &log).await, refused);
}

#[tokio::test]
async fn a_task_that_was_not_done_needs_a_comment() {
    let (_sandbox, caller) = start().await;
    let shift = caller.rows("/shifts?status=completed", "shifts").await[0].clone();
    let begins = instant(&text(&shift, "scheduled_start"));
    let all = appointments(&caller).await;
    let same = |a: &&Value| a["client"]["id"] == shift["client_id"] && instant(&text(a, "start")) == begins;
    let task = text(&all.iter().find(same).unwrap()["tasks"][0], "id");
    let path = format!("/encounter/128000001/task/{task}/");
    assert_eq!(
        caller
            .cput(&path, &json!({"status": "NOT_COMPLETE", "comment": " "}))
            .await,
        failed("comment is required")
    );
    assert_eq!(
        caller.cput(&path, &json!({"status": "DONE"})).await,
        failed("status must be one of: COMPLETE, NOT_COMPLETE")
    );
    let said = json!({"status": "NOT_COMPLETE", "comment": "Client slept."});
    assert_eq!(caller.cput(&path, &said).await, (200, json!({"success": true})));
    let again = appointments(&caller).await;
    assert_eq!(
        again.iter().find(same).unwrap()["tasks"][0]["status"],
        "NOT_COMPLETE"
    );
    assert_eq!(caller.cput("/encounter/128000001/task/1/", &said).await.0, 404);
}

#[tokio::test]
async fn a_completed_shift_says_so_only_when_it_is_switched() {
    let (_sandbox, caller) = start().await;
    let completed = async || {
        let all = appointments(&caller).await;
        all.iter().filter(|a| a["status"] == "COMPLETED").count()
    };
    assert_eq!(completed().await, 0);
    caller.switch("completed_status", "completed").await;
    assert_eq!(completed().await, 15);
}

#[tokio::test]
async fn charge_items_ask_for_integers_and_come_from_finished_visits() {
    let (_sandbox, caller) = start().await;
    let shift = caller.rows("/shifts?status=completed", "shifts").await[0].clone();
    let client: u64 = text(&shift, "client_id").parse().unwrap();
    let strings = json!({"clientId": client.to_string(), "startDate": 20_260_301});
    assert_eq!(
        caller.cpost("/chargeitem/_search/", &strings).await,
        failed("clientId must be an integer")
    );
    assert_eq!(
        caller
            .cpost("/chargeitem/_search/", &json!({"startDate": 20_260_301}))
            .await,
        failed("clientId or caregiverId is required")
    );
    let body = json!({"clientId": client, "startDate": 20_260_301, "endDate": 20_260_430});
    let items = caller.found("/chargeitem/_search/?_sort=-startDate", &body).await;
    let theirs = caller
        .rows(&format!("/shifts?status=completed&client_id={client}"), "shifts")
        .await;
    assert_eq!(items.len(), theirs.len());
    let oldest = items.last().unwrap();
    assert_eq!(oldest["quantity"]["value"], theirs[0]["billable_hours"]);
    assert_eq!(oldest["subject"]["reference"], format!("Patient/{client}"));
}
