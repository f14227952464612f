"""An import that is stopped or killed goes on where it was, with nothing lost and nothing doubled."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from factories import NOW
from factories_frameworks import hand_over, skill, skills_csv, small_esco, take_in, zipped
from nanobank.catalogue.models import Competence
from nanobank.common.errors import Conflict
from nanobank.frameworks import services
from nanobank.frameworks.models import Concept, ImportRun, Label, Placement, Requirement, State

ROOT = Path(__file__).resolve().parents[2]
_MODELS = (Competence, Concept, Label, Placement, Requirement)


def _counts() -> list[int]:
    return [model.objects.count() for model in _MODELS]


@pytest.mark.django_db
def test_one_that_is_stopped_goes_on_with_the_next_line() -> None:
    run = services.begin(run=hand_over(zipped(small_esco()), "esco.zip"), by=None, now=NOW)
    services.work(run=run, clock=lambda: NOW, stretch=1, report=lambda done, total: _stop_at(run, done, 3))
    run.refresh_from_db()
    assert (run.state, run.done, Concept.objects.count()) == (State.STOPPED, 3, 3)
    services.work(run=run, clock=lambda: NOW)
    assert Concept.objects.count() == 3  # a worker that comes late finds that it has been stopped
    run = services.go_on(run=run, by=None, now=NOW)
    services.work(run=run, clock=lambda: NOW)
    run.refresh_from_db()
    assert (run.state, run.added, run.done) == (State.FINISHED, 6, run.lines)
    before = _counts()
    take_in(zipped(small_esco()), "esco.zip")
    assert _counts() == before


def _stop_at(run: ImportRun, done: int, where: int) -> None:
    if done == where:
        services.stop(run=run, by=None, now=NOW)


@pytest.mark.django_db
def test_two_workers_at_once_take_each_line_in_once() -> None:
    run = services.begin(run=hand_over(zipped(small_esco()), "esco.zip"), by=None, now=NOW)
    other = ImportRun.objects.get(pk=run.pk)
    services.work(run=run, clock=lambda: NOW, stretch=1, report=lambda done, total: _help(other, done))
    run.refresh_from_db()
    assert (run.state, run.added, run.done) == (State.FINISHED, 6, run.lines)


def _help(other: ImportRun, done: int) -> None:
    if done == 2:
        services.work(run=other, clock=lambda: NOW, stretch=1)


@pytest.mark.django_db
def test_one_that_was_left_behind_is_given_to_another_once_a_minute() -> None:
    run = services.begin(run=hand_over(zipped(small_esco()), "esco.zip"), by=None, now=NOW)
    assert services.take_up_abandoned(now=NOW + timedelta(seconds=50)) == []
    later = NOW + timedelta(seconds=70)
    assert services.take_up_abandoned(now=later) == [run]
    assert services.take_up_abandoned(now=later) == []


@pytest.mark.django_db
def test_a_framework_is_taken_in_by_one_import_at_a_time() -> None:
    first, second = (hand_over(zipped(small_esco()), "esco.zip") for _ in range(2))
    services.begin(run=first, by=None, now=NOW)
    with pytest.raises(Conflict):
        services.begin(run=second, by=None, now=NOW)


def test_one_that_is_killed_again_and_again_ends_whole(database_of_its_own: str, tmp_path: Path) -> None:
    """The real command in a process of its own, killed with -9 wherever it happens to be."""
    (tmp_path / "skills_en.csv").write_bytes(
        skills_csv(*(skill(n, f"skill number {n}", f"other name {n}", f"third name {n}") for n in range(3_000)))
    )
    environment = os.environ | {
        "DATABASE_URL": database_of_its_own, "NANOBANK_MEDIA": str(tmp_path / "media"),
        "PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "nanobank.site.settings",
        "NANOBANK_SECRET_KEY": "only-for-killing",
    }  # fmt: skip

    def manage(*words: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-W", "ignore", "manage.py", *words]
        return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE)

    started = manage("import_competences", str(tmp_path / "skills_en.csv"))
    assert started.stdout is not None
    uuid = started.stdout.readline().split()[-1]
    killed = 0
    process = started
    for _ in range(2):
        killed += _kill_when_it_gets_on(process)
        process = manage("import_competences", "--resume", uuid)
    told = process.communicate()[0]
    assert process.returncode == 0
    assert killed
    assert "3000 new, 0 changed, 0 retired" in told


def _kill_when_it_gets_on(process: "subprocess.Popen[str]") -> bool:
    """Whether it was killed, a moment after it has said how far it is; no when it was done before."""
    assert process.stdout is not None
    process.stdout.read(12)
    time.sleep(0.1)
    if process.poll() is not None:
        process.communicate()
        return False
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    return True
