-- Ten notes, ten claims, one remittance file: what the notes document, what was billed, what was denied.
--
--     createdb medcode_demo
--     cd examples && psql -X -d medcode_demo -f demo.sql
--
-- Every person, note, claim and payer is invented.  To run it again: DROP SCHEMA demo CASCADE.

\set ON_ERROR_STOP on
\set QUIET on
\encoding UTF8
\pset pager off
\pset footer off
\pset null ''
\pset linestyle ascii
\pset border 1

SET client_min_messages = warning;		-- no notice where the extension is there already
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;

-- ---------------------------------------------------------------------------------------------------------
-- Load.  psql reads the files, so the server needs no access to this folder.
-- One transaction: where a file is missing, nothing stays behind.
-- ---------------------------------------------------------------------------------------------------------
BEGIN;

\ir schema.sql

\copy demo.clinical_note (note_id, person_id, encounter_id, note_date, note_type, author_credential, signed_at, setting, data_source) FROM 'note.csv' (FORMAT csv, HEADER)
\copy demo.claim_diagnosis FROM 'claim.csv' (FORMAT csv, HEADER)
\copy demo.remit_adjustment FROM 'remittance.csv' (FORMAT csv, HEADER)
\copy demo.member FROM 'member.csv' (FORMAT csv, HEADER)
\copy demo.prior_diagnosis FROM 'prior_claim.csv' (FORMAT csv, HEADER)

\set body `cat notes/n01_progress_soap.txt`
UPDATE demo.clinical_note SET note_text = :'body' WHERE note_id = 'N01';
\set body `cat notes/n02_discharge_summary.txt`
UPDATE demo.clinical_note SET note_text = :'body' WHERE note_id = 'N02';
\set body `cat notes/n03_ed_keyvalue.txt`
UPDATE demo.clinical_note SET note_text = :'body' WHERE note_id = 'N03';
\set body `cat notes/n04_gp_terse.txt`
UPDATE demo.clinical_note SET note_text = :'body' WHERE note_id = 'N04';
\set body `cat notes/n05_cardiology_consult.txt`
UPDATE demo.clinical_note SET note_text = :'body' WHERE note_id = 'N05';
\set body `cat notes/n06_postop_day1.txt`
UPDATE demo.clinical_note SET note_text = :'body' WHERE note_id = 'N06';
\set body `cat notes/n07_family_history.txt`
UPDATE demo.clinical_note SET note_text = :'body' WHERE note_id = 'N07';
\set body `cat notes/n08_many_negatives.txt`
UPDATE demo.clinical_note SET note_text = :'body' WHERE note_id = 'N08';
\set body `cat notes/n09_endocrine_followup.txt`
UPDATE demo.clinical_note SET note_text = :'body' WHERE note_id = 'N09';
\set body `cat notes/n10_nephrology_letter.txt`
UPDATE demo.clinical_note SET note_text = :'body' WHERE note_id = 'N10';

-- A file that was not found leaves its note empty, and an empty note finds nothing: stop here instead.
ALTER TABLE demo.clinical_note ADD CONSTRAINT note_text_is_there CHECK (note_text IS NOT NULL AND length(note_text) > 100);

COMMIT;

-- ---------------------------------------------------------------------------------------------------------
-- Read every note once and keep the rows.  Setting and date of service decide what may be coded.
-- (One note per encounter here.)
-- ---------------------------------------------------------------------------------------------------------
CREATE TABLE demo.suggestion AS
SELECT n.encounter_id, n.note_id, s.*
FROM demo.clinical_note AS n
CROSS JOIN LATERAL medcode.suggest(n.note_text, setting => n.setting, as_of => n.note_date) AS s;

CREATE TABLE demo.finding AS
SELECT n.encounter_id, n.note_id, f.*
FROM demo.clinical_note AS n
CROSS JOIN LATERAL medcode.findings(n.note_text) AS f;

-- ---------------------------------------------------------------------------------------------------------
\echo
\echo '1. SUGGESTED CODES, WITH THE WORDS THAT SUPPORT THEM'
\echo 'An office visit (N01), a hospital stay (N02) and an emergency visit (N03).'
\echo
SELECT s.note_id AS note, s.sequence AS "#", s.code, left(s.title, 36) AS title, s.role, s.score,
	   left(e.quotes, 34) AS evidence
FROM demo.suggestion AS s
CROSS JOIN LATERAL
	(SELECT string_agg(q.quote, ' + ' ORDER BY q.start) AS quotes
	 FROM (SELECT (w ->> 'start')::int AS start, regexp_replace(w ->> 'text', '\s+', ' ', 'g') AS quote
		   FROM jsonb_array_elements(s.evidence) AS w
		   ORDER BY 1
		   LIMIT 2) AS q) AS e
