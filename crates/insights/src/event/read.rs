//! Where the data of an event may come from.

use serde::de::{DeserializeOwned, MapAccess};

/// The data of one event, not yet read.
pub(super) trait DataOf<'de> {
    /// Why it could not be read.
    type Error;

    /// Reads it as one kind's.
    fn read<T: DeserializeOwned>(self) -> Result<T, Self::Error>;
}

/// The next value of a map.
pub(super) struct NextValue<'m, A>(pub(super) &'m mut A);

impl<'de, A: MapAccess<'de>> DataOf<'de> for NextValue<'_, A> {
    type Error = A::Error;

    fn read<T: DeserializeOwned>(self) -> Result<T, A::Error> {
        self.0.next_value()
    }
}

impl<'de> DataOf<'de> for &'de serde_json::Value {
    type Error = serde_json::Error;

    fn read<T: DeserializeOwned>(self) -> Result<T, serde_json::Error> {
        T::deserialize(self)
    }
}

/// The cells of a row under the names of its columns.
pub(super) struct CsvRow<'r> {
    pub(super) cells: &'r csv::StringRecord,
    pub(super) names: &'r csv::StringRecord,
}

impl DataOf<'_> for CsvRow<'_> {
    type Error = csv::Error;

    fn read<T: DeserializeOwned>(self) -> Result<T, csv::Error> {
        self.cells.deserialize(Some(self.names))
    }
}
