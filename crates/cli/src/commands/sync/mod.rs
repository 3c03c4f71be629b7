//! `careweave sync`: one run of a flow, with the host's side in files.

mod appointments;
mod level;
mod packets;
mod recruiting;
mod roster;
mod run;
mod sales;

pub(crate) use run::flows_of;

use crate::args::SyncCommand;
use crate::failure::Failure;

/// Where the files are described.
const GUIDE: &str = "docs/guides/sync-command.md";

pub(crate) async fn run(command: SyncCommand) -> Result<(), Failure> {
    match command {
        SyncCommand::Sales(args) => sales::run(&args).await,
        SyncCommand::Appointments(args) => appointments::run(&args).await,
        SyncCommand::Recruiting(args) => recruiting::run(&args).await,
        SyncCommand::Packets(args) => packets::run(&args).await,
        SyncCommand::Roster(args) => roster::run(&args).await,
        SyncCommand::Level(args) => level::run(&args).await,
    }
}
