use chrono::TimeDelta;
use reqwest::Method;

use crate::visitor::{open, path, stamp};

#[tokio::test]
async fn records_are_named_by_addresses_and_times_have_microseconds() {
    let (sandbox, visitor) = open().await;
    let me = visitor.me().await;
    assert!(
        me["uri"]
            .as_str()
            .unwrap()
            .starts_with(&format!("{}/users/", visitor.base))
    );
    assert_eq!(
        (&me["timezone"], &me["resource_type"]),
        (&"America/Denver".into(), &"User".into())
    );
    let said = visitor
        .get(&format!("/scheduled_events?{}", visitor.organization().await))
        .await;
    let event = &said.body["collection"][0];
    for field in ["start_time", "end_time", "created_at", "updated_at"] {
        let text = event[field].as_str().unwrap();
        assert!(text.len() == 27 && text.ends_with('Z'), "{field}: {text}");
    }
    assert_eq!(visitor.get(&path(&event["uri"])).await.body["resource"], *event);
    let members = visitor
        .get(&format!(
            "/organization_memberships?{}",
            visitor.organization().await
        ))
        .await;
    assert_eq!(members.body["collection"].as_array().unwrap().len(), 3);
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn pages_follow_by_token_until_there_is_none() {
    let (sandbox, visitor) = open().await;
    let organization = visitor.organization().await;
    let whole = visitor
        .get(&format!("/scheduled_events?{organization}&count=100"))
        .await
        .body;
    let whole = whole["collection"].as_array().unwrap().clone();
    assert_eq!(whole.len(), 31);
    let (mut rows, mut token, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let said = visitor
            .get(&format!("/scheduled_events?{organization}&count=7{token}"))
            .await;
        rows.extend(said.body["collection"].as_array().unwrap().clone());
        pages += 1;
        let pagination = &said.body["pagination"];
        match pagination["next_page_token"].as_str() {
            Some(next) => {
                let link = pagination["next_page"].as_str().unwrap();
                assert!(link.starts_with(&visitor.base) && link.contains(next), "{link}");
                token = format!("&page_token={next}");
            }
            None => {
                assert!(pagination["next_page"].is_null());
                break;
            }
        }
    }
    assert_eq!((pages, rows), (5, whole));
    for (query, parameter) in [
        ("count=0".to_owned(), "count"),
        ("count=101".to_owned(), "count"),
        ("page_token=no".to_owned(), "page_token"),
        ("status=gone".to_owned(), "status"),
        ("min_start_time=today".to_owned(), "min_start_time"),
    ] {
        let said = visitor
            .get(&format!("/scheduled_events?{organization}&{query}"))
            .await;
        assert_eq!(said.parameter(), parameter, "{query}");
    }
    assert_eq!(visitor.get("/scheduled_events").await.parameter(), "user");
    assert_eq!(
        visitor.get("/scheduled_events?user=somebody").await.parameter(),
        "user"
    );
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn events_are_found_by_start_status_host_and_invitee() {
    let (sandbox, visitor) = open().await;
    let organization = visitor.organization().await;
    let count = |said: crate::visitor::Said| said.body["collection"].as_array().unwrap().len();
    let all = format!("/scheduled_events?{organization}&count=100");
    let now = stamp(visitor.now().await);
    let future = count(visitor.get(&format!("{all}&min_start_time={now}")).await);
    let past = count(visitor.get(&format!("{all}&max_start_time={now}")).await);
    assert_eq!((past, future), (15, 16));
    assert_eq!(count(visitor.get(&format!("{all}&status=canceled")).await), 1);
    let of_host = format!(
        "/scheduled_events?user={}&count=100",
        visitor.me().await["uri"].as_str().unwrap()
    );
    assert_eq!(count(visitor.get(&of_host).await), 11);
    assert!(
        count(
            visitor
                .get(&format!("{all}&invitee_email=ALPHA@example.invalid"))
                .await
        ) > 0
    );
    assert_eq!(
        count(
            visitor
                .get(&format!("{all}&invitee_email=nobody@example.invalid"))
                .await
        ),
        0
    );
    let down = visitor.get(&format!("{all}&sort=start_time:desc")).await.body;
    let first = down["collection"][0]["start_time"].as_str().unwrap().to_owned();
    assert!(first > now, "{first}");
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn an_event_does_not_name_its_invitees_and_a_group_has_several() {
    let (sandbox, visitor) = open().await;
    let said = visitor
        .get(&format!(
            "/scheduled_events?{}&count=100",
            visitor.organization().await
        ))
        .await;
    let events = said.body["collection"].as_array().unwrap();
    assert!(!said.body.to_string().contains("Testclient"));
    let group = events
        .iter()
        .find(|event| event["invitees_counter"]["limit"] == 5)
        .unwrap();
    assert_eq!(group["invitees_counter"]["active"], 3);
    let invitees = visitor
        .get(&format!("{}/invitees", path(&group["uri"])))
        .await
        .body;
    let invitees = invitees["collection"].as_array().unwrap();
    assert_eq!(invitees.len(), 3);
    for invitee in invitees {
        assert_eq!(invitee["event"], group["uri"]);
        assert!(invitee["first_name"].is_null(), "one field held the whole name");
        assert_eq!(
            visitor.get(&path(&invitee["uri"])).await.body["resource"],
            *invitee
        );
    }
    let other = &events.iter().find(|event| *event != group).unwrap()["uri"];
    let mixed = format!(
        "{}/invitees/{}",
        path(other),
        invitees[0]["uri"].as_str().unwrap().rsplit('/').next().unwrap()
    );
    assert_eq!(visitor.get(&mixed).await.status, 404);
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn available_and_busy_times_are_of_the_future_and_of_a_short_span() {
    let (sandbox, visitor) = open().await;
    let kind = visitor.kind("assessment").await["uri"]
        .as_str()
        .unwrap()
        .to_owned();
    let me = visitor.me().await["uri"].as_str().unwrap().to_owned();
    let now = visitor.now().await;
    for (path, days) in [
        (format!("/event_type_available_times?event_type={kind}"), 31),
        (format!("/user_busy_times?user={me}"), 7),
    ] {
        let span = |from: TimeDelta, to: TimeDelta| {
            format!(
                "{path}&start_time={}&end_time={}",
                stamp(now + from),
                stamp(now + to)
            )
        };
        let hour = TimeDelta::hours(1);
        let whole = visitor.get(&span(hour, hour + TimeDelta::days(days))).await;
        assert_eq!(whole.status, 200, "{}", whole.body);
        assert!(whole.body.get("pagination").is_none());
        let longer = visitor
            .get(&span(hour, hour + TimeDelta::days(days) + TimeDelta::seconds(1)))
            .await;
        assert_eq!(longer.parameter(), "end_time");
        assert_eq!(visitor.get(&span(-hour, hour)).await.parameter(), "start_time");
        assert_eq!(visitor.get(&span(hour, hour)).await.parameter(), "end_time");
        assert_eq!(visitor.get(&path).await.parameter(), "start_time");
    }
    let times = visitor.times("assessment").await;
    assert!(times.len() > 200 && times.is_sorted(), "{}", times.len());
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn a_token_reaches_as_far_as_its_scopes_and_its_host() {
    let (sandbox, visitor) = open().await;
    let organization = visitor.organization().await;
    let reader = visitor
        .token_for(&["scheduled_events:read", "users:read"], 0)
        .await;
    let list = format!("/scheduled_events?{organization}");
    let as_reader = visitor.send_as(&reader, Method::GET, &list, None).await;
    assert_eq!(as_reader.status, 200);
    let hooks = format!("/webhook_subscriptions?{organization}&scope=organization");
    let refused = visitor.send_as(&reader, Method::GET, &hooks, None).await;
    assert_eq!(refused.status, 403);
    assert!(
        refused.body["message"]
            .as_str()
            .unwrap()
            .contains("webhooks:read")
    );
    let writer = visitor.token_for(&["webhooks:write"], 0).await;
    assert_eq!(
        visitor.send_as(&writer, Method::GET, &hooks, None).await.status,
        200,
        "writing holds reading"
    );
    let plain = visitor
        .token_for(&["scheduled_events:read", "users:read"], 2)
        .await;
    assert_eq!(
        visitor.send_as(&plain, Method::GET, &list, None).await.status,
        403,
        "owners and admins only"
    );
    let unknown = visitor.send_as("no-token", Method::GET, "/users/me", None).await;
    assert_eq!(
        (unknown.status, &unknown.body["title"]),
        (401, &"Unauthenticated".into())
    );
    assert_eq!(visitor.get("/nothing").await.status, 404);
    sandbox.stop().await.unwrap();
}

#[tokio::test]
async fn the_same_seed_opens_the_same_account() {
    let (one, first) = open().await;
    let (two, second) = open().await;
    let strip = |text: String, base: &str| text.replace(base, "");
    let list = |v: &crate::visitor::Visitor| {
        format!(
            "/scheduled_events?count=100&organization={}/organizations/",
            v.base
        )
    };
    let organization = first.me().await["current_organization"]
        .as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    let left = first
        .get(&format!("{}{organization}", list(&first)))
        .await
        .body
        .to_string();
    let right = second
        .get(&format!("{}{organization}", list(&second)))
        .await
        .body
        .to_string();
    assert_eq!(strip(left, &first.base), strip(right, &second.base));
    one.stop().await.unwrap();
    two.stop().await.unwrap();
}
