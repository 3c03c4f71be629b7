//! Words and phrases in a form that is looked up without allocating: words by hash, phrases by a trie over words.

use std::collections::HashMap;

use careweave_types::{Error, Result};

use super::lexeme::{Lexeme, LexemeKind, Lexer};
use super::phrases::TABLES;
use super::symbol::Symbol;
use crate::Language;
use crate::consent::Keyword;
use crate::consent::keyword::KEYWORDS;

const OPERATION: &str = "replies.phrases";

/// The most words of a phrase.
pub(super) const LONGEST_PHRASE: usize = 10;

/// Numbers that may be part of a phrase: `1st`, `10-4`, `thứ 2`.
const NUMBERS: usize = 32;

/// A set of languages, by their place in the tables.
pub(super) type Tongues = u16;

/// The set that holds one language; empty for one without a table.
pub(super) fn tongue(language: &Language) -> Tongues {
    TABLES
        .iter()
        .position(|(other, _)| other == language)
        .map_or(0, |at| 1 << at)
}

/// The language at a place in the tables.
pub(super) fn language_at(at: usize) -> Option<Language> {
    TABLES.get(at).map(|(language, _)| language.clone())
}

pub(super) const LANGUAGES: usize = TABLES.len();

#[derive(Clone, Copy, Debug)]
pub(super) struct Sense {
    pub(super) symbol: Symbol,
    pub(super) tongues: Tongues,
}

#[derive(Debug, Default)]
pub(super) struct Node {
    senses: Vec<Sense>,
    pub(super) keyword: Option<Keyword>,
    leaf: bool,
}

impl Node {
    /// What the phrase does, for somebody who is known to write in `hint`.
    pub(super) fn sense(&self, hint: Tongues) -> Option<Sense> {
        self.senses
            .iter()
            .find(|sense| sense.tongues & hint != 0)
            .or_else(|| self.senses.first())
            .copied()
    }
}

#[derive(Debug)]
pub(super) struct PhraseBook {
    arena: Vec<u8>,
    words: Vec<(u32, u16)>,
    slots: Vec<u16>,
    numbers: [u16; NUMBERS],
    first: Vec<u16>,
    edges: Vec<(u32, u16)>,
    nodes: Vec<Node>,
}

/// What a book is built from.
#[derive(Default)]
struct Draft {
    ids: HashMap<Vec<u8>, u16>,
    edges: HashMap<(u16, u16), u16>,
    nodes: Vec<Node>,
}

impl Draft {
    fn path(&mut self, phrase: &str) -> Result<u16> {
        let mut lexer = Lexer::new(phrase);
        let mut node = 0_u16;
        let mut length = 0;
        let full = || Error::invalid(OPERATION, "phrases", "too many words or phrases");
        while let Some(lexeme) = lexer.next() {
            let word = match lexeme.kind {
                LexemeKind::Word if !lexer.word().is_empty() => lexer.word().to_vec(),
                LexemeKind::Number { value, .. } if (value as usize) < NUMBERS => number_word(value),
                _ => {
                    return Err(Error::invalid(
                        OPERATION,
                        "text",
                        "a phrase is made of words of at most 48 bytes and of numbers below 32",
                    ));
                }
            };
            let next = u16::try_from(self.ids.len() + 1).map_err(|_| full())?;
            let id = *self.ids.entry(word).or_insert(next);
            let next = u16::try_from(self.nodes.len()).map_err(|_| full())?;
            node = *self.edges.entry((node, id)).or_insert(next);
            if node == next {
                self.nodes.push(Node::default());
            }
            length += 1;
        }
        if (1..=LONGEST_PHRASE).contains(&length) {
            return Ok(node);
        }
        Err(Error::invalid(OPERATION, "text", "a phrase has 1 to 10 words"))
    }

    fn add(&mut self, phrase: &str, symbol: Symbol, tongues: Tongues) -> Result<()> {
        let at = usize::from(self.path(phrase)?);
        let senses = &mut self.nodes[at].senses;
        if let Some(other) = senses
            .iter()
            .find(|sense| sense.tongues & tongues != 0 && sense.symbol != symbol)
        {
            return Err(
                Error::invalid(OPERATION, "text", "a phrase means one thing in one language")
                    .with("phrase", phrase)
                    .with("meanings", format!("{:?}, {symbol:?}", other.symbol)),
            );
        }
        match senses.iter_mut().find(|sense| sense.symbol == symbol) {
            Some(sense) => sense.tongues |= tongues,
            None => senses.push(Sense { symbol, tongues }),
        }
        Ok(())
    }
}

fn number_word(value: u32) -> Vec<u8> {
    format!("#{value}").into_bytes()
}

