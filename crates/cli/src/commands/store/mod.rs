//! `careweave store`: what a store holds and what is to be done about it, from the command line.

mod audit;
mod conflicts;
mod health;
mod holds;
mod ledger;
pub(crate) mod opened;
mod outbox;
mod status;
mod vault;

use serde::Serialize;

use crate::args::StoreCommand;
use crate::failure::Failure;
use crate::out;

pub(crate) async fn run(command: StoreCommand) -> Result<(), Failure> {
    match command {
        StoreCommand::Migrate(args) => status::migrate(&args).await,
        StoreCommand::Status(args) => status::run(&args).await,
        StoreCommand::Ledger(command) => ledger::run(command).await,
        StoreCommand::Outbox(command) => outbox::run(command).await,
        StoreCommand::Conflicts(command) => conflicts::run(command).await,
        StoreCommand::Holds(command) => holds::run(command).await,
        StoreCommand::Audit(command) => audit::run(command).await,
        StoreCommand::Vault(command) => vault::run(command).await,
    }
}

/// One line of JSON.
fn line(value: &impl Serialize) -> Result<(), Failure> {
    let line = serde_json::to_string(value).map_err(|e| Failure::job(e.to_string()))?;
    out::print(&(line + "\n"))
}

/// An instant to the second.
fn seconds(instant: chrono::DateTime<chrono::Utc>) -> String {
    instant.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn dash() -> String {
    "-".to_owned()
}
