//! Yes and no in a row of marks, and what each of them speaks of.

use super::reading::{Mark, Reading};
use super::selection::Selection;
use super::symbol::Symbol;

/// The farthest a negation reaches, in marks.
const REACH: usize = 3;

/// With more unread words than this, a number or an ordinal is taken for part of a sentence and not for an item.
const LOOSE_TALK: usize = 3;

/// The largest number a message is taken to give to an item.
const MOST_ITEMS: u32 = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Yes,
    No,
}

/// What a message says yes and no to.
#[derive(Debug, Default)]
pub(super) struct Polarity {
    /// The first yes.
    pub(super) yes: Option<usize>,
    /// The first no.
    pub(super) no: Option<usize>,
    /// Some yes is more than an `ok` or a pictograph.
    pub(super) plain_yes: bool,
    /// A yes or a no stands in words.
    pub(super) in_words: bool,
    pub(super) accept: Selection,
    pub(super) decline: Selection,
    /// What is named without a yes or a no.
    pub(super) loose: Selection,
    /// The answer hangs on something.
    pub(super) condition: Option<usize>,
    /// Something is negated that is neither yes nor no.
    pub(super) bare_negation: Option<usize>,
    /// The last word makes the message a question.
    pub(super) asks_at_end: bool,
}

impl Polarity {
    pub(super) fn of(reading: &Reading) -> Self {
        let marks = reading.marks();
        let mut found = Self::default();
        let itemised = reading.unread <= LOOSE_TALK;
        let mut names_first = false;
        let mut side = None;
        let mut pending = Selection::default();
        let mut negated: Option<usize> = None;
        let mut stress = None;
        for (at, mark) in marks.iter().enumerate() {
            if at == 0 || begins_clause(mark) {
                names_first = names_before_it_answers(&marks[at..], itemised).unwrap_or(side.is_none());
            }
            let in_reach = negated.is_some_and(|not| at - not <= REACH);
            match found.read(marks, at) {
                Act::Answer(answer) => {
                    let answer = match (in_reach, answer, mark.symbol) {
                        (true, Side::Yes, _) => Side::No,
                        // `not busy`: neither a yes nor a no.
                        (true, Side::No, Symbol::Unable) => {
                            negated = None;
                            continue;
                        }
                        _ => answer,
                    };
                    negated = None;
                    found.answer(answer, at, mark.symbol);
                    if names_first || side.is_none() {
                        found.bind(answer, &pending);
                        pending = Selection::default();
                    }
                    side = Some(answer);
                }
                Act::Negate => negated = Some(at),
                Act::Except => {
                    // `all except 2`: what was named so far is what it excepts from.
                    found.loose.merge(&pending);
                    pending = Selection::default();
                    side = Some(Side::No);
                    found.in_words = true;
                }
                Act::Stress => stress = stress.or(Some(at)),
                Act::Condition => found.condition = found.condition.or(Some(at)),
                Act::Ask => found.asks_at_end = true,
                Act::Nothing if selects(mark, itemised) => {
                    let named = selection(mark);
                    if in_reach {
                        found.decline.merge(&named);
                        found.no = found.no.or(Some(at));
                        negated = None;
                    } else if side == Some(Side::No) && excepts(marks, at) {
                        found.decline.merge(&named);
                    } else if names_first {
                        pending.merge(&named);
                    } else if let Some(side) = side {
                        found.bind(side, &named);
                    } else {
                        found.loose.merge(&named);
                    }
                }
                // `not this week`
                Act::Nothing if in_reach && mark.symbol == Symbol::SomeDay => {
                    negated = None;
                    found.answer(Side::No, at, Symbol::Not);
                    side = Some(Side::No);
                }
                Act::Nothing => {}
            }
        }
        if let Some(at) = stress
            && found.yes.is_none()
            && found.no.is_none()
            && negated.is_none()
        {
            found.answer(Side::Yes, at, Symbol::Stress);
        }
        found.bare_negation = negated;
        match side {
            Some(side) if !pending.is_empty() => found.bind(side, &pending),
            _ => found.loose.merge(&pending),
        }
        found
    }

    fn answer(&mut self, side: Side, at: usize, symbol: Symbol) {
        let slot = match side {
            Side::Yes => &mut self.yes,
            Side::No => &mut self.no,
        };
        *slot = slot.or(Some(at));
        self.plain_yes |= side == Side::Yes && !matches!(symbol, Symbol::Okay | Symbol::EmojiYes);
        self.in_words |= !matches!(symbol, Symbol::EmojiYes | Symbol::EmojiNo);
    }

