//! Connect: patients and practitioners.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod common;

use std::collections::BTreeSet;

use common::{Caller, error, failed, ids, resources, start, tag, text};
use serde_json::{Value, json};

#[tokio::test]
async fn both_surfaces_show_the_same_people_under_the_same_ids() {
    let (_sandbox, caller) = start().await;
    let patients = caller.found("/patients/_search/", &json!({})).await;
    let mut expected = Vec::new();
    for client in caller.rows("/clients", "clients").await {
        let id = text(&client, "id");
        let patient = patients.iter().find(|p| p["id"] == client["id"]).unwrap();
        assert_eq!(patient["resourceType"], "Patient");
        assert_eq!(patient["name"][0]["given"][0], client["first_name"]);
        assert_eq!(patient["name"][0]["family"], client["last_name"]);
        assert_eq!(patient["telecom"][0]["value"], client["phone"]);
        assert_eq!(patient["address"][0]["postalCode"], client["address"]["zip_code"]);
        assert_eq!(tag(patient, "isClient").unwrap(), "true");
        assert_eq!(
            tag(patient, "agencyId").unwrap(),
            caller.ready.credentials.wellsky.agency_id
        );
        let discharged = client["status"] == "discharged";
        assert_eq!(patient["active"], !discharged, "{id}");
        let (_, alone) = caller.cget(&format!("/patients/{id}/")).await;
        assert_eq!(alone["deactivationDate"].is_string(), discharged, "{alone}");
        expected.push(id);
    }
    for prospect in caller.rows("/prospects", "prospects").await {
        let patient = patients.iter().find(|p| p["id"] == prospect["id"]).unwrap();
        assert_eq!(tag(patient, "isClient").unwrap(), "false");
        let status = match prospect["status"].as_str().unwrap() {
            "new" => "1",
            "assessment_scheduled" => "20",
            "negotiating" => "60",
            _ => "70",
        };
        assert_eq!(tag(patient, "status").unwrap(), status);
        expected.push(text(&prospect, "id"));
    }
    assert_eq!(patients.len(), expected.len());

    let practitioners = caller.found("/practitioners/_search/", &json!({})).await;
    assert_eq!(practitioners.len(), 12);
    for caregiver in caller.rows("/caregivers", "caregivers").await {
        let found = practitioners.iter().find(|p| p["id"] == caregiver["id"]).unwrap();
        assert_eq!(found["address"][0]["postalCode"], caregiver["service_area"]);
        assert_eq!(found["active"], caregiver["status"] == "active");
        let listed = tag(found, "profileTags").unwrap();
        let mut names = BTreeSet::new();
        for id in listed.split(',') {
            let (status, profile_tag) = caller.cget(&format!("/profileTags/{id}/")).await;
            assert_eq!(status, 200);
            names.insert(text(&profile_tag, "name"));
        }
        let theirs: BTreeSet<String> = ["certifications", "skills"]
            .iter()
            .flat_map(|field| caregiver[field].as_array().unwrap().clone())
            .map(|word| word.as_str().unwrap().to_owned())
            .collect();
        assert_eq!(names, theirs);
    }
}

#[tokio::test]
async fn a_status_is_the_word_none_for_some_active_clients() {
    let (_sandbox, caller) = start().await;
    let patients = caller.found("/patients/_search/", &json!({})).await;
    let statuses: BTreeSet<String> = patients
        .iter()
        .filter(|p| tag(p, "isClient").unwrap() == "true")
        .map(|p| tag(p, "status").unwrap())
        .collect();
    assert!(
        statuses.contains("None") && statuses.contains("80"),
        "{statuses:?}"
    );
    let clients = caller.rows("/clients?status=active", "clients").await;
    for client in &clients {
        let patient = patients.iter().find(|p| p["id"] == client["id"]).unwrap();
        assert!(["None", "80"].contains(&tag(patient, "status").unwrap().as_str()));
    }
}

