use std::collections::HashSet;

/// The most requests of one pass, whatever the vendor says the list has.
const MOST_REQUESTS: u64 = 100_000;

/// One reading of a list from its first page to its proven end, without I/O: says which page to ask for, and judges what
/// came.
///
/// The first page is asked for without `_page`, because sources disagree on whether it is 0 or 1. When page 1 turns out to
/// be the first page again, the server counts from 1 (or is deaf to `_page`, which page 2 shows). Rows are counted once
/// each, so that an index that is off by one neither loses nor doubles any.
#[derive(Debug)]
pub(crate) struct PageWalk {
    count: u32,
    counts_from_one: bool,
    first: Vec<String>,
    seen: HashSet<String>,
    total: Option<u64>,
    asked: Option<u64>,
    requests: u64,
    /// Pages in a row without a new row.
    barren: u32,
    /// Page 1 was the first page again.
    first_came_twice: bool,
}

/// What a page means for the walk.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// There is more.
    Next,
    /// The list is complete.
    Done,
}

/// Why a walk did not prove the list complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    TotalMoved,
    Repeats,
    CountDiffers,
    TooManyPages,
}

impl Flaw {
    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::TotalMoved => "the list kept changing while it was read",
            Self::Repeats => "the same page came again and again",
            Self::CountDiffers => "the rows are not as many as the list was said to have",
            Self::TooManyPages => "the list did not end within the expected number of pages",
        }
    }
}

impl PageWalk {
    /// A walk by pages of `count` rows. `counts_from_one`: what an earlier walk learned of this list.
    pub(crate) fn new(count: u32, counts_from_one: bool) -> Self {
        Self {
            count,
            counts_from_one,
            first: Vec::new(),
            seen: HashSet::new(),
            total: None,
            asked: None,
            requests: 0,
            barren: 0,
            first_came_twice: false,
        }
    }

    /// The `_page` to ask for; the first page is asked for without one.
    pub(crate) fn page(&self) -> Option<u64> {
        self.asked
    }

    /// What the walk learned of where the list starts to count.
    pub(crate) fn counts_from_one(&self) -> bool {
        self.counts_from_one
    }

    pub(crate) fn expected(&self) -> Option<u64> {
        self.total
    }

    pub(crate) fn got(&self) -> u64 {
        self.seen.len() as u64
    }

    /// Judges the page that came for [`PageWalk::page`].
    pub(crate) fn take(&mut self, keys: Vec<String>, total: Option<u64>) -> Result<Step, Flaw> {
        self.requests += 1;
        let is_first = self.asked.is_none();
        if is_first {
            self.total = total;
        } else if total.is_some() && self.total.is_some() && total != self.total {
            self.total = total;
            return Err(Flaw::TotalMoved);
        }
        let rows = keys.len();
        let before = self.seen.len();
        let came_again = !is_first && rows > 0 && keys == self.first;
        self.seen.extend(keys.iter().cloned());
        if is_first {
            self.first = keys;
        }
        if self.is_whole(rows, is_first) {
            return Ok(Step::Done);
        }
        if self.total.is_some_and(|total| self.got() > total) {
            return Err(Flaw::CountDiffers);
        }
        if came_again {
            if self.asked == Some(1) && !self.first_came_twice {
                self.first_came_twice = true;
                self.counts_from_one = true;
                self.asked = Some(2);
                return Ok(Step::Next);
            }
            // Deaf to `_page`. Without a total, as many rows as were asked for may be a part of the list.
            self.counts_from_one = false;
            return if self.total.is_none() && rows != self.count as usize {
                Ok(Step::Done)
            } else {
                Err(Flaw::Repeats)
            };
        }
        self.barren = if self.seen.len() == before {
            self.barren + 1
        } else {
            0
        };
        if self.barren >= 2 {
            return Err(if rows > 0 {
                Flaw::Repeats
            } else {
                Flaw::CountDiffers
            });
        }
        let page_rows = self.first.len().max(1) as u64;
        let most = self
            .total
            .map_or(MOST_REQUESTS, |total| {
                total.div_ceil(page_rows).saturating_mul(2) + 8
            })
            .min(MOST_REQUESTS);
        if self.requests >= most {
            return Err(Flaw::TooManyPages);
        }
        self.asked = Some(match self.asked {
            None if self.counts_from_one => 2,
            None => 1,
            Some(page) => page + 1,
        });
        Ok(Step::Next)
    }

