#!/bin/bash
# Load notes, read what is new or changed, report.  For cron, against the database of demo.sql:
#     PGDATABASE=medcode_demo examples/nightly.sh [NOTES.csv]
# SESSIONS (2) read at a time, no batch begins after LIMIT (4 hours).  Whatever stops it, the next run goes on where it
# stopped: the load is one transaction, and reading commits in batches.  Two runs at a time share the work.
# Exit status: 0 all is read; 1 an error; 2 the time was not enough.
set -euo pipefail
cd "$(dirname "$0")"
notes=${1:-late_note.csv} sessions=${SESSIONS:-2} limit=${LIMIT:-4 hours}
sql() { psql -X -q -v ON_ERROR_STOP=1 -P pager=off "$@"; }

echo "== load"
# A load gives up rather than make others wait behind its locks.
sql <<SQL
SET lock_timeout = '10s';
SET statement_timeout = '10min';
BEGIN;
CREATE TEMP TABLE arrived (LIKE demo.clinical_note) ON COMMIT DROP;
\\copy arrived FROM '$notes' (FORMAT csv, HEADER)
INSERT INTO demo.clinical_note AS n SELECT * FROM arrived
ON CONFLICT (note_id) DO UPDATE SET note_text = excluded.note_text, signed_at = excluded.signed_at
	WHERE (n.note_text, n.signed_at) IS DISTINCT FROM (excluded.note_text, excluded.signed_at);
SELECT (SELECT count(*) FROM arrived) AS arrived, count(*) AS notes FROM demo.clinical_note;
COMMIT;
SQL

echo "== read"
sql -At -c "SELECT medcode.create_finding_table('demo.note_finding', 'demo.clinical_note', 'note_text')
	WHERE to_regclass('demo.note_finding') IS NULL" >/dev/null
began=$(sql -At -c "SELECT clock_timestamp()")
work=()
for _ in $(seq "$sessions"); do
	# The timeout is for a statement, and the CALL is one however often it commits: so the limit is its own.
	PGOPTIONS='-c statement_timeout=0 -c lock_timeout=0' \
		sql -At -c "CALL medcode.refresh_findings('demo.note_finding', time_limit => '$limit')" | sed 's/$/ notes read/' &
	work+=($!)
done
for one in "${work[@]}"; do
	wait "$one" # an error of one ends the run; what the others take is whole
done
sql -c "VACUUM (ANALYZE) demo.note_finding, demo.note_finding_note"

echo "== report"
sql -v began="$began" <<'SQL'
SELECT state, done, total, issues FROM medcode.finding_progress WHERE finding_table = 'demo.note_finding'::regclass;
\echo 'notes with an issue'
SELECT note_id, issue FROM demo.note_finding_note WHERE issue IS NOT NULL ORDER BY note_id LIMIT 20;
\echo 'read in this night: affirmed conditions by chapter'
SELECT left(f.code::text, 1) AS chapter, count(DISTINCT f.note_id) AS notes, count(DISTINCT f.code) AS codes
FROM demo.note_finding AS f
JOIN demo.note_finding_note AS s USING (note_id)
WHERE s.read_at >= :'began' AND NOT f.negated AND NOT f.uncertain AND NOT f.hypothetical AND f.experiencer = 'patient'
GROUP BY 1 ORDER BY 1;
SQL
waiting=$(sql -At -c "SELECT total - done FROM medcode.finding_progress WHERE finding_table = 'demo.note_finding'::regclass")
[ "$waiting" -eq 0 ] || { echo "nightly: $waiting notes wait for the next night" >&2; exit 2; }
