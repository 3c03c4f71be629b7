-- What other systems hold. Texts are compared byte by byte.
CREATE TABLE mirror_source (
    id         INTEGER PRIMARY KEY,
    connection TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    UNIQUE (connection, kind)
) STRICT;

-- One row: the numbers that were given last.
CREATE TABLE mirror_count (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    locals  INTEGER NOT NULL,
    changes INTEGER NOT NULL
) STRICT;
INSERT INTO mirror_count (id, locals, changes) VALUES (1, 0, 0);

CREATE TABLE mirror_record (
    id            INTEGER PRIMARY KEY,
    source        INTEGER NOT NULL REFERENCES mirror_source (id),
    external_id   TEXT    NOT NULL,
    local         INTEGER NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('live', 'tombstone', 'superseded')),
    superseded_by TEXT,
    fingerprint   BLOB    CHECK (fingerprint IS NULL OR length(fingerprint) = 32),
    version       INTEGER,
    misses        INTEGER NOT NULL,
    change        INTEGER NOT NULL,
    touched       INTEGER NOT NULL,
    at            INTEGER,
    first_seen_at INTEGER NOT NULL,
    changed_at    INTEGER NOT NULL,
    body          BLOB,
    UNIQUE (source, external_id),
    CHECK ((superseded_by IS NULL) = (state <> 'superseded'))
) STRICT;

CREATE INDEX mirror_record_local ON mirror_record (local);
CREATE INDEX mirror_record_change ON mirror_record (source, change);

CREATE TABLE mirror_cursor (
    stream     TEXT    PRIMARY KEY,
    high       INTEGER,
    token      TEXT,
    version    INTEGER NOT NULL CHECK (version >= 1),
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every time somebody took a cursor elsewhere.
CREATE TABLE mirror_rewind (
    seq     INTEGER PRIMARY KEY,
    stream  TEXT    NOT NULL,
    version INTEGER NOT NULL,
    high    INTEGER,
    actor   TEXT    NOT NULL,
    reason  TEXT    NOT NULL,
    at      INTEGER NOT NULL
) STRICT;

CREATE TABLE mirror_scan (
    number      INTEGER PRIMARY KEY,
    source      INTEGER NOT NULL REFERENCES mirror_source (id),
    window_from INTEGER,
    window_until INTEGER,
    state       TEXT    NOT NULL CHECK (state IN ('open', 'complete', 'partial', 'held')),
    started_at  INTEGER NOT NULL,
    approved_by TEXT,
    CHECK ((window_from IS NULL) = (window_until IS NULL))
) STRICT;

CREATE TRIGGER mirror_scan_stays BEFORE DELETE ON mirror_scan
    BEGIN SELECT RAISE(ABORT, 'a scan is never deleted: its number would be given again'); END;