#[tokio::test]
async fn active_alone_finds_no_patient_and_with_anything_else_it_works() {
    let (_sandbox, caller) = start().await;
    let active = json!({"active": "true"});
    let empty = (200, json!({"resourceType": "Bundle", "entry": []}));
    assert_eq!(caller.cpost("/patients/_search/", &active).await, empty);
    assert_eq!(caller.cget("/patients/?active=true&_count=5").await, empty);
    let named = json!({"active": "true", "last_name": "testclient"});
    assert_eq!(caller.found("/patients/_search/", &named).await.len(), 8);
    assert_eq!(caller.found("/practitioners/_search/", &active).await.len(), 10);
    assert_eq!(
        caller
            .found("/patients/_search/", &json!({"active": "false"}))
            .await
            .len(),
        2
    );
    caller.switch("active_only_search", "works").await;
    assert_eq!(caller.found("/patients/_search/", &active).await.len(), 12);
    caller.switch("empty_total", "zero").await;
    let (_, none) = caller
        .cpost("/patients/_search/", &json!({"family": "Nobody"}))
        .await;
    assert_eq!((&none["totalRecords"], &none["entry"]), (&json!(0), &json!([])));
}

#[tokio::test]
async fn the_filters_of_people_select_what_they_say() {
    let (_sandbox, caller) = start().await;
    let all = caller.found("/practitioners/_search/", &json!({})).await;
    let someone = &all[6];
    let first = someone["name"][0]["given"][0].as_str().unwrap().to_owned();
    let city = text(&someone["address"][0], "city");
    let line = someone["address"][0]["line"][0].as_str().unwrap().to_owned();
    let tags = tag(someone, "profileTags").unwrap();
    for (name, value) in [
        ("first_name", first.to_uppercase()),
        ("given", first.clone()),
        ("last_name", text(&someone["name"][0], "family")),
        ("city", city.clone()),
        ("state", "CO".to_owned()),
        ("address", line),
        ("tags", tags),
        ("mobile_phone", text(&someone["telecom"][0], "value")),
        ("gender", text(someone, "gender")),
    ] {
        let found = by_body_and_query(&caller, "practitioners", name, &value).await;
        assert!(found.contains(&text(someone, "id")), "{name}={value}");
    }
    let in_city = by_body_and_query(&caller, "practitioners", "city", &city).await;
    let expected: Vec<String> = all
        .iter()
        .filter(|p| p["address"][0]["city"] == city.as_str())
        .map(|p| text(p, "id"))
        .collect();
    assert_eq!(in_city, expected);
    assert_eq!(
        by_body_and_query(&caller, "practitioners", "is_hired", "false")
            .await
            .len(),
        4
    );
    assert_eq!(
        by_body_and_query(&caller, "practitioners", "fax_phone", "3035550100")
            .await
            .len(),
        0
    );
    assert_eq!(
        by_body_and_query(&caller, "practitioners", "tags", "45,999")
            .await
            .len(),
        0
    );
}

/// What a search finds, by the filters in the body and by the same in the query.
async fn by_body_and_query(caller: &Caller, resource: &str, name: &str, value: &str) -> Vec<String> {
    let posted = ids(&caller
        .found(&format!("/{resource}/_search/"), &json!({ name: value }))
        .await);
    let url = format!("/{resource}/");
    let got = caller
        .connect(reqwest::Method::GET, &url)
        .query(&[(name, value), ("_count", "100")]);
    let (status, body) = common::read(got.send().await.unwrap()).await;
    assert_eq!(status, 200);
    assert_eq!(ids(&resources(&body)), posted, "{name}={value}");
    posted
}

