use careweave_types::TimeWindow;

/// Busy time of many calendars and services as one: in order, none overlapping or touching another.
pub fn merged(busy: impl IntoIterator<Item = TimeWindow>) -> Vec<TimeWindow> {
    let mut busy: Vec<_> = busy.into_iter().collect();
    busy.sort_unstable();
    let mut whole: Vec<TimeWindow> = Vec::with_capacity(busy.len());
    for window in busy {
        match whole.last_mut() {
            Some(last) if window.start() <= last.end() => {
                // The start is the earlier one, so the union is a window.
                if let Ok(union) = TimeWindow::new(last.start(), last.end().max(window.end())) {
                    *last = union;
                }
            }
            _ => whole.push(window),
        }
    }
    whole
}

/// What of a range is free of `busy`, in order.
pub fn free(range: TimeWindow, busy: impl IntoIterator<Item = TimeWindow>) -> Vec<TimeWindow> {
    let mut gaps = Vec::new();
    let mut from = range.start();
    for window in merged(busy) {
        if window.end() <= range.start() {
            continue;
        }
        if window.start() >= range.end() {
            break;
        }
        // A gap of no length is no window.
        gaps.extend(TimeWindow::new(from, window.start()));
        from = from.max(window.end());
    }
    gaps.extend(TimeWindow::new(from, range.end()));
    gaps
}