WHERE s.note_id IN ('N01', 'N02', 'N03')
  AND s.status = 'suggest'
ORDER BY s.note_id, s.sequence, s.code;

\echo 'What a coder has to look at first, with the rule that holds it back.  The probable pneumonia of the stay may'
\echo 'be coded, the possible reflux of the emergency visit may not: the setting decides.  (Symptoms left out.)'
\echo
SELECT s.note_id AS note, s.code, left(s.title, 32) AS title, left(s.rules[1], 66) AS rule
FROM demo.suggestion AS s
WHERE s.note_id IN ('N01', 'N02', 'N03')
  AND s.status = 'review'
  AND left(medcode.undotted(s.code), 1) NOT IN ('R', 'M', 'Z')
ORDER BY s.note_id, s.sequence, s.code;

\echo 'Each piece of evidence is a place in the stored note, so it can be checked:'
\echo
SELECT count(*) AS pieces_of_evidence,
	   count(*) FILTER (WHERE substr(n.note_text, (w ->> 'start')::int + 1,
									 (w ->> 'end')::int - (w ->> 'start')::int) = w ->> 'text')
	   AS found_at_their_place
FROM demo.clinical_note AS n
JOIN demo.suggestion AS s USING (note_id)
CROSS JOIN LATERAL jsonb_array_elements(s.evidence) AS w;

-- ---------------------------------------------------------------------------------------------------------
\echo '2. FOUND, BUT NOT SUGGESTED'
\echo 'What the notes N03 and N07 deny, doubt, or say of somebody else, with the words that say so.'
\echo '(Symptoms and Z codes are left out for length.)'
\echo
SELECT f.note_id AS note, left(regexp_replace(f.text, '\s+', ' ', 'g'), 26) AS found, f.code,
	   left(f.title, 37) AS title,
	   CASE WHEN f.experiencer <> 'patient' THEN f.experiencer
			WHEN f.negated THEN 'denied'
			WHEN f.uncertain THEN 'uncertain'
			WHEN f.historical THEN 'past'
			ELSE 'not yet' END AS why,
	   left(regexp_replace(f.cue, '\s+', ' ', 'g'), 16) AS cue
FROM demo.finding AS f
WHERE f.note_id IN ('N03', 'N07')
  AND NOT f.derived
  AND (f.experiencer <> 'patient' OR f.negated OR f.uncertain OR f.historical OR f.hypothetical)
  AND left(medcode.undotted(f.code), 1) NOT IN ('R', 'Z')
  AND NOT EXISTS (SELECT
				  FROM demo.suggestion AS s
				  WHERE s.note_id = f.note_id
					AND medcode.undotted(s.code) = medcode.undotted(f.code))
ORDER BY f.note_id, f.start_char, f.code;

-- ---------------------------------------------------------------------------------------------------------
\echo '3. DOCUMENTED, NOT BILLED'
\echo 'Suggested codes that stand on no claim of the encounter, and the unsupported code of the same category that'
\echo 'does.  (Z codes are left out.)  Look for the kidney disease of C5001 and the neuropathy of C5009.'
\echo
SELECT c.claim_id AS claim, s.code, left(s.title, 41) AS title,
	   left(regexp_replace(s.evidence -> 0 ->> 'text', '\s+', ' ', 'g'), 36) AS documented_as,
	   c.billed_instead
FROM demo.suggestion AS s
CROSS JOIN LATERAL
	(SELECT min(d.claim_id) AS claim_id,
			bool_or(d.diagnosis_code = medcode.undotted(s.code)) AS billed,
			string_agg(d.diagnosis_code, ' ' ORDER BY d.claim_id, d.diagnosis_rank)
				FILTER (WHERE left(d.diagnosis_code, 3) = left(medcode.undotted(s.code), 3)
						  AND NOT EXISTS (SELECT
										  FROM demo.suggestion AS o
										  WHERE o.encounter_id = d.encounter_id
											AND o.status = 'suggest'
											AND medcode.undotted(o.code) = d.diagnosis_code)) AS billed_instead
	 FROM demo.claim_diagnosis AS d
	 WHERE d.encounter_id = s.encounter_id) AS c
WHERE NOT c.billed						-- NULL, so no row, where the encounter has no claim at all
  AND s.status = 'suggest'
  AND left(medcode.undotted(s.code), 1) <> 'Z'
ORDER BY c.claim_id, s.sequence, s.code;

