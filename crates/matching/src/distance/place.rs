use careweave_types::{Error, Result};
use serde::{Deserialize, Deserializer, Serialize};

use super::zip;

/// A point on the earth in millionths of a degree (WGS 84), about 11 cm.
///
/// Zero is a coordinate like any other; unknown is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Coordinates {
    /// Degrees north, times a million: −90,000,000 to 90,000,000.
    pub latitude_e6: i32,
    /// Degrees east, times a million: −180,000,000 to 180,000,000.
    pub longitude_e6: i32,
}

impl Coordinates {
    /// A point in millionths of a degree.
    ///
    /// # Errors
    /// `InvalidInput` naming the coordinate that is out of range.
    pub fn new(latitude_e6: i32, longitude_e6: i32) -> Result<Self> {
        let check = |field: &'static str, value: i32, limit: i32| {
            if (-limit..=limit).contains(&value) {
                return Ok(());
            }
            Err(Error::invalid(
                "coordinates.new",
                field,
                format!("must be between −{limit} and {limit} millionths of a degree"),
            ))
        };
        check("latitude_e6", latitude_e6, 90_000_000)?;
        check("longitude_e6", longitude_e6, 180_000_000)?;
        Ok(Self {
            latitude_e6,
            longitude_e6,
        })
    }

    /// A point in degrees, rounded to millionths.
    ///
    /// # Errors
    /// `InvalidInput` naming the coordinate that is not a number or out of range.
    pub fn from_degrees(latitude: f64, longitude: f64) -> Result<Self> {
        let micro = |field: &'static str, degrees: f64| {
            if degrees.is_finite() && degrees.abs() <= 180.0 {
                return Ok((degrees * 1e6).round() as i32);
            }
            Err(Error::invalid(
                "coordinates.new",
                field,
                "must be a number of degrees",
            ))
        };
        Self::new(micro("latitude", latitude)?, micro("longitude", longitude)?)
    }
}

impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Raw {
            latitude_e6: i32,
            longitude_e6: i32,
        }
        let raw = Raw::deserialize(d)?;
        Self::new(raw.latitude_e6, raw.longitude_e6).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

/// How well a place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Coordinates of the address.
    Address,
    /// The centroid of the ZIP code's area: off by miles where areas are large.
    ZipCentroid,
    /// The mean of the areas that share the first three digits, because the ZIP code has no area of its own.
    Zip3Centroid,
}

impl Precision {
    /// True for everything but coordinates of the address.
    pub const fn is_approximate(self) -> bool {
        !matches!(self, Self::Address)
    }
}

/// Where somebody is, and how well that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The point.
    pub coordinates: Coordinates,
    /// How well it is known.
    pub precision: Precision,
}

impl Place {
    /// The coordinates of an address.
    pub const fn at(coordinates: Coordinates) -> Self {
        Self {
            coordinates,
            precision: Precision::Address,
        }
    }

    /// The centroid of a ZIP code (`80012` or `80012-1234`); `None` for one that no area and no three-digit prefix knows.
    ///
    /// # Errors
    /// `InvalidInput` for text that is no ZIP code.
    pub fn from_zip(code: &str) -> Result<Option<Self>> {
        let number = zip::parse(code)?;
        Ok(zip::centroid(number).map(|(coordinates, precision)| Self {
            coordinates,
            precision,
        }))
    }
}
