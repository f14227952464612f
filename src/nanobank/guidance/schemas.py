"""Shapes of the API of this room."""

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.bank.models import Mentorship, Sight
from nanobank.guidance.models import About, Answered, Appointment, Invitation, Meeting, Message, Side, Thread
from nanobank.guidance.queries import Suggestion
from nanobank.guidance.times import Slot


class MentorshipOut(Schema):
    """A mentor of mine, or a learner whom I mentor."""

    uuid: UUID
    kind: Mentorship.Kind = Field(description="From the institution, or from working life")
    mentor: str = Field(examples=["Torkil Espegaard"])
    learner: str = Field(examples=["Jonas Revsgaard"])
    learner_uuid: UUID
    i_am_the_learner: bool
    since: datetime
    sees: list[Sight] = Field(description="What the mentor may see")

    @classmethod
    def of(cls, one: Mentorship, viewer: int) -> "MentorshipOut":
        """As one of the two sees it."""
        return cls(
            uuid=one.uuid,
            kind=Mentorship.Kind(one.kind),
            mentor=one.mentor.name,
            learner=one.learner.name,
            learner_uuid=one.learner.uuid,
            i_am_the_learner=viewer == one.learner_id,
            since=one.since,
            sees=[sight for sight in Sight if sight in one.sights],
        )


class MentorSightsIn(Schema):
    """What a mentor may see from now on."""

    sees: list[Sight]


class MentorSuggestionOut(Schema):
    """A mentor who fits, and why."""

    mentor: UUID
    name: str = Field(examples=["Torkil Espegaard"])
    organisation: str = Field(examples=["Sydvest Universitet"])
    words: str = Field(examples=["Jeg har gravet i tyve år."])
    shared_competences: list[str] = Field(description="Slugs; the weightiest first")
    room: int = Field(description="So many learners more")
    languages: list[str]
    meetings: list[Meeting]
    away_days: int

    @classmethod
    def of(cls, one: Suggestion) -> "MentorSuggestionOut":
        """As it is answered."""
        organisation = one.profile.organisation
        return cls(
            mentor=one.profile.person.uuid,
            name=one.profile.person.name,
            organisation=organisation.name if organisation else "",
            words=one.profile.words,
            shared_competences=list(one.why.shared),
            room=one.why.room,
            languages=list(one.profile.tongues),
            meetings=[Meeting(each) for each in one.profile.meetings],
            away_days=one.why.away_days,
        )


class MentorAskIn(Schema):
    """Whom to ask: somebody who is suggested, or for an external mentor an e-mail address."""

    kind: Mentorship.Kind
    mentor: UUID | None = None
    email: str = Field(default="", max_length=254, examples=["ida@example.dk"])
    words: str = Field(default="", max_length=2000, examples=["Vil du hjælpe mig på vej?"])
    sees: list[Sight] = []


class MentorQuestionOut(Schema):
    """A question to somebody, whether they will be a mentor."""

    uuid: UUID
    kind: Mentorship.Kind
    learner: str = Field(examples=["Jonas Revsgaard"])
    whom: str = Field(examples=["ida@example.dk"])
    words: str = Field(examples=["Vil du hjælpe mig på vej?"])
    state: Answered
    reason: str = Field(examples=["Jeg skal på barsel."])
    expires_at: datetime

    @classmethod
    def of(cls, one: Invitation) -> "MentorQuestionOut":
        """As it is answered."""
        return cls(
            uuid=one.uuid,
            kind=Mentorship.Kind(one.kind),
            learner=one.learner.name,
            whom=one.whom,
            words=one.words,
            state=Answered(one.state),
            reason=one.reason,
            expires_at=one.expires_at,
        )


class MentorAnswerIn(Schema):
    """Yes or no to being a mentor."""

    accepted: bool
    reason: str = Field(default="", max_length=2000, examples=["Jeg skal på barsel."])