#[tokio::test]
async fn pages_hold_every_patient_once_whatever_the_first_page_is() {
    let (_sandbox, caller) = start().await;
    let all = ids(&caller.found("/patients/_search/", &json!({})).await);
    for first in [0, 1] {
        caller.switch("first_page", &first.to_string()).await;
        let mut seen = Vec::new();
        for page in first..first + 5 {
            let (status, body) = caller
                .cpost(&format!("/patients/_search/?_count=3&_page={page}"), &json!({}))
                .await;
            assert_eq!((status, &body["totalRecords"]), (200, &json!(all.len())));
            assert!(body.get("total").is_none());
            seen.extend(ids(&resources(&body)));
        }
        assert_eq!(seen, all);
        let beyond = format!("/patients/?_count=100&_page={}", first + 1);
        let (_, beyond) = caller.cget(&beyond).await;
        assert_eq!(
            (&beyond["totalRecords"], &beyond["entry"]),
            (&json!(all.len()), &json!([]))
        );
    }
    let (_, zeroth) = caller.cget("/patients/?_count=3&_page=0").await;
    assert_eq!(ids(&resources(&zeroth)), all[..3]);
    let (_, usual) = caller.cget("/patients/?_count=500").await;
    assert_eq!(resources(&usual).len(), all.len());
    for wrong in ["_count=0", "_count=x", "_page=-1"] {
        assert_eq!(
            caller.cget(&format!("/patients/?{wrong}")).await.0,
            400,
            "{wrong}"
        );
    }
    caller.switch("count_over_100", "refuse").await;
    assert_eq!(caller.cget("/patients/?_count=101").await.0, 400);
    caller.switch("entry_wrapping", "bare").await;
    let (_, bare) = caller.cget("/patients/?_count=1").await;
    assert_eq!(bare["entry"][0]["resourceType"], "Patient");
}

#[tokio::test]
async fn a_sorted_search_keeps_ties_in_the_order_of_the_next_field() {
    let (_sandbox, caller) = start().await;
    let found = caller
        .found("/patients/_search/?_sort=-last_name,-id", &json!({}))
        .await;
    let keys: Vec<(String, u64)> = found
        .iter()
        .map(|p| (text(&p["name"][0], "family"), text(p, "id").parse().unwrap()))
        .collect();
    let mut sorted = keys.clone();
    sorted.sort();
    sorted.reverse();
    assert_eq!(keys, sorted);
    assert_eq!(caller.cget("/patients/?_sort=colour").await.0, 200);
}

#[tokio::test]
async fn naming_the_agency_in_a_search_hides_most_records() {
    let (_sandbox, caller) = start().await;
    let agency = caller.ready.credentials.wellsky.agency_id.clone();
    let found = ids(&caller
        .found("/patients/_search/", &json!({"agencyId": agency}))
        .await);
    assert_eq!(found, ["500010"]);
    let (_, by_query) = caller.cget(&format!("/patients/?agency_id={agency}")).await;
    assert_eq!(by_query["totalRecords"], 1);
    caller.switch("agency_id_query", "ignored").await;
    assert_eq!(
        caller
            .found("/patients/_search/", &json!({"agencyId": agency}))
            .await
            .len(),
        14
    );
}

#[tokio::test]
async fn created_and_updated_compare_on_people_and_an_unknown_filter_is_ignored() {
    let (_sandbox, caller) = start().await;
    let before = "2026-04-06T12:00:00";
    let person = caller.person("Newcomer", "3035550178", &[("isHired", "true")]);
    let (status, made) = caller.cpost("/practitioners/", &person).await;
    assert_eq!(status, 201, "{made}");
    for (name, value, expected) in [
        ("updated", format!("gt{before}"), 1),
        ("updated", "ge2026-04-06T06:00:01-06:00".to_owned(), 1),
        ("updated", "gt2026-04-06T12:00:01".to_owned(), 0),
        ("updated", format!("le{before}"), 12),
        ("created", "eq2026-04-06T12:00:01".to_owned(), 1),
        ("created", "2026-04-06T12:00:01".to_owned(), 1),
        ("created", format!("lt{before}"), 12),
        ("colour", "blue".to_owned(), 13),
    ] {
        let found = by_body_and_query(&caller, "practitioners", name, &value).await;
        assert_eq!(found.len(), expected, "{name}={value}");
    }
    assert_eq!(
        caller
            .cpost("/patients/_search/", &json!({"updated": "yesterday"}))
            .await
            .0,
        422
    );
}

