"""The vocabulary of our cards, and the only module that imports `adaptivecards`.

The package (0.4.1) has no inputs and no actions, stamps version 1.2, renders one level deep and
swallows misspelt properties. The classes here extend it in its own manner and refuse what they do
not know. The functions below them are what the cards speak in; they take plain text, and everything
that a client would read as Markdown passes `escape`, the bot's own words as well as people's.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, ClassVar

from adaptivecards.adaptivecard import AdaptiveCard
from adaptivecards.baseobject import BareObject, PropertyType
from adaptivecards.baseobject import Element as LibraryElement
from adaptivecards.containers import ActionSet as LibraryActionSet
from adaptivecards.containers import Column as LibraryColumn
from adaptivecards.containers import ColumnSet as LibraryColumnSet
from adaptivecards.containers import Container as LibraryContainer
from adaptivecards.elements import Image as LibraryImage
from adaptivecards.elements import TextBlock as LibraryTextBlock

from cards.actions import CardAction
from cards.words import Words

VERSION = "1.5"  # the newest that Teams takes from a bot
MOST_ACTIONS = 6  # in one bar; Teams drops the rest
MOST_ON_A_PHONE = 3  # in one bar; what a phone has no room for is cut off
IN_A_ROW = 2  # buttons on a phone
MOST_DIGITS = 9  # that a number field shows again

# --- What people typed ---------------------------------------------------------------------------

_KEPT_FORMATS = "\u200c\u200d"  # joiners: some scripts and many emoji need them
_UNSEEN = {"Cc", "Cf", "Cs"}  # control characters, bidi overrides, halves of surrogate pairs
_ALWAYS = re.compile(r"[\\*_`\[\]<~|]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TEMPLATE = re.compile(r"\{(?=\{)")  # clients compute {{DATE(…)}} before they read Markdown
_ADDRESS = re.compile(  # what a client would make into a link: https://, www., example.org
    r"(?<=\w):(?=//)|(?<=:)//|(?<=\bwww)\.|(?<=\w\w)\.(?=[^\W\d_]{2})", re.IGNORECASE
)
_LIST = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BLOCK = re.compile(r"^[-+#>=]")


def clean(text: str) -> str:
    """The text without characters that cannot be seen but change what is; lines stay lines."""
    lines = (_visible(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _visible(line: str) -> str:
    if line.isprintable():  # nearly always
        return line.strip()
    spaced = "".join(" " if character.isspace() else character for character in line)
    return "".join(character for character in spaced if _is_seen(character)).strip()


def _is_seen(character: str) -> bool:
    return character in _KEPT_FORMATS or unicodedata.category(character) not in _UNSEEN


def escape(text: str) -> str:
    r"""Plain text as Markdown that shows exactly that text; each line becomes a paragraph.

    Backslashes are used only where something would happen without them, because the oldest mobile
    clients show them. "18. mars" would be a numbered list, "18\. mars" is not.
    """
    return "\n\n".join(_escape_line(line) for line in clean(text).split("\n"))


def _escape_line(line: str) -> str:
    return _LIST.sub(r"\1\\\2", _BLOCK.sub(r"\\\g<0>", _escape_within(line)))


def _with_backslashes(found: re.Match[str]) -> str:
    return "".join(f"\\{character}" for character in found[0])


def _escape_within(line: str) -> str:
    """What acts as Markdown anywhere in a line, not only where one begins."""
    for pattern in (_ALWAYS, _ENTITY, _ADDRESS):
        line = pattern.sub(_with_backslashes, line)
    return _TEMPLATE.sub(r"{\\", line)


# --- The library, completed ----------------------------------------------------------------------


class Checked:
    """An element that refuses properties it does not have, where the library ignores them."""

    known: ClassVar[frozenset[str]]

    def __init_subclass__(cls) -> None:
        inherited = [vars(base).items() for base in cls.__mro__]
        cls.known = frozenset(
            name for own in inherited for name, value in own if isinstance(value, PropertyType)
        )

    def __init__(self, **properties: object) -> None:
        for name in properties:
            if name not in self.known:
                msg = f"{type(self).__name__} has no property {name!r}"
                raise TypeError(msg)
        super().__init__(**{name: value for name, value in properties.items() if value is not None})


class Element(Checked, LibraryElement):
    pass


class TextBlock(Checked, LibraryTextBlock):
    style = PropertyType(type=str)


class Container(Checked, LibraryContainer):
    pass


class Image(Checked, LibraryImage):
    pass


class BarChart(Element):
    """Drawn by Teams itself. `data`: of each bar its name `x` and its length `y`."""

    element_type = "Chart.HorizontalBar"
    title = PropertyType(type=str)
    data = PropertyType(type=list)
    display_mode = PropertyType(type=str, key_name="displayMode")
    fallback = PropertyType(type=BareObject)


class ActionSet(Checked, LibraryActionSet):
    pass


class Column(Checked, LibraryColumn):
    pass


class ColumnSet(Checked, LibraryColumnSet):
    select_action = PropertyType(type=BareObject, key_name="selectAction")


class Input(Element):
    label = PropertyType(type=str)
    is_required = PropertyType(type=bool, key_name="isRequired")
    error_message = PropertyType(type=str, key_name="errorMessage")


class TextInput(Input):
    element_type = "Input.Text"
    value = PropertyType(type=str)
    placeholder = PropertyType(type=str)
    is_multiline = PropertyType(type=bool, key_name="isMultiline")
    max_length = PropertyType(type=int, key_name="maxLength")


class ChoiceSetInput(Input):
    element_type = "Input.ChoiceSet"
    value = PropertyType(type=str)
    placeholder = PropertyType(type=str)
    choices = PropertyType(type=list)
    style = PropertyType(type=str)
    is_multi_select = PropertyType(type=bool, key_name="isMultiSelect")
    wrap = PropertyType(type=bool)


class ToggleInput(Input):
    element_type = "Input.Toggle"
    title = PropertyType(type=str)
    value = PropertyType(type=str)
    wrap = PropertyType(type=bool)


class NumberInput(Input):
    element_type = "Input.Number"
    value = PropertyType(type=(int, float))
    placeholder = PropertyType(type=str)
    min = PropertyType(type=(int, float))
    max = PropertyType(type=(int, float))


class DateInput(Input):
    """Dates are ISO text, "2027-03-18"."""

    element_type = "Input.Date"
    value = PropertyType(type=str)
    min = PropertyType(type=str)
    max = PropertyType(type=str)


class TimeInput(Input):
    """Wall times are ISO text, "09:00"."""

    element_type = "Input.Time"
    value = PropertyType(type=str)
    min = PropertyType(type=str)
    max = PropertyType(type=str)


class Action(Element):
    title = PropertyType(type=str)
    tooltip = PropertyType(type=str)


class OpenUrl(Action):
    element_type = "Action.OpenUrl"
    url = PropertyType(type=str)


class Submit(Action):
    element_type = "Action.Submit"
    data = PropertyType(type=dict)
    associated_inputs = PropertyType(type=str, key_name="associatedInputs")


class Execute(Submit):
    """`fallback` is what clients without Universal Actions get instead."""

    element_type = "Action.Execute"
    verb = PropertyType(type=str)
    fallback = PropertyType(type=Submit)


class LibraryCard(AdaptiveCard):
    """The library's card takes no properties when it is made, unlike its elements."""

    def __init__(self, **properties: object) -> None:
        super().__init__()
        self.set_data("version", VERSION)
        for name, value in properties.items():
            setattr(self, name, value)


