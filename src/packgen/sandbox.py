"""The sandbox of a project's templates: whatever a template says, its rendering ends, and the memory lasts.

Jinja2's own sandbox keeps a template away from the machine, not from looping for ever. Here a rendering has an
allowance. Each loop, operator, filter, call and output pays from it for what goes in, before it runs, and what comes
out is a few times as large at most: so time and memory are bounded, at the same place on every machine. What gives
much for little is not there: filters that pad or indent, methods of texts and lists, numbers of hundreds of digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from pathlib import Path
from types import GeneratorType
from typing import Any, cast

from jinja2 import FileSystemLoader, StrictUndefined, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import FILTERS
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS
from jinja2.utils import Namespace

from packgen.rendered import marked

ALLOWANCE = 1_000_000  # the largest rendering of what ships, a trainer guide, pays 40,000

_CALL = 5  # what a call pays beside its arguments; a text pays for each 8 characters, a whole number for each 64 bits
_LARGEST = 1024  # the bits of the largest product or power

_FILTERS = (
    *("abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "forceescape"),
    *("format", "groupby", "int", "items", "join", "last", "length", "list", "lower", "map", "max", "min", "reject"),
    *("rejectattr", "replace", "reverse", "safe", "select", "selectattr", "sort", "string", "striptags", "title"),
    *("trim", "unique", "upper"),
)
_HOLDING = (int, float, range, list, tuple, set, frozenset, dict)  # what is more than one item, or may be
_PLAIN = (str, bytes, *_HOLDING)
_AS_IS = (str, Undefined)
_METHODS = ("get", "items", "keys", "values")  # those of a dictionary; texts, numbers and lists have none
_CONVERSION = re.compile(r"%(\(\w+\))?[-+ 0#]*\d?(\.\d)?[a-zA-Z%]")

# The parts of an expression or a statement whose value is paid for each time that it is used.
_PAID: dict[type[nodes.Node], tuple[str, ...]] = {
    nodes.For: ("iter",),
    nodes.Compare: ("expr",),
    nodes.Operand: ("expr",),
    nodes.Concat: ("nodes",),
    nodes.List: ("items",),
    nodes.Tuple: ("items",),
    nodes.Pair: ("key", "value"),
    nodes.Getitem: ("node",),
}


class Meter:
    """What is left of the allowance of one rendering."""

    def __init__(self) -> None:
        self.left = ALLOWANCE

    def pay(self, value: object, times: int = 1) -> None:
        """Pays for all that a value holds, so many times. Raises OverflowError when not so much is left."""
        before = self.left
        pending = [value]
        while pending and self.left >= 0:
            each = pending.pop()
            self.left -= 1
            if isinstance(each, str):
                self.left -= len(each) // 8
            elif not isinstance(each, _HOLDING):
                continue
            elif isinstance(each, int):
                self.left -= each.bit_length() // 64
            elif isinstance(each, float):
                self.left -= 40  # the largest has 309 digits
            elif isinstance(each, range):
                self.left -= len(each)
            else:
                pending.extend(each)
                if isinstance(each, dict):
                    pending.extend(each.values())
        self.left -= (before - self.left) * (times - 1)
        if self.left < 0:
            raise OverflowError("it never ends, or gives far too much")


class _Names(Namespace):
    """What `namespace()` gives, which may hold itself: it prints none of what it holds."""

    def __repr__(self) -> str:
        return "<namespace>"


class _Paying(CodeGenerator):
    """Code that pays for the values of _PAID, by a filter that Sandbox has."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        for found in list(node.find_all(tuple(_PAID))):
            kind = next(kind for kind in _PAID if isinstance(found, kind))
            for field in _PAID[kind] if getattr(found, "ctx", "load") == "load" else ():
                part = getattr(found, field)
                setattr(found, field, [_paid(each) for each in part] if isinstance(part, list) else _paid(part))
        super().visit_Template(node, frame)


def _paid(part: nodes.Expr) -> nodes.Expr:
    if isinstance(part, nodes.Const):
        return part
    return nodes.Filter(part, "paid", [], [], None, None, lineno=part.lineno)


