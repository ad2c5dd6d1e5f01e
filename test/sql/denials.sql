-- Lists of reason and remark codes; what an adjustment means
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
SET datestyle = iso;
SELECT E'adj_code,adj_type,adj_description,adj_usage,adj_notes,adj_start_date,adj_last_modified,adj_end_date\r\n'
    || E'CO,Group,The provider bears it,,,,,\r\n'
    || E'16,CARC,"Something is missing, or wrong",Needs a remark,,1995-01-01,2020-03-01,\r\n'
    || E'15,CARC,A number is missing,,,1995-01-01,2017-11-01,2018-05-01\r\n'
    || E'MA130,RARC,Send a new claim,,,1997-01-01,,\r\n'
    || E'N700,RARC,Alert: for information,,,2010-01-01,,\r\n' AS list \gset
BEGIN;
SELECT recognised, code_system, release, rows_read, added FROM medcode.load_content(:'list');
SELECT k.kind, k.code, d.day, c.* FROM (VALUES ('group', 'CO'), ('carc', '15'), ('carc', '16'), ('rarc', 'N700'), ('rarc', 'N701')) AS k(kind, code),
    (VALUES (NULL::date), ('2018-04-30'), ('2018-05-01')) AS d(day), LATERAL medcode.reason_code(k.kind, k.code, d.day) AS c;
\set VERBOSITY terse
SELECT medcode.load_content(:'list' || E'16,CARC,Again,,,,,\r\n', '2021-01-01');
ROLLBACK;
SELECT medcode.load_content(rtrim(:'list', E'\r\n'));
SELECT medcode.load_content(replace(:'list', '2018-05-01', 'May'));

-- a site's view of its denials
SELECT a.*, d.denial, d.cause, d.action, d.hard_stop, d.needs, d.look_at, d.source, d.issue
FROM (VALUES ('CO', '45', '{}'::text[]), ('PR', '2', '{}'), ('CO', '16', '{M76,MA130}'), ('CO', '50', '{N115}'), ('PR', '96', '{N425}'), ('CO', '236', '{}'), ('CO', '999', '{}')) AS a(grp, carc, rarcs),
    LATERAL medcode.denial_cause(a.grp, a.carc, a.rarcs) AS d;
SELECT d.action, d.hard_stop, d.needs_line FROM medcode.denial_cause('CO', '236', ptp_indicator => '0') AS d;