class Card(Checked, LibraryCard):
    pass


def rendered(node: Any) -> Any:
    """The whole tree as plain dicts and lists, without anything unset."""
    if isinstance(node, BareObject):
        return {key: rendered(value) for key, value in node.render().items() if value is not None}
    if isinstance(node, list | tuple):
        return [rendered(item) for item in node]
    return node


# --- What the cards speak in ---------------------------------------------------------------------


class Mark(StrEnum):
    """Said before a row or a state; the words beside it always say the same.

    The tick is followed by the selector that keeps it from becoming an emoji.
    """

    DONE = "✔\ufe0e"
    SOON = "!"
    OPEN = "○"


_COLOURS = {Mark.DONE: "good", Mark.SOON: "attention", Mark.OPEN: "default"}
_ROW_SPACING = "default"  # half above the line between rows, half below
_MARK_WIDTH = "20px"  # one width for all marks, so that the names beside them stand in line


def eyebrow(*parts: str) -> TextBlock:
    """What kind of thing, and when, seen from today."""
    text = " · ".join(part for part in parts if part)
    return TextBlock(text=escape(text), size="small", isSubtle=True, wrap=True)


def heading(text: str) -> TextBlock:
    """One question or one statement in a person's words."""
    return TextBlock(
        text=escape(text),
        size="large",
        weight="bolder",
        style="heading",
        wrap=True,
        spacing="small",
    )


