//! Reading an Acuity account: shapes, lists, free times.

#![allow(clippy::unwrap_used, reason = "a test ends where an expectation fails")]

mod acuity_common;

use acuity_common::{ASSESSMENT, Account, CHECK_IN, INTERVIEW, NIGHT_DESK, OFFICE, ORIENTATION, code};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn records_have_the_vendors_shapes() {
    let account = Account::start().await;
    let appointments = account.rows("/appointments").await;
    let appointment = &appointments[0];
    assert!(appointment["id"].is_u64() && appointment["duration"].is_string());
    assert!(appointment["price"].is_string() && appointment["amountPaid"] == "0.00");
    let datetime = appointment["datetime"].as_str().unwrap();
    assert!(datetime.ends_with("-0600") && datetime.len() == 24, "{datetime}");
    let created = appointment["datetimeCreated"].as_str().unwrap();
    assert!(created.ends_with("-0500"), "{created}");
    assert_eq!(appointment["canceled"], false);
    assert!(appointment.get("noShow").is_none() && appointment.get("isVerified").is_none());
    let (_, whole) = account.get(&format!("/appointments/{}", appointment["id"])).await;
    assert!(whole["isVerified"].is_boolean() && whole.get("scheduledBy").is_some());
    let all = account.rows("/appointments?showall=true").await;
    assert!(all.iter().any(|row| row["labels"].is_null()));
    assert!(all.iter().any(|row| row["labels"][0]["name"] == "Confirmed"));
    assert!(all.iter().any(|row| row["noShow"] == true) && all.iter().any(|row| row["noShow"] == false));
    assert!(all.iter().any(|row| row["forms"][0]["values"].is_array()));

    let calendars = account.rows("/calendars").await;
    assert_eq!(calendars[0]["image"], false);
    assert!(calendars[1]["image"].is_string());
    assert!(calendars[0]["email"].as_str().unwrap().contains(','));
    let types = account.rows("/appointment-types").await;
    assert!(types[0]["duration"].is_u64() && types[0]["name"].as_str().unwrap().ends_with(' '));
    assert!(types.iter().all(|kind| kind["active"] == true));
    let (_, me) = account.get("/me").await;
    assert_eq!(
        (&me["planCapabilities"]["can_use_api"], &me["timezone"]),
        (&json!(false), &json!("America/Denver"))
    );
}

#[tokio::test]
async fn a_list_is_cut_at_a_hundred_newest_first_and_leaves_cancellations_out() {
    let account = Account::start().await;
    let bulk = json!({"count": 130, "from": "2026-05-04T15:00:00Z", "to": "2026-05-04T22:00:00Z"});
    let (status, made) = account.control(Method::POST, "/acuity/appointments", bulk).await;
    assert_eq!((status, made["ids"].as_array().unwrap().len()), (201, 130));
    let day = "minDate=2026-05-04&maxDate=2026-05-04";
    let newest = account.rows(&format!("/appointments?{day}")).await;
    assert_eq!(newest.len(), 100);
    assert!(newest[0]["id"].as_u64() > newest[99]["id"].as_u64());
    let oldest = account
        .rows(&format!("/appointments?{day}&direction=ASC&max=500"))
        .await;
    assert_eq!((oldest.len(), &oldest[0]["id"]), (100, &made["ids"][0]));
    assert_eq!(account.rows(&format!("/appointments?{day}&max=7")).await.len(), 7);

    let standing = account.rows("/appointments?maxDate=2026-05-01").await;
    let canceled = account
        .rows("/appointments?maxDate=2026-05-01&canceled=true")
        .await;
    let all = account
        .rows("/appointments?maxDate=2026-05-01&showall=true")
        .await;
    assert!(!canceled.is_empty() && canceled.iter().all(|row| row["canceled"] == true));
    assert!(standing.iter().all(|row| row["canceled"] == false));
    assert_eq!(standing.len() + canceled.len(), all.len());
}

