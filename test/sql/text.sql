--
-- The text of a note: folding, tokens, sentences, sections
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;

-- two ways of typing the same words
SELECT typed, medcode.fold(typed), medcode.fold(typed) = medcode.fold(same) AS equal
FROM (VALUES
    ('Type 2 DIABETES', E'type\u00a02 diabetes'),
    ('“Crohn’s disease”', '"Crohn''s disease"'),
    ('non–small-cell', 'non-small—cell'),
    (E'\ufb01brillation', 'fibrillation'),
    ('ＣＯＰＤ', 'copd'),
    ('Sjögren', E'SJO\u0308GREN'),
    ('Straße', 'STRASSE'),
    ('stage Ⅳ', 'stage IV'),
    (E'as\u00adthma', 'asthma'),
    (E'acute\tasthma', 'acute asthma'),
    ('☐ asthma', '[ ] asthma'),
    ('Sjogren', 'Sjögren')) v(typed, same);
SELECT medcode.fold('') = '' AS empty, medcode.fold(NULL) IS NULL AS "null";
-- folding twice changes nothing, whatever the character
SELECT count(*), count(*) FILTER (WHERE medcode.fold(medcode.fold(c)) <> medcode.fold(c)) AS changed
FROM (SELECT 'a' || chr(i) || 'B' AS c FROM generate_series(1, 131071) i WHERE i NOT BETWEEN 55296 AND 57343) v;

-- tokens
SELECT start_char, end_char, text, kind FROM medcode.tokens('Pt. w/ T2DM, A1c 9.2% ☐ MI on [**2019-3-1**] 3/4/2020 <br>');
SELECT start_char, end_char, text, stem FROM medcode.tokens('Hypertensions prostatitis PROSTATE');
SELECT start_char, end_char, text FROM medcode.tokens(E'😀 糖尿病\r\n\tgout');
-- an ellipsis or a fraction is one character of the note, whatever it folds to
SELECT start_char, end_char, text FROM medcode.tokens('cough…fever ½tablet');

-- a note as systems export it: carriage returns, tabs, bullets, text before the first header
CREATE TEMP TABLE note AS SELECT
E'Visit of Mrs. Müller, 54 y.o.\r\n\r\nPast Medical History:\r\n- asthma\r\n- gout\r\n\r\nASSESSMENT AND PLAN\r\n1. Hypertension, on 5\u00a0mg b.i.d.\r\n2. Dr. Lee saw her. Type 2 diabetes\r\nmellitus 😀\r\n\tFH: mother had gout\r\n'::text AS body;

SELECT start_char, end_char, category, title, title_start, title_end FROM note, medcode.sections(body);
SELECT start_char, end_char, kind, section, replace(text, E'\r\n', '⏎') AS text FROM note, medcode.sentences(body);

-- sections cover the note without gap
SELECT category, coalesce(lag(end_char) OVER (ORDER BY start_char), 0) = start_char AS no_gap, start_char < end_char AS some
FROM note, medcode.sections(body);
SELECT max(end_char) = length(body) AS to_the_end FROM note, medcode.sections(body) GROUP BY body;

-- every offset counts characters of the note as it is
SELECT 'tokens' AS of, count(*) > 0 AS some, bool_and(substr(body, start_char + 1, end_char - start_char) = text) AS right
FROM note, medcode.tokens(body)
UNION ALL
SELECT 'sentences', count(*) > 0, bool_and(substr(body, start_char + 1, end_char - start_char) = text)
FROM note, medcode.sentences(body)
UNION ALL
SELECT 'section titles', count(*) > 0, bool_and(substr(body, title_start + 1, title_end - title_start) = title)
FROM note, medcode.sections(body) WHERE title IS NOT NULL;

-- a note without any header is one section
SELECT * FROM medcode.sections('Seen for cough.');
-- headers without colon and in the line
SELECT start_char, category, title
FROM medcode.sections(E'IMPRESSION\nGout.\nAllergies: penicillin\nFamily history: none\n');
-- what only looks like a header
SELECT start_char, category FROM medcode.sections(E'She has a history of asthma: mild.\nBP: 120/80\n');
