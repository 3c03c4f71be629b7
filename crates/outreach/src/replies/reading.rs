//! A message as a row of marks: what each phrase of it does.

use super::lexeme::{Joint, Lexeme, LexemeKind, Lexer};
use super::phrase_book::{LANGUAGES, LONGEST_PHRASE, PhraseBook, Tongues, language_at};
use super::symbol::Symbol;
use crate::Language;
use crate::consent::Keyword;

/// The words of a message that are looked at closely; of a longer one, the rest is only searched for a request to stop.
const WINDOW: usize = 96;

/// The most marks a reading keeps.
pub(super) const MOST_MARKS: usize = 64;

#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) symbol: Symbol,
    /// The value of a number, the minutes of a span.
    pub(super) value: u32,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Nothing of the same sentence stands before it.
    pub(super) opens: bool,
}

const NOTHING: Mark = Mark {
    symbol: Symbol::Filler,
    value: 0,
    start: 0,
    end: 0,
    opens: false,
};

#[derive(Debug)]
pub(super) struct Reading {
    marks: [Mark; MOST_MARKS],
    len: usize,
    /// A question mark stands somewhere.
    pub(super) asks: bool,
    /// Words in no table.
    pub(super) unread: usize,
    /// The message goes on beyond what was read closely.
    pub(super) cut_short: bool,
    pub(super) keyword: Option<Keyword>,
    pub(super) stop_text: Option<Mark>,
    votes: [u16; LANGUAGES],
}

struct Window {
    lexemes: [Lexeme; WINDOW],
    ids: [u16; WINDOW],
    len: usize,
}

const BLANK: Lexeme = Lexeme {
    kind: LexemeKind::Quote,
    start: 0,
    end: 0,
    opens: false,
    joint: Joint::None,
};

impl Reading {
    pub(super) fn of(book: &PhraseBook, text: &str, hint: Tongues) -> Self {
        let mut reading = Self {
            marks: [NOTHING; MOST_MARKS],
            len: 0,
            asks: false,
            unread: 0,
            cut_short: false,
            keyword: None,
            stop_text: None,
            votes: [0; LANGUAGES],
        };
        let mut lexer = Lexer::new(text);
        let mut window = Window {
            lexemes: [BLANK; WINDOW],
            ids: [0; WINDOW],
            len: 0,
        };
        window.fill(book, &mut lexer, &mut reading);
        reading.keyword = window.keyword(book);
        reading.segment(book, &window, hint);
        while window.len == WINDOW && reading.stop_text.is_none() {
            reading.cut_short = true;
            window.keep_tail();
            if !window.fill(book, &mut lexer, &mut reading) {
                break;
            }
            reading.search(book, &window);
        }
        reading
    }

    pub(super) fn marks(&self) -> &[Mark] {
        &self.marks[..self.len]
    }

    pub(super) fn find(&self, symbol: Symbol) -> Option<usize> {
        self.marks().iter().position(|mark| mark.symbol == symbol)
    }

    pub(super) fn has(&self, symbol: Symbol) -> bool {
        self.find(symbol).is_some()
    }

    /// The language with most votes, unless two share them.
    pub(super) fn language(&self) -> Option<Language> {
        let most = *self.votes.iter().max()?;
        let mut winners = (0..LANGUAGES).filter(|&at| self.votes[at] == most && most > 0);
        match (winners.next(), winners.next()) {
            (Some(at), None) => language_at(at),
            _ => None,
        }
    }

    fn segment(&mut self, book: &PhraseBook, window: &Window, hint: Tongues) {
        let mut at = 0;
        while at < window.len {
            let lexeme = window.lexemes[at];
            let mut taken = 1;
            let mut mark = Mark {
                symbol: Symbol::Unread,
                value: 0,
                start: lexeme.start,
                end: lexeme.end,
                opens: lexeme.opens,
            };
            let phrase = (window.ids[at] != 0)
                .then(|| book.longest(&window.ids[at..window.len]))
                .flatten();
            if let Some((words, sense)) = phrase.and_then(|(words, node)| Some((words, node.sense(hint)?))) {
                taken = words;
                mark.symbol = sense.symbol;
                mark.end = window.lexemes[at + words - 1].end;
                self.vote(sense.tongues);
            } else {
                match lexeme.kind {
                    LexemeKind::Word => self.unread += 1,
                    LexemeKind::Number { value, digits } => {
                        self.number(mark, value, digits, lexeme.joint);
                        at += 1;
                        continue;
                    }
                    LexemeKind::EmojiYes => mark.symbol = Symbol::EmojiYes,
                    LexemeKind::EmojiNo => mark.symbol = Symbol::EmojiNo,
                    LexemeKind::EmojiOther => mark.symbol = Symbol::Picture,
                    LexemeKind::Quote => mark.symbol = Symbol::Quote,
                    LexemeKind::Question => {
                        self.asks = true;
                        at += 1;
                        continue;
                    }
                }
            }
            self.place(mark);
            at += taken;
        }
        self.cut_short |= self.len == MOST_MARKS;
    }

    fn vote(&mut self, tongues: Tongues) {
        let weight = match tongues.count_ones() {
            1 => 4,
            2 => 2,
            _ => 1,
        };
        for (at, votes) in self.votes.iter_mut().enumerate() {
            if tongues & (1 << at) != 0 {
                *votes += weight;
            }
        }
    }

