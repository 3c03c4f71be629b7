//! Jonker and Volgenant's algorithm (Computing 38, 1987) on integers.
//!
//! Column reduction and reduction transfer apply to square matrices only: with fewer rows than columns the duals of free
//! columns have to stay zero, or the bound would not hold.

use super::Matching;
use super::matrix::{CostMatrix, FORBIDDEN};

const NONE: u32 = u32::MAX;

/// Matches every row that can be matched, at least cost. `O(n³)` at worst.
pub fn assign_dense(costs: &CostMatrix) -> Matching {
    if costs.rows > costs.columns {
        let flipped = assign_dense(&costs.transposed());
        let mut columns = vec![None; costs.rows];
        for (column, row) in flipped.columns.iter().enumerate() {
            if let Some(row) = row {
                columns[*row] = Some(column);
            }
        }
        return Matching { columns, ..flipped };
    }
    if costs.rows == 0 {
        return Matching {
            columns: Vec::new(),
            cost: 0,
            dual_bound: 0,
            matched: 0,
        };
    }
    let (mut low, mut high, mut any_forbidden) = (i64::MAX, i64::MIN, false);
    for &cell in &costs.cells {
        if cell == FORBIDDEN {
            any_forbidden = true;
        } else {
            low = low.min(cell);
            high = high.max(cell);
        }
    }
    if low > high {
        return Matching {
            columns: vec![None; costs.rows],
            cost: 0,
            dual_bound: 0,
            matched: 0,
        };
    }
    // One forbidden cell more than needed must cost more than anything the allowed cells can save.
    let ban = high + (high - low + 1) * (costs.rows as i64 + 1);
    if any_forbidden {
        let cells: Vec<i64> = costs
            .cells
            .iter()
            .map(|&c| if c == FORBIDDEN { ban } else { c })
            .collect();
        return solve(costs.rows, costs.columns, &cells, ban);
    }
    solve(costs.rows, costs.columns, &costs.cells, i64::MAX)
}

struct Work<'a> {
    rows: usize,
    columns: usize,
    cells: &'a [i64],
    price: Vec<i64>,
    column_of: Vec<u32>,
    row_of: Vec<u32>,
}

fn solve(rows: usize, columns: usize, cells: &[i64], ban: i64) -> Matching {
    let mut work = Work {
        rows,
        columns,
        cells,
        price: vec![0; columns],
        column_of: vec![NONE; rows],
        row_of: vec![NONE; columns],
    };
    let mut free = if rows == columns {
        work.reduce_columns()
    } else {
        (0..rows as u32).collect()
    };
    for _ in 0..2 {
        free = work.reduce_rows(free);
    }
    let mut search = Search::new(columns);
    for row in free {
        work.augment(row, &mut search);
    }
    work.finish(ban)
}

