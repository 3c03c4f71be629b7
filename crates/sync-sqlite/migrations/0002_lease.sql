-- Leases are never deleted: the fence of a name must not begin anew. Names are compared byte by byte.
CREATE TABLE lease (
    seq        INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE,
    holder     TEXT    NOT NULL,
    fence      INTEGER NOT NULL CHECK (fence >= 1),
    state      TEXT    NOT NULL CHECK (state IN ('held', 'released')),
    granted_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL CHECK (expires_at > granted_at),
    updated_at INTEGER NOT NULL CHECK (updated_at >= granted_at)
) STRICT;

CREATE TRIGGER lease_fence_grows BEFORE UPDATE ON lease
    WHEN new.fence < old.fence OR new.name IS NOT old.name
    BEGIN SELECT RAISE(ABORT, 'the fence of a lease never goes back'); END;
CREATE TRIGGER lease_stays BEFORE DELETE ON lease
    BEGIN SELECT RAISE(ABORT, 'a lease is never deleted'); END;
