-- One row: the number that was given last. Whoever places or lifts a hold has it locked until the commit, and whoever erases or lets
-- go shares it, so that each sees the holds of all that came before it.
CREATE TABLE legal_hold_count (
    id   bigint PRIMARY KEY CHECK (id = 1),
    last bigint NOT NULL CHECK (last >= 0)
) WITH (fillfactor = 10);
INSERT INTO legal_hold_count (id, last) VALUES (1, 0);

-- What is kept of a person until a matter is closed.
CREATE TABLE legal_hold (
    number    bigint PRIMARY KEY,
    chain     text   COLLATE "C" NOT NULL,
    token     text   COLLATE "C" NOT NULL,
    matter    text   COLLATE "C" NOT NULL,
    local     bigint,
    actor     text   COLLATE "C" NOT NULL,
    placed_at bigint NOT NULL,
    UNIQUE (chain, token, matter)
);
CREATE INDEX legal_hold_local ON legal_hold (local) WHERE local IS NOT NULL;

CREATE TABLE legal_hold_record (
    hold        bigint NOT NULL REFERENCES legal_hold (number) ON DELETE CASCADE,
    connection  text   COLLATE "C" NOT NULL,
    kind        text   COLLATE "C" NOT NULL,
    external_id text   COLLATE "C" NOT NULL,
    PRIMARY KEY (hold, connection, kind, external_id)
);
CREATE INDEX legal_hold_record_named ON legal_hold_record (connection, kind, external_id);

CREATE TABLE legal_hold_subject (
    hold    bigint NOT NULL REFERENCES legal_hold (number) ON DELETE CASCADE,
    source  text   COLLATE "C" NOT NULL,
    subject text   COLLATE "C" NOT NULL,
    PRIMARY KEY (hold, source, subject)
);
CREATE INDEX legal_hold_subject_named ON legal_hold_subject (source, subject);