#[tokio::test]
async fn a_patient_is_created_changed_and_seen_by_rest() {
    let (_sandbox, caller) = start().await;
    let mut body = caller.person("Alpha", "3035550170", &[("isClient", "true"), ("status", "80")]);
    body["external_id"] = "crm-17".into();
    body["birthDate"] = "1945-03-15".into();
    body["gender"] = "female".into();
    body["maritalStatus"] = json!([{"coding": [{"code": "W", "display": "Widowed"}]}]);
    body["communication"] = json!([{"coding": [{"code": "es", "display": "Spanish"}]}]);
    let (status, made) = caller.cpost("/patients/", &body).await;
    assert_eq!(status, 201, "{made}");
    let id = text(&made, "id");
    assert_eq!(made, json!({"resourceType": "Patient", "id": id}));
    let (_, client) = caller.get(&format!("/clients/{id}")).await;
    assert_eq!(
        (
            &client["status"],
            &client["preferred_language"],
            &client["external_id"]
        ),
        (&json!("active"), &json!("es"), &json!("crm-17"))
    );
    let by_external_id = by_body_and_query(&caller, "patients", "external_id", "crm-17").await;
    assert!(by_external_id.iter().eq([&id]));

    // A patch of a phone leaves the rest alone.
    let patch = json!({"telecom": [{"system": "phone", "use": "home", "value": "3035550171"},
                                   {"system": "email", "value": "alpha@example.invalid"}]});
    let path = format!("/patients/{id}/");
    assert_eq!(caller.cput(&path, &patch).await.0, 200);
    let (_, patient) = caller.cget(&path).await;
    assert_eq!(
        patient["telecom"],
        json!([
            {"system": "phone", "use": "mobile", "value": "3035550170"},
            {"system": "phone", "use": "home", "value": "3035550171"},
            {"system": "email", "value": "alpha@example.invalid"},
        ])
    );
    assert_eq!(
        (tag(&patient, "isClient"), tag(&patient, "status")),
        (Some("true".to_owned()), Some("80".to_owned()))
    );
    for (name, value, expected) in [
        ("mobile_phone", "3035550170", 1),
        ("mobile_phone", "3035550171", 0),
        ("home_phone", "3035550171", 1),
        ("first_name:contains", "LPH", 1),
        ("family", "testperson", 1),
        ("family", "testpers", 0),
    ] {
        let found = by_body_and_query(&caller, "patients", name, value).await;
        let mine = found.iter().filter(|found| **found == id).count();
        assert_eq!(mine, expected, "{name}={value}");
    }
    let (_, client) = caller.get(&format!("/clients/{id}")).await;
    assert_eq!(
        (&client["phone"], &client["email"]),
        (&json!("3035550170"), &json!("alpha@example.invalid"))
    );

    // What REST changes shows here.
    caller
        .put(
            &format!("/clients/{id}"),
            &json!({"first_name": "Bravo", "phone": "3035550172"}),
        )
        .await;
    let (_, patient) = caller.cget(&path).await;
    assert_eq!(patient["name"][0]["text"], "Bravo Testperson");
    assert_eq!(patient["telecom"][0]["value"], "3035550172");

    // The same again changes nothing.
    let commits = async || {
        let entries = caller.journal("").await;
        entries.iter().filter(|e| e["committed"] == true).count()
    };
    let before = commits().await;
    assert_eq!(caller.cput(&path, &patch).await.0, 200);
    assert_eq!(commits().await, before);

    assert_eq!(caller.cput(&path, &json!({"active": false})).await.0, 200);
    let (_, client) = caller.get(&format!("/clients/{id}")).await;
    assert_eq!(client["status"], "discharged");
    assert_eq!(caller.cdelete(&path).await.0, 204);
    assert_eq!(caller.cget(&path).await, error(404, "Resource not found"));
    assert_eq!(caller.get(&format!("/clients/{id}")).await.0, 404);
}

