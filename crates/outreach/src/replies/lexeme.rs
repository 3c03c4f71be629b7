//! Cuts a message into folded words, numbers and signs, without allocating.
//!
//! Folding takes away what people type differently and mean alike: case, accents, smart quotes, full-width forms, skin tones,
//! letters held down. What it leaves are the words the tables know.

/// Bytes of the longest word that is looked up; a longer one is in no table.
const LONGEST_WORD: usize = 48;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LexemeKind {
    /// Letters; the folded bytes are in the lexer. A CJK character is a word of its own.
    Word,
    /// Digits.
    Number {
        value: u32,
        digits: u8,
    },
    EmojiYes,
    EmojiNo,
    /// Any other pictograph: it says nothing the rules read.
    EmojiOther,
    Question,
    Quote,
}

/// What joins a number to the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Joint {
    #[default]
    None,
    Dash,
    Slash,
    Colon,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Lexeme {
    pub(crate) kind: LexemeKind,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Nothing of the same sentence stands before it.
    pub(crate) opens: bool,
    pub(crate) joint: Joint,
}

pub(crate) struct Lexer<'t> {
    text: &'t str,
    at: usize,
    word: [u8; LONGEST_WORD],
    len: usize,
    opens: bool,
    after_digits: bool,
    joint: Joint,
}

/// What a character is, after folding.
enum Folded {
    Letter(char),
    Digit(u8),
    Ideograph(char),
    /// Belongs to the character before it: combining marks, variation selectors, skin tones.
    Mark,
    Apostrophe,
    Quote,
    Question,
    EmojiYes,
    EmojiNo,
    EmojiOther,
    /// Ends a sentence or a clause.
    Stop,
    And,
    At,
    Dash,
    Slash,
    Colon,
    Gap,
}

impl<'t> Lexer<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            word: [0; LONGEST_WORD],
            len: 0,
            opens: true,
            after_digits: false,
            joint: Joint::None,
        }
    }

    /// The folded bytes of the word that was returned last; empty when it is too long for any table.
    pub(crate) fn word(&self) -> &[u8] {
        if self.len > LONGEST_WORD {
            &[]
        } else {
            &self.word[..self.len]
        }
    }

    /// Makes [`Lexer::word`] empty.
    pub(crate) fn forget_word(&mut self) {
        self.len = 0;
    }

    fn peek(&self) -> Option<(Folded, usize)> {
        let rest = &self.text.as_bytes()[self.at..];
        let first = *rest.first()?;
        if first < 0x80 {
            return Some((fold_ascii(first), 1));
        }
        let c = self.text[self.at..].chars().next()?;
        Some((fold_char(c), c.len_utf8()))
    }

    fn push(&mut self, c: char) {
        let mut bytes = [0; 4];
        for &byte in c.encode_utf8(&mut bytes).as_bytes() {
            if self.len < LONGEST_WORD {
                self.word[self.len] = byte;
                self.len += 1;
            } else {
                self.len = LONGEST_WORD + 1;
            }
        }
    }

    fn lexeme(&mut self, kind: LexemeKind, start: usize) -> Lexeme {
        let lexeme = Lexeme {
            kind,
            start: start as u32,
            end: self.at as u32,
            opens: self.opens,
            joint: self.joint,
        };
        if !matches!(kind, LexemeKind::Question | LexemeKind::Quote) {
            self.opens = false;
        }
        self.after_digits = matches!(kind, LexemeKind::Number { .. });
        self.joint = Joint::None;
        lexeme
    }

    fn one_word(&mut self, word: &str, start: usize, width: usize) -> Lexeme {
        self.at += width;
        self.len = 0;
        word.chars().for_each(|c| self.push(c));
        self.lexeme(LexemeKind::Word, start)
    }

    fn read_word(&mut self, start: usize) -> Lexeme {
        self.len = 0;
        let (mut last, mut run, mut held) = ('\0', 0_u32, false);
        while let Some((folded, width)) = self.peek() {
            match folded {
                Folded::Letter(c) => {
                    run = if c == last { run + 1 } else { 1 };
                    held |= run > 2;
                    last = c;
                    self.push(c);
                }
                Folded::Mark | Folded::Apostrophe => {}
                _ => break,
            }
            self.at += width;
        }
        if held && self.len <= LONGEST_WORD {
            self.let_go();
        }
        self.lexeme(LexemeKind::Word, start)
    }

    /// `yesss` is `yes`: every run of one ASCII letter becomes a single one.
    fn let_go(&mut self) {
        let mut kept = 0;
        for at in 0..self.len {
            let byte = self.word[at];
            if kept == 0 || self.word[kept - 1] != byte || !byte.is_ascii() {
                self.word[kept] = byte;
                kept += 1;
            }
        }
        self.len = kept;
    }

    fn read_number(&mut self, start: usize) -> Lexeme {
        let (mut value, mut digits) = (0_u32, 0_u8);
        while let Some((folded, width)) = self.peek() {
            match folded {
                Folded::Digit(digit) => {
                    value = value.saturating_mul(10).saturating_add(u32::from(digit));
                    digits = digits.saturating_add(1);
                }
                Folded::Mark => {}
                _ => break,
            }
            self.at += width;
        }
        self.lexeme(LexemeKind::Number { value, digits }, start)
    }

    fn sign(&mut self, kind: LexemeKind, start: usize, width: usize) -> Lexeme {
        self.at += width;
        self.lexeme(kind, start)
    }

    fn gap(&mut self, width: usize, joint: Joint) {
        self.at += width;
        self.joint = if self.after_digits { joint } else { Joint::None };
    }
}

