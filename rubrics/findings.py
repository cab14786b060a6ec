"""Every message about a bad form, in one place: its code, what is wrong, and how to mend it.

A check says which :class:`Rule` is broken and where (a :class:`Flaw`); with the file and the line it becomes a
:class:`Finding`, whose ``str`` is what a person reads. Codes never change their meaning. ``R`` codes refuse a
form, ``W`` codes are advice: the form works, and could be better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Where something stands in a form: keys, and positions in lists from 0."""


class Rule(Enum):
    """A rule a form can break: code, sentence, remedy. Words in braces come from the flaw."""

    # The file.
    UNREADABLE = ("R001", "the file cannot be read: {why}.", "See that it is there and may be read.")
    TOO_LARGE = (
        "R002",
        "the file has {size} bytes; a form has at most {most}.",
        "See that this is the right file. A long form can be split into two.",
    )
    NOT_UTF8 = ("R003", "the file is not UTF-8.", "Save it again with the encoding UTF-8.")
    EMPTY = (
        "R004",
        "there is no form in the file.",
        "Start from a shipped form that is like yours, or from writing-forms.md.",
    )
    NOT_YAML = ("R005", "YAML cannot read this: {why}.", "{remedy}")
    TAB = ("R006", "a tab stands where YAML wants spaces.", "Indent with spaces, two for each step.")
    CONTROL_CHARACTER = (
        "R007",
        "an invisible character stands here (U+{number}).",
        "Delete it and type the text around it again.",
    )
    SEVERAL_DOCUMENTS = (
        "R008",
        "a second document begins here.",
        "Give each form a file of its own, and delete the line ---.",
    )
    DUPLICATE_KEY = ("R009", '"{key}" stands here and on line {line}.', "Keep one of the two.")
    ALIAS = ("R010", 'an alias, "*{name}", stands here.', "Write out what it stands for.")
    TAG = (
        "R011",
        'a tag, "{tag}", stands here.',
        "Leave it out: it is known what is a number and what a text.",
    )
    SECTION_SUM = (
        "R012",
        'section "{section}": points add up to {sum}, the section says {max}.',
        "{parts}. {change} one by {difference}, or leave out the section's maximum.",
    )
    ODD_KEY = (
        "R013",
        "a list or mapping stands where a key should.",
        'Write "key: value"; text that begins with [ or {{ goes in quotes.',
    )
    TOO_DEEP = (
        "R014",
        "lists and mappings are nested {depth} deep here.",
        "No part of a form is: look for a stray [ or {{.",
    )

    NOT_A_FORM = (
        "R084",
        'a form is made of lines "key: value", and {given} stands here.',
        "Start from a shipped form that is like yours, or from writing-forms.md.",
    )

    TOO_MANY = (
        "R085",
        "there are more faults than the {most} told above.",
        "Mend those first. So many mean that this may not be a form at all.",
    )

    # The keys and values.
    UNKNOWN_KEY = ("R015", '{place} has no "{key}".', "{nearest}Possible here: {allowed}.")
    MISSING_KEY = ("R016", '{place} lacks "{key}".', 'Add a line "{key}: …"{allowed}.')
    NOT_ALLOWED = ("R017", '{place}: "{key}" cannot be "{given}".', "{nearest}Possible: {allowed}.")
    EMPTY_VALUE = ("R018", '{place}: nothing stands after "{key}".', "Write a value, or leave out the line.")
    NOT_TEXT = (
        "R019",
        '{place}: "{key}" is a text, and {given} stands here.',
        "Put one text after the colon.",
    )
    NOT_A_LIST = (
        "R020",
        '{place}: "{key}" is a list, and {given} stands here.',
        'Put each entry on a line of its own after "- ", or write [one, two].',
    )
    NOT_A_MAPPING = (
        "R021",
        '{place}: "{key}" has parts with names, and {given} stands here.',
        'Put each part on a line of its own, "key: value", indented by two spaces.',
    )
    NOT_A_NUMBER = (
        "R022",
        '{place}: "{key}" is a number, and {given} stands here.',
        "Write plain digits such as 10 or 0.5, without a unit; at most 6 before the point and 4 after it.",
    )
    NOT_WHOLE = (
        "R023",
        '{place}: "{key}" is a whole number, and {given} stands here.',
        "Write digits such as 3.",
    )
    NOT_TRUE_OR_FALSE = (
        "R024",
        '{place}: "{key}" is true or false, and {given} stands here.',
        "Write true or false.",
    )
    OUT_OF_RANGE = ("R025", '{place}: "{key}" is {given}, {limit}.', "Choose a number within that limit.")
    BAD_ID = (
        "R026",
        '{place}: "{given}" cannot be an id.',
        "An id has small letters a-z and digits, with single hyphens between them: phone-prompt.",
    )
    BAD_LANGUAGE = ("R027", '{place}: "{given}" is not a language.', "Write a code such as zh, en or zh-CN.")
    TOO_LONG = (
        "R028",
        '{place}: "{key}" has {length} characters; {most} are allowed.',
        "Shorten it. What does not fit may go into text or guidance.",
    )
    TOO_FEW = (
        "R029",
        '{place}: "{key}" has {count} entries; {least} or more are needed.',
        "Add what is missing.",
    )

    # Ids and labels.
    DUPLICATE_ID = (
        "R030",
        'the id "{id}" is taken: it stands on line {line}, too.',
        "Give one of the two another id. Questions, fields and signatures share theirs; answers name them.",
    )
    SAME_LABEL = (
        "R031",
        '{place}: two buttons read "{label}"; the other is on line {line}.',
        "Word them differently: a person must be able to tell them apart.",
    )
    TOO_MANY_BUTTONS = (
        "R032",
        "{place}: {count} entries need a button each; {most} fit.",
        "Split it into two questions.",
    )
    CARD_TOO_LONG = (
        "R033",
        "{place}: its words have {length} characters in all; {most} fit on one card.",
        "Shorten text, guidance or anchors.",
    )

    # Maxima.
    FORM_TOTAL = (
        "R034",
        "sections add up to {sum}, the form says {total}.",
        "{parts}. Change one by {difference}, or leave out the form's total.",
    )
    MEAN_UNEQUAL = (
        "R035",
        'section "{section}" is a mean, but its maxima differ: {parts}.',
        "Give all the same maximum, or write combine: sum.",
    )
    MEAN_MAX = (
        "R036",
        'section "{section}" is a mean of {each} at most, the section says {max}.',
        "Write max: {each}, or leave it out.",
    )
    SCALE_MAX = (
        "R037",
        "{place}: {key} is {given}, but {scoring} reach {most} here.",
        "Write {most}, or leave out the line.",
    )
    NO_POINTS = (
        "R038",
        "{place}: it can bring no points.",
        "Let its most be above 0, or make it a text or choice.",
    )
    MEAN_NEEDS_POINTS = (
        "R039",
        'section "{section}" is a mean, but inspection items are counted.',
        "Leave out combine.",
    )

    # Levels and kinds.
    LEVELS_MISSING = (
        "R040",
        "{place} needs levels, and the form has {count}.",
        "Add levels: at least two, each with label and value, the worst first.",
    )
    LEVEL_ORDER = (
        "R041",
        'level "{label}" is worth {value}, but the one before it {before}.',
        "List levels from the worst to the best, each worth more than the one before.",
    )
    UNKNOWN_LEVEL = ("R042", '{place}: "{label}" is not a level.', "{nearest}The levels are: {allowed}.")
    KIND_UNFIT = (
        "R043",
        '{place}: kind "{kind}" does not fit scoring "{scoring}".',
        "With that scoring these fit: {allowed}.",
    )
    NOTHING_SCORED = (
        "R044",
        "no question of the form brings a score.",
        'Add one of kind {allowed}, or change "scoring".',
    )

    # The grade.
    GRADE_UNFIT = (
        "R045",
        'a grade by "{by}" needs scoring "levels"; this form has "{scoring}".',
        "Grade by bands, or score by levels.",
    )
    GRADE_ORDER = (
        "R046",
        'grade "{label}" begins at {at}, but the one above it at {above}.',
        "List grades from the best to the worst, each beginning lower than the one above.",
    )
    GRADE_TOP = (
        "R047",
        'grade "{label}" begins at {at}; nobody can reach more than 100 percent.',
        "Grades begin at a percent, not at points: choose 100 or less.",
    )
    GRADE_BOTTOM = (
        "R048",
        'the last grade, "{label}", begins at {at}; it must begin at 0.',
        "Write at_least: 0, or add a grade for what is below.",
    )
    LEAST_RATED = (
        "R049",
        "least_rated_percent is {given}; it goes from 0 to 100.",
        "Write the share of questions, in percent, below which there is no grade.",
    )
    RULE_CONDITION = (
        "R050",
        'the rule for "{grade}" has {count} conditions; it needs one.',
        "Keep one of: all · at_least with level · most · otherwise: true.",
    )
    RULE_HALF = (
        "R051",
        'the rule for "{grade}" has "{key}" without "{other}".',
        "at_least (how many) and level (which) go together.",
    )
    RULE_NO_END = (
        "R052",
        'the last rule, for "{grade}", does not always hold.',
        "End with a rule that has otherwise: true, so that everybody gets a grade.",
    )
    RULE_UNREACHED = (
        "R053",
        'the rule for "{grade}" is never reached: the one on line {line} always holds.',
        "Put the rule with otherwise: true last.",
    )
    RULE_NEVER = (
        "R054",
        'the rule for "{grade}" wants {count} questions at one level; the form has {have}.',
        "Write a smaller number.",
    )
    RULE_GRADE = (
        "R055",
        'a rule gives "{grade}", which is not among the labels.',
        "{nearest}The labels are: {allowed}.",
    )
    GRADE_UNGIVEN = (
        "R056",
        'no rule gives "{grade}".',
        "Add a rule for it, or take it from the labels.",
    )

    # Points.
    POINTS_RANGE = ("R057", "{place}: min is {min} and max is {max}.", "Let max be greater than min.")
    STEP_SIZE = ("R058", "{place}: step is {step}.", "Write a step above 0, such as 1 or 0.5.")
    STEP_UNEVEN = (
        "R059",
        "{place}: steps of {step} from {min} do not end at {max}.",
        "Change step, min or max, so that max is reached.",
    )
    NEGATIVE = ("R060", "{place}: {key} is {given}, below 0.", "Write 0 or more; points come off by reasons.")
    ANCHOR_ORDER = (
        "R061",
        "{place}: anchors go {points}.",
        "List them from the best to the worst or the other way round, each with points of its own.",
    )
    BAND_ENDS = ("R062", "{place}: low is {low} and high is {high}.", "Exchange them.")
    BAND_WHOLE = ("R063", "{place}: {key} is {given}; bands have whole points.", "Write a whole number.")
    BAND_ORDER = (
        "R064",
        "{place}: the band {this} stands after {before}.",
        "List bands from the best to the worst.",
    )
    BAND_OVERLAP = (
        "R065",
        "{place}: the bands {before} and {this} overlap.",
        "Let the upper end of the lower band be {wanted}.",
    )
    BAND_GAP = (
        "R066",
        "{place}: between the bands {before} and {this} some points belong to neither.",
        "Let the upper end of the lower band be {wanted}.",
    )
    FLOOR = ("R067", "{place}: floor is {floor} and max is {max}.", "Let max be greater than floor.")
    ONCE_TOO_MUCH = (
        "R068",
        "{place}: reasons that happen once take off {sum}, and there are {room} to lose.",
        "{parts}. Lower one by {difference}, or raise max.",
    )
    REASON_NOTHING = (
        "R069",
        "{place}: it takes off {given} points.",
        "Write how many points come off, as a number above 0.",
    )

    # Around the questions.
    MEASURE_MISSING = ("R070", 'measures say nothing for "{grade}".', "Add a line under by_grade.")
    MEASURE_UNKNOWN = (
        "R071",
        'measures name "{grade}", which is no grade of this form.',
        "{nearest}The grades are: {allowed}.",
    )
    SUGGEST_GRADE = (
        "R072",
        '{place}: suggest names "{grade}", which is no grade of this form.',
        "{nearest}The grades are: {allowed}.",
    )
    SUGGEST_OPTION = (
        "R073",
        '{place}: suggest offers "{label}", which is not among the options.',
        "{nearest}The options are: {allowed}.",
    )
    SUGGEST_EARLY = (
        "R074",
        "{place}: nothing can be suggested before the grade is known.",
        "Leave out suggest, or move the field to closing.",
    )
    COMBINE_BY = (
        "R075",
        'combine_by names "{id}", which is not a choice field in opening.',
        "{there}",
    )
    COMBINE_BY_OPTIONAL = (
        "R076",
        "{place}: evaluations are combined by it, so it cannot be left open.",
        "Write required: true.",
    )
    NAME_FIRST = (
        "R077",
        "the first field of the subject is not a name that must be given.",
        "Begin with {{id: name, label: …, kind: name, required: true}}.",
    )
    GRADE_FIELD_TWICE = (
        "R078",
        "{place}: a form shows its grade once; see line {line}.",
        "Keep one of the two.",
    )
    SIGNATURE_TWICE = (
        "R079",
        "{place}: the {who} signs once; see line {line}.",
        "Keep one of the two.",
    )
    PERIOD_TWICE = ("R080", "{place}: a form has one period; see line {line}.", "Keep one of the two.")
    SINCE_UNFIT = (
        "R081",
        '{place}: since needs a date, and this is of kind "{kind}".',
        "Write kind: date, or leave out since.",
    )

    # The library.
    SAME_FORM = (
        "R082",
        'the id "{id}" is taken by {other} in the same directory.',
        "Give one of the two forms another id. Until then only the other file is used.",
    )
    NO_DIRECTORY = (
        "R083",
        "this directory of forms cannot be read: {why}.",
        "See that it is there and may be read, or correct KAOPING_FORMS.",
    )

    # Advice.
    LABEL_CUT = (
        "W001",
        '{place}: "{label}" is too long for a button and will be cut on a phone.',
        "Use at most 14 Chinese characters or 28 Latin ones; the full wording goes into text.",
    )
    LEVELS_UNUSED = ("W002", "the form has levels, and no question uses them.", "Leave out levels.")
    ANCHORS_INCOMPLETE = (
        "W003",
        "{place}: there are anchors, but none for {labels}.",
        "Say what that level looks like, too.",
    )
    HOUSE_UNTOLD = (
        "W004",
        "{place}: it is marked source: house, but decisions tell no decision of the house.",
        "Add an entry with source: house that says what was decided, so that reports can tell.",
    )
    SAME_TITLE = (
        "W005",
        '{place}: the title "{label}" stands on line {line}, too.',
        "Give it another title, so that they can be told apart in the overview.",
    )

    def __init__(self, code: str, problem: str, remedy: str) -> None:
        """Take the three apart."""
        self.code = code
        self.problem = problem
        self.remedy = remedy

    @property
    def advice(self) -> bool:
        """Whether the form works all the same."""
        return self.code.startswith("W")


