-- Of an audit entry of format 2 the sealed bytes may go; their digest stays, from which its hash is made. Entries that were
-- written before are of format 1 and keep them.
ALTER TABLE audit_entry ADD COLUMN format INTEGER NOT NULL DEFAULT 1 CHECK (format IN (1, 2));
ALTER TABLE audit_entry ADD COLUMN erased BLOB
    CHECK (erased IS NULL OR (length(erased) = 32 AND length(sealed) = 0 AND format = 2));

DROP TRIGGER audit_entry_is_final;
CREATE TRIGGER audit_entry_is_final BEFORE UPDATE ON audit_entry
    WHEN NOT (old.format = 2 AND old.erased IS NULL AND length(old.sealed) > 0
              AND new.erased IS NOT NULL AND new.chain = old.chain AND new.seq = old.seq AND new.at = old.at
              AND new.actor = old.actor AND new.action = old.action AND new.subject = old.subject
              AND new.before IS old.before AND new.after IS old.after AND new.effect IS old.effect
              AND new.previous = old.previous AND new.hash = old.hash AND new.format = old.format)
    BEGIN SELECT RAISE(ABORT, 'an audit entry is never changed'); END;

-- What is let go of is found by its age.
CREATE INDEX audit_entry_sealed ON audit_entry (at) WHERE format = 2 AND length(sealed) > 0;
CREATE INDEX inbox_old ON inbox_message (last_delivery_at) WHERE state <> 'received';
CREATE INDEX mirror_gone ON mirror_record (changed_at) WHERE state = 'tombstone';
CREATE INDEX effect_finished ON effect (finished_at) WHERE finished_at IS NOT NULL;

-- Every page asks whether a scan is open.
CREATE INDEX mirror_scan_open ON mirror_scan (source) WHERE state = 'open';
