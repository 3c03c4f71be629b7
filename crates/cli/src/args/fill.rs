use std::path::PathBuf;

use clap::Args;

use super::AgencyArgs;

#[derive(Debug, Args)]
pub(crate) struct FillArgs {
    #[command(flatten)]
    pub(crate) agency: AgencyArgs,
    /// Keep the campaigns in this SQLite file, so that a later run goes on with them. Default: a temporary file.
    #[arg(long, value_name = "FILE")]
    pub(crate) store: Option<PathBuf>,
    /// Use a sandbox that runs already: its control address (`control` in the line that `careweave sandbox --json` prints).
    #[arg(long, value_name = "URL", conflicts_with_all = ["seed", "now", "zone"])]
    pub(crate) sandbox: Option<String>,
    /// How shifts are filled: a policy file of the format careweave.outreach-policy/1. Default: the documented policy, without calls.
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// Print the report as one line of JSON instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
    /// No progress on standard error.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}