impl Iterator for Lexer<'_> {
    type Item = Lexeme;

    fn next(&mut self) -> Option<Lexeme> {
        loop {
            let start = self.at;
            let (folded, width) = self.peek()?;
            match folded {
                Folded::Letter(_) => return Some(self.read_word(start)),
                Folded::Digit(_) => return Some(self.read_number(start)),
                Folded::Ideograph(c) => {
                    self.at += width;
                    self.len = 0;
                    self.push(c);
                    return Some(self.lexeme(LexemeKind::Word, start));
                }
                Folded::EmojiYes => return Some(self.sign(LexemeKind::EmojiYes, start, width)),
                Folded::EmojiNo => return Some(self.sign(LexemeKind::EmojiNo, start, width)),
                Folded::EmojiOther => return Some(self.sign(LexemeKind::EmojiOther, start, width)),
                Folded::Quote => return Some(self.sign(LexemeKind::Quote, start, width)),
                Folded::Question => {
                    let lexeme = self.sign(LexemeKind::Question, start, width);
                    self.opens = true;
                    return Some(lexeme);
                }
                Folded::And => return Some(self.one_word("and", start, width)),
                Folded::At => return Some(self.one_word("at", start, width)),
                Folded::Stop => {
                    self.opens = true;
                    self.after_digits = false;
                    self.gap(width, Joint::None);
                }
                Folded::Dash => self.gap(width, Joint::Dash),
                Folded::Slash => self.gap(width, Joint::Slash),
                Folded::Colon => self.gap(width, Joint::Colon),
                Folded::Gap => self.at += width,
                Folded::Mark | Folded::Apostrophe => self.at += width,
            }
        }
    }
}

fn fold_ascii(byte: u8) -> Folded {
    match byte {
        b'a'..=b'z' => Folded::Letter(char::from(byte)),
        b'A'..=b'Z' => Folded::Letter(char::from(byte.to_ascii_lowercase())),
        b'0'..=b'9' => Folded::Digit(byte - b'0'),
        b'\'' | b'`' => Folded::Apostrophe,
        b'"' => Folded::Quote,
        b'?' => Folded::Question,
        b'.' | b'!' | b',' | b';' | b'\n' | b'\r' | b'(' | b')' => Folded::Stop,
        b'&' | b'+' => Folded::And,
        b'@' => Folded::At,
        b'-' => Folded::Dash,
        b'/' => Folded::Slash,
        b':' => Folded::Colon,
        _ => Folded::Gap,
    }
}

