//! Signing in: strict headers, expiry, replacement, and what a refusal means.

use std::sync::Arc;

use careweave_scheduling_providers::credentials::{CredentialStore, MemoryCredentials};
use careweave_scheduling_providers::ninsaude::{SignIn, connect_with};
use careweave_scheduling_providers::request::ListAppointments;
use careweave_scheduling_providers::{CredentialState, Problem};
use careweave_types::ErrorKind;
use careweave_types::ids::IntegrationId;
use chrono::TimeDelta;
use futures_util::future::join_all;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use crate::clinic::{Clinic, range, zone};

#[tokio::test]
async fn strict_headers_are_sent_and_a_token_that_expires_between_pages_is_refreshed_once() {
    let clinic = Clinic::open().await;
    clinic.add("2026-05-04", 50, 100, 0).await;
    let provider = clinic.provider();
    let request =
        ListAppointments::starting_in(range("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z")).in_pages_of(40);
    let first = provider.list(&request).await.unwrap();
    assert_eq!(clinic.token_requests().await, [200]);
    clinic.advance(901).await;
    let second = provider
        .list(&request.clone().from(first.next().unwrap().clone()))
        .await
        .unwrap();
    let third = provider
        .list(&request.clone().from(second.next().unwrap().clone()))
        .await
        .unwrap();
    let pages = [&first, &second, &third].map(|page| page.appointments.len());
    assert_eq!(pages, [40, 40, 20]);
    assert!(third.is_complete());
    assert_eq!(
        clinic.token_requests().await,
        [200, 200],
        "one password, one refresh"
    );
    let listed = clinic.journal("GET", "atendimento_agenda/listar").await;
    assert_eq!(listed.iter().filter(|entry| entry["status"] == 401).count(), 1);
}

#[tokio::test]
async fn a_replaced_refresh_token_is_the_next_one_that_is_used() {
    let clinic = Clinic::open().await;
    let store: Arc<dyn CredentialStore> = Arc::new(MemoryCredentials::new());
    let provider = connect_with(clinic.config(), &clinic.effects(), Arc::clone(&store)).unwrap();
    let integration = IntegrationId::new("clinic").unwrap();
    let held = || async {
        let stored = store.load(&integration).await.unwrap().unwrap();
        stored.tokens.refresh.expose_secret().to_owned()
    };
    provider.verify().await.unwrap();
    let mut seen = vec![held().await];
    for _ in 0..3 {
        clinic.advance(901).await;
        provider.verify().await.unwrap();
        seen.push(held().await);
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 4, "each refresh brought another");
    assert_eq!(
        clinic.token_requests().await,
        [200, 200, 200, 200],
        "none was used twice"
    );

    clinic.switch("refresh_rotation", "kept").await;
    for _ in 0..2 {
        clinic.advance(901).await;
        provider.verify().await.unwrap();
    }
    assert_eq!(clinic.token_requests().await.len(), 6);
    assert!(clinic.token_requests().await.iter().all(|status| *status == 200));
}

#[tokio::test]
async fn fifty_calls_at_expiry_refresh_once() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    provider.verify().await.unwrap();
    // A minute before the quarter of an hour is over, by the clock of this side.
    clinic.clock.advance(std::time::Duration::from_secs(14 * 60));
    let calls = (0..50).map(|_| provider.verify());
    for outcome in join_all(calls).await {
        outcome.unwrap();
    }
    assert_eq!(clinic.token_requests().await, [200, 200]);
}

#[tokio::test]
async fn two_processes_that_share_a_store_sign_in_once() {
    let clinic = Clinic::open().await;
    let store: Arc<dyn CredentialStore> = Arc::new(MemoryCredentials::new());
    let process = || connect_with(clinic.config(), &clinic.effects(), Arc::clone(&store)).unwrap();
    let (one, two) = (process(), process());
    one.verify().await.unwrap();
    two.verify().await.unwrap();
    assert_eq!(clinic.token_requests().await, [200]);
    clinic.advance(901).await;
    one.verify().await.unwrap();
    two.verify().await.unwrap();
    assert_eq!(
        clinic.token_requests().await,
        [200, 200],
        "the second took what the first had got"
    );
}

#[tokio::test]
async fn a_refresh_token_alone_signs_in_until_it_is_used_up() {
    let clinic = Clinic::open().await;
    let store: Arc<dyn CredentialStore> = Arc::new(MemoryCredentials::new());
    let by_password = connect_with(clinic.config(), &clinic.effects(), Arc::clone(&store)).unwrap();
    by_password.verify().await.unwrap();
    let stored = store
        .load(&IntegrationId::new("clinic").unwrap())
        .await
        .unwrap()
        .unwrap();
    let token = SecretString::from(stored.tokens.refresh.expose_secret().to_owned());
    let provider = clinic.provider_of(clinic.config_by(SignIn::RefreshToken(token.clone())));
    provider.verify().await.unwrap();
    // Somebody else starts with the same token, which was replaced meanwhile.
    let late = clinic.provider_of(clinic.config_by(SignIn::RefreshToken(token)));
    let error = late.verify().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    assert_eq!(Problem::of(&error), Some(Problem::ReauthRequired));
}

