//! One resource surface for every dialect: what can be asked of WellSky, by subject.

mod applicants;
mod caregivers;
mod clients;
mod prospects;
mod shifts;
mod upserted;
mod visits;

pub use applicants::Applicants;
pub use caregivers::Caregivers;
pub use clients::Clients;
pub use prospects::Prospects;
pub use shifts::Shifts;
pub use upserted::Upserted;
pub use visits::{Visit, Visits};
