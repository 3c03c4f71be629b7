//! Centroids of ZIP code tabulation areas (Census 2023 Gazetteer), compiled in; see `data/README.md`.

use careweave_types::{Error, Result};

use super::place::{Coordinates, Precision};

static ROWS: &[u8] = include_bytes!("../../data/zcta-2023.bin");

const ROW: usize = 12;

/// How many areas the data hold.
pub const ZCTA_COUNT: usize = ROWS.len() / ROW;

fn field(at: usize, offset: usize) -> [u8; 4] {
    let from = at * ROW + offset;
    let mut bytes = [0; 4];
    bytes.copy_from_slice(&ROWS[from..from + 4]);
    bytes
}

fn code(at: usize) -> u32 {
    u32::from_le_bytes(field(at, 0))
}

fn coordinates(at: usize) -> Coordinates {
    Coordinates {
        latitude_e6: i32::from_le_bytes(field(at, 4)),
        longitude_e6: i32::from_le_bytes(field(at, 8)),
    }
}

/// The first row whose code is not below `wanted`.
fn lower_bound(wanted: u32) -> usize {
    let (mut low, mut high) = (0, ZCTA_COUNT);
    while low < high {
        let middle = (low + high) / 2;
        if code(middle) < wanted {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Reads `80012` or `80012-1234`.
pub(super) fn parse(text: &str) -> Result<u32> {
    let wrong = || {
        Error::invalid(
            "zip.parse",
            "zip_code",
            "a ZIP code is five digits, or five, a hyphen and four",
        )
    };
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let zip = match text.split_once('-') {
        Some((zip, plus4)) if digits(plus4, 4) => zip,
        Some(_) => return Err(wrong()),
        None => text,
    };
    if !digits(zip, 5) {
        return Err(wrong());
    }
    zip.parse().map_err(|_| wrong())
}

/// The centroid of the area, or of its three-digit neighbours where it has none.
pub(super) fn centroid(zip: u32) -> Option<(Coordinates, Precision)> {
    let at = lower_bound(zip);
    if at < ZCTA_COUNT && code(at) == zip {
        return Some((coordinates(at), Precision::ZipCentroid));
    }
    let prefix = zip / 100 * 100;
    let (first, end) = (lower_bound(prefix), lower_bound(prefix + 100));
    let count = i64::try_from(end - first).ok().filter(|count| *count > 0)?;
    // The mean of degrees is good enough for a fallback: no prefix spans the date line but 995–996 (western Aleutians).
    let (latitude, longitude) = (first..end).map(coordinates).fold((0_i64, 0_i64), |sum, c| {
        (
            sum.0 + i64::from(c.latitude_e6),
            sum.1 + i64::from(c.longitude_e6),
        )
    });
    let mean = |sum: i64| i32::try_from(sum.div_euclid(count)).unwrap_or_default();
    Some((
        Coordinates {
            latitude_e6: mean(latitude),
            longitude_e6: mean(longitude),
        },
        Precision::Zip3Centroid,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_are_whole_sorted_and_in_range() {
        assert_eq!(ROWS.len() % ROW, 0);
        assert_eq!(ZCTA_COUNT, 33_791);
        for at in 0..ZCTA_COUNT {
            let c = coordinates(at);
            assert!(Coordinates::new(c.latitude_e6, c.longitude_e6).is_ok());
            assert!(
                c.latitude_e6 != 0 && c.longitude_e6 != 0,
                "a zero would be a missing value"
            );
            assert!(at == 0 || code(at - 1) < code(at));
        }
    }

    #[test]
    fn a_code_without_an_area_falls_back_to_its_prefix_and_says_so() {
        // 80201 is a post-office box ZIP code of Denver.
        let (near, precision) = centroid(80_201).unwrap();
        assert_eq!(precision, Precision::Zip3Centroid);
        assert!((39_000_000..40_500_000).contains(&near.latitude_e6));
        assert_eq!(centroid(80_012).unwrap().1, Precision::ZipCentroid);
        assert_eq!(centroid(0), None);
    }

    #[test]
    fn only_zip_codes_are_read_as_such() {
        for bad in [
            "",
            "8001",
            "800122",
            "80012-12",
            "8OO12",
            "80012 ",
            "-1234",
            "80012-12345",
        ] {
            assert!(parse(bad).is_err(), "{bad:?}");
        }
        assert_eq!(parse("00601-0001").unwrap(), 601);
    }
}
