"""``manage.py planner``: answers what people ask about plans, until it is told to stop."""

import os
import signal
import socket
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand

from nanobank.common import clock
from nanobank.pathways.bridge import warm
from nanobank.pathways.planner import Planner


class Command(BaseCommand):
    """Runs one planner; start as many as there are cores to spare, on any machine that reaches the database."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the catalogue, then answer until SIGTERM or SIGINT; what is under way goes back in the queue."""
        planner = Planner(name=f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}")
        for kind in (signal.SIGTERM, signal.SIGINT):
            signal.signal(kind, lambda *_: planner.stopping.set())
        warm()
        planner.shelves.now(clock.now())
        self.stdout.write("The planner is ready.")
        planner.run()
