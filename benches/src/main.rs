//! Side-by-side benchmarks: ours and its peers do the same task against the same server, turn by turn in one run.
//!
//! `cargo xtask bench` builds what this needs and starts it. Each competitor is a program of its own (a *lane*) that reads
//! a task per line and answers with the time it took and a digest of what it read; see [`task`]. docs/benchmarks.md says
//! what is compared and why that is fair.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a benchmark prints and takes the time"
)]

mod failure;
mod harness;
mod insights;
mod matching;
mod outreach;
mod providers;
mod sync;
mod task;
mod wellsky;
mod worker;
mod workflows;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::failure::Failure;
use crate::harness::{Depth, Programs, Stores};
use crate::worker::RustLane;

/// Side-by-side benchmarks; started by `cargo xtask bench`.
#[derive(Debug, Parser)]
#[command(name = "careweave-bench", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the cases of a subject
    Run(Box<Run>),
    /// Does tasks in Rust: one JSON line in, one out
    Worker {
        /// Who does them
        lane: RustLane,
    },
}

#[derive(Debug, clap::Args)]
struct Run {
    /// What is measured
    subject: Subject,
    /// Only the cases with these names, separated by commas
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Small and short: shows that everything runs and agrees, and measures nothing worth keeping
    #[arg(long)]
    quick: bool,
    /// Rounds of each case, in place of its own number
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=99))]
    rounds: Option<u32>,
    /// Also writes everything measured to this file, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// The release build of the command
    #[arg(long)]
    careweave: PathBuf,
    /// A Python with the wheel and the peers
    #[arg(long)]
    python: PathBuf,
    /// The folder benches/ of the repository
    #[arg(long)]
    benches: PathBuf,
    /// The folder of the Node package, release build
    #[arg(long)]
    node_package: PathBuf,
    /// A folder on the disk that is measured; it is made if it is missing
    #[arg(long)]
    stores: PathBuf,
    /// A PostgreSQL server whose user may create schemas, for the subjects that need one
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
}

/// A group of cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Subject {
    /// The client of WellSky
    Wellsky,
    /// Appointment schedulers: signatures, decoding, conflicts
    Providers,
    /// Ranking, overtime, assignment
    Matching,
    /// Reports from events
    Insights,
    /// Filling shifts: campaigns, replies, claims
    Outreach,
    /// Sync primitives: pages, queues, recovery, and what killed senders double
    Sync,
    /// Flows: a full sync of a portal's deals
    Workflows,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return report(&Failure::new(format!("no runtime: {error}"))),
    };
    let outcome = runtime.block_on(async {
        match arguments.command {
            Command::Run(run) => subject(*run).await,
            Command::Worker { lane } => worker::serve(lane).await,
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(&failure),
    }
}

fn report(failure: &Failure) -> ExitCode {
    eprintln!("error: {failure}");
    ExitCode::FAILURE
}

async fn subject(run: Run) -> Result<(), Failure> {
    let stores = Stores {
        folder: run.stores,
        postgres: run.postgres,
    };
    let programs = Programs::new(run.careweave, run.python, run.benches, run.node_package, stores)?;
    let depth = match run.quick {
        true => Depth::Quick,
        false => Depth::Full,
    };
    let cases = match run.subject {
        Subject::Wellsky => wellsky::cases(depth, chrono::Utc::now()),
        Subject::Providers => providers::cases(depth, chrono::Utc::now()),
        Subject::Matching => matching::cases(depth),
        Subject::Insights => insights::cases(depth)?,
        Subject::Outreach => outreach::cases(depth),
        Subject::Sync => sync::cases(depth),
        Subject::Workflows => workflows::cases(depth),
    };
    harness::run(
        cases,
        &run.only,
        run.rounds,
        &programs,
        run.json.as_deref(),
        depth,
    )
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }
}
