/// Who does what in one component: for each caregiver their visits by start, and the start of each visit.
///
/// Indices are those of the component's [`Instance`](super::instance::Instance); committed work is included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Plans {
    pub of: Vec<Vec<u32>>,
    pub starts: Vec<i64>,
}

/// What a search of one component gives back.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub plans: Plans,
    /// No plans of the component cost less.
    pub lower_bound: i64,
    pub iterations: u64,
    pub cancelled: bool,
}
