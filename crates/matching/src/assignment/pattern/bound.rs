//! The Lagrangian bound for fixed visits: cover is priced by multipliers, and every caregiver takes their best plan.

use super::super::document::Partial;
use super::super::instance::Instance;
use super::labels::{Overflow, Pricer};

/// Labels the bound may make in all: what limits it on large components.
const EFFORT: u64 = 6_000_000;
const STEPS: usize = 150;
const WIDTH: usize = 400;

/// Costs are multiplied by this, so that multipliers can be finer than one.
const SCALE: i64 = 16;

/// A bound from pricing whole plans; none when the component has movable visits, or a caregiver has no plan at all.
///
/// `target` is the cost of a known solution, towards which the multipliers step.
pub(in super::super) fn bound(instance: &Instance<'_>, target: i64) -> Option<i64> {
    let open: Vec<u32> = instance.open_visits().collect();
    if !open.iter().all(|&v| instance.visit(v).is_fixed()) || open.is_empty() {
        return None;
    }
    // Multipliers are whole costs here: a finer grid would have to scale every cost of the instance.
    let mut price = vec![0_i64; instance.visits.len()];
    let mut fine = vec![0_i64; instance.visits.len()];
    for &v in &open {
        let visit = instance.visit(v);
        fine[v as usize] = -visit.penalty * SCALE / 4;
    }
    let mut best = i64::MIN;
    let mut spent = 0;
    let (mut theta, mut stale) = (64_i64, 0);
    for _ in 0..STEPS {
        for &v in &open {
            price[v as usize] = fine[v as usize].div_euclid(SCALE);
        }
        let mut value = 0_i64;
        let mut slope = vec![0_i64; instance.visits.len()];
        for c in 0..instance.caregivers.len() {
            let mut pricer = Pricer::new(instance, c, Overflow::Merge, WIDTH);
            let found = pricer.best(&|v| price[v as usize])?;
            spent += found.effort;
            value += found.cost;
            for &v in &found.plan {
                slope[v as usize] += 1;
            }
        }
        for &v in &open {
            let visit = instance.visit(v);
            let most = visit.need + visit.extra;
            let allowed = |k: u32| visit.partial == Partial::Allowed || k == 0 || k >= visit.need;
            let (least, k) = (0..=most)
                .filter(|&k| allowed(k))
                .map(|k| (visit.cover_cost(k) - i64::from(k) * price[v as usize], k))
                .min()
                .unwrap_or((0, 0));
            value += least;
            slope[v as usize] -= i64::from(k);
        }
        if std::env::var("DBG3").is_ok() { eprintln!("value {value} best {best} theta {theta} spent {spent} norm {}", slope.iter().map(|s| s * s).sum::<i64>()); }
        if value > best {
            (best, stale) = (value, 0);
        } else {
            stale += 1;
            if stale >= 8 {
                stale = 0;
                theta /= 2;
            }
        }
        if spent > EFFORT || theta == 0 {
            break;
        }
        let norm: i64 = slope.iter().map(|s| s * s).sum();
        if norm == 0 {
            break;
        }
        let distance = (target - value).max(1) * SCALE;
        for &v in &open {
            let visit = instance.visit(v);
            let step = i128::from(theta) * i128::from(distance) * i128::from(slope[v as usize])
                / (i128::from(norm) * 64);
            let low = -visit.penalty * SCALE;
            fine[v as usize] = (fine[v as usize] + step as i64).max(low);
        }
    }
    (best > i64::MIN).then_some(best)
}
