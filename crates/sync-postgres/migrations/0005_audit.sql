-- One row per chain, so that its end is known without reading the entries. Whoever appends has it locked until what was
-- appended is committed, so that two entries never follow the same one.
CREATE TABLE audit_chain (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text   COLLATE "C" NOT NULL UNIQUE,
    seq  bigint NOT NULL CHECK (seq >= 1),
    hash bytea  NOT NULL CHECK (octet_length(hash) = 32),
    at   bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE audit_entry (
    chain    bigint NOT NULL REFERENCES audit_chain (id),
    seq      bigint NOT NULL CHECK (seq >= 1),
    at       bigint NOT NULL,
    actor    text   COLLATE "C" NOT NULL,
    action   text   COLLATE "C" NOT NULL,
    subject  text   COLLATE "C" NOT NULL,
    before   bytea  CHECK (octet_length(before) = 32),
    after    bytea  CHECK (octet_length(after) = 32),
    effect   bytea  CHECK (octet_length(effect) = 16),
    sealed   bytea  NOT NULL,
    previous bytea  NOT NULL CHECK (octet_length(previous) = 32),
    hash     bytea  NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (chain, seq)
);

CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry FOR EACH ROW
    EXECUTE FUNCTION refuse('an audit entry is never deleted');
CREATE TRIGGER audit_entry_is_final BEFORE UPDATE ON audit_entry FOR EACH ROW
    EXECUTE FUNCTION refuse('an audit entry is never changed');
CREATE TRIGGER audit_stays_whole BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT
    EXECUTE FUNCTION refuse('an audit entry is never deleted');
