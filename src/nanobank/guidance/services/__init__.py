"""What learners and mentors change: who helps whom, what is said, when they meet."""

from nanobank.guidance.services.incoming import Taken, take_in
from nanobank.guidance.services.meeting import (
    add_absence,
    add_hours,
    book,
    cancel,
    drop_absence,
    drop_hours,
    feed_of,
    move,
    renew_feed,
)
from nanobank.guidance.services.mentoring import (
    Profile,
    answer_invitation,
    end_mentorship,
    invite,
    note,
    save_profile,
    show_mentor,
    withdraw_invitation,
)
from nanobank.guidance.services.talking import begin_thread, nudge, open_thread, say, settle

__all__ = [
    "Profile",
    "Taken",
    "add_absence",
    "add_hours",
    "answer_invitation",
    "begin_thread",
    "book",
    "cancel",
    "drop_absence",
    "drop_hours",
    "end_mentorship",
    "feed_of",
    "invite",
    "move",
    "note",
    "nudge",
    "open_thread",
    "renew_feed",
    "save_profile",
    "say",
    "settle",
    "show_mentor",
    "take_in",
    "withdraw_invitation",
]
