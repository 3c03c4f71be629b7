use std::fmt;
use std::future::Future;
use std::hash::Hash;
use std::sync::Arc;

use careweave_http::{Cached, Fresh};
use careweave_types::{CaregiverId, ClientId, Result};

use crate::caches;
use crate::models::{Caregiver, CaregiverFilter, Client, ClientFilter};
use crate::resources::{Caregivers, Clients};
use crate::scope::{Access, Act};

/// Reads of people that may be answered by what an earlier read brought.
///
/// What comes back says whether it is fresh, and how old it is: show a [`Cached`] value with its age, and decide by
/// [`Cached::into_fresh`] or by the `live` calls, which read anew. However many ask at once, one read is made. A write
/// through this client, a clone or a scoped handle makes what it touches out of date.
///
/// ```no_run
/// use careweave_wellsky_client::{ClientFilter, Freshness, WellSky};
/// # async fn example(wellsky: WellSky) -> careweave_wellsky_client::Result<()> {
/// let clients = wellsky.clients().cached().list(ClientFilter::default()).await?;
/// if let Freshness::Stale { age, reason } = clients.freshness() {
///     println!("as of {} ({} min ago: {})", clients.fetched_at(), age.as_secs() / 60, reason.code());
/// }
/// println!("{} clients", clients.value().len());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct CachedPeople<R> {
    room: R,
}

impl<R> fmt::Debug for CachedPeople<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedPeople").finish_non_exhaustive()
    }
}

/// Clients, out of the cache where it has them.
pub type CachedClients = CachedPeople<Clients>;

/// Caregivers, out of the cache where it has them.
pub type CachedCaregivers = CachedPeople<Caregivers>;

impl<R: People> CachedPeople<R> {
    pub(crate) fn new(room: R) -> Self {
        Self { room }
    }

    /// The people who meet `filter`, complete as of [`Cached::fetched_at`], ordered by id.
    ///
    /// # Errors
    /// As the list without a cache, when it is not held and cannot be read.
    pub async fn list(&self, filter: R::Filter) -> Result<Cached<Arc<Vec<R::Record>>>> {
        let access = self.room.permitted(R::LIST)?;
        let read = self.list_anew(filter.clone());
        let found = self.room.kept().lists.get(&filter, read).await?;
        Ok(found.map(|rows| masked::<R>(access, rows)))
    }

    /// As [`CachedPeople::list`], by a read that begins now: to decide by.
    ///
    /// # Errors
    /// As the list without a cache.
    pub async fn live_list(&self, filter: R::Filter) -> Result<Fresh<Arc<Vec<R::Record>>>> {
        let access = self.room.permitted(R::LIST)?;
        let read = self.list_anew(filter.clone());
        let found = self.room.kept().lists.live(&filter, read).await?;
        Ok(found.map(|rows| masked::<R>(access, rows)))
    }

    /// The one with this id.
    ///
    /// # Errors
    /// `NotFound` when there is none, also for a minute after that was found; otherwise as the call without a cache.
    pub async fn get(&self, id: &R::Id) -> Result<Cached<R::Record>> {
        let access = self.room.permitted(R::GET)?;
        let found = self.room.kept().each.get(id, self.get_anew(id.clone())).await?;
        Ok(found.map(|record| R::mask(access, (*record).clone())))
    }

    /// As [`CachedPeople::get`], by a read that begins now: to decide by.
    ///
    /// # Errors
    /// As the call without a cache.
    pub async fn live(&self, id: &R::Id) -> Result<Fresh<R::Record>> {
        let access = self.room.permitted(R::GET)?;
        let found = self.room.kept().each.live(id, self.get_anew(id.clone())).await?;
        Ok(found.map(|record| R::mask(access, (*record).clone())))
    }

