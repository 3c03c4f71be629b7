//! How far it is: great circles between coordinates, ZIP centroids where there are none, a host's own travel times where it
//! has them. What is unknown stays unknown.
//!
//! ```
//! use careweave_matching::distance::{Place, great_circle};
//! let aurora = Place::from_zip("80012")?.ok_or("no such area")?;
//! let east = Place::from_zip("80014-1234")?.ok_or("no such area")?;
//! assert_eq!(great_circle(&aurora.coordinates, &east.coordinates).tenths_of_mile(), 25);
//! assert!(aurora.precision.is_approximate());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod great_circle;
mod place;
mod travel;
mod zip;

pub use great_circle::{Metres, UnitVector, great_circle};
pub use place::{Coordinates, Place, Precision};
pub use travel::{Leg, LegSource, Speed, Travel, TravelTable, straight_line};
pub use zip::ZCTA_COUNT;
