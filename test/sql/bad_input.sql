--
-- Bad input: always a result, never a wrong offset
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;

CREATE TEMP TABLE bad (id integer GENERATED ALWAYS AS IDENTITY, kind text, body text);
INSERT INTO bad (kind, body) VALUES
('null', NULL),
('empty', ''),
('spaces', '    '),
('white space', E' \t\r\n\u000b\u000c\u0085\u00a0\u2003\u2028\u3000\ufeff'),
('control characters', (SELECT string_agg(chr(i), '') || ' gout ' || string_agg('asth' || chr(i) || 'ma ', '') FROM generate_series(1, 31) i)),
('delete and C1', (SELECT string_agg(chr(i) || 'gout' || chr(i), ' ') FROM generate_series(127, 159) i)),
('noncharacters', E'\ufdd0gout\uffff \U0010fffe no asthma \U0010ffff'),
('right to left', E'لا يوجد gout ‏\u202easthma\u202c السكري ، No hypertension עם COPD'),
('CJK', '患者有糖尿病gout、No asthma。高血圧hypertension　ＣＯＰＤ'),
('emoji', E'👩🏽‍⚕️ gout 👨‍👩‍👧‍👦 no asthma 🇩🇪 hypertension ❤️COPD'),
('combining', E'Sjo\u0308gren syndrome n\u0303o\u0301 gout e' || repeat(E'\u0301', 5000) || ' asthma'),
('zero width', E'as\u200bth\u200cma \u200egout\u2060 hyper\u00adtension'),
('folds to more', E'cough…gout ½asthma ﷺ gout ㎎ ㏇ ⒜ asthma ℃gout'),
('HTML', E'<html><body style="a:b"><p>No&nbsp;gout</p><br/>&lt;b&gt;asthma&lt;/b&gt;<td>COPD</td><!-- anemia --> a < b & c > d &#225; &bogus; <unclosed hypertension'),
('RTF', E'{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\\pard No gout\\par \\b asthma\\b0\\tab COPD\\''e9\\u8217?s\\par}'),
('CRLF', E'PMH:\r\n- gout\r\n- asthma\r\n\r\n\r\nPlan:\r\n1. COPD\r\n\r\n'),
('CR', E'PMH:\r- gout\r- asthma\r\rPlan:\r1. COPD\r'),
('mixed line ends', E'PMH:\n\r- gout\r\r\n- asthma\u2028Plan:\u0085COPD\r\n\n');

-- the same thing again and again: a few times to check offsets, and very often
CREATE TEMP TABLE piece (kind text, head text, unit text, times integer, tail text);
INSERT INTO piece VALUES
('brackets', '', '([{<', 100000, ' gout'),
('numbers', '', '1.', 100000, ' gout'),
('list letters', '', 'a) ', 100000, ' gout'),
('one word', '', 'x', 1000000, ''),
('one word and another', '', 'x', 1000000, ' gout'),
('one word of accents', 'e', E'\u0301\u0327', 300000, ' gout'),
('one number', '', '9', 1000000, ' gout'),
('CJK', '', '病', 350000, ' gout'),
('dashes', '', '-', 1000000, ' gout'),
('words with slashes', '', 'a/', 500000, ' gout'),
('one tag', '<', 'a', 1000000, ' gout'),
('tags', '', '<b>', 300000, ' gout'),
('one blank', '[**', 'a', 1000000, ' gout'),
('open blanks', '', '[**', 300000, ' gout'),
('one sentence', '', 'well ', 200000, 'gout'),
('negations', '', 'no ', 200000, 'gout'),
('headers', '', E'PMH:\n', 100000, 'gout'),
('headers in one line', '', 'PMH: ', 100000, 'gout'),
('empty lines', '', E'\r\n', 200000, 'gout'),
('bullets', '', E' * \n', 200000, 'gout'),
('open terms', '', 'acute chronic heart kidney disease type ', 20000, 'gout'),
('check boxes', '', '[ ] ☐ ', 100000, 'gout'),
('entities', '', '&lt;&#9;', 100000, 'gout'),
('RTF', '', '{\rtf1 ', 100000, 'gout'),
('folds to more', '', 'ﷺ', 100000, ' gout');
INSERT INTO bad (kind, body) SELECT kind || ', some', head || repeat(unit, 20) || tail FROM piece;
-- each line one deeper than the line before
CREATE TEMP TABLE deep AS
    SELECT indent, depth, string_agg(repeat(indent, i) || '- no gout' || E'\n', '') AS body
    FROM (VALUES (' '), (E'\t'), ('- '), ('* '), ('> ')) v(indent), (VALUES (30), (1000)) w(depth), generate_series(1, depth) i
    GROUP BY indent, depth;
INSERT INTO bad (kind, body) SELECT 'indented by "' || replace(indent, E'\t', 'tab') || '"', body FROM deep WHERE depth = 30 ORDER BY indent COLLATE "C";

-- each gives a result; the counts are of what is found, and say that it is found
SELECT kind, length(body) AS length,
    (SELECT count(*) FROM medcode.sections(body)) AS sections,
    (SELECT string_agg(DISTINCT CASE WHEN negated THEN '-' ELSE '+' END || code::text, ' ') FROM medcode.mentions(body)) AS mentions,
    (SELECT string_agg(code::text, ' ' ORDER BY sequence) FROM medcode.suggest(body)) AS suggest
