-- Of an audit entry of format 2 the sealed bytes may go; their digest stays, from which its hash is made. Entries that were
-- written before are of format 1 and keep them.
ALTER TABLE audit_entry ADD COLUMN format bigint NOT NULL DEFAULT 1 CHECK (format IN (1, 2));
ALTER TABLE audit_entry ADD COLUMN erased bytea
    CHECK (erased IS NULL OR (octet_length(erased) = 32 AND octet_length(sealed) = 0 AND format = 2));

DROP TRIGGER audit_entry_is_final ON audit_entry;
CREATE TRIGGER audit_entry_is_final BEFORE UPDATE ON audit_entry FOR EACH ROW
    WHEN (NOT (old.format = 2 AND old.erased IS NULL AND octet_length(old.sealed) > 0
               AND new.erased IS NOT NULL AND new.chain = old.chain AND new.seq = old.seq AND new.at = old.at
               AND new.actor = old.actor AND new.action = old.action AND new.subject = old.subject
               AND new.before IS NOT DISTINCT FROM old.before AND new.after IS NOT DISTINCT FROM old.after
               AND new.effect IS NOT DISTINCT FROM old.effect AND new.previous = old.previous
               AND new.hash = old.hash AND new.format = old.format))
    EXECUTE FUNCTION refuse('an audit entry is never changed');

-- What is let go of is found by its age.
CREATE INDEX audit_entry_sealed ON audit_entry (at) WHERE format = 2 AND octet_length(sealed) > 0;
CREATE INDEX inbox_old ON inbox_message (last_delivery_at) WHERE state <> 'received';
CREATE INDEX mirror_gone ON mirror_record (changed_at) WHERE state = 'tombstone';
CREATE INDEX effect_finished ON effect (finished_at) WHERE finished_at IS NOT NULL;
