use careweave_types::{Currency, Error, Money, Result};

/// The currency of an ISO 4217 code, in either case; `None` for one careweave does not count in.
pub fn currency(code: &str) -> Option<Currency> {
    [Currency::Usd, Currency::Brl]
        .into_iter()
        .find(|currency| currency.code().eq_ignore_ascii_case(code))
}

/// Reads an amount that a service writes as decimal text (`"45.00"`, `"45"`, `"-0.5"`), exactly.
///
/// # Errors
/// `InvalidInput` naming `field` for anything but digits with at most two after one point, and for amounts outside 64 bits.
pub fn money(operation: &'static str, field: &'static str, text: &str, currency: Currency) -> Result<Money> {
    let wrong = || {
        Error::invalid(
            operation,
            field,
            "an amount is digits with at most two after one point",
        )
    };
    let (negative, digits) = match text.trim().strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.trim()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let numeric = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !numeric(whole) || !numeric(fraction) || fraction.len() > 2 {
        return Err(wrong());
    }
    let minor = format!("{}{whole}{fraction:0<2}", if negative { "-" } else { "" });
    let minor = minor.parse().map_err(|_| wrong())?;
    Ok(Money::new(minor, currency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_text_is_read_exactly() {
        for (text, minor) in [
            ("45.00", 4_500),
            ("45", 4_500),
            ("0.5", 50),
            ("-12.34", -1_234),
            ("0", 0),
        ] {
            assert_eq!(
                money("t", "price", text, Currency::Usd).unwrap().minor,
                minor,
                "{text}"
            );
        }
        for text in [
            "",
            "1,000",
            "1.005",
            "$4",
            "4.0.0",
            "99999999999999999999",
            ".5",
            "1e3",
        ] {
            let error = money("t", "price", text, Currency::Usd).unwrap_err();
            assert_eq!(error.get("field"), Some("price"), "{text}");
        }
        assert_eq!(currency("brl"), Some(Currency::Brl));
        assert_eq!(currency("XTS"), None);
    }
}
