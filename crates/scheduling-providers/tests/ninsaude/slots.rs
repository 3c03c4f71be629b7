//! Free times: shapes, units, zones, long services, and nights in which clocks change.

use careweave_sandbox::SandboxConfig;
use careweave_scheduling_providers::model::SlotCheck;
use careweave_scheduling_providers::request::SlotQuery;
use careweave_types::{ErrorKind, TimeWindow};
use chrono::TimeDelta;

use crate::clinic::{Clinic, at, professional, range, service, zone};

fn monday_and_tuesday(of: &str, what: &str) -> SlotQuery {
    let range = range("2026-04-13T00:00:00Z", "2026-04-15T00:00:00Z");
    SlotQuery::new(service(what), range, zone("America/Sao_Paulo")).with_calendar(professional(of))
}

#[tokio::test]
async fn every_shape_gives_the_same_slots_with_their_unit_and_its_zone() {
    let clinic = Clinic::open().await;
    let mut seen = Vec::new();
    for shape in ["nested", "flat", "flat_undated"] {
        clinic.switch("slot_shape", shape).await;
        seen.push(
            clinic
                .provider()
                .slots(&monday_and_tuesday("13", "23"))
                .await
                .unwrap(),
        );
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
    let slots: Vec<_> = seen[0]
        .iter()
        .map(|slot| {
            (
                slot.unit.as_deref().unwrap(),
                slot.window.start(),
                slot.local_start.to_rfc3339(),
            )
        })
        .collect();
    assert_eq!(slots.len(), 8);
    assert_eq!(
        slots[0],
        (
            "1",
            at("2026-04-13T12:00:00Z"),
            "2026-04-13T09:00:00-03:00".to_owned()
        )
    );
    assert_eq!(
        slots[4],
        (
            "2",
            at("2026-04-14T14:00:00Z"),
            "2026-04-14T09:00:00-05:00".to_owned()
        )
    );
    assert!(
        seen[0]
            .iter()
            .all(|slot| slot.window.end() - slot.window.start() == TimeDelta::minutes(40))
    );
}

#[tokio::test]
async fn a_service_longer_than_the_grid_gets_times_in_a_row() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let short = provider.slots(&monday_and_tuesday("11", "21")).await.unwrap();
    let long = provider.slots(&monday_and_tuesday("11", "23")).await.unwrap();
    // 9 in the morning and 12 in the afternoon of each day; the last of each stretch is too short.
    assert_eq!((short.len(), long.len()), (42, 38));
    let half = clinic.config().with_service_minutes("21", 60).unwrap();
    let hours = clinic
        .provider_of(half)
        .slots(&monday_and_tuesday("11", "21"))
        .await
        .unwrap();
    assert_eq!(hours.len(), 34);
}

#[tokio::test]
async fn one_unit_or_every_active_professional_can_be_asked_for() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let mut query = monday_and_tuesday("13", "23");
    query.unit = Some("2".to_owned());
    let slots = provider.slots(&query).await.unwrap();
    assert!(slots.len() == 4 && slots.iter().all(|slot| slot.unit.as_deref() == Some("2")));
    query.unit = Some("9".to_owned());
    let error = provider.slots(&query).await.unwrap_err();
    assert_eq!((error.kind(), error.get("unit")), (ErrorKind::Config, Some("9")));
    query.unit = None;
    query.calendar = None;
    let all = provider.slots(&query).await.unwrap();
    let mut whose: Vec<_> = all
        .iter()
        .map(|slot| slot.calendar.clone().unwrap().to_string())
        .collect();
    whose.sort_unstable();
    whose.dedup();
    assert_eq!(whose, ["11", "12", "13", "14"], "15 works there no longer");
}

