//! Shortest augmenting paths over lists of allowed cells.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Matching;
use super::matrix::SparseCosts;

const NONE: u32 = u32::MAX;

/// Matches every row that can be matched, at least cost. `O(n · m · log n)` at worst for `m` allowed cells.
///
/// A row that no path can match has a private column of its own at a prohibitive cost, so the result is the same as that
/// of [`super::assign_dense`].
pub fn assign_sparse(costs: &SparseCosts) -> Matching {
    let rows = costs.rows();
    let (low, high) = costs
        .cells
        .iter()
        .fold((i64::MAX, i64::MIN), |(low, high), &(_, cost)| {
            (low.min(cost), high.max(cost))
        });
    if low > high {
        return Matching {
            columns: vec![None; rows],
            cost: 0,
            dual_bound: 0,
            matched: 0,
        };
    }
    let ban = high + (high - low + 1) * (rows as i64 + 1);
    if rows == costs.columns() {
        // Column reduction prices every column, which is only right when in the end every column is taken.
        let mut work = Work::new(costs, ban);
        let free = work.reduce_columns();
        let matching = work.complete(free);
        if matching.matched == rows {
            return matching;
        }
    }
    Work::new(costs, ban).complete((0..rows as u32).collect())
}

/// Columns `0..columns` are the caller's; column `columns + r` is the private one of row `r`, at cost `ban`.
struct Work<'a> {
    costs: &'a SparseCosts,
    ban: i64,
    price: Vec<i64>,
    row_of: Vec<u32>,
    column_of: Vec<u32>,
    distance: Vec<i64>,
    parent: Vec<u32>,
    settled: Vec<bool>,
    touched: Vec<u32>,
    heap: BinaryHeap<Reverse<(i64, u32)>>,
    /// The distance of the nearest free column seen by the current search.
    limit: i64,
}

impl<'a> Work<'a> {
    fn new(costs: &'a SparseCosts, ban: i64) -> Self {
        let all = costs.columns() + costs.rows();
        Self {
            costs,
            ban,
            price: vec![0; all],
            row_of: vec![NONE; all],
            column_of: vec![NONE; costs.rows()],
            distance: vec![i64::MAX; all],
            parent: vec![NONE; all],
            settled: vec![false; all],
            touched: Vec::new(),
            heap: BinaryHeap::new(),
            limit: i64::MAX,
        }
    }

    fn private(&self, row: u32) -> u32 {
        (self.costs.columns() + row as usize) as u32
    }

    fn complete(mut self, mut free: Vec<u32>) -> Matching {
        for _ in 0..2 {
            free = self.reduce_rows(free);
        }
        for row in free {
            self.augment(row);
        }
        self.finish()
    }

    /// Prices every column at its cheapest cell, takes what is undisputed, and passes slack on.
    fn reduce_columns(&mut self) -> Vec<u32> {
        let (rows, columns) = (self.costs.rows(), self.costs.columns());
        let mut cheapest = vec![(i64::MAX, NONE); columns];
        for row in 0..rows {
            for &(column, cost) in self.costs.row(row) {
                let slot = &mut cheapest[column as usize];
                *slot = (*slot).min((cost, row as u32));
            }
        }
        let mut claims = vec![0_u32; rows];
        for column in (0..columns).rev() {
            let (cost, row) = cheapest[column];
            if row == NONE {
                continue;
            }
            self.price[column] = cost;
            claims[row as usize] += 1;
            if claims[row as usize] == 1 {
                self.column_of[row as usize] = column as u32;
                self.row_of[column] = row;
            }
        }
        for row in (0..rows).filter(|&row| claims[row] == 1) {
            let own = self.column_of[row];
            let others = self.costs.row(row).iter().filter(|cell| cell.0 != own);
            let slack = others
                .map(|&(column, cost)| cost - self.price[column as usize])
                .fold(self.ban, i64::min);
            self.price[own as usize] -= slack;
        }
        (0..rows as u32)
            .filter(|&row| claims[row as usize] == 0)
            .collect()
    }

