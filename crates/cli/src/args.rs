mod conflicts;
mod fill;
mod holds;
mod simulate;
mod store;
mod sync;

use std::path::PathBuf;
use std::time::Duration;

use careweave::sandbox::{Scale, Switches};
use careweave::types::{AgencyZone, ShiftId};
use chrono::{DateTime, Utc};
use clap::{Args, Parser, Subcommand};

pub(crate) use crate::commands::report::ReportCommand;
pub(crate) use conflicts::{ConflictShowArgs, ConflictsCommand, ConflictsListArgs, ResolveArgs, Side};
pub(crate) use fill::FillArgs;
pub(crate) use holds::{HoldsCommand, HoldsListArgs, LiftArgs, MatterArgs, PlaceArgs};
pub(crate) use simulate::SimulateArgs;
pub(crate) use store::{
    AuditCommand, ChainArgs, DeadArgs, ItemState, LedgerCommand, ListArgs as StoreListArgs, OutboxCommand,
    OutboxListArgs, RedriveArgs, ShowArgs, StatusArgs, StoreArgs, StoreCommand, VaultCommand, VerifyArgs,
};
pub(crate) use sync::{
    AppointmentsArgs, CrmArgs, FlowArgs, LevelArgs, PacketsArgs, Position, RosterArgs, RosterCommand,
    SyncCommand, WhoArgs,
};

/// Home-care operations: fill open shifts, rank caregivers, and try it all against sandbox servers.
#[derive(Debug, Parser)]
#[command(name = "careweave", version, about, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start loopback servers that speak the wire formats of the vendors, with a synthetic agency in them.
    Sandbox(SandboxArgs),
    /// Do the main job against a sandbox: find the open shifts, rank, offer, assign, verify, record.
    Demo(DemoArgs),
    /// Fill the open shifts of a sandbox by campaigns: texts in waves, answers, claims, assignments, escalations, with time played.
    Fill(FillArgs),
    /// What policies of filling are worth, on stated assumptions about people: run on the same people, side by side. No server, no network.
    Simulate(SimulateArgs),
    /// Rank the caregivers of a roster file for its open shifts. No server, no network.
    Rank(RankArgs),
    /// What the labour rules of a place make of a timesheet, and what more time would cost. No server, no network.
    Overtime(OvertimeArgs),
    /// Which visits are verified, which have to be fixed, who is late, and how many units are billed. No server, no network.
    Evv(EvvArgs),
    /// Who gets which open shift of a roster file, all of them weighed at once, and why. No server, no network.
    Assign(AssignArgs),
    /// Solve an assignment problem: capacities, or visits with times, windows, skills, company and travel. No server, no network.
    Solve(SolveArgs),
    /// Ask an appointment scheduler (Acuity, Calendly, Ninsaúde), book at it, cancel at it.
    #[command(subcommand)]
    Providers(Box<ProvidersCommand>),
    /// Figures from files of events: sources, funnel, calls, messages, no-shows, filling, churn, verification. No server, no network.
    #[command(subcommand)]
    Report(Box<ReportCommand>),
    /// Look after a store: bring it up to date, see what is in doubt or given up, queue it again, verify the audit log, change keys.
    #[command(subcommand)]
    Store(Box<StoreCommand>),
    /// Keep a CRM, a scheduling service and WellSky in step, with files as the host's side: deals, appointments, the roster.
    #[command(subcommand)]
    Sync(Box<SyncCommand>),
    /// Ask the roster that was pulled last.
    #[command(subcommand)]
    Roster(Box<RosterCommand>),
    /// Check the credentials in the environment (WELLSKY_…) and print which operations work with them. Changes nothing.
    Doctor(DoctorArgs),
}

/// What the synthetic agency is built from.
#[derive(Debug, Args)]
pub(crate) struct AgencyArgs {
    /// The agency is built from this number; the same number gives the same agency.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The instant the agency is built around, RFC 3339 with offset (2026-04-06T12:00:00Z). Default: now.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(crate) now: Option<DateTime<Utc>>,
    /// The agency's IANA time zone.
    #[arg(long, default_value = "America/Denver", value_parser = zone)]
    pub(crate) zone: AgencyZone,
}

