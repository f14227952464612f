"""The editor: who may open it, what is kept of what is written, and two who write at once."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories import NOW, make_competence, make_member, make_module, make_organisation, make_person
from factories_study import QUIZ, TEXT, make_taught_module, steps_of, webm
from nanobank.accounts.models import Person
from nanobank.authoring.models import DraftVisit
from nanobank.authoring.services.designing import begin_design
from nanobank.catalogue.models import ModuleVersion, State
from nanobank.common import clock
from nanobank.organisations.models import Membership, Organisation, Role
from nanobank.study import services as study
from nanobank.study.models import Question, Step
from nanobank.study.queries import missing_steps
from nanobank.study.services import NewStep

pytestmark = pytest.mark.django_db
A_STEP, A_QUIZ = NewStep("text", "Første trin", 10, "Læs."), QUIZ


@pytest.fixture
def provider() -> Organisation:
    return make_organisation()


@pytest.fixture
def educator(provider: Organisation) -> Person:
    return make_member(Role.EDUCATOR, provider)


@pytest.fixture
def draft(provider: Organisation) -> ModuleVersion:
    version = make_module(provider, published=False).versions.get()
    study.write_steps(version=version, steps=[A_STEP, A_QUIZ], by=None, now=NOW)
    return version


@pytest.fixture
def browser(educator: Person) -> Client:
    return signed_in(educator)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def by_script(client: Client, url: str, **fields: Any) -> Any:
    """As the script sends it."""
    body = urlencode(fields, doseq=True)
    form = "application/x-www-form-urlencoded"
    return client.post(url, body, content_type=form, headers={"Accept": "application/json"})


def revision_on(client: Client, url: str) -> str:
    """The revision that the page gives its form."""
    value: str = client.get(url).context["form"]["revision"].value()
    return value


def test_only_the_providers_educators_reach_the_editor(draft: ModuleVersion, provider: Organisation) -> None:
    text, quiz = steps_of(draft)
    question = quiz.questions.all()[0]
    shown = [
        reverse("draft", args=[draft.uuid]),
        reverse("draft_part", args=[draft.uuid, "tekster"]),
        reverse("draft_competences", args=[draft.uuid]),
        reverse("step_edit", args=[text.uuid]),
        reverse("step_preview", args=[text.uuid]),
        reverse("question_edit", args=[question.uuid]),
        reverse("draft_missing", args=[draft.uuid]),
    ]
    changed = [
        *shown[1:4],
        reverse("draft_here", args=[draft.uuid]),
        reverse("draft_order", args=[draft.uuid]),
        reverse("step_add", args=[draft.uuid, "text"]),
        reverse("step_files", args=[text.uuid]),
        reverse("step_delete", args=[text.uuid]),
        reverse("question_add", args=[quiz.uuid, "single"]),
        reverse("question_edit", args=[question.uuid]),
        reverse("question_move", args=[question.uuid]),
        reverse("question_delete", args=[question.uuid]),
    ]
    others = [make_person(), make_member(Role.EDUCATOR)]
    others += [make_member(role, provider) for role in (Role.STUDY_SECRETARY, Role.EXAMINER)]
    for person in others:
        client = signed_in(person)
        for url in shown:
            assert client.get(url).status_code == 404, url
        for url in changed:
            assert client.post(url, {"competence": "x"}).status_code == 404, url
    assert Client().get(shown[0]).status_code == 302
    assert len(steps_of(draft)) == 2
    assert not DraftVisit.objects.exists()


def test_an_educator_writes_a_module_with_forms_alone(browser: Client, provider: Organisation) -> None:
    new = {"provider": provider.slug, "language": "da", "title": "Tal til hverdag", "ects": "2,5"}
    page = browser.post(reverse("module_add"), new)
    version = ModuleVersion.objects.get()
    assert page["Location"] == reverse("draft_part", args=[version.uuid, "tekster"])

    def write(part: str, **fields: Any) -> None:
        url = reverse("draft_part", args=[version.uuid, part])
        answer = browser.post(url, {"revision": revision_on(browser, url), **fields})
        assert answer.status_code == 302, answer.content.decode()

    write("tekster", title_da="Tal til hverdag", title_en="Numbers", summary_da="Regn.", summary_en="Count.",
          description="For *alle*.")  # fmt: skip
    write("laeringsmaal", outcomes_da="regne ud\nvise", outcomes_en="count")
    write("rammer", audiences=["students"], language="da", ects="2,5", level="6", form="online", price="1200,50")
    write("forudsaetninger", prerequisites="")
    version.refresh_from_db()
    assert (str(version.ects), str(version.price), version.description) == ("2.50", "1200.50", "For *alle*.")
    assert version.learning_outcomes == [{"da": "regne ud", "en": "count"}, {"da": "vise", "en": ""}]

    def add(kind: str, **fields: Any) -> Step:
        url = browser.post(reverse("step_add", args=[version.uuid, kind]))["Location"]
        assert browser.post(url, {"revision": revision_on(browser, url), "minutes": 5, **fields}).status_code == 302
        return Step.objects.get(version=version, kind=kind)

    add("text", title="A", body="Læs\r\ndet hele")
    assert Step.objects.get(kind="text").body == "Læs\ndet hele"
    video = add("video", title="V", body="Det siges", url="")
    quiz = add("quiz", title="Q", pass_percent=60, body="")
    assert len(missing_steps(version)) == 2
    film = SimpleUploadedFile("../../etc/passwd.webm", webm().read())
    assert browser.post(reverse("step_files", args=[video.uuid]), {"file": film}).status_code == 302
    assert str(Step.objects.get(kind="video").file.name).startswith("steps/")
    asked = browser.post(reverse("question_add", args=[quiz.uuid, "single"]))["Location"]
    question = Question.objects.get()
    assert asked.endswith(f"#q{question.pk}")
    choices = {"choice_0_text": "ja", "correct": "0", "choice_1_text": "nej", "choice_1_feedback": "Næ."}
    url = reverse("question_edit", args=[question.uuid])
    assert browser.post(url, {"prompt": "Ja?", "explanation": "", **choices}).status_code == 302
    question.refresh_from_db()
    assert question.definition["choices"][1] == {"text": "nej", "correct": False, "feedback": "Næ."}
    assert missing_steps(version) == []
    version.competences.set([make_competence()])
    study.publish(version=version, by=None, now=NOW) if version.module.offerings.exists() else None
    assert browser.get(reverse("draft", args=[version.uuid])).status_code == 200


def test_the_second_of_two_writers_is_shown_both_texts_and_nothing_is_overwritten(
    browser: Client, draft: ModuleVersion, educator: Person, provider: Organisation
) -> None:
    step = steps_of(draft)[0]
    url = reverse("step_edit", args=[step.uuid])
    other = signed_in(make_member(Role.PROGRAMME_LEAD, provider, given_name="Kirsten"))
    revision = revision_on(browser, url)
    assert by_script(browser, url, revision=revision, body="Den enes tekst").status_code == 200

    clash = by_script(other, url, revision=revision, body="Den andens tekst")
    assert clash.status_code == 409
    told = clash.json()
    assert told["present"]["body"] == "Den enes tekst"
    assert educator.name in told["html"]
    assert "Den andens tekst" in told["html"]
    step.refresh_from_db()
    assert step.body == "Den enes tekst"

    again = other.post(url, {"revision": revision, "title": step.title, "minutes": 10, "body": "Den andens tekst"})
    assert again.status_code == 409
    assert "Den enes tekst" in again.content.decode()
    kept = again.context["form"]["revision"].value()
    assert (kept, again.context["form"]["body"].value()) == (told["revision"], "Den andens tekst")
    assert by_script(other, url, revision=kept, body="Den andens tekst").status_code == 200
    step.refresh_from_db()
    assert step.body == "Den andens tekst"


def test_a_save_whose_answer_was_lost_is_no_conflict_with_itself(browser: Client, draft: ModuleVersion) -> None:
    step, quiz = steps_of(draft)
    facts = reverse("draft_part", args=[draft.uuid, "rammer"])
    for url, fields in (
        (reverse("step_edit", args=[step.uuid]), {"body": "Ny"}),
        (facts, {"ects": "3,5", "audiences": ["students"]}),
    ):
        revision = revision_on(browser, url)
        first, second = (by_script(browser, url, revision=revision, **fields) for _ in range(2))
        assert (first.status_code, second.status_code) == (200, 200)
        assert first.json()["revision"] == second.json()["revision"] == revision_on(browser, url)
    url = reverse("question_edit", args=[quiz.questions.all()[0].uuid])
    assert by_script(browser, url, revision="0" * 16, prompt="En anden?").status_code == 409


def test_two_parts_are_written_at_once_without_a_conflict(browser: Client, draft: ModuleVersion) -> None:
    about, facts = (reverse("draft_part", args=[draft.uuid, slug]) for slug in ("tekster", "rammer"))
    first, second = revision_on(browser, about), revision_on(browser, facts)
    assert by_script(browser, about, revision=first, title_da="Ny titel").status_code == 200
    assert by_script(browser, facts, revision=second, price="100").status_code == 200
    clash = by_script(browser, facts, revision=second, price="250")
    assert (clash.status_code, clash.json()["present"]["price"]) == (409, "100")
    draft.refresh_from_db()
    assert (draft.title_da, draft.price) == ("Ny titel", Decimal(100))


def test_what_is_well_is_saved_though_what_stands_beside_it_is_not(browser: Client, draft: ModuleVersion) -> None:
    step = steps_of(draft)[0]
    url = reverse("step_edit", args=[step.uuid])
    answer = by_script(browser, url, revision="", title="x" * 201, minutes="mange", body="Gemmes").json()
    assert answer["faults"].keys() == {"title", "minutes"}
    step.refresh_from_db()
    assert (step.title, step.body) == (A_STEP.title, "Gemmes")
    long = by_script(browser, url, revision="", body="x" * 100_001).json()
    assert "body" in long["faults"]
    numbers = by_script(browser, reverse("draft_part", args=[draft.uuid, "rammer"]), ects="11", price="-1").json()
    assert numbers["faults"].keys() == {"ects", "price"}


def test_a_quiz_without_a_right_answer_is_kept_and_told_of(browser: Client, draft: ModuleVersion) -> None:
    quiz = steps_of(draft)[1]
    single, numeric = quiz.questions.all()
    url = reverse("question_edit", args=[single.uuid])
    fields = {"prompt": "Hvad?", "choice_0_text": "ene", "choice_1_text": "anden"}
    assert by_script(browser, url, **fields).json()["faults"].keys() == {"choices"}
    single.refresh_from_db()
    assert [one["text"] for one in single.definition["choices"]] == ["ene", "anden"]
    number = by_script(browser, reverse("question_edit", args=[numeric.uuid]), prompt="?", answer="fem", tolerance="0")
    assert number.json()["faults"].keys() == {"answer"}
    assert len(missing_steps(draft)) == 2
    page = browser.get(reverse("step_edit", args=[quiz.uuid])).content.decode()
    assert "ene" in page
    assert page.count("form-error-message") == 2
    browser.post(reverse("question_add", args=[quiz.uuid, "numeric"]))
    page = browser.get(reverse("step_edit", args=[quiz.uuid])).content.decode()
    assert "Skriv spørgsmålet." in page
    assert page.count("form-error-message") == 2, "a question that nobody has begun is asked for, not blamed"
    assert browser.get(reverse("step_preview", args=[quiz.uuid])).status_code == 200


def test_what_an_educator_who_leaves_was_writing_passes_to_the_unit(
    draft: ModuleVersion, provider: Organisation
) -> None:
    leaver, stays = make_member(Role.EDUCATOR, provider), make_member(Role.EDUCATOR, provider)
    made = begin_design(provider=provider, title="AI i dansk", by=leaver, now=NOW)
    pages = [reverse("draft", args=[draft.uuid]), reverse("design", args=[made.uuid])]
    assert [signed_in(leaver).get(page).status_code for page in pages] == [200, 200]
    Membership.objects.filter(person=leaver).update(until=NOW)
    assert [signed_in(leaver).get(page).status_code for page in pages] == [404, 404]
    assert [signed_in(stays).get(page).status_code for page in pages] == [200, 200]


def test_what_is_required_stands_by_title_and_is_kept_as_it_is_read(browser: Client, draft: ModuleVersion) -> None:
    one, other = make_module(title_da="Find, tjek og fortæl"), make_module(title_da="Kilder")
    url = reverse("draft_part", args=[draft.uuid, "forudsaetninger"])
    by_script(browser, url, prerequisites=f"{one.slug}, {other.slug}")
    shown = f"Find, tjek og fortæl [{one.slug}] eller Kilder [{other.slug}]"
    assert shown in browser.get(url).content.decode()
    assert by_script(browser, url, prerequisites=shown).json()["faults"] == {}
    assert set(draft.prerequisite_groups.get().any_of.all()) == {one, other}


def test_a_circle_of_prerequisites_is_told_of_at_once(browser: Client, draft: ModuleVersion) -> None:
    through = make_taught_module(TEXT, title_da="Vejen rundt", requires=(draft.module,))
    url = reverse("draft_part", args=[draft.uuid, "forudsaetninger"])
    assert "Vejen rundt" in by_script(browser, url, prerequisites=through.slug).json()["faults"]["prerequisites"]
    for wrong in ("findes-ikke", draft.module.slug):
        assert by_script(browser, url, prerequisites=wrong).json()["faults"]["prerequisites"]
    assert browser.post(url, {"prerequisites": through.slug}).status_code == 422
    assert browser.get(f"{url}?q=vejen").context["found"] == [through]


def test_steps_go_to_any_place_and_two_who_move_both_have_their_way(browser: Client, draft: ModuleVersion) -> None:
    study.write_steps(version=draft, steps=[NewStep("text", title) for title in "cde"], by=None, now=NOW)
    url = reverse("draft_order", args=[draft.uuid])

    def order() -> str:
        return "".join({A_STEP.title: "a", A_QUIZ.title: "b"}.get(step.title, step.title) for step in steps_of(draft))

    steps = dict(zip("abcde", steps_of(draft), strict=True))
    for move, expected in (
        ("e:1", "eabcd"),
        ("a:4", "ebcad"),
        ("d:up", "ebcda"),
        ("e:down", "becda"),
        ("b:99", "ecdab"),
    ):
        key, where = move.split(":")
        answer = by_script(browser, url, move=f"{steps[key].uuid}:{where}")
        assert order() == expected
        assert answer.json()["order"] == [str(step.uuid) for step in steps_of(draft)]
    assert [step.position for step in steps_of(draft)] == [1, 2, 3, 4, 5]
    assert browser.post(url, {"move": f"{steps['a'].uuid}:up"})["Location"] == reverse(
        "step_edit", args=[steps["a"].uuid]
    )
    for wrong in ("", "x:1", f"{steps['a'].uuid}:sideways", f"{steps_of(make_taught_module().current)[0].uuid}:1"):
        assert by_script(browser, url, move=wrong).status_code == 404


def test_a_step_that_somebody_has_written_in_is_not_deleted_by_an_old_page(
    browser: Client, draft: ModuleVersion
) -> None:
    step = steps_of(draft)[0]
    old = browser.get(reverse("step_edit", args=[step.uuid])).context["revision"]
    study.save_step(step=step, values={"body": "Nyt"}, revision=None, by=None, now=NOW)
    delete = reverse("step_delete", args=[step.uuid])
    assert browser.post(delete, {"revision": old})["Location"] == reverse("step_edit", args=[step.uuid])
    new = browser.get(reverse("step_edit", args=[step.uuid])).context["revision"]
    assert browser.post(delete, {"revision": new})["Location"] == reverse("draft", args=[draft.uuid])
    assert by_script(browser, reverse("step_edit", args=[step.uuid]), body="For sent").status_code == 404


def test_those_who_have_the_draft_open_are_named_for_a_minute(
    browser: Client, draft: ModuleVersion, provider: Organisation
) -> None:
    kirsten = make_member(Role.EDUCATOR, provider, given_name="Kirsten")
    step = steps_of(draft)[0]
    signed_in(kirsten).get(reverse("step_edit", args=[step.uuid]))
    here = reverse("draft_here", args=[draft.uuid])
    told = by_script(browser, here, part="overview").json()["here"]
    assert kirsten.name in told
    assert step.title in told
    assert kirsten.name in browser.get(reverse("draft", args=[draft.uuid])).content.decode()
    DraftVisit.objects.filter(person=kirsten).update(seen_at=clock.now() - timedelta(seconds=61))
    assert by_script(browser, here, part="overview").json()["here"] == ""


def test_what_the_side_counts_is_asked_for_by_itself(browser: Client, draft: ModuleVersion) -> None:
    texts, step = reverse("draft_part", args=[draft.uuid, "tekster"]), steps_of(draft)[0]
    before = browser.get(reverse("draft_missing", args=[draft.uuid])).json()
    assert (before["missing"][texts], before["steps"][str(step.uuid)]["lacks"]) == (0, False)
    ModuleVersion.objects.filter(pk=draft.pk).update(summary_da="")
    Step.objects.filter(pk=step.pk).update(body="", minutes=33)
    after = browser.get(reverse("draft_missing", args=[draft.uuid])).json()
    assert after["missing"][texts] == 1
    assert (
        after["missing"][reverse("draft", args=[draft.uuid])]
        == before["missing"][reverse("draft", args=[draft.uuid])] + 2
    )
    assert after["steps"][str(step.uuid)] == {"about": "Tekst, 33 min.", "lacks": True}
    page = browser.get(reverse("draft", args=[draft.uuid])).content.decode()
    assert f'<span data-missing="{texts}">1</span>' in page


def test_a_published_version_is_looked_at_and_not_written(browser: Client, provider: Organisation) -> None:
    version = make_taught_module(provider=provider).current
    assert version is not None
    step = steps_of(version)[0]
    assert b"begin_draft" not in browser.get(reverse("draft", args=[version.uuid])).content
    part, text = reverse("draft_part", args=[version.uuid, "tekster"]), reverse("step_edit", args=[step.uuid])
    for url in (part, text):
        assert browser.get(url).status_code == 302
    by_script(browser, part, title_da="Ny")
    by_script(browser, text, title="Ny")
    version.refresh_from_db()
    step.refresh_from_db()
    assert "Ny" not in {version.title_da, step.title}
    assert version.state == State.PUBLISHED


def test_a_preview_is_harmless_and_for_those_signed_in(browser: Client) -> None:
    shown = browser.post(reverse("text_preview"), {"text": "# Tal\n<script>x</script> **fed**"}).content.decode()
    assert "<h2>Tal</h2>" in shown
    assert "<script>" not in shown
    assert "<strong>fed</strong>" in shown
    assert Client().post(reverse("text_preview"), {"text": "x"}).status_code == 302


def test_what_publishing_asks_for_stands_beside_the_inputs(browser: Client, draft: ModuleVersion) -> None:
    ModuleVersion.objects.filter(pk=draft.pk).update(title_en="", summary_da="")
    page = browser.get(reverse("draft_part", args=[draft.uuid, "tekster"]) + "?mangler=1").content.decode()
    assert page.count("form-error-message") == 2


def test_the_editor_costs_the_same_however_many_steps(browser: Client, draft: ModuleVersion) -> None:
    step = steps_of(draft)[0]
    url, order = reverse("step_edit", args=[step.uuid]), reverse("draft_order", args=[draft.uuid])

    def costs(text: str) -> list[int]:
        last = steps_of(draft)[-1]
        found = []
        for act in (
            lambda: browser.get(url),
            lambda: by_script(browser, url, body=text),
            lambda: by_script(browser, order, move=f"{last.uuid}:1"),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert act().status_code == 200
            found.append(len(queries))
        return found

    costs("Første gang")
    few = costs("Ny")
    study.write_steps(version=draft, steps=[A_STEP, A_QUIZ] * 20, by=None, now=NOW)
    assert costs("Nyere") == few
    assert few[1] <= 16
