use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct SimulateArgs {
    /// Call off the booked shifts of this roster file and rank with the matching engine; `-` reads standard input. The format is in docs/guides/roster-file.md. Default: one imagined shift with forty candidates.
    #[arg(long, value_name = "FILE")]
    pub(crate) roster: Option<PathBuf>,
    /// Compare this policy file (careweave.outreach-policy/1); may be given several times. Default: nine ways of asking.
    #[arg(long = "policy", value_name = "FILE")]
    pub(crate) policies: Vec<PathBuf>,
    /// What people do, as JSON: with a roster the tendencies, otherwise the crew. Default: the documented assumptions.
    #[arg(long, value_name = "FILE")]
    pub(crate) people: Option<PathBuf>,
    /// Fit how people reply to logs of campaigns: a JSON list of logs, each a list of recorded events. Replaces reply, accept and delays.
    #[arg(long, value_name = "FILE")]
    pub(crate) fit: Option<PathBuf>,
    /// Trials per policy, 1 to 1,000,000.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) trials: u32,
    /// The same number gives the same people; every policy is tried on the same.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Draw the shares filled into this SVG file.
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
    /// Print the comparison as one line of JSON instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
}
