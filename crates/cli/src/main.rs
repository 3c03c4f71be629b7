//! The `careweave` command: a host of the library that decides nothing itself.

mod args;
mod commands;
mod failure;
mod files;
mod input;
mod out;
mod phones;
mod search;
mod secrets;
mod table;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use failure::Failure;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return Failure::from(error).report(),
    };
    let result = runtime.block_on(async {
        match cli.command {
            Command::Sandbox(args) => commands::sandbox::run(args).await,
            Command::Demo(args) => commands::demo::run(args).await,
            Command::Fill(args) => commands::fill::run(args).await,
            Command::Simulate(args) => commands::simulate::run(&args),
            Command::Doctor(args) => commands::doctor::run(args).await,
            Command::Store(command) => commands::store::run(*command).await,
            Command::Sync(command) => commands::sync::run(*command).await,
            Command::Roster(command) => commands::roster::run(*command).await,
            Command::Providers(command) => commands::providers::run(*command).await,
            Command::Rank(args) => commands::rank::run(&args),
            Command::Overtime(args) => commands::overtime::run(&args),
            Command::Evv(args) => commands::evv::run(&args),
            Command::Report(command) => commands::report::run(&command).await,
            Command::Assign(args) => commands::assign::run(&args).await,
            Command::Solve(args) => commands::solve::run(&args).await,
        }
    });
    // A request that hangs must not keep the process alive after the answer is printed.
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
