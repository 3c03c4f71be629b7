//! What is asked of a store.

use clap::{Args, Subcommand, ValueEnum};

use super::conflicts::ConflictsCommand;
use super::holds::HoldsCommand;

/// What is asked of a store.
#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Create the store, or bring its tables up to date. Every other command and every worker does so too when it opens one that is there.
    #[command(after_help = MIGRATE)]
    Migrate(StoreArgs),
    /// What is under way, in doubt, queued, dead; with --source and --stream also what was announced and how far was read; with
    /// --integrations how far each lags behind and what is wrong with it.
    #[command(after_help = STATUS)]
    Status(StatusArgs),
    /// Effects: what was sent, and what nobody knows of.
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// Items that wait to be sent, and those that were given up.
    #[command(subcommand)]
    Outbox(OutboxCommand),
    /// Fields that both sides changed, which a person decides.
    #[command(subcommand)]
    Conflicts(ConflictsCommand),
    /// What is kept of persons until a matter is closed, whatever its age and whoever asks for its erasure.
    #[command(subcommand)]
    Holds(HoldsCommand),
    /// Who did what, and whether that record is whole.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Credentials at rest.
    #[command(subcommand)]
    Vault(VaultCommand),
}

/// Which store.
#[derive(Debug, Args)]
pub(crate) struct StoreArgs {
    /// The store: sqlite:FILE or postgres://USER:PASSWORD@HOST:PORT/DATABASE. Default: CAREWEAVE_STORE, which others on this machine cannot see.
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// The schema of a store on PostgreSQL. Default: careweave.
    #[arg(long, value_name = "NAME")]
    pub(crate) schema: Option<String>,
    /// Print one line of JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// Also what this source announced, as often as there are sources.
    #[arg(long = "source", value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,
    /// Also how far this stream was read, as often as there are streams.
    #[arg(long = "stream", value_name = "STREAM")]
    pub(crate) streams: Vec<String>,
    /// Also how these integrations are: a file of JSON that names what belongs to each and its targets; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) integrations: Option<std::path::PathBuf>,
    /// End with code 3 when a person has to look: dead items, effects handed to a person, counts that do not add up, an integration
    /// that misses a target.
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LedgerCommand {
    /// Effects of which nobody knows whether they happened: under way past their deadline, in doubt, or handed to a person.
    #[command(after_help = IN_DOUBT)]
    InDoubt(ListArgs),
    /// One effect with its attempts.
    Show(ShowArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// At most so many.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) limit: u32,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// The id of the effect: 32 hexadecimal digits.
    pub(crate) id: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum OutboxCommand {
    /// Items in the order of queueing.
    #[command(after_help = OUTBOX_LIST)]
    List(OutboxListArgs),
    /// Items that were given up: what a redrive would queue again.
    Dead(DeadArgs),
    /// Queue dead items again, with the effects they had: what happened is not done again.
    #[command(after_help = REDRIVE)]
    Redrive(RedriveArgs),
}

#[derive(Debug, Args)]
pub(crate) struct OutboxListArgs {
    #[command(flatten)]
    pub(crate) list: ListArgs,
    /// Only these.
    #[arg(long, value_enum)]
    pub(crate) state: Option<ItemState>,
    /// Only after this number.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) after: u64,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ItemState {
    /// It waits for its turn and its time
    Waiting,
    /// A worker has it
    Claimed,
    /// It was sent
    Done,
    /// It was given up
    Dead,
}

#[derive(Debug, Args)]
pub(crate) struct DeadArgs {
    #[command(flatten)]
    pub(crate) list: ListArgs,
    /// Only this lane.
    #[arg(long)]
    pub(crate) lane: Option<String>,
    /// Only this reason code.
    #[arg(long, value_name = "CODE")]
    pub(crate) reason: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct RedriveArgs {
    #[command(flatten)]
    pub(crate) dead: DeadArgs,
    /// Only show what would be queued.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Read a chain to its end, and hold it against the head of the store and against anchors.
    #[command(after_help = VERIFY)]
    Verify(VerifyArgs),
    /// Sign how far a chain has reached, as a line of JSON to be kept elsewhere. The key is CAREWEAVE_AUDIT_KEY, 32 bytes or more in base64.
    Anchor(ChainArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ChainArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// The chain.
    pub(crate) chain: String,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    pub(crate) chain: ChainArgs,
    /// A file with one anchor per line, as `audit anchor` prints them; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) anchors: Option<std::path::PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum VaultCommand {
    /// Seal what is under an old master key under the current one. It may be stopped anywhere and run again.
    #[command(after_help = ROTATE)]
    Rotate(RotateArgs),
}

#[derive(Debug, Args)]
pub(crate) struct RotateArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// Only tell how many secrets are under an old key.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

const MIGRATE: &str = "Examples:
  careweave store migrate --url sqlite:careweave.db
  CAREWEAVE_STORE=postgres://portal:…@db/care careweave store migrate --schema care";

const STATUS: &str = "Examples:
  careweave store status --url sqlite:careweave.db
  careweave store status --source wellsky.agency-1 --stream wellsky/agency-1/clients
  careweave store status --integrations integrations.json
  careweave store status --integrations integrations.json --check --json || page-somebody";

const IN_DOUBT: &str = "Examples:
  careweave store ledger in-doubt
  careweave store ledger in-doubt --json --limit 1000 | jq -r '.effects[].id'";

const OUTBOX_LIST: &str = "Examples:
  careweave store outbox list --state waiting
  careweave store outbox list --after 4100 --limit 1000 --json";

const REDRIVE: &str = "Examples:
  careweave store outbox redrive --reason server_error --dry-run
  careweave store outbox redrive --reason server_error --limit 50";

const VERIFY: &str = "Examples:
  careweave store audit anchor agency-1 >> /mnt/elsewhere/anchors
  careweave store audit verify agency-1 --anchors /mnt/elsewhere/anchors";

const ROTATE: &str = "The master keys are CAREWEAVE_VAULT_KEYS: ID=BASE64 of 32 random bytes, the current one first, the old ones after commas.

Examples:
  CAREWEAVE_VAULT_KEYS=2026-11=…,2026-05=… careweave store vault rotate --dry-run
  CAREWEAVE_VAULT_KEYS=2026-11=…,2026-05=… careweave store vault rotate";