    /// Reads every list that is kept anew, and tells with what each ended.
    pub(crate) async fn refresh(&self) -> Vec<Result<()>> {
        let mut outcomes = Vec::new();
        for filter in self.room.kept().lists.keys() {
            let read = self.list_anew(filter.clone());
            let outcome = self.room.kept().lists.live(&filter, read).await;
            outcomes.push(outcome.map(drop));
        }
        outcomes
    }

    fn list_anew(
        &self,
        filter: R::Filter,
    ) -> impl FnOnce() -> futures_util::future::BoxFuture<'static, Result<caches::Rows<R::Record>>> + Send + use<R>
    {
        let room = self.room.unscoped();
        move || Box::pin(async move { room.read_list(filter).await.map(Arc::new) })
    }

    fn get_anew(
        &self,
        id: R::Id,
    ) -> impl FnOnce() -> futures_util::future::BoxFuture<'static, Result<Arc<R::Record>>> + Send + use<R>
    {
        let room = self.room.unscoped();
        move || Box::pin(async move { room.read_one(id).await.map(Arc::new) })
    }
}

/// The rows as this handle may see them; where it sees everything, the very ones that are held.
fn masked<R: People>(access: Access, rows: caches::Rows<R::Record>) -> caches::Rows<R::Record> {
    if access == Access::FULL {
        return rows;
    }
    Arc::new(rows.iter().map(|row| R::mask(access, row.clone())).collect())
}

/// A room whose people may be kept.
pub trait People: sealed::Room {}

impl People for Clients {}
impl People for Caregivers {}

#[allow(private_interfaces, reason = "the trait cannot be named outside")]
mod sealed {
    use super::*;

    pub trait Room: Clone + Send + Sync + 'static {
        type Filter: Clone + Eq + Hash + Send + Sync + 'static;
        type Id: Clone + Eq + Hash + Send + Sync + 'static;
        type Record: Clone + Send + Sync + 'static;
        const LIST: &'static str;
        const GET: &'static str;

        fn permitted(&self, operation: &'static str) -> Result<Access>;
        fn unscoped(&self) -> Self;
        fn kept(&self) -> &caches::People<Self::Filter, Self::Id, Self::Record>;
        fn mask(access: Access, record: Self::Record) -> Self::Record;
        fn read_list(self, filter: Self::Filter) -> impl Future<Output = Result<Vec<Self::Record>>> + Send;
        fn read_one(self, id: Self::Id) -> impl Future<Output = Result<Self::Record>> + Send;
    }
}

macro_rules! room {
    ($room:ident, $filter:ident, $id:ident, $record:ident, $act:ident, $mask:ident, $kept:ident, $list:literal, $get:literal) => {
        #[allow(private_interfaces, reason = "the trait cannot be named outside")]
        impl sealed::Room for $room {
            type Filter = $filter;
            type Id = $id;
            type Record = $record;
            const LIST: &'static str = $list;
            const GET: &'static str = $get;

            fn permitted(&self, operation: &'static str) -> Result<Access> {
                self.access
                    .permit(operation, Act::$act)
                    .map(|()| self.access)
            }

            fn unscoped(&self) -> Self {
                Self::new(self.dialect.clone(), Access::FULL)
            }

            fn kept(&self) -> &caches::People<$filter, $id, $record> {
                &self.dialect.caches().$kept
            }

            fn mask(access: Access, record: $record) -> $record {
                access.$mask(record)
            }

            async fn read_list(self, filter: $filter) -> Result<Vec<$record>> {
                self.list(filter).all().await
            }

            async fn read_one(self, id: $id) -> Result<$record> {
                self.get(&id).await
            }
        }
    };
}

room!(
    Clients,
    ClientFilter,
    ClientId,
    Client,
    ReadClients,
    client,
    clients,
    "clients.list",
    "clients.get"
);
room!(
    Caregivers,
    CaregiverFilter,
    CaregiverId,
    Caregiver,
    ReadCaregivers,
    caregiver,
    caregivers,
    "caregivers.list",
    "caregivers.get"
);
