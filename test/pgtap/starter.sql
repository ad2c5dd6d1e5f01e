-- The starter's language: enough of it, each row reachable, no abbreviation that misleads
BEGIN;
SELECT plan(32);
SET LOCAL search_path = public, pg_catalog;

-- how much there is
SELECT cmp_ok((SELECT count(*) FROM medcode.code WHERE origin = 'starter' AND billable), '>=', 7500::bigint, 'complete codes');
SELECT cmp_ok((SELECT count(*) FROM medcode.term WHERE origin = 'starter')
    + (SELECT count(*) FROM medcode.abbreviation WHERE origin = 'starter'), '>=', 21000::bigint, 'synonyms and abbreviations');
SELECT cmp_ok((SELECT count(*) FROM medcode.section_header), '>=', 200::bigint, 'section headers');
SELECT cmp_ok((SELECT count(DISTINCT category) FROM medcode.section_header), '>=', 25::bigint, 'in categories');
-- the published lists of NegEx and ConText have 272, 46, 24 and 49
SELECT cmp_ok((SELECT count(*) FROM medcode.cue WHERE category = c.category), '>=', c.least, 'cues: ' || c.category)
FROM (VALUES ('negated', 272::bigint), ('historical', 46), ('hypothetical', 24), ('family', 49), ('uncertain', 46)) AS c(category, least);
SELECT cmp_ok((SELECT count(*) FROM medcode.cue WHERE category = c.category AND direction = d.direction), '>=', 10::bigint,
    format('%s of axis %s', d.direction, c.category))
FROM (VALUES ('negated'), ('uncertain'), ('historical'), ('hypothetical'), ('family')) AS c(category),
    (VALUES ('pseudo'), ('terminate')) AS d(direction);

-- each row reachable
SELECT is_empty(
    $$SELECT t.phrase, t.code FROM medcode.term AS t
      WHERE NOT EXISTS (SELECT FROM medcode.mentions('Assessment: ' || regexp_replace(t.phrase, ' a$', ' A') || '.') AS m
        WHERE m.code::text = t.code)$$,
    'each term is found in a note that consists of it');
SELECT is_empty(
    $$SELECT a.abbreviation, a.expansion FROM medcode.abbreviation AS a
      WHERE NOT a.ambiguous
        -- the whole of it is a term: "hepatitis b virus" by itself is none
        AND EXISTS (SELECT FROM medcode.mentions('Assessment: ' || a.expansion || '.') AS l WHERE medcode.fold(l.text) = medcode.fold(a.expansion))
        AND NOT EXISTS (SELECT FROM medcode.mentions('Assessment: ' || a.abbreviation || '.') AS s,
                medcode.mentions('Assessment: ' || a.expansion || '.') AS l
            WHERE s.code::text = l.code::text)$$,
    'each abbreviation that is not ambiguous leads where its words do');
SELECT is_empty(
    $$SELECT a.abbreviation, a.expansion FROM medcode.abbreviation AS a, medcode.mentions('Assessment: ' || a.abbreviation || '.') AS m
      WHERE a.ambiguous
        AND NOT EXISTS (SELECT FROM medcode.abbreviation_rule AS r WHERE r.feature = 'default' AND r.abbreviation = a.abbreviation)
        AND NOT EXISTS (SELECT FROM medcode.term AS t WHERE medcode.fold(t.phrase) = medcode.fold(a.abbreviation))
        AND NOT EXISTS (SELECT FROM medcode.abbreviation AS o WHERE NOT o.ambiguous AND medcode.fold(o.abbreviation) = medcode.fold(a.abbreviation))$$,
    'an ambiguous abbreviation without a usual reading alone leads to no code');
