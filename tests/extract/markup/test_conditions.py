"""What the conditions of templates say, and on which lines."""

from __future__ import annotations

from scanner.concepts.expression import Choice, Literal, Name, When
from scanner.concepts.facts import Guard
from scanner.extract.markup.templates.engine import Engine
from scanner.extract.markup.templates.template import Template


def guards(text: str, engine: Engine) -> tuple[Guard, ...]:
    """Those that say something of a name."""
    return tuple(guard for guard in Template(text, engine).finished_scopes()[0].guards if guard.path)


def test_alternatives_of_jinja() -> None:
    text = '{% if page == "hot" %}\n<a>\n{% elif page in ("a", "b") and form.id %}\n<b>\n{% else %}\n<i>\n{% endif %}\n'
    assert guards(text, Engine.JINJA) == (
        Guard("page", ("hot",), 1, 2),
        Guard("page", ("hot",), 3, 4, negated=True),
        Guard("page", ("a", "b"), 3, 4),
        Guard("form.id", (), 3, 4),
        Guard("page", ("hot",), 5, 6, negated=True),
    )


def test_alternatives_of_django() -> None:
    text = '{% if a.b == "x" or a.b == "y" %}\n<a>\n{% elif not c and d != 2 %}\n<b>\n{% endif %}\n'
    assert guards(text, Engine.DJANGO) == (
        Guard("a.b", ("x", "y"), 1, 2),
        Guard("a.b", ("x",), 3, 4, negated=True),
        Guard("a.b", ("y",), 3, 4, negated=True),
        Guard("c", (), 3, 4, negated=True),
        Guard("d", ("2",), 3, 4, negated=True),
    )


def test_line_that_alternatives_share_belongs_to_none() -> None:
    assert guards("{% if x %}<a>{% else %}<b>{% endif %}\n", Engine.JINJA) == ()


def test_what_is_not_understood_says_nothing() -> None:
    for test in ("a > 3", "x is defined", "f(a) == g(b)", "a == b", "x in names"):
        assert guards(f"{{% if {test} %}}\n<a>\n{{% endif %}}\n", Engine.JINJA) == ()


def test_choice_inside_an_address_carries_its_conditions() -> None:
    text = "{% if kind == 'a' %}/a{% else %}/b{% endif %}"
    when = When(Name("kind"), ("a",))
    opposite = When(Name("kind"), ("a",), negated=True)
    assert Template(text, Engine.JINJA).value(0, len(text)) == Choice(
        (Literal("/a"), Literal("/b")), ((when,), (opposite,))
    )


def test_lines_under_any_condition_are_told() -> None:
    found = Template("{% if a > 3 %}\n<a>\n{% endif %}\n", Engine.JINJA).finished_scopes()[0].guards
    assert found == (Guard("", (), 1, 3),)
