/*
 * xml_file_test.c
 *		Unit test of the reader of XML, event by event.
 */
#include "test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load/xml_file.h"

/* What a document said: "<a@1 'text'@2 >a", and how it ended */
static char said[4000];
static char problem[200];
static uint32_t problem_line;
static unsigned long events;

/* Read content to its end; returns the last event. */
static McXmlEvent
read_all(const char *content, size_t length)
{
	char *copy = malloc(length + 1); /* ends where the memory ends */
	McXml *xml;
	McXmlEvent event;
	char *to = said;

	if (length > 0)
		memcpy(copy + 1, content, length);
	xml = mc_xml_open(copy + 1, length);
	events = 0;
	*to = *problem = '\0';
	problem_line = 0;
	while ((event = mc_xml_next(xml)) != MC_XML_DONE && event != MC_XML_BAD)
	{
		events++;
		if (to > said + sizeof(said) - 300)
			continue;
		if (to > said)
			*to++ = ' ';
		if (event == MC_XML_TEXT)
			to += snprintf(to, 200, "'%s'", mc_xml_text(xml));
		else
			to += snprintf(to, 200, "%s%s", event == MC_XML_START ? "<" : ">",
						   mc_xml_name(xml));
		if (event != MC_XML_END)
			to += sprintf(to, "@%u", mc_xml_line(xml));
	}
	if (event == MC_XML_BAD)
	{
		snprintf(problem, sizeof(problem), "%s", mc_xml_problem(xml));
		problem_line = mc_xml_line(xml);
		if (mc_xml_next(xml) != MC_XML_BAD)
			test_ok(false, "nothing comes behind the end");
	}
	mc_xml_close(xml);
	free(copy);
	return event;
}

static void
test_events(const char *name, const char *content, const char *want)
{
	McXmlEvent event = read_all(content, strlen(content));

	test_ok(event == MC_XML_DONE && strcmp(said, want) == 0, "%s (said: %s)", name, said);
}

static void
test_bad(const char *name, const char *content, size_t length, uint32_t line)
{
	McXmlEvent event = read_all(content, length);

	test_ok(event == MC_XML_BAD && problem[0] != '\0' && problem_line == line &&
				strstr(problem, "CANARY") == NULL && strstr(said, "CANARY") == NULL,
			"%s is refused (line %u: %s)", name, problem_line, problem);
}

static void
test_attributes(void)
{
	const char *content = "<a x='1' y=\"two &amp; 3\">\n<b/></a>";
	McXml *xml = mc_xml_open(content, strlen(content));
	bool good = mc_xml_next(xml) == MC_XML_START && mc_xml_is(xml, "a") &&
				!mc_xml_is(xml, "ab") && mc_xml_depth(xml) == 0;

	good = good && strcmp(mc_xml_attribute(xml, "x"), "1") == 0;
	good = good && strcmp(mc_xml_attribute(xml, "y"), "two & 3") == 0;
	good = good && mc_xml_attribute(xml, "z") == NULL;
	test_ok(good, "attributes");
	good = mc_xml_next(xml) == MC_XML_START && mc_xml_depth(xml) == 1 &&
		   mc_xml_line(xml) == 2 && mc_xml_attribute(xml, "x") == NULL;
	good = good && mc_xml_next(xml) == MC_XML_END && mc_xml_is(xml, "b") &&
		   mc_xml_depth(xml) == 1;
	good = good && mc_xml_next(xml) == MC_XML_END && mc_xml_is(xml, "a") &&
		   mc_xml_depth(xml) == 0;
	test_ok(good && mc_xml_next(xml) == MC_XML_DONE, "depth, and an empty element");
	test_ok(mc_xml_offset(xml) == strlen(content), "offset at the end: %zu",
			mc_xml_offset(xml));
	mc_xml_close(xml);
	mc_xml_close(NULL);
}

