-- Every change of a level; the last one of a scope counts. Never changed, never deleted.
CREATE TABLE gate_change (
    seq        INTEGER PRIMARY KEY,
    connection TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    operation  TEXT    NOT NULL,
    level      TEXT    NOT NULL CHECK (level IN ('off', 'read_only', 'inbound', 'outbound', 'two_way', 'automation')),
    actor      TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    at         INTEGER NOT NULL
) STRICT;

CREATE INDEX gate_change_scope ON gate_change (connection, kind, operation, seq);

CREATE TRIGGER gate_change_stays BEFORE DELETE ON gate_change
    BEGIN SELECT RAISE(ABORT, 'a change of a level is never deleted'); END;
CREATE TRIGGER gate_change_is_final BEFORE UPDATE ON gate_change
    BEGIN SELECT RAISE(ABORT, 'a change of a level is never changed'); END;