    /// Adds a mark; a unit joins the number before it.
    fn place(&mut self, mark: Mark) {
        if mark.symbol == Symbol::StopText && self.stop_text.is_none() {
            self.stop_text = Some(mark);
        }
        let last = self.len.checked_sub(1).map(|at| &mut self.marks[at]);
        if let Some(last) = last {
            let joined = match (last.symbol, mark.symbol) {
                (Symbol::Number, Symbol::Meridiem) => Some((Symbol::Time, last.value)),
                (Symbol::Time | Symbol::Range, Symbol::Meridiem) => Some((last.symbol, last.value)),
                (Symbol::Number | Symbol::Time, Symbol::Minutes) => Some((Symbol::Minutes, last.value)),
                (Symbol::Number | Symbol::Time, Symbol::Hours) => {
                    Some((Symbol::Hours, last.value.saturating_mul(60)))
                }
                _ => None,
            };
            if let Some((symbol, value)) = joined {
                last.symbol = symbol;
                last.value = value;
                last.end = mark.end;
                return;
            }
        }
        let mut mark = mark;
        if matches!(mark.symbol, Symbol::Minutes | Symbol::Hours | Symbol::Meridiem) {
            mark.symbol = Symbol::Filler;
        }
        self.push(mark);
    }

    fn push(&mut self, mark: Mark) {
        if let Some(slot) = self.marks.get_mut(self.len) {
            *slot = mark;
            self.len += 1;
        }
    }

    fn number(&mut self, mut mark: Mark, value: u32, digits: u8, joint: Joint) {
        mark.value = value;
        mark.symbol = if digits > 2 {
            Symbol::Figure
        } else {
            Symbol::Number
        };
        if let Some(last) = self.len.checked_sub(1).map(|at| &mut self.marks[at]) {
            let joined = match (last.symbol, joint) {
                (Symbol::Number | Symbol::Time, Joint::Dash) => Some(Symbol::Range),
                (Symbol::Number, Joint::Colon) => Some(Symbol::Time),
                (Symbol::Range, Joint::Colon) => Some(Symbol::Range),
                (Symbol::Number | Symbol::Figure, Joint::Slash) | (Symbol::Figure, Joint::Dash) => {
                    Some(Symbol::Figure)
                }
                _ => None,
            };
            if let Some(symbol) = joined {
                last.symbol = if digits > 2 { Symbol::Figure } else { symbol };
                last.end = mark.end;
                return;
            }
            if matches!(last.symbol, Symbol::At | Symbol::Until | Symbol::Beside)
                && mark.symbol == Symbol::Number
            {
                mark.symbol = Symbol::Time;
            }
        }
        self.push(mark);
    }

    /// Looks through the rest of a long message for a request to stop.
    fn search(&mut self, book: &PhraseBook, window: &Window) {
        for at in 0..window.len {
            let phrase = (window.ids[at] != 0)
                .then(|| book.longest(&window.ids[at..window.len]))
                .flatten();
            if let Some((words, node)) = phrase
                && node
                    .sense(0)
                    .is_some_and(|sense| sense.symbol == Symbol::StopText)
            {
                self.stop_text = Some(Mark {
                    symbol: Symbol::StopText,
                    value: 0,
                    start: window.lexemes[at].start,
                    end: window.lexemes[at + words - 1].end,
                    opens: false,
                });
                return;
            }
        }
    }
}

impl Window {
    /// Reads on until the window is full; false when there was nothing left.
    fn fill(&mut self, book: &PhraseBook, lexer: &mut Lexer<'_>, reading: &mut Reading) -> bool {
        let before = self.len;
        while self.len < WINDOW
            && let Some(lexeme) = lexer.next()
        {
            let word = lexer.word();
            self.lexemes[self.len] = lexeme;
            self.ids[self.len] = book.id(&lexeme, word);
            if lexeme.kind == LexemeKind::Word
                && let Some(at) = script(word)
            {
                reading.votes[at] = reading.votes[at].saturating_add(1);
            }
            self.len += 1;
        }
        self.len > before
    }

    /// Keeps the last words, in case a phrase goes on beyond them.
    fn keep_tail(&mut self) {
        let tail = self.len - LONGEST_PHRASE;
        self.lexemes.copy_within(tail..self.len, 0);
        self.ids.copy_within(tail..self.len, 0);
        self.len = LONGEST_PHRASE;
    }

    /// The keyword the whole message is, once or several times.
    fn keyword(&self, book: &PhraseBook) -> Option<Keyword> {
        if self.len == WINDOW {
            return None;
        }
        let mut words = [0_u16; WINDOW];
        let mut len = 0;
        for (lexeme, &id) in self.lexemes[..self.len].iter().zip(&self.ids) {
            if matches!(lexeme.kind, LexemeKind::Word | LexemeKind::Number { .. }) {
                words[len] = id;
                len += 1;
            }
        }
        let mut rest = &words[..len];
        let (round, node) = book.longest(rest)?;
        let keyword = node.keyword?;
        let word = &words[..round];
        while !rest.is_empty() {
            rest = rest.strip_prefix(word)?;
        }
        Some(keyword)
    }
}

/// The place in the tables of the language a script stands for.
fn script(word: &[u8]) -> Option<usize> {
    match word.first()? {
        0xd0 | 0xd1 => Some(7),
        0xe3..=0xe9 => Some(6),
        _ => None,
    }
}
