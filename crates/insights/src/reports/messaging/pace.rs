use std::collections::HashMap;

use careweave_types::Result;

use super::Fact;
use crate::fold::{Facts, Symbol};
use crate::office_hours::OfficeHours;
use crate::period::Period;

/// How fast we are.
#[derive(Default)]
pub(super) struct Pace {
    pub(super) wall: Vec<i64>,
    pub(super) office: Vec<i64>,
    pub(super) touch: Vec<i64>,
    pub(super) waiting: u64,
    pub(super) untouched: u64,
    pub(super) conversations: u64,
}

/// From what people wrote, and when we wrote to each, in order.
pub(super) fn pace(
    facts: &Facts<'_, Fact>,
    period: &Period,
    ours: &HashMap<Symbol, Vec<i64>>,
    office: &OfficeHours,
) -> Result<Pace> {
    let mut pace = Pace::default();
    for person in facts.subjects() {
        let sent = ours.get(&person.symbol).map_or(&[][..], Vec::as_slice);
        let after = |at: i64| sent.get(sent.partition_point(|&sent| sent < at)).copied();
        let mut heard = false;
        let mut answered_at = i64::MIN;
        for known in person.facts {
            let Fact::Received(_) = known.fact else { continue };
            heard |= period.holds(known.at);
            // Only the first message of a run that waits for an answer starts the clock.
            if known.at < answered_at {
                continue;
            }
            let answer = after(known.at);
            answered_at = answer.unwrap_or(i64::MAX);
            if !period.holds(known.at) {
                continue;
            }
            match answer {
                Some(answer) => {
                    pace.wall.push(answer - known.at);
                    pace.office.push(office.elapsed(known.at, answer)?);
                }
                None => pace.waiting += 1,
            }
        }
        let created = person.first(|fact| *fact == Fact::LeadCreated);
        if let Some(created) = created.filter(|created| period.holds(*created)) {
            let called = person
                .facts
                .iter()
                .find(|known| known.fact == Fact::Called && known.at >= created)
                .map(|known| known.at);
            let touched = [after(created), called].into_iter().flatten().min();
            match touched {
                Some(at) => pace.touch.push(at - created),
                None => pace.untouched += 1,
            }
        }
        let wrote = sent.iter().any(|&at| period.holds(at));
        pace.conversations += u64::from(heard || wrote);
    }
    // Somebody of whom no fact is known has only been written to.
    pace.conversations += ours
        .iter()
        .filter(|(person, sent)| {
            facts.of(**person).facts.is_empty() && sent.iter().any(|&at| period.holds(at))
        })
        .count() as u64;
    Ok(pace)
}