def line(text: str, *, spacing: str = "small") -> TextBlock:
    return TextBlock(text=escape(text), wrap=True, spacing=spacing)


def fact(text: str, core: str) -> TextBlock:
    """The fact that matters in one line; `core`, a part of it between spaces, is bold."""
    flat, part = _flat(text), _flat(core)
    before, found, after = flat.partition(part) if part else (flat, "", "")
    bold = f"**{_escape_within(found)}**" if found else ""
    shown = f"{_escape_line(before)}{bold}{_escape_within(after)}"
    return TextBlock(text=shown, wrap=True, spacing="small")


def context(*sentences: str) -> TextBlock:
    """Why me, who else."""
    text = " ".join(sentence for sentence in sentences if sentence)
    return TextBlock(text=escape(text), isSubtle=True, wrap=True, spacing="small")


def section(text: str) -> TextBlock:
    return TextBlock(text=escape(text), weight="bolder", wrap=True, spacing="medium")


def problem(text: str) -> ColumnSet:
    """What is wrong with what was sent in, and what to do about it."""
    told = TextBlock(text=escape(text), weight="bolder", color="attention", wrap=True)
    return ColumnSet(columns=[_mark(Mark.SOON), _beside_mark(told)])


def state(mark: Mark, text: str, detail: str = "") -> ColumnSet:
    """What has become of it: mark and heading in one line, so that it is read as one thing."""
    items = [heading(text)] + ([_detail(detail)] if detail else [])
    return ColumnSet(columns=[_mark(mark, size="large"), _beside_mark(*items)], spacing="small")


def quote(words: Words, text: str, *details: str) -> Container:
    """People's own words, which never stand anywhere else; `details` are ours about them."""
    quoted = words.text("«{quote}»", quote=clean(text))
    about = [_detail(detail) for detail in details if detail]
    told = [Container(items=about, spacing="small")] if about else []
    items = [TextBlock(text=escape(quoted), wrap=True), *told]
    return Container(style="emphasis", items=items, spacing="medium")


def row(
    mark: Mark, name: str, detail: str, *, strong: bool = False, button: Execute | None = None
) -> ColumnSet:
    """One thing in a list; a button only where there is something to press."""
    texts = [_name(name, strong=strong)] + ([_detail(detail)] if detail else [])
    text = _beside_mark(*texts)
    columns = [_mark(mark), text] + ([_button_column(button)] if button else [])
    return ColumnSet(columns=columns, separator=True, spacing=_ROW_SPACING)


def plain_row(name: str, detail: str = "") -> Container:
    items = [_name(name, strong=bool(detail))] + ([_detail(detail)] if detail else [])
    return Container(items=items, separator=True, spacing=_ROW_SPACING)


def dated_row(day: str, name: str, *details: str, opens: Execute | None = None) -> ColumnSet:
    """One thing in a list ordered by day. The whole row opens it, where `opens` is given."""
    texts = [_name(name), *(_detail(detail) for detail in details if detail)]
    columns = [
        Column(width="1", items=[_name(day, strong=True)]),
        Column(width="3", items=texts),
    ]
    return ColumnSet(columns=columns, separator=True, spacing=_ROW_SPACING, select_action=opens)


