//! What is asked about fields that both sides changed.

use clap::{Args, Subcommand, ValueEnum};

use super::store::{ListArgs, StoreArgs};

#[derive(Debug, Subcommand)]
pub(crate) enum ConflictsCommand {
    /// The open conflicts of a connection. The table shows no values: they may be about a person.
    #[command(after_help = CONFLICTS)]
    List(ConflictsListArgs),
    /// One conflict whole: what was decided, by whom and why. What the sides have is shown with --values only.
    #[command(after_help = CONFLICTS)]
    Show(ConflictShowArgs),
    /// Decide one: ours is pushed, theirs is applied, a third value goes both ways.
    #[command(after_help = CONFLICTS)]
    Resolve(ResolveArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ConflictsListArgs {
    #[command(flatten)]
    pub(crate) list: ListArgs,
    /// One tenant's account at one source, such as wellsky/agency-1.
    pub(crate) connection: String,
    /// Also those that are closed.
    #[arg(long)]
    pub(crate) all: bool,
    /// Only after this number.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) after: u64,
}

#[derive(Debug, Args)]
pub(crate) struct ConflictShowArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// The number of the conflict.
    pub(crate) number: u64,
    /// Also what stood there before, here and there, as JSON: it may be about a person, and ends up wherever this output does.
    #[arg(long)]
    pub(crate) values: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ResolveArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// The number of the conflict.
    pub(crate) number: u64,
    /// Whose value holds.
    #[arg(value_enum)]
    pub(crate) side: Side,
    /// With `value`: the file that has the third value as JSON; `-` reads standard input. Never an argument, which others on this
    /// machine see.
    #[arg(long, value_name = "FILE", required_if_eq("side", "value"))]
    pub(crate) value: Option<std::path::PathBuf>,
    /// Who decides: an opaque id.
    #[arg(long, value_name = "ID")]
    pub(crate) actor: String,
    /// Why, as a code.
    #[arg(long, value_name = "CODE")]
    pub(crate) reason: String,
}

/// Whose value holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Side {
    /// What stands here
    Ours,
    /// What stands there
    Theirs,
    /// A third value, out of --value
    Value,
}

const CONFLICTS: &str = "Examples:
  careweave store conflicts list wellsky/agency-1
  careweave store conflicts show 17 --values
  careweave store conflicts resolve 17 theirs --actor user-3 --reason checked_by_phone
  careweave store conflicts resolve 17 value --value third.json --actor user-3 --reason both_were_wrong";
