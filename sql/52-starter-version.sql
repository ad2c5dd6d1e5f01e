-- The index through which terms are found in notes. Room for the words of the official files.
CREATE INDEX term_phrase ON @extschema@.term USING medcode (phrase @extschema@.phrase_ops) WITH (expected_words = 40000, pending_pages = 64);

-- The starter's own version, now that its rows are there.
SELECT @extschema@.publish_starter(1);
