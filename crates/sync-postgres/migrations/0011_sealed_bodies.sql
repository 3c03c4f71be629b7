-- The key that the body of a message is sealed under, where it is; both are erased with the body.
ALTER TABLE inbox_message ADD COLUMN sealed_under text COLLATE "C";
ALTER TABLE inbox_message ADD COLUMN wrapped bytea CHECK ((wrapped IS NULL) = (sealed_under IS NULL));
