-- Versions of the terminology.
--
-- A row of the language (term, abbreviation, cue, ...) carries the version it
-- came with.  The draft is the version to come: rows added now carry its number,
-- and publish() freezes it.  What leaves the language is retired by a row of its
-- own.  docs/terminology.md has the rules.

CREATE FUNCTION @extschema@.draft_version() RETURNS integer
LANGUAGE C STABLE PARALLEL SAFE COST 100
AS 'MODULE_PATHNAME', 'mc_draft_version_sql';
COMMENT ON FUNCTION @extschema@.draft_version() IS
'number of the version that publish() makes next: what rows added now carry';

CREATE TABLE @extschema@.terminology_version (
	version integer PRIMARY KEY CHECK (version > 0),
	starter integer NOT NULL,
	words_version integer NOT NULL,
	findings_version integer NOT NULL,
	fingerprint text NOT NULL,
	terms bigint NOT NULL,
	published timestamptz DEFAULT clock_timestamp(),
	comment text,
	origin text NOT NULL DEFAULT 'site',
	CHECK ((origin = 'starter') = (version <= 1000))
);
COMMENT ON TABLE @extschema@.terminology_version IS 'Frozen states of the language: 1 to 1000 are those of the starter, the site''s begin at 1001';
COMMENT ON COLUMN @extschema@.terminology_version.starter IS 'the edition of the starter in it';
COMMENT ON COLUMN @extschema@.terminology_version.words_version IS 'the version whose word tables hold for it: the words did not change since';
COMMENT ON COLUMN @extschema@.terminology_version.findings_version IS 'the version since which the findings of a note cannot have changed: what came later does not bear on them';
COMMENT ON COLUMN @extschema@.terminology_version.fingerprint IS 'of all it holds; equal on two servers if and only if they hold the same';
COMMENT ON COLUMN @extschema@.terminology_version.terms IS 'terms in it';
COMMENT ON COLUMN @extschema@.terminology_version.published IS 'when it was frozen, for people only; NULL for the starter''s';

-- Not dumped: a restore brings the rows of a version in any order.
CREATE TABLE @extschema@.settled_version (
	version integer PRIMARY KEY
);
COMMENT ON TABLE @extschema@.settled_version IS 'Versions whose content is known to be in this database whole: frozen here, or verified by settle_version() after a restore';
GRANT SELECT ON @extschema@.settled_version TO PUBLIC;

-- One function for all tables whose rows carry a version.
CREATE FUNCTION @extschema@.protect_frozen() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	frozen boolean;
BEGIN
	IF TG_OP = 'TRUNCATE' THEN
		EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I WHERE version < @extschema@.draft_version())',
			TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO frozen;
	ELSE
		frozen := OLD.version < @extschema@.draft_version()
			OR TG_OP = 'UPDATE' AND NEW.version < @extschema@.draft_version();
	END IF;
	IF frozen THEN
		RAISE EXCEPTION 'rows of a published version of the terminology cannot be changed'
			USING ERRCODE = 'object_not_in_prerequisite_state',
				HINT = CASE WHEN TG_TABLE_NAME = 'term'
					THEN 'Retire it from the versions to come: SELECT @extschema@.retire_term(''phrase'', ''code'');'
					WHEN TG_TABLE_NAME IN ('release', 'retirement', 'terminology_version')
					THEN 'Load a newer file, or add rows; see SELECT * FROM @extschema@.versions();'
					ELSE format('Retire it from the versions to come: SELECT @extschema@.retire(''%s'', id);', TG_TABLE_NAME) END;
	END IF;
	RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
REVOKE ALL ON FUNCTION @extschema@.protect_frozen() FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.protect_frozen() IS 'Trigger: refuses to change rows of a published version';

-- Rows of a release stand or fall with it.
CREATE FUNCTION @extschema@.protect_release() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM @extschema@.release AS r
			WHERE (TG_OP = 'TRUNCATE' OR r.release_id = OLD.release_id) AND r.version < @extschema@.draft_version()) THEN
		RAISE EXCEPTION 'rows of a published release cannot be changed'
			USING ERRCODE = 'object_not_in_prerequisite_state',
				HINT = 'Load the corrected file under the same name: it takes the place of this one from then on.';
	END IF;
	RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
REVOKE ALL ON FUNCTION @extschema@.protect_release() FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.protect_release() IS 'Trigger: refuses to change rows of a published release';
