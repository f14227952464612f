"""An employer's people and cost centres, what they need, and what they order."""

from nanobank.employers.models.briefs import Brief, BriefCompetence, BriefPerson, Weighing
from nanobank.employers.models.lists import ListState, PeopleList, PeopleRow, Source
from nanobank.employers.models.orders import LineState, Order, OrderLine, OrderState, Subsidy
from nanobank.employers.models.roles import JobRole, JobRoleCompetence
from nanobank.employers.models.workplaces import Colleague, ColleagueQuerySet, Consent, CostCentre, Declared, Workplace

__all__ = [
    "Brief",
    "BriefCompetence",
    "BriefPerson",
    "Colleague",
    "ColleagueQuerySet",
    "Consent",
    "CostCentre",
    "Declared",
    "JobRole",
    "JobRoleCompetence",
    "LineState",
    "ListState",
    "Order",
    "OrderLine",
    "OrderState",
    "PeopleList",
    "PeopleRow",
    "Source",
    "Subsidy",
    "Weighing",
    "Workplace",
]
