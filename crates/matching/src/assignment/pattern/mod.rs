//! Search for fixed shifts under rules that ask for more (minutes, days in a row), where single insertions do not work.

mod search;

pub(super) use search::search;
