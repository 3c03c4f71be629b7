//! The linear assignment problem against all permutations, and against a second algorithm.

use careweave_matching::assignment::lap::{CostMatrix, Matching, SparseCosts, assign_dense, assign_sparse};

use crate::generator::Random;

type Cells = Vec<Vec<Option<i64>>>;

fn matrix(cells: &Cells, columns: usize) -> CostMatrix {
    CostMatrix::from_fn(cells.len(), columns, |r, c| cells[r][c]).unwrap()
}

fn lists(cells: &Cells, columns: usize) -> SparseCosts {
    let rows: Vec<Vec<(usize, i64)>> = cells
        .iter()
        .map(|row| {
            row.iter()
                .enumerate()
                .filter_map(|(c, cost)| Some((c, (*cost)?)))
                .collect()
        })
        .collect();
    SparseCosts::from_rows(columns, &rows).unwrap()
}

fn random_cells(random: &mut Random, rows: i64, columns: i64, low: i64, high: i64, forbidden: i64) -> Cells {
    (0..rows)
        .map(|_| {
            (0..columns)
                .map(|_| (random.between(1, 100) > forbidden).then(|| random.between(low, high)))
                .collect()
        })
        .collect()
}

/// Most rows matched, then least cost, over all ways.
fn brute_force(cells: &Cells, row: usize, used: &mut Vec<bool>) -> (usize, i64) {
    if row == cells.len() {
        return (0, 0);
    }
    let mut best = brute_force(cells, row + 1, used);
    for column in 0..used.len() {
        if let (Some(cost), false) = (cells[row][column], used[column]) {
            used[column] = true;
            let (matched, rest) = brute_force(cells, row + 1, used);
            used[column] = false;
            if matched + 1 > best.0 || (matched + 1 == best.0 && rest + cost < best.1) {
                best = (matched + 1, rest + cost);
            }
        }
    }
    best
}

fn check(cells: &Cells, matching: &Matching) {
    let mut used = std::collections::BTreeSet::new();
    let mut cost = 0;
    for (row, column) in matching.columns.iter().enumerate() {
        if let Some(column) = column {
            assert!(used.insert(*column), "a column is used once");
            cost += cells[row][*column].expect("a forbidden cell is not used");
        }
    }
    assert_eq!((cost, used.len()), (matching.cost, matching.matched));
    assert_eq!(matching.dual_bound, matching.cost, "the dual proves the cost");
}

#[test]
fn dense_and_sparse_equal_brute_force_on_small_matrices_of_every_shape() {
    for seed in 0..3_000 {
        let mut random = Random::new(seed);
        let (rows, columns) = (random.between(1, 5), random.between(1, 5));
        let (low, high) = if seed % 2 == 0 { (-3, 3) } else { (-1000, 1000) };
        let forbidden = [0, 30, 70][(seed % 3) as usize];
        let cells = random_cells(&mut random, rows, columns, low, high, forbidden);
        let expected = brute_force(&cells, 0, &mut vec![false; columns as usize]);
        for matching in [
            assign_dense(&matrix(&cells, columns as usize)),
            assign_sparse(&lists(&cells, columns as usize)),
        ] {
            check(&cells, &matching);
            assert_eq!((matching.matched, matching.cost), expected, "seed {seed}");
        }
    }
}

/// The textbook Hungarian method with potentials, O(n³); rows ≤ columns, nothing forbidden.
fn hungarian(cells: &Cells, columns: usize) -> i64 {
    let n = cells.len();
    let (mut u, mut v) = (vec![0; n + 1], vec![0; columns + 1]);
    let (mut row_of, mut way) = (vec![0; columns + 1], vec![0; columns + 1]);
    for row in 1..=n {
        row_of[0] = row;
        let mut at = 0;
        let (mut least, mut used) = (vec![i64::MAX; columns + 1], vec![false; columns + 1]);
        while row_of[at] != 0 {
            used[at] = true;
            let (mut delta, mut next) = (i64::MAX, 0);
            for c in 1..=columns {
                if !used[c] {
                    let reduced = cells[row_of[at] - 1][c - 1].unwrap() - u[row_of[at]] - v[c];
                    if reduced < least[c] {
                        (least[c], way[c]) = (reduced, at);
                    }
                    if least[c] < delta {
                        (delta, next) = (least[c], c);
                    }
                }
            }
            for c in 0..=columns {
                if used[c] {
                    u[row_of[c]] += delta;
                    v[c] -= delta;
                } else {
                    least[c] -= delta;
                }
            }
            at = next;
        }
        while at != 0 {
            row_of[at] = row_of[way[at]];
            at = way[at];
        }
    }
    (1..=columns)
        .filter(|&c| row_of[c] != 0)
        .map(|c| cells[row_of[c] - 1][c - 1].unwrap())
        .sum()
}

#[test]
fn dense_and_sparse_equal_a_cubic_reference_on_medium_matrices() {
    for (seed, (rows, columns, low, high)) in [
        (60, 60, 0, 5),
        (60, 60, -500, 500),
        (40, 90, 1, 3),
        (80, 81, -1_000_000, 1_000_000),
        (50, 50, 7, 7),
    ]
    .into_iter()
    .enumerate()
    {
        let cells = random_cells(&mut Random::new(seed as u64), rows, columns, low, high, 0);
        let expected = hungarian(&cells, columns as usize);
        let dense = assign_dense(&matrix(&cells, columns as usize));
        let sparse = assign_sparse(&lists(&cells, columns as usize));
        check(&cells, &dense);
        check(&cells, &sparse);
        assert_eq!((dense.cost, sparse.cost), (expected, expected));
    }
}

#[test]
fn the_order_of_rows_and_columns_does_not_change_the_cost() {
    for seed in 0..50 {
        let mut random = Random::new(seed);
        let cells = random_cells(&mut random, 12, 15, -9, 9, 40);
        let mut turned: Cells = cells.iter().rev().cloned().collect();
        for row in &mut turned {
            row.rotate_left(4);
        }
        let (a, b) = (
            assign_dense(&matrix(&cells, 15)),
            assign_dense(&matrix(&turned, 15)),
        );
        assert_eq!((a.cost, a.matched), (b.cost, b.matched));
    }
}

#[test]
fn more_rows_than_columns_leave_the_dearest_rows_out() {
    let cells = vec![vec![Some(5)], vec![Some(2)], vec![Some(9)]];
    let matching = assign_dense(&matrix(&cells, 1));
    assert_eq!((matching.columns, matching.cost), (vec![None, Some(0), None], 2));
}

#[test]
fn a_cost_beyond_the_range_is_refused_with_its_cell() {
    let error = CostMatrix::from_fn(1, 2, |_, c| Some(if c == 1 { i64::MAX - 1 } else { 0 })).unwrap_err();
    assert_eq!(error.get("field"), Some("row 0, column 1"));
    let error = SparseCosts::from_rows(2, &[vec![(0, 1), (0, 2)]]).unwrap_err();
    assert_eq!(
        (error.get("field"), error.get("value")),
        (Some("row 0"), Some("0"))
    );
}