impl Work<'_> {
    fn row(&self, row: usize) -> &[i64] {
        &self.cells[row * self.columns..(row + 1) * self.columns]
    }

    /// Prices every column at its cheapest cell, takes what is undisputed, and passes slack on.
    fn reduce_columns(&mut self) -> Vec<u32> {
        let n = self.rows;
        let mut cheapest = vec![0_u32; n];
        self.price.copy_from_slice(&self.cells[..n]);
        for row in 1..n {
            let cells = &self.cells[row * n..(row + 1) * n];
            for ((price, at), &cell) in self.price.iter_mut().zip(&mut cheapest).zip(cells) {
                if cell < *price {
                    *price = cell;
                    *at = row as u32;
                }
            }
        }
        let mut claims = vec![0_u32; n];
        for column in (0..n).rev() {
            let row = cheapest[column] as usize;
            claims[row] += 1;
            if claims[row] == 1 {
                self.column_of[row] = column as u32;
                self.row_of[column] = row as u32;
            }
        }
        let mut free = Vec::new();
        for (row, &claimed) in claims.iter().enumerate() {
            match claimed {
                0 => free.push(row as u32),
                1 => {
                    let own = self.column_of[row] as usize;
                    let mut slack = i64::MAX;
                    for (column, (&cell, &price)) in self.row(row).iter().zip(&self.price).enumerate() {
                        if column != own {
                            slack = slack.min(cell - price);
                        }
                    }
                    if slack != i64::MAX {
                        self.price[own] -= slack;
                    }
                }
                _ => {}
            }
        }
        free
    }

    /// Augmenting row reduction: each free row takes its best column and pays the margin to the second best.
    fn reduce_rows(&mut self, mut free: Vec<u32>) -> Vec<u32> {
        let mut left = Vec::new();
        // A row may displace another many times when margins are small; the shortest paths take over then.
        let mut allowance = 4 * self.columns + free.len();
        let mut next = 0;
        while next < free.len() {
            let row = free[next];
            next += 1;
            let (first, best, second, runner_up) = self.two_best(row as usize);
            let mut column = first;
            let mut displaced = self.row_of[column];
            let strictly = best < runner_up;
            if strictly {
                if runner_up != i64::MAX {
                    self.price[column] -= runner_up - best;
                }
            } else if displaced != NONE && second != usize::MAX {
                column = second;
                displaced = self.row_of[column];
            }
            self.column_of[row as usize] = column as u32;
            self.row_of[column] = row;
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

    fn two_best(&self, row: usize) -> (usize, i64, usize, i64) {
        let (mut first, mut best, mut second, mut runner_up) = (0, i64::MAX, usize::MAX, i64::MAX);
        for (column, (&cell, &price)) in self.row(row).iter().zip(&self.price).enumerate() {
            let reduced = cell - price;
            if reduced < runner_up {
                if reduced < best {
                    (second, runner_up) = (first, best);
                    (first, best) = (column, reduced);
                } else {
                    (second, runner_up) = (column, reduced);
                }
            }
        }
        if runner_up == i64::MAX {
            second = usize::MAX;
        }
        (first, best, second, runner_up)
    }

    /// One shortest augmenting path from a free row to a free column (Dijkstra on reduced costs).
    fn augment(&mut self, free_row: u32, search: &mut Search) {
        let Search {
            distance,
            parent,
            order,
        } = search;
        let n = self.columns;
        for (column, (&cell, &price)) in self.cells[free_row as usize * n..(free_row as usize + 1) * n]
            .iter()
            .zip(&self.price)
            .enumerate()
        {
            distance[column] = cell - price;
            parent[column] = free_row;
            order[column] = column as u32;
        }
        // order[..done] settled, order[done..open] at the current distance, order[open..] not reached yet.
        let (mut done, mut open) = (0, 0);
        let mut current = 0;
        let mut settled_before = 0;
        let end = 'search: loop {
            if done == open {
                settled_before = done;
                current = i64::MAX;
                for k in done..n {
                    let column = order[k];
                    let d = distance[column as usize];
                    if d <= current {
                        if d < current {
                            open = done;
                            current = d;
                        }
                        order.swap(k, open);
                        open += 1;
                    }
                }
                for &column in &order[done..open] {
                    if self.row_of[column as usize] == NONE {
                        break 'search column;
                    }
                }
            }
            let column = order[done] as usize;
            done += 1;
            let row = self.row_of[column];
            let cells = &self.cells[row as usize * n..(row as usize + 1) * n];
            let base = cells[column] - self.price[column] - current;
            let unreached = open;
            for k in unreached..n {
                let candidate = order[k] as usize;
                let reached = cells[candidate] - self.price[candidate] - base;
                if reached < distance[candidate] {
                    distance[candidate] = reached;
                    parent[candidate] = row;
                    if reached == current {
                        if self.row_of[candidate] == NONE {
                            break 'search candidate as u32;
                        }
                        order.swap(k, open);
                        open += 1;
                    }
                }
            }
        };
        for &column in &order[..settled_before] {
            self.price[column as usize] += distance[column as usize] - current;
        }
        let mut column = end;
        loop {
            let row = parent[column as usize];
            self.row_of[column as usize] = row;
            std::mem::swap(&mut self.column_of[row as usize], &mut column);
            if row == free_row {
                break;
            }
        }
    }

    fn finish(&self, ban: i64) -> Matching {
        let mut columns = Vec::with_capacity(self.rows);
        let (mut cost, mut matched) = (0_i64, 0);
        let mut dual: i128 = self.price.iter().map(|&p| i128::from(p)).sum();
        for row in 0..self.rows {
            let column = self.column_of[row] as usize;
            let cell = self.row(row)[column];
            let least = self
                .row(row)
                .iter()
                .zip(&self.price)
                .map(|(&c, &p)| c - p)
                .min()
                .unwrap_or(0);
            dual += i128::from(least);
            if cell == ban {
                columns.push(None);
            } else {
                columns.push(Some(column));
                cost += cell;
                matched += 1;
            }
        }
        let banned = i128::from(ban) * (self.rows - matched) as i128;
        Matching {
            columns,
            cost,
            dual_bound: (dual - banned) as i64,
            matched,
        }
    }
}

struct Search {
    distance: Vec<i64>,
    parent: Vec<u32>,
    order: Vec<u32>,
}

impl Search {
    fn new(columns: usize) -> Self {
        Self {
            distance: vec![0; columns],
            parent: vec![0; columns],
            order: vec![0; columns],
        }
    }
}
