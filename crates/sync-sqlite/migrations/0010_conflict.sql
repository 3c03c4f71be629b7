-- What a person has to decide, and what was decided. Numbers are never given twice, so AUTOINCREMENT. The body holds the
-- values, sealed where a key is named beside it.
CREATE TABLE conflict (
    number        INTEGER PRIMARY KEY AUTOINCREMENT,
    connection    TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    external_id   TEXT    NOT NULL,
    field         TEXT    NOT NULL,
    base          BLOB    NOT NULL CHECK (length(base) = 32),
    local         BLOB    NOT NULL CHECK (length(local) = 32),
    remote        BLOB    NOT NULL CHECK (length(remote) = 32),
    state         TEXT    NOT NULL CHECK (state IN ('open', 'resolved', 'obsolete')),
    chosen        TEXT    CHECK (chosen IN ('local', 'remote', 'value')),
    actor         TEXT,
    reason        TEXT,
    found         INTEGER NOT NULL CHECK (found >= 1),
    found_at      INTEGER NOT NULL,
    last_found_at INTEGER NOT NULL,
    closed_at     INTEGER,
    body          BLOB,
    sealed_under  TEXT,
    wrapped       BLOB,
    UNIQUE (connection, kind, external_id, field, base, local, remote),
    CHECK ((closed_at IS NULL) = (state = 'open')),
    CHECK ((chosen IS NULL) = (state <> 'resolved')),
    CHECK ((actor IS NULL) = (chosen IS NULL) AND (reason IS NULL) = (chosen IS NULL)),
    CHECK (state <> 'open' OR body IS NOT NULL),
    CHECK ((sealed_under IS NULL) = (wrapped IS NULL))
) STRICT;

CREATE INDEX conflict_state ON conflict (connection, state, number);
CREATE INDEX conflict_closed ON conflict (closed_at) WHERE closed_at IS NOT NULL;
