-- What a trigger calls that lets nothing through: its argument is the rule.
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation'; END $$;

-- Leases are never deleted: the fence of a name must not begin anew. A step locks the row; what is written under a lease
-- locks it for sharing, so that none is granted anew before that is committed.
CREATE TABLE lease (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text   COLLATE "C" NOT NULL UNIQUE,
    holder     text   COLLATE "C" NOT NULL,
    fence      bigint NOT NULL CHECK (fence >= 1),
    state      text   COLLATE "C" NOT NULL CHECK (state IN ('held', 'released')),
    granted_at bigint NOT NULL,
    expires_at bigint NOT NULL CHECK (expires_at > granted_at),
    updated_at bigint NOT NULL CHECK (updated_at >= granted_at)
) WITH (fillfactor = 50);

CREATE TRIGGER lease_fence_grows BEFORE UPDATE ON lease FOR EACH ROW
    WHEN (new.fence < old.fence OR new.name <> old.name)
    EXECUTE FUNCTION refuse('the fence of a lease never goes back');
CREATE TRIGGER lease_stays BEFORE DELETE ON lease FOR EACH ROW
    EXECUTE FUNCTION refuse('a lease is never deleted');