#[derive(Debug, Args)]
pub(crate) struct SandboxArgs {
    #[command(flatten)]
    pub(crate) agency: AgencyArgs,
    /// Use the ports from N on: N for control, N+1 for WellSky's REST surface, N+2 for its Connect API, N+3 to N+6 for Acuity, Calendly, Ninsaúde and GoFormz. Default: free ports.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=65_000))]
    pub(crate) port_base: Option<u16>,
    /// How large the agency is: documented (10 clients), clinic (60), agency (500) or large (10,000).
    #[arg(long, default_value = "documented", value_parser = scale)]
    pub(crate) scale: Scale,
    /// Let a vendor behave otherwise where sources about it contradict each other; `list` prints the switches.
    #[arg(long = "switch", value_name = "NAME=VALUE", value_parser = switch)]
    pub(crate) switches: Vec<Switch>,
    /// When ready, print one line of JSON with addresses and credentials.
    #[arg(long)]
    pub(crate) json: bool,
    /// Stop by itself after this many seconds. Default: run until Ctrl-C.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) max_seconds: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    #[command(flatten)]
    pub(crate) agency: AgencyArgs,
    /// Keep the record of what was done in this SQLite file, so that a second run can see it. Default: a temporary file.
    #[arg(long, value_name = "FILE")]
    pub(crate) store: Option<PathBuf>,
    /// Use a sandbox that runs already: its control address (`control` in the line that `careweave sandbox --json` prints).
    #[arg(long, value_name = "URL", conflicts_with_all = ["seed", "now", "zone"])]
    pub(crate) sandbox: Option<String>,
    /// Print the report as one line of JSON instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
    /// No progress on standard error.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RankArgs {
    /// The roster file; `-` reads standard input. The format is in docs/guides/roster-file.md.
    #[arg(long, value_name = "FILE")]
    pub(crate) roster: PathBuf,
    /// Rank for this shift only. Default: every open shift.
    #[arg(long, value_name = "ID", value_parser = shift_id)]
    pub(crate) shift: Option<ShiftId>,
    /// Print the rankings as one line of JSON instead of tables.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct OvertimeArgs {
    /// The timesheet; `-` reads standard input. The format is in docs/guides/timesheet-file.md.
    #[arg(value_name = "FILE")]
    pub(crate) timesheet: PathBuf,
    /// Print the result as one line of JSON instead of tables.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvvArgs {
    /// The visits, as JSON or, where the name ends in .csv, as a table; `-` reads standard input. The formats are in docs/guides/visit-file.md.
    #[arg(value_name = "FILE")]
    pub(crate) visits: PathBuf,
    /// The file is a table, whatever its name.
    #[arg(long)]
    pub(crate) csv: bool,
    /// With a table: the agency's IANA time zone.
    #[arg(long, value_parser = zone)]
    pub(crate) zone: Option<AgencyZone>,
    /// With a table: the instant it describes, RFC 3339 with offset.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(crate) as_of: Option<DateTime<Utc>>,
    /// Print the result as one line of JSON instead of tables.
    #[arg(long)]
    pub(crate) json: bool,
}

