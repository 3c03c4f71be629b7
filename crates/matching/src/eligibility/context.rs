use std::cell::OnceCell;

use careweave_types::{AgencyZone, Result, TimeWindow, Weekday};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use crate::distance::Place;
use crate::overtime::rounding::Rounding;
use crate::roster::{ClientRecord, PastVisit, Requirements, Roster, Shift, window_of};

/// A shift of seven days touches at most eight, and the evening before counts too.
const MAX_DAYS: usize = 10;

/// A calendar day in the agency's zone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LocalDay {
    pub(crate) date: NaiveDate,
    pub(crate) weekday: Weekday,
    pub(crate) start: DateTime<Utc>,
    pub(crate) end: DateTime<Utc>,
    /// Clocks do not change on this day or the next.
    regular: bool,
}

impl LocalDay {
    /// True when clocks do not change on this day or the next.
    pub(crate) const fn is_regular(&self) -> bool {
        self.regular
    }

    /// The instant at which the wall clock shows `minute` minutes after midnight.
    pub(crate) fn at(&self, minute: u32, zone: &AgencyZone) -> Result<DateTime<Utc>> {
        if self.regular && minute <= 2_880 {
            return Ok(self.start + TimeDelta::minutes(i64::from(minute)));
        }
        zone.wall_minute(self.date, minute)
    }
}

/// A shift with all that does not depend on who takes it.
#[derive(Debug)]
pub(crate) struct ShiftContext<'a> {
    pub(crate) shift: &'a Shift,
    pub(crate) window: TimeWindow,
    /// The window to the nearest minute, where anything is left of it.
    pub(crate) whole_minutes: Option<TimeWindow>,
    pub(crate) client: Option<&'a ClientRecord>,
    pub(crate) requirements: [Option<&'a Requirements>; 2],
    pub(crate) place: Option<Place>,
    pub(crate) history: &'a [PastVisit],
    /// The last local date of the shift.
    pub(crate) last_date: NaiveDate,
    days: [Option<LocalDay>; MAX_DAYS],
    weeks: OnceCell<Vec<(TimeWindow, TimeWindow)>>,
}

/// What of a context can be kept from one ranking to the next: it depends on the shift's time and client alone.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) position: usize,
    window: TimeWindow,
    whole_minutes: Option<TimeWindow>,
    client: Option<usize>,
    needs: Option<usize>,
    history: Option<usize>,
    place: Option<Place>,
    last_date: NaiveDate,
    days: [Option<LocalDay>; MAX_DAYS],
}

impl Frame {
    pub(crate) fn new(roster: &Roster, position: usize) -> Result<Self> {
        let shift = &roster.data().shifts[position];
        let window = window_of(shift)?;
        let (days, last_date) = local_days(roster.zone(), &window)?;
        let care = roster.care();
        Ok(Self {
            position,
            window,
            whole_minutes: whole_minutes(&window),
            client: care
                .clients
                .binary_search_by(|c| c.client_id.cmp(&shift.client_id))
                .ok(),
            needs: care.needs.binary_search_by(|n| n.shift_id.cmp(&shift.id)).ok(),
            history: roster.history_position(&shift.client_id),
            place: roster.place_of(shift),
            last_date,
            days,
        })
    }
}

/// The day before the first and all days of a window, and the last date.
fn local_days(zone: &AgencyZone, window: &TimeWindow) -> Result<([Option<LocalDay>; MAX_DAYS], NaiveDate)> {
    let first = zone.local(window.start()).date;
    let last_date = zone.local(window.end() - TimeDelta::nanoseconds(1)).date;
    let mut days = [None; MAX_DAYS];
    // A window of availability that starts the evening before may reach into the shift.
    let mut date = first - Days::new(1);
    let mut day = zone.day(date)?;
    let mut weekday = zone.local(day.start()).weekday;
    for slot in &mut days {
        if date > last_date {
            break;
        }
        let tomorrow = date + Days::new(1);
        let next = zone.day(tomorrow)?;
        *slot = Some(LocalDay {
            date,
            weekday,
            start: day.start(),
            end: day.end(),
            regular: day.minutes() == 1_440 && next.minutes() == 1_440,
        });
        (date, day) = (tomorrow, next);
        weekday = Weekday::ALL[(weekday as usize + 1) % 7];
    }
    Ok((days, last_date))
}

impl<'a> ShiftContext<'a> {
    pub(crate) fn new(roster: &'a Roster, shift: &'a Shift) -> Result<Self> {
        let window = window_of(shift)?;
        let (days, last_date) = local_days(roster.zone(), &window)?;
        let client = roster.client(&shift.client_id);
        Ok(Self {
            shift,
            window,
            whole_minutes: whole_minutes(&window),
            client,
            requirements: [client.map(|c| &c.requirements), roster.needs(&shift.id)],
            place: roster.place_of(shift),
            history: roster.history(&shift.client_id),
            last_date,
            days,
            weeks: OnceCell::new(),
        })
    }

    /// The same, of a shift whose frame is kept.
    pub(crate) fn framed(roster: &'a Roster, frame: &Frame) -> Self {
        let shift = &roster.data().shifts[frame.position];
        let client = frame.client.and_then(|at| roster.care().clients.get(at));
        let needs = frame.needs.and_then(|at| roster.care().needs.get(at));
        Self {
            shift,
            window: frame.window,
            whole_minutes: frame.whole_minutes,
            client,
            requirements: [client.map(|c| &c.requirements), needs.map(|n| &n.requirements)],
            place: frame.place,
            history: match frame.history {
                Some(at) => roster.history_at(at),
                None => roster.history(&shift.client_id),
            },
            last_date: frame.last_date,
            days: frame.days,
            weeks: OnceCell::new(),
        }
    }

    /// The day before the shift's first and all days it touches.
    pub(crate) fn days_and_eve(&self) -> impl Iterator<Item = &LocalDay> {
        self.days.iter().flatten()
    }

    /// The days it touches.
    pub(crate) fn days(&self) -> impl Iterator<Item = &LocalDay> {
        self.days_and_eve().skip(1)
    }

    /// The workweeks it touches, each with the part of the shift inside it.
    pub(crate) fn weeks(&self, roster: &Roster) -> Result<&[(TimeWindow, TimeWindow)]> {
        if let Some(weeks) = self.weeks.get() {
            return Ok(weeks);
        }
        let weeks = roster.workweek().split(&self.window)?;
        Ok(self.weeks.get_or_init(|| weeks))
    }

    pub(crate) fn requirements(&self) -> impl Iterator<Item = &'a Requirements> + use<'a> {
        self.requirements.into_iter().flatten()
    }

    /// Completed visits of this caregiver with the client.
    pub(crate) fn visits_of(&self, who: usize) -> &'a [PastVisit] {
        let from = self.history.partition_point(|v| (v.caregiver as usize) < who);
        let until = from + self.history[from..].partition_point(|v| v.caregiver as usize == who);
        &self.history[from..until]
    }
}

/// To the nearest minute; `None` where nothing is left.
pub(crate) fn whole_minutes(window: &TimeWindow) -> Option<TimeWindow> {
    let punch = |instant| Rounding::Minute.punch(instant);
    TimeWindow::new(punch(window.start()), punch(window.end())).ok()
}
