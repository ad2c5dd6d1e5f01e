-- MEAT: how well a note proves each diagnosis it names.
SET search_path = public, pg_catalog;

CREATE FUNCTION graded(note text, earlier text[] DEFAULT NULL, strong text DEFAULT 'AT', minimum integer DEFAULT 1)
RETURNS TABLE (code text, grade text, as_written text, elements text, signs text) LANGUAGE sql AS $$
    SELECT m.code, m.grade, m.grade_as_written, m.elements,
        (SELECT string_agg(format('%s %s (%s)', s->>'element', s->>'text', s->>'link'), ', ' ORDER BY (s->>'start')::int, s->>'element')
         FROM jsonb_array_elements(m.signs) AS s)
    FROM medcode.meat(note, earlier, strong, minimum) AS m
$$;

-- each grade
SELECT * FROM graded('PMH: COPD, MI.
HPI: Patient with gout. Denies chest pain.
Assessment and Plan:
1. Type 2 diabetes mellitus: A1c 8.2. Continue metformin.
2. Hypothyroidism.
3. Possible asthma.
Family history: Mother had breast cancer.');

-- what is written under one problem is not another's
SELECT * FROM graded('Assessment and Plan:
1. Hypothyroidism
   Stable. Refill given.
2. Gout
3. Psoriasis
   Increase dose.');

-- a drug or a test of the diagnosis counts wherever the provider writes, but not in a list of drugs
SELECT * FROM graded('HPI: He takes levothyroxine.
Assessment: Hypothyroidism.');
SELECT * FROM graded('Medications: levothyroxine.
Assessment: Hypothyroidism.');
SELECT * FROM graded('HPI: eGFR was 44.
Assessment: Chronic kidney disease stage 3b. Gout.');

-- elsewhere it does not count
SELECT * FROM graded('Review of Systems: asthma stable, continue inhaler.
Instructions: If gout worsens, start colchicine.');

-- the scale is the caller's
SELECT code, grade FROM graded('Assessment: Gout, stable.');
SELECT code, grade FROM graded('Assessment: Gout, stable.', strong => 'M');
SELECT code, grade FROM graded('Assessment: Gout, stable.', minimum => 2);
SELECT code, grade FROM graded('Assessment: Gout, stable.', strong => 'X');
SELECT code, grade FROM graded('Assessment: Gout, stable.', minimum => 0);

-- denied here, affirmed there
SELECT code, grade, denied FROM medcode.meat('Assessment: Gout, stable. Exam: no gout.');

-- text copied from an earlier note
SELECT code, grade, as_written FROM graded('Assessment:

Gout is stable and we will continue allopurinol at the same dose as before.

Psoriasis is worse this month, so we will start a topical steroid cream today.',
    ARRAY['Plan: gout is stable, and we will continue allopurinol at the same dose as before!', NULL]);
-- too short to tell, and too much changed
SELECT code, grade FROM graded('Gout stable, continue allopurinol.', ARRAY['Gout stable, continue allopurinol.']);
SELECT code, grade FROM graded('Gout is worse and we will now double allopurinol from the dose of before.',
    ARRAY['Gout is stable and we will continue allopurinol at the same dose as before.']);

-- a site's own words
BEGIN;
INSERT INTO medcode.meat_cue (phrase, element) VALUES ('qqz given', 'treat');
INSERT INTO medcode.disease_test (test, code) VALUES ('qqz level', 'M10');
SELECT * FROM graded('Assessment: Gout. Qqz level 4, qqz given.');
ROLLBACK;
SELECT * FROM graded('Assessment: Gout. Qqz level 4, qqz given.');

-- paragraphs and their shingles
SELECT start_char, end_char, words, cardinality(shingles) FROM medcode.note_fingerprints(E'One two three four five six.\n\nOne, TWO three four five!\n\nShort.');
SELECT count(DISTINCT f.shingles[1]) FROM medcode.note_fingerprints(E'One two three four five six.\n\nOne, TWO three four five!') AS f;

-- nothing
SELECT count(*) FROM medcode.meat(NULL), medcode.note_fingerprints(NULL);
SELECT count(*) FROM medcode.meat('');
SELECT count(*) FROM medcode.note_fingerprints('');
