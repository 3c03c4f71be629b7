//! Events from the records of an agency: what WellSky, or a sandbox, says of visits and clients.

use careweave::http::{Clock as _, SystemClock};
use careweave::insights::Event;
use careweave::types::TimeWindow;
use careweave::wellsky::{ClientFilter, Config, WellSky};
use careweave::workflows::AgencyEvents;
use chrono::{DateTime, TimeDelta, Utc};

use super::args::ReportCommand;
use crate::commands::demo;
use crate::failure::Failure;
use crate::out;
use crate::phones::Phones;

/// Over how many days churn looks at visits.
const CHURN_DAYS: i64 = 28;

/// Where the records are.
pub(super) struct Agency {
    wellsky: WellSky,
    /// The agency's present.
    pub(super) now: DateTime<Utc>,
}

/// The agency that is named, if one is.
pub(super) async fn of(command: &ReportCommand) -> Result<Option<Agency>, Failure> {
    let args = command.common();
    if !args.wellsky && args.sandbox.is_none() {
        return Ok(None);
    }
    if let Some(lacks) = lacks(command) {
        return Err(Failure::usage(format!(
            "{} cannot be made from WellSky's records: {lacks}; give files of events",
            command.word()
        )));
    }
    let Some(control) = &args.sandbox else {
        return Ok(Some(Agency {
            wellsky: WellSky::new(Config::from_env()?)?,
            now: SystemClock::new().now(),
        }));
    };
    let ready = Phones::new(control)?.ready().await?;
    Ok(Some(Agency {
        wellsky: demo::client(&ready)?,
        now: ready.now,
    }))
}

/// What a report needs that no record says.
const fn lacks(command: &ReportCommand) -> Option<&'static str> {
    Some(match command {
        ReportCommand::Churn(_) | ReportCommand::Evv(_) => return None,
        ReportCommand::Fill(_) => "a shift does not say when it became open, nor when it was filled",
        ReportCommand::Fairness(_) => "they do not say who could have been asked, nor who was",
        ReportCommand::Referral(_) | ReportCommand::Recruiting(_) => {
            "they hold neither what was spent on a source nor whom it brought and when"
        }
        ReportCommand::Funnel(_) => "a prospect has the stage it is in, not those it was in",
        ReportCommand::Telephony(_) | ReportCommand::Messaging(_) => {
            "calls and messages go through other services"
        }
        ReportCommand::Noshow(_) => "appointments are kept by scheduling services",
    })
}

impl Agency {
    /// What the records say has happened in the time the report is about.
    pub(super) async fn events(
        &self,
        command: &ReportCommand,
        as_of: DateTime<Utc>,
    ) -> Result<Vec<Event>, Failure> {
        let window = window(command, as_of)?;
        let mut found = AgencyEvents::default();
        let visits = self.wellsky.visits().in_window(window).await?;
        found.add_visits(&visits.complete("report.visits")?)?;
        if matches!(command, ReportCommand::Churn(_)) {
            let clients = self.wellsky.clients().list(ClientFilter::default()).all().await?;
            found.add_clients(&clients)?;
        }
        if matches!(command, ReportCommand::Evv(_)) && found.untold > 0 {
            return Err(Failure::job(format!(
                "this API says of {} visits neither where nor how they were clocked, so that nobody can tell whether they are \
                 verified; the REST API says it",
                found.untold
            )));
        }
        for (many, what) in [
            (
                found.untimed,
                "completed visits have no clocked times: their minutes are left out",
            ),
            (
                found.cancelled,
                "cancelled visits do not say who called them off: they are left out",
            ),
        ] {
            if many > 0 {
                out::note(&format!("{many} {what}"));
            }
        }
        Ok(found.events)
    }
}

/// The days whose visits are read.
fn window(command: &ReportCommand, as_of: DateTime<Utc>) -> Result<TimeWindow, Failure> {
    let args = command.common();
    let start_of = |date| Ok::<_, Failure>(args.zone.day(date)?.start());
    let (start, end) = match (command, args.from) {
        (ReportCommand::Churn(_), _) => (as_of - TimeDelta::days(CHURN_DAYS + 1), as_of),
        (_, None) => {
            return Err(Failure::usage(
                "give --from: visits are read from WellSky for the days of the report",
            ));
        }
        (_, Some(from)) => {
            let end = args.to.map(start_of).transpose()?;
            (start_of(from)?, end.unwrap_or(as_of).min(as_of))
        }
    };
    if end <= start {
        return Err(Failure::usage(
            "--from must be before the moment the report speaks of",
        ));
    }
    Ok(TimeWindow::new(start, end)?)
}
