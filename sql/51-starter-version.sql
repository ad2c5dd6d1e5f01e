-- The starter's own version, now that its rows are there.
INSERT INTO @extschema@.terminology_version (version, starter, words_version, fingerprint, terms, published, comment, origin)
SELECT 1, 1, 1, @extschema@.fingerprint(), @extschema@.write_words(1), '2026-11-22 00:00:00+00', 'starter', 'starter';
