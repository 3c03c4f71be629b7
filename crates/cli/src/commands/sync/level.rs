//! `careweave sync level`: how far a connection may go.

use careweave::http::{Clock as _, SystemClock};
use careweave::sync::{AnyStore, GateScope};
use serde_json::json;

use crate::args::LevelArgs;
use crate::commands::store::opened;
use crate::failure::Failure;
use crate::out;

pub(crate) async fn run(args: &LevelArgs) -> Result<(), Failure> {
    let store = opened::or_created(&args.kept.named()).await?;
    let done = set_or_show(&store, args).await;
    store.close().await.map_err(opened::explained)?;
    done
}

async fn set_or_show(store: &AnyStore, args: &LevelArgs) -> Result<(), Failure> {
    let scope = GateScope::connection(&*args.connection)
        .kind(&*args.kind)
        .operation(&*args.operation);
    let level = match (args.level, &args.actor, &args.reason) {
        (Some(level), Some(actor), Some(reason)) => {
            let now = SystemClock::new().now();
            store.set_level(&scope, level, actor, reason, now).await?.level
        }
        _ => store.level(&scope).await?,
    };
    if args.kept.json {
        return out::print(&(json!({ "scope": scope, "level": level }).to_string() + "\n"));
    }
    let of = [&args.connection, &args.kind, &args.operation];
    let named: Vec<&str> = of
        .into_iter()
        .map(String::as_str)
        .filter(|word| !word.is_empty())
        .collect();
    out::print(&format!("{}: {}\n", named.join(" "), level.as_str()))
}