    fn bind(&mut self, side: Side, named: &Selection) {
        match side {
            Side::Yes => self.accept.merge(named),
            Side::No => self.decline.merge(named),
        }
    }

    fn read(&self, marks: &[Mark], at: usize) -> Act {
        let edge = |mark: &Mark| {
            matches!(
                mark.symbol,
                Symbol::Filler | Symbol::Greeting | Symbol::Thanks | Symbol::Picture | Symbol::Quote
            )
        };
        let begins = || marks[..at].iter().all(edge);
        let ends = || marks[at + 1..].iter().all(edge);
        let named_before = || at > 0 && selects(&marks[at - 1], true);
        match marks[at].symbol {
            Symbol::Yes | Symbol::Able | Symbol::Okay | Symbol::EmojiYes => Act::Answer(Side::Yes),
            Symbol::No | Symbol::Unable | Symbol::EmojiNo | Symbol::NoneOf => Act::Answer(Side::No),
            Symbol::Stress => Act::Stress,
            Symbol::YesOrAnd if begins() || ends() => Act::Answer(Side::Yes),
            Symbol::YesOrIf if begins() || ends() => Act::Answer(Side::Yes),
            // `lunes si martes no`, but not `puedo el lunes si me recogen`.
            Symbol::YesOrIf if named_before() && marks[at + 1].ends_a_part() => Act::Answer(Side::Yes),
            Symbol::YesOrIf | Symbol::If => Act::Condition,
            Symbol::NoOrAsk if begins() => Act::Answer(Side::No),
            Symbol::NoOrAsk if ends() && named_before() => Act::Answer(Side::No),
            Symbol::NoOrAsk if ends() => Act::Ask,
            Symbol::NoOrAsk | Symbol::Not => Act::Negate,
            Symbol::Except => Act::Except,
            _ => Act::Nothing,
        }
    }
}

enum Act {
    Answer(Side),
    Negate,
    Except,
    Stress,
    Condition,
    Ask,
    Nothing,
}

fn begins_clause(mark: &Mark) -> bool {
    mark.opens || mark.symbol == Symbol::But
}

/// `Monday yes, Tuesday no` names first; `yes for Monday, no for Tuesday` answers first. `None` for a clause with no answer.
fn names_before_it_answers(marks: &[Mark], itemised: bool) -> Option<bool> {
    let end = marks
        .iter()
        .skip(1)
        .position(begins_clause)
        .map_or(marks.len(), |at| at + 1);
    let clause = &marks[..end];
    let answer = clause.iter().position(|mark| answers(mark.symbol))?;
    Some(
        clause
            .iter()
            .position(|mark| selects(mark, itemised))
            .is_some_and(|named| named < answer),
    )
}

fn answers(symbol: Symbol) -> bool {
    matches!(
        symbol,
        Symbol::Yes
            | Symbol::Able
            | Symbol::Okay
            | Symbol::EmojiYes
            | Symbol::No
            | Symbol::Unable
            | Symbol::EmojiNo
            | Symbol::NoneOf
            | Symbol::YesOrIf
            | Symbol::NoOrAsk
    )
}

impl Mark {
    /// True when the next part of a list begins here.
    fn ends_a_part(&self) -> bool {
        self.opens || matches!(self.symbol, Symbol::And | Symbol::YesOrAnd) || selects(self, true)
    }
}

fn selects(mark: &Mark, itemised: bool) -> bool {
    match mark.symbol {
        Symbol::Day(_) | Symbol::All => true,
        Symbol::Number => itemised && (1..=MOST_ITEMS).contains(&mark.value),
        Symbol::Item(_) => itemised,
        _ => false,
    }
}

pub(super) fn selection(mark: &Mark) -> Selection {
    let mut selection = Selection::default();
    match mark.symbol {
        Symbol::Day(day) => selection.days.add(day),
        Symbol::All => selection.all = true,
        Symbol::Item(number) => selection.items.add(u32::from(number)),
        Symbol::Number => selection.items.add(mark.value),
        _ => {}
    }
    selection
}

/// True when what stands at `at` belongs to an `except` before it, with nothing but words of its kind between.
fn excepts(marks: &[Mark], at: usize) -> bool {
    marks[..at]
        .iter()
        .rev()
        .find(|m| !matches!(m.symbol, Symbol::Filler | Symbol::And | Symbol::Shift) && !selects(m, true))
        .is_some_and(|m| m.symbol == Symbol::Except)
}