/* Whatever is cut off, nothing but the white space at the end can be missing. */
static void
test_cuts(void)
{
	const char *content =
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- c -->\n"
		"<a x='1'>\n<b>t\xC3\xA9xt &amp; &#x3B1;</b><![CDATA[<c>]]></a>\n";
	size_t length = strlen(content);
	unsigned passed = 0;

	for (size_t cut = 0; cut <= length; cut++)
		passed += read_all(content, cut) == MC_XML_DONE;
	test_ok(passed == 2, "cuts at every byte: %u pass", passed);
}

static void
test_damages(void)
{
	static const char nul[] = "<a>x\0y</a>";
	char *deep = malloc(10000);
	char *to = deep;

	test_bad("nothing", "", 0, 1);
	test_bad("a text", "CANARY", 6, 1);
	test_bad("an end that belongs to another", "<a>\n<b>\n</a>\n</b>", 17, 3);
	test_bad("a second root", "<a/>\n<CANARY/>", 14, 2);
	test_bad("text behind the root", "<a/>\nCANARY", 11, 2);
	test_bad("an attribute twice", "<a x='1' x='2'/>", 16, 1);
	test_bad("a bare ampersand", "<a>\nx & y</a>", 13, 2);
	test_bad("a zero byte", nul, sizeof(nul) - 1, 1);
	test_bad("a control character", "<a>\n\x01</a>", 9, 2);
	test_bad("Latin 1 without a word of it", "<a>\n\xE9</a>", 9, 2);
	test_bad("half a character", "<a>\xC3</a>", 8, 1);
	test_bad("a surrogate", "<a>\xED\xA0\x80</a>", 10, 1);
	test_bad("an unknown encoding", "<?xml version='1.0' encoding='CANARY'?><a/>", 43, 1);
	test_bad("an entity that is not declared", "<a>\n&CANARY;</a>", 16, 2);

	for (int i = 0; i < 1000; i++)
		to += sprintf(to, "<a>");
	for (int i = 0; i < 1000; i++)
		to += sprintf(to, "</a>");
	test_ok(read_all(deep, (size_t) (to - deep)) == MC_XML_BAD && events < 1000,
			"1,000 elements in each other are refused (%s)", problem);
	free(deep);
}