class ThreadLineOut(Schema):
    """A talk in a list."""

    uuid: UUID
    title: str = Field(examples=["Hvor begynder jeg?"])
    learner: str = Field(examples=["Jonas Revsgaard"])
    about: About
    anchor: UUID | None = Field(description="The uuid of the module, plan or udtræk")
    awaits: Side = Field(description="Whose turn it is; empty: nobody's")
    waits_since: datetime | None
    last_at: datetime
    new: bool = Field(description="Whether there is something that I have not read")

    @classmethod
    def of(cls, thread: Thread, *, new: bool) -> "ThreadLineOut":
        """As it is answered."""
        return cls(
            uuid=thread.uuid,
            title=thread.title,
            learner=thread.learner.name,
            about=About(thread.about),
            anchor=thread.anchor,
            awaits=Side(thread.awaits),
            waits_since=thread.waits_since,
            last_at=thread.last_at,
            new=new,
        )


class ThreadMessageOut(Schema):
    """What one of them wrote, as Markdown."""

    uuid: UUID
    by: str = Field(examples=["Torkil Espegaard"])
    words: str = Field(examples=["Begynd med kilder."])
    at: datetime
    by_mail: bool

    @classmethod
    def of(cls, one: Message) -> "ThreadMessageOut":
        """As it is answered."""
        return cls(uuid=one.uuid, by=one.by.name, words=one.words, at=one.at, by_mail=one.by_mail)


class ThreadOut(ThreadLineOut):
    """A talk with all that was said."""

    messages: list[ThreadMessageOut]


class ThreadIn(Schema):
    """A new talk: the learner names the mentors (mentorships' uuids), a mentor one mentorship, their own."""

    mentorships: list[UUID] = Field(min_length=1, max_length=2)
    about: About = Field(default=About.LEARNER, examples=["learner"])
    anchor: UUID | None = None
    title: str = Field(max_length=120, examples=["Hvor begynder jeg?"])
    words: str = Field(max_length=10_000, examples=["Der er mange moduler."])
    expects_answer: bool = True
    office_sees: bool = Field(default=False, description="The study office may see my name and the title")


class ThreadMessageIn(Schema):
    """Write in a talk."""

    words: str = Field(max_length=10_000, examples=["Begynd med kilder."])
    expects_answer: bool = False


class MentorTimeOut(Schema):
    """A free time of a mentor's."""

    begins: datetime
    ends: datetime
    meeting: Meeting

    @classmethod
    def of(cls, slot: Slot) -> "MentorTimeOut":
        """As it is answered."""
        return cls(begins=slot.begins, ends=slot.ends, meeting=Meeting(slot.meeting))


class AppointmentIn(Schema):
    """When; one of the mentor's free times."""

    begins: datetime
    words: str = Field(default="", max_length=500, examples=["Min plan for foråret"])


class AppointmentOut(Schema):
    """The two have agreed to meet."""

    uuid: UUID
    mentorship: UUID
    begins: datetime
    ends: datetime
    meeting: Meeting
    place: str = Field(examples=["https://moede.example/torkil"])
    words: str = Field(examples=["Min plan for foråret"])
    cancelled_at: datetime | None

    @classmethod
    def of(cls, one: Appointment) -> "AppointmentOut":
        """As it is answered."""
        return cls(
            uuid=one.uuid,
            mentorship=one.mentorship.uuid,
            begins=one.begins,
            ends=one.ends,
            meeting=Meeting(one.meeting),
            place=one.place,
            words=one.words,
            cancelled_at=one.cancelled_at,
        )


class MentorNoteIn(Schema):
    """A note to oneself."""

    words: str = Field(max_length=10_000, examples=["Spørg til praktikken næste gang."])


class MentorNoteOut(Schema):
    """A note that only its author sees."""

    uuid: UUID
    words: str = Field(examples=["Spørg til praktikken næste gang."])
    at: datetime
