use careweave_types::Result;
use chrono::{DateTime, Utc};

use crate::fold::{Fold, Report};
use crate::period::Period;

/// The same report for one period after another.
///
/// ```
/// use careweave_insights::reports::{Funnel, FunnelQuery, trend};
/// use careweave_insights::{Fold, Grain, Period, Scope};
/// use careweave_types::AgencyZone;
/// let day = |d| chrono::NaiveDate::from_ymd_opt(2026, 4, d).unwrap();
/// let weeks = Period::days(AgencyZone::new("America/Denver")?, day(6), day(27))?.split(Grain::Week)?;
/// let ask = |period: &Period| FunnelQuery::new(Scope::new(period.clone()));
/// let reports = trend(&Fold::<Funnel>::new(), &weeks, ask, chrono::DateTime::UNIX_EPOCH)?;
/// assert_eq!(reports.len(), 3);
/// # Ok::<(), careweave_types::Error>(())
/// ```
///
/// # Errors
/// `InvalidInput` for periods of two zones, or that overlap; else as the report.
pub fn trend<R: Report>(
    fold: &Fold<R>,
    periods: &[Period],
    ask: impl Fn(&Period) -> R::Query,
    as_of: DateTime<Utc>,
) -> Result<Vec<(Period, R)>> {
    Period::require_comparable(periods)?;
    periods
        .iter()
        .map(|period| Ok((period.clone(), fold.report(&ask(period), as_of)?)))
        .collect()
}
