//! Accounts of others, and accounts out of settings.

use std::sync::Arc;
use std::time::Duration;

use careweave_http::Transport as _;
use careweave_scheduling_providers::acuity::{AcuityApp, AcuityConfig};
use careweave_scheduling_providers::capability::WebhookSignature;
use careweave_scheduling_providers::credentials::{MemoryCredentials, overwrite};
use careweave_scheduling_providers::registry::ProviderConfig;
use careweave_scheduling_providers::{Problem, Provider};
use careweave_types::ids::IntegrationId;
use secrecy::SecretString;

use crate::office::Office;

const BACK: &str = "https://portal.example.invalid/back";
const STATE: &str = "a-state-nobody-guesses";

#[tokio::test]
async fn an_account_is_connected_by_a_code_and_entered_by_its_token() {
    let office = Office::open().await;
    let keys = office.ready.credentials.acuity.clone();
    let app = AcuityApp::new(&keys.user_id, SecretString::from(keys.api_key.clone()), BACK)
        .unwrap()
        .at(&office.ready.acuity)
        .unwrap();
    assert_eq!(
        app.authorize_url("short").unwrap_err().get("field"),
        Some("state")
    );
    assert!(!format!("{app:?}").contains(&keys.api_key));
    let request = http::Request::get(app.authorize_url(STATE).unwrap().as_str())
        .body(bytes::Bytes::new())
        .unwrap();
    let answer = office.wire.send(request, Duration::from_secs(5)).await.unwrap();
    let back = url::Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    let given = |name: &str| {
        back.query_pairs()
            .find(|(key, _)| key == name)
            .unwrap()
            .1
            .into_owned()
    };
    assert_eq!(given("state"), STATE);
    let code = SecretString::from(given("code"));
    let tokens = app.exchange(&code, &office.effects()).await.unwrap();
    let used_up = app.exchange(&code, &office.effects()).await.unwrap_err();
    assert_eq!(Problem::of(&used_up), Some(Problem::ReauthRequired));

    let integration = IntegrationId::new("theirs").unwrap();
    let store = Arc::new(MemoryCredentials::new());
    let config = AcuityConfig::oauth(integration.clone(), Arc::<MemoryCredentials>::clone(&store))
        .unwrap()
        .at(&office.ready.acuity)
        .unwrap()
        .with_egress(Arc::clone(&office.egress));
    let provider = office.provider_of(config);
    let unconnected = provider.verify().await.unwrap_err();
    assert_eq!(Problem::of(&unconnected), Some(Problem::ReauthRequired));
    overwrite(&*store, &integration, &tokens).await.unwrap();
    assert_eq!(provider.verify().await.unwrap().account_id, keys.user_id);
    // Nobody says which key signs the webhooks of such an account.
    assert_eq!(provider.capabilities().signature, WebhookSignature::None);
    office.close().await;
}

#[tokio::test]
async fn settings_make_a_provider_and_wrong_ones_are_named() {
    let office = Office::open().await;
    let keys = &office.ready.credentials.acuity;
    let settings = |more: &[(&str, &str)]| {
        let given = [
            ("provider", "acuity"),
            ("integration", "main"),
            ("user_id", keys.user_id.as_str()),
            ("api_key", keys.api_key.as_str()),
            ("base_url", office.ready.acuity.as_str()),
        ];
        let all = given
            .iter()
            .chain(more)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let config = ProviderConfig::from_map(all.collect()).unwrap();
        Provider::from_config(&config, &office.effects())
    };
    let more = [
        ("marker_field", "8101"),
        ("label_confirmed", "Sure"),
        ("body_encoding", "base64"),
    ];
    assert_eq!(
        settings(&more).unwrap().verify().await.unwrap().account_id,
        keys.user_id
    );
    for (name, value) in [
        ("marker_field", "reference"),
        ("body_encoding", "hex"),
        ("colour", "red"),
    ] {
        let error = settings(&[(name, value)]).unwrap_err();
        assert_eq!(error.get("settings"), Some(name));
    }
    office.close().await;
}
