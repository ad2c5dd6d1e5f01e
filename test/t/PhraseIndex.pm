# What the tests of the index type share: a server with tables of phrases and notes of invented
# words, and functions that compare what the index finds with what a sequential scan finds.
package PhraseIndex;
use strict;
use warnings;
use Exporter 'import';
use MedcodeServer;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(phrase_server phrase_table scattered_table scatter same_as_table sound start_statement wait_for_pause);

# phrase(n): n phrases of 1 to 5 words, some of them words that do not count; a few match nothing.
# scanned(phrases, way): pairs of note and phrase, in order, found by way of 'index', 'bitmap' or 'seq'.
# difference(phrases): what is wrong, or NULL; needs the one snapshot of a REPEATABLE READ transaction.
# compare(phrases, note): an error if something is wrong.
my $functions = <<'SQL';
CREATE TABLE word (id integer PRIMARY KEY, word text NOT NULL);
INSERT INTO word
SELECT n, CASE WHEN n % 50 = 0 THEN (ARRAY['of', 'the', 'with', 'in'])[1 + n / 50 % 4] ELSE
	(ARRAY['bran', 'cor', 'del', 'fam', 'gol', 'hab', 'jun', 'kel', 'lom', 'mur'])[1 + n % 10]
	|| (ARRAY['ad', 'ec', 'if', 'og', 'ul', 'ap', 'er', 'ib', 'on', 'ut'])[1 + n / 10 % 10]
	|| (ARRAY['ax', 'ebor', 'ivan', 'ock', 'umil', 'ant'])[1 + n / 100 % 6] END
FROM generate_series(0, 599) AS n;

CREATE FUNCTION words(n integer) RETURNS text LANGUAGE sql VOLATILE AS $$
	SELECT string_agg(word, ' ')
	FROM (SELECT floor(600 * random() * random())::integer AS id FROM generate_series(1, n) OFFSET 0) AS drawn JOIN word USING (id)
$$;
CREATE FUNCTION phrase(n integer) RETURNS SETOF text LANGUAGE sql VOLATILE AS $$
	SELECT CASE WHEN random() < 0.01 THEN 'of the' WHEN random() < 0.01 THEN words(30)
		ELSE words(1 + floor(5 * random() * random())::integer) END
	FROM generate_series(1, n) AS i
$$;
CREATE TABLE note (id integer PRIMARY KEY, body text NOT NULL);

CREATE FUNCTION scanned(phrases regclass, way text, first_note integer DEFAULT 1, last_note integer DEFAULT 1000) RETURNS text[]
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	query text := format($q$SELECT array_agg(n.id || '/' || p.id ORDER BY n.id, p.id)
		FROM note AS n JOIN %s AS p ON medcode.occurs(p.phrase, n.body) WHERE n.id BETWEEN %s AND %s$q$, phrases, first_note, last_note);
	line text;
	plan text := '';
	found text[];
BEGIN
	PERFORM set_config('enable_seqscan', (way = 'seq')::text, true),
		set_config('enable_indexscan', (way = 'index')::text, true),
		set_config('enable_bitmapscan', (way = 'bitmap')::text, true),
		set_config('max_parallel_workers_per_gather', '0', true);
	FOR line IN EXECUTE 'EXPLAIN (COSTS off) ' || query LOOP
		plan := plan || line || E'\n';
	END LOOP;
	IF plan !~ (CASE way WHEN 'index' THEN 'Index Scan using \S+ on ' WHEN 'bitmap' THEN 'Bitmap Heap Scan on ' ELSE 'Seq Scan on ' END || phrases) THEN
		RAISE EXCEPTION 'no plan with %: %', way, plan USING ERRCODE = 'PLAN1';
	END IF;
	EXECUTE query INTO found;
	RETURN found;
END
$$;
CREATE FUNCTION difference(phrases regclass, ways text[] DEFAULT '{index,bitmap}', first_note integer DEFAULT 1, last_note integer DEFAULT 1000)
RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	way text;
	wanted text[] := scanned(phrases, 'seq', first_note, last_note);
	found text[];
BEGIN
	IF current_setting('transaction_isolation') = 'read committed' THEN
		RAISE EXCEPTION 'it needs a transaction of one snapshot';
	END IF;
	FOREACH way IN ARRAY ways LOOP
		found := scanned(phrases, way, first_note, last_note);
		IF found IS DISTINCT FROM wanted THEN
			RETURN format('%s of %s: missing %s, too much %s, rows %s, wanted %s', way, phrases,
				ARRAY(SELECT unnest(wanted) EXCEPT ALL SELECT unnest(found)),
				ARRAY(SELECT unnest(found) EXCEPT ALL SELECT unnest(wanted)), cardinality(found), cardinality(wanted));
		END IF;
	END LOOP;
	RETURN NULL;
