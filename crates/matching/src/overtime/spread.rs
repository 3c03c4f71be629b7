//! Days that are long or broken.

use super::policy::SpreadOfHours;
use super::resolve::Piece;
use super::week::Week;

/// How many workdays of the week earn the payment.
pub(crate) fn spread_days(rule: &SpreadOfHours, week: &Week, pieces: &[Piece]) -> u32 {
    let places = rule.places.mask();
    let mut earned = 0;
    for day in week.days.windows(2) {
        let (mut first, mut last, mut split) = (None, None::<i32>, false);
        for piece in pieces.iter().filter(|p| p.worked && p.place & places != 0) {
            let (start, end) = (piece.start.max(day[0]), piece.end.min(day[1]));
            if start >= end {
                continue;
            }
            split |= last.is_some_and(|last| start - last > rule.split_break_minutes as i32);
            first = first.or(Some(start));
            last = Some(end);
        }
        if let (Some(first), Some(last)) = (first, last) {
            earned += u32::from(split || last - first > rule.over_minutes as i32);
        }
    }
    earned
}
