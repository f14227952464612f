"""``manage.py import_competences FILE …``: takes a framework in, here and now, and shows how far it is.

Killed, it goes on where it was with ``--resume``, as would any worker of the site.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.frameworks import services
from nanobank.frameworks.models import Fault, ImportRun, State
from nanobank.frameworks.texts import fault_text, trouble_text

_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Take in ESCO's files (a zip, a folder, or CSV files of any languages), a CASE 1.1 package (.json) or a plain "
        "CSV list. What lines are wrong is said first; nothing is taken in while there are any, unless --skip-faulty."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="files, or a folder of them")
        parser.add_argument("--title", default="", help="what a plain list is to be called")
        parser.add_argument("--whole", action="store_true", help="retire what the framework has no more")
        parser.add_argument("--skip-faulty", action="store_true", help="leave out the lines that are wrong")
        parser.add_argument("--check", action="store_true", help="say what is in the files and take nothing in")
        parser.add_argument("--resume", type=UUID, metavar="UUID", help="go on with an import that was interrupted")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = ImportRun.objects.get(uuid=options["resume"]) if options["resume"] else self._made(options)
            self._go(run, options)
        except ImportRun.DoesNotExist:
            raise CommandError("There is no such import.") from None
        except Refused as refused:
            raise CommandError(refused.message) from refused

    def _made(self, options: dict[str, Any]) -> ImportRun:
        paths = list(chain.from_iterable(map(_files_in, options["files"])))
        if not paths:
            raise CommandError("Say which files.")
        with ExitStack() as stack:
            files = [File(stack.enter_context(path.open("rb")), name=path.name) for path in paths]
            run = services.make_run(files=files, whole=options["whole"], title=options["title"], by=None, now=now())
        self.stdout.write(f"Import {run.uuid}")
        return run

    def _go(self, run: ImportRun, options: dict[str, Any]) -> None:
        if run.state == State.CHECKING:
            services.check(run=run, clock=now, report=self._show)
            run.refresh_from_db()
            self._tell(run)
        if run.state == State.UNREADABLE:
            raise CommandError(trouble_text(run.trouble["code"], run.trouble["params"]))
        if options["check"]:
            return
        if run.state == State.READY:
            if run.faulty and not options["skip_faulty"]:
                raise CommandError(
                    f"Nothing has been taken in. Leave these lines out: --resume {run.uuid} --skip-faulty"
                )
            run = services.begin(run=run, by=None, now=now())
        elif run.state == State.STOPPED:
            run = services.go_on(run=run, by=None, now=now())
        services.work(run=run, clock=now, report=self._show)
        run.refresh_from_db()
        self.stdout.write(f"{run.get_state_display()}: {run.added} new, {run.changed} changed, {run.retired} retired")

    def _tell(self, run: ImportRun) -> None:
        for fault in Fault.objects.filter(run=run).order_by("part", "line", "pk")[:_SHOWN]:
            text = fault_text(fault.code, fault.params)
            self.stdout.write(f"  {fault.part + 1}:{fault.line} {fault.column} {fault.cell!r}: {text}")
        self.stdout.write(f"{run.lines} lines, {run.faulty} left out; {run.found.get('new', 0)} new concepts")

    def _show(self, done: int, total: int | None = None) -> None:
        self.stdout.write(f"\r{done:>9,} / {total or '…'}", ending="\n" if done == total else "")
        self.stdout.flush()


def _files_in(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(one for one in path.iterdir() if one.suffix.lower() in {".csv", ".json"})
    else:
        yield path
