use std::collections::BTreeMap;

use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use super::great_circle::{Metres, great_circle};
use super::place::Place;

/// One way from a place to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// How far.
    pub metres: Metres,
    /// How long, in whole minutes, rounded up.
    pub minutes: u32,
    /// Where the figures come from.
    pub source: LegSource,
}

/// Where a leg's figures come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegSource {
    /// A travel table the host supplied.
    Table,
    /// The great circle between two addresses, stretched by the road factor.
    StraightLine,
    /// As `StraightLine`, with a ZIP centroid at one end at least.
    Approximate,
}

/// How straight lines become roads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speed {
    /// Metres of road per kilometre of straight line; routes are 18–30 % longer than straight lines.
    pub road_metres_per_km: u32,
    /// Average speed on the road, in metres per minute; 670 is 25 mph.
    pub metres_per_minute: u32,
}

impl Default for Speed {
    fn default() -> Self {
        Self {
            road_metres_per_km: 1_250,
            metres_per_minute: 670,
        }
    }
}

/// The leg by straight line and road factor.
///
/// # Errors
/// `InvalidInput` for a speed of zero.
pub fn straight_line(from: &Place, to: &Place, speed: Speed) -> Result<Leg> {
    if speed.metres_per_minute == 0 {
        return Err(Error::invalid(
            "travel.leg",
            "metres_per_minute",
            "must be more than zero",
        ));
    }
    let line = great_circle(&from.coordinates, &to.coordinates);
    let road = u64::from(line.0) * u64::from(speed.road_metres_per_km) / 1_000;
    let road = u32::try_from(road).unwrap_or(u32::MAX);
    let approximate = from.precision.is_approximate() || to.precision.is_approximate();
    Ok(Leg {
        metres: Metres(road),
        minutes: road.div_ceil(speed.metres_per_minute),
        source: if approximate {
            LegSource::Approximate
        } else {
            LegSource::StraightLine
        },
    })
}

/// A host's own knowledge of travel, from a routing service. The engine asks; it never fetches.
pub trait Travel {
    /// The leg between two locations by the host's own ids; `None` when the host does not know.
    fn leg(&self, from: &str, to: &str) -> Option<Leg>;
}

/// By end: how far, and how many minutes.
type Ends = BTreeMap<Box<str>, (Metres, u32)>;

/// Travel times between known locations, one direction at a time: there and back may differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TravelTable {
    /// By start, then end.
    legs: BTreeMap<Box<str>, Ends>,
}

impl TravelTable {
    /// Adds a leg.
    ///
    /// # Errors
    /// `InvalidInput` when the leg is there already with other figures.
    pub fn insert(&mut self, from: &str, to: &str, metres: Metres, minutes: u32) -> Result<()> {
        let ends = self.legs.entry(from.into()).or_default();
        match ends.get(to) {
            Some(held) if *held != (metres, minutes) => Err(Error::invalid(
                "travel.insert",
                "leg",
                "the leg is in the table already, with other figures",
            )
            .with("from", from)
            .with("to", to)),
            _ => {
                ends.insert(to.into(), (metres, minutes));
                Ok(())
            }
        }
    }

    /// Every leg: start, end, metres, minutes.
    pub fn legs(&self) -> impl Iterator<Item = (&str, &str, Metres, u32)> {
        self.legs.iter().flat_map(|(from, ends)| {
            ends.iter()
                .map(move |(to, (metres, minutes))| (&**from, &**to, *metres, *minutes))
        })
    }

    /// True when no leg is known.
    pub fn is_empty(&self) -> bool {
        self.legs.is_empty()
    }
}

impl Travel for TravelTable {
    fn leg(&self, from: &str, to: &str) -> Option<Leg> {
        let (metres, minutes) = *self.legs.get(from)?.get(to)?;
        Some(Leg {
            metres,
            minutes,
            source: LegSource::Table,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leg_says_whether_it_is_approximate() {
        let a = Place::from_zip("80012").unwrap().unwrap();
        let b = Place::from_zip("80202").unwrap().unwrap();
        let leg = straight_line(&a, &b, Speed::default()).unwrap();
        assert_eq!(leg.source, LegSource::Approximate);
        assert_eq!((leg.metres, leg.minutes), (Metres(18_540), 28));
        let exact = straight_line(
            &Place::at(a.coordinates),
            &Place::at(b.coordinates),
            Speed::default(),
        )
        .unwrap();
        assert_eq!(exact.source, LegSource::StraightLine);
    }

    #[test]
    fn a_table_keeps_directions_apart_and_refuses_contradictions() {
        let mut table = TravelTable::default();
        table.insert("home", "k1", Metres(5_000), 12).unwrap();
        table.insert("home", "k1", Metres(5_000), 12).unwrap();
        assert!(table.insert("home", "k1", Metres(5_000), 13).is_err());
        assert_eq!(table.leg("home", "k1").unwrap().minutes, 12);
        assert_eq!(table.leg("k1", "home"), None);
    }
}
