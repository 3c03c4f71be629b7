use serde::{Deserialize, Serialize};

use crate::Language;
use crate::replies::lexeme::{LexemeKind, Lexer};

/// A word that counts by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Keyword {
    /// No more messages.
    OptOut,
    /// Messages again.
    OptIn,
    /// Who is this?
    Help,
}

/// A keyword that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KeywordMatch {
    /// Which.
    pub keyword: Keyword,
    /// The language of the word; `None` for one that several languages share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// The words, by language. English unites what the FCC names in its order on revoking consent (stop, quit, end, revoke, opt
/// out, cancel, unsubscribe; FCC 24-24) with what carriers and providers act on by themselves (stopall, remove; start,
/// unstop, subscribe, resume, continue). French-speaking carriers add `arret`. Words that are also ordinary answers in
/// their language are left out: Vietnamese `dung` is both "stop" and "right" once its accents are gone.
pub(crate) const KEYWORDS: &[(Keyword, Language, &str)] = &[
    (
        Keyword::OptOut,
        Language::English,
        "stop|stopall|stop all|unsubscribe|quit|end|cancel|revoke|optout|opt out|remove",
    ),
    (
        Keyword::OptIn,
        Language::English,
        "start|unstop|subscribe|resume|continue|optin|opt in",
    ),
    (Keyword::Help, Language::English, "help|info"),
    (
        Keyword::OptOut,
        Language::Spanish,
        "parar|pare|alto|detener|baja|darme de baja|cancelar|desuscribir|desuscribirme",
    ),
    (
        Keyword::OptIn,
        Language::Spanish,
        "iniciar|comenzar|empezar|reanudar|suscribir",
    ),
    (Keyword::Help, Language::Spanish, "ayuda|informacion"),
    (
        Keyword::OptOut,
        Language::Portuguese,
        "parar|sair|cancelar|descadastrar|desinscrever|remover",
    ),
    (
        Keyword::OptIn,
        Language::Portuguese,
        "iniciar|comecar|voltar|retomar|inscrever",
    ),
    (Keyword::Help, Language::Portuguese, "ajuda|socorro"),
    (
        Keyword::OptOut,
        Language::Tagalog,
        "itigil|tigil|hinto|ihinto|tama na",
    ),
    (Keyword::OptIn, Language::Tagalog, "simulan|ituloy|magpatuloy"),
    (Keyword::Help, Language::Tagalog, "tulong"),
    (
        Keyword::OptOut,
        Language::HaitianCreole,
        "sispann|kanpe|rete|arete|arret|dezabone",
    ),
    (Keyword::OptIn, Language::HaitianCreole, "komanse|kontinye|abone"),
    (Keyword::Help, Language::HaitianCreole, "ed|èd|sekou"),
    (Keyword::OptOut, Language::Vietnamese, "ngừng|hủy đăng ký|ngưng"),
    (Keyword::OptIn, Language::Vietnamese, "bắt đầu|tiếp tục|đăng ký"),
    (Keyword::Help, Language::Vietnamese, "trợ giúp|giúp đỡ|giúp"),
    (
        Keyword::OptOut,
        Language::Mandarin,
        "停|停止|退订|退訂|取消订阅|取消訂閱|停止短信",
    ),
    (
        Keyword::OptIn,
        Language::Mandarin,
        "开始|開始|订阅|訂閱|恢复|恢復",
    ),
    (Keyword::Help, Language::Mandarin, "帮助|幫助|求助"),
    (
        Keyword::OptOut,
        Language::Russian,
        "стоп|отписаться|отписка|отпишите|остановить|отмена",
    ),
    (
        Keyword::OptIn,
        Language::Russian,
        "старт|подписаться|возобновить|продолжить",
    ),
    (Keyword::Help, Language::Russian, "помощь|справка"),
];

/// Reads a message that is one of the words that count by themselves, and nothing else: in any case, with any punctuation,
/// spaces or pictographs around it, and however often it is repeated. `cancel my shift` is not one.
///
/// ```
/// use careweave_outreach::consent::{Keyword, keyword};
///
/// assert_eq!(keyword(" Stop!! ").map(|found| found.keyword), Some(Keyword::OptOut));
/// assert_eq!(keyword("PARAR").map(|found| found.keyword), Some(Keyword::OptOut));
/// assert_eq!(keyword("cancel my shift tomorrow"), None);
/// ```
pub fn keyword(text: &str) -> Option<KeywordMatch> {
    let mut found: Option<KeywordMatch> = None;
    for (keyword, language, words) in KEYWORDS {
        if words.split('|').any(|word| says_only(text, word)) {
            match &mut found {
                None => {
                    found = Some(KeywordMatch {
                        keyword: *keyword,
                        language: Some(language.clone()),
                    });
                }
                Some(found) => found.language = None,
            }
        }
    }
    found
}

/// True when `text` is `word`, once or several times, and nothing else that is read.
fn says_only(text: &str, word: &str) -> bool {
    let mut text = Lexer::new(text);
    let mut rounds = 0;
    loop {
        let mut word = Lexer::new(word);
        let mut begun = false;
        while word.next().is_some() {
            if !next_word(&mut text) {
                return rounds > 0 && !begun;
            }
            if text.word() != word.word() {
                return false;
            }
            begun = true;
        }
        rounds += 1;
    }
}

/// Moves to the next word; a number is a word no keyword has.
fn next_word(lexer: &mut Lexer<'_>) -> bool {
    loop {
        match lexer.next() {
            None => return false,
            Some(lexeme) if lexeme.kind == LexemeKind::Word => return true,
            Some(lexeme) if matches!(lexeme.kind, LexemeKind::Number { .. }) => {
                lexer.forget_word();
                return true;
            }
            Some(_) => {}
        }
    }
}
