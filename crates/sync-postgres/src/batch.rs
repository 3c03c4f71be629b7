//! Rows in groups that one statement can hold.

/// The most bytes of contents in one statement. A single row may hold more; the server takes up to 1 GiB.
const MAX_BYTES: usize = 16 << 20;

/// The rows in their order, split so that each group holds at most so many bytes, or one row.
pub(crate) fn batches<T>(rows: &[T], bytes: impl Fn(&T) -> usize) -> Vec<&[T]> {
    let mut groups = Vec::new();
    let (mut start, mut held) = (0, 0);
    for (place, row) in rows.iter().enumerate() {
        let more = bytes(row);
        if place > start && held + more > MAX_BYTES {
            groups.push(&rows[start..place]);
            (start, held) = (place, 0);
        }
        held += more;
    }
    if start < rows.len() {
        groups.push(&rows[start..]);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_one_group_and_none_is_too_large() {
        let mib = 1 << 20;
        let rows = [mib, 15 * mib, mib, 40 * mib, 0, 16 * mib, 16 * mib];
        let groups = batches(&rows, |row| *row);
        let sizes: Vec<usize> = groups.iter().map(|group| group.len()).collect();
        assert_eq!(sizes, [2, 1, 1, 2, 1]);
        assert_eq!(groups.concat(), rows);
        assert!(batches(&rows[..0], |row| *row).is_empty());
    }
}
