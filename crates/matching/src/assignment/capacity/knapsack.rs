//! The 0/1 knapsack: exactly by dynamic programming where that is cheap, bounded by its linear relaxation elsewhere.

/// One thing to pack; weight and profit are positive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub task: u32,
    pub weight: i64,
    pub profit: i64,
}

/// The most table cells of one dynamic programme.
const MOST_CELLS: i64 = 3_000_000;

/// A packing and what no packing exceeds.
pub(super) struct Packed {
    /// At least the profit of every packing.
    pub bound: i64,
    /// The profit of one more unit of room, by the linear relaxation: (profit, weight) of the critical item.
    pub critical: Option<(i64, i64)>,
}

/// Packs `items` into `room`, collecting the tasks packed.
pub(super) fn pack(items: &mut [Item], room: i64, rows: &mut Vec<i64>, packed: &mut Vec<u32>) -> Packed {
    packed.clear();
    items.sort_unstable_by(|a, b| {
        (i128::from(b.profit) * i128::from(a.weight))
            .cmp(&(i128::from(a.profit) * i128::from(b.weight)))
            .then(a.task.cmp(&b.task))
    });
    let mut left = room;
    let mut profit = 0;
    let mut critical = None;
    let mut bound = None;
    for item in items.iter() {
        if item.weight <= left {
            left -= item.weight;
            profit += item.profit;
            packed.push(item.task);
        } else if critical.is_none() {
            critical = Some((item.profit, item.weight));
            bound =
                Some(profit + (i128::from(left) * i128::from(item.profit) / i128::from(item.weight)) as i64);
        }
    }
    let Some(bound) = bound else {
        return Packed {
            bound: profit,
            critical,
        };
    };
    let cells = (items.len() as i64 + 1).saturating_mul(room + 1);
    if cells > MOST_CELLS {
        return Packed { bound, critical };
    }
    let width = room as usize + 1;
    rows.clear();
    rows.resize((items.len() + 1) * width, 0);
    for (i, item) in items.iter().enumerate() {
        let (above, below) = rows.split_at_mut((i + 1) * width);
        let before = &above[i * width..];
        let after = &mut below[..width];
        let w = (item.weight as usize).min(width);
        after[..w].copy_from_slice(&before[..w]);
        for ((out, &without), &with) in after[w..].iter_mut().zip(&before[w..]).zip(before) {
            *out = without.max(with + item.profit);
        }
    }
    packed.clear();
    let mut at = width - 1;
    for (i, item) in items.iter().enumerate().rev() {
        if rows[(i + 1) * width + at] != rows[i * width + at] {
            packed.push(item.task);
            at -= item.weight as usize;
        }
    }
    Packed {
        bound: rows[items.len() * width + width - 1],
        critical,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::rng::Rng;
    use super::*;

    #[test]
    fn the_packing_is_the_best_of_all_subsets() {
        let mut rng = Rng::new(3);
        for _ in 0..300 {
            let items: Vec<Item> = (0..1 + rng.below(9) as u32)
                .map(|task| Item {
                    task,
                    weight: 1 + rng.below(12) as i64,
                    profit: 1 + rng.below(30) as i64,
                })
                .collect();
            let room = rng.below(40) as i64;
            let best = (0_u32..1 << items.len())
                .filter_map(|set| {
                    let chosen = || items.iter().filter(|item| set >> item.task & 1 == 1);
                    (chosen().map(|i| i.weight).sum::<i64>() <= room)
                        .then(|| chosen().map(|i| i.profit).sum())
                })
                .max()
                .unwrap_or(0_i64);
            let mut packed = Vec::new();
            let found = pack(&mut items.clone(), room, &mut Vec::new(), &mut packed);
            assert_eq!(found.bound, best);
            let total = |f: fn(&Item) -> i64| -> i64 { packed.iter().map(|&t| f(&items[t as usize])).sum() };
            assert_eq!(total(|i| i.profit), best);
            assert!(total(|i| i.weight) <= room);
        }
    }
}