fn fold_char(c: char) -> Folded {
    match c {
        '\u{300}'..='\u{36f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{20e3}'
        | '\u{1f3fb}'..='\u{1f3ff}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'
        | '\u{feff}'
        | '\u{ad}' => Folded::Mark,
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{b4}' | '\u{2032}' => Folded::Apostrophe,
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2033}' | '\u{300c}'..='\u{300f}' => Folded::Quote,
        '\u{bf}' | '\u{61f}' | '\u{2e2e}' => Folded::Question,
        '\u{a1}' | '\u{2026}' | '\u{3001}' | '\u{3002}' | '\u{2028}' | '\u{2029}' => Folded::Stop,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Folded::Dash,
        '\u{ff01}'..='\u{ff5e}' => match u8::try_from(u32::from(c) - 0xfee0) {
            Ok(byte) => fold_ascii(byte),
            Err(_) => Folded::Gap,
        },
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Folded::Ideograph(c),
        // thumbs up, OK hand, raised hand, raising hand, raised hands, hundred, check marks
        '\u{1f44d}' | '\u{1f44c}' | '\u{1f64b}' | '\u{1f646}' | '\u{1f4af}' | '\u{2705}' | '\u{2714}'
        | '\u{2611}' => Folded::EmojiYes,
        // thumbs down, no-good sign, crosses, prohibited, stop sign
        '\u{1f44e}' | '\u{1f645}' | '\u{274c}' | '\u{274e}' | '\u{2716}' | '\u{1f6ab}' | '\u{26d4}' => {
            Folded::EmojiNo
        }
        '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' => Folded::EmojiOther,
        _ => fold_letter(c),
    }
}

fn fold_letter(c: char) -> Folded {
    let plain = match c {
        'À'..='Æ' | 'à'..='æ' | 'Ā'..='ą' | 'Ạ'..='ặ' => 'a',
        'Ç' | 'ç' | 'Ć'..='č' => 'c',
        'Ð' | 'ð' | 'Ď'..='đ' => 'd',
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' | 'Ẹ'..='ệ' => 'e',
        'Ĝ'..='ģ' => 'g',
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' | 'Ỉ'..='ị' => 'i',
        'Ñ' | 'ñ' | 'Ń'..='ŋ' => 'n',
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='œ' | 'Ơ' | 'ơ' | 'Ọ'..='ợ' => 'o',
        'Ŕ'..='ř' => 'r',
        'Ś'..='š' | 'ß' => 's',
        'Ţ'..='ŧ' => 't',
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' | 'Ư' | 'ư' | 'Ụ'..='ự' => 'u',
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' | 'Ỳ'..='ỹ' => 'y',
        'Ź'..='ž' => 'z',
        'Ё' | 'ё' => 'е',
        'Й' | 'й' => 'и',
        'А'..='Я' => char::from_u32(u32::from(c) + 0x20).unwrap_or(c),
        _ if c.is_alphabetic() => c.to_lowercase().next().unwrap_or(c),
        _ => return Folded::Gap,
    };
    Folded::Letter(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut lexer = Lexer::new(text);
        let mut words = Vec::new();
        while let Some(lexeme) = lexer.next() {
            words.push(match lexeme.kind {
                LexemeKind::Word => String::from_utf8(lexer.word().to_vec()).unwrap(),
                LexemeKind::Number { value, .. } => value.to_string(),
                kind => format!("{kind:?}"),
            });
        }
        words
    }

    #[test]
    fn what_is_typed_differently_and_meant_alike_folds_to_the_same() {
        assert_eq!(words("I CAN\u{2019}T"), ["i", "cant"]);
        assert_eq!(words("Sí, señora"), ["si", "senora"]);
        assert_eq!(words("si\u{301}"), ["si"]);
        assert_eq!(words("không được"), ["khong", "duoc"]);
        assert_eq!(words("ДА, ещё"), ["да", "еще"]);
        assert_eq!(words("ＯＫ"), ["ok"]);
        assert_eq!(words("yesssss noooo"), ["yes", "no"]);
        assert_eq!(words("我可以"), ["我", "可", "以"]);
        assert_eq!(words("1\u{fe0f}\u{20e3} & 3"), ["1", "and", "3"]);
        assert_eq!(words("\u{1f44d}\u{1f3fd}"), ["EmojiYes"]);
    }

    #[test]
    fn spans_are_bytes_of_the_text_as_it_came() {
        let text = "  s\u{ed} ?";
        let lexemes: Vec<_> = Lexer::new(text).collect();
        assert_eq!(
            &text[lexemes[0].start as usize..lexemes[0].end as usize],
            "s\u{ed}"
        );
        assert_eq!(lexemes[1].kind, LexemeKind::Question);
    }

    #[test]
    fn a_sign_joins_numbers_and_nothing_else() {
        let joints: Vec<_> = Lexer::new("4-8 3:30 4/7 a-1 2").map(|l| l.joint).collect();
        assert_eq!(
            joints,
            [
                Joint::None,
                Joint::Dash,
                Joint::None,
                Joint::Colon,
                Joint::None,
                Joint::Slash,
                Joint::None,
                Joint::None,
                Joint::None
            ]
        );
    }
}
