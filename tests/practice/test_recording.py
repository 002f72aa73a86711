"""A practice desk is recorded with a marker at each step; the recording in docs is of the lesson as it is."""

from __future__ import annotations

import io
import json

import pytest

from balie.options import DeskOptions, Recording
from balie.practice.asciicast import HELD_AT_THE_END, Cast
from balie.practice.lessons.reading import load_lesson, names_of
from balie.practice.recording import recorded
from balie.refusal import Refusal
from screens.keyboard.actions import ACTIONS
from screens.practice.player import missing_on
from scripts.recording import CAST, LESSON, PICTURE, picture
from tests.support.casts import played

IDS = frozenset(action.id for action in ACTIONS)


def cast_of(version: int, moments: list[float]) -> tuple[Cast, io.StringIO]:
    file = io.StringIO()
    return Cast(file, (80, 24), "Les", iter(moments).__next__, version=version), file


def test_the_recording_in_docs_shows_at_each_marker_what_the_step_before_it_shows():
    lesson = load_lesson(LESSON, IDS)
    names = names_of(lesson, "biblionet-drenthe", "9428")
    seen = played(CAST.read_text(encoding="utf-8"))
    assert set(seen.codes) == {"o", "m"}, "nothing that was typed"
    assert len(seen.markers) == len(lesson.step) + 1
    for nth, (step, (_, label, _), (_, _, after)) in enumerate(
        zip(lesson.step, seen.markers, seen.markers[1:], strict=False), 1
    ):
        assert label == f"{nth}/{len(lesson.step)} {names.filled(step.say)}", "make recording"
        assert missing_on(after, step, names) == []
    assert "eenmalig wachtwoord" in seen.markers[-1][2]
    assert all("OEFENBALIE" in text for _, _, text in seen.markers)


def test_the_picture_that_moves_is_of_that_recording_and_asks_nothing_of_anywhere():
    text = PICTURE.read_text(encoding="utf-8")
    assert text == picture(CAST.read_text(encoding="utf-8")), "make recording ARGS=--picture"
    assert "@font-face" not in text
    assert "url(" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "prefers-reduced-motion" in text


@pytest.mark.parametrize("version", [2, 3])
def test_both_versions_show_the_same_at_the_same_moment(version):
    cast, file = cast_of(version, [5.0, 5.0004, 5.5, 6.25, 7.0, 8.0, 9.0])
    cast.output("één")
    cast.mark("1/1")
    cast.resize((80, 24))
    cast.resize((100, 30))
    cast.output("\x1b[31mtwee")
    cast.finish()
    cast.output("niet meer")
    seen = played(file.getvalue())
    assert seen.head["version"] == version
    assert seen.codes == "omroo"
    assert [(at, label) for at, label, _ in seen.markers] == [(500, "1/1")]
    assert "één" in seen.markers[0][2]
    assert seen.end == 3000 + HELD_AT_THE_END
    assert "niet meer" not in file.getvalue()


def test_a_long_recording_in_version_3_does_not_drift():
    moments = [0.0] + [nth * 0.0006 for nth in range(1, 10001)]
    cast, file = cast_of(3, moments)
    for _ in range(10000):
        cast.output("x")
    assert played_end(file) == 6000


def played_end(file: io.StringIO) -> int:
    """The sum of what stands between events, in milliseconds."""
    return sum(round(json.loads(line)[0] * 1000) for line in file.getvalue().splitlines()[1:])


def test_half_a_character_is_written_as_one_that_can_be_read():
    cast, file = cast_of(2, [0.0, 0.0])
    cast.output("a\udce9b")
    assert json.loads(file.getvalue().splitlines()[1])[2] == "a?b"


def test_the_file_is_there_when_the_desk_is_closed_and_not_before(tmp_path):
    target = tmp_path / "les.cast"
    options = DeskOptions(tmp_path / "x.balie", practice=True, lesson="les", recording=Recording(target))
    with recorded(options, (80, 24)) as cast:
        assert cast is not None
        cast.output("hallo")
        assert not target.exists()
    assert played(target.read_text(encoding="utf-8")).codes == "o"
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_real_desk_is_never_recorded(tmp_path):
    options = DeskOptions(tmp_path / "x.balie", recording=Recording(tmp_path / "les.cast"))
    with recorded(options, (80, 24)) as cast:
        assert cast is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x.balie", "er-al.cast", "geen-map/les.cast"])
def test_a_recording_goes_over_nothing_and_is_refused_before_anything_is_shown(tmp_path, name):
    (tmp_path / "er-al.cast").write_text("van iemand", encoding="utf-8")
    options = DeskOptions(tmp_path / "x.balie", practice=True, recording=Recording(tmp_path / name))
    with pytest.raises(Refusal), recorded(options, (80, 24)):
        pytest.fail("it was begun")
    assert (tmp_path / "er-al.cast").read_text(encoding="utf-8") == "van iemand"


def fill_the_disk(cast: Cast | None) -> None:
    assert cast is not None
    cast.failed = OSError(28, "No space left on device")
    cast.output("hallo")


def test_a_full_disk_ends_the_recording_not_the_desk_and_is_told_at_the_end(tmp_path):
    target = tmp_path / "les.cast"
    options = DeskOptions(tmp_path / "x.balie", practice=True, recording=Recording(target))
    with pytest.raises(Refusal), recorded(options, (80, 24)) as cast:
        fill_the_disk(cast)
    assert list(tmp_path.iterdir()) == []
