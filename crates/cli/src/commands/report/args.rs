use std::path::PathBuf;

use careweave::insights::Grain;
use careweave::types::AgencyZone;
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Subcommand, ValueEnum};

use crate::args::{instant, zone};

/// What is asked about. docs/metrics has the definition of each.
#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// What each referral source brings and costs: conversion, cost and worth per client, return, payback.
    Referral(ReferralArgs),
    /// What each recruiting source brings: retention, cost per hire and per hire that stays, ratings.
    Recruiting(RecruitingArgs),
    /// How far leads come.
    Funnel(FunnelArgs),
    /// What came of our calls.
    Telephony(ReportArgs),
    /// What came of our messages, and how fast we answer.
    Messaging(ReportArgs),
    /// Who did not come, what a reminder changes, what it costs.
    Noshow(NoshowArgs),
    /// How fast open shifts are filled.
    Fill(ReportArgs),
    /// How offers and work are spread over those who could have been asked.
    Fairness(ReportArgs),
    /// Which clients may leave, why, and whether a task is due.
    Churn(ReportArgs),
    /// Whether visits were verified as their payers ask, and what may be billed.
    Evv(ReportArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// Files of events: JSON lines, or CSV where the name ends in .csv; `-` reads JSON lines from standard input. The formats are in docs/metrics/README.md.
    #[arg(value_name = "FILE", required_unless_present_any = ["wellsky", "sandbox", "store"])]
    pub(crate) files: Vec<PathBuf>,
    /// Also reads visits and clients from WellSky, as evv and churn need them; credentials as `careweave doctor` takes them.
    #[arg(long)]
    pub(crate) wellsky: bool,
    /// The same from a sandbox: the address under `control` in its ready line. The moment is the sandbox's, unless stated.
    #[arg(long, value_name = "URL", conflicts_with = "wellsky")]
    pub(crate) sandbox: Option<String>,
    /// Also reads the campaigns that a store keeps, as fill and fairness need them: sqlite:FILE or
    /// postgres://USER:PASSWORD@HOST:PORT/DATABASE.
    #[arg(long, value_name = "URL", requires = "scope")]
    pub(crate) store: Option<String>,
    /// With --store: whose campaigns, such as agency-9001.
    #[arg(long, value_name = "SCOPE", requires = "store")]
    pub(crate) scope: Option<String>,
    /// With --store: the schema of a store on PostgreSQL. Default: careweave.
    #[arg(long, value_name = "NAME", requires = "store")]
    pub(crate) schema: Option<String>,
    /// The moment the report speaks of, RFC 3339 with offset: what happened or was learned later is left out. Default: now.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(crate) as_of: Option<DateTime<Utc>>,
    /// The IANA zone of the days.
    #[arg(long, default_value = "America/Denver", value_parser = zone)]
    pub(crate) zone: AgencyZone,
    /// The first day, such as 2026-04-01. Default: from the beginning.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<NaiveDate>,
    /// The day after the last. Default: to the end.
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<NaiveDate>,
    /// One report for each day, week or month between --from and --to.
    #[arg(long, value_name = "GRAIN", requires = "from", requires = "to")]
    pub(crate) every: Option<Every>,
    /// How many subjects a share needs before it is a verdict.
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub(crate) min_n: u64,
    #[command(flatten)]
    pub(crate) shown: ShownArgs,
}

/// How the report is shown.
#[derive(Debug, Args)]
pub(crate) struct ShownArgs {
    /// Print CSV instead of tables: the main table, or the one of --table.
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv: bool,
    /// With --csv: which table.
    #[arg(long, value_name = "NAME", requires = "csv")]
    pub(crate) table: Option<String>,
    /// Print one line of JSON for each report.
    #[arg(long)]
    pub(crate) json: bool,
    /// Also write the main figure as a chart (SVG) to this file.
    #[arg(long, value_name = "FILE", conflicts_with = "every")]
    pub(crate) chart: Option<PathBuf>,
}

/// How a period is cut.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Every {
    Day,
    Week,
    Month,
}

impl From<Every> for Grain {
    fn from(every: Every) -> Self {
        match every {
            Every::Day => Self::Day,
            Every::Week => Self::Week,
            Every::Month => Self::Month,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ReferralArgs {
    #[command(flatten)]
    pub(crate) report: ReportArgs,
    /// What a client's worth is.
    #[arg(long, value_enum, default_value_t = Worth::Margin)]
    pub(crate) worth: Worth,
    /// Worth over this many months of thirty days, with those who are still clients accounted for. Default: so far.
    #[arg(long, value_name = "MONTHS", value_parser = clap::value_parser!(u32).range(1..=120))]
    pub(crate) horizon: Option<u32>,
    /// Days a lead gets before it is counted.
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    pub(crate) maturity: u32,
}

/// What a client's worth is.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Worth {
    Revenue,
    Margin,
}

#[derive(Debug, Args)]
pub(crate) struct RecruitingArgs {
    #[command(flatten)]
    pub(crate) report: ReportArgs,
    /// The day after the hire at which retention is asked for.
    #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=3_650))]
    pub(crate) day: u32,
}

#[derive(Debug, Args)]
pub(crate) struct FunnelArgs {
    #[command(flatten)]
    pub(crate) report: ReportArgs,
    /// By what leads are told apart.
    #[arg(long, value_enum)]
    pub(crate) by: Option<LeadsBy>,
    /// Days a lead gets before it is counted.
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    pub(crate) maturity: u32,
}

/// By what leads are told apart.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LeadsBy {
    Source,
    Temperature,
}

#[derive(Debug, Args)]
pub(crate) struct NoshowArgs {
    #[command(flatten)]
    pub(crate) report: ReportArgs,
    /// By what appointments are told apart.
    #[arg(long, value_enum)]
    pub(crate) by: Option<VisitsBy>,
}

/// By what appointments are told apart.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum VisitsBy {
    Professional,
    Clinic,
}

impl ReportCommand {
    /// The report's word.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Referral(_) => "referral",
            Self::Recruiting(_) => "recruiting",
            Self::Funnel(_) => "funnel",
            Self::Telephony(_) => "telephony",
            Self::Messaging(_) => "messaging",
            Self::Noshow(_) => "noshow",
            Self::Fill(_) => "fill",
            Self::Fairness(_) => "fairness",
            Self::Churn(_) => "churn",
            Self::Evv(_) => "evv",
        }
    }

    /// What all reports have in common.
    pub(crate) const fn common(&self) -> &ReportArgs {
        match self {
            Self::Referral(args) => &args.report,
            Self::Recruiting(args) => &args.report,
            Self::Funnel(args) => &args.report,
            Self::Noshow(args) => &args.report,
            Self::Telephony(args)
            | Self::Messaging(args)
            | Self::Fill(args)
            | Self::Fairness(args)
            | Self::Churn(args)
            | Self::Evv(args) => args,
        }
    }
}
