/// What an upsert did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upserted<T> {
    /// There was none: this one was created.
    Created(T),
    /// There was one: this is how it stands now.
    Found(T),
}

impl<T> Upserted<T> {
    /// The record.
    pub fn record(&self) -> &T {
        match self {
            Self::Created(record) | Self::Found(record) => record,
        }
    }

    /// True when it was created.
    pub fn is_new(&self) -> bool {
        matches!(self, Self::Created(_))
    }
}
