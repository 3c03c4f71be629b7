//! One resource surface for every dialect: what can be asked of WellSky, by subject.

mod applicants;
mod cached_people;
mod cached_shifts;
mod caregivers;
mod clients;
mod prospects;
mod shifts;
mod upserted;
mod visits;

pub use applicants::Applicants;
pub use cached_people::{CachedCaregivers, CachedClients, CachedPeople, People};
pub use cached_shifts::CachedShifts;
pub use caregivers::Caregivers;
pub use clients::Clients;
pub use prospects::Prospects;
pub use shifts::Shifts;
pub use upserted::Upserted;
pub use visits::{Visit, Visits};
