"""What can be wrong with a link that somebody follows."""


class LinkEnded(Exception):
    """There was such a link, but it has run out or its maker has stopped it. Says nothing of whose it was."""
