use std::collections::{BTreeMap, HashMap};

use super::{Delivery, Fact, FormLine};
use crate::fold::{Facts, Symbol};
use crate::measure::{Rate, RiskDifference, Tally};

/// Who answered what.
pub(super) struct Answers<'a> {
    pub(super) facts: &'a Facts<'a, Fact>,
    pub(super) window: i64,
}

impl Answers<'_> {
    pub(super) fn is_over(&self, delivery: &Delivery) -> bool {
        delivery.at + self.window <= self.facts.now()
    }

    pub(super) fn has_one(&self, delivery: &Delivery) -> bool {
        let within = delivery.at..=delivery.at + self.window;
        let person = self.facts.of(delivery.person);
        person
            .facts
            .iter()
            .any(|known| known.fact == Fact::Received(delivery.channel) && within.contains(&known.at))
    }
}

/// Within each group of people: who got only templates against who got only messages by hand.
pub(super) fn forms(deliveries: &[Delivery], answers: &Answers<'_>, min_n: u64) -> Vec<FormLine> {
    let mut people: HashMap<(Symbol, Symbol), [Option<bool>; 2]> = HashMap::new();
    for delivery in deliveries.iter().filter(|delivery| answers.is_over(delivery)) {
        if let Some(audience) = delivery.audience {
            let answered =
                &mut people.entry((audience, delivery.person)).or_default()[delivery.form as usize];
            *answered = Some(answered.unwrap_or(false) | answers.has_one(delivery));
        }
    }
    let mut groups: BTreeMap<&str, ([Tally; 2], u64)> = BTreeMap::new();
    for ((audience, _), answered) in people {
        let (tallies, both) = groups.entry(answers.facts.name(audience)).or_default();
        match answered {
            [Some(_), Some(_)] => *both += 1,
            _ => {
                for (tally, answered) in tallies.iter_mut().zip(answered) {
                    if let Some(answered) = answered {
                        tally.count(answered);
                    }
                }
            }
        }
    }
    let compared = groups
        .into_iter()
        .filter(|(_, (tallies, _))| tallies.iter().all(|tally| tally.trials() > 0));
    compared
        .map(|(audience, ([template, freeform], got_both))| FormLine {
            audience: audience.to_owned(),
            template: Rate::new(template, min_n),
            freeform: Rate::new(freeform, min_n),
            difference: RiskDifference::new(template, freeform),
            got_both,
        })
        .collect()
}
