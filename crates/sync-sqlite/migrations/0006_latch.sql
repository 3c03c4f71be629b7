-- What may happen once: never deleted, and what fired never changes.
CREATE TABLE latch (
    seq        INTEGER PRIMARY KEY,
    kind       TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    source     TEXT    NOT NULL,
    document   TEXT    NOT NULL,
    evidence   TEXT    NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('armed', 'firing', 'fired')),
    effect     BLOB    CHECK (effect IS NULL OR length(effect) = 16),
    remote_id  TEXT,
    armed_at   INTEGER NOT NULL,
    fired_at   INTEGER,
    updated_at INTEGER NOT NULL CHECK (updated_at >= armed_at),
    UNIQUE (kind, subject),
    UNIQUE (source, document),
    CHECK ((effect IS NULL) = (state = 'armed')),
    CHECK ((fired_at IS NULL) = (state <> 'fired'))
) STRICT;

CREATE INDEX latch_unfired ON latch (seq) WHERE state <> 'fired';

CREATE TRIGGER latch_stays BEFORE DELETE ON latch
    BEGIN SELECT RAISE(ABORT, 'a latch is never deleted'); END;
CREATE TRIGGER latch_is_final BEFORE UPDATE ON latch WHEN old.state = 'fired'
    BEGIN SELECT RAISE(ABORT, 'a latch that fired never changes'); END;
CREATE TRIGGER latch_keeps_its_evidence BEFORE UPDATE OF kind, subject, source, document, evidence ON latch
    BEGIN SELECT RAISE(ABORT, 'a latch keeps its evidence'); END;
