use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{
    Appointments, AppointmentsQuery, Churn, ChurnQuery, Evv, EvvQuery, Fairness, FairnessQuery, Filling,
    FillingQuery, Funnel, FunnelQuery, Messaging, MessagingQuery, Recruiting, RecruitingQuery, Referral,
    ReferralQuery, Telephony, TelephonyQuery,
};
use crate::event::Event;
use crate::fold::{Fold, Observed, Report};
use crate::output::Present;

/// Any of the reports, for a host that learns at run time which one is wanted.
///
/// ```
/// use careweave_insights::reports::{FunnelQuery, Question};
/// use careweave_insights::{Period, Scope};
/// use careweave_types::AgencyZone;
/// let scope = Scope::new(Period::all(AgencyZone::new("America/Denver")?));
/// let asked = Question::Funnel(FunnelQuery::new(scope)).ask();
/// assert_eq!(asked.answer(chrono::DateTime::UNIX_EPOCH)?.tables()[0].name, "steps");
/// # Ok::<(), careweave_types::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Question {
    /// Referral sources.
    Referral(ReferralQuery),
    /// Recruiting sources.
    Recruiting(RecruitingQuery),
    /// The funnel.
    Funnel(FunnelQuery),
    /// Calls.
    Telephony(TelephonyQuery),
    /// Messages.
    Messaging(MessagingQuery),
    /// Appointments and no-shows.
    Appointments(AppointmentsQuery),
    /// Shift filling.
    Filling(FillingQuery),
    /// Fairness of offers.
    Fairness(FairnessQuery),
    /// Clients at risk.
    Churn(ChurnQuery),
    /// Visit verification and billable time.
    Evv(EvvQuery),
}

/// A question that events are being taken in for.
pub trait Asked: Send + Sync {
    /// Takes in an event.
    ///
    /// # Errors
    /// As [`Fold::observe`].
    fn observe(&mut self, event: &Event) -> Result<Observed>;

    /// Takes in an event whose fields have been [checked](Event::check).
    ///
    /// # Errors
    /// As [`Fold::observe`].
    fn observe_checked(&mut self, event: &Event) -> Result<Observed>;

    /// Bytes of memory held, without those of the allocator.
    fn bytes(&self) -> usize;

    /// The report as of a moment.
    ///
    /// # Errors
    /// As [`Fold::report`].
    fn answer(&self, as_of: DateTime<Utc>) -> Result<Box<dyn Present>>;
}

struct Of<R: Report> {
    fold: Fold<R>,
    query: R::Query,
}

impl<R: Report + Present + 'static> Asked for Of<R> {
    fn observe(&mut self, event: &Event) -> Result<Observed> {
        self.fold.observe(event)
    }

    fn observe_checked(&mut self, event: &Event) -> Result<Observed> {
        self.fold.observe_checked(event)
    }

    fn bytes(&self) -> usize {
        self.fold.bytes()
    }

    fn answer(&self, as_of: DateTime<Utc>) -> Result<Box<dyn Present>> {
        Ok(Box::new(self.fold.report(&self.query, as_of)?))
    }
}

fn of<R: Report + Present + 'static>(query: R::Query) -> Box<dyn Asked>
where
    R::Query: 'static,
{
    Box::new(Of::<R> {
        fold: Fold::new(),
        query,
    })
}

impl Question {
    /// Starts taking in events for it.
    pub fn ask(self) -> Box<dyn Asked> {
        match self {
            Self::Referral(query) => of::<Referral>(query),
            Self::Recruiting(query) => of::<Recruiting>(query),
            Self::Funnel(query) => of::<Funnel>(query),
            Self::Telephony(query) => of::<Telephony>(query),
            Self::Messaging(query) => of::<Messaging>(query),
            Self::Appointments(query) => of::<Appointments>(query),
            Self::Filling(query) => of::<Filling>(query),
            Self::Fairness(query) => of::<Fairness>(query),
            Self::Churn(query) => of::<Churn>(query),
            Self::Evv(query) => of::<Evv>(query),
        }
    }
}
