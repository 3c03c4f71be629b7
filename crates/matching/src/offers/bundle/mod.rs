//! Sets of shifts that belong together, offered and priced as one object.

mod find;
mod packing;
mod price;

use std::collections::BTreeSet;

use careweave_types::{AgencyZone, Error, Result};
use serde::{Deserialize, Serialize};

pub use find::{BundleRules, find_bundles};
pub use packing::{MAX_PACKED, PackedBundle, Packing, PackingEffort, pack_bundles};
pub use price::{
    AcceptRule, BundleCandidate, BundleTerms, Part, PricedBundle, Settlement, Unsettled, price_bundle,
    settle_bundle,
};

use super::shift::{self, OfferedShift};
use super::wording::total_minutes;

const OPERATION: &str = "offers.bundle";

/// The most shifts in a bundle: all its parts can still be priced.
pub const MAX_BUNDLE_SHIFTS: usize = 12;

/// What makes shifts belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BundleKind {
    /// One client, the same hours of the wall clock, on different days.
    RecurringPattern,
    /// One client, in one workweek.
    SameClient,
    /// One day, one after the other with time for the way.
    ContiguousDay,
}

/// A set of shifts for one caregiver, in order of time; no two overlap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "UncheckedBundle")]
pub struct Bundle {
    kind: BundleKind,
    zone: AgencyZone,
    shifts: Vec<OfferedShift>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UncheckedBundle {
    kind: BundleKind,
    zone: AgencyZone,
    shifts: Vec<OfferedShift>,
}

impl TryFrom<UncheckedBundle> for Bundle {
    type Error = String;

    fn try_from(raw: UncheckedBundle) -> Result<Self, String> {
        Self::new(raw.kind, raw.shifts, raw.zone).map_err(|e| e.message().to_owned())
    }
}

impl Bundle {
    /// A bundle of two to [`MAX_BUNDLE_SHIFTS`] shifts; the zone is the one in which people read its hours and days.
    ///
    /// # Errors
    /// `InvalidInput` that names the field: too few shifts or too many, one that stands twice, a value out of range, two
    /// that overlap, and shifts that are not of the kind: other clients, other hours, the same day twice, another day.
    pub fn new(kind: BundleKind, mut shifts: Vec<OfferedShift>, zone: AgencyZone) -> Result<Self> {
        let wrong = |field: &'static str, rule: &str| Error::invalid(OPERATION, field, rule);
        if !(2..=MAX_BUNDLE_SHIFTS).contains(&shifts.len()) {
            return Err(wrong("shifts", "a bundle has 2 to 12 shifts"));
        }
        shift::index(OPERATION, &shifts)?;
        shifts.sort_by(|a, b| (a.window, &a.id).cmp(&(b.window, &b.id)));
        if let Some(pair) = shifts
            .windows(2)
            .find(|pair| pair[0].window.overlaps(&pair[1].window))
        {
            return Err(wrong("window", "no two shifts of a bundle overlap")
                .with("record", format!("shift {} and shift {}", pair[0].id, pair[1].id)));
        }
        let days: BTreeSet<_> = shifts.iter().map(|s| zone.local(s.window.start()).date).collect();
        let one_client = shifts.iter().all(|s| s.client_id == shifts[0].client_id);
        match kind {
            BundleKind::RecurringPattern | BundleKind::SameClient if !one_client => {
                return Err(wrong("client_id", "a bundle of this kind has one client"));
            }
            BundleKind::RecurringPattern if days.len() < shifts.len() => {
                return Err(wrong("window", "a pattern has one shift on a day"));
            }
            BundleKind::RecurringPattern
                if shifts
                    .iter()
                    .any(|s| find::wall_hours(s, &zone) != find::wall_hours(&shifts[0], &zone)) =>
            {
                return Err(wrong(
                    "window",
                    "the shifts of a pattern have the same hours of the wall clock",
                ));
            }
            BundleKind::ContiguousDay if days.len() > 1 => {
                return Err(wrong("window", "the shifts of a contiguous day begin on one day"));
            }
            _ => {}
        }
        Ok(Self { kind, zone, shifts })
    }

    /// What makes the shifts belong together.
    pub const fn kind(&self) -> BundleKind {
        self.kind
    }

    /// The shifts, in order of time.
    pub fn shifts(&self) -> &[OfferedShift] {
        &self.shifts
    }

    /// Elapsed minutes of all shifts.
    pub fn minutes(&self) -> i64 {
        total_minutes(&self.set())
    }

    fn set(&self) -> Vec<&OfferedShift> {
        self.shifts.iter().collect()
    }
}
