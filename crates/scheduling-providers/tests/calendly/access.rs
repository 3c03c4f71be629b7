//! Tokens: rotation, races, crashes, and what a refusal means.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use careweave_scheduling_providers::calendly::FACTORY;
use careweave_scheduling_providers::credentials::{
    CredentialStore, FileCredentials, MemoryCredentials, Replacement, StoredTokens, TokenSet, TokenState,
};
use careweave_scheduling_providers::model::PrivateLink;
use careweave_scheduling_providers::registry::ProviderConfig;
use careweave_scheduling_providers::request::{ListAppointments, NewWebhook};
use careweave_scheduling_providers::webhook::WebhookTopic;
use careweave_scheduling_providers::{CredentialState, Problem, Provider, SchedulingProviderExt as _};
use careweave_types::ids::IntegrationId;
use careweave_types::{Error, ErrorKind, Result};
use chrono::TimeDelta;
use secrecy::ExposeSecret as _;
use serde_json::json;

use crate::desk::{ASSESSMENT, Desk, booking, impatient, integration, key};

async fn token_requests(desk: &Desk) -> usize {
    desk.journal("POST", "/oauth/token").await.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_calls_at_the_expiry_send_one_token_request() {
    let desk = Desk::open().await;
    let store = Arc::new(MemoryCredentials::new());
    desk.connect(&*store).await;
    let provider = desk.provider_of(desk.oauth_config(Arc::clone(&store) as Arc<dyn CredentialStore>));
    provider.verify().await.unwrap();
    let first = store.load(&integration()).await.unwrap().unwrap();
    assert_eq!(token_requests(&desk).await, 1, "the code was exchanged");
    desk.advance(TimeDelta::seconds(7_200)).await;
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let provider: Provider = provider.clone();
            tokio::spawn(async move { provider.verify().await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(token_requests(&desk).await, 2, "and refreshed once");
    let second = store.load(&integration()).await.unwrap().unwrap();
    assert_ne!(
        second.tokens.refresh.expose_secret(),
        first.tokens.refresh.expose_secret()
    );
    assert_eq!(second.tokens.state, TokenState::Usable);
    let printed = format!("{second:?} {store:?} {provider:?}");
    assert!(
        !printed.contains(second.tokens.access.expose_secret()),
        "{printed}"
    );
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_over_one_store_refresh_once_between_them() {
    let desk = Desk::open().await;
    let directory = tempfile::tempdir().unwrap();
    let store = || Arc::new(FileCredentials::new(directory.path()).unwrap()) as Arc<dyn CredentialStore>;
    desk.connect(&*store()).await;
    let (one, two) = (
        desk.provider_of(desk.oauth_config(store())),
        desk.provider_of(desk.oauth_config(store())),
    );
    desk.advance(TimeDelta::seconds(7_200)).await;
    let (left, right) = futures_util::future::join(one.verify(), two.verify()).await;
    left.unwrap();
    right.unwrap();
    assert_eq!(token_requests(&desk).await, 2);
    desk.close().await;
}

/// A store whose process dies before it has written down what it was handed.
#[derive(Debug)]
struct Dying {
    inner: Arc<MemoryCredentials>,
    armed: AtomicBool,
}

#[async_trait]
impl CredentialStore for Dying {
    async fn load(&self, integration: &IntegrationId) -> Result<Option<StoredTokens>> {
        self.inner.load(integration).await
    }

    async fn replace(
        &self,
        integration: &IntegrationId,
        expected: Option<u64>,
        tokens: &TokenSet,
    ) -> Result<Replacement> {
        if tokens.state == TokenState::Usable && self.armed.load(Ordering::SeqCst) {
            return Err(Error::new(ErrorKind::Storage, "test.replace", "the disk is full"));
        }
        self.inner.replace(integration, expected, tokens).await
    }
}

#[tokio::test]
async fn a_crash_between_the_answer_and_the_store_ends_in_reauthentication_and_not_in_a_loop() {
    let desk = Desk::open().await;
    let inner = Arc::new(MemoryCredentials::new());
    desk.connect(&*inner).await;
    let dying = Arc::new(Dying {
        inner: Arc::clone(&inner),
        armed: AtomicBool::new(true),
    });
    let first = desk.provider_of(desk.oauth_config(dying));
    desk.advance(TimeDelta::seconds(7_200)).await;
    let error = first.verify().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert_eq!(token_requests(&desk).await, 2);
    drop(first);
    // The next process finds the mark, waits for whoever set it, tries the old token once and says what has to be done.
    let next = desk.provider_of(desk.oauth_config(Arc::clone(&inner) as Arc<dyn CredentialStore>));
    let error = next.verify().await.unwrap_err();
    assert_eq!(Problem::of(&error), Some(Problem::ReauthRequired), "{error}");
    assert_eq!(token_requests(&desk).await, 3);
    for _ in 0..5 {
        let error = next.verify().await.unwrap_err();
        assert_eq!(Problem::of(&error), Some(Problem::ReauthRequired));
    }
    assert_eq!(token_requests(&desk).await, 3, "nothing more is asked");
    // A person signs in again, and the same provider goes on.
    desk.connect(&*inner).await;
    next.verify().await.unwrap();
    desk.close().await;
}

#[tokio::test]
async fn tokens_that_could_not_be_stored_are_stored_by_the_next_call() {
    let desk = Desk::open().await;
    let inner = Arc::new(MemoryCredentials::new());
    desk.connect(&*inner).await;
    let dying = Arc::new(Dying {
        inner: Arc::clone(&inner),
        armed: AtomicBool::new(true),
    });
    let provider = desk.provider_of(desk.oauth_config(Arc::clone(&dying) as Arc<dyn CredentialStore>));
    desk.advance(TimeDelta::seconds(7_200)).await;
    assert_eq!(provider.verify().await.unwrap_err().kind(), ErrorKind::Storage);
    dying.armed.store(false, Ordering::SeqCst);
    provider.verify().await.unwrap();
    assert_eq!(
        token_requests(&desk).await,
        2,
        "nothing was lost, so nothing is asked again"
    );
    assert_eq!(
        inner.load(&integration()).await.unwrap().unwrap().tokens.state,
        TokenState::Usable
    );
    desk.close().await;
}

#[tokio::test]
async fn a_refused_access_token_is_refreshed_before_its_time() {
    let desk = Desk::open().await;
    let store = Arc::new(MemoryCredentials::new());
    desk.connect(&*store).await;
    let provider = desk.provider_of(desk.oauth_config(store));
    provider.verify().await.unwrap();
    desk.control("POST", "calendly/tokens/expire", &json!({})).await;
    provider.verify().await.unwrap();
    assert_eq!(token_requests(&desk).await, 2);
    let state = provider.refresh_credentials().await.unwrap();
    assert!(matches!(state, CredentialState::Renewed { expires_at: Some(_) }));
    assert_eq!(token_requests(&desk).await, 3);
    assert_eq!(
        desk.provider().refresh_credentials().await.unwrap(),
        CredentialState::Lasting
    );
    desk.close().await;
}

#[tokio::test]
async fn an_account_that_was_disconnected_has_to_be_connected_again() {
    let desk = Desk::open().await;
    let store = Arc::new(MemoryCredentials::new());
    desk.connect(&*store).await;
    desk.token_desk()
        .disconnect(&integration(), &*store)
        .await
        .unwrap();
    let provider = desk.provider_of(desk.oauth_config(store));
    let error = provider.verify().await.unwrap_err();
    assert_eq!(Problem::of(&error), Some(Problem::ReauthRequired));
    desk.close().await;
}

#[tokio::test]
async fn a_missing_scope_a_dead_token_a_failed_calendar_and_a_small_plan_are_four_different_things() {
    let desk = Desk::open().await;
    let reader = desk
        .token_for(&["users:read", "event_types:read", "scheduled_events:read"])
        .await;
    let provider = desk.provider_of(desk.config_with(&reader));
    let slots = desk.slots(&desk.provider(), ASSESSMENT).await;
    let error = provider
        .create(&booking(&slots[0], 1), &key("scope/1"))
        .await
        .unwrap_err();
    assert_eq!(Problem::of(&error), Some(Problem::MissingScope), "{error}");
    assert_eq!(error.get("scope"), Some("scheduled_events:write"));
    let dead = desk.provider_of(desk.config_with("no-such-token"));
    let error = dead.verify().await.unwrap_err();
    assert_eq!(Problem::of(&error), Some(Problem::ReauthRequired), "{error}");
    assert_eq!(error.http_status(), Some(401));
    let body = json!({"title": "External Calendar Error", "message": "The calendar is not connected."});
    desk.fault(
        "POST",
        "/invitees",
        1,
        json!({"kind": "status", "status": 424, "body": body}),
    )
    .await;
    let whole = desk.provider();
    let error = whole
        .create(&booking(&slots[0], 1), &key("calendar/1"))
        .await
        .unwrap_err();
    assert_eq!(Problem::of(&error), Some(Problem::UpstreamCalendar), "{error}");
    assert!(error.is_retryable());
    desk.switch("calendly.plan", "free").await;
    let target = PrivateLink::new("https://hooks.example.invalid/opaque");
    let hook = NewWebhook {
        target,
        topics: vec![WebhookTopic::Created],
        signing_key: None,
    };
    let error = whole.register_webhook(&hook).await.unwrap_err();
    assert_eq!(Problem::of(&error), Some(Problem::PlanGated), "{error}");
    let error = whole
        .create(&booking(&slots[0], 1), &key("plan/1"))
        .await
        .unwrap_err();
    assert_eq!(Problem::of(&error), Some(Problem::PlanGated), "{error}");
    desk.close().await;
}

#[tokio::test]
async fn a_limit_that_is_used_up_says_its_seconds_and_is_kept_to() {
    let desk = Desk::open().await;
    desk.switch("calendly.plan", "free").await;
    let provider = desk.provider_of(desk.config().with_retry(impatient()));
    let error = loop {
        if let Err(error) = provider.verify().await {
            break error;
        }
    };
    assert_eq!(
        (error.kind(), error.http_status()),
        (ErrorKind::RateLimited, Some(429))
    );
    let wait = error.retry_after().unwrap();
    assert!((1..=60).contains(&wait.as_secs()), "{wait:?}");
    desk.advance(TimeDelta::from_std(wait).unwrap()).await;
    provider.verify().await.unwrap();
    desk.close().await;
}

#[tokio::test]
async fn the_product_introduces_itself_and_reads_the_account_it_is_given() {
    let desk = Desk::open().await;
    let config = ProviderConfig::new(FACTORY.provider, integration())
        .with("token", desk.ready.credentials.calendly.token.clone())
        .with("base_url", desk.ready.calendly.clone())
        .with("reach", "organization");
    let provider = Provider::from_config(&config, &desk.effects()).unwrap();
    let account = provider.verify().await.unwrap();
    assert!(
        account
            .account_id
            .starts_with(&format!("{}/users/", desk.ready.calendly))
    );
    assert_eq!(account.default_zone.name(), "America/Denver");
    assert!(!account.phi.allows());
    let request = ListAppointments::starting_in(desk.quiet());
    assert!(provider.everything(request).await.unwrap().complete);
    let both = config.clone().with("client_id", "an-app");
    let error = Provider::from_config(&both, &desk.effects()).unwrap_err();
    assert_eq!(
        (error.kind(), error.get("settings")),
        (ErrorKind::Config, Some("token"))
    );
    let wrong = config.with("reach", "everywhere");
    assert_eq!(
        Provider::from_config(&wrong, &desk.effects())
            .unwrap_err()
            .get("settings"),
        Some("reach")
    );
    desk.close().await;
}
