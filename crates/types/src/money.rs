use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Error, ErrorKind, Result};

/// A currency careweave's users pay in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Currency {
    /// United States dollar, in cents.
    #[serde(rename = "USD")]
    Usd,
    /// Brazilian real, in centavos.
    #[serde(rename = "BRL")]
    Brl,
}

impl Currency {
    /// The ISO 4217 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Brl => "BRL",
        }
    }
}

/// An amount in minor units (cents, centavos). There are no floating-point amounts.
///
/// ```
/// use careweave_types::{Currency, Money};
/// let premium = Money::new(3_600, Currency::Usd);
/// assert_eq!(premium.to_string(), "36.00 USD");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// The amount in minor units; negative for what is owed.
    pub minor: i64,
    /// What the units are of.
    pub currency: Currency,
}

impl Money {
    /// An amount in minor units.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The sum.
    ///
    /// # Errors
    /// `InvalidInput` when the currencies differ or the sum leaves the range of 64 bits.
    pub fn checked_add(self, other: Self) -> Result<Self> {
        if self.currency != other.currency {
            return Err(Error::invalid(
                "money.add",
                "currency",
                "both amounts must be in one currency",
            ));
        }
        match self.minor.checked_add(other.minor) {
            Some(minor) => Ok(Self { minor, ..self }),
            None => Err(Error::new(
                ErrorKind::InvalidInput,
                "money.add",
                "the sum is out of range",
            )),
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let abs = self.minor.unsigned_abs();
        write!(f, "{sign}{}.{:02} {}", abs / 100, abs % 100, self.currency.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_print_with_sign_and_two_places() {
        assert_eq!(Money::new(-5, Currency::Usd).to_string(), "-0.05 USD");
        assert_eq!(
            Money::new(i64::MIN, Currency::Brl).to_string(),
            "-92233720368547758.08 BRL"
        );
    }

    #[test]
    fn sums_never_wrap_and_never_mix() {
        let a = Money::new(i64::MAX, Currency::Usd);
        assert!(a.checked_add(Money::new(1, Currency::Usd)).is_err());
        assert!(a.checked_add(Money::new(1, Currency::Brl)).is_err());
    }
}
