//! Campaigns that a host runs: what it asks for. What goes in and what comes out is plain data, as of the pure functions of
//! `outreach`.

use careweave::types::{ErrorKind, Pii};
use chrono::{DateTime, Utc};

use super::agency::RosterAsked;
use super::arguments::arguments;
use super::flows_report::HostFlowStep;
use super::operation::Operation;

arguments! {
    /// What is done about the campaigns of a host.
    CampaignsAsked {
        /// What is done: open, hear, work, submit, call_ended, status, live, timeline, waitlist, why_not_contacted, forecast,
        /// next_deadline.
        run: String,
        /// Whose campaigns: 1 to 64 ASCII letters, digits, `.`, `_`, `-`. Those of other scopes in the store are left alone.
        scope: String,
        /// The name of this worker, unique among those that run.
        holder: String,
        /// How shifts are filled, as JSON text.
        policy: String,
        /// What the run is given, as the JSON text of an object.
        given: Option<Pii<String>>,
        /// The instant to work at; the present by default.
        now: Option<DateTime<Utc>>,
        /// Where WellSky ranks and assigns: the agency's IANA zone, such as America/Denver; by default that of the environment
        /// variable CAREWEAVE_AGENCY_ZONE.
        zone: Option<String>,
        /// Where WellSky ranks: how many days back completed visits count for continuity; 90 by default.
        history_days: Option<u32>,
        /// Where WellSky ranks: how many days ahead shifts are looked at; 14 by default.
        horizon_days: Option<u32>,
        /// Where WellSky ranks: the policy of ranking as JSON text; the published one by default.
        ranking: Option<String>,
        /// How long the whole of it may take, in seconds; without it as long as it takes.
        timeout_seconds: Option<f64>,
        /// How long one answer of the host may take, in seconds; without it as long as it takes.
        answer_seconds: Option<f64>,
    }
}

impl CampaignsAsked {
    /// The roster that is ranked.
    pub(crate) fn roster(&self) -> RosterAsked {
        RosterAsked {
            now: self.now,
            zone: self.zone.clone(),
            history_days: self.history_days,
            horizon_days: self.horizon_days,
        }
    }
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::handle_giving::<CampaignsAsked, HostFlowStep>(
            "flow.campaigns",
            "campaigns",
            "Fills shifts by asking people: the campaigns of a host, on a store.",
        )
        .raises(
            ErrorKind::Conflict,
            "others kept appending to the shift: give the input again",
        ),
    ]
}
