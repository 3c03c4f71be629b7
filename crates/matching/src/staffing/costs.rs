use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use crate::document;

/// The format this version reads.
pub const FORMAT: &str = "careweave.costs/1";

const OPERATION: &str = "costs.load";

/// The most that any of the prices may be, in thousandths of a point.
const MAX: i64 = 1_000_000_000;

/// What things cost when shifts compete for caregivers, in thousandths of a point of the ranking's score.
///
/// A caregiver on a shift costs minus their score for it, without its overtime row; a policy that counts in whole points counts
/// a thousand for each. The default prices overtime and the way as the default policy does: half a point per dollar, and
/// a tenth of a point per minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Costs {
    /// [`FORMAT`].
    pub format: String,
    /// A shift left open. As long as this is more than anything else, filling comes first.
    pub unfilled: i64,
    /// Each minute of a shift left open: of two shifts the longer one is filled first.
    pub unfilled_per_minute: i64,
    /// Each minor unit (cent) of overtime premium that a caregiver's weeks rise by.
    pub overtime_per_minor_unit: i64,
    /// Each minute of the way between two visits of a day.
    pub travel_per_minute: i64,
    /// A caregiver at a client where they have never been: once for the two, so that one new face takes several shifts rather
    /// than several new faces one each.
    pub new_face: i64,
}

impl Default for Costs {
    fn default() -> Self {
        Self {
            format: FORMAT.to_owned(),
            unfilled: 1_000_000,
            unfilled_per_minute: 100,
            overtime_per_minor_unit: 5,
            travel_per_minute: 100,
            new_face: 5_000,
        }
    }
}

impl Costs {
    /// Reads costs; what is not stated is as in the default.
    ///
    /// # Errors
    /// `InvalidInput` that names the field: JSON that does not parse, an unknown field, a newer format, and what
    /// [`validate`](Self::validate) checks.
    pub fn from_json(text: &str) -> Result<Self> {
        let costs: Self = document::read(OPERATION, text)?;
        costs.validate()?;
        Ok(costs)
    }

    /// Checks the format and that every price is between 0 and 1,000,000,000.
    ///
    /// # Errors
    /// `InvalidInput` naming the field.
    pub fn validate(&self) -> Result<()> {
        let wrong = |field: &'static str, rule: String| {
            Err(Error::invalid(OPERATION, field, rule).with("record", "(file)"))
        };
        if self.format != FORMAT {
            let rule = format!("this version reads {FORMAT:?}; convert the file or update careweave");
            return wrong("format", rule);
        }
        for (field, price) in [
            ("unfilled", self.unfilled),
            ("unfilled_per_minute", self.unfilled_per_minute),
            ("overtime_per_minor_unit", self.overtime_per_minor_unit),
            ("travel_per_minute", self.travel_per_minute),
            ("new_face", self.new_face),
        ] {
            if !(0..=MAX).contains(&price) {
                return wrong(
                    field,
                    format!("must be between 0 and {MAX} thousandths of a point"),
                );
            }
        }
        Ok(())
    }
}