#[tokio::test]
async fn a_long_range_is_asked_for_in_parts() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let quarter = TimeWindow::new(at("2026-04-10T00:00:00Z"), at("2026-07-09T00:00:00Z")).unwrap();
    let query = SlotQuery::new(service("21"), quarter, zone("UTC")).with_calendar(professional("12"));
    let slots = provider.slots(&query).await.unwrap();
    // 64 working days of 12 free times.
    assert_eq!(slots.len(), 64 * 12);
    let asked = clinic.journal("GET", "atendimento_agenda/listar/horario").await;
    assert_eq!(asked.len(), 3);
}

#[tokio::test]
async fn a_night_in_spring_has_no_slot_in_the_hour_that_is_skipped() {
    let config = SandboxConfig::at(at("2026-03-06T12:00:00Z"));
    let clinic = Clinic::open_at(config).await;
    let night = range("2026-03-08T07:00:00Z", "2026-03-08T12:00:00Z");
    let query =
        SlotQuery::new(service("21"), night, zone("America/Denver")).with_calendar(professional("14"));
    let starts: Vec<_> = clinic
        .provider()
        .slots(&query)
        .await
        .unwrap()
        .iter()
        .map(|slot| slot.local_start.to_rfc3339()[11..].to_owned())
        .collect();
    assert_eq!(
        starts,
        [
            "00:00:00-07:00",
            "00:30:00-07:00",
            "01:00:00-07:00",
            "01:30:00-07:00",
            "03:00:00-06:00",
            "03:30:00-06:00",
            "04:00:00-06:00",
            "04:30:00-06:00"
        ]
    );
}

#[tokio::test]
async fn a_night_in_autumn_has_no_slot_that_could_be_either_of_two() {
    let config = SandboxConfig::at(at("2026-10-30T12:00:00Z"));
    let clinic = Clinic::open_at(config).await;
    let night = range("2026-11-01T06:00:00Z", "2026-11-01T12:00:00Z");
    let query =
        SlotQuery::new(service("21"), night, zone("America/Denver")).with_calendar(professional("14"));
    let slots = clinic.provider().slots(&query).await.unwrap();
    let starts: Vec<_> = slots
        .iter()
        .map(|slot| slot.local_start.to_rfc3339()[11..].to_owned())
        .collect();
    assert_eq!(
        starts,
        [
            "00:00:00-06:00",
            "00:30:00-06:00",
            "02:00:00-07:00",
            "02:30:00-07:00",
            "03:00:00-07:00",
            "03:30:00-07:00",
            "04:00:00-07:00",
            "04:30:00-07:00"
        ]
    );
}

#[tokio::test]
async fn a_slot_is_checked_where_and_with_whom_it_is() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let mut slot = clinic.slots(&provider, "12").await.remove(0);
    assert_eq!(provider.check_slot(&slot).await.unwrap(), SlotCheck::Free);
    slot.unit = Some("1".to_owned());
    assert_eq!(
        provider.check_slot(&slot).await.unwrap(),
        SlotCheck::Taken,
        "not in that unit"
    );
    slot.calendar = None;
    let error = provider.check_slot(&slot).await.unwrap_err();
    assert_eq!(error.get("field"), Some("calendar"));
}

#[tokio::test]
async fn types_and_calendars_are_read_with_what_is_inactive() {
    let clinic = Clinic::open().await;
    for ids in ["off", "on"] {
        clinic.switch("ids_as_strings", ids).await;
        clinic.switch("largest_page", "7").await;
        let provider = clinic.provider();
        let types: Vec<_> = provider
            .appointment_types()
            .await
            .unwrap()
            .into_iter()
            .map(|kind| (kind.id.to_string(), kind.duration_minutes, kind.active))
            .collect();
        assert_eq!(types[2], ("23".to_owned(), 40, true));
        assert_eq!((types.len(), types[3].2), (4, false));
        let calendars = provider.calendars().await.unwrap();
        assert_eq!(calendars.len(), 5);
        assert_eq!(calendars[1].zone.as_ref().unwrap().name(), "America/Rio_Branco");
        assert_eq!(
            (&calendars[2].zone, calendars[4].active),
            (&None, false),
            "13 works in two zones, 15 left"
        );
    }
}
