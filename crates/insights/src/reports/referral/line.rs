//! The figures of one source, from its totals.

use careweave_types::{Error, Money, Result};
use serde::{Deserialize, Serialize};

use crate::measure::{Amount, Rate, Ratio, Tally, WhyNull};
use crate::reports::currency::OneCurrency;
use crate::reports::lifetime::{MONTH_MS, Tenure};

/// What was spent on a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Spend {
    /// Nothing. No return on it exists; it is not infinite.
    NoSpend,
    /// This much.
    Spent {
        /// Advertising, fees, bonuses.
        media: Money,
        /// The agency's own hours.
        labour: Money,
    },
}

impl Spend {
    pub(super) fn minor(self) -> i128 {
        match self {
            Self::NoSpend => 0,
            Self::Spent { media, labour } => i128::from(media.minor) + i128::from(labour.minor),
        }
    }
}

/// The totals of a source, from which its figures follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceTotals {
    /// The source.
    pub source: String,
    /// Leads of the cohort.
    pub leads: u64,
    /// Those of them that became clients.
    pub won: u64,
    /// Spent on advertising, fees and bonuses; not negative.
    pub media: Money,
    /// The price of the agency's own hours; not negative.
    pub labour: Money,
    /// What a won client is worth in the mean; nothing when it is not known.
    pub value_per_client: Option<Money>,
}

/// One source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceLine {
    /// The source.
    pub source: String,
    /// Leads of the cohort that became clients, of all of them.
    pub conversion: Rate,
    /// Leads too young to be counted.
    pub immature: u64,
    /// What was spent.
    pub spend: Spend,
    /// Spend per client won.
    pub cac: Amount,
    /// Worth per client won.
    pub value_per_client: Amount,
    /// Clients among those won who are still clients: their worth is not final.
    pub still_clients: u64,
    /// Worth of all clients won.
    pub total_value: Amount,
    /// Worth per client through spend per client.
    pub ltv_to_cac: Ratio,
    /// What came back above the spend, through the spend.
    pub roi: Ratio,
    /// Months of margin that make up for the spend on a client.
    pub payback_months: Ratio,
}

impl SourceLine {
    /// The figures of a source from its totals.
    ///
    /// # Errors
    /// `InvalidInput` for more won than there were leads, a negative amount, or two currencies.
    pub fn from_totals(totals: &SourceTotals, min_n: u64) -> Result<Self> {
        let refuse = |field: &'static str, rule: &'static str| {
            Error::invalid("insights.referral", field, rule).with("record", totals.source.clone())
        };
        let tally = Tally::of(totals.won, totals.leads)
            .ok_or_else(|| refuse("won", "must not be more than the leads of the cohort"))?;
        let mut currency = OneCurrency::default();
        for (field, money) in [
            ("media", Some(totals.media)),
            ("labour", Some(totals.labour)),
            ("value_per_client", totals.value_per_client),
        ] {
            let Some(money) = money else { continue };
            currency.accept(money.currency)?;
            if field != "value_per_client" && money.minor < 0 {
                return Err(refuse(field, "must not be negative"));
            }
        }
        let value = totals
            .value_per_client
            .map_or(Worth::unknown(WhyNull::NotMeasurable), |money| Worth {
                per_client: Amount::of(money),
                total: Some(i128::from(money.minor) * i128::from(totals.won)),
            });
        Ok(Self::new(
            totals.source.clone(),
            Rate::new(tally, min_n),
            (totals.media, totals.labour),
            value,
        ))
    }

    pub(super) fn new(
        source: String,
        conversion: Rate,
        (media, labour): (Money, Money),
        worth: Worth,
    ) -> Self {
        let spend = if media.minor == 0 && labour.minor == 0 {
            Spend::NoSpend
        } else {
            Spend::Spent { media, labour }
        };
        let (spent, won, currency) = (spend.minor(), i128::from(conversion.numerator()), media.currency);
        let quotient = |of: &dyn Fn(i128) -> i128| match (spent, won, worth.total) {
            (0, _, _) => Ratio::null(WhyNull::NoSpend),
            (_, 0, _) => Ratio::null(WhyNull::NobodyWon),
            (_, _, Some(total)) => Ratio::new(of(total), spent, WhyNull::NoSpend),
            _ => Ratio::null(worth.per_client.why_null().unwrap_or(WhyNull::NotMeasurable)),
        };
        Self {
            source,
            conversion,
            immature: 0,
            spend,
            cac: if spent == 0 {
                Amount::null(WhyNull::NoSpend)
            } else {
                Amount::mean(spent, won, currency, WhyNull::NobodyWon)
            },
            value_per_client: worth.per_client,
            still_clients: 0,
            total_value: worth.total.map_or(Amount::null(WhyNull::NotMeasurable), |total| {
                Amount::exactly(total, currency)
            }),
            ltv_to_cac: quotient(&|total| total),
            roi: quotient(&|total| total - spent),
            payback_months: Ratio::null(WhyNull::NotMeasurable),
        }
    }
}

/// What the clients of a source are worth, each and together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Worth {
    pub(super) per_client: Amount,
    pub(super) total: Option<i128>,
}

impl Worth {
    pub(super) const fn unknown(why: WhyNull) -> Self {
        Self {
            per_client: Amount::null(why),
            total: None,
        }
    }
}

/// Spend per client through margin per client and month.
pub(super) fn payback(spent: i128, won: i128, margin: Option<i128>, clients: &[Tenure]) -> Ratio {
    let lived: i128 = clients.iter().map(|client| i128::from(client.length)).sum();
    match margin {
        _ if spent == 0 => Ratio::null(WhyNull::NoSpend),
        _ if won == 0 => Ratio::null(WhyNull::NobodyWon),
        None => Ratio::null(WhyNull::NotMeasurable),
        // Without a margin it is never paid back.
        Some(margin) if margin <= 0 => Ratio::null(WhyNull::NotReached),
        Some(margin) => {
            let months = spent.checked_mul(lived).zip(
                won.checked_mul(margin)
                    .and_then(|m| m.checked_mul(MONTH_MS.into())),
            );
            months.map_or(Ratio::null(WhyNull::OutOfRange), |(over, under)| {
                Ratio::new(over, under, WhyNull::NotReached)
            })
        }
    }
}
