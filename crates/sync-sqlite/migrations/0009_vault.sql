-- Sealed secrets. A row whose secret was forgotten stays, so that its versions go on.
CREATE TABLE secret (
    id         INTEGER PRIMARY KEY,
    connection TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1),
    key        TEXT,
    wrapped    BLOB,
    sealed     BLOB,
    stored_at  INTEGER NOT NULL,
    UNIQUE (connection, name),
    CHECK ((key IS NULL) = (sealed IS NULL) AND (key IS NULL) = (wrapped IS NULL))
) STRICT;

CREATE INDEX secret_key ON secret (key, connection, name) WHERE key IS NOT NULL;
