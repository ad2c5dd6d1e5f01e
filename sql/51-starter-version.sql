-- The starter's own version, now that its rows are there.
SELECT @extschema@.publish_starter(1);
