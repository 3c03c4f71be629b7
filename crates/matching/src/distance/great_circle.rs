use serde::{Deserialize, Serialize};

use super::place::Coordinates;

/// The earth's mean radius in metres (IUGG): 3,958.7613 miles.
const MEAN_RADIUS_METRES: f64 = 6_371_008.8;

/// A length in whole metres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Metres(pub u32);

impl Metres {
    /// Miles in tenths, rounded half up: `25` is 2.5 miles.
    pub fn tenths_of_mile(self) -> u32 {
        // 1 mile is 1,609.344 m; in tenths, times a million to stay exact.
        let tenths = (u64::from(self.0) * 10_000_000 + 804_672_000) / 1_609_344_000;
        u32::try_from(tenths).unwrap_or(u32::MAX)
    }
}

/// The great-circle distance, rounded to whole metres.
///
/// By the haversine formula on the mean sphere; against the ellipsoid it is off by up to 0.5 %. Sines and roots come from
/// `libm`, so the result is the same on every machine.
pub fn great_circle(a: &Coordinates, b: &Coordinates) -> Metres {
    let radians = |micro: i32| f64::from(micro) * (std::f64::consts::PI / 180e6);
    let (lat_a, lat_b) = (radians(a.latitude_e6), radians(b.latitude_e6));
    let half_lat = libm::sin((lat_b - lat_a) / 2.0);
    let half_lon = libm::sin((radians(b.longitude_e6) - radians(a.longitude_e6)) / 2.0);
    let h = half_lat * half_lat + libm::cos(lat_a) * libm::cos(lat_b) * half_lon * half_lon;
    let metres = 2.0 * MEAN_RADIUS_METRES * libm::asin(h.sqrt().min(1.0));
    Metres(metres.round() as u32)
}

/// A point as a vector of length one: squared chords compare like distances, without any trigonometry in the loop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitVector(pub [f32; 3]);

impl UnitVector {
    /// The vector of a point.
    pub fn of(point: &Coordinates) -> Self {
        let radians = |micro: i32| f64::from(micro) * (std::f64::consts::PI / 180e6);
        let (lat, lon) = (radians(point.latitude_e6), radians(point.longitude_e6));
        let level = libm::cos(lat);
        Self([
            (level * libm::cos(lon)) as f32,
            (level * libm::sin(lon)) as f32,
            libm::sin(lat) as f32,
        ])
    }

    /// The squared chord to another point; grows with the distance. In `f32` it orders pairs right that differ by more than about
    /// two metres at city distances; nearer ones have to be compared by [`great_circle`].
    pub fn chord_squared(&self, other: &Self) -> f32 {
        let [x, y, z] = [0, 1, 2].map(|axis| self.0[axis] - other.0[axis]);
        x * x + y * y + z * z
    }

    /// The squared chord of a distance, for comparing against [`chord_squared`](Self::chord_squared).
    pub fn chord_squared_of(distance: Metres) -> f32 {
        let chord = 2.0 * libm::sin(f64::from(distance.0) / (2.0 * MEAN_RADIUS_METRES));
        (chord * chord) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::super::place::Place;
    use super::*;
    use proptest::prelude::*;

    fn zip(code: &str) -> Coordinates {
        Place::from_zip(code).unwrap().unwrap().coordinates
    }

    #[test]
    fn the_published_centroid_distances_come_out() {
        for (a, b, ten_thousandths) in [
            ("80012", "80014", 25_022),
            ("80014", "80231", 27_163),
            ("80110", "80202", 73_318),
            ("80012", "80202", 92_161),
            ("80012", "80110", 99_500),
        ] {
            let metres = f64::from(great_circle(&zip(a), &zip(b)).0);
            let miles = metres / 1_609.344;
            let expected = f64::from(ten_thousandths) / 10_000.0;
            assert!((miles - expected).abs() < 0.0005, "{a}–{b}: {miles}");
        }
    }

    #[test]
    fn degenerate_and_antipodal_pairs_are_exact_enough() {
        let point = |lat, lon| Coordinates::new(lat, lon).unwrap();
        assert_eq!(great_circle(&point(0, 0), &point(0, 0)), Metres(0));
        assert_eq!(
            great_circle(&point(90_000_000, 0), &point(-90_000_000, 0)),
            Metres(20_015_114)
        );
        assert_eq!(
            great_circle(&point(0, 180_000_000), &point(0, -180_000_000)),
            Metres(0)
        );
    }

    proptest! {
        #[test]
        fn it_is_symmetric_and_keeps_the_triangle_inequality(
            p in prop::array::uniform3((-90_000_000..90_000_000_i32, -180_000_000..180_000_000_i32))
        ) {
            let [a, b, c] = p.map(|(lat, lon)| Coordinates::new(lat, lon).unwrap());
            prop_assert_eq!(great_circle(&a, &b), great_circle(&b, &a));
            prop_assert!(great_circle(&a, &c).0 <= great_circle(&a, &b).0 + great_circle(&b, &c).0 + 2);
        }

        #[test]
        fn chords_order_city_distances_as_great_circles_do(
            p in prop::array::uniform3((39_400_000..40_000_000_i32, -105_200_000..-104_600_000_i32))
        ) {
            let [a, b, c] = p.map(|(lat, lon)| Coordinates::new(lat, lon).unwrap());
            let (near, far) = (great_circle(&a, &b), great_circle(&a, &c));
            if near.0 + 5 < far.0 {
                let [a, b, c] = [a, b, c].map(|point| UnitVector::of(&point));
                prop_assert!(a.chord_squared(&b) < a.chord_squared(&c));
            }
        }
    }
}
