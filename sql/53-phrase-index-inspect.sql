-- Looking into an index of stored phrases (docs/index-format.md).
-- Who is granted one of these must be allowed to read the whole table too; index_flush is for its owner.

CREATE FUNCTION @extschema@.index_verify(index regclass, heapallindexed boolean DEFAULT false) RETURNS void
LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 100000
AS 'MODULE_PATHNAME', 'mc_index_verify_sql';
REVOKE ALL ON FUNCTION @extschema@.index_verify(regclass, boolean) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.index_verify(regclass, boolean) IS
'raises an error (index_corrupted) if an index of type medcode contradicts itself; with heapallindexed also if it lacks the phrase of a row, found with a filter in work_mem that may miss 2 of 100; inserts go on meanwhile';

CREATE FUNCTION @extschema@.index_info(index regclass,
	OUT format integer, OUT analyser text, OUT analyser_is_current boolean, OUT generation text,
	OUT phrases bigint, OUT wordless bigint, OUT too_long bigint, OUT dead bigint, OUT pending bigint, OUT words bigint,
	OUT blocks bigint, OUT directory_pages bigint, OUT overflow_pages bigint, OUT bucket_pages bigint,
	OUT pending_pages bigint, OUT empty_pages bigint, OUT longest_list bigint, OUT fill real)
RETURNS record
LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 10000
AS 'MODULE_PATHNAME', 'mc_index_info_sql';
REVOKE ALL ON FUNCTION @extschema@.index_info(regclass) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.index_info(regclass) IS
'counts of an index of type medcode; pending_pages has the free ones too, longest_list is phrases under one word, fill is of bucket pages, 0 to 1; REINDEX if analyser_is_current is false, when dead comes near to phrases, or overflow_pages to directory_pages';

CREATE FUNCTION @extschema@.page_info(index regclass, block bigint,
	OUT kind text, OUT next_block bigint, OUT used integer, OUT free integer, OUT items integer)
RETURNS record
LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 100
AS 'MODULE_PATHNAME', 'mc_page_info_sql';
REVOKE ALL ON FUNCTION @extschema@.page_info(regclass, bigint) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.page_info(regclass, bigint) IS
'what a page of an index of type medcode is: meta, directory, overflow, bucket, pending or empty; bytes used and free; words or phrases on it';

CREATE FUNCTION @extschema@.page_items(index regclass, block bigint,
	OUT item integer, OUT kind text, OUT "offset" integer, OUT word text, OUT tid tid, OUT words integer,
	OUT flags text, OUT keys text[], OUT phrases bigint, OUT frequency bigint,
	OUT bucket bigint, OUT bucket_offset integer, OUT value text)
RETURNS SETOF record
LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 1000 ROWS 300
AS 'MODULE_PATHNAME', 'mc_page_items_sql';
REVOKE ALL ON FUNCTION @extschema@.page_items(regclass, bigint) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.page_items(regclass, bigint) IS
'what stands on a page of an index of type medcode: words, groups and phrases, or the fields of the metapage; offsets are bytes behind the header of the page, words and keys hashes of stems';

CREATE FUNCTION @extschema@.index_flush(index regclass) RETURNS bigint
LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 10000
AS 'MODULE_PATHNAME', 'mc_index_flush_sql';
REVOKE ALL ON FUNCTION @extschema@.index_flush(regclass) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.index_flush(regclass) IS
'sorts the pending phrases of an index of type medcode in, as VACUUM does; returns their number';
