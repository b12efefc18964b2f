"""Templates that never end, or give without end, are told at their line; what templates are written with is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from packgen.compose import Templates, render_template
from packgen.problems import Problems
from tests.fuzz.running import bounded
from tests.sample import ROOT

TOO_MUCH = "it never ends, or gives far too much"
UNSAFE = "is unsafe"
LARGE = "too large a number"
FORMAT = "format takes conversions such as"
DEEP = "maximum recursion depth exceeded"
GROWING = "{% set n = namespace(x=START) %}{% for i in range(90) %}\n\n{% set n.x = STEP %}{% endfor %}{{ n.x }}"


def growing(start: str, step: str) -> str:
    """A template that does a step, which is on its third line, again and again."""
    return GROWING.replace("START", start).replace("STEP", step)


def rendered(folder: Path, template: str, **values: object) -> str:
    """What the template gives, within the bounds that hold for every input."""
    (folder / "x.xml.j2").write_text(template, encoding="utf-8")
    with bounded():
        return render_template(Templates(folder), "x.xml.j2", values)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        # loops and calls
        ("\n\n{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", TOO_MUCH),
        ("\n\n{% for a in range(999) %}{% for b in range(999) %}{{ a }}{% endfor %}{% endfor %}", TOO_MUCH),
        ("{% macro f(n) %}\n\n{{ f(n + 1) }}{% endmacro %}{{ f(0) }}", DEEP),
        ("{% macro f(n) %}{% if n %}\n\n{{ f(n - 1) ~ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}", TOO_MUCH),
        ("\n\n{% for a in range(60) recursive %}{{ loop(range(60)) }}{% endfor %}", DEEP),
        ("{% block b %}\n\n{{ self.b() }}{{ self.b() }}{% endblock %}", DEEP),
        ("\n\n{% include 'x.xml.j2' %}", DEEP),
        (
            "{% set n = n - 1 if n is defined else 60 %}{% if n %}\n\n"
            "{% include 'x.xml.j2' %}{% include 'x.xml.j2' %}{% endif %}",
            TOO_MUCH,
        ),
        ("{% for i in range(99999) %}\n\n{% set x = range(99999)|list %}{% endfor %}", TOO_MUCH),
        ("{% set x = range(99999)|list %}{% for i in x %}\n\n{% set y = x[:] %}{% endfor %}", TOO_MUCH),
        ("{% set x = range(99999)|list %}{% for i in x %}\n\n{% if x == x %}{% endif %}{% endfor %}", TOO_MUCH),
        ("\n\n{{ range(99999)|select('in', range(99999)|list)|list }}", TOO_MUCH),
        # texts
        ("\n\n{{ 'x' * 10 ** 9 }}", TOO_MUCH),
        ("\n\n{{ 10 ** 9 * ['x'] }}", TOO_MUCH),
        ("\n\n{{ range(99999)|join('x' * 99999) }}", TOO_MUCH),
        ("\n\n{{ ('x' * 9999)|replace('x', 'y' * 99999) }}", TOO_MUCH),
        ("\n\n{{ ([range(99999)] * 999)|map('list')|list }}", TOO_MUCH),
        ("\n\n{{ ('%(a)s' * 999) % {'a': 'x' * 99999} }}", TOO_MUCH),
        ("\n\n{{ '%999999999d' % 1 }}", FORMAT),
        ("\n\n{{ '%999999999d'|format(1) }}", FORMAT),
        ("\n\n{{ '%*d'|format(10 ** 9, 1) }}", FORMAT),
        ("\n\n{{ '%(a(b)c)999999999d' % {'a(b)c': 1} }}", FORMAT),
        ("\n\n{{ '{:999999999}'.format(1) }}", UNSAFE),
        ("\n\n{{ 'x'.center(10 ** 9) }}", UNSAFE),
        ("\n\n{{ 'x'['ljust'](10 ** 9) }}", UNSAFE),
        ("\n\n{{ 'x'|center(10 ** 9) }}", "No filter named 'center'"),
        ("\n\n{{ 'x'|indent(10 ** 9) }}", "No filter named 'indent'"),
        ("\n\n{{ lipsum(10 ** 9) }}", "'lipsum' is undefined"),
        # what grows with each step
        (growing("'ten letters'", "n.x + n.x"), TOO_MUCH),
        (growing("'ten letters'", "n.x ~ n.x"), TOO_MUCH),
        (growing("'ten letters'", "[n.x, n.x]"), TOO_MUCH),
        (growing("'ten letters'", "{1: n.x, 2: n.x}"), TOO_MUCH),
        (growing("'ten letters'", "dict(a=n.x, b=n.x)"), TOO_MUCH),
        (growing("10", "n.x * n.x"), LARGE),
        (growing("'ten letters'", "n.x %}{% set x %}{{ n.x }}{{ n.x }}{% endset %}{% set n.x = x"), TOO_MUCH),
        # numbers
        ("\n\n{{ (9 ** 99) ** 99 }}", LARGE),
        ("\n\n{{ 1 / 0 }}", "division by zero"),
    ],
)
def test_a_template_without_end_is_told_at_its_line(tmp_path: Path, template: str, expected: str) -> None:
    with pytest.raises(Problems) as caught:
        rendered(tmp_path, template)
    assert str(caught.value).startswith(f"{tmp_path.name}/x.xml.j2:3: ")
    assert expected in str(caught.value)


@pytest.mark.parametrize(
    "template",
    [
        "{% for i in range(99999) %}" + "x" * 9999 + "{% endfor %}",
        "{% filter upper %}{% for i in range(99999) %}" + "x" * 9999 + "{% endfor %}{% endfilter %}",
        "{% set n = namespace(x='x' * 99999) %}{{ ([n] * 9999)|map(attribute='x')|join }}",
        "{% set n = namespace(x='x' * 99999) %}{% for i in range(9999) %}{{ [n.x] }}{% endfor %}",
    ],
)
def test_text_without_end_is_refused(tmp_path: Path, template: str) -> None:
    with pytest.raises(Problems, match=TOO_MUCH):
        rendered(tmp_path, template)


@pytest.mark.parametrize(
    "template",
    [
        "{{ " + "(" * 300 + "1" + ")" * 300 + " }}",
        "{{ 1" + "+1" * 9999 + " }}",
        "{% if 1 %}" * 120 + "{% endif %}" * 120,
        "{% for i in range(9) %}" * 30 + "{% endfor %}" * 30,
    ],
)
def test_what_is_too_deep_for_python_is_refused(tmp_path: Path, template: str) -> None:
    with pytest.raises(Problems, match=r"x\.xml\.j2:1: is nested too deep"):
        rendered(tmp_path, template)


def test_a_comment_left_open_names_the_template(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        rendered(tmp_path, "\n{# no end")
    assert str(caught.value) == f"{tmp_path.name}/x.xml.j2:2: Missing end of comment tag"


def test_a_namespace_that_holds_itself_prints(tmp_path: Path) -> None:
    template = growing("0", "namespace(a=n.x, b=n.x)").replace("{{ n.x }}", "{{ n.x ~ n.x }}")
    assert rendered(tmp_path, template).strip() == "&lt;namespace&gt;" * 2


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% for key, value in {'a': 1}.items() %}{{ key }}{{ value }}{% endfor %}", "a1"),
        ("{% for a in [[1, [2]], [3]] recursive %}{{ loop(a) if a is iterable else a }}{% endfor %}", "123"),
        ("{{ [3, 1, 2]|sort|join(', ') }}{{ ['a', 'b']|map('upper')|join }}", "1, 2, 3AB"),
        ("{{ 'a-b'|replace('-', ' ') }}{{ 'a' + 'b' }}{{ [1] + [2] }}{{ '%s!' % 'x' }}", "a bab[1, 2]x!"),
        ("{{ 'ab' * 3 }}{{ 2 ** 8 }}{{ 7 % 4 }}{{ 25.5 * 999999 }}", "ababab256325499974.5"),
        ("{{ '%(a)s %(b)02d %(c).1f %%'|format(a='<', b=7, c=1.26) }}", "&lt; 07 1.3 %"),
        (
            "{% for kind, all in things|groupby('kind') %}{{ kind }}{{ all|map(attribute='n')|join }}{% endfor %}",
            "x13y2",
        ),
        ("{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ 'abc'[1:] }}{{ [1, 2, 3][-1] }}", "abbc3"),
        ("{% macro m() %}<{{ caller() }}>{% endmacro %}{% call m() %}x{% endcall %}", "<x>"),
        ("{% filter upper %}y{% endfilter %}{{ 'z' if nothing is defined else [1]|length }}", "Y1"),
    ],
)
def test_what_templates_are_written_with_is_there(tmp_path: Path, template: str, expected: str) -> None:
    things = [{"kind": "x", "n": 1}, {"kind": "y", "n": 2}, {"kind": "x", "n": 3}]
    assert rendered(tmp_path, template, things=things) == expected


def test_each_rendering_has_a_whole_allowance(tmp_path: Path) -> None:
    """One set of templates writes all the packs of a build."""
    (tmp_path / "x.xml.j2").write_text("{% for i in range(99999) %}x{% endfor %}", encoding="utf-8")
    templates = Templates(tmp_path)
    for _ in range(12):
        assert len(render_template(templates, "x.xml.j2", {})) == 99999


def test_the_filters_of_the_project_s_templates_are_known() -> None:
    templates = Templates(ROOT / "templates")
    for path in sorted((ROOT / "templates").rglob("*.j2")):
        assert templates.get(path.relative_to(ROOT / "templates").as_posix())