#[tokio::test]
async fn filters_narrow_a_list() {
    let account = Account::start().await;
    let all = account.rows("/appointments?showall=true").await;
    let one = &all[3];
    for (filter, field) in [
        (format!("calendarID={}", one["calendarID"]), "calendarID"),
        (
            format!("appointmentTypeID={}", one["appointmentTypeID"]),
            "appointmentTypeID",
        ),
        (format!("email={}", one["email"].as_str().unwrap()), "email"),
        (
            format!("lastName={}", one["lastName"].as_str().unwrap()),
            "lastName",
        ),
        (format!("phone=%2b1{}", one["phone"].as_str().unwrap()), "phone"),
    ] {
        let found = account
            .rows(&format!("/appointments?showall=true&{filter}"))
            .await;
        assert!(
            !found.is_empty() && found.iter().all(|row| row[field] == one[field]),
            "{filter}"
        );
        assert!(found.contains(one), "{filter}");
    }
    let spanish = account
        .rows("/appointments?showall=true&field:8102=Spanish")
        .await;
    assert!(!spanish.is_empty() && spanish.len() < all.len());
    let bare = account.rows("/appointments?excludeForms=true").await;
    assert!(bare.iter().all(|row| row.get("forms").is_none()));
    let date = |row: &Value| row["datetime"].as_str().unwrap()[..10].to_owned();
    let day = date(one);
    let of_day = account
        .rows(&format!("/appointments?showall=true&minDate={day}&maxDate={day}"))
        .await;
    assert!(of_day.contains(one) && of_day.iter().all(|row| date(row) == day));
}

#[tokio::test]
async fn refusals_are_three_fields_and_credentials_come_before_paths() {
    let account = Account::start().await;
    let bare = account
        .http
        .get(format!("{}/me", account.ready.acuity))
        .send()
        .await
        .unwrap();
    assert_eq!(bare.status(), 401);
    let body: Value = bare.json().await.unwrap();
    assert_eq!((&body["status_code"], code(&body)), (&json!(401), "unauthorized"));
    let meta = account
        .http
        .get(format!("{}/meta", account.ready.acuity))
        .send()
        .await
        .unwrap();
    assert_eq!(meta.status(), 200);
    for (path, status, expected) in [
        ("/appointments/7", 404, "not_found"),
        ("/nowhere", 404, "not_found"),
        ("/appointments?direction=UP", 400, "bad_request"),
        (
            "/availability/times?appointmentTypeID=1&date=2026-04-08",
            400,
            "invalid_appointment_type",
        ),
        (
            "/availability/dates?appointmentTypeID=51000001",
            400,
            "bad_request",
        ),
    ] {
        let (found, body) = account.get(path).await;
        assert_eq!((found, code(&body)), (status, expected), "{path}");
        assert_eq!(body["status_code"], status);
    }
    let request = account.request(Method::POST, "/appointments").body("not json");
    assert_eq!(request.send().await.unwrap().status(), 400);
    assert_eq!(account.delete("/appointments/7").await.0, 405);
}

#[tokio::test]
async fn a_gated_plan_is_a_403_although_the_key_is_good() {
    let account = Account::with(&[("acuity.plan", "gated")]).await;
    let (status, body) = account.get("/appointments").await;
    assert_eq!((status, code(&body)), (403, "forbidden"));
    assert!(body["message"].as_str().unwrap().contains("Powerhouse"));
}

#[tokio::test]
async fn free_times_are_starts_with_offsets_and_skip_what_is_taken() {
    let account = Account::start().await;
    let dates = account
        .rows(&format!(
            "/availability/dates?month=2026-04&appointmentTypeID={ASSESSMENT}"
        ))
        .await;
    assert!(dates.contains(&json!({"date": "2026-04-08"})));
    assert!(!dates.contains(&json!({"date": "2026-04-11"})), "a Saturday");
    assert!(!dates.contains(&json!({"date": "2026-04-03"})), "the past");
    let path = format!("/availability/times?date=2026-04-08&appointmentTypeID={ASSESSMENT}");
    let before = account.rows(&path).await;
    let first = before[0]["time"].as_str().unwrap().to_owned();
    assert!(first.ends_with("-0600") && before[0]["slotsAvailable"] == 1);
    let booked = account.book(ASSESSMENT, &first).await;
    let after = account.rows(&path).await;
    assert!(after.iter().all(|slot| slot["time"] != first.as_str()) && after.len() < before.len());
    let ignoring = account
        .rows(&format!("{path}&ignoreAppointmentIDs[]={}", booked["id"]))
        .await;
    assert_eq!(ignoring, before);
    let elsewhere = account.rows(&format!("{path}&timezone=Asia/Kathmandu")).await;
    assert!(
        elsewhere
            .iter()
            .all(|slot| slot["time"].as_str().unwrap().ends_with("+0545"))
    );
    let either = account
        .rows(&format!(
            "/availability/times?date=2026-04-08&appointmentTypeID={INTERVIEW}"
        ))
        .await;
    assert!(either.iter().any(|slot| slot["slotsAvailable"] == 2));
}

