"""What a text lacks for those who hear it, whether captions can be shown, and how long the work takes."""

import pytest

from nanocore.writing import Fault, Part, captions, content_faults, workload


def test_a_picture_without_words_is_a_fault_unless_it_is_said_to_be_decorative() -> None:
    assert content_faults("![](/a.png)") == (Fault("no_alt", "/a.png", 1),)
    assert content_faults("![](/a.png#pynt) ![](/b.png#decorative) ![En pil](/c.png)") == ()
    assert [fault.code for fault in content_faults("![IMG_2041.JPG](/a.png)")] == ["alt_is_file_name"]


def test_headings_that_skip_a_level_and_links_that_say_nothing_are_told_by_line() -> None:
    text = (
        "## Først\n\n#### For dybt\n\n[Klik her](/a), [](/b), [https://example.dk](https://example.dk), [Reglerne](/c)"
    )
    assert content_faults(text) == (
        Fault("heading_skips", "For dybt", 3),
        Fault("vague_link", "Klik her", 5),
        Fault("empty_link", "/b", 5),
        Fault("bare_link", "https://example.dk", 5),
    )


def test_a_table_without_headings_is_told() -> None:
    assert [fault.code for fault in content_faults("|  | Tal |\n|---|---|\n| a | 1 |")] == ["empty_table_heading"]


def test_hostile_markup_is_read_as_text() -> None:
    assert content_faults("<img src=x onerror=alert(1)> " + "[" * 2000) == ()


def test_captions_that_a_browser_shows_have_no_faults() -> None:
    found = captions(
        "WEBVTT\n\n1\n00:01.000 --> 00:04.500 line:90%\n<v Ida>Hej alle\n\n01:00:00.000 --> 01:00:02.000\nSlut"
    )
    assert (found.cues, found.words, found.end, found.faults) == (2, 3, 3602.0, ())


@pytest.mark.parametrize(
    ("text", "seconds", "code", "line"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nsrt", 0, "not_vtt", 1),
        ("WEBVTT\n\n00:01.000 --> 00:04\nHej", 0, "bad_times", 3),
        ("WEBVTT\n\n00:05.000 --> 00:04.000\nHej", 0, "ends_before_it_starts", 3),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\nA\n\n00:01.000 --> 00:02.000\nB", 0, "out_of_order", 6),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\n", 0, "says_nothing", 3),
        ("WEBVTT\n", 0, "no_cues", 0),
        ("WEBVTT\n\n00:01.000 --> 00:10.000\nHej", 600, "stops_early", 0),
        ("WEBVTT\n\n00:01.000 --> 09:10.000\nHej", 60, "after_the_film", 0),
    ],
)
def test_captions_that_are_wrong_say_where(text: str, seconds: float, code: str, line: int) -> None:
    assert [(fault.code, fault.line) for fault in captions(text, seconds=seconds).faults if fault.code == code] == [
        (code, line)
    ]


def test_work_is_reading_viewing_and_doing_and_only_claimed_where_nothing_can_be_measured() -> None:
    found = workload(
        [
            Part("text", words=2000, minutes_claimed=60),
            Part("video", seconds=600, minutes_claimed=10),
            Part("quiz", questions=10, minutes_claimed=5),
            Part("file", minutes_claimed=20),
            Part("doing", minutes_claimed=120),
        ]
    )
    assert (found.reading, found.viewing, found.doing) == (10 + 20, 15, 15 + 120)
    assert (found.unmeasured, found.claimed) == (140, 215)
    assert found.hours == pytest.approx(3)
    assert found.ects == pytest.approx(3 / 27.5)


def test_a_video_whose_length_is_unknown_takes_what_its_author_says() -> None:
    assert workload([Part("video", minutes_claimed=12)]).minutes == 12


def test_less_than_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="no time"):
        workload([Part("text", words=-1)])
