"""What can go wrong here and be shown."""

from django.utils.translation import gettext_lazy as _

from nanobank.common.errors import Conflict


class OutOfStep(Conflict):
    """A piece of a file comes at another place than the next. ``received``: how much there is."""

    def __init__(self, received: int) -> None:
        super().__init__(_("This piece does not follow what has come. Ask how far it is, and go on from there."))
        self.received = received