-- ---------------------------------------------------------------------------------------------------------
\echo '4. BILLED, NOT DOCUMENTED'
\echo 'Claim codes that the note does not support as they stand, and what the note says of that category.'
\echo
SELECT d.claim_id AS claim, medcode.try_icd10cm(d.diagnosis_code) AS billed,
	   CASE WHEN better.codes IS NOT NULL THEN 'the note supports ' || better.codes
			WHEN better.review IS NOT NULL THEN 'to be reviewed: ' || better.review
			WHEN said.affirmed THEN 'named, but another code covers it'
			WHEN said.denied THEN 'the note denies it'
			WHEN said.of_family THEN 'only of the family'
			WHEN said.past THEN 'only as past'
			WHEN said.doubted THEN 'only as a possibility'
			ELSE 'nothing in the note' END AS verdict,
	   left(regexp_replace(coalesce(better.quote, said.quote), '\s+', ' ', 'g'), 60) AS the_note_says
FROM demo.claim_diagnosis AS d
LEFT JOIN LATERAL
	(SELECT string_agg(s.code::text, ' ' ORDER BY s.code) FILTER (WHERE s.status = 'suggest') AS codes,
			string_agg(s.code::text, ' ' ORDER BY s.code) FILTER (WHERE s.status <> 'suggest') AS review,
			(array_agg(s.evidence -> 0 ->> 'text' ORDER BY s.status = 'suggest' DESC, s.sequence))[1] AS quote
	 FROM demo.suggestion AS s
	 WHERE s.encounter_id = d.encounter_id
	   AND left(medcode.undotted(s.code), 3) = left(d.diagnosis_code, 3)) AS better ON true
LEFT JOIN LATERAL
	(SELECT bool_or(q.plain) AS affirmed,
			bool_or(f.negated AND f.experiencer = 'patient') AS denied,
			bool_or(f.experiencer = 'family') AS of_family,
			bool_or(f.historical AND NOT f.negated AND f.experiencer = 'patient') AS past,
			bool_or(f.uncertain AND NOT f.negated AND f.experiencer = 'patient') AS doubted,
			(array_agg(q.quote ORDER BY q.plain DESC, f.negated DESC, f.start_char))[1] AS quote
	 FROM demo.finding AS f
	 JOIN demo.clinical_note AS n USING (note_id)
	 CROSS JOIN LATERAL					-- from the cue to the end of the mention, in the words of the note
		(SELECT substr(n.note_text, least(f.start_char, f.cue_start) + 1,
					   greatest(f.end_char, f.cue_end) - least(f.start_char, f.cue_start)) AS quote,
				NOT (f.negated OR f.uncertain OR f.historical OR f.hypothetical)
				AND f.experiencer = 'patient' AS plain) AS q
	 WHERE f.encounter_id = d.encounter_id
	   AND left(medcode.undotted(f.code), 3) = left(d.diagnosis_code, 3)) AS said ON true
WHERE EXISTS (SELECT FROM demo.clinical_note AS n WHERE n.encounter_id = d.encounter_id)
  AND NOT EXISTS (SELECT
				  FROM demo.suggestion AS s
				  WHERE s.encounter_id = d.encounter_id
					AND s.status = 'suggest'
					AND medcode.undotted(s.code) = d.diagnosis_code)
ORDER BY d.claim_id, d.diagnosis_rank;

-- ---------------------------------------------------------------------------------------------------------
\echo '5. DENIED, AND WHAT THE NOTE SUPPORTS'
\echo 'Lines denied for a reason that diagnoses can answer: 11 (they do not explain the service), 16 (something'
\echo 'is missing or wrong, the remark says what), 50 (need not shown).  Contract and patient shares are no denials.'
\echo
SELECT r.claim_id AS claim, coalesce(r.claim_line_number::text, 'all') AS line,
	   r.group_code || '-' || r.reason_code AS denial, array_to_string(r.remark_codes, ' ') AS remark,
	   r.amount, b.codes AS billed, x.codes AS supported_not_billed
FROM demo.remit_adjustment AS r
CROSS JOIN LATERAL
	(SELECT min(d.encounter_id) AS encounter_id,
			string_agg(medcode.try_icd10cm(d.diagnosis_code)::text, ' ' ORDER BY d.diagnosis_rank) AS codes
	 FROM demo.claim_diagnosis AS d
	 WHERE d.claim_id = r.claim_id) AS b