def link_row(name: str, detail: str, opened: OpenUrl) -> ColumnSet:
    """Something that lies elsewhere, and a button that leads there."""
    text = Column(width="stretch", items=[_name(name), _detail(detail)])
    columns = [text, _button_column(opened)]
    return ColumnSet(columns=columns, separator=True, spacing=_ROW_SPACING)


def bar_chart(bars: Sequence[tuple[str, int]], told: str, image: str = "") -> BarChart:
    """Counts as bars, by name. `told` says them all, for clients that draw none: as the words of
    the drawing at the address `image`, or by themselves.
    """
    drawn = Image(url=image, altText=clean(told)) if image else line(told)
    data = [{"x": clean(name), "y": count} for name, count in bars]
    return BarChart(data=data, display_mode="AbsoluteNoAxis", fallback=drawn)


def text_input(
    name: str, label: str, *, error: str, value: str = "", longest: int, required: bool = False
) -> TextInput:
    """A field of several lines. `error` says what to do when it cannot be taken as it is."""
    return TextInput(
        id=name,
        label=clean(label),
        value=value or None,
        is_multiline=True,
        max_length=longest,
        is_required=True if required else None,
        error_message=clean(error),
    )


def line_input(
    name: str,
    label: str,
    *,
    error: str,
    value: str = "",
    longest: int = 200,
    required: bool = False,
    placeholder: str = "",
) -> TextInput:
    """A field of one line."""
    return TextInput(
        id=name,
        label=clean(label),
        value=value or None,
        placeholder=clean(placeholder) or None,
        max_length=longest,
        is_required=True if required else None,
        error_message=clean(error),
    )


def date_input(
    words: Words, name: str, label: str, *, value: str, error: str = "", required: bool = False
) -> DateInput:
    """A day; `value` is ISO text, "2027-03-18", or what was typed and could not be taken.

    error: where more can be wrong with the day than that it is none.
    """
    return DateInput(
        id=name,
        label=clean(label),
        value=value or None,
        is_required=True if required else None,
        error_message=clean(error or words.text("Velg en dag i kalenderen.")),
    )


def time_input(
    words: Words, name: str, label: str, *, value: str, error: str = "", required: bool = False
) -> TimeInput:
    """A wall time; `value` is ISO text, "09:00". error: where another example is nearer."""
    return TimeInput(
        id=name,
        label=clean(label),
        value=value or None,
        is_required=True if required else None,
        error_message=clean(error or words.text("Skriv et klokkeslett, for eksempel 09.00.")),
    )


def whole(typed: str) -> int | None:
    """What was typed, for a field that can show nothing but a whole number."""
    digits = typed.strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
    return int(digits) if is_number else None


def number_input(
    name: str,
    label: str,
    *,
    error: str,
    value: int | None = None,
    least: int = 0,
    most: int = 10_000,
    required: bool = False,
) -> NumberInput:
    return NumberInput(
        id=name,
        label=clean(label),
        value=value,
        min=least,
        max=most,
        is_required=True if required else None,
        error_message=clean(error),
    )


def dropdown_input(
    name: str,
    label: str,
    choices: Iterable[tuple[str, str]],
    *,
    error: str,
    value: str = "",
    required: bool = False,
) -> ChoiceSetInput:
    """One of many, as (value, title): for lists too long to stand in view."""
    return ChoiceSetInput(
        id=name,
        label=clean(label),
        choices=[{"title": clean(title), "value": key} for key, title in choices],
        value=value or None,
        style="compact",
        wrap=True,
        is_required=True if required else None,
        error_message=clean(error),
    )


