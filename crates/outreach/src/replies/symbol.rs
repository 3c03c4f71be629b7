/// What a word or a phrase does in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Symbol {
    /// In no table.
    Unread,
    /// Yes.
    Yes,
    /// A yes that may also be no more than an acknowledgement: ok, good.
    Okay,
    /// Absolutely, definitely: a yes when nothing else is one, or else a mere stress.
    Stress,
    /// English `y`: yes at the edge of a message, Spanish `and` inside it.
    YesOrAnd,
    /// No.
    No,
    /// I can, I will take it.
    Able,
    /// I cannot, I am busy, I am ill.
    Unable,
    /// Turns the next yes into a no.
    Not,
    /// Spanish `si`, with or without its accent: yes at the edge of a message, `if` inside it.
    YesOrIf,
    /// Vietnamese `khong`: no at the start, a question at the end, not in between.
    NoOrAsk,
    /// Opens a question.
    Ask,
    /// Makes the message a question wherever it stands.
    AskMark,
    /// Until: whatever follows limits the answer.
    Until,
    /// After, before, from: limits the answer when a time follows.
    Beside,
    /// At: the number that follows is a time.
    At,
    /// am, pm, o'clock.
    Meridiem,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Noon, midnight, morning: a time without a number.
    Clock,
    /// All of them.
    All,
    /// None of them.
    NoneOf,
    /// All but.
    Except,
    /// An ordinal or a number in words; its value goes with the phrase.
    Item(u8),
    /// A day of the week, 0 for Monday.
    Day(u8),
    /// Today, tomorrow, tonight.
    SomeDay,
    /// To cancel, as a verb.
    Cancel,
    /// A shift or a visit.
    Shift,
    /// My shift, my visit.
    MyShift,
    /// Giving up a shift, in so many words.
    CallOff,
    /// Running late.
    Late,
    /// `Late` by itself: it takes minutes to mean running late.
    LateWord,
    /// On my way.
    OnTheWay,
    /// I have arrived, I have clocked in.
    Arrived,
    /// Call me.
    CallMe,
    /// Perhaps.
    Tentative,
    /// If: the answer hangs on something.
    If,
    /// This number belongs to somebody else.
    WrongPerson,
    /// Do not write to me, in their own words.
    StopText,
    /// All is as planned.
    AllGood,
    /// Thanks.
    Thanks,
    /// A greeting.
    Greeting,
    /// How a telephone announces that somebody marked our message.
    Reaction,
    /// Says nothing by itself.
    Filler,
    /// And.
    And,
    /// But.
    But,
    /// A number that is neither a time nor a part of one.
    Number,
    /// A time of day in digits.
    Time,
    /// From a time to a time.
    Range,
    /// A date or a long number: not an answer.
    Figure,
    /// A pictograph that says yes.
    EmojiYes,
    /// A pictograph that says no.
    EmojiNo,
    /// Any other pictograph.
    Picture,
    /// A quotation mark.
    Quote,
}
