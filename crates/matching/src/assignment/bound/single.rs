//! Each visit by itself: its cheapest caregiver or its penalty, every set rule left out.

use super::super::instance::Instance;

pub(super) fn bound(instance: &Instance<'_>) -> i64 {
    instance.open_visits().map(|v| visit_bound(instance, v)).sum()
}

/// The least that pairs and cover of one visit cost.
fn visit_bound(instance: &Instance<'_>, v: u32) -> i64 {
    let visit = instance.visit(v);
    let mut costs: Vec<i64> = (0..instance.caregivers.len())
        .map(|c| instance.pair(c, v))
        .filter(|pair| pair.eligible)
        .map(|pair| pair.cost)
        .collect();
    costs.sort_unstable();
    let mut best = visit.cover_cost(0);
    let mut sum = 0;
    for (k, cost) in costs.iter().take((visit.need + visit.extra) as usize).enumerate() {
        sum += cost;
        best = best.min(sum + visit.cover_cost(k as u32 + 1));
    }
    best
}
