//! What is kept in step, and with what.

use std::path::PathBuf;

use careweave::sync::Level;
use careweave::types::AgencyZone;
use chrono::Timelike as _;
use clap::{Args, Subcommand, ValueEnum};

use super::{ProviderChoice, StoreArgs, zone};

/// What is kept in step.
#[derive(Debug, Subcommand)]
pub(crate) enum SyncCommand {
    /// Deals of a CRM with prospects and clients of WellSky (WELLSKY_… in the environment).
    #[command(after_help = SALES)]
    Sales(CrmArgs),
    /// Leads of a CRM with applicants and caregivers of WellSky.
    #[command(after_help = RECRUITING)]
    Recruiting(CrmArgs),
    /// Appointments of a scheduling service with the tasks of a host.
    #[command(after_help = APPOINTMENTS)]
    Appointments(AppointmentsArgs),
    /// Forms of GoFormz that were signed (GOFORMZ_… in the environment): prospects become clients, applicants caregivers, each once.
    #[command(after_help = PACKETS)]
    Packets(PacketsArgs),
    /// The caregivers and the schedule of an agency, whole, into the store and, where a file is named, into a roster file.
    #[command(after_help = ROSTER)]
    Roster(RosterArgs),
    /// How far a connection may go; without a level, how far it may go now. A store begins with `off` for everything.
    #[command(after_help = LEVEL)]
    Level(LevelArgs),
}

/// Where it is kept what is known and under way.
#[derive(Debug, Args)]
pub(crate) struct KeptArgs {
    /// The store: sqlite:FILE or postgres://USER:PASSWORD@HOST:PORT/DATABASE. Default: CAREWEAVE_STORE, which others on this machine cannot see.
    #[arg(long, value_name = "URL")]
    pub(crate) store: Option<String>,
    /// The schema of a store on PostgreSQL. Default: careweave.
    #[arg(long, value_name = "NAME")]
    pub(crate) schema: Option<String>,
    /// Print one line of JSON instead of tables.
    #[arg(long)]
    pub(crate) json: bool,
}

/// How every flow is run.
#[derive(Debug, Args)]
pub(crate) struct FlowArgs {
    #[command(flatten)]
    pub(crate) kept: KeptArgs,
    /// Show what would be written, and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// No progress on standard error.
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Who this is in the audit log: an opaque name.
    #[arg(long, value_name = "ID", default_value = "careweave.sync")]
    pub(crate) actor: String,
}

