//! Subscriptions that are made to be as they are wanted.

use careweave_wellsky_client::connect::{
    Criteria, DesiredSubscriptions, EnsuredSubscriptions, HiddenHeader, NewSubscription, Subscription,
    SubscriptionFilter,
};
use careweave_wellsky_client::{Delivery, ErrorKind};
use serde_json::json;

use crate::agency::{Agency, SECRET, desired, key};

const ENDPOINT: &str = "http://127.0.0.1:9/hook";

async fn all(agency: &Agency) -> Vec<Subscription> {
    agency.connect().subscriptions().list().all().await.unwrap()
}

async fn ensure(agency: &Agency, desired: &DesiredSubscriptions) -> EnsuredSubscriptions {
    let subscriptions = agency.connect().subscriptions();
    subscriptions.ensure(desired, &key("ensure")).await.unwrap()
}

fn foreign() -> NewSubscription {
    NewSubscription {
        criteria: Criteria::PatientCreated,
        reason: "somebody else's".to_owned(),
        endpoint: "http://127.0.0.1:9/other".parse().unwrap(),
        bearer: SECRET.into(),
    }
}

#[tokio::test]
async fn what_is_wanted_is_created_once_kept_changed_and_given_up_and_others_are_left_alone() {
    let agency = Agency::start().await;
    let subscriptions = agency.connect().subscriptions();
    let other = subscriptions.create(&foreign(), &key("other")).await.unwrap();
    let wanted = desired(ENDPOINT, [Criteria::PatientCreated, Criteria::EncounterClockOut]);

    let first = ensure(&agency, &wanted).await;
    assert_eq!((first.created.len(), first.foreign), (2, 1));
    let writes = agency.asked().await.len();
    let again = ensure(&agency, &wanted).await;
    assert_eq!(
        (again.kept.len(), again.created.len(), again.changed.len()),
        (2, 0, 0)
    );
    assert_eq!(
        agency.asked().await.len(),
        writes + 1,
        "looking is all there is to do"
    );

    let mut moved = wanted.clone();
    moved.endpoint = "http://127.0.0.1:9/moved".parse().unwrap();
    let changed = ensure(&agency, &moved).await;
    assert_eq!((changed.changed.len(), changed.created.len()), (2, 0));
    let mut rotated = moved.clone();
    rotated.bearer = "another-secret-0123456789".into();
    assert_eq!(ensure(&agency, &rotated).await.changed.len(), 2);

    let fewer = desired("http://127.0.0.1:9/moved", [Criteria::PatientCreated]);
    let given_up = ensure(&agency, &fewer).await;
    assert_eq!(given_up.deleted.len(), 1);
    let none = ensure(&agency, &desired("http://127.0.0.1:9/moved", [])).await;
    assert_eq!((none.deleted.len(), none.foreign), (1, 1));
    let left = all(&agency).await;
    assert_eq!(left.iter().map(|s| &s.id).collect::<Vec<_>>(), [&other]);
}

#[tokio::test]
async fn a_subscription_that_is_off_is_woken_and_one_of_two_is_given_up() {
    let agency = Agency::start().await;
    let subscriptions = agency.connect().subscriptions();
    let wanted = desired(ENDPOINT, [Criteria::PatientCreated]);
    let id = ensure(&agency, &wanted).await.created.remove(0);
    // Another program ensured the same at the same time.
    let twin = NewSubscription {
        endpoint: ENDPOINT.parse().unwrap(),
        reason: "careweave.tests: keep the portal's records".to_owned(),
        ..foreign()
    };
    let twin = subscriptions.create(&twin, &key("twin")).await.unwrap();
    let ensured = ensure(&agency, &wanted).await;
    assert_eq!((ensured.kept, ensured.deleted), (vec![id.clone()], vec![twin]));

    switch_off(&agency, id.as_str()).await;
    let filter = SubscriptionFilter {
        status: Some("off".to_owned()),
        criteria: Some(Criteria::PatientCreated),
        ..SubscriptionFilter::default()
    };
    assert_eq!(subscriptions.find(&filter).all().await.unwrap().len(), 1);
    assert_eq!(ensure(&agency, &wanted).await.changed, std::slice::from_ref(&id));
    assert!(subscriptions.find(&filter).all().await.unwrap().is_empty());
    let shown = subscriptions.get(&id).await.unwrap();
    assert_eq!(shown.status.as_deref(), Some("active"));
    assert!(!format!("{shown:?}").contains(SECRET));
}