def shortened(text: str, longest: int) -> str:
    """The beginning of a text, for a place where the whole does not fit."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def with_problems(inputs: Iterable[Input], problems: Mapping[str, str]) -> list[Checked]:
    """The fields of a form, each with what is wrong with it, by its id, said right above it."""
    shown: list[Checked] = []
    for field in inputs:
        told = problems.get(str(field.id))
        shown += [problem(told), field] if told else [field]
    return shown


def choice_input(
    name: str,
    label: str,
    choices: Iterable[tuple[str, str]],
    *,
    error: str,
    value: str = "",
    several: bool = False,
    required: bool = False,
) -> ChoiceSetInput:
    """All choices in view, as (value, title). `value` is a comma list where `several` is set."""
    return ChoiceSetInput(
        id=name,
        label=clean(label),
        choices=[{"title": clean(title), "value": key} for key, title in choices],
        value=value or None,
        style="expanded",
        wrap=True,
        is_multi_select=True if several else None,
        is_required=True if required else None,
        error_message=clean(error),
    )


def toggle_input(name: str, label: str, title: str, *, error: str, on: bool) -> ToggleInput:
    return ToggleInput(
        id=name,
        label=clean(label),
        title=clean(title),
        value="true" if on else "false",
        wrap=True,
        error_message=clean(error),
    )


def button(
    title: str, action: CardAction, *, with_inputs: bool = False, tooltip: str = ""
) -> Execute:
    """A button. Unless it sends a form, an empty field must not keep it from being pressed.

    tooltip: what a screen reader says, where several buttons have the same title.
    """
    data, inputs = action.data(), None if with_inputs else "none"
    fallback = Submit(
        title=clean(title), data={**data, "verb": action.verb}, associated_inputs=inputs
    )
    return Execute(
        title=clean(title),
        tooltip=clean(tooltip) or None,
        verb=action.verb,
        data=data,
        associated_inputs=inputs,
        fallback=fallback,
    )


def link(title: str, url: str) -> OpenUrl:
    """A button that opens a page: ours, or one that `typed.web_address` has checked."""
    return OpenUrl(title=clean(title), url=url)


def card(
    words: Words,
    body: Sequence[Checked],
    actions: Sequence[Execute | OpenUrl] = (),
    *,
    fallback: str,
) -> dict[str, Any]:
    """The finished card. `fallback` is read where the card itself cannot be shown.

    A bar that is too long for a phone becomes rows below the text.
    """
    if len(actions) > MOST_ACTIONS:
        msg = f"{len(actions)} actions in one bar, at most {MOST_ACTIONS}"
        raise ValueError(msg)
    long = len(actions) > MOST_ON_A_PHONE
    whole = Card(
        lang=str(words.language),
        fallback_text=escape(fallback),
        body=[*body, *(in_rows(actions) if long else ())],
        actions=None if long else list(actions) or None,
    )
    return dict(rendered(whole))


def in_rows(ways: Sequence[Execute | OpenUrl]) -> list[ActionSet]:
    """Any number of buttons, in rows that a phone is wide enough for."""
    rows = (ways[first : first + IN_A_ROW] for first in range(0, len(ways), IN_A_ROW))
    return [ActionSet(actions=list(row)) for row in rows]


def with_action(finished: dict[str, Any], also: Execute) -> dict[str, Any]:
    """A finished card with one more way on: in its bar, or above it where that is full."""
    bar = finished.get("actions", [])
    if len(bar) < MOST_ACTIONS:
        return {**finished, "actions": [*bar, rendered(also)]}
    above = rendered(ActionSet(actions=[also], separator=True))
    return {**finished, "body": [*finished["body"], above]}


def _flat(text: str) -> str:
    return " ".join(clean(text).split())


def _name(text: str, *, strong: bool = False) -> TextBlock:
    return TextBlock(text=escape(text), weight="bolder" if strong else None, wrap=True)


def _detail(text: str) -> TextBlock:
    return TextBlock(text=escape(text), size="small", isSubtle=True, wrap=True, spacing="none")


def _mark(mark: Mark, size: str | None = None) -> Column:
    told = TextBlock(text=str(mark), color=_COLOURS[mark], weight="bolder", size=size)
    return Column(width=_MARK_WIDTH, items=[told])


def _beside_mark(*items: Checked) -> Column:
    return Column(width="stretch", spacing="small", items=list(items))


def _button_column(pressed: Execute | OpenUrl) -> Column:
    actions = ActionSet(actions=[pressed])
    return Column(width="auto", verticalContentAlignment="center", items=[actions])
