-- ICD-9-CM codes of radiology reports in two ways, without training: table note to by_mapping and by_title.

-- A mapping older than the code has the heading the code was made under: R05.9 goes by R05. Of several
-- equivalents the first counts; of those needed together the first of each list of the first scenario.
CREATE TEMP TABLE equivalent AS
SELECT m.source_code, m.target_code
FROM (SELECT DISTINCT ON (source_code, scenario, choice_list) m.*,
		min(scenario) OVER (PARTITION BY source_code) AS first_scenario
	FROM medcode.mapping AS m
	WHERE m.target_system = 'icd9cm' AND m.target_code IS NOT NULL AND m.release_id =
		(SELECT release_id FROM medcode.release WHERE code_system = 'icd10cm' AND kind = 'mapping'
			ORDER BY effective DESC, version DESC LIMIT 1)
	ORDER BY source_code, scenario, choice_list, line) AS m
WHERE m.scenario = m.first_scenario;
CREATE INDEX ON equivalent (source_code);

CREATE TEMP TABLE by_mapping AS
SELECT n.note_id, e.target_code AS code, s.status
FROM note AS n, LATERAL medcode.suggest(n.body, doc_type => nullif(:'doc_type', '')) AS s,
	LATERAL (SELECT e.target_code
		FROM equivalent AS e
		WHERE e.source_code = (SELECT max(w.source_code COLLATE "C")
			FROM generate_series(3, length(s.code::text)) AS l,
				LATERAL (SELECT source_code FROM equivalent WHERE source_code = left(s.code::text, l) LIMIT 1) AS w)) AS e
WHERE s.status IN ('suggest', 'review');

-- A title as it is said: "Pneumonia, organism unspecified" is pneumonia. Remainders ("Other ...") name nothing.
CREATE TEMP TABLE title AS
SELECT phrase, min(code COLLATE "C") AS code
FROM (SELECT c.code, medcode.title_phrase(regexp_replace(regexp_replace(c.title,
		'(,[^,]*\m(unspecified|not specified|NOS)\M)+.*$', ''), '\s(unspecified|NOS)\M.*$', '')) AS phrase
	FROM medcode.code AS c JOIN medcode.release USING (release_id)
	WHERE code_system = 'icd9cm' AND kind = 'codes' AND billable) AS c
WHERE phrase IS NOT NULL
GROUP BY phrase;
CREATE INDEX ON title USING medcode (phrase);
ANALYZE title;

-- The words of a title stand in one sentence. Their span: the last word it can begin with, then the first it can end with.
CREATE TEMP TABLE hit AS
SELECT n.note_id, t.code, s.start_char AS sentence, first.start_char, last.end_char
FROM note AS n, LATERAL medcode.sentences(n.body) AS s JOIN title AS t ON medcode.occurs(t.phrase, s.text),
	LATERAL (SELECT max(w.start_char) AS start_char FROM medcode.tokens(s.text) AS w
		WHERE medcode.occurs(t.phrase, substr(s.text, w.start_char + 1))) AS first,
	LATERAL (SELECT min(w.end_char) AS end_char FROM medcode.tokens(s.text) AS w
		WHERE w.end_char > first.start_char
			AND medcode.occurs(t.phrase, substr(s.text, first.start_char + 1, w.end_char - first.start_char))) AS last
WHERE s.kind <> 'header';

-- A title within a longer one gives way to it.
CREATE TEMP TABLE by_title AS
SELECT DISTINCT h.note_id, h.code
FROM hit AS h JOIN note AS n USING (note_id),
	LATERAL medcode.assertion(n.body, h.sentence + h.start_char, h.sentence + h.end_char) AS a
WHERE NOT (a.negated OR a.uncertain OR a.historical OR a.hypothetical) AND a.experiencer = 'patient'
	AND NOT EXISTS (SELECT FROM hit AS o
		WHERE o.note_id = h.note_id AND o.sentence = h.sentence
			AND o.start_char <= h.start_char AND o.end_char >= h.end_char
			AND o.end_char - o.start_char > h.end_char - h.start_char);