impl PhraseBook {
    pub(super) fn new<'a>(extra: impl IntoIterator<Item = (&'a str, Symbol, Tongues)>) -> Result<Self> {
        let mut draft = Draft {
            nodes: vec![Node::default()],
            ..Draft::default()
        };
        for (at, (_, table)) in TABLES.iter().enumerate() {
            for (symbol, phrases) in *table {
                for phrase in phrases.split('|') {
                    draft.add(phrase, *symbol, 1 << at)?;
                }
            }
        }
        for (phrase, symbol, tongues) in extra {
            draft.add(phrase, symbol, tongues)?;
        }
        for (keyword, _, words) in KEYWORDS {
            for word in words.split('|') {
                let at = usize::from(draft.path(word)?);
                draft.nodes[at].keyword = Some(*keyword);
            }
        }
        Ok(Self::press(draft))
    }

    fn press(mut draft: Draft) -> Self {
        let mut words: Vec<(Vec<u8>, u16)> = draft.ids.drain().collect();
        words.sort_unstable_by_key(|(_, id)| *id);
        let mut book = Self {
            arena: Vec::new(),
            words: vec![(0, 0)],
            slots: vec![0; (words.len() * 2).next_power_of_two()],
            numbers: [0; NUMBERS],
            first: vec![0; words.len() + 1],
            edges: vec![(0, 0); (draft.edges.len() * 2).next_power_of_two()],
            nodes: draft.nodes,
        };
        for (word, id) in &words {
            book.words.push((book.arena.len() as u32, word.len() as u16));
            book.arena.extend_from_slice(word);
            let mut slot = hash(word) as usize & (book.slots.len() - 1);
            while book.slots[slot] != 0 {
                slot = (slot + 1) & (book.slots.len() - 1);
            }
            book.slots[slot] = *id;
        }
        for value in 0..NUMBERS {
            book.numbers[value] = book.word_id(&number_word(value as u32));
        }
        book.nodes.iter_mut().for_each(|node| node.leaf = true);
        let mut edges: Vec<_> = draft.edges.into_iter().collect();
        edges.sort_unstable();
        for ((from, word), to) in edges {
            book.nodes[usize::from(from)].leaf = false;
            if from == 0 {
                book.first[usize::from(word)] = to;
                continue;
            }
            let key = edge_key(from, word);
            let mut slot = edge_slot(key) & (book.edges.len() - 1);
            while book.edges[slot].0 != 0 {
                slot = (slot + 1) & (book.edges.len() - 1);
            }
            book.edges[slot] = (key, to);
        }
        book
    }

    fn word_id(&self, word: &[u8]) -> u16 {
        if word.is_empty() {
            return 0;
        }
        let mut slot = hash(word) as usize & (self.slots.len() - 1);
        loop {
            let id = self.slots[slot];
            if id == 0 {
                return 0;
            }
            let (start, len) = self.words[usize::from(id)];
            if &self.arena[start as usize..start as usize + usize::from(len)] == word {
                return id;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    /// The word a lexeme is, 0 for one that is in no phrase.
    pub(super) fn id(&self, lexeme: &Lexeme, folded: &[u8]) -> u16 {
        match lexeme.kind {
            LexemeKind::Word => self.word_id(folded),
            LexemeKind::Number { value, .. } => self.numbers.get(value as usize).copied().unwrap_or(0),
            _ => 0,
        }
    }

    fn step(&self, from: u16, word: u16) -> u16 {
        let key = edge_key(from, word);
        let mut slot = edge_slot(key) & (self.edges.len() - 1);
        loop {
            let (found, to) = self.edges[slot];
            if found == key {
                return to;
            }
            if found == 0 {
                return 0;
            }
            slot = (slot + 1) & (self.edges.len() - 1);
        }
    }

    /// The longest phrase that `words` begins with, and how many words it has.
    pub(super) fn longest(&self, words: &[u16]) -> Option<(usize, &Node)> {
        let mut best = None;
        let mut at = *self.first.get(usize::from(*words.first()?))?;
        let mut length = 1;
        while at != 0 {
            let node = &self.nodes[usize::from(at)];
            if !node.senses.is_empty() || node.keyword.is_some() {
                best = Some((length, node));
            }
            if node.leaf {
                break;
            }
            match words.get(length) {
                Some(&word) if word != 0 => at = self.step(at, word),
                _ => break,
            }
            length += 1;
        }
        best
    }
}

/// FNV-1a; the tables are ours, so nobody can choose words that collide in them.
fn hash(word: &[u8]) -> u32 {
    word.iter().fold(0x811c_9dc5, |h, &byte| {
        (h ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

fn edge_key(from: u16, word: u16) -> u32 {
    u32::from(from) << 16 | u32::from(word)
}

fn edge_slot(key: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> 8) as usize
}
