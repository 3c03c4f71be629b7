//! Lower bounds for components that are searched: the best of several relaxations.

mod single;
mod successor;

use super::effort::Options;
use super::instance::Instance;

/// What no solution of the component costs less than.
pub(super) fn lower_bound(instance: &Instance<'_>, _options: &Options<'_>) -> i64 {
    single::bound(instance).max(successor::bound(instance))
}