FROM bad ORDER BY id;

SELECT kind, octet_length(head || repeat(unit, times) || tail) AS bytes,
    (SELECT string_agg(CASE WHEN negated THEN '-' ELSE '+' END || code::text, ' ') FROM medcode.mentions(head || repeat(unit, times) || tail) WHERE text = 'gout') AS gout,
    (SELECT end_char FROM medcode.mentions(head || repeat(unit, times) || tail) WHERE text = 'gout') = length(head || repeat(unit, times) || tail) AS place
FROM piece;
SELECT replace(indent, E'\t', 'tab') AS indented_by, count(*) AS mentions, count(*) FILTER (WHERE negated) AS negated
FROM deep, medcode.mentions(body) WHERE depth = 1000 GROUP BY indent ORDER BY indent COLLATE "C";

-- offsets: each of these lists has to stay empty
SELECT DISTINCT id, b.kind AS wrong_token FROM bad b, medcode.tokens(body) t
WHERE substr(body, start_char + 1, end_char - start_char) <> t.text OR start_char >= end_char OR end_char > length(body)
ORDER BY id;
SELECT DISTINCT id, kind AS tokens_overlap FROM (
    SELECT b.id, b.kind, start_char < lag(end_char) OVER (PARTITION BY b.id ORDER BY n) AS bad
    FROM bad b, medcode.tokens(body) WITH ORDINALITY t(start_char, end_char, text, kind, stem, n)) v
WHERE bad ORDER BY id;
SELECT DISTINCT id, b.kind AS wrong_sentence FROM bad b, medcode.sentences(body) t
WHERE substr(body, start_char + 1, end_char - start_char) <> t.text OR start_char >= end_char OR end_char > length(body)
ORDER BY id;
SELECT DISTINCT id, kind AS wrong_section FROM (
    SELECT id, kind, body, s.*, lag(end_char, 1, 0) OVER w AS before, lead(start_char, 1, length(body)) OVER w AS after
    FROM bad, medcode.sections(body) s WINDOW w AS (PARTITION BY id ORDER BY start_char, end_char)) v
WHERE start_char <> before OR end_char <> after OR (start_char = end_char AND body <> '')
    OR (title IS NOT NULL AND (substr(body, title_start + 1, title_end - title_start) <> title OR title_start < start_char OR title_end > end_char))
ORDER BY id;
SELECT DISTINCT id, kind AS wrong_mention FROM bad, medcode.mentions(body)
WHERE substr(body, start_char + 1, end_char - start_char) <> text OR start_char >= end_char
    OR substr(body, cue_start + 1, cue_end - cue_start) <> cue OR (cue IS NULL) <> (cue_start IS NULL)
ORDER BY id;
SELECT DISTINCT id, kind AS wrong_evidence FROM bad, medcode.suggest(body) s, jsonb_array_elements(s.evidence) e
WHERE substr(body, (e->>'start')::int + 1, (e->>'end')::int - (e->>'start')::int) <> e->>'text'
ORDER BY id;

-- HTML: without its tags and unescaped it is the note
SELECT id, kind AS wrong_html FROM bad
WHERE replace(replace(replace(replace(replace(regexp_replace(medcode.highlight(body), '</?(mark|span)[^<>]*>', '', 'g'),
    '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&#39;', ''''), '&amp;', '&') <> body
ORDER BY id;
-- and has no tag but ours
SELECT DISTINCT id, kind AS foreign_html FROM bad, regexp_matches(medcode.highlight(body), '</?([^> ]+)', 'g') m
WHERE m[1] NOT IN ('mark', 'span') ORDER BY id;

-- every character of Unicode, beside and within a word
SELECT count(*) AS wrong FROM (SELECT chr(i) AS c FROM generate_series(1, 131071) i WHERE i NOT BETWEEN 55296 AND 57343) v,
    medcode.tokens(c || ' a' || c || 'b' || c || ' gout') t
WHERE substr(c || ' a' || c || 'b' || c || ' gout', start_char + 1, end_char - start_char) <> text;
SELECT count(*) AS not_found FROM (SELECT chr(i) AS c FROM generate_series(1, 131071) i WHERE i NOT BETWEEN 55296 AND 57343) v
WHERE NOT EXISTS (SELECT FROM medcode.mentions(c || ' gout ' || c) WHERE start_char = 2 AND end_char = 6 AND text = 'gout');

-- 50 MB, with what is to be found at both ends
CREATE TEMP TABLE big AS
    SELECT 'Müller has gout. ' || repeat(E'The pâtient feels well today 😀.\r\n', 1500000) || 'No asthma, but hypertension.' AS body;
SELECT octet_length(body) > 50000000 AS big, length(body) FROM big;
SELECT start_char, end_char, text, code, negated, cue, cue_start, cue_end FROM big, medcode.mentions(body);
SELECT code, evidence FROM big, medcode.suggest(body);
SELECT count(*) AS sections, max(end_char) FROM big, medcode.sections(body);
SELECT length(medcode.fold(body)) FROM big;
SELECT bool_or(negated) AS negated FROM big, medcode.assertion(body, length(body) - 24, length(body) - 18);

SELECT count(*) AS tokens, max(end_char) FROM big, medcode.tokens(body);
SELECT length(medcode.highlight(body)) > length(body) AS marked FROM big;

-- the codes of a note are not the codes of the note before it
SELECT code FROM medcode.suggest('Feels well.');