CROSS JOIN LATERAL
	(SELECT string_agg(s.code::text, ' ' ORDER BY s.sequence, s.code) AS codes
	 FROM demo.suggestion AS s
	 WHERE s.encounter_id = b.encounter_id
	   AND s.status = 'suggest'
	   AND left(medcode.undotted(s.code), 1) <> 'Z'
	   AND NOT EXISTS (SELECT
					   FROM demo.claim_diagnosis AS d
					   WHERE d.claim_id = r.claim_id
						 AND d.diagnosis_code = medcode.undotted(s.code))) AS x
WHERE r.group_code = 'CO'
  AND r.reason_code IN ('11', '16', '50')
  AND r.amount > 0
ORDER BY r.amount DESC, r.claim_id, r.claim_line_number;

-- ---------------------------------------------------------------------------------------------------------
\echo '6. WHERE NOTE AND CLAIM AGREE'
\echo 'Codes that stand on the claim and that the note supports as they stand.'
\echo
SELECT d.claim_id AS claim, count(*) AS billed, count(s.note_id) AS supported,
	   string_agg(s.code::text, ' ' ORDER BY d.diagnosis_rank) AS codes
FROM demo.claim_diagnosis AS d
LEFT JOIN demo.suggestion AS s
	   ON s.encounter_id = d.encounter_id
	  AND s.status = 'suggest'
	  AND medcode.undotted(s.code) = d.diagnosis_code
GROUP BY d.claim_id
ORDER BY d.claim_id;

-- ---------------------------------------------------------------------------------------------------------
\echo '7. RISK ADJUSTMENT, BOTH WAYS'
\echo 'Three members of payment year 2026, which goes by the visits of 2025: the score of what was billed, and what'
\echo 'makes it.  Suppressed: an HCC that another of the hierarchy takes out.'
\echo
SELECT m.person_id AS member, t.kind, t.hcc, left(coalesce(t.label, t.term), 44) AS what, t.coefficient,
	   array_to_string(t.from_codes, ' ') AS from_codes, array_to_string(t.suppressed_by, ' ') AS suppressed_by
FROM demo.member AS m
CROSS JOIN LATERAL
	(SELECT array_agg(d.diagnosis_code ORDER BY d.claim_id, d.diagnosis_rank) AS codes
	 FROM demo.claim_diagnosis AS d
	 WHERE d.person_id = m.person_id
	   AND d.claim_end_date BETWEEN '2025-01-01' AND '2025-12-31') AS b
CROSS JOIN LATERAL medcode.raf(b.codes, 'V28', 2026, m.age, m.sex, m.dual, m.orec) WITH ORDINALITY AS t
WHERE t.kind NOT IN ('issue', 'segment')
ORDER BY m.person_id, t.ordinality;

\echo 'The notes beside it.  add: documented, on no claim.  delete: billed, and the record that was read does not'
\echo 'support it.  recapture: billed the year before.  change: what it would do to the raw score.'
\echo
CREATE VIEW demo.billed AS
SELECT d.person_id, d.claim_id, d.encounter_id, d.claim_end_date AS recorded_date, d.diagnosis_code AS normalized_code
FROM (SELECT * FROM demo.claim_diagnosis UNION ALL SELECT * FROM demo.prior_diagnosis) AS d;

SET client_min_messages = error;
SELECT medcode.create_finding_table('demo.record_finding', 'demo.clinical_note', 'note_text') \g /dev/null
RESET client_min_messages;
CALL medcode.refresh_findings('demo.record_finding') \g /dev/null

CREATE TABLE demo.risk AS
SELECT *
FROM medcode.risk_review('demo.record_finding', 'demo.billed', 'V28', 2026, members => 'demo.member',
						 persons => (SELECT array_agg(m.person_id) FROM demo.member AS m),
						 note_columns => '{"author_npi": null}');

SELECT r.person_id AS member, r.hcc_code AS hcc, left(r.hcc_description, 38) AS description, r.gap, r.verdict,
	   array_to_string(r.codes, ' ') AS codes, array_to_string(r.claims, ' ') AS claims, r.grade, r.score_change AS change
FROM demo.risk AS r
WHERE r.hcc_code IS NOT NULL
ORDER BY r.person_id, r.hcc_code::int;

\echo 'The evidence of an add and of a delete, and what the note says of an HCC to recapture.'
\echo
SELECT r.person_id AS member, r.hcc_code AS hcc, r.gap, r.note_id AS note, r.author_credential AS by, r.signature,
	   coalesce(left(r.quote, 110), 'nothing') AS the_note_says
FROM demo.risk AS r
WHERE r.gap IN ('add', 'delete', 'recapture')
ORDER BY r.person_id, r.hcc_code::int;