/// Puts a subscription off, as a person in the vendor's office might.
async fn switch_off(agency: &Agency, id: &str) {
    use careweave_http::{ReqwestConfig, ReqwestTransport, Transport as _};
    let ready = agency.sandbox.ready();
    let send = async |method: &str, uri: String, token: Option<&str>, body: serde_json::Value| {
        let mut request = http::Request::builder()
            .method(method)
            .uri(uri)
            .header("content-type", "application/json");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.body(bytes::Bytes::from(body.to_string())).unwrap();
        let transport = ReqwestTransport::new(ReqwestConfig::default()).unwrap();
        let answer = transport
            .send(request, std::time::Duration::from_secs(5))
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{}", answer.status());
        serde_json::from_slice::<serde_json::Value>(answer.body()).unwrap()
    };
    let credentials = &ready.credentials.wellsky;
    let grant = json!({"grant_type": "client_credentials", "client_id": credentials.api_key,
                       "client_secret": credentials.api_secret});
    let token = send("POST", ready.wellsky.connect_token.clone(), None, grant).await;
    let url = format!("{}/subscriptions/{id}/", ready.wellsky.connect);
    let token = token["access_token"].as_str().unwrap();
    send("PUT", url, Some(token), json!({"status": "off"})).await;
}

#[tokio::test]
async fn a_lost_answer_leaves_one_subscription_after_the_next_time() {
    let agency = Agency::start().await;
    let wanted = desired(ENDPOINT, [Criteria::PatientCreated]);
    let lost = json!({"method": "POST", "path_prefix": "/v1/subscriptions", "times": 1,
                      "action": {"kind": "drop", "when": "after_commit"}});
    let subscriptions = agency.connect().subscriptions();
    agency.fault(lost.clone()).await;
    // The drop meets the search: nothing was written.
    let error = subscriptions.ensure(&wanted, &key("e")).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::NotSent, "{error:#}");
    agency.fault(lost).await;
    let ours = NewSubscription {
        endpoint: ENDPOINT.parse().unwrap(),
        reason: "careweave.tests: keep the portal's records".to_owned(),
        ..foreign()
    };
    let error = subscriptions.create(&ours, &key("e")).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::MaybeSent, "{error:#}");
    assert_eq!(ensure(&agency, &wanted).await.kept.len(), 1);
    assert_eq!(all(&agency).await.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_subscribed_to_is_refused_by_field_before_anything_is_sent() {
    let agency = Agency::start().await;
    let wanted = || desired(ENDPOINT, [Criteria::PatientCreated]);
    for (broken, field) in [
        (
            DesiredSubscriptions {
                owner: "with a space".to_owned(),
                ..wanted()
            },
            "owner",
        ),
        (
            DesiredSubscriptions {
                bearer: "short".into(),
                ..wanted()
            },
            "bearer",
        ),
        (
            DesiredSubscriptions {
                endpoint: "http://receiver.example.invalid/".parse().unwrap(),
                ..wanted()
            },
            "endpoint",
        ),
        (
            DesiredSubscriptions {
                criteria: [Criteria::from("appointment.created")].into(),
                hidden_header: HiddenHeader::Rewrite,
                ..wanted()
            },
            "criteria",
        ),
    ] {
        let subscriptions = agency.connect().subscriptions();
        let error = subscriptions.ensure(&broken, &key("e")).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some(field))
        );
        assert!(!format!("{broken:?} {error:?}").contains(SECRET));
    }
    assert!(agency.asked().await.is_empty());
}