/// How hard to search, and what is shown of it.
#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// Every random choice comes from this number: the same file, seed and iterations give the same result.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The most steps of the search. Small problems are solved to the optimum without any.
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    pub(crate) iterations: u64,
    /// Stop after this many seconds with the best so far. Such a result depends on the machine.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) time_limit: Option<Duration>,
    /// Print the result as one line of JSON instead of tables.
    #[arg(long)]
    pub(crate) json: bool,
    /// No progress on standard error.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AssignArgs {
    /// The roster file; `-` reads standard input. The format is in docs/guides/roster-file.md.
    #[arg(value_name = "FILE")]
    pub(crate) roster: PathBuf,
    /// A policy file that says who may and who should; docs/matching.md. Default: the default policy.
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// What an open shift, overtime, the way and a new face cost; docs/guides/staffing.md.
    #[arg(long, value_name = "FILE")]
    pub(crate) costs: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) search: SearchArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SolveArgs {
    /// The problem; `-` reads standard input. The format is in docs/assignment.md.
    #[arg(value_name = "FILE")]
    pub(crate) problem: PathBuf,
    #[command(flatten)]
    pub(crate) search: SearchArgs,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// Also find out what the vendor's documents leave open, by a write that must fail (to an appointment that does not exist).
    #[arg(long)]
    pub(crate) probe: bool,
    /// Print the findings as one line of JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What is asked of a scheduler.
#[derive(Debug, Subcommand)]
pub(crate) enum ProvidersCommand {
    /// Try the credentials and say whose they are.
    Verify(ProviderArgs),
    /// The kinds of appointment that can be booked.
    Types(ProviderArgs),
    /// The times that can be booked.
    Slots(SlotsArgs),
    /// The appointments that start in a range. The table names nobody; `--json` has all the service says, names among it.
    List(ListArgs),
    /// Book an appointment, once for each key.
    Book(BookArgs),
    /// Call an appointment off.
    Cancel(CancelArgs),
}

/// Which provider, and how the answer is shown.
#[derive(Debug, Args)]
pub(crate) struct ProviderArgs {
    #[command(flatten)]
    pub(crate) choice: ProviderChoice,
    /// Print one line of JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which provider: an address, or a service with settings, or variables in the environment.
#[derive(Debug, Args)]
pub(crate) struct ProviderChoice {
    /// An address, such as acuity://USER:KEY@default?integration=main. Others on this machine can see it: prefer the environment.
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["service", "settings"])]
    pub(crate) address: Option<String>,
    /// The service: acuity, calendly, ninsaude.
    #[arg(long, value_name = "NAME")]
    pub(crate) service: Option<String>,
    /// With --service: what the account is called here.
    #[arg(long, value_name = "ID", default_value = "main")]
    pub(crate) integration: String,
    /// With --service: a setting, as often as there are settings.
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = pair, requires = "service")]
    pub(crate) settings: Vec<(String, String)>,
    /// Without --address and --service: how the variables begin; SCHEDULER_PROVIDER, SCHEDULER_INTEGRATION and one per setting.
    #[arg(long, value_name = "PREFIX", default_value = "SCHEDULER_")]
    pub(crate) env: String,
}

/// A stretch of time, its end not included.
#[derive(Debug, Args)]
pub(crate) struct RangeArgs {
    /// From this instant on, RFC 3339 with offset.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(crate) from: DateTime<Utc>,
    /// Up to this instant.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(crate) to: DateTime<Utc>,
}

#[derive(Debug, Args)]
pub(crate) struct SlotsArgs {
    #[command(flatten)]
    pub(crate) provider: ProviderArgs,
    #[command(flatten)]
    pub(crate) range: RangeArgs,
    /// The id of a type.
    #[arg(long = "type", value_name = "ID")]
    pub(crate) kind: String,
    /// With this calendar only.
    #[arg(long, value_name = "ID")]
    pub(crate) calendar: Option<String>,
    /// In this unit only, at services that have units.
    #[arg(long, value_name = "ID")]
    pub(crate) unit: Option<String>,
    /// The zone times are shown in.
    #[arg(long, default_value = "UTC", value_parser = zone)]
    pub(crate) zone: AgencyZone,
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) provider: ProviderArgs,
    #[command(flatten)]
    pub(crate) range: RangeArgs,
    /// With this calendar only.
    #[arg(long, value_name = "ID")]
    pub(crate) calendar: Option<String>,
    /// Leave out what was called off.
    #[arg(long)]
    pub(crate) without_cancelled: bool,
}

