//! `careweave sync appointments`: appointments of a scheduling service, tasks in a file.

use std::sync::Arc;

use careweave::types::Error;
use careweave::workflows::appointments::{AppointmentSync, MemoryBoard, SyncOptions, TaskBoard};
use careweave::workflows::flow::FlowReport;

use super::run::Run;
use crate::args::{AppointmentsArgs, Position};
use crate::commands::providers;
use crate::failure::Failure;
use crate::files::FileBoard;
use crate::out;

pub(crate) async fn run(args: &AppointmentsArgs) -> Result<(), Failure> {
    let provider = providers::open(&args.provider)?;
    let run = Run::open(&args.flow).await?;
    let board: Arc<dyn TaskBoard> = match (&args.board, &args.out) {
        (Some(board), Some(out)) => Arc::new(FileBoard::open(board, out, Arc::clone(&run.clock))?),
        // Only a switch is turned; no task is looked at.
        _ => Arc::new(MemoryBoard::new()),
    };
    let options = SyncOptions {
        days_back: args.days_back,
        days_ahead: args.days_ahead,
        ..SyncOptions::default()
    };
    let (store, clock) = (run.flows()?, Arc::clone(&run.clock));
    let actor = args.flow.actor.as_str();
    let sync = AppointmentSync::new(provider, board, store, clock, actor, options)?
        .within(|context| run.tuned(context));
    if let Some(position) = args.switch {
        return switch(&sync, position).await;
    }
    let connection = sync.connection().to_owned();
    let done = steps(&run, &sync)
        .await
        .map_err(|error| match error.get("integration") {
            Some(_) => error.with("what to do", "careweave sync appointments --switch on"),
            None => error,
        });
    run.finish("appointments", connection, done).await
}

async fn switch(sync: &AppointmentSync, position: Position) -> Result<(), Failure> {
    let status = match position {
        Position::On => sync.switch_on().await?,
        Position::Off => sync.switch_off().await?,
    };
    out::print(&format!("{}: {}\n", sync.connection(), status.state.as_str()))
}

async fn steps(run: &Run<'_>, sync: &AppointmentSync) -> Result<Vec<(&'static str, FlowReport)>, Error> {
    run.note("appointments: the service to the tasks");
    let read = sync.sync().await?;
    run.note("appointments: what changed in the tasks to the service");
    let pushed = sync.push().await?;
    Ok(vec![("sync", read), ("push", pushed)])
}
