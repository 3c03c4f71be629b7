-- What is kept of a person until a matter is closed. Numbers are never given twice, so AUTOINCREMENT.
CREATE TABLE legal_hold (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    chain     TEXT    NOT NULL,
    token     TEXT    NOT NULL,
    matter    TEXT    NOT NULL,
    local     INTEGER,
    actor     TEXT    NOT NULL,
    placed_at INTEGER NOT NULL,
    UNIQUE (chain, token, matter)
) STRICT;
CREATE INDEX legal_hold_local ON legal_hold (local) WHERE local IS NOT NULL;

CREATE TABLE legal_hold_record (
    hold        INTEGER NOT NULL REFERENCES legal_hold (number) ON DELETE CASCADE,
    connection  TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    external_id TEXT    NOT NULL,
    PRIMARY KEY (hold, connection, kind, external_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX legal_hold_record_named ON legal_hold_record (connection, kind, external_id);

CREATE TABLE legal_hold_subject (
    hold    INTEGER NOT NULL REFERENCES legal_hold (number) ON DELETE CASCADE,
    source  TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    PRIMARY KEY (hold, source, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX legal_hold_subject_named ON legal_hold_subject (source, subject);