    fn is_whole(&self, rows: usize, is_first: bool) -> bool {
        match self.total {
            Some(total) => self.got() == total,
            // Nothing more, or more than was asked for: a list that knows no pages.
            None => rows == 0 || (is_first && rows > self.count as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A list of `rows` rows on a server of the given kind.
    struct Server {
        rows: usize,
        base: u64,
        deaf: bool,
        says_total: bool,
    }

    impl Server {
        fn page(&self, page: Option<u64>, count: u32) -> (Vec<String>, Option<u64>) {
            let all: Vec<String> = (0..self.rows).map(|n| n.to_string()).collect();
            let total = self.says_total.then_some(self.rows as u64);
            if self.deaf {
                return (all, total);
            }
            let index = page.unwrap_or(self.base).saturating_sub(self.base) as usize;
            let start = (index * count as usize).min(all.len());
            let end = (start + count as usize).min(all.len());
            (all[start..end].to_vec(), total)
        }
    }

    fn walk(server: &Server, count: u32, learned: bool) -> (Result<usize, Flaw>, u64, bool) {
        let mut walk = PageWalk::new(count, learned);
        loop {
            let (keys, total) = server.page(walk.page(), count);
            match walk.take(keys, total) {
                Ok(Step::Next) => {}
                Ok(Step::Done) => return (Ok(walk.seen.len()), walk.requests, walk.counts_from_one),
                Err(flaw) => return (Err(flaw), walk.requests, walk.counts_from_one),
            }
        }
    }

    #[test]
    fn two_hundred_and_fifty_rows_take_three_requests() {
        let zero = Server {
            rows: 250,
            base: 0,
            deaf: false,
            says_total: true,
        };
        assert_eq!(walk(&zero, 100, false), (Ok(250), 3, false));
        let one = Server { base: 1, ..zero };
        assert_eq!(walk(&one, 100, false), (Ok(250), 4, true));
        assert_eq!(walk(&one, 100, true), (Ok(250), 3, true));
    }

    #[test]
    fn an_endpoint_that_ignores_pages_ends_the_walk() {
        for (rows, says_total) in [(0, false), (3, false), (250, false), (3, true), (250, true)] {
            let server = Server {
                rows,
                base: 0,
                deaf: true,
                says_total,
            };
            let (outcome, requests, _) = walk(&server, 100, false);
            assert_eq!(outcome, Ok(rows));
            assert!(requests <= 3, "{requests}");
        }
        // Exactly as many rows as were asked for, over and over, and no total: that may be a part.
        let server = Server {
            rows: 100,
            base: 0,
            deaf: true,
            says_total: false,
        };
        assert_eq!(walk(&server, 100, false).0, Err(Flaw::Repeats));
    }

    #[test]
    fn a_page_that_repeats_for_ever_is_not_a_list() {
        let mut walk = PageWalk::new(2, false);
        let page = || vec!["1".to_owned(), "2".to_owned()];
        assert_eq!(walk.take(page(), Some(9)), Ok(Step::Next));
        assert_eq!(walk.take(page(), Some(9)), Ok(Step::Next));
        assert_eq!(walk.take(page(), Some(9)), Err(Flaw::Repeats));
    }

    #[test]
    fn a_wrong_memory_of_the_first_index_shows() {
        let zero = Server {
            rows: 250,
            base: 0,
            deaf: false,
            says_total: true,
        };
        assert_eq!(walk(&zero, 100, true).0, Err(Flaw::CountDiffers));
    }

    proptest! {
        #[test]
        fn every_list_is_read_whole_wherever_it_starts_to_count(
            rows in 0_usize..700, count in 1_u32..=100, base in 0_u64..=1, says_total in any::<bool>(),
        ) {
            let server = Server { rows, base, deaf: false, says_total };
            prop_assert_eq!(walk(&server, count, false).0, Ok(rows));
        }
    }
}
