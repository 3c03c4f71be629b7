//! Between instants and the wall clocks of units.

use careweave_types::zone::Fold;
use careweave_types::{AgencyZone, Error, Result, TimeWindow};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::request::Stretch;
use crate::problem::Problem;

/// Why a wall clock's reading is no instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoInstant {
    /// Clocks go from before it to after it.
    Skipped,
    /// Clocks show it twice.
    Twice,
}

/// The instant at which the wall clock of `zone` shows a time.
pub(super) fn instant(
    zone: &AgencyZone,
    date: NaiveDate,
    time: NaiveTime,
) -> Result<DateTime<Utc>, NoInstant> {
    if let Ok(instant) = zone.instant(date, time, Fold::Reject) {
        return Ok(instant);
    }
    let shown = |fold| {
        zone.instant(date, time, fold)
            .ok()
            .filter(|instant| zone.local(*instant).time == time)
    };
    match (shown(Fold::Earlier), shown(Fold::Later)) {
        (Some(_), Some(_)) => Err(NoInstant::Twice),
        _ => Err(NoInstant::Skipped),
    }
}

/// The window of an appointment as the wall clock of its unit shows it.
pub(super) fn window(zone: &AgencyZone, stretch: Stretch) -> Result<TimeWindow> {
    let read = |field: &'static str, time| {
        instant(zone, stretch.date, time).map_err(|why| {
            let rule = match why {
                NoInstant::Skipped => "the unit's clock does not show this time on that day",
                NoInstant::Twice => {
                    "the unit's clock shows this time twice on that day, and nothing says which is meant"
                }
            };
            broken(field, rule)
        })
    };
    let (start, end) = (
        read("horaInicial", stretch.start)?,
        read("horaFinal", stretch.end)?,
    );
    TimeWindow::new(start, end).map_err(|_| broken("horaFinal", "must be after horaInicial"))
}

/// How the wall clock of a unit shows a window.
///
/// # Errors
/// `InvalidInput` for a window that crosses midnight, is not in whole seconds, or lies where clocks change: the service could
/// not tell it from another.
pub(super) fn stretch(operation: &'static str, zone: &AgencyZone, window: &TimeWindow) -> Result<Stretch> {
    let (start, end) = (zone.local(window.start()), zone.local(window.end()));
    if start.date != end.date {
        return Err(Error::invalid(
            operation,
            "end",
            "must lie on the day of the start by the unit's clock: the service keeps one date for both",
        ));
    }
    let stretch = Stretch {
        date: start.date,
        start: start.time,
        end: end.time,
    };
    for (field, meant, time) in [
        ("start", window.start(), stretch.start),
        ("end", window.end(), stretch.end),
    ] {
        if chrono::Timelike::nanosecond(&time) != 0 {
            return Err(Error::invalid(operation, field, "must be in whole seconds"));
        }
        if instant(zone, stretch.date, time) != Ok(meant) {
            return Err(Error::invalid(
                operation,
                field,
                "the unit's clock shows this time twice on that day, and the service could not tell which is meant",
            ));
        }
    }
    Ok(stretch)
}

/// The days, by any of the clocks, on which something may start in a window.
pub(super) fn days<'a>(
    zones: impl Iterator<Item = &'a AgencyZone>,
    window: &TimeWindow,
) -> Option<(NaiveDate, NaiveDate)> {
    let last = window.end() - chrono::TimeDelta::nanoseconds(1);
    zones
        .map(|zone| (zone.local(window.start()).date, zone.local(last).date))
        .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// What the service sent breaks its contract.
pub(super) fn broken(field: &str, rule: &str) -> Error {
    Problem::Contract
        .error("ninsaude.decode", rule)
        .with("field", field.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> AgencyZone {
        AgencyZone::new(name).unwrap()
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn time(text: &str) -> NaiveTime {
        text.parse().unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_skipped_time_is_none_and_one_shown_twice_is_not_guessed_at() {
        let denver = zone("America/Denver");
        let spring = date("2026-03-08");
        assert_eq!(
            instant(&denver, spring, time("02:30:00")),
            Err(NoInstant::Skipped)
        );
        assert_eq!(
            instant(&denver, spring, time("03:00:00")),
            Ok(at("2026-03-08T09:00:00Z"))
        );
        let autumn = date("2026-11-01");
        assert_eq!(instant(&denver, autumn, time("01:30:00")), Err(NoInstant::Twice));
        assert_eq!(
            instant(&denver, autumn, time("02:00:00")),
            Ok(at("2026-11-01T09:00:00Z"))
        );
        // In 2018 São Paulo's clocks went from midnight to one.
        let gap = instant(&zone("America/Sao_Paulo"), date("2018-11-04"), time("00:30:00"));
        assert_eq!(gap, Err(NoInstant::Skipped));
    }

    #[test]
    fn one_wall_clock_time_is_two_instants_in_two_units() {
        let noon = |name| instant(&zone(name), date("2026-04-07"), time("12:00:00")).unwrap();
        assert_eq!(noon("America/Sao_Paulo"), at("2026-04-07T15:00:00Z"));
        assert_eq!(noon("America/Rio_Branco"), at("2026-04-07T17:00:00Z"));
    }

    #[test]
    fn what_crosses_midnight_or_falls_into_a_repeated_hour_cannot_be_written() {
        let denver = zone("America/Denver");
        let refused = |from: &str, to: &str| {
            let window = TimeWindow::new(at(from), at(to)).unwrap();
            stretch("t", &denver, &window)
                .unwrap_err()
                .get("field")
                .map(str::to_owned)
        };
        // 23:30 to 00:30, and to midnight itself.
        assert_eq!(
            refused("2026-04-07T05:30:00Z", "2026-04-07T06:30:00Z").as_deref(),
            Some("end")
        );
        assert_eq!(
            refused("2026-04-07T05:30:00Z", "2026-04-07T06:00:00Z").as_deref(),
            Some("end")
        );
        // The second 01:30 of the night of 1 November.
        assert_eq!(
            refused("2026-11-01T08:30:00Z", "2026-11-01T09:30:00Z").as_deref(),
            Some("start")
        );
        let window = TimeWindow::new(at("2026-04-07T15:00:00Z"), at("2026-04-07T15:20:00Z")).unwrap();
        let written = stretch("t", &denver, &window).unwrap();
        assert_eq!((written.start, written.end), (time("09:00:00"), time("09:20:00")));
        assert_eq!(super::window(&denver, written).unwrap(), window);
    }

    #[test]
    fn days_cover_every_clock_of_the_clinic() {
        let zones = [zone("America/Sao_Paulo"), zone("America/Rio_Branco")];
        let evening = TimeWindow::new(at("2026-04-08T02:30:00Z"), at("2026-04-08T03:00:00Z")).unwrap();
        assert_eq!(
            days(zones.iter(), &evening),
            Some((date("2026-04-07"), date("2026-04-07")))
        );
        let later = TimeWindow::new(at("2026-04-08T02:30:00Z"), at("2026-04-08T03:30:00Z")).unwrap();
        assert_eq!(
            days(zones.iter(), &later),
            Some((date("2026-04-07"), date("2026-04-08")))
        );
    }
}
