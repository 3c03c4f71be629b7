-- Sealed secrets. A row whose secret was forgotten stays, so that its versions go on.
CREATE TABLE secret (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    connection text   COLLATE "C" NOT NULL,
    name       text   COLLATE "C" NOT NULL,
    version    bigint NOT NULL CHECK (version >= 1),
    key        text   COLLATE "C",
    wrapped    bytea,
    sealed     bytea,
    stored_at  bigint NOT NULL,
    UNIQUE (connection, name),
    CHECK ((key IS NULL) = (sealed IS NULL) AND (key IS NULL) = (wrapped IS NULL))
);

CREATE INDEX secret_key ON secret (key, connection, name) WHERE key IS NOT NULL;