#[tokio::test]
async fn the_skipped_hour_has_no_times_and_the_repeated_one_has_them_twice() {
    let times = async |now: &str, date: &str| -> Vec<String> {
        let account = Account::around(now, &[("acuity.rate_limit", "off")]).await;
        let path =
            format!("/availability/times?date={date}&appointmentTypeID={CHECK_IN}&calendarID={NIGHT_DESK}");
        let rows = account.rows(&path).await;
        rows.iter()
            .map(|row| row["time"].as_str().unwrap()[11..].to_owned())
            .collect()
    };
    let spring = times("2027-03-01T12:00:00Z", "2027-03-14").await;
    assert_eq!(spring.len(), 46);
    assert_eq!(spring[3..5], ["01:30:00-0500", "03:00:00-0400"]);
    let autumn = times("2026-10-26T12:00:00Z", "2026-11-01").await;
    assert_eq!(autumn.len(), 50);
    let halves: Vec<&String> = autumn.iter().filter(|time| time.starts_with("01:30")).collect();
    assert_eq!(halves, ["01:30:00-0400", "01:30:00-0500"]);
}

#[tokio::test]
async fn a_time_is_checked_with_its_reason_and_blocks_take_time() {
    let account = Account::start().await;
    let check = async |datetime: &str| {
        let body = json!({"datetime": datetime, "appointmentTypeID": ASSESSMENT, "calendarID": OFFICE});
        let (status, body) = account.post("/availability/check-times", body).await;
        assert_eq!(status, 200, "{body}");
        assert_eq!(body["datetime"], datetime);
        (
            body["valid"].as_bool().unwrap(),
            body["error"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let free = account.free(ASSESSMENT, "2026-04-08").await;
    assert_eq!(check(&free).await, (true, String::new()));
    assert_eq!(
        check("2026-04-06T07:00:00-0600").await.1,
        "not_available_min_hours_in_advance"
    );
    assert_eq!(
        check("2028-04-06T09:00:00-0600").await.1,
        "not_available_max_days_in_advance"
    );
    assert_eq!(
        check("2026-04-08T03:00:00-0600").await,
        (false, "not_available".to_owned())
    );
    assert_eq!(check("soon").await.1, "invalid_datetime");

    let block =
        json!({"start": free, "end": "2026-04-08T17:00:00-0600", "calendarID": OFFICE, "notes": "Away"});
    let (status, made) = account.post("/blocks", block).await;
    assert_eq!((status, &made["calendarID"]), (200, &json!(OFFICE)));
    assert_eq!(check(&free).await.1, "not_available");
    assert_eq!(
        account
            .rows("/blocks?minDate=2026-04-08&maxDate=2026-04-08")
            .await
            .len(),
        1
    );
    let response = account
        .request(Method::DELETE, &format!("/blocks/{}", made["id"]))
        .send()
        .await
        .unwrap();
    assert_eq!(
        (response.status().as_u16(), response.bytes().await.unwrap().len()),
        (204, 0)
    );
    assert!(check(&free).await.0);
}

#[tokio::test]
async fn classes_have_sessions_with_seats_that_fill() {
    let account = Account::start().await;
    let path = format!("/availability/classes?month=2026-04&appointmentTypeID={ORIENTATION}");
    let sessions = account.rows(&path).await;
    assert!(sessions.iter().any(|session| session["slotsAvailable"] == 3));
    let empty = sessions
        .iter()
        .find(|session| session["slotsAvailable"] == 6)
        .unwrap();
    let time = empty["time"].as_str().unwrap();
    for seat in 0..6 {
        let mut booking = account.booking(ORIENTATION, time);
        booking["email"] = format!("guest{seat}@example.invalid").into();
        let (status, made) = account.post("/appointments", booking).await;
        assert_eq!((status, &made["classID"]), (200, &empty["id"]), "{made}");
    }
    let (status, full) = account
        .post("/appointments", account.booking(ORIENTATION, time))
        .await;
    assert_eq!((status, code(&full)), (400, "no_available_calendar"));
}
