//! One program over both surfaces.

use std::collections::BTreeSet;

use careweave_wellsky_client::{
    ClientFilter, ClientId, ErrorKind, NewProspect, Phone, ProspectPatch, ProspectStatus, Row, ShiftFilter,
    TimeWindow, WellSky,
};
use serde_json::json;

use crate::agency::{Agency, key, phone};

/// What a portal reads and writes, over either dialect. It gives what must be the same over both.
async fn a_portals_day(
    wellsky: &WellSky,
    name: &str,
    window: TimeWindow,
) -> (Vec<String>, Vec<String>, usize) {
    let verified = wellsky.verify().await.unwrap();
    assert!(verified.client_total >= 10);
    let clients: BTreeSet<ClientId> = wellsky
        .clients()
        .list(ClientFilter::default())
        .all()
        .await
        .unwrap()
        .into_iter()
        .map(|client| client.id)
        .collect();
    let prospects = wellsky.prospects();
    let new = NewProspect {
        external_id: Some(format!("crm-{name}")),
        status: Some(ProspectStatus::AssessmentScheduled),
        address: Some(
            serde_json::from_value(
                json!({"line1": "1 Test Street", "city": "Denver", "state": "CO", "zip_code": "80202"}),
            )
            .unwrap(),
        ),
        ..NewProspect::new("Alpha", "Testprospect", phone())
    };
    let first = prospects.upsert(&new, &key(&format!("{name}/1"))).await.unwrap();
    assert!(first.is_new());
    let again = prospects.upsert(&new, &key(&format!("{name}/2"))).await.unwrap();
    assert_eq!((again.is_new(), &again.record().id), (false, &first.record().id));
    let id = first.record().id.clone();
    let call = ProspectPatch {
        phone: Phone::parse("3035550178").unwrap().into(),
        ..ProspectPatch::default()
    };
    let called = prospects
        .update(&id, &call, &key(&format!("{name}/3")))
        .await
        .unwrap();
    assert_eq!(called.status, ProspectStatus::AssessmentScheduled);
    assert_eq!(called.phone.to_wire().expose(), "3035550178");
    let early = prospects
        .convert_to_client(&id, None, &key(&format!("{name}/4")))
        .await
        .unwrap_err();
    assert_eq!(early.kind(), ErrorKind::Conflict, "{early}");
    let won = ProspectPatch {
        status: ProspectStatus::Won.into(),
        ..ProspectPatch::default()
    };
    prospects
        .update(&id, &won, &key(&format!("{name}/5")))
        .await
        .unwrap();
    let converted = prospects
        .convert_to_client(&id, None, &key(&format!("{name}/6")))
        .await
        .unwrap();
    assert_eq!(
        converted.prospect.converted_client_id.as_ref(),
        Some(&converted.client.id)
    );
    assert!(
        wellsky
            .clients()
            .get(&converted.client.id)
            .await
            .unwrap()
            .first_name
            .expose()
            == "Alpha"
    );
    let late = prospects.upsert(&new, &key(&format!("{name}/7"))).await.unwrap();
    assert!(!late.is_new(), "a converted prospect is not created again");

    let shifts = wellsky
        .shifts()
        .list(ShiftFilter::in_window(window))
        .all()
        .await
        .unwrap();
    assert_eq!(
        shifts.iter().map(Row::key).collect::<BTreeSet<_>>().len(),
        shifts.len()
    );
    let mut plan: Vec<String> = shifts
        .iter()
        .map(|shift| {
            format!(
                "{} {} {} {:?} {} {} {:?}",
                shift.scheduled_start,
                shift.scheduled_end,
                shift.client_id,
                shift.caregiver_id,
                shift.status,
                shift.visit_type,
                shift.actual_start,
            )
        })
        .collect();
    plan.sort();
    let mut open: Vec<String> = wellsky
        .shifts()
        .open(window)
        .all()
        .await
        .unwrap()
        .iter()
        .map(|shift| format!("{} {}", shift.client_id, shift.scheduled_start))
        .collect();
    open.sort();
    let visits = wellsky
        .visits()
        .in_window(window)
        .await
        .unwrap()
        .complete("visits")
        .unwrap();
    let clocked = visits.iter().filter(|visit| visit.evv.is_some()).count();
    assert!(clocked > 0 && clients.len() == 10);
    (plan, open, clocked)
}

#[tokio::test]
async fn the_same_program_runs_on_both_surfaces_and_sees_the_same_agency() {
    let (agency, twin) = (Agency::start().await, Agency::start().await);
    let window = agency.days(-31, 10);
    let rest = a_portals_day(&agency.rest, "alpha", window).await;
    let connect = a_portals_day(&twin.wellsky, "alpha", window).await;
    assert_eq!(rest.0.len(), 30);
    assert_eq!(rest.0, connect.0);
    assert_eq!((rest.1, rest.2), (connect.1, connect.2));
}
