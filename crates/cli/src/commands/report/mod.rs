//! `careweave report`: from events in files, or records of an agency, to a report.

mod agency;
mod args;
mod events;
mod kept;
mod show;

use careweave::http::{Clock, SystemClock};
use careweave::insights::reports::appointments::AppointmentsBy;
use careweave::insights::reports::funnel::FunnelBy;
use careweave::insights::reports::referral::ValueOf;
use careweave::insights::reports::{
    AppointmentsQuery, ChurnQuery, EvvQuery, FairnessQuery, FillingQuery, FunnelQuery, MessagingQuery,
    Question, RecruitingQuery, ReferralQuery, TelephonyQuery,
};
use careweave::insights::{Period, Scope};

pub(crate) use args::ReportCommand;
use args::{LeadsBy, VisitsBy, Worth};

use crate::failure::Failure;

pub(crate) async fn run(command: &ReportCommand) -> Result<(), Failure> {
    let args = command.common();
    if matches!(command, ReportCommand::Churn(_)) && (args.from.is_some() || args.to.is_some()) {
        return Err(Failure::usage(
            "churn looks at clients as of one moment, over the windows of its rules: give --as-of, not --from and --to",
        ));
    }
    let whole = Period::between(args.zone.clone(), args.from, args.to)?;
    let periods = match args.every {
        Some(every) => whole.split(every.into())?,
        None => vec![whole],
    };
    let scopes = periods
        .into_iter()
        .map(|period| Scope::new(period).with_min_n(args.min_n));
    let mut asked: Vec<_> = scopes.map(|scope| question(command, scope).ask()).collect();
    for file in &args.files {
        events::each(file, |event| {
            asked
                .iter_mut()
                .try_for_each(|asked| asked.observe(event).map(drop))
        })?;
    }
    for event in kept::events(command).await? {
        asked
            .iter_mut()
            .try_for_each(|asked| asked.observe(&event).map(drop))?;
    }
    let agency = agency::of(command).await?;
    let as_of = args
        .as_of
        .or(agency.as_ref().map(|agency| agency.now))
        .unwrap_or_else(|| SystemClock::new().now());
    if let Some(agency) = agency {
        let events = agency.events(command, as_of).await?;
        for event in &events {
            asked
                .iter_mut()
                .try_for_each(|asked| asked.observe(event).map(drop))?;
        }
    }
    let answers = asked
        .iter()
        .map(|asked| asked.answer(as_of))
        .collect::<Result<Vec<_>, _>>()?;
    show::all(&answers, &args.shown)
}

fn question(command: &ReportCommand, scope: Scope) -> Question {
    match command {
        ReportCommand::Referral(args) => Question::Referral(ReferralQuery {
            value_of: match args.worth {
                Worth::Revenue => ValueOf::Revenue,
                Worth::Margin => ValueOf::Margin,
            },
            horizon_months: args.horizon,
            maturity_days: args.maturity,
            ..ReferralQuery::new(scope)
        }),
        ReportCommand::Recruiting(args) => Question::Recruiting(RecruitingQuery {
            day: args.day,
            ..RecruitingQuery::new(scope)
        }),
        ReportCommand::Funnel(args) => Question::Funnel(FunnelQuery {
            by: match args.by {
                None => FunnelBy::Nothing,
                Some(LeadsBy::Source) => FunnelBy::Source,
                Some(LeadsBy::Temperature) => FunnelBy::Temperature,
            },
            maturity_days: args.maturity,
            ..FunnelQuery::new(scope)
        }),
        ReportCommand::Telephony(_) => Question::Telephony(TelephonyQuery::new(scope)),
        ReportCommand::Messaging(_) => Question::Messaging(MessagingQuery::new(scope)),
        ReportCommand::Noshow(args) => Question::Appointments(AppointmentsQuery {
            by: match args.by {
                None => AppointmentsBy::Nothing,
                Some(VisitsBy::Professional) => AppointmentsBy::Professional,
                Some(VisitsBy::Clinic) => AppointmentsBy::Clinic,
            },
            ..AppointmentsQuery::new(scope)
        }),
        ReportCommand::Fill(_) => Question::Filling(FillingQuery::new(scope)),
        ReportCommand::Fairness(_) => Question::Fairness(FairnessQuery::new(scope)),
        ReportCommand::Churn(_) => Question::Churn(ChurnQuery::new(scope.period.zone().clone())),
        ReportCommand::Evv(_) => Question::Evv(EvvQuery::new(scope)),
    }
}