    fn reduce_rows(&mut self, mut free: Vec<u32>) -> Vec<u32> {
        let mut left = Vec::new();
        let mut allowance = 4 * self.costs.rows();
        let mut next = 0;
        while next < free.len() {
            let row = free[next];
            next += 1;
            let own = self.private(row);
            let (mut first, mut best) = (own, self.ban - self.price[own as usize]);
            let (mut second, mut runner_up) = (NONE, i64::MAX);
            for &(column, cost) in self.costs.row(row as usize) {
                let reduced = cost - self.price[column as usize];
                if reduced < runner_up {
                    if reduced < best {
                        (second, runner_up) = (first, best);
                        (first, best) = (column, reduced);
                    } else {
                        (second, runner_up) = (column, reduced);
                    }
                }
            }
            let mut column = first;
            let mut displaced = self.row_of[column as usize];
            let strictly = best < runner_up;
            if strictly {
                if runner_up != i64::MAX {
                    self.price[column as usize] -= runner_up - best;
                }
            } else if displaced != NONE && second != NONE {
                column = second;
                displaced = self.row_of[column as usize];
            }
            self.column_of[row as usize] = column;
            self.row_of[column as usize] = row;
            if displaced != NONE {
                self.column_of[displaced as usize] = NONE;
                if strictly && allowance > 0 {
                    allowance -= 1;
                    next -= 1;
                    free[next] = displaced;
                } else {
                    left.push(displaced);
                }
            }
        }
        left
    }

    fn relax(&mut self, column: u32, distance: i64, row: u32) {
        // Beyond the nearest free column seen so far nothing can be on the shortest path.
        if distance >= self.limit {
            return;
        }
        if self.row_of[column as usize] == NONE {
            self.limit = distance;
        }
        let slot = &mut self.distance[column as usize];
        if distance < *slot {
            if *slot == i64::MAX {
                self.touched.push(column);
            }
            *slot = distance;
            self.parent[column as usize] = row;
            self.heap.push(Reverse((distance, column)));
        }
    }

    fn scan(&mut self, row: u32, base: i64) {
        let costs = self.costs;
        let own = self.private(row);
        let to_private = self.ban - self.price[own as usize] - base;
        self.relax(own, to_private, row);
        for &(column, cost) in costs.row(row as usize) {
            if !self.settled[column as usize] {
                self.relax(column, cost - self.price[column as usize] - base, row);
            }
        }
    }

    fn augment(&mut self, free_row: u32) {
        self.limit = i64::MAX;
        self.scan(free_row, 0);
        let mut end = NONE;
        let mut reach = 0;
        let mut settled = Vec::new();
        while let Some(Reverse((distance, column))) = self.heap.pop() {
            if self.settled[column as usize] || distance > self.distance[column as usize] {
                continue;
            }
            let row = self.row_of[column as usize];
            if row == NONE {
                (end, reach) = (column, distance);
                break;
            }
            self.settled[column as usize] = true;
            settled.push(column);
            let cell = self.cost_of(row, column);
            self.scan(row, cell - self.price[column as usize] - distance);
        }
        for &column in &settled {
            self.price[column as usize] += self.distance[column as usize] - reach;
        }
        let mut column = end;
        loop {
            let row = self.parent[column as usize];
            self.row_of[column as usize] = row;
            std::mem::swap(&mut self.column_of[row as usize], &mut column);
            if row == free_row {
                break;
            }
        }
        self.heap.clear();
        for column in self.touched.drain(..) {
            self.distance[column as usize] = i64::MAX;
            self.settled[column as usize] = false;
        }
    }

    fn cost_of(&self, row: u32, column: u32) -> i64 {
        let cells = self.costs.row(row as usize);
        cells
            .binary_search_by_key(&column, |&(c, _)| c)
            .map_or(self.ban, |at| cells[at].1)
    }

    fn finish(&self) -> Matching {
        let (mut cost, mut matched) = (0_i64, 0);
        let mut dual: i128 = self.price.iter().map(|&p| i128::from(p)).sum();
        let mut columns = Vec::with_capacity(self.column_of.len());
        for (row, &column) in self.column_of.iter().enumerate() {
            let own = self.private(row as u32);
            let least = self
                .costs
                .row(row)
                .iter()
                .map(|&(c, cost)| cost - self.price[c as usize])
                .fold(self.ban - self.price[own as usize], i64::min);
            dual += i128::from(least);
            if column == own {
                columns.push(None);
            } else {
                columns.push(Some(column as usize));
                cost += self.cost_of(row as u32, column);
                matched += 1;
            }
        }
        let banned = i128::from(self.ban) * (columns.len() - matched) as i128;
        Matching {
            columns,
            cost,
            dual_bound: (dual - banned) as i64,
            matched,
        }
    }
}