/* Documents that bring declarations of their own, as an attacker's would */
static void
test_declarations(void)
{
	static const struct
	{
		const char *name;
		const char *content;
	} cases[] = {
		{"an entity", "<!DOCTYPE a [<!ENTITY x \"CANARY\">]><a>&x;</a>"},
		{"an entity in an attribute",
		 "<!DOCTYPE a [<!ENTITY x \"CANARY\">]><a b=\"&x;\"></a>"},
		{"a default of an attribute",
		 "<!DOCTYPE a [<!ATTLIST a b CDATA \"CANARY\">]><a/>"},
		{"an external entity",
		 "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"},
		{"a parameter entity",
		 "<!DOCTYPE a [<!ENTITY % x SYSTEM \"file:///etc/passwd\"> %x;]><a/>"},
		{"a billion laughs",
		 "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
		 "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
		 "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">"
		 "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">"
		 "<!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">"
		 "<!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;\">"
		 "<!ENTITY h \"&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;\">]><a>&h;</a>"},
		{"a billion laughs in an attribute",
		 "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
		 "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
		 "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">"
		 "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">"
		 "<!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">"
		 "<!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;\">"
		 "<!ENTITY h \"&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;\">]><a b=\"&h;\"></a>"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		McXmlEvent event = read_all(cases[i].content, strlen(cases[i].content));

		test_ok(event == MC_XML_BAD && strstr(problem, "CANARY") == NULL &&
					strstr(said, "CANARY") == NULL,
				"%s is refused (%s)", cases[i].name, problem);
	}
	/* older editions name one; it is not followed */
	test_ok(read_all("<!DOCTYPE a SYSTEM \"none.dtd\"><a/>",
					 strlen("<!DOCTYPE a SYSTEM \"none.dtd\"><a/>")) == MC_XML_DONE,
			"the name of a document type is no harm");
}

/* A text as long as a book is one text, or several; nothing of it is lost. */
static void
test_long(void)
{
	size_t size = 3 * 1000 * 1000;
	char *content = malloc(size + 20);
	size_t text = 0;
	McXml *xml;
	McXmlEvent event;

	strcpy(content, "<a>");
	memset(content + 3, 'x', size);
	strcpy(content + 3 + size, "</a>");
	xml = mc_xml_open(content, size + 7);
	while ((event = mc_xml_next(xml)) != MC_XML_DONE && event != MC_XML_BAD)
		if (event == MC_XML_TEXT)
			text += strlen(mc_xml_text(xml));
	mc_xml_close(xml);
	test_ok(event == MC_XML_DONE && text == size, "a text of %zu bytes", text);
	free(content);
}

static void
test_kinds(void)
{
	static const struct
	{
		const char *content;
		const char *root;
		const char *within;
		bool looks;
	} cases[] = {
		{"<a/>", "a", NULL, true},
		{"<a>", "a", NULL, true},
		{"<a x='1'>", "a", NULL, true},
		{"<a\n>", "a", NULL, true},
		{"<a.b>", "a.b", NULL, true},
		{"<a.b>", "a", NULL, false},
		{"<b><a/></b>", "a", NULL, false},
		{"a", "a", NULL, false},
		{"", "a", NULL, false},
		{"<", "a", NULL, false},
		{"<a", "a", NULL, false},
		{"  \r\n<a>", "a", NULL, true},
		{"\xEF\xBB\xBF<a>", "a", NULL, true},
		{"<?xml version='1.0'?>\n<a>", "a", NULL, true},
		{"<?xml version='1.0'?><!-- <b> > --><a>", "a", NULL, true},
		{"<!-- <a> --><b>", "a", NULL, false},
		{"<!-- <a>", "a", NULL, false},
		{"<!DOCTYPE a><a>", "a", NULL, true},
		{"<a><title>one</title>", "a", "<title>one", true},
		{"<a><title>two</title>", "a", "<title>one", false},
	};
	char *far = malloc(6000);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		size_t length = strlen(cases[i].content);
		char *exact = malloc(length + 1);

		memcpy(exact + 1, cases[i].content, length);
		test_ok(mc_xml_looks_like(exact + 1, length, cases[i].root, cases[i].within) ==
					cases[i].looks,
				"content %zu %s like <%s>", i, cases[i].looks ? "looks" : "does not look",
				cases[i].root);
		free(exact);
	}
	memset(far, ' ', 6000);
	memcpy(far, "<a>", 3);
	memcpy(far + 5900, "here", 4);
	test_ok(mc_xml_looks_like(far, 6000, "a", NULL) &&
				!mc_xml_looks_like(far, 6000, "a", "here"),
			"only the beginning is looked at");
	free(far);
}

int
main(void)
{
	test_events("elements", "<a><b></b><c/></a>", "<a@1 <b@1 >b <c@1 >c >a");
	test_events("lines", "\xEF\xBB\xBF<?xml version='1.0'?>\n<a>\n<b>\n</b>\n</a>\n",
				"<a@2 <b@3 >b >a");
	test_events("text", "<a> one <b>two</b> three</a>",
				"<a@1 ' one '@1 <b@1 'two'@1 >b ' three'@1 >a");
	test_events("white space is no text", "<a> \n\t<b> </b>\r\n</a>", "<a@1 <b@2 >b >a");
	test_events("references to characters", "<a>&lt;&amp;&#233;&#x3B1;</a>",
				"<a@1 '<&\xC3\xA9\xCE\xB1'@1 >a");
	test_events("CDATA", "<a><![CDATA[<b> & ]]></a>", "<a@1 '<b> & '@1 >a");
	test_events("comments and instructions", "<!-- x --><a><!-- y --><?z?></a><!-- z -->",
				"<a@1 >a");
	test_events("declared Latin 1",
				"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>",
				"<a@1 '\xC3\xA9'@1 >a");
	test_events("declared Windows-1252",
				"<?xml version='1.0' encoding='windows-1252'?><a>\x92</a>",
				"<a@1 '\xE2\x80\x99'@1 >a");
	test_attributes();
	test_cuts();
	test_damages();
	test_declarations();
	test_long();
	test_kinds();
	return test_done();
}
