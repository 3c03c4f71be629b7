//! Rows that all lie under one cursor value, counted by what the server read and wrote of them: a record costs as much among a
//! hundred thousand as among ten thousand.

use careweave_sync_core::suite::block_on;
use careweave_sync_core::suite::equal_instants::{read_again, read_changed, read_first};
use careweave_sync_postgres::PostgresStore;

use crate::support::cluster::Cluster;
use crate::support::fresh::{Fresh, ask, sql, wait_until_gone};

/// Where sessions are told from others by their name.
fn url(fresh: &Fresh) -> String {
    format!("{}?application_name={}", Cluster::get().url(), fresh.schema)
}

fn named(fresh: &Fresh) -> PostgresStore {
    block_on(fresh.options().open_url(&url(fresh))).unwrap()
}

/// What the server touched in the schema so far: rows that it read, one after the other or by an index, and rows that it wrote.
fn touched(fresh: &Fresh, store: PostgresStore) -> i64 {
    // A session has told what it did when it is gone.
    block_on(store.close()).unwrap();
    drop(store);
    wait_until_gone(&fresh.schema);
    let rows = sql(&format!(
        "SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0) + n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint \
         FROM pg_stat_user_tables WHERE schemaname = '{}'",
        fresh.schema
    ));
    rows.unwrap().parse().unwrap()
}

/// Rows touched for each row of the first reading, of a second one with its scan, and of a third one that finds all of them changed.
fn work_per_row(rows: u32) -> [f64; 3] {
    let fresh = Fresh::new();
    let mut before = touched(&fresh, named(&fresh));
    [read_first, read_again, read_changed].map(|read| {
        let store = named(&fresh);
        read(&store, rows);
        let now = touched(&fresh, store);
        let work = i32::try_from(now - before).unwrap();
        before = now;
        f64::from(work) / f64::from(rows)
    })
}

#[test]
fn a_row_costs_as_much_among_a_hundred_thousand_of_one_instant_as_among_ten_thousand() {
    let (few, many) = (work_per_row(10_000), work_per_row(100_000));
    eprintln!("rows touched for each row, read first, again, changed: {few:.2?}, {many:.2?}");
    for (few, many) in few.into_iter().zip(many) {
        assert!(few >= 1.0, "the work is counted: {few}");
        // In a small table it may be cheaper to read all of it than to look for each row.
        assert!(many <= few * 1.05 && many <= 8.0, "{few}, {many}");
    }
}

/// The count would show a page that is compared with every row of its instant.
#[test]
fn a_look_through_all_rows_of_an_instant_shows_in_the_count() {
    let rows = 2_000;
    let fresh = Fresh::new();
    let store = named(&fresh);
    read_first(&store, rows);
    let before = touched(&fresh, store);
    let look = format!(
        "SELECT count(*) FROM \"{}\".mirror_record WHERE body IS NOT NULL",
        fresh.schema
    );
    assert_eq!(ask(&url(&fresh), &look).unwrap(), Some(rows.to_string()));
    assert!(touched(&fresh, named(&fresh)) - before >= i64::from(rows));
}
