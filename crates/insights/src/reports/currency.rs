use careweave_types::{Currency, Error, Result};

/// The one currency of a sum.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OneCurrency(Option<Currency>);

impl OneCurrency {
    /// Takes a currency that must be the one seen so far.
    pub(super) fn accept(&mut self, currency: Currency) -> Result<()> {
        match self.0 {
            Some(seen) if seen != currency => Err(Error::invalid(
                "insights.report",
                "currency",
                "amounts in two currencies cannot be added up: report on each apart, or convert them first",
            )),
            _ => {
                self.0 = Some(currency);
                Ok(())
            }
        }
    }

    pub(super) const fn get(self) -> Option<Currency> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_currency_is_refused_by_name() {
        let mut one = OneCurrency::default();
        one.accept(Currency::Usd).unwrap();
        one.accept(Currency::Usd).unwrap();
        assert_eq!(
            one.accept(Currency::Brl).unwrap_err().get("field"),
            Some("currency")
        );
    }
}