SELECT is_empty(
    $$SELECT a.abbreviation FROM medcode.abbreviation AS a WHERE NOT a.ambiguous
      GROUP BY lower(a.abbreviation), a.abbreviation HAVING count(DISTINCT medcode.fold(a.expansion)) > 1
        AND count(DISTINCT (SELECT min(m.code::text) FROM medcode.mentions('Assessment: ' || a.expansion || '.') AS m)) > 1$$,
    'no abbreviation with two readings counts as unambiguous');
SELECT is_empty(
    $$SELECT v.abbreviation FROM (VALUES ('MS'), ('RA'), ('PE'), ('CA'), ('PT'), ('AS'), ('CF'), ('ED'), ('PD'), ('CP'), ('BS'), ('OD'),
        ('OS'), ('HD'), ('ROM')) AS v(abbreviation), medcode.mentions('Assessment: ' || v.abbreviation || '.') AS m$$,
    'abbreviations known to be ambiguous lead to no code alone');
SELECT is_empty(
    $$SELECT DISTINCT a.abbreviation, a.expansion FROM medcode.abbreviation AS a WHERE a.ambiguous
        AND (SELECT count(*) FROM medcode.abbreviation_rule AS r
            WHERE r.abbreviation = a.abbreviation AND r.expansion = a.expansion) < 3$$,
    'each reading of an ambiguous abbreviation has rules');
SELECT is_empty(
    $$SELECT c.phrase, c.category, c.direction FROM medcode.cue AS c
      WHERE c.direction IN ('forward', 'both') AND c.category <> 'family' AND c.max_scope IS NULL
        AND NOT EXISTS (SELECT FROM replace(replace(c.phrase, '#', '3'), '@', 'nephrectomy') AS w(words),
                medcode.assertion(words || ' xxyzzy', length(words) + 1, length(words) + 7) AS a
            WHERE a.negated OR a.uncertain OR a.historical OR a.hypothetical OR a.experiencer = 'family' OR a.status IS NOT NULL)$$,
    'each forward cue acts on what follows it');
SELECT is_empty(
    $$SELECT c.phrase, c.category FROM medcode.cue AS c
      WHERE c.direction IN ('backward', 'both') AND c.category <> 'family' AND c.max_scope IS NULL
        AND NOT EXISTS (SELECT FROM medcode.assertion('xxyzzy ' || replace(replace(c.phrase, '#', '3'), '@', 'nephrectomy'), 0, 6) AS a
            WHERE a.negated OR a.uncertain OR a.historical OR a.hypothetical OR a.experiencer = 'family' OR a.status IS NOT NULL)$$,
    'each backward cue acts on what stands before it');
SELECT is_empty(
    $$SELECT h.header FROM medcode.section_header AS h
      WHERE NOT EXISTS (SELECT FROM medcode.sections(initcap(h.header) || E':\ntext\n') AS s
            WHERE s.title IS NOT NULL AND s.category = h.category)
        AND h.category <> 'physical_exam_item'$$,
    'each section header is one in a note, of its category');
SELECT is_empty(
    $$SELECT g.word FROM medcode.generic_word AS g, medcode.term AS t WHERE t.kind = 'title' AND medcode.fold(t.phrase) = g.word$$,
    'no title is a generic word');
SELECT is_empty(
    $$SELECT c.code FROM medcode.condition_class AS c GROUP BY c.code HAVING count(*) > 1$$, 'one class for each code');
SELECT is_empty(
    $$SELECT s.symptom, s.disease FROM medcode.symptom AS s
      WHERE medcode.is_under(s.symptom::medcode.icd10cm, s.disease::medcode.icd10cm)
         OR medcode.is_under(s.disease::medcode.icd10cm, s.symptom::medcode.icd10cm)$$,
    'no symptom is a part of its own disease''s codes');
SELECT is_empty(
    $$SELECT d.drug, d.code FROM medcode.drug AS d
      WHERE (d.kind = 'long_term_use') <> medcode.is_under(d.code::medcode.icd10cm, 'Z79')$$,
    'long-term use is a code of Z79, an indication is none');

SELECT * FROM finish();
ROLLBACK;
