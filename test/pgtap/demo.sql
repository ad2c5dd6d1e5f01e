-- The guided tour of examples/: it runs without a word on stderr, and what it shows is so.
-- In a database of its own: it loads files and keeps tables.  To be run from the top of the tree.
SELECT current_database() AS here, current_database() || '_demo' AS demo \gset
CREATE DATABASE :"demo" TEMPLATE template0 ENCODING 'UTF8';
\set said `cd examples && psql -X -d :'demo' -f demo.sql -f warehouse.sql 2>&1 >/dev/null`
\connect :"demo"
CREATE EXTENSION pgtap;
SELECT plan(11);

SELECT is(:'said'::text, '', 'both scripts run and have nothing to complain of');
SELECT is_empty(
    $$SELECT n.note_id, w FROM demo.clinical_note AS n JOIN demo.suggestion AS s USING (note_id) CROSS JOIN LATERAL jsonb_array_elements(s.evidence) AS w
      WHERE substr(n.note_text, (w ->> 'start')::int + 1, (w ->> 'end')::int - (w ->> 'start')::int) <> w ->> 'text'$$,
    'each piece of evidence is where it says');
SELECT is_empty(
    $$SELECT r.claim_id FROM core.remit_claim AS r
      WHERE r.charge_amount IS DISTINCT FROM r.paid_amount + (SELECT sum(a.amount) FROM core.remit_adjustment AS a WHERE a.claim_id = r.claim_id)
        OR r.charge_amount IS DISTINCT FROM (SELECT sum(m.charge_amount) FROM core.medical_claim AS m WHERE m.claim_id = r.claim_id)$$,
    'claims balance');
SELECT is_empty(
    $$SELECT m.claim_id, m.claim_line_number FROM core.medical_claim AS m
      WHERE m.hcpcs_code IS NOT NULL AND m.charge_amount IS DISTINCT FROM m.paid_amount + (SELECT sum(a.amount) FROM core.remit_adjustment AS a
        WHERE (a.claim_id, a.claim_line_number) = (m.claim_id, m.claim_line_number))$$,
    'and so do lines');
SELECT results_eq(
    $$SELECT count(*), count(*) FILTER (WHERE a.issue IS NOT NULL) FROM core.adjustment AS a$$,
    $$SELECT count(*), 0::bigint FROM core.remit_adjustment$$, 'adjustments are understood, each once');
SELECT results_eq(
    $$SELECT count(DISTINCT v.claim_id), count(*) FILTER (WHERE v.issue IS NOT NULL) FROM core.verdict AS v$$,
    $$VALUES (15::bigint, 0::bigint)$$, 'every claim is audited');
SELECT results_eq(
    $$SELECT v.claim_id, v.code::text, v.use_code::text FROM core.verdict AS v WHERE medcode.verdict_class(v.verdict) = 'error' ORDER BY v.claim_id, v.position$$,
    $$VALUES ('C5001', 'E11.9', 'E11.22'), ('C5001', 'I10', 'I12.9'), ('C5002', 'I50.20', 'I50.23'), ('C5002', 'I26.99', NULL), ('C5003', 'I24.9', NULL),
        ('C5003', 'J45.909', 'J45.901'), ('C5005', 'I48.91', 'I48.21'), ('C5005', 'I21.9', 'I25.2'), ('C5006', 'M17.9', 'M17.11'), ('C5007', 'C50.919', NULL),
        ('C5008', 'J18.9', NULL), ('C5009', 'E11.9', 'E11.42'), ('C5009', 'F33.9', 'F33.1'), ('C5009', 'J44.9', NULL)$$,
    'the codes that the notes do not bear, and those that they do');
SELECT results_eq(
    $$SELECT d.claim_id, d.caught, d.findings FROM core.denied AS d ORDER BY d.claim_id$$,
    $$VALUES ('C5003', 'claim', 'coverage EX-NEB (error)'), ('C5005', 'claim', 'coverage EX-ECHO (error), dx_use_additional_missing (review)'),
        ('C5006', 'note', NULL), ('C5009', 'claim', 'coverage EX-FOOT (error)'), ('C5010', 'no', NULL), ('C5011', 'claim', 'ptp_never (error)'),
        ('C5012', 'claim', 'mue_day_clinical (warning)'), ('C5013', 'no', NULL), ('C5014', 'claim', 'line_side_conflict (warning)'), ('C5015', 'no', NULL)$$,
    'what was to be seen before the claims went out');
SELECT results_eq(
    $$SELECT c.claim_id, c.due, c.days_left, c.passed FROM core.clock AS c WHERE c.kind = 'appeal' AND c.level = 1 ORDER BY c.claim_id$$,
    $$VALUES ('C5003', '2026-07-14'::date, -32, true), ('C5005', '2026-05-01', -106, true), ('C5006', '2026-10-06', 52, false), ('C5009', '2026-08-17', 2, false),
        ('C5010', '2026-09-12', 28, false), ('C5011', '2026-06-21', -55, true), ('C5012', '2026-07-16', -30, true), ('C5013', '2026-08-26', 11, false),
        ('C5015', '2026-10-17', 63, false)$$,
    'until when each denial could be appealed');
SELECT results_eq($$SELECT c.claim_id, c.issue LIKE '%: INSERT INTO medcode.payer_clock %' FROM core.clock AS c WHERE c.kind IS NULL$$,
    $$VALUES ('C5014', true)$$, 'a payer whose clocks nobody knows');
SELECT results_eq(
    $$SELECT c.claim_id, c.due, c.received_date - c.due FROM core.clock AS c WHERE c.cause = 'TIMELY' AND c.kind = 'filing' ORDER BY 1$$,
    $$VALUES ('C5013', '2026-01-18'::date, 10), ('C5015', '2026-04-08', -9)$$, 'of two denied as too late one was');
SELECT * FROM finish();

\connect :"here"
DROP DATABASE :"demo";
