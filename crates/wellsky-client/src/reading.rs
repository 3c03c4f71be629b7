use careweave_types::{Delivery, Error, ErrorKind, Result};

/// What a reading of many subjects found: all of it, or a part of it with what could not be read.
///
/// The two are different variants, so that a part cannot be taken for the whole: nobody may be called gone, free or
/// discharged on the ground of an incomplete reading.
#[derive(Debug)]
#[must_use = "a reading may be incomplete: match on it, or turn it into an error with complete()"]
pub enum Reading<T> {
    /// Every subject was read.
    Complete(T),
    /// Some subjects could not be read.
    Incomplete {
        /// What was found in the subjects that could be read.
        found: T,
        /// What could not be read, and why; never empty.
        failures: Vec<Failure>,
    },
}

/// A subject that could not be read.
#[derive(Debug)]
pub struct Failure {
    /// Its kind and id: `client 500001`.
    pub subject: String,
    /// Why.
    pub error: Error,
}

impl<T> Reading<T> {
    /// Complete when nothing failed.
    pub(crate) fn of(found: T, failures: Vec<Failure>) -> Self {
        if failures.is_empty() {
            Self::Complete(found)
        } else {
            Self::Incomplete { found, failures }
        }
    }

    /// True when every subject was read.
    pub fn is_complete(&self) -> bool {
        matches!(self, Self::Complete(_))
    }

    /// What was found, complete or not.
    pub fn found(&self) -> &T {
        match self {
            Self::Complete(found) | Self::Incomplete { found, .. } => found,
        }
    }

    /// What could not be read.
    pub fn failures(&self) -> &[Failure] {
        match self {
            Self::Complete(_) => &[],
            Self::Incomplete { failures, .. } => failures,
        }
    }

    /// What was found, when it is everything.
    ///
    /// # Errors
    /// `Incomplete` with the first subject that failed as context and its failure as source.
    pub fn complete(self, operation: &'static str) -> Result<T> {
        match self {
            Self::Complete(found) => Ok(found),
            Self::Incomplete { failures, .. } => {
                let failed = failures.len();
                let mut error = Error::new(
                    ErrorKind::Incomplete,
                    operation,
                    "some subjects could not be read, so that the result would have holes",
                )
                .with("failed", failed.to_string())
                .with_delivery(Delivery::Answered);
                if let Some(first) = failures.into_iter().next() {
                    error = error
                        .with("first_failed", first.subject)
                        .with("first_reason", first.error.kind().code())
                        .with_status(first.error.status())
                        .with_source(first.error);
                }
                Err(error)
            }
        }
    }

    /// The same reading of something else.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Reading<U> {
        match self {
            Self::Complete(found) => Reading::Complete(change(found)),
            Self::Incomplete { found, failures } => Reading::Incomplete {
                found: change(found),
                failures,
            },
        }
    }
}
