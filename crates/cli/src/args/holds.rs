//! What is asked about legal holds.

use clap::{Args, Subcommand};

use super::store::{ListArgs, StoreArgs};

#[derive(Debug, Subcommand)]
pub(crate) enum HoldsCommand {
    /// The holds that stand, of one chain of the audit log.
    #[command(after_help = HOLDS)]
    List(HoldsListArgs),
    /// Keep what is about a person until the matter is closed. Placed again it is widened by what is named.
    #[command(after_help = HOLDS)]
    Place(PlaceArgs),
    /// Let one go: what it kept is erased and let go of as before.
    #[command(after_help = HOLDS)]
    Lift(LiftArgs),
}

#[derive(Debug, Args)]
pub(crate) struct HoldsListArgs {
    #[command(flatten)]
    pub(crate) list: ListArgs,
    /// The chain of the audit log that has the persons' entries.
    pub(crate) chain: String,
    /// Only after this number.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) after: u64,
}

/// Which hold, and who asks.
#[derive(Debug, Args)]
pub(crate) struct MatterArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// The chain of the audit log that has the person's entries, in which placing and lifting are written down.
    pub(crate) chain: String,
    /// The person as the audit log names them: an opaque token.
    #[arg(long)]
    pub(crate) token: String,
    /// What it is kept for: the opaque id of a case.
    #[arg(long, value_name = "ID")]
    pub(crate) matter: String,
    /// Who asks: an opaque id.
    #[arg(long, value_name = "ID")]
    pub(crate) actor: String,
}

#[derive(Debug, Args)]
pub(crate) struct PlaceArgs {
    #[command(flatten)]
    pub(crate) of: MatterArgs,
    /// Their id here: every record that is tied to it, also one that is tied later.
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) local: Option<u64>,
    /// A further record of another system, as often as there are some.
    #[arg(long = "record", num_args = 3, value_names = ["CONNECTION", "KIND", "ID"])]
    pub(crate) records: Vec<String>,
    /// A subject of messages, as often as there are some.
    #[arg(long = "announced", num_args = 2, value_names = ["SOURCE", "SUBJECT"])]
    pub(crate) announced: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct LiftArgs {
    #[command(flatten)]
    pub(crate) of: MatterArgs,
}

const HOLDS: &str = "Examples:
  careweave store holds list agency-1
  careweave store holds place agency-1 --token p-81c4 --matter case-2026-17 --actor user-3 --local 4711
  careweave store holds place agency-1 --token p-81c4 --matter case-2026-17 --actor user-3 \\
    --record wellsky/agency-1 client 500001 --announced calendly.agency-1 invitee-9
  careweave store holds lift agency-1 --token p-81c4 --matter case-2026-17 --actor user-3";
