//! How a suite says that an implementation keeps a rule, or which one it breaks.

use careweave_types::{Error, ErrorKind, Result};

/// Whose rules are proved.
pub(crate) struct Proof {
    /// The operation that failures name.
    pub(crate) operation: &'static str,
    /// What failures say.
    pub(crate) broken: &'static str,
}

impl Proof {
    /// Fails with the rule where it does not hold.
    pub(crate) fn holds(&self, holds: bool, rule: &'static str) -> Result<()> {
        match holds {
            true => Ok(()),
            false => Err(self.broken(rule)),
        }
    }

    /// Fails with the rule where something was not refused, or for another reason.
    pub(crate) fn refused<T>(&self, answer: Result<T>, kind: ErrorKind, rule: &'static str) -> Result<()> {
        match answer {
            Err(error) if error.kind() == kind => Ok(()),
            Err(error) => Err(self.broken(rule).with_source(error)),
            Ok(_) => Err(self.broken(rule)),
        }
    }

    /// The failure that names a rule.
    pub(crate) fn broken(&self, rule: &'static str) -> Error {
        Error::new(ErrorKind::Rejected, self.operation, self.broken).with("rule", rule)
    }
}