@dataclass(frozen=True)
class Flaw:
    """A broken rule and its place in the form; not yet a line.

    ``other`` is the place that ``{line}`` in the sentence means. ``over`` is all that the check has read, value
    by value; ``path`` alone, if nothing is given. While one of those values (or what holds it) cannot be read,
    nothing certain can be said, and the flaw is not reported.
    """

    rule: Rule
    path: Path
    words: Mapping[str, object] = field(default_factory=dict)
    other: Path | None = None
    over: tuple[Path, ...] | None = None

    @property
    def read(self) -> tuple[Path, ...]:
        """The values the check has read."""
        return (self.path,) if self.over is None else self.over


@dataclass(frozen=True)
class Finding:
    """One fault of a form file, ready to be read: where, which rule, what is wrong and how to mend it."""

    file: str
    line: int
    rule: Rule
    problem: str
    remedy: str

    @property
    def code(self) -> str:
        """The code of the rule, such as ``R012``."""
        return self.rule.code

    @property
    def advice(self) -> bool:
        """Whether the form works all the same."""
        return self.rule.advice

    def __str__(self) -> str:
        """The finding as a person reads it: two lines, the remedy indented below."""
        return f"{self.file}:{self.line}  {self.code} {self.problem}\n    {self.remedy}"


def finding(rule: Rule, file: str, line: int = 1, /, **words: object) -> Finding:
    """The finding that ``rule`` is broken on that line (from 1); ``words`` fill its sentences."""
    return Finding(file, line, rule, rule.problem.format(**words), rule.remedy.format(**words))
