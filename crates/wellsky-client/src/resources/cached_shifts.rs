use std::sync::Arc;

use careweave_http::{Cached, Fresh};
use careweave_types::{CaregiverId, Result, TimeWindow};
use futures_util::future::BoxFuture;

use crate::caches::{Caches, Rows, Schedule};
use crate::models::{Shift, ShiftFilter};
use crate::resources::{Caregivers, Shifts};
use crate::scope::{Access, Act};

/// Lists of shifts that may be answered by what an earlier read brought: open ones for 5 minutes, the schedule for 15.
///
/// Ask with windows that come again, such as days: what begins "now" is a new question each time. To offer or assign a
/// shift, decide by the `live` calls or by [`Shifts::get`], as somebody may have taken it meanwhile.
#[derive(Clone, Debug)]
pub struct CachedShifts {
    shifts: Shifts,
}

impl CachedShifts {
    pub(crate) fn new(shifts: Shifts) -> Self {
        Self { shifts }
    }

    /// The shifts that overlap `window` and have no caregiver, by start.
    ///
    /// # Errors
    /// As [`Shifts::open`], when they are not held and cannot be read.
    pub async fn open(&self, window: TimeWindow) -> Result<Cached<Arc<Vec<Shift>>>> {
        let access = self.permitted("shifts.open")?;
        let found = self.caches().open_shifts.get(&window, self.open_anew(window));
        Ok(found.await?.map(|rows| masked(access, rows)))
    }

    /// As [`CachedShifts::open`], by a read that begins now: to decide by.
    ///
    /// # Errors
    /// As [`Shifts::open`].
    pub async fn live_open(&self, window: TimeWindow) -> Result<Fresh<Arc<Vec<Shift>>>> {
        let access = self.permitted("shifts.open")?;
        let found = self.caches().open_shifts.live(&window, self.open_anew(window));
        Ok(found.await?.map(|rows| masked(access, rows)))
    }

    /// The shifts that meet `filter`, by start, then id.
    ///
    /// # Errors
    /// As [`Shifts::list`], when they are not held and cannot be read.
    pub async fn list(&self, filter: ShiftFilter) -> Result<Cached<Arc<Vec<Shift>>>> {
        let access = self.permitted("shifts.list")?;
        let key = Schedule::Agency(filter.clone());
        let found = self.caches().schedule.get(&key, self.list_anew(filter));
        Ok(found.await?.map(|rows| masked(access, rows)))
    }

    /// As [`CachedShifts::list`], by a read that begins now: to decide by.
    ///
    /// # Errors
    /// As [`Shifts::list`].
    pub async fn live_list(&self, filter: ShiftFilter) -> Result<Fresh<Arc<Vec<Shift>>>> {
        let access = self.permitted("shifts.list")?;
        let key = Schedule::Agency(filter.clone());
        let found = self.caches().schedule.live(&key, self.list_anew(filter));
        Ok(found.await?.map(|rows| masked(access, rows)))
    }

    /// The shifts of a caregiver that overlap `window`, by start.
    ///
    /// # Errors
    /// As [`Caregivers::schedule`], when they are not held and cannot be read.
    pub async fn of_caregiver(
        &self,
        id: &CaregiverId,
        window: TimeWindow,
    ) -> Result<Cached<Arc<Vec<Shift>>>> {
        let access = self.permitted("caregivers.schedule")?;
        let key = Schedule::Caregiver(id.clone(), window);
        let found = self.caches().schedule.get(&key, self.schedule_anew(id, window));
        Ok(found.await?.map(|rows| masked(access, rows)))
    }

    /// As [`CachedShifts::of_caregiver`], by a read that begins now: to decide by.
    ///
    /// # Errors
    /// As [`Caregivers::schedule`].
    pub async fn live_of_caregiver(
        &self,
        id: &CaregiverId,
        window: TimeWindow,
    ) -> Result<Fresh<Arc<Vec<Shift>>>> {
        let access = self.permitted("caregivers.schedule")?;
        let key = Schedule::Caregiver(id.clone(), window);
        let found = self.caches().schedule.live(&key, self.schedule_anew(id, window));
        Ok(found.await?.map(|rows| masked(access, rows)))
    }

    fn permitted(&self, operation: &'static str) -> Result<Access> {
        let access = self.shifts.access;
        access.permit(operation, Act::ReadShifts).map(|()| access)
    }

    fn caches(&self) -> &Caches {
        self.shifts.dialect.caches()
    }

    fn unscoped(&self) -> Shifts {
        Shifts::new(self.shifts.dialect.clone(), Access::FULL)
    }

    fn open_anew(&self, window: TimeWindow) -> impl FnOnce() -> Reading + Send + use<> {
        let shifts = self.unscoped();
        move || Box::pin(async move { shifts.open(window).all().await.map(Arc::new) })
    }

    fn list_anew(&self, filter: ShiftFilter) -> impl FnOnce() -> Reading + Send + use<> {
        let shifts = self.unscoped();
        move || Box::pin(async move { shifts.list(filter).all().await.map(Arc::new) })
    }

    fn schedule_anew(&self, id: &CaregiverId, window: TimeWindow) -> impl FnOnce() -> Reading + Send + use<> {
        let caregivers = Caregivers::new(self.shifts.dialect.clone(), Access::FULL);
        let id = id.clone();
        move || Box::pin(async move { caregivers.schedule(&id, window).all().await.map(Arc::new) })
    }
}

type Reading = BoxFuture<'static, Result<Rows<Shift>>>;

/// The rows as this handle may see them; where it sees everything, the very ones that are held.
fn masked(access: Access, rows: Rows<Shift>) -> Rows<Shift> {
    if access == Access::FULL {
        return rows;
    }
    Arc::new(rows.iter().map(|row| access.shift(row.clone())).collect())
}
