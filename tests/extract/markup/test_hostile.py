"""Random and crafted text: nothing raises, and time grows with size alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.markup.reading import component, page

PIECES = [
    "{{", "}}", "{%", "%}", "{#", "#}", "if a", "endif", "else", "for a in b", "endfor", "block c", "endblock", "set d",
    "url 'x' as y", "url_for(", ")", "<a href=", "<form ", "</form>", "<script>", "</script>", "<!--", "-->",
    '"', "'", ">", "<", " ", "\n", "/x", "onclick=", "x-data=", "{", "}", "é", "\x00", "{#each a as b}", "<template>",
    "srcset=", ",",
    "hx-post=", "<input name=a form=b>", "raw", "endraw", "|f:'x'", "load x",
]  # fmt: skip
SIZE = 5_000
CRAFTED = {
    "outputs": "{{" * SIZE,
    "tags": "{%" * SIZE,
    "groups": "{% if a %}" * SIZE + "{% endif %}" * SIZE,
    "mismatched": "{% if a %}" * SIZE + "{% endfor %}" * SIZE,
    "parentheses": "{{ " + "(" * SIZE + " }}",
    "filters": "{{ a" + "|f" * SIZE + " }}",
    "django filters": "{% load x %}{{ a" + "|f" * SIZE + " }}",
    "quotes": "{{ '" * SIZE + "}}",
    "comments": "<!--" * SIZE,
    "elements": "<div hx-boost=true>" * SIZE,
    "attributes": "<a " + "href=x " * SIZE + ">",
    "forms": "<form>{{ form.a }}" * SIZE,
    "alternative forms": "{% if a %}<form>{% else %}<form>{% endif %}" * (SIZE // 10),
    "named controls": "<form id=x>" * 500 + "<input name=a form=x>" * 500,
    "placeholders": "<script>" + '"{{ x }}"+' * SIZE + "1</script>",
    "sources": '<img srcset="' + "a," * SIZE + '">',
    "braces": "{" * SIZE,
}


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
def test_no_text_raises(text: str) -> None:
    assert page(text).lines == text.count("\n") + 1
    assert page(text, "templates/x.js").engine
    assert component(text).engine == "vue"
    assert component(text, "x.svelte").engine == "svelte"


@pytest.mark.parametrize("text", CRAFTED.values(), ids=CRAFTED.keys())
def test_crafted_text_is_read_in_time(text: str) -> None:
    begin = time.process_time()
    page(text)
    component(text, "x.svelte")
    assert time.process_time() - begin < 8
