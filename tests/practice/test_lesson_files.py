"""A lesson file with a mistake is refused, with its file, the key and the reason; all mistakes at once."""

from __future__ import annotations

import pytest

from balie.practice.lessons import reading
from balie.practice.lessons.keys import ActionKey, Pressed, Typed, strokes
from balie.practice.lessons.naming import Names
from balie.practice.lessons.reading import all_lessons, lesson_ids, load_lesson, read_lesson, right_lessons
from balie.practice.places import DAY
from balie.refusal import Refusal
from screens.keyboard.actions import ACTIONS
from screens.practice.keystrokes import key_texts

IDS = frozenset(action.id for action in ACTIONS)
RIGHT = """
id = "les"
title = "Een les"
question = "Wat nu?"
source = "rules.md#screens"
minutes = 2
when = "Soms."
[values.biblionet-drenthe]
basis = "0045"
[[step]]
say = "Doe iets met {basis}."
do = ["v", "@enter*2", "@action:main", "@scan:{pas:jong}"]
check = { owes = { who = "{pas:jong}", amount = "0,00" } }
hint = "Doe het."
"""


def _reasons(text: str) -> list[str]:
    with pytest.raises(Refusal) as refused:
        read_lesson(text, "les.toml", IDS)
    return [reason.text for reason in refused.value.reasons]


def test_a_lesson_that_is_right_is_read():
    lesson = read_lesson(RIGHT, "les.toml", IDS)
    assert (lesson.id, len(lesson.step), lesson.step[0].check["owes"]["amount"]) == ("les", 1, "0,00")


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('id = "les"', 'id = "andere"', 'les.toml: id: moet de naam van het bestand zijn: "les".'),
        ("minutes = 2", 'minutes = "2"', "les.toml: minutes: verwacht een aantal minuten van 1 tot en met 60"),
        ("minutes = 2", "minuten = 2", "les.toml: minutes: ontbreekt"),
        ("minutes = 2", "", "les.toml: minutes: ontbreekt"),
        ('"v"', '"@entre"', 'les.toml: step[0].do[0]: "@entre" is geen toets'),
        ("@action:main", "@action:f2", 'les.toml: step[0].do[2]: de opdracht "f2" bestaat niet.'),
        ("@enter*2", "@enter*0", 'les.toml: step[0].do[1]: "@enter*0" is geen toets'),
        ("{pas:jong}", "{pas:niemand}", '"{pas:niemand}" staat nergens voor.'),
        ("{basis}.", "{compleet}.", 'les.toml: step[0].say: "{compleet}" staat nergens voor.'),
        ("owes =", "heeft =", 'les.toml: step[0].check: "heeft" bestaat niet; bekend zijn enrolled'),
        ("amount =", "bedrag =", 'les.toml: step[0].check.owes: "bedrag" hoort er niet bij; wel who, amount.'),
        ('who = "{pas:jong}", ', "", 'les.toml: step[0].check.owes: "who" ontbreekt.'),
        ('check = { owes = { who = "{pas:jong}", amount = "0,00" } }', "", "les.toml: step[0]: geef shows of check"),
        ("[[step]]", "[[stap]]", "les.toml: step: ontbreekt"),
        ('id = "les"', "id = les", "les.toml: dit is geen geldige TOML"),
    ],
)
def test_a_mistake_is_told_with_its_file_its_key_and_the_reason(right, wrong, told):
    assert any(told in reason for reason in _reasons(RIGHT.replace(right, wrong)))


def test_all_mistakes_are_told_at_once():
    text = RIGHT.replace('"v"', '"@entre"').replace("{basis}.", "{compleet}.").replace("owes =", "heeft =")
    assert len(_reasons(text)) == 3


def test_a_lesson_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(Refusal, match=r"Kies uit: .*ebook-inschrijven"):
        load_lesson("e-book", IDS)


def test_every_lesson_that_comes_along_is_right():
    assert all_lessons(IDS)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'id = "les', "les.toml: dit is geen geldige TOML"),
        (b"\xff\xfe", "les.toml: dit bestand is niet te lezen."),
        (RIGHT.replace("minutes = 2", "").encode(), "les.toml: minutes: ontbreekt"),
    ],
)
def test_a_mistake_in_one_file_takes_no_other_lesson_away(tmp_path, monkeypatch, content, told):
    (tmp_path / "goed.toml").write_text(RIGHT.replace('"les"', '"goed"'), encoding="utf-8")
    (tmp_path / "les.toml").write_bytes(content)
    (tmp_path / "ook-goed.toml").write_text(RIGHT.replace('"les"', '"ook-goed"'), encoding="utf-8")
    monkeypatch.setattr(reading, "packaged_path", lambda _folder, *name: tmp_path.joinpath(*name))
    assert lesson_ids() == ["goed", "les", "ook-goed"]
    right, mistakes = right_lessons(IDS, lesson_ids())
    assert [lesson.id for lesson in right] == ["goed", "ook-goed"]
    assert len(mistakes) == 1
    assert mistakes[0].text.startswith(told)


@pytest.mark.parametrize(
    ("do", "came"),
    [
        ("Tester", [Typed("Tester")]),
        ("@enter", [Pressed("enter")]),
        ("@down*3", [Pressed("down")] * 3),
        ("@action:pay", [ActionKey("pay")]),
        ("@scan:{pas:jong}", [Typed("{pas:jong}", scanned=True)]),
    ],
)
def test_what_is_typed(do, came):
    assert list(strokes(do)) == came


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{pas:wilgenhof}", "29428000001016"),
        ("{pas:vrij1}", "29428000009910"),
        ("{exemplaar:duin}", "39428000000016"),
        ("{titel:duin}", "Het strand van morgen"),
        ("{dag:+7}", "16-04-2024"),
        ("{dag:-1} en {basis}", "08-04-2024 en 0045"),
    ],
)
def test_what_names_stand_for(text, filled):
    assert Names("9428", DAY, {"basis": "0045"}).filled(text) == filled


def test_keys_are_told_by_the_keymap_of_the_workplace_and_texts_in_one_piece():
    lesson = read_lesson(RIGHT, "les.toml", IDS)
    from screens.keyboard.actions import with_keys

    names = Names("9428", DAY, {"basis": "0045"})
    assert key_texts(lesson.step[0], names, ACTIONS)[:4] == ["v", "Enter", "Enter", "F2"]
    assert key_texts(lesson.step[0], names, with_keys({"main": "f12", "close": "f2"}))[3] == "F12"