class _Marking(_Paying):
    """Code that also gives a mark before each of the template's lines."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        for text in node.find_all(nodes.TemplateData):
            text.data = marked(text.data, self.name or "", text.lineno)
        super().visit_Template(node, frame)


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of the templates in a folder, with these filters of our own. `refill` before each rendering.

    `marks`: what it renders has a mark before each line of a template (see rendered.py).
    """

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, folder: Path, filters: Mapping[str, Callable[..., Any]], *, marks: bool) -> None:
        super().__init__(
            loader=FileSystemLoader(folder),
            autoescape=lambda name: bool(name and name.endswith((".xml.j2", ".html.j2"))),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=self._printed,
        )
        self.code_generator_class = _Marking if marks else _Paying
        self._meter = Meter()
        self.concat = self._concat  # type: ignore[method-assign]
        del self.globals["lipsum"]
        self.globals["namespace"] = _Names
        given: dict[str, Callable[..., Any]] = {name: FILTERS[name] for name in _FILTERS}
        self.filters = {name: self._paying(function) for name, function in given.items()}
        self.filters.update(filters, format=self._format, paid=self._pay)
        self.tests = {name: self._paying(cast("Callable[..., Any]", test)) for name, test in TESTS.items()}

    def refill(self) -> None:
        """Gives the next rendering a whole allowance."""
        self._meter = Meter()

    # --- what pays

    def _pay(self, value: Any) -> Any:
        self._meter.pay(value)
        return value

    def _printed(self, value: Any) -> Any:
        """What is printed for a value: the same, or its text, paid for."""
        self._meter.pay(value)
        if isinstance(value, _AS_IS) or hasattr(value, "__html__"):
            return value
        return self._pay(str(value))

    def _concat(self, pieces: Iterable[str]) -> str:
        whole = list(pieces)
        self._meter.pay(None, len(whole) + sum(map(len, whole)) // 8)
        return "".join(whole)

    def _paying(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A filter or test that pays for its value as often as its other arguments hold items: join, replace, map."""

        own = int(hasattr(function, "jinja_pass_arg"))  # Jinja2's own argument comes before the value

        @wraps(function)
        def paying(*arguments: Any, **named: Any) -> Any:
            # What other filters give one by one is needed whole, to be paid for.
            given = [list(each) if isinstance(each, GeneratorType) else each for each in arguments]
            before = self._meter.left
            self._meter.pay((given[own + 1 :], named))
            self._meter.pay(given[own : own + 1], before - self._meter.left)
            return function(*given, **named)

        return paying

    def _format(self, text: str, *arguments: Any, **named: Any) -> str:
        if "%" in _CONVERSION.sub("", text):
            raise ValueError(f'format takes conversions such as "%(name)s", found "{text}"')
        self._meter.pay((text, arguments, named), 1 + text.count("%"))
        return cast("str", FILTERS["format"](text, *arguments, **named))

    def call(self, context: Context, function: Any, /, *arguments: Any, **named: Any) -> Any:
        given = [value for name, value in named.items() if not name.startswith("_")]  # the others are Jinja2's own
        self._meter.pay((arguments, given), _CALL)
        return super().call(context, function, *arguments, **named)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        match operator, left, right:
            case "%", str(), _:
                return self._format(left, *right if isinstance(right, tuple) else (right,))
            case "**", int(), int():
                _check_size(left.bit_length() * max(0, right))
            case "*", int(), int():
                _check_size(left.bit_length() + right.bit_length())
            case "*", int(), str() | list() | tuple():
                self._meter.pay(right, max(1, left))
            case "*", str() | list() | tuple(), int():
                self._meter.pay(left, max(1, right))
            case _:
                self._meter.pay((left, right))
        return super().call_binop(context, operator, left, right)

    def join_path(self, template: str, parent: str) -> str:
        """Called for each template that another includes, imports or extends."""
        self._meter.pay(None, 10 * _CALL)
        return super().join_path(template, parent)

    # --- what is not there

    def getattr(self, obj: Any, attribute: str) -> Any:
        return super().getattr(obj, attribute) if _has(obj, attribute) else self.unsafe_undefined(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        self._meter.pay(argument)
        if isinstance(argument, str) and not _has(obj, argument):
            return self.unsafe_undefined(obj, argument)
        return super().getitem(obj, argument)


def _check_size(bits: int) -> None:
    """Raises OverflowError for a product or a power of more bits than any use has."""
    if bits > _LARGEST:
        raise OverflowError("too large a number")


def _has(obj: Any, attribute: str) -> bool:
    """Whether templates may look for the attribute: the methods of plain values can give much for little."""
    if not isinstance(obj, _PLAIN):
        return True
    if isinstance(obj, dict):
        return attribute in _METHODS or attribute in obj or not hasattr(obj, attribute)
    return isinstance(obj, tuple) and attribute in getattr(obj, "_fields", ())
