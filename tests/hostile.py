"""What people may type, and a few will: texts that do something where they are not shown as text.

A field that takes texts gets a share of them, another each day; what lands elsewhere gets them all.
"""

from itertools import product

MENTIONS = (
    *(
        "<at>alle</at>",
        "<at id='0'>Kari Nilsen</at> hei",
        "&lt;at&gt;alle&lt;/at&gt;",
        "<at>",
        "</at>",
    ),
    *("<AT>Alle</AT>", "<at>Kari</at><at>Ola</at>", "@everyone", "@channel", "@[Kari](29:kari)"),
    *("<at\n>alle</at\n>", "&#60;at&#62;alle&#60;/at&#62;", "<at>&amp;</at>", "</at><at>alle"),
)
HTML = (
    *("<b>fet</b>", "<a href='https://example.org'>her</a>", "<img src=x onerror=alert(1)>"),
    *("<script>alert(1)</script>", "<!-- skjult", "-->", "<![CDATA[x]]>", "</TextBlock>", "<br/>"),
    *(
        "&amp; &nbsp; &#60;",
        "&lt;script&gt;",
        "&quot;",
        "'\"><svg onload=alert(1)>",
        "<iframe src=//x>",
    ),
    *("<style>*{display:none}</style>", "<base href=//example.org>", "<form action=//x><input>"),
    *(
        "</title><script>alert(1)</script>",
        "</bdi></p><h1>Falsk</h1>",
        "<x a='",
        '<x a="',
        "<",
        "&",
    ),
    *(
        "<svg><use href='data:,x'/></svg>",
        "<math><mi//xlink:href='javascript:alert(1)'>",
        "<?xml?>",
    ),
    *(
        "<details open ontoggle=alert(1)>",
        "' autofocus onfocus=alert(1) x='",
        "&Tab;&NewLine;&colon;",
    ),
)
MARKDOWN = (
    *(
        "[her](https://example.org)",
        "[her](javascript:alert(1))",
        "![bilde](https://example.org/x.png)",
    ),
    *("[a][b]\n\n[b]: https://example.org", "<https://example.org>", "[x]( javascript:alert(1) )"),
    *(
        "**fet** _skrå_ ~~strøket~~ `kode`",
        "**fet**",
        "__fet__",
        "***alt***",
        "# Overskrift",
        "###### x",
    ),
    *(
        "- punkt",
        "+ punkt",
        "* punkt",
        "1. først",
        "18. mars",
        "1) først",
        "> sitat",
        "---",
        "===",
        "***",
    ),
    *(
        "| a | b |",
        "|-|-|",
        "```\nkode\n```",
        "~~~\nkode\n~~~",
        "\\*ikke\\*",
        "a\\",
        "\\",
        "[ ] gjør",
    ),
    *("    innrykk", "\ttab", "a  \nb", "[^1]: note", "$x^2$", "==merket==", "<u>", "[[lenke]]"),
)
LINKS = (
    *("https://example.org/x", "http://example.org", "HTTPS://EXAMPLE.ORG", "www.example.org"),
    *(
        "example.org",
        "kari@example.org",
        "mailto:kari@example.org",
        "//example.org",
        "ftp://example.org",
    ),
    *(
        "javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "https://[",
    ),
    *(
        "https://ola:x@example.org",
        "https://example.org\n",
        "https:example.org",
        "tel:112",
        "hxxp://x.no",
    ),
    *(
        "msteams:/l/chat",
        "https://teams.microsoft.com/l/x",
        "xn--e1afmkfd.no",
        "https://аpple.example",
    ),
)
TEMPLATES = (
    *(
        "{{DATE(2027-01-01T00:00:00Z)}}",
        "{{TIME(2027-01-01T00:00:00Z)}}",
        "${navn}",
        "{name} {0} {count}",
    ),
    *("{", "}", "{}", "{{", "}}", "{{{{", "{0.__class__}", "{words.__init__.__globals__}", "#{x}"),
    *(
        "%s %d %(name)s %",
        "%",
        "%%",
        "{% include 'x' %}",
        "{{ 7 * 7 }}",
        "{# x #}",
        "<%= x %>",
        "$(x)",
    ),
    *(
        "`id`",
        "$HOME",
        "%PATH%",
        "${jndi:ldap://x}",
        "@{x}",
        "{agency}",
        "{bot}",
        "{{DATE(",
    ),
)
UNSEEN = (
    *(
        "a\x00b",
        "a\ud800b",
        "\udfff",
        "\u202eegaD",
        "\u2066skjult\u2069",
        "\u200b\u200c\u200d",
        "\ufeff",
    ),
    *(
        "\x07\x1b[31mrød",
        "\x1b]0;tittel\x07",
        "\x7f",
        "\x85",
        "a\u2028b\u2029c",
        "\t \n ",
        "\u00ad",
        "\u034f",
    ),
    *(
        "\u2063",
        "\u180e",
        "\u200e\u200f",
        "\ufff9x\ufffa",
        "\U000e0041\U000e0042",
        "a\x0bb\x0cc",
        "\u061c",
    ),
    *(
        "🎉👩‍👩‍👧‍👦🏳️‍🌈",
        "اجتماع الشبكة",
        "Z̵̢͝a̸l̷g̶o̴",
        "Каrі Nіlsеn",
        "Ｋａｒｉ",
        "ﬁ",
        "İ",
        "ß" * 50,
        "\ufdfd" * 20,
    ),
    *(
        "\u0600",
        "\ufffe",
        "\uffff",
        "e\u0301" * 30,
        "\u3164",
        "\u115f",
        "\u2800" * 10,
        "\u00a0" * 10,
    ),
)
CALENDAR = (
    *(
        "a\r\nBEGIN:VEVENT\r\nSUMMARY:Falsk",
        "x\nEND:VCALENDAR",
        "BEGIN:VALARM;TRIGGER=-PT0M",
        "a\\nb",
    ),
    *(
        "a;b,c:d",
        "\\;\\,\\n",
        'ATTENDEE;CN="x":mailto:y',
        "æøå " * 40,
        "x" * 75,
        "å" * 38,
        "a\r\n b",
    ),
    *(
        "X-WR-CALNAME:Falsk",
        "UID:1",
        "a\rb",
        "a\r\n\r\nb",
        "RRULE:FREQ=SECONDLY",
        "DTSTART:19700101",
        "^n",
    ),
)
FORMULAS = tuple(
    f"{before}{payload}"
    for before, payload in product(
        ("=", "+", "-", "@", "\t=", "\r=", " =", "\uff1d", "\uff20", "\x00="),
        ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x";"y")', "SUM(A1:A9)"),
    )
)
XML = (
    *(
        "]]>",
        "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
        "<w:t>falsk</w:t>",
        "&y;",
    ),
    *(
        "<w:instrText>INCLUDETEXT</w:instrText>",
        "DDEAUTO c:\\\\x",
        "_x0041_",
        "\u0001_x0000_",
        "<w:br/>",
    ),
)
LOG = (
    *(
        "a\n2027-01-01 00:00:00 ERROR forged",
        "a\r\nb",
        "%(message)s",
        "\x1b[2J",
        "Authorization: Bearer x",
    ),
    *("bug 00000000 in Said", "Traceback (most recent call last):", '{"level":"error"}', "\\r\\nx"),
)
OURS = (
    *(
        "Kari Nilsen",
        "turn",
        "none",
        "new",
        "all",
        "agency:1",
        "'; DROP TABLE meeting; --",
        "1 OR 1=1",
    ),
    *(
        "../../etc/passwd",
        "..\\..\\x",
        "C:\\x",
        "NUL",
        "a/b",
        "?x=1&y=2#z",
        "null",
        "undefined",
        "NaN",
    ),
)
CORPUS = (
    *(*MENTIONS, *HTML, *MARKDOWN, *LINKS, *TEMPLATES, *UNSEEN, *CALENDAR, *FORMULAS),
    *(*XML, *LOG, *OURS),
)

# Where a number, an id, a day, an hour or an address is expected.
ALMOST = (
    *(
        "²",
        "٣",
        "-1",
        "9" * 30,
        "9" * 5000,
        "1,²,9999999999",
        "NaN",
        "1e9",
        "0001-01-01",
        "9999-12-31",
    ),
    *("2027-03-28", "2.30", "24:00", "https://[", "https://ola:x@example.org", "1|²|3"),
    "08:00 | a | b\n" * 60,
)


def some(seed: int, count: int = 30) -> list[str]:
    """A share of the corpus; shares of seeds that follow on each other meet every text."""
    begin = seed * count % len(CORPUS)
    return [*(CORPUS * 2)[begin : begin + count]]
