//! Lower bounds for components that are searched: the best of several relaxations.

mod single;
mod successor;

use super::instance::Instance;
use super::pattern;

/// What no solution of the component costs less than, found quickly.
pub(super) fn quick(instance: &Instance<'_>) -> i64 {
    single::bound(instance).max(successor::bound(instance))
}

/// The same with more effort, when a solution of cost `target` is known.
pub(super) fn refined(instance: &Instance<'_>, quick: i64, target: i64, budget: u64) -> i64 {
    if quick >= target {
        return quick;
    }
    pattern::bound(instance, target, budget).map_or(quick, |bound| bound.max(quick))
}
