/*
 * code_query_read.c
 *	  The query language as text: reading.
 *
 *	query   = all { "|" all }
 *	all     = part { "&" part }
 *	part    = "!" part | "(" query ")" | atom
 *	atom    = ( codes | hcc ) { ":" assertion | "@" score }
 *	codes   = code [ "-" code ] | code-beginning "*"
 *	hcc     = "hcc" model [ "/" year ] ":" category
 */
#include "notes/code_query.h"

#include <string.h>

#include "terminology/icd10cm.h"

typedef struct Reader
{
	const McHost *host;
	const char *text;
	size_t len;
	size_t at;
	McQueryNode *nodes;
	size_t count;
	size_t cap;
	McQueryError *error;
} Reader;

static bool ReadAny(Reader *r, unsigned depth);

static bool
Fail(Reader *r, size_t position, const char *problem)
{
	r->error->position = position;
	r->error->problem = problem;
	return false;
}

static void
SkipSpace(Reader *r)
{
	while (r->at < r->len &&
		   (r->text[r->at] == ' ' || (r->text[r->at] >= '\t' && r->text[r->at] <= '\r')))
		r->at++;
}

/* Behind white space, is there this character?  If so it is passed. */
static bool
Take(Reader *r, char c)
{
	SkipSpace(r);
	if (r->at >= r->len || r->text[r->at] != c)
		return false;
	r->at++;
	return true;
}

static char
Upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
}

static bool
IsDigit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
IsLetter(char c)
{
	return Upper(c) >= 'A' && Upper(c) <= 'Z';
}

static bool
AddNode(Reader *r, const McQueryNode *node)
{
	if (r->count == MC_QUERY_MAX_NODES)
		return Fail(r, r->at, "the query has more than 10000 parts");
	MC_GROW(r->host, r->nodes, r->count, r->cap);
	r->nodes[r->count++] = *node;
	return true;
}

/* A number of at most nine digits up to a limit */
static bool
ReadNumber(Reader *r, uint32_t limit, const char *problem, uint32_t *number)
{
	size_t begin = r->at;

	*number = 0;
	while (r->at < r->len && IsDigit(r->text[r->at]) && r->at - begin < 9)
		*number = *number * 10 + (uint32_t) (r->text[r->at++] - '0');
	if (r->at == begin || *number > limit || (r->at < r->len && IsDigit(r->text[r->at])))
		return Fail(r, begin, problem);
	return true;
}

/*
 * A code, its beginning with "*", or a heading as the Index prints it ("E11.-").  The code
 * is left-aligned as in icd10cm.h; *open: it may go on, so that it is no bound to the right.
 */
static bool
ReadCode(Reader *r, uint64_t *code, bool *beginning)
{
	size_t begin = r->at;
	size_t end = begin;
	size_t position;
	McIcd10cmStatus status;
	int n = 0;

	while (end < r->len &&
		   (IsLetter(r->text[end]) || IsDigit(r->text[end]) || r->text[end] == '.'))
		end++;
	r->at = end;
	*beginning = end < r->len && r->text[end] == '*';
	if (end > begin && r->text[end - 1] == '.' && end < r->len &&
		(r->text[end] == '*' || r->text[end] == '-'))
	{
		/* "E11.*", "E11.-": the heading itself */
		if (r->text[end] == '-')
			r->at++;
		end--;
	}
	if (*beginning)
		r->at++;
	if (*beginning && end - begin < MC_ICD10CM_CATEGORY_LEN && end > begin &&
		IsLetter(r->text[begin]))
	{
		*code = 0;
		for (size_t i = begin; i < end; i++, n++)
		{
			if (r->text[i] == '.')
				return Fail(r, i, mc_icd10cm_status_text(MC_ICD10CM_BAD_DOT));
			*code |= (uint64_t) (unsigned char) Upper(r->text[i]) << (56 - 8 * n);
		}
		return true;
	}
	status = mc_icd10cm_parse(r->text + begin, end - begin, code, &position);
	if (status == MC_ICD10CM_EMPTY)
		return Fail(r, begin, "a code is expected");
	if (status != MC_ICD10CM_OK)
		return Fail(r, begin + position, mc_icd10cm_status_text(status));
	return true;
}

static bool
ReadCodes(Reader *r, McQueryNode *node)
{
	size_t begin = r->at;
	bool beginning;
	uint64_t last;

	node->type = MC_QUERY_CODES;
	if (!ReadCode(r, &node->low, &beginning))
		return false;
	node->high = mc_icd10cm_heading_upper(node->low);
	if (beginning || !Take(r, '-'))
		return true;
	SkipSpace(r);
	if (!ReadCode(r, &last, &beginning))
		return false;
	node->high = mc_icd10cm_heading_upper(last);
	return node->high >= node->low || Fail(r, begin, "the range ends before it begins");
}

/* Is this the name of a model: hcc28? */
static bool
AtModel(const Reader *r)
{
	size_t i = r->at + 3;

	if (r->len - r->at < 5 || Upper(r->text[r->at]) != 'H' ||
		Upper(r->text[r->at + 1]) != 'C' || Upper(r->text[r->at + 2]) != 'C' ||
		!IsDigit(r->text[i]))
		return false;
	while (i < r->len && IsDigit(r->text[i]))
		i++;
	return i < r->len && (r->text[i] == ':' || r->text[i] == '/');
}

