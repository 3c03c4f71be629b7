use std::sync::Arc;

use careweave_http::Clock;
use careweave_sync_core::MemoryStore;
use careweave_types::BackgroundCheck;
use careweave_wellsky_client::{Api, ApplicantFilter};
use careweave_workflows::flow::{FlowContext, FlowStore};
use careweave_workflows::recruiting::{LeadUpdate, RecruitingCrm, RecruitingFlow, RecruitingMaps};

use crate::crm::{MemoryCrm, lead, told};
use crate::desk::{CONNECTION, EMPLOYEE_PACKET, World as Desk};

#[tokio::test]
async fn a_hired_lead_becomes_a_caregiver_with_the_packet_signed_and_the_check_cleared_and_not_before() {
    let store = Arc::new(MemoryStore::new());
    let desk = Desk::over(Arc::clone(&store) as _).await;
    let crm = Arc::new(MemoryCrm::default());
    crm.put(lead("l-1", desk.clock.now()));
    let flow = {
        let clock = Arc::clone(&desk.clock) as Arc<dyn Clock>;
        let context = FlowContext::new(store as Arc<dyn FlowStore>, clock, CONNECTION, "worker-1").unwrap();
        let crm = Arc::clone(&crm) as Arc<dyn RecruitingCrm>;
        RecruitingFlow::new(
            context,
            desk.wellsky.clone(),
            crm,
            RecruitingMaps::for_api(Api::Rest),
        )
        .unwrap()
    };
    flow.outbound().await.unwrap();
    crm.edit("l-1", |lead| lead.stage = "hired".to_owned());
    flow.outbound().await.unwrap();
    let filter = ApplicantFilter {
        external_id: Some("l-1".to_owned()),
        ..ApplicantFilter::default()
    };
    let applicant = desk
        .wellsky
        .applicants()
        .list(filter)
        .all()
        .await
        .unwrap()
        .remove(0);

    // Hired, and nothing is signed.
    desk.run().await;
    flow.inbound().await.unwrap();
    assert_eq!((desk.conversions().await, told(&crm).len()), (0, 0));

    // Signed, and the check is not cleared.
    desk.signed(EMPLOYEE_PACKET, applicant.id.as_str()).await;
    desk.accept_all().await;
    assert_eq!(desk.run().await.1.waiting, 1);
    flow.inbound().await.unwrap();
    assert_eq!((desk.conversions().await, told(&crm).len()), (0, 0));

    desk.checked(&applicant.id, BackgroundCheck::Cleared).await;
    assert_eq!(desk.run().await.1.written, 1);
    flow.inbound().await.unwrap();
    assert_eq!(desk.conversions().await, 1);
    let applicant = desk.wellsky.applicants().get(&applicant.id).await.unwrap();
    let caregiver = applicant.converted_caregiver_id.unwrap();
    let hired = LeadUpdate::Hired {
        caregiver: caregiver.clone(),
    };
    assert_eq!(told(&crm).iter().filter(|one| **one == hired).count(), 1);
    let (lead, found) = (
        crm.get("l-1"),
        desk.wellsky.caregivers().get(&caregiver).await.unwrap(),
    );
    assert_eq!(lead.background_check, Some(BackgroundCheck::Cleared));
    assert_eq!(
        (found.skills, found.availability),
        (lead.skills, lead.availability)
    );
    for _ in 0..2 {
        let (out, back) = (flow.outbound().await.unwrap(), flow.inbound().await.unwrap());
        assert_eq!((out.written, back.written, desk.run().await.1.written), (0, 0, 0));
    }
}
