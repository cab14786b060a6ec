"""The JSON Schema of a form file, for editors: made from the model, kept in ``form.schema.json``.

A first line ``# yaml-language-server: $schema=../form.schema.json`` lets an editor complete and check a form as
it is typed. The schema knows each value by itself; what parts of a form must agree on is checked by
``kaoping check`` alone (:mod:`rubrics.checks`).

``python -m rubrics.schema`` writes the file anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rubrics.model import Form

FILE = Path(__file__).parent / "form.schema.json"
"""Where the schema is kept."""

# What a key means, and an example. A name before a colon is the model it is meant for alone.
_KEYS: dict[str, tuple[str, Any]] = {
    "id": ("How answers, exports and links name this. Never change it once answers exist.", "phone-prompt"),
    "title": ("Short wording, for buttons and overviews: at most 14 Chinese characters.", "电话接听"),
    "text": ("The full wording, as it is shown.", "电话铃响三声之内接听"),
    "label": ("What a person reads.", "姓名"),
    "source": ("Who decided this: the printed form, or the house where the form is silent.", "house"),
    "kind": ("What sort of thing this is; it decides which other keys are possible.", None),
    "required": ("Whether the form can be handed in without it.", True),
    "hint": ("A sentence shown when it is asked.", "与员工讨论并设定"),
    "max": ("The most points.", 10),
    "min": ("The fewest points.", 0),
    "points": ("How many points it is worth, or takes off.", 2),
    "options": ("What can be chosen.", None),
    "unit": ("The word for one of what is counted.", "次"),
    "Form:title": ("The whole title of the form.", "客服人员面试评价表"),
    "Form:short": ("The title in at most 14 characters, for menus.", "面试评价"),
    "Form:language": ("The language of the form's wording.", "zh"),
    "Form:about": ("What the form is for, shown before it begins.", "用于试用期满的员工"),
    "Form:subject": ("Who or what is evaluated.", None),
    "Form:opening": ("Fields asked before the questions.", None),
    "Form:levels": ("The scale that questions of kind level are rated on, the worst first.", None),
    "Form:levels_source": ("Who decided the levels.", "house"),
    "Form:scoring": (
        "points: they add up. levels: the mean. met: inspection items met of those that apply.",
        "points",
    ),
    "Form:scoring_source": ("Who decided how it is scored.", "house"),
    "Form:total": ("The most the form can bring; checked against the sections.", 100),
    "Form:sections": ("The questions, under their headings, in the order they are asked.", None),
    "Form:grade": ("How the grade follows from the score.", None),
    "Form:closing": ("Fields asked after the questions.", None),
    "Form:measures": ("What follows from each grade.", None),
    "Form:signatures": ("Who signs at the end.", None),
    "Form:combine_by": ("The opening choice field by whose values evaluations are combined.", "source"),
    "Form:decisions": ("How the form was read, one sentence each, and whose decision that was.", None),
    "SubjectPart:fields": ("What the form's head asks; the first is the name, required.", None),
    "Level:label": ("What the level is called.", "优秀"),
    "Level:value": ("What it is worth: a whole number, more than the level before.", 4),
    "Level:note": ("A second wording, such as a translation.", "Exceeds Expectations"),
    "Section:title": ("The heading.", "服务态度"),
    "Section:max": ("The maximum printed for the section; checked against its questions.", 30),
    "Section:combine": ("sum: points add up. mean: the section is the mean of its questions.", "sum"),
    "Section:combine_source": ("Who decided sum or mean.", "house"),
    "Section:criteria": ("The questions of the section.", None),
    "guidance": ("What to consider, shown under the question, one sentence an entry.", ["及时回应客户问题"]),
    "na": ('The button for "does not apply"; without it the question always applies.', "不适用"),
    "title_source": ("Who worded the title.", "house"),
    "cut": ("What is missing in the printed form.", "原表以下被截去"),
    "LevelCriterion:anchors": (
        "What each level looks like here, by the level's label.",
        {"优秀": "主动热情"},
    ),
    "step": ("Points are given in steps of this.", 0.5),
    "AnchoredCriterion:anchors": ("The possible points, each with its sentence, in order.", None),
    "anchors_source": ("Who decided the points of the anchors.", "house"),
    "Anchor:points": ("What the sentence is worth.", 8),
    "BandedCriterion:bands": ("Sentences with a range of points each, the best first, without gaps.", None),
    "low": ("The fewest points of the band, included; a whole number.", 20),
    "high": ("The most points of the band, included; a whole number.", 24),
    "floor": ("What deductions never go below.", 0),
    "reasons": ("Why points come off.", None),
    "once": ("Whether it can happen only once; otherwise it is counted.", True),
    "sample": ("How many are looked at.", "3人"),
    "threshold": ("With that many defects the item is not met.", 3),
    "single": ("Whether the threshold counts within one item (单项).", True),
    "flags": ("Findings that fail the item whatever the count.", None),
    "since": ("On a date: the word for the whole years since then.", "年资"),
    "units": ("The lengths of time to choose from.", ["month", "quarter"]),
    "suggest": ("The option offered first, by grade.", {"优秀": "强烈推荐"}),
    "suggest_source": ("Who decided the suggestions.", "house"),
    "by": (
        "bands: by percent. nearest: the level nearest to the total. rules: rules over the levels.",
        "bands",
    ),
    "BandGrade:bands": ("The grades, the best first; the last begins at 0.", None),
    "Band:label": ("The grade.", "优秀"),
    "Band:at_least": ("The percent the grade begins at, included.", 90),
    "least_rated_percent": ("With a smaller share of the questions rated there is no grade.", 50),
    "rules": ("Tried in this order; the first that holds gives the grade.", None),
    "labels": ("The grades, the best first.", ["优秀", "一般"]),
    "GradeRule:grade": ("The grade it gives.", "优秀"),
    "all": ("Holds if every question has this level.", "优秀"),
    "GradeRule:at_least": ("With level: holds if at least that many questions have it.", 2),
    "level": ("The level that at_least counts.", "不符合要求"),
    "most": ("Holds if more than half of the questions have this level or a better one.", "良好"),
    "otherwise": ("Always holds: for the last rule.", True),
    "by_grade": ("What follows, by grade: one sentence for each.", {"优秀": "表彰"}),
    "who": ("Who signs: the evaluator, or the subject (the person evaluated).", "evaluator"),
    "statement": ("What is signed.", "经考核，以上评价属实。"),
}


def schema() -> dict[str, Any]:
    """The schema, JSON Schema draft 2020-12."""
    made = Form.model_json_schema(mode="validation")
    parts: dict[str, Any] = made.pop("$defs")
    _document("Form", made)
    for name, part in parts.items():
        _document(name, part)
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_plain(made),
        "$defs": _plain(parts),
    }
    whole["title"], whole["description"] = "Kaoping form", "An evaluation form; see writing-forms.md."
    return whole


def written() -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _document(model: str, part: dict[str, Any]) -> None:
    """Give every key its meaning and an example."""
    for key, about in part.get("properties", {}).items():
        meaning, example = _KEYS.get(f"{model}:{key}") or _KEYS[key]
        about.pop("title", None)
        about["description"] = meaning
        if example is not None and "const" not in about:
            about["examples"] = [example]


def _plain(part: Any) -> Any:
    """The schema without what only pydantic reads, and with numbers as YAML has them."""
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    if "anyOf" in part:
        return _plain(_one_kind(part))
    kept = {key: _plain(value) for key, value in part.items() if key != "discriminator"}
    # A default stands in the stored form as text ("0"); an editor is to offer a number.
    if kept.get("type") == "number" and isinstance(kept.get("default"), str):
        kept["default"] = json.loads(kept["default"])
    return kept


def _one_kind(part: dict[str, Any]) -> dict[str, Any]:
    """One kind of value instead of several: a number is no text, and "nothing" is said by leaving a key out."""
    kinds = [kind for kind in part["anyOf"] if kind.get("type") != "null"]
    numbers = [kind for kind in kinds if kind.get("type") == "number"]
    (kind,) = numbers or kinds
    rest = {key: value for key, value in part.items() if key != "anyOf" and value is not None}
    return {**kind, **rest}


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
