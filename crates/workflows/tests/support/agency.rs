//! A client of a sandbox's agency whose clock a test turns, and the sandbox's control port.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use careweave_http::{
    Clock, ManualClock, RecordedSleep, ReqwestConfig, ReqwestTransport, RetryPolicy, Transport as _,
};
use careweave_sandbox::Ready;
use careweave_types::AgencyId;
use careweave_wellsky_client::{Api, Config, WellSky};
use serde_json::Value;

/// A client that tries everything once and keeps to no limit.
pub(crate) fn wellsky(ready: &Ready, api: Api, clock: &Arc<ManualClock>) -> WellSky {
    let keys = &ready.credentials.wellsky;
    let url = match api {
        Api::Connect => &ready.wellsky.connect,
        _ => &ready.wellsky.rest,
    };
    let agency = AgencyId::new(keys.agency_id.as_str()).unwrap();
    let config = Config::new(keys.api_key.as_str(), keys.api_secret.as_str(), agency)
        .with_api(api)
        .with_base_url(url)
        .unwrap()
        .with_rate_limit(None)
        .with_breaker(None)
        .with_retry(RetryPolicy::never());
    WellSky::with_transport(
        config,
        Arc::new(ReqwestTransport::new(ReqwestConfig::default()).unwrap()),
        Arc::clone(clock) as Arc<dyn Clock>,
        Arc::new(RecordedSleep::new()),
    )
    .unwrap()
}

/// A command of the control port: a path below `/_sandbox/`.
pub(crate) async fn control(ready: &Ready, method: &str, path: &str, body: Value) -> Value {
    let request = http::Request::builder()
        .method(method)
        .uri(format!("{}/_sandbox/{path}", ready.control))
        .header("content-type", "application/json")
        .body(Bytes::from(body.to_string()))
        .unwrap();
    let transport = ReqwestTransport::new(ReqwestConfig::default()).unwrap();
    let answer = transport.send(request, Duration::from_secs(5)).await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    serde_json::from_slice(answer.body()).unwrap()
}