impl KeptArgs {
    pub(crate) fn named(&self) -> StoreArgs {
        StoreArgs {
            url: self.store.clone(),
            schema: self.schema.clone(),
            json: self.json,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct CrmArgs {
    #[command(flatten)]
    pub(crate) flow: FlowArgs,
    /// The records of the CRM, deals or leads, one line of JSON each.
    #[arg(long, value_name = "FILE")]
    pub(crate) crm: PathBuf,
    /// Where changes of them are written, one line of JSON each, for the CRM to take in.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Stages, field owners and what else may be otherwise, as JSON. Default: those of docs/guides/sync-command.md.
    #[arg(long, value_name = "FILE")]
    pub(crate) maps: Option<PathBuf>,
    /// The connection: levels, conflicts and the audit log are kept under it. Default: wellsky/<agency>.
    #[arg(long, value_name = "NAME")]
    pub(crate) connection: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct AppointmentsArgs {
    #[command(flatten)]
    pub(crate) flow: FlowArgs,
    #[command(flatten)]
    pub(crate) provider: ProviderChoice,
    /// The tasks, one line of JSON each.
    #[arg(long, value_name = "FILE", required_unless_present = "switch")]
    pub(crate) board: Option<PathBuf>,
    /// Where changes of tasks are written, one line of JSON each, for the host to take in.
    #[arg(long, value_name = "FILE", required_unless_present = "switch")]
    pub(crate) out: Option<PathBuf>,
    /// How many days back appointments are read.
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub(crate) days_back: u32,
    /// How many days ahead.
    #[arg(long, value_name = "N", default_value_t = 90)]
    pub(crate) days_ahead: u32,
    /// Switch the integration on or off and do nothing else. It has to be switched on once before its first run.
    #[arg(long, value_enum, value_name = "STATE")]
    pub(crate) switch: Option<Position>,
}

/// Where a switch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Position {
    /// Appointments are read and written
    On,
    /// Nothing is read or written
    Off,
}

#[derive(Debug, Args)]
pub(crate) struct PacketsArgs {
    #[command(flatten)]
    pub(crate) flow: FlowArgs,
    /// Which templates count, whom they name and what they ask for, as JSON.
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: PathBuf,
    /// Deliveries as they were posted, one line each; `-` reads standard input. They are hints: every form they name is fetched.
    #[arg(long, value_name = "FILE")]
    pub(crate) deliveries: Option<PathBuf>,
    /// Look at this form as if it had been announced, as often as there are forms.
    #[arg(long = "form", value_name = "ID")]
    pub(crate) forms: Vec<String>,
    /// Tells several accounts of the form service apart.
    #[arg(long, value_name = "NAME", default_value = "main")]
    pub(crate) account: String,
    /// The connection. Default: wellsky/<agency>.
    #[arg(long, value_name = "NAME")]
    pub(crate) connection: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct RosterArgs {
    #[command(flatten)]
    pub(crate) flow: FlowArgs,
    /// The agency's IANA time zone: WellSky does not say it.
    #[arg(long, value_parser = zone)]
    pub(crate) zone: AgencyZone,
    /// Also write a roster file, which takes the place of the one before as a whole; docs/guides/roster-file.md.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// The time of day at which it is pulled once a day, on a clock in the zone. A time that clocks skip is taken after the gap.
    #[arg(long, value_name = "HH:MM", default_value = "03:00", value_parser = minute_of_day)]
    pub(crate) at: u32,
    /// Pull only when it is due: when its time of day came since it was pulled last. For a timer that comes every few minutes.
    #[arg(long)]
    pub(crate) if_due: bool,
    /// The connection. Default: wellsky/<agency>.
    #[arg(long, value_name = "NAME")]
    pub(crate) connection: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct LevelArgs {
    #[command(flatten)]
    pub(crate) kept: KeptArgs,
    /// One tenant's account at one source, such as wellsky/agency-1 or calendly/main.
    pub(crate) connection: String,
    /// off, read_only, inbound, outbound, two_way or automation.
    #[arg(requires_all = ["actor", "reason"])]
    pub(crate) level: Option<Level>,
    /// Only for this kind of record, such as prospect.
    #[arg(long, value_name = "KIND", default_value = "")]
    pub(crate) kind: String,
    /// Only for this operation on it, such as prospects.convert.
    #[arg(long, value_name = "OPERATION", default_value = "", requires = "kind")]
    pub(crate) operation: String,
    /// Who decides: an opaque id.
    #[arg(long, value_name = "ID")]
    pub(crate) actor: Option<String>,
    /// Why, as a code.
    #[arg(long, value_name = "CODE")]
    pub(crate) reason: Option<String>,
}

fn minute_of_day(text: &str) -> Result<u32, String> {
    let time = chrono::NaiveTime::parse_from_str(text, "%H:%M");
    let time = time.map_err(|_| "a time of day is 00:00 to 23:59".to_owned())?;
    Ok(time.num_seconds_from_midnight() / 60)
}

/// Questions to the roster that was pulled last.
#[derive(Debug, Subcommand)]
pub(crate) enum RosterCommand {
    /// Who has a telephone number: caregivers, clients, and whom to call when something happens to a client. No call to WellSky.
    #[command(after_help = WHO)]
    Who(WhoArgs),
}

#[derive(Debug, Args)]
pub(crate) struct WhoArgs {
    /// The number, as +13035550100 or as somebody wrote it; `-` reads it from standard input, where others on this machine do not see it.
    #[arg(value_name = "PHONE")]
    pub(crate) phone: String,
    #[command(flatten)]
    pub(crate) kept: KeptArgs,
    /// The connection it was pulled under, such as wellsky/9001. Default: wellsky/<WELLSKY_AGENCY_ID>.
    #[arg(long, value_name = "NAME")]
    pub(crate) connection: Option<String>,
    /// How old the roster may be before what it says is marked as stale.
    #[arg(long, value_name = "HOURS", default_value_t = 26)]
    pub(crate) max_age: u32,
}

const SALES: &str = "The deals are read whole from --crm. What changes about them is appended to --out: take the lines in, in their order, then \
empty the file and export anew. FILE.index beside it remembers what was said before; leave it where it is.
docs/guides/sync-command.md has the fields.

Examples:
  careweave sync level wellsky/9001 read_only --actor user-3 --reason rollout
  careweave sync sales --crm deals.jsonl --out changes.jsonl --dry-run
  careweave sync sales --crm deals.jsonl --out changes.jsonl --json --quiet >> reports.jsonl";

const RECRUITING: &str = "The leads are read whole from --crm. What changes about them is appended to --out: take the lines in, in their order, then \
empty the file and export anew. Who signed a packet becomes a caregiver by `careweave sync packets`.

Examples:
  careweave sync recruiting --crm leads.jsonl --out changes.jsonl --dry-run
  careweave sync recruiting --crm leads.jsonl --out changes.jsonl";

const APPOINTMENTS: &str = "The tasks are read whole from --board, which may be empty. What changes about them is appended to --out: take the lines in, \
in their order, then empty the file and export anew. A task that a line makes keeps the id it has there.

Examples:
  careweave sync appointments --switch on
  careweave sync level calendly/main two_way --actor user-3 --reason rollout
  careweave sync appointments --board tasks.jsonl --out changes.jsonl";

const PACKETS: &str = "What was announced and could not be fetched stays marked in the store, and so does whoever signed and is not ready yet: \
run it again, with or without further deliveries.

Examples:
  careweave sync packets --rules packets.json --deliveries posted.jsonl
  careweave sync packets --rules packets.json --form 3f0c5c1e-77aa-4f0e-9d0b-000000000000 --dry-run
  careweave sync packets --rules packets.json";

const ROSTER: &str = "Examples:
  careweave sync roster --zone America/Denver
  careweave sync roster --zone America/Denver --if-due --quiet
  careweave sync roster --zone America/Denver --out roster.json && careweave rank --roster roster.json";

const WHO: &str = "The roster is the one that `careweave sync roster` pulled last. It names people by their ids: the store has neither names nor \
numbers. Several people at one telephone are all named.

Examples:
  careweave roster who 303-555-0100 --connection wellsky/9001
  echo +13035550100 | careweave roster who - --connection wellsky/9001 --json";

const LEVEL: &str = "Examples:
  careweave sync level wellsky/9001
  careweave sync level wellsky/9001 outbound --actor user-3 --reason week_two
  careweave sync level wellsky/9001 read_only --kind prospect --operation prospects.convert --actor user-3 --reason audit";
