//! Handles for a part of the work.

use careweave_wellsky_client::{
    ApplicantFilter, CaregiverId, ClientFilter, Delivery, ErrorKind, ProspectFilter, Scope, WITHHELD,
};

use crate::agency::{Agency, key};

#[tokio::test]
async fn a_scope_refuses_what_is_outside_before_anything_is_sent_and_masks_what_it_may_not_see() {
    let agency = Agency::start().await;
    for wellsky in [&agency.rest, &agency.wellsky] {
        let voice = wellsky.scoped(Scope::VoiceAssistant);
        let shift = wellsky
            .shifts()
            .open(agency.days(0, 8))
            .all()
            .await
            .unwrap()
            .remove(0);
        let caregiver = CaregiverId::new("700001").unwrap();
        let sent = agency.asked().await.len();
        for error in [
            voice
                .shifts()
                .assign(&shift.id, &caregiver, &key("a"))
                .await
                .unwrap_err(),
            voice
                .prospects()
                .list(ProspectFilter::default())
                .all()
                .await
                .unwrap_err(),
            wellsky
                .scoped(Scope::Sales)
                .shifts()
                .open(agency.days(0, 8))
                .all()
                .await
                .unwrap_err(),
            wellsky
                .scoped(Scope::Sales)
                .caregivers()
                .get(&caregiver)
                .await
                .unwrap_err(),
            wellsky
                .scoped(Scope::Recruiting)
                .clients()
                .list(ClientFilter::default())
                .all()
                .await
                .unwrap_err(),
            wellsky
                .scoped(Scope::Coordinator)
                .applicants()
                .list(ApplicantFilter::default())
                .all()
                .await
                .unwrap_err(),
            wellsky
                .scoped(Scope::Sales)
                .scoped(Scope::Full)
                .scoped(Scope::Recruiting)
                .clients()
                .list(ClientFilter::default())
                .all()
                .await
                .unwrap_err(),
            voice.connect().unwrap_err(),
        ] {
            assert_eq!(
                (error.kind(), error.delivery()),
                (ErrorKind::Forbidden, Delivery::NotSent),
                "{error}"
            );
        }
        assert_eq!(agency.asked().await.len(), sent);
        let full = wellsky
            .clients()
            .list(ClientFilter::default())
            .all()
            .await
            .unwrap();
        let masked = voice.clients().list(ClientFilter::default()).all().await.unwrap();
        assert_eq!(masked.len(), full.len());
        assert!(full.iter().any(|c| !c.emergency_contacts.is_empty()));
        for client in &masked {
            assert_eq!(client.address.line1.expose(), WITHHELD);
            assert!(
                client.emergency_contacts.is_empty()
                    && client.email.is_none()
                    && client.payer_source.is_none()
            );
            assert_ne!(client.address.zip_code.expose(), WITHHELD);
        }
        let one = voice.clients().get(&full[0].id).await.unwrap();
        assert_eq!(one.address.line1.expose(), WITHHELD);
    }
}
