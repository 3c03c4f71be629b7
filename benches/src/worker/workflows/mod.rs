//! A portal's deals and the vendor's prospects: our flow, and the loop that a portal is written with.

mod clock;
mod ours;
mod row_by_row;
mod table;

use serde_json::{Value, json};

use crate::failure::Failure;
use crate::task::Endpoint;

pub(super) use ours::Ours;
pub(super) use row_by_row::Loop;

/// Says that the work begins: what was asked before does not count, and every call takes so long from now on.
async fn begin(endpoint: &Endpoint, latency_ms: u32) -> Result<(), Failure> {
    if latency_ms > 0 {
        let action = json!({"kind": "latency", "ms": latency_ms});
        let fault = json!({"method": "*", "path_prefix": "/v1", "action": action});
        control(endpoint, reqwest::Method::POST, "faults", Some(&fault)).await?;
    }
    control(endpoint, reqwest::Method::DELETE, "journal", None)
        .await
        .map(drop)
}

async fn control(
    endpoint: &Endpoint,
    method: reqwest::Method,
    path: &str,
    body: Option<&Value>,
) -> Result<Value, Failure> {
    let url = format!("{}/_sandbox/{path}", endpoint.control);
    let mut request = reqwest::Client::new().request(method, url);
    if let Some(body) = body {
        request = request.json(body);
    }
    Ok(request.send().await?.error_for_status()?.json().await?)
}
