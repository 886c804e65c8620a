from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from scanner.extract.markup.html import Characters, Comment, EndTag, StartTag, Token, tokenize

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>a < b</title>
<!-- <a href="/no"> --><link rel=stylesheet href='/a.css'/>
<script src="x.js">if (a < b) { "</p>" }</script><style>a > b {}</style></head>
<body class = "x y" data-a><p>one<br>two &amp; <a
   href="/a?b=1&c=2" title='it"s'>link</a> 1 < 2
<input value=bare disabled><textarea><a href="/no"></textarea>
</body></html>
"""
PIECES = [
    "<",
    ">",
    "a",
    "/",
    "=",
    '"',
    "'",
    " ",
    "\n",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<p ",
    "</p>",
    "!",
    "?",
    "é",
]


class Reference(HTMLParser):
    """The standard library's parser, as a second opinion on well-formed pages."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.seen: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, [name for name, _ in attrs]))


def kinds(text: str) -> list[str]:
    names = {Characters: "text", Comment: "comment", StartTag: "start", EndTag: "end"}
    return [names[type(token)] for token in tokenize(text)]


def attributes(text: str) -> list[tuple[str, str | None]]:
    (tag,) = (token for token in tokenize(text) if isinstance(token, StartTag))
    return [
        (item.name, text[item.value_start : item.value_end] if item.value_start >= 0 else None)
        for item in tag.attributes
    ]


def test_it_agrees_with_the_standard_library_on_a_page() -> None:
    reference = Reference()
    reference.feed(PAGE)
    found = [token for token in tokenize(PAGE) if isinstance(token, StartTag)]
    own = [(token.name, [item.name for item in token.attributes]) for token in found]
    # older versions of the standard library take tags inside <textarea> for elements
    assert own == [entry for entry in reference.seen if entry != ("a", ["href"])]
    link = next(token for token in found if token.name == "a")
    assert [PAGE[item.value_start : item.value_end] for item in link.attributes] == ["/a?b=1&c=2", 'it"s']


def test_attribute_forms() -> None:
    assert attributes('<a b="1" C=\'2\' d=3 e f = 4 g="">') == [
        ("b", "1"),
        ("c", "2"),
        ("d", "3"),
        ("e", None),
        ("f", "4"),
        ("g", ""),
    ]
    assert attributes("<a b=x/y c/>") == [("b", "x/y"), ("c", None)]
    assert attributes('<a href="x"class="y">') == [("href", "x"), ("class", "y")]
    assert attributes('<a href="never closed') == [("href", "never closed")]
    assert attributes("<a @click.prevent='x' :b='y' (c)='z' [d]='w'>") == [
        ("@click.prevent", "x"),
        (":b", "y"),
        ("(c)", "z"),
        ("[d]", "w"),
    ]


def test_text_that_looks_like_a_tag() -> None:
    assert set(kinds("1 < 2 <3 <")) == {"text"}
    assert kinds("</ x>") == ["comment"]


def test_comments_and_declarations() -> None:
    assert kinds("<!doctype html><!-- <a> --><!--><?xml ?>") == ["comment"] * 4
    assert kinds("<!-- never closed <a>") == ["comment"]
    assert kinds("<![CDATA[ <a> ]]>") == ["text"]


def test_raw_text_ends_at_its_own_end_tag() -> None:
    tokens = list(tokenize("<script>'</p>' <a></SCRIPT ><p>"))
    assert [token.of for token in tokens if isinstance(token, Characters)] == ["script"]
    assert [token.name for token in tokens if not isinstance(token, Characters | Comment)] == ["script", "script", "p"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_tokens_leave_no_gap(text: str) -> None:
    position = 0
    token: Token
    for token in tokenize(text):
        assert token.start == position
        assert token.end > token.start or isinstance(token, Characters)
        position = token.end
    assert position == len(text)