#[derive(Debug, Args)]
pub(crate) struct BookArgs {
    #[command(flatten)]
    pub(crate) provider: ProviderArgs,
    /// The id of a type.
    #[arg(long = "type", value_name = "ID")]
    pub(crate) kind: String,
    /// When it starts, RFC 3339 with offset.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(crate) start: DateTime<Utc>,
    /// When it ends. Default: the type says how long it takes.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(crate) end: Option<DateTime<Utc>>,
    /// The zone the client reads times in.
    #[arg(long, value_parser = zone)]
    pub(crate) zone: AgencyZone,
    /// With this calendar.
    #[arg(long, value_name = "ID")]
    pub(crate) calendar: Option<String>,
    /// In this unit, at services that have units.
    #[arg(long, value_name = "ID")]
    pub(crate) unit: Option<String>,
    /// The client's name.
    #[arg(long)]
    pub(crate) name: String,
    /// The client's e-mail address.
    #[arg(long)]
    pub(crate) email: Option<String>,
    /// The client's telephone number.
    #[arg(long)]
    pub(crate) phone: Option<String>,
    /// The service's id of the client, where it has one.
    #[arg(long, value_name = "ID")]
    pub(crate) client: Option<String>,
    /// The text the client has agreed to, by name or version; some services need it.
    #[arg(long, value_name = "TERMS")]
    pub(crate) consent: Option<String>,
    /// The name of this decision: the same key never books twice.
    #[arg(long)]
    pub(crate) key: String,
    /// Book as the office, over the rules that hold for clients.
    #[arg(long)]
    pub(crate) office: bool,
    /// What only one service knows, as often as needed.
    #[arg(long = "option", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) options: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub(crate) struct CancelArgs {
    #[command(flatten)]
    pub(crate) provider: ProviderArgs,
    /// The id of the appointment.
    pub(crate) id: String,
    /// The name of this decision.
    #[arg(long)]
    pub(crate) key: String,
    /// Why, for those who read the appointment.
    #[arg(long)]
    pub(crate) reason: Option<String>,
    /// The client called it off. Default: the agency did.
    #[arg(long)]
    pub(crate) by_client: bool,
    /// Cancel as the office, over the rules that hold for clients.
    #[arg(long)]
    pub(crate) office: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| "it is written NAME=VALUE".to_owned())?;
    Ok((name.to_owned(), value.to_owned()))
}

pub(crate) fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    DateTime::parse_from_rfc3339(text)
        .map(|t| t.with_timezone(&Utc))
        .map_err(|_| {
            "an instant is written with its offset, such as 2026-04-06T12:00:00Z or 2026-04-06T06:00:00-06:00"
                .to_owned()
        })
}

pub(crate) fn zone(name: &str) -> Result<AgencyZone, String> {
    AgencyZone::new(name).map_err(|e| e.message().to_owned())
}

/// One `--switch`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Switch {
    /// Print them all.
    List,
    /// Set one.
    Set {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
    },
}

fn switch(text: &str) -> Result<Switch, String> {
    if text == "list" {
        return Ok(Switch::List);
    }
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| "a switch is written NAME=VALUE; `list` prints them all".to_owned())?;
    Switches::default()
        .set(name, value)
        .map_err(|e| format!("{name} {}", e.message()))?;
    Ok(Switch::Set {
        name: name.to_owned(),
        value: value.to_owned(),
    })
}

fn seconds(text: &str) -> Result<Duration, String> {
    let limit = text
        .parse()
        .ok()
        .and_then(|s| Duration::try_from_secs_f64(s).ok());
    limit
        .filter(|limit| !limit.is_zero() && *limit <= Duration::from_secs(86_400))
        .ok_or_else(|| "a number of seconds, more than 0 and at most 86400".to_owned())
}

fn scale(name: &str) -> Result<Scale, String> {
    name.parse().map_err(|e: careweave::Error| e.message().to_owned())
}

fn shift_id(text: &str) -> Result<ShiftId, String> {
    ShiftId::new(text).map_err(|e| e.message().to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{Switch, switch};

    #[test]
    fn a_switch_is_checked_when_it_is_read() {
        let set = |name: &str, value: &str| Switch::Set {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        assert_eq!(switch("list"), Ok(Switch::List));
        assert_eq!(switch("first_page=1"), Ok(set("first_page", "1")));
        for (text, named) in [
            ("first_page", "NAME=VALUE"),
            ("first_page=2", "0, 1"),
            ("nothing=1", "is no switch"),
        ] {
            assert!(switch(text).unwrap_err().contains(named), "{text}");
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