static bool
ReadHcc(Reader *r, McQueryNode *node)
{
	uint32_t model;
	uint32_t year = 0;
	uint32_t category;

	node->type = MC_QUERY_HCC;
	r->at += 3;
	if (!ReadNumber(r, 99, "the model is a number such as 28", &model))
		return false;
	if (r->text[r->at] == '/')
	{
		r->at++;
		if (!ReadNumber(r, 9999, "the payment year has four digits", &year))
			return false;
		if (year < 2000)
			return Fail(r, r->at, "the payment year has four digits");
	}
	if (r->at >= r->len || r->text[r->at] != ':')
		return Fail(r, r->at, "a colon and the number of a category are expected");
	r->at++;
	if (!ReadNumber(r, 99999, "the number of a category is expected", &category))
		return false;
	if (category == 0 || model == 0)
		return Fail(r, r->at, "the number of a category is expected");
	node->low = category;
	node->high = (uint64_t) model << 32 | year;
	return true;
}

static bool
ReadAssertion(Reader *r, McQueryNode *node)
{
	size_t begin = r->at;

	while (r->at < r->len && IsLetter(r->text[r->at]))
		r->at++;
	for (int i = 0; i < MC_QUERY_NASSERTIONS; i++)
	{
		const char *name = mc_query_assertion_name((McQueryAssertion) i);
		size_t n = strlen(name);
		size_t k = 0;

		while (k < n && k < r->at - begin && Upper(r->text[begin + k]) == Upper(name[k]))
			k++;
		if (k == n && n == r->at - begin)
		{
			node->assertion = (uint8_t) i;
			return true;
		}
	}
	return Fail(r, begin,
				"affirmed, negated, historical, family, uncertain or any is expected");
}

static bool
ReadAtom(Reader *r)
{
	McQueryNode node = {.size = 1};
	bool has_assertion = false;
	bool has_score = false;
	uint32_t score;

	if (AtModel(r) ? !ReadHcc(r, &node) : !ReadCodes(r, &node))
		return false;
	for (;;)
	{
		if (Take(r, ':'))
		{
			if (has_assertion)
				return Fail(r, r->at - 1, "an assertion stands there already");
			SkipSpace(r);
			if (!ReadAssertion(r, &node))
				return false;
			has_assertion = true;
		}
		else if (Take(r, '@'))
		{
			if (has_score)
				return Fail(r, r->at - 1, "a score stands there already");
			SkipSpace(r);
			if (!ReadNumber(r, 100, "a score from 0 to 100 is expected", &score))
				return false;
			node.min_score = (uint8_t) score;
			has_score = true;
		}
		else
			break;
	}
	return AddNode(r, &node);
}

/* Take a node out: its operands take its place. */
static void
Unwrap(Reader *r, size_t place)
{
	r->count--;
	memmove(r->nodes + place, r->nodes + place + 1,
			(r->count - place) * sizeof(McQueryNode));
}

static bool
ReadPart(Reader *r, unsigned depth)
{
	McQueryNode not = {.type = MC_QUERY_NOT};
	size_t place = r->count;

	if (depth > MC_QUERY_MAX_DEPTH)
		return Fail(r, r->at, "parentheses and negations are nested more than 100 deep");
	if (Take(r, '('))
	{
		if (!ReadAny(r, depth + 1))
			return false;
		return Take(r, ')') || Fail(r, r->at, "a closing parenthesis is expected");
	}
	if (!Take(r, '!'))
		return ReadAtom(r);
	if (!AddNode(r, &not ) || !ReadPart(r, depth + 1))
		return false;
	if (r->nodes[place + 1].type == MC_QUERY_NOT)
	{
		Unwrap(r, place);
		Unwrap(r, place);
	}
	else
		r->nodes[place].size = (uint32_t) (r->count - place);
	return true;
}

/* Put a node before what was read from a place on. */
static bool
PutBefore(Reader *r, size_t place, const McQueryNode *node)
{
	if (!AddNode(r, node))
		return false;
	memmove(r->nodes + place + 1, r->nodes + place,
			(r->count - 1 - place) * sizeof(McQueryNode));
	r->nodes[place] = *node;
	return true;
}

/* Operands joined by one operator; an operand that is joined by the same one is spread out. */
static bool
ReadJoined(Reader *r, unsigned depth, McQueryNodeType type, char sign,
		   bool (*operand)(Reader *, unsigned))
{
	McQueryNode join = {.type = (uint8_t) type};
	size_t place = r->count;

	if (!operand(r, depth))
		return false;
	if (!Take(r, sign))
		return true; /* nothing to join */
	if (r->nodes[place].type != type && !PutBefore(r, place, &join))
		return false;
	do
	{
		size_t begin = r->count;

		if (!operand(r, depth))
			return false;
		if (r->nodes[begin].type == type)
			Unwrap(r, begin);
	} while (Take(r, sign));
	r->nodes[place].size = (uint32_t) (r->count - place);
	return true;
}

static bool
ReadAll(Reader *r, unsigned depth)
{
	return ReadJoined(r, depth, MC_QUERY_AND, '&', ReadPart);
}

static bool
ReadAny(Reader *r, unsigned depth)
{
	return ReadJoined(r, depth, MC_QUERY_OR, '|', ReadAll);
}

McQueryNode *
mc_query_parse(const McHost *host, const char *text, size_t len, uint32_t *count,
			   McQueryError *error)
{
	Reader r = {.host = host, .text = text, .len = len, .error = error};

	if (!ReadAny(&r, 0))
		return NULL;
	SkipSpace(&r);
	if (r.at < r.len)
	{
		(void) Fail(&r, r.at, "an operator or the end is expected");
		return NULL;
	}
	*count = (uint32_t) r.count;
	return r.nodes;
}
