//! What a client is worth when many are still clients.

use careweave_types::Currency;

use crate::measure::{Amount, Spell, Survival, WhyNull, rounded};

/// A month of tenure: thirty days, so that every month has the same length.
pub(super) const MONTH_MS: i64 = 30 * 86_400_000;

/// One client's time and money.
#[derive(Clone, Debug, Default)]
pub(super) struct Tenure {
    /// How long so far, in milliseconds.
    pub(super) length: i64,
    /// Whether it is over.
    pub(super) ended: bool,
    /// What was earned, and how far into the tenure.
    pub(super) earned: Vec<(i64, i64)>,
}

/// The mean value per client over the first `months`, by the estimator of Lin et al. (Biometrics 53, 1997): for each
/// month the share who are still clients at its start times the mean earned in it by those whose month was observed
/// to its end. Clients who are still there thus count for the months they were seen, and for no others.
pub(super) fn over_horizon(clients: &[Tenure], months: u32, currency: Currency) -> Amount {
    if clients.is_empty() {
        return Amount::null(WhyNull::NobodyWon);
    }
    let spells = clients.iter().map(|client| Spell {
        time: client.length,
        ended: client.ended,
    });
    let curve = Survival::new(spells.collect());
    let mut total = 0.0;
    for month in 0..i64::from(months) {
        let (start, end) = (month * MONTH_MS, (month + 1) * MONTH_MS);
        let staying = curve
            .steps()
            .iter()
            .rev()
            .find(|step| step.time <= start)
            .map_or(1.0, |step| step.survival);
        if staying <= 0.0 {
            break;
        }
        let (mut seen, mut earned) = (0_i128, 0_i128);
        for client in clients {
            let there = client.length > start || (month == 0 && client.length == 0);
            let to_the_end = client.ended || client.length >= end;
            if there && to_the_end {
                seen += 1;
                let within = client.earned.iter().filter(|(at, _)| (start..end).contains(at));
                earned += within.map(|(_, minor)| i128::from(*minor)).sum::<i128>();
            }
        }
        if seen == 0 {
            return Amount::null(WhyNull::NotReached);
        }
        total += staying * earned as f64 / seen as f64;
    }
    // Rounded to whole minor units; the range of 64 bits is far beyond what a sum of doubles resolves.
    Amount::exactly(rounded((total * 2.0).round() as i128, 2), currency)
}

#[cfg(test)]
mod tests {
    use super::*;
    use careweave_types::Money;

    fn client(months: i64, ended: bool, per_month: i64) -> Tenure {
        Tenure {
            length: months * MONTH_MS,
            ended,
            earned: (0..months)
                .map(|month| (month * MONTH_MS + 1, per_month))
                .collect(),
        }
    }

    #[test]
    fn when_all_have_left_it_is_the_mean() {
        let clients = [client(2, true, 100), client(4, true, 100)];
        assert_eq!(
            over_horizon(&clients, 12, Currency::Usd).value(),
            Some(Money::new(300, Currency::Usd))
        );
    }

    #[test]
    fn those_who_are_still_clients_do_not_pull_it_down() {
        // One left after 2 months; one joined a month ago and stays: the mean so far would be 150.
        let clients = [client(2, true, 100), client(1, false, 100)];
        assert_eq!(
            over_horizon(&clients, 2, Currency::Usd).value(),
            Some(Money::new(200, Currency::Usd))
        );
    }

    #[test]
    fn a_horizon_that_nobody_was_seen_to_is_not_guessed() {
        let clients = [client(3, false, 100)];
        assert_eq!(
            over_horizon(&clients, 6, Currency::Usd).why_null(),
            Some(WhyNull::NotReached)
        );
    }
}
