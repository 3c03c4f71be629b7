//! What can be done, and how that is found out.

use careweave_wellsky_client::{
    CaregiverFilter, CaregiverId, ClientFilter, ClientStatus, Delivery, ErrorKind, Feature, ShiftFilter,
    ShiftId, Support,
};

use crate::agency::{Agency, key};

#[tokio::test]
async fn what_connect_cannot_do_is_unsupported_before_anything_is_sent() {
    let agency = Agency::start().await;
    let id = CaregiverId::new("700001").unwrap();
    let wellsky = &agency.wellsky;
    let errors = [
        wellsky
            .caregivers()
            .set_availability(&id, &[], &key("1"))
            .await
            .unwrap_err(),
        wellsky
            .clients()
            .status_changes(agency.now)
            .all()
            .await
            .unwrap_err(),
        wellsky
            .shifts()
            .list(ShiftFilter::default())
            .all()
            .await
            .unwrap_err(),
        wellsky
            .caregivers()
            .list(CaregiverFilter {
                available_on: Some(agency.now.date_naive()),
                ..CaregiverFilter::default()
            })
            .all()
            .await
            .unwrap_err(),
        wellsky
            .clients()
            .list(ClientFilter {
                status: Some(ClientStatus::OnHold),
                ..ClientFilter::default()
            })
            .all()
            .await
            .unwrap_err(),
        agency.rest.connect().unwrap_err(),
    ];
    for error in errors {
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Unsupported, Delivery::NotSent),
            "{error}"
        );
    }
    let plain = ShiftId::new("109000001").unwrap();
    let error = wellsky.shifts().get(&plain).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("shift_id"))
    );
    assert_eq!(agency.asked().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_probe_finds_out_whether_appointments_can_be_written_and_changes_nothing() {
    let agency = Agency::start().await;
    let shift = agency.open_shift().await;
    let caregiver = agency.free_caregiver(&shift).await;
    assert_eq!(
        agency.wellsky.capabilities().support(Feature::AssignShift),
        Support::Unproven
    );
    assert_eq!(
        agency
            .wellsky
            .probe()
            .await
            .unwrap()
            .support(Feature::AssignShift),
        Support::Unsupported
    );
    let before = agency.asked().await.len();
    let error = agency
        .wellsky
        .shifts()
        .assign(&shift.id, &caregiver, &key("a"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(agency.asked().await.len(), before, "nothing was sent");
    agency.switch("appointment_writes", "on").await;
    assert_eq!(
        agency
            .wellsky
            .probe()
            .await
            .unwrap()
            .support(Feature::AssignShift),
        Support::Native
    );
    agency
        .wellsky
        .shifts()
        .assign(&shift.id, &caregiver, &key("a"))
        .await
        .unwrap();
    assert_eq!(
        agency.rest.capabilities().support(Feature::AssignShift),
        Support::Native
    );
}

#[tokio::test]
async fn without_a_probe_the_first_refused_assignment_teaches_the_same() {
    let agency = Agency::start().await;
    let shift = agency.open_shift().await;
    let caregiver = agency.free_caregiver(&shift).await;
    let error = agency
        .wellsky
        .shifts()
        .assign(&shift.id, &caregiver, &key("a"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Unsupported, Delivery::Answered),
        "{error}"
    );
    assert!(!agency.wellsky.capabilities().allows(Feature::AssignShift));
}
