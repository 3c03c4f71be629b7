use std::fmt;

use careweave_types::ids::AppointmentId;
use careweave_types::{Error, Result, ShiftId};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

const START: &str = "%Y%m%dT%H%M%SZ";

/// One visit of a series. All occurrences of a recurring appointment share its id, so that an occurrence is named by the
/// series and its start together.
///
/// As a [`ShiftId`] it is written `<series>@<start>`: `109000001@20260129T210000Z`.
///
/// ```
/// use careweave_wellsky_client::connect::Occurrence;
/// let id = careweave_wellsky_client::ShiftId::new("109000001@20260129T210000Z")?;
/// let occurrence = Occurrence::of_shift(&id)?;
/// assert_eq!(occurrence.series.as_str(), "109000001");
/// assert_eq!(occurrence.shift_id()?, id);
/// # Ok::<(), careweave_wellsky_client::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Occurrence {
    /// The appointment.
    pub series: AppointmentId,
    /// When this occurrence is to start.
    pub start: DateTime<Utc>,
}

impl Occurrence {
    /// Reads the occurrence out of the id of a shift.
    ///
    /// # Errors
    /// `InvalidInput` for an id that does not name a start.
    pub fn of_shift(id: &ShiftId) -> Result<Self> {
        let parts = id.as_str().rsplit_once('@').and_then(|(series, start)| {
            let start = NaiveDateTime::parse_from_str(start, START).ok()?.and_utc();
            Some(Self {
                series: AppointmentId::new(series).ok()?,
                start,
            })
        });
        parts.ok_or_else(|| {
            Error::invalid(
                "occurrence.of_shift",
                "shift_id",
                "must be <appointment>@<start>, the start as 20260129T210000Z, for the connect API",
            )
        })
    }

    /// The id of this occurrence as a shift.
    ///
    /// # Errors
    /// `InvalidInput` when the appointment's id leaves no room for the start.
    pub fn shift_id(&self) -> Result<ShiftId> {
        ShiftId::new(self.to_string())
    }
}

impl fmt::Display for Occurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.series, self.start.format(START))
    }
}
