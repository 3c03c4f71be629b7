//! Windows of available and busy time.

use careweave_scheduling_providers::request::{BusyQuery, SlotQuery};
use careweave_types::{ErrorKind, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::{ASSESSMENT, Desk, zone};

fn asked(entry: &serde_json::Value, name: &str) -> DateTime<Utc> {
    let query = entry["query"].as_str().unwrap();
    let pair = url::form_urlencoded::parse(query.as_bytes())
        .find(|(n, _)| n == name)
        .unwrap();
    pair.1.parse().unwrap()
}

#[tokio::test]
async fn ninety_days_are_asked_for_in_parts_of_the_future_and_no_slot_comes_twice() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let kind = desk.kind(&provider, ASSESSMENT).await;
    let range = TimeWindow::new(
        desk.ready.now - TimeDelta::days(3),
        desk.ready.now + TimeDelta::days(90),
    )
    .unwrap();
    let slots = provider
        .slots(&SlotQuery::new(kind.id, range, zone()))
        .await
        .unwrap();
    let requests = desk.journal("GET", "/event_type_available_times").await;
    assert_eq!(requests.len(), 3);
    let mut end = None;
    for request in &requests {
        assert_eq!(request["status"], 200, "{request}");
        let (from, to) = (asked(request, "start_time"), asked(request, "end_time"));
        assert!(
            from > desk.ready.now && to - from <= TimeDelta::days(31),
            "{request}"
        );
        assert!(
            end.is_none_or(|end| end == from),
            "nothing lies between the parts"
        );
        end = Some(to);
    }
    assert_eq!(end, Some(range.end()));
    // 64 working days, and 13 starts a day where nothing else is.
    assert!(slots.len() > 600, "{}", slots.len());
    assert!(
        slots
            .windows(2)
            .all(|pair| pair[0].window.start() < pair[1].window.start())
    );
    assert!(slots.iter().all(|slot| slot.window.minutes() == 60));
    desk.close().await;
}

#[tokio::test]
async fn three_weeks_of_busy_time_are_asked_for_week_by_week() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let calendars = provider.calendars().await.unwrap();
    assert_eq!(calendars.len(), 3);
    let range = TimeWindow::new(desk.ready.now, desk.ready.now + TimeDelta::days(21)).unwrap();
    let query = BusyQuery {
        calendars: vec![calendars[1].id.clone()],
        range,
    };
    let busy = provider.busy(&query).await.unwrap();
    assert_eq!(desk.journal("GET", "/user_busy_times").await.len(), 3);
    // Five working days: two calls and one hour of another calendar each, and one of the calls is cancelled.
    assert_eq!(busy.len(), 14, "{busy:?}");
    let past = BusyQuery {
        range: TimeWindow::new(desk.ready.now - TimeDelta::days(2), desk.ready.now).unwrap(),
        ..query
    };
    let error = provider.busy(&past).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("range"))
    );
    desk.close().await;
}

#[tokio::test]
async fn a_type_of_another_host_has_no_times_with_this_one() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let kind = desk.kind(&provider, ASSESSMENT).await;
    let calendars = provider.calendars().await.unwrap();
    let query = SlotQuery::new(kind.id, desk.quiet(), zone());
    let owner = query.clone().with_calendar(calendars[0].id.clone());
    assert!(!provider.slots(&owner).await.unwrap().is_empty());
    let other = query.with_calendar(calendars[1].id.clone());
    assert!(provider.slots(&other).await.unwrap().is_empty());
    desk.close().await;
}
