use super::super::effort::Options;
use super::super::instance::Instance;
use super::super::plans::Outcome;
use super::super::rng::Rng;
use super::super::route;

pub(in super::super) fn search(
    instance: &Instance<'_>,
    budget: u64,
    bound: i64,
    options: &Options<'_>,
    rng: Rng,
) -> Outcome {
    let found = route::search(instance, budget, bound, options, rng, None);
    Outcome {
        plans: found.best.plans(),
        lower_bound: bound,
        iterations: found.iterations,
        cancelled: found.cancelled,
    }
}
