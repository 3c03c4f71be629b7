use careweave_types::{Error, Result};

/// The largest magnitude of a cost.
pub const MAX_COST: i64 = 1 << 40;

/// The largest number of rows and of columns: with [`MAX_COST`] it keeps every sum inside an `i64`.
const MAX_SIDE: usize = 1 << 16;

const OPERATION: &str = "assignment.lap";

/// The internal cost of a forbidden cell is chosen per matrix; here it is only marked.
pub(super) const FORBIDDEN: i64 = i64::MAX;

/// A dense matrix of costs, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostMatrix {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) cells: Vec<i64>,
}

impl CostMatrix {
    /// Builds a matrix by asking for each cell: `None` forbids it.
    ///
    /// # Errors
    /// `invalid_input` when a cost is beyond ±[`MAX_COST`] or a side beyond 65,536.
    pub fn from_fn(
        rows: usize,
        columns: usize,
        mut cell: impl FnMut(usize, usize) -> Option<i64>,
    ) -> Result<Self> {
        check_sides(rows, columns)?;
        let mut cells = Vec::with_capacity(rows * columns);
        for r in 0..rows {
            for c in 0..columns {
                cells.push(match cell(r, c) {
                    None => FORBIDDEN,
                    Some(cost) => check_cost(r, c, cost)?,
                });
            }
        }
        Ok(Self { rows, columns, cells })
    }

    /// Builds a matrix from rows of equal length; `None` forbids a cell.
    ///
    /// # Errors
    /// `invalid_input` when the rows differ in length, or as [`CostMatrix::from_fn`].
    pub fn from_rows(rows: &[&[Option<i64>]]) -> Result<Self> {
        let columns = rows.first().map_or(0, |row| row.len());
        if let Some(r) = rows.iter().position(|row| row.len() != columns) {
            return Err(Error::invalid(
                OPERATION,
                format!("row {r}"),
                "every row has the same length",
            ));
        }
        Self::from_fn(rows.len(), columns, |r, c| rows[r][c])
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The cost of a cell, `None` when it is forbidden or outside.
    pub fn get(&self, row: usize, column: usize) -> Option<i64> {
        if row >= self.rows || column >= self.columns {
            return None;
        }
        Some(self.cells[row * self.columns + column]).filter(|&cost| cost != FORBIDDEN)
    }

    pub(super) fn transposed(&self) -> Self {
        let mut cells = Vec::with_capacity(self.cells.len());
        for c in 0..self.columns {
            cells.extend((0..self.rows).map(|r| self.cells[r * self.columns + c]));
        }
        Self {
            rows: self.columns,
            columns: self.rows,
            cells,
        }
    }
}

/// Lists of allowed cells, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SparseCosts {
    pub(super) columns: usize,
    pub(super) starts: Vec<usize>,
    pub(super) cells: Vec<(u32, i64)>,
}

impl SparseCosts {
    /// Takes for each row its allowed cells as (column, cost), in any order.
    ///
    /// # Errors
    /// `invalid_input` when a column is out of range or named twice in a row, a cost is beyond ±[`MAX_COST`], or a side
    /// beyond 65,536.
    pub fn from_rows(columns: usize, rows: &[Vec<(usize, i64)>]) -> Result<Self> {
        check_sides(rows.len(), columns)?;
        let mut starts = vec![0];
        let mut cells = Vec::with_capacity(rows.iter().map(Vec::len).sum());
        for (r, row) in rows.iter().enumerate() {
            let from = cells.len();
            for &(column, cost) in row {
                if column >= columns {
                    return Err(
                        Error::invalid(OPERATION, format!("row {r}"), "the column is in range")
                            .with("value", column.to_string()),
                    );
                }
                cells.push((column as u32, check_cost(r, column, cost)?));
            }
            cells[from..].sort_unstable();
            if let Some(pair) = cells[from..].windows(2).find(|pair| pair[0].0 == pair[1].0) {
                return Err(
                    Error::invalid(OPERATION, format!("row {r}"), "a column is named once")
                        .with("value", pair[0].0.to_string()),
                );
            }
            starts.push(cells.len());
        }
        Ok(Self {
            columns,
            starts,
            cells,
        })
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// The number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    pub(super) fn row(&self, row: usize) -> &[(u32, i64)] {
        &self.cells[self.starts[row]..self.starts[row + 1]]
    }
}

fn check_sides(rows: usize, columns: usize) -> Result<()> {
    if rows > MAX_SIDE || columns > MAX_SIDE {
        return Err(Error::invalid(
            OPERATION,
            "rows, columns",
            "a side is at most 65536",
        ));
    }
    Ok(())
}

fn check_cost(row: usize, column: usize, cost: i64) -> Result<i64> {
    if cost.unsigned_abs() > MAX_COST as u64 {
        return Err(Error::invalid(
            OPERATION,
            format!("row {row}, column {column}"),
            "a cost is within ±2^40",
        )
        .with("value", cost.to_string()));
    }
    Ok(cost)
}
