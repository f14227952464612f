"""Every change in study: a learner's way through a module, and an educator's way to a published one."""

from nanobank.study.services.answering import answer_suggestion, forget_answer
from nanobank.study.services.drafting import (
    Direction,
    NewQuestion,
    NewStep,
    add_question,
    add_step,
    begin_draft,
    copied,
    delete_question,
    delete_step,
    edit_question,
    edit_step,
    move_question,
    move_step,
    publish,
    start_draft,
    write_steps,
)
from nanobank.study.services.enrolling import enrol, leave
from nanobank.study.services.progressing import answer_quiz, complete_step, report_progress
from nanobank.study.services.saving import (
    attach,
    begin_question,
    begin_step,
    place_step,
    save_question,
    save_step,
)

__all__ = [
    "Direction",
    "NewQuestion",
    "NewStep",
    "add_question",
    "add_step",
    "answer_quiz",
    "answer_suggestion",
    "attach",
    "begin_draft",
    "begin_question",
    "begin_step",
    "complete_step",
    "copied",
    "delete_question",
    "delete_step",
    "edit_question",
    "edit_step",
    "enrol",
    "forget_answer",
    "leave",
    "move_question",
    "move_step",
    "place_step",
    "publish",
    "report_progress",
    "save_question",
    "save_step",
    "start_draft",
    "write_steps",
]
