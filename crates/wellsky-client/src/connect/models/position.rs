use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

/// A place on the earth, in degrees (WGS 84). It has no default: a clock-in without a place is not one at 0, 0.
///
/// ```
/// use careweave_wellsky_client::connect::Position;
/// assert!(Position::new(39.74, -104.99).is_ok());
/// assert!(Position::new(0.0, 0.0).is_err());
/// assert!(Position::new(91.0, 0.0).is_err());
/// ```
///
/// ```compile_fail
/// let nowhere = careweave_wellsky_client::connect::Position::default();
/// ```
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Position {
    /// Degrees north.
    #[cfg_attr(feature = "schema", schemars(extend("x-personal" = true)))]
    latitude: f64,
    /// Degrees east.
    #[cfg_attr(feature = "schema", schemars(extend("x-personal" = true)))]
    longitude: f64,
}

/// The place is where somebody lives: it is not shown.
impl std::fmt::Debug for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Position([personal])")
    }
}

impl Position {
    /// A place.
    ///
    /// # Errors
    /// `InvalidInput` outside −90 to 90 and −180 to 180, and for exactly 0, 0: that is open sea, and what programs send
    /// that do not know the place.
    pub fn new(latitude: f64, longitude: f64) -> Result<Self> {
        let refuse = |field: &str, rule: &str| Err(Error::invalid("position.new", field, rule));
        if !(-90.0..=90.0).contains(&latitude) {
            return refuse("latitude", "must be between -90 and 90");
        }
        if !(-180.0..=180.0).contains(&longitude) {
            return refuse("longitude", "must be between -180 and 180");
        }
        if latitude == 0.0 && longitude == 0.0 {
            return refuse("position", "must be the real place: 0, 0 is open sea");
        }
        Ok(Self { latitude, longitude })
    }

    /// Degrees north.
    pub fn latitude(&self) -> f64 {
        self.latitude
    }

    /// Degrees east.
    pub fn longitude(&self) -> f64 {
        self.longitude
    }
}
