-- Where each stream stands. Streams are never deleted and their versions only grow: a decision is made at one.
CREATE TABLE stream (
    name          TEXT    PRIMARY KEY,
    version       INTEGER NOT NULL CHECK (version >= 0),
    deadline      INTEGER,
    fence         INTEGER NOT NULL CHECK (fence >= 0),
    holder        TEXT,
    claimed_until INTEGER CHECK ((claimed_until IS NULL) = (holder IS NULL)),
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL CHECK (updated_at >= created_at)
) STRICT, WITHOUT ROWID;

CREATE INDEX stream_due ON stream (deadline, name) WHERE deadline IS NOT NULL;

CREATE TRIGGER stream_grows BEFORE UPDATE ON stream
    WHEN new.version < old.version OR new.fence < old.fence OR new.name IS NOT old.name
    BEGIN SELECT RAISE(ABORT, 'neither the version nor the fence of a stream ever goes back'); END;
CREATE TRIGGER stream_stays BEFORE DELETE ON stream
    BEGIN SELECT RAISE(ABORT, 'a stream is never deleted'); END;

CREATE TABLE stream_event (
    seq          INTEGER PRIMARY KEY,
    stream       TEXT    NOT NULL REFERENCES stream (name),
    version      INTEGER NOT NULL CHECK (version >= 1),
    body         BLOB    NOT NULL,
    sealed_under TEXT,
    wrapped      BLOB    CHECK ((wrapped IS NULL) = (sealed_under IS NULL)),
    appended_at  INTEGER NOT NULL,
    UNIQUE (stream, version)
) STRICT;

CREATE TRIGGER stream_event_stays BEFORE UPDATE OF stream, version, appended_at ON stream_event
    BEGIN SELECT RAISE(ABORT, 'what happened is not rewritten'); END;

-- What whoever sends an item of the outbox needs to know.
CREATE TABLE stream_command (
    item         INTEGER PRIMARY KEY REFERENCES outbox (seq),
    stream       TEXT    NOT NULL REFERENCES stream (name),
    body         BLOB    NOT NULL,
    sealed_under TEXT,
    wrapped      BLOB    CHECK ((wrapped IS NULL) = (sealed_under IS NULL))
) STRICT;
