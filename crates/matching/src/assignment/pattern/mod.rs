//! Whole plans of one caregiver at a time, for fixed visits: the best plan at given prices, a search whose moves keep
//! rules that ask for more (minutes, days in a row), and the bound that follows from both.

mod bound;
mod labels;
mod search;

pub(super) use bound::bound;
pub(super) use search::search;