#[tokio::test]
async fn a_put_with_replacement_switched_on_clears_what_it_does_not_name() {
    let (_sandbox, caller) = start().await;
    caller.switch("people_put", "replace").await;
    let id = text(&caller.rows("/clients?status=active", "clients").await[0], "id");
    let path = format!("/patients/{id}/");
    assert_eq!(
        caller.cput(&path, &json!({"gender": "male"})).await,
        failed("name.family is required")
    );
    let body = caller.person("Whole", "3035550173", &[("isClient", "true")]);
    assert_eq!(caller.cput(&path, &body).await.0, 200);
    let (_, patient) = caller.cget(&path).await;
    assert!(
        patient.get("birthDate").is_none() && patient.get("gender").is_none(),
        "{patient}"
    );
    assert_eq!(patient["telecom"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_prospect_and_an_applicant_are_converted_in_place_under_the_same_id() {
    let (_sandbox, caller) = start().await;
    let prospect = caller.rows("/prospects?status=won", "prospects").await[0].clone();
    let id = text(&prospect, "id");
    let path = format!("/patients/{id}/");
    let convert = json!({"meta": caller.meta(&[("isClient", "true"), ("status", "80")])});
    assert_eq!(caller.cput(&path, &convert).await.0, 200);
    let (_, patient) = caller.cget(&path).await;
    assert_eq!(
        (
            tag(&patient, "isClient").unwrap(),
            tag(&patient, "status").unwrap()
        ),
        ("true".to_owned(), "80".to_owned())
    );
    let (status, client) = caller.get(&format!("/clients/{id}")).await;
    assert_eq!((status, &client["status"]), (200, &json!("active")));
    assert_eq!(client["phone"], prospect["phone"]);
    let (_, prospect) = caller.get(&format!("/prospects/{id}")).await;
    assert_eq!(prospect["converted_client_id"], id.as_str());
    assert_eq!(
        caller.cput(&path, &convert).await.0,
        200,
        "a second time is no conversion"
    );
    assert_eq!(caller.found("/patients/_search/", &json!({})).await.len(), 14);

    // Who was converted over there is a client of another id, and not made one again here.
    let other = text(&caller.rows("/prospects?status=new", "prospects").await[0], "id");
    let won = json!({"status": "won", "address": {"line1": "1 Sample St", "city": "Denver", "state": "CO",
                                                  "zip_code": "80202"}});
    assert_eq!(caller.put(&format!("/prospects/{other}"), &won).await.0, 200);
    let (status, _) = caller
        .post(&format!("/prospects/{other}/convert-to-client"), &json!({}))
        .await;
    assert_eq!(status, 201);
    let (_, patient) = caller.cget(&format!("/patients/{other}/")).await;
    assert_eq!(
        (
            &patient["active"],
            tag(&patient, "isClient").unwrap(),
            tag(&patient, "status").unwrap()
        ),
        (&json!(false), "false".to_owned(), "100".to_owned())
    );
    assert_eq!(
        caller.cput(&format!("/patients/{other}/"), &convert).await,
        failed("isClient was converted already")
    );

    let applicant = caller.rows("/applicants?status=hired", "applicants").await[0].clone();
    let id = text(&applicant, "id");
    let path = format!("/practitioners/{id}/");
    let convert =
        json!({"meta": caller.meta(&[("isHired", "true"), ("status", "100"), ("profileTags", "45,101")])});
    assert_eq!(caller.cput(&path, &convert).await.0, 200);
    let (status, caregiver) = caller.get(&format!("/caregivers/{id}")).await;
    assert_eq!((status, &caregiver["status"]), (200, &json!("active")));
    assert_eq!(caregiver["certifications"], json!(["CNA"]));
    assert_eq!(caregiver["skills"], json!(["dementia care"]));
    assert_eq!(caregiver["service_area"], applicant["address"]["zip_code"]);
    let hired = json!({"is_hired": "true"});
    assert_eq!(caller.found("/practitioners/_search/", &hired).await.len(), 9);
}

#[tokio::test]
async fn a_pipeline_status_reads_back_as_written_and_means_its_word_to_rest() {
    let (_sandbox, caller) = start().await;
    let (_, made) = caller
        .cpost("/patients/", &caller.person("Stage", "3035550174", &[]))
        .await;
    let id = text(&made, "id");
    let word = async || text(&caller.get(&format!("/prospects/{id}")).await.1, "status");
    assert_eq!(word().await, "new");
    for (number, expected) in [
        ("10", "contacted"),
        ("40", "assessment_completed"),
        ("50", "proposal_sent"),
        ("60", "proposal_sent"),
        ("90", "lost"),
        ("60", "negotiating"),
        ("None", "on_hold"),
        ("1", "new"),
    ] {
        let body = json!({"meta": caller.meta(&[("status", number)])});
        assert_eq!(caller.cput(&format!("/patients/{id}/"), &body).await.0, 200);
        let (_, patient) = caller.cget(&format!("/patients/{id}/")).await;
        assert_eq!(tag(&patient, "status").unwrap(), number);
        assert_eq!(word().await, expected, "{number}");
    }
    // A change over there wins.
    caller
        .put(&format!("/prospects/{id}"), &json!({"status": "lost"}))
        .await;
    let (_, patient) = caller.cget(&format!("/patients/{id}/")).await;
    assert_eq!(tag(&patient, "status").unwrap(), "90");

    let body = json!({"meta": caller.meta(&[("status", "45")])});
    assert_eq!(
        caller.cput(&format!("/patients/{id}/"), &body).await,
        failed("status is not a known status")
    );
}

#[tokio::test]
async fn a_caregiver_is_deactivated_with_a_reason_and_comes_back() {
    let (_sandbox, caller) = start().await;
    let id = text(
        &caller.rows("/caregivers?status=active", "caregivers").await[0],
        "id",
    );
    let path = format!("/practitioners/{id}/");
    let word = async || text(&caller.get(&format!("/caregivers/{id}")).await.1, "status");
    let leave = json!({"active": false, "meta": caller.meta(&[("deactivationReason", "Leave of Absence")])});
    assert_eq!(caller.cput(&path, &leave).await.0, 200);
    assert_eq!(word().await, "inactive");
    let (_, practitioner) = caller.cget(&path).await;
    assert_eq!(
        tag(&practitioner, "deactivationReason").unwrap(),
        "Leave of Absence"
    );
    assert_eq!(caller.cput(&path, &json!({"active": true})).await.0, 200);
    assert_eq!(word().await, "active");
    let quit = json!({"active": false, "meta": caller.meta(&[("deactivationReason", "Terminated - Quit")])});
    assert_eq!(caller.cput(&path, &quit).await.0, 200);
    assert_eq!(word().await, "terminated");
    let unknown = json!({"meta": caller.meta(&[("deactivationReason", "Boredom")])});
    assert_eq!(
        caller.cput(&path, &unknown).await,
        failed("deactivationReason is not a known reason")
    );
}

#[tokio::test]
async fn what_no_person_can_be_made_from_is_refused_and_changes_nothing() {
    let (_sandbox, caller) = start().await;
    let phone = error(400, "Invalid phone number format. Must be 10 digits.");
    let with = |pointer: &str, value: Value| {
        let mut body = caller.person("Alpha", "3035550175", &[("isClient", "true")]);
        match body.pointer_mut(pointer) {
            Some(place) => *place = value,
            None => body[&pointer[1..]] = value,
        }
        body
    };
    let (_, before) = caller.cget("/patients/").await;
    for (body, expected) in [
        (with("/telecom/0/value", json!("303-555-0175")), phone.clone()),
        (with("/telecom/0/value", json!("3035550175x1")), phone.clone()),
        (with("/telecom/0/value", json!("0035550175")), phone),
        (with("/telecom", json!([])), failed("telecom phone is required")),
        (
            with("/name/0/family", json!("")),
            failed("name.family is required"),
        ),
        (with("/name/0/given", json!([])), failed("name.given is required")),
        (
            with("/name/0/family", json!("Smile \u{1F600}")),
            failed("name.family contains unsupported characters"),
        ),
        (with("/address", json!([])), failed("address is required")),
        (
            with("/address/0/postalCode", json!("802")),
            failed("address.postalCode must be 5 digits, or 5+4"),
        ),
        (
            with("/birthDate", json!("15.3.1945")),
            failed("birthDate must be a date YYYY-MM-DD"),
        ),
        (
            with("/maritalStatus", json!([{"coding": [{"code": "X"}]}])),
            failed("maritalStatus must be one of: M, S, W, L, T, D, U, UNK"),
        ),
        (
            with("/active", json!("perhaps")),
            failed("active must be true or false"),
        ),
    ] {
        assert_eq!(caller.cpost("/patients/", &body).await, expected, "{body}");
    }
    assert_eq!(caller.cget("/patients/").await.1, before);
}