#[tokio::test]
async fn a_new_refresh_token_takes_over_from_one_that_is_stored_and_used_up() {
    let clinic = Clinic::open().await;
    let integration = IntegrationId::new("clinic").unwrap();
    let fresh = || async {
        let store: Arc<dyn CredentialStore> = Arc::new(MemoryCredentials::new());
        let provider = connect_with(clinic.config(), &clinic.effects(), Arc::clone(&store)).unwrap();
        provider.verify().await.unwrap();
        let stored = store.load(&integration).await.unwrap().unwrap();
        stored.tokens.refresh
    };
    let store: Arc<dyn CredentialStore> = Arc::new(MemoryCredentials::new());
    let by_token = |token| {
        let config = clinic.config_by(SignIn::RefreshToken(token));
        connect_with(config, &clinic.effects(), Arc::clone(&store)).unwrap()
    };
    by_token(fresh().await).verify().await.unwrap();
    // A month later nothing that is stored is good any more, and a person signs in.
    clinic.advance(30 * 86_400).await;
    let provider = by_token(fresh().await);
    clinic.clock.advance(std::time::Duration::from_secs(30 * 86_400));
    provider.verify().await.unwrap();
}

#[tokio::test]
async fn a_refresh_token_of_last_month_gives_way_to_the_password() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    provider.verify().await.unwrap();
    clinic.advance(30 * 86_400).await;
    provider.verify().await.unwrap();
    assert_eq!(clinic.token_requests().await, [200, 400, 200]);
}

#[tokio::test]
async fn a_wrong_password_is_said_to_be_one_and_never_shown() {
    let clinic = Clinic::open().await;
    let SignIn::Password {
        account,
        username,
        account_unit,
        ..
    } = clinic.sign_in()
    else {
        panic!("not by password");
    };
    let provider = clinic.provider_of(clinic.config_by(SignIn::Password {
        account,
        username,
        password: SecretString::from("synthetic-wrong-password"),
        account_unit,
    }));
    let error = provider.verify().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.http_status()),
        (ErrorKind::Unauthenticated, Some(400))
    );
    assert!(!format!("{error:#} {error:?}").contains("synthetic-wrong-password"));
}

#[tokio::test]
async fn a_token_a_permission_and_what_stands_behind_are_three_refusals() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    let mut problems = Vec::new();
    for status in [401, 403, 424] {
        clinic
            .fault(
                "GET",
                "account_geral",
                2,
                json!({"kind": "status", "status": status}),
            )
            .await;
        let error = provider.verify().await.unwrap_err();
        clinic.control("DELETE", "faults", &json!(null)).await;
        assert_eq!(error.http_status(), Some(status));
        problems.push((error.kind(), Problem::of(&error).unwrap()));
    }
    assert_eq!(
        problems,
        [
            (ErrorKind::Unauthenticated, Problem::ReauthRequired),
            (ErrorKind::Forbidden, Problem::MissingScope),
            (ErrorKind::Server, Problem::UpstreamCalendar),
        ]
    );
    let actions: std::collections::HashSet<_> =
        problems.iter().map(|(_, problem)| problem.action()).collect();
    assert_eq!(actions.len(), 3);
}

#[tokio::test]
async fn credentials_are_renewed_when_that_is_asked_for() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    provider.verify().await.unwrap();
    let state = provider.refresh_credentials().await.unwrap();
    let expires_at = Some(clinic.ready.now + TimeDelta::minutes(15));
    assert_eq!(state, CredentialState::Renewed { expires_at });
    assert_eq!(clinic.token_requests().await, [200, 200]);
}

#[tokio::test]
async fn an_account_is_verified_with_the_zone_of_each_of_its_units() {
    let clinic = Clinic::open().await;
    let account = clinic.provider().verify().await.unwrap();
    assert_eq!(account.account_id, clinic.ready.credentials.ninsaude.account);
    let own = match clinic.ready.credentials.ninsaude.account_unit.as_str() {
        "1" => "America/Sao_Paulo",
        _ => "America/Rio_Branco",
    };
    assert_eq!(account.default_zone, zone(own));

    let keys = clinic.sign_in();
    let two =
        careweave_scheduling_providers::ninsaude::Config::new(IntegrationId::new("clinic").unwrap(), keys)
            .unwrap()
            .with_base_url(&clinic.ready.ninsaude)
            .unwrap()
            .with_unit("1", zone("America/Sao_Paulo"));
    let error = clinic.provider_of(two).verify().await.unwrap_err();
    assert_eq!((error.kind(), error.get("unit")), (ErrorKind::Config, Some("2")));

    let four = clinic.config().with_unit("4", zone("America/Manaus"));
    let error = clinic.provider_of(four).verify().await.unwrap_err();
    assert_eq!((error.kind(), error.get("units")), (ErrorKind::Config, Some("4")));
}

#[tokio::test]
async fn a_wait_that_is_asked_for_is_kept() {
    let clinic = Clinic::open().await;
    let provider = clinic.provider();
    clinic
        .fault(
            "GET",
            "account_geral",
            1,
            json!({"kind": "status", "status": 429, "retry_after": 7}),
        )
        .await;
    provider.verify().await.unwrap();
    assert_eq!(clinic.sleep.waits(), [std::time::Duration::from_secs(7)]);
}