END
$$;
-- An index that REINDEX has just made may be none for an old snapshot.
CREATE FUNCTION compare(phrases regclass, note integer) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	wrong text;
BEGIN
	wrong := difference(phrases, ARRAY[(ARRAY['index', 'bitmap'])[1 + note % 2]], note, note);
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'WRONG: %', wrong;
	END IF;
EXCEPTION WHEN SQLSTATE 'PLAN1' THEN
	NULL;
END
$$;
SQL

# A server with the extension, these functions and pause_at(); 20 notes. Words are the same each time.
sub phrase_server
{
	my ($name, $settings, %params) = @_;
	my $node = medcode_server($name, $settings, %params);
	$node->safe_psql('postgres', <<"SQL");
CREATE EXTENSION medcode;
CREATE FUNCTION pause_at(point text, advisory_key bigint) RETURNS void
	LANGUAGE C AS '$ENV{MEDCODE_TEST_MODULES}/medcode_pause/medcode_pause';
$functions
SELECT setseed(0.5);
INSERT INTO note SELECT n, (SELECT string_agg(initcap(words(6 + (n + i) % 7)), '. ') FROM generate_series(1, 12) AS i)
FROM generate_series(1, 20) AS n;
SQL
	return $node;
}

# A table of so many phrases, and its index NAME_phrase
sub phrase_table
{
	my ($node, $name, $phrases, $options, $kind) = @_;
	my $create = 'CREATE ' . ($kind // '') . ' TABLE';
	$options = $options ? "WITH ($options)" : '';
	$node->safe_psql('postgres', <<"SQL");
$create $name (id integer PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, phrase text, extra integer);
SELECT setseed(0.25);
INSERT INTO $name (phrase) SELECT phrase FROM phrase($phrases) AS phrase;
CREATE INDEX ${name}_phrase ON $name USING medcode (phrase) $options;
VACUUM ANALYZE $name;
SQL
	return;
}

# A table whose words have their phrases on several pages of the index, as they came a few at a time;
# to be gathered by the next sorting in. Some of the words are in note 21.
sub scattered_table
{
	my ($node, $name) = @_;
	$node->safe_psql('postgres', <<"SQL");
CREATE TABLE $name (id integer GENERATED BY DEFAULT AS IDENTITY, phrase text);
CREATE INDEX ${name}_phrase ON $name USING medcode (phrase) WITH (pending_pages = 64);
INSERT INTO note SELECT 21, string_agg('scattered' || n || 'x', '. ') FROM generate_series(1, 250) AS n WHERE n % 2 = 0
ON CONFLICT DO NOTHING;
SQL
	for (1 .. 3)
	{
		scatter($node, $name);
		$node->safe_psql('postgres', "SELECT medcode.index_flush('${name}_phrase')");
	}
	return;
}
sub scatter
{
	my ($node, $name) = @_;
	$node->safe_psql('postgres', "INSERT INTO $name (phrase) SELECT 'scattered' || n || 'x' FROM generate_series(1, 250) AS n");
	return;
}

# Test: the index is sound, and has the phrases of the table.
sub sound
{
	my ($node, $index, $what) = @_;
	my ($status, $out, $error) = $node->psql('postgres', "SELECT medcode.index_verify('$index', true)");
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	return is("$status $error", '0 ', "$index is verified: $what");
}

# Test: scans of the index and of the table find the same rows.
sub same_as_table
{
	my ($node, $table, $what) = @_;
	my ($status, $out, $error) = $node->psql('postgres', <<"SQL");
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT difference('$table'), cardinality(scanned('$table', 'index')) > 0;
SQL
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	return is("$out$error", '|t', "scans of the index find what is in $table: $what");
}

# Send a statement without waiting for its end.
sub start_statement
{
	my ($session, $statement) = @_;
	$session->query_until(qr/sent/, "\\echo sent\n$statement\n");
	return;
}

# Wait until a backend stands at a point, that is, waits for an advisory lock.
sub wait_for_pause
{
	my ($node, $count) = @_;
	$count //= 1;
	return $node->poll_query_until('postgres',
		"SELECT count(*) = $count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND wait_event = 'advisory'");
}

1;
