use super::{Killed, Script, Trial};
use crate::suite::block_on;
use crate::suite::recovery::t;
use crate::{CursorMove, Fingerprint, Page, SeenRecord};

/// A reader that stores pages with their cursor; the one after it begins at the cursor. In the end every record is there once, and
/// the cursor stands where the records end.
pub const MIRROR: Script = Script {
    points: &[
        "reading-0",
        "stored-0",
        "reading-1",
        "stored-1",
        "reading-2",
        "stored-2",
        "reading-3",
        "stored-3",
    ],
    run: read_on,
    check,
};

const PAGES: usize = 4;
const ROWS: usize = 50;

fn stream(trial: &Trial<'_>) -> String {
    format!("stream-{}", trial.number)
}

/// A connection of the trial's own, so that its changes are told from those of others.
fn connection(trial: &Trial<'_>) -> String {
    format!("wellsky/agency-{}", trial.number)
}

/// How many pages are stored, as the cursor says.
fn stored(trial: &Trial<'_>) -> usize {
    let cursor = block_on(trial.store.cursor(&stream(trial))).unwrap();
    let token = cursor.and_then(|cursor| cursor.token);
    token.map_or(0, |token| token.parse().unwrap())
}

fn page(trial: &Trial<'_>, number: usize) -> Page {
    let record = |row: usize| {
        let id = format!("{}/{:06}", trial.number, number * ROWS + row);
        SeenRecord {
            fingerprint: Fingerprint::of(&[&id]),
            external_id: id,
            version: None,
            at: None,
            body: vec![0x2e; 500],
        }
    };
    Page {
        connection: connection(trial),
        kind: "client".to_owned(),
        records: (0..ROWS).map(record).collect(),
        cursor: Some(CursorMove {
            stream: stream(trial),
            expected_version: number as u64,
            high: None,
            token: Some((number + 1).to_string()),
        }),
        scan: None,
    }
}

/// Reads from the cursor on.
fn read_on(trial: &Trial<'_>, report: &dyn Fn(&str)) {
    for number in stored(trial)..PAGES {
        report(&format!("reading-{number}"));
        let stored = block_on(trial.store.apply_page(&page(trial, number), None, t(0))).unwrap();
        assert_eq!(
            usize::try_from(stored.new).unwrap(),
            ROWS,
            "a page is new or was never stored"
        );
        report(&format!("stored-{number}"));
    }
}

fn check(trial: &Trial<'_>, killed: Killed) {
    let place = format!("{trial:?}, {killed:?}");
    let told = killed.reached.div_ceil(2);
    let found = stored(trial);
    assert!(
        found >= told && (found == told || !killed.held),
        "{place}: {found} pages"
    );
    let changed = async |after| {
        let store = trial.store;
        store
            .changed(&connection(trial), "client", after, 1_000)
            .await
            .unwrap()
    };
    // Whole pages, and nothing of the one that was under way.
    assert_eq!(block_on(changed(0)).len(), found * ROWS, "{place}");
    read_on(trial, &|_| {});
    let all = block_on(changed(0));
    let ids: std::collections::BTreeSet<_> = all.iter().map(|held| &held.external.external_id).collect();
    let locals: std::collections::BTreeSet<_> = all.iter().map(|held| held.local).collect();
    assert_eq!(
        (ids.len(), locals.len(), all.len()),
        (PAGES * ROWS, PAGES * ROWS, PAGES * ROWS)
    );
    let cursor = block_on(trial.store.cursor(&stream(trial))).unwrap().unwrap();
    assert_eq!(
        (cursor.version, cursor.token.as_deref()),
        (4, Some("4")),
        "{place}"
    );
}
