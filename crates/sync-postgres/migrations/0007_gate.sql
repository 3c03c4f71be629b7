-- Every change of a level; the last one of a scope counts. Never changed, never deleted. Changes of a scope are numbered
-- without gaps, so that of two that follow the same one only one is recorded.
CREATE TABLE gate_change (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    connection text   COLLATE "C" NOT NULL,
    kind       text   COLLATE "C" NOT NULL,
    operation  text   COLLATE "C" NOT NULL,
    n          bigint NOT NULL CHECK (n >= 1),
    level      text   COLLATE "C" NOT NULL
               CHECK (level IN ('off', 'read_only', 'inbound', 'outbound', 'two_way', 'automation')),
    actor      text   COLLATE "C" NOT NULL,
    reason     text   COLLATE "C" NOT NULL,
    at         bigint NOT NULL,
    UNIQUE (connection, kind, operation, n)
);

CREATE INDEX gate_change_connection ON gate_change (connection, seq);

CREATE TRIGGER gate_change_stays BEFORE DELETE ON gate_change FOR EACH ROW
    EXECUTE FUNCTION refuse('a change of a level is never deleted');
CREATE TRIGGER gate_change_is_final BEFORE UPDATE ON gate_change FOR EACH ROW
    EXECUTE FUNCTION refuse('a change of a level is never changed');
