"""What a Europass CV says that somebody has learnt, in both of its forms."""

from datetime import date

import pytest

from nanocore.outside import CvKind, UnreadableXml, is_cv, lines_of_cv, object_of_xml

NOW = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9"
  xmlns:eures="http://www.europass_eures.eu/1.0" xmlns:hr="http://www.hr-xml.org/3">
 <hr:DocumentID schemeID="Test-0001" schemeAgencyName="EUROPASS" schemeVersionID="4.0"/>
 <CandidatePerson><PersonName><oa:GivenName>Jonas</oa:GivenName></PersonName></CandidatePerson>
 <CandidateProfile languageCode="da">
  <EmploymentHistory><EmployerHistory><hr:OrganizationName>Avisen</hr:OrganizationName></EmployerHistory></EmploymentHistory>
  <EducationHistory>
   <EducationOrganizationAttendance>
    <hr:OrganizationName>Kystens Universitet</hr:OrganizationName>
    <OrganizationContact><Communication><Address><oa:CityName>Bergen</oa:CityName><CountryCode>no</CountryCode></Address>
    </Communication></OrganizationContact>
    <AttendancePeriod><StartDate><hr:FormattedDateTime>2015-09</hr:FormattedDateTime></StartDate>
     <EndDate><hr:FormattedDateTime>2018</hr:FormattedDateTime></EndDate><Ongoing>false</Ongoing></AttendancePeriod>
    <EducationDegree><hr:DegreeName>Bachelor i journalistik</hr:DegreeName>
     <OccupationalSkillsCovered>&lt;p&gt;Kilder &amp;amp; jura&lt;/p&gt;</OccupationalSkillsCovered></EducationDegree>
    <EducationLevelCode>6</EducationLevelCode>
   </EducationOrganizationAttendance>
   <EducationOrganizationAttendance><hr:ProgramName>Master i data</hr:ProgramName>
    <AttendancePeriod><StartDate><hr:FormattedDateTime>2025-09-01</hr:FormattedDateTime></StartDate>
     <EndDate><hr:FormattedDateTime>2027-06-30</hr:FormattedDateTime></EndDate><Ongoing>true</Ongoing></AttendancePeriod>
   </EducationOrganizationAttendance>
  </EducationHistory>
  <Certifications><Certification><hr:CertificationName>Dataetik</hr:CertificationName>
   <IssuingAuthorityName>Nordlys Akademi</IssuingAuthorityName>
   <FirstIssuedDate><hr:FormattedDateTime>2024-05-02T00:00:00</hr:FormattedDateTime></FirstIssuedDate></Certification></Certifications>
  <PersonQualifications><PersonCompetency><CompetencyID>deu</CompetencyID><hr:TaxonomyID>language</hr:TaxonomyID>
   </PersonCompetency></PersonQualifications>
  <Skills><PersonCompetency><hr:TaxonomyID>Digital_Skill</hr:TaxonomyID><hr:CompetencyName>R</hr:CompetencyName>
   </PersonCompetency></Skills>
  <Others><Title>Kurser</Title><Other><Title>Aktindsigt i praksis</Title><Description>To dage</Description>
   </Other></Others>
  <Others><Title>Fritid</Title><Other><Title>Badminton</Title></Other></Others>
 </CandidateProfile>
</Candidate>"""
BEFORE = """<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="en"><LearnerInfo>
 <EducationList><Education><Period><From year="2009" month="--09"/><To year="2011" month="--02" day="---28"/></Period>
  <Title>Press photography</Title><Activities>&lt;p&gt;Light&lt;/p&gt;</Activities>
  <Organisation><Name>The Dark Room</Name><ContactInfo><Address><Contact><Country><Code>UK</Code><Label>United Kingdom
  </Label></Country></Contact></Address></ContactInfo></Organisation>
  <Level><Code>4</Code><Label>EQF level 5</Label></Level></Education></EducationList>
 <Skills><Computer><Description>&lt;ul&gt;&lt;li&gt;Photoshop&lt;/li&gt;&lt;li&gt;Lightroom&lt;/li&gt;&lt;/ul&gt;</Description></Computer>
 </Skills>
 <AchievementList><Achievement><Title><Code>courses</Code><Label>Courses</Label></Title>
  <Description>&lt;p&gt;Law for photographers&lt;/p&gt;&lt;p&gt;Three days&lt;/p&gt;</Description></Achievement>
  <Achievement><Title><Code>honors_awards</Code><Label>Honours and awards</Label></Title><Description>Won
  </Description>
  </Achievement></AchievementList></LearnerInfo></SkillsPassport>"""


def test_a_cv_of_today_gives_educations_courses_and_skills_with_their_dates() -> None:
    degree, master, ethics, access, r = lines_of_cv(object_of_xml(NOW.encode()))
    assert (degree.kind, degree.found.title, degree.found.provider) == (
        CvKind.EDUCATION,
        "Bachelor i journalistik",
        "Kystens Universitet",
    )
    assert (degree.begun_on, degree.completed_on) == (date(2015, 9, 1), date(2018, 12, 31))
    assert (degree.found.level, degree.found.country, degree.found.description) == (6, "NO", "<p>Kilder &amp; jura</p>")
    assert (master.found.title, master.is_ongoing, master.completed_on) == ("Master i data", True, None)
    assert (ethics.kind, ethics.found.provider, ethics.completed_on) == (
        CvKind.COURSE,
        "Nordlys Akademi",
        date(2024, 5, 2),
    )
    assert (access.found.title, access.completed_on) == ("Aktindsigt i praksis", None)
    assert (r.kind, r.found.title) == (CvKind.SKILL, "R")


def test_a_cv_of_before_2020_is_read_as_well() -> None:
    photo, law, *skills = lines_of_cv(object_of_xml(BEFORE.encode("utf-16")))
    assert (photo.found.title, photo.found.provider, photo.found.country) == (
        "Press photography",
        "The Dark Room",
        "GB",
    )
    assert (photo.begun_on, photo.completed_on, photo.found.level) == (date(2009, 9, 1), date(2011, 2, 28), 5)
    assert (law.kind, law.found.title, law.found.description) == (CvKind.COURSE, "Law for photographers", "Three days")
    assert [one.found.title for one in skills] == ["Photoshop", "Lightroom"]


def test_what_is_no_cv_has_no_lines_and_an_endless_one_few() -> None:
    assert not is_cv({"@type": "Course", "Candidate": "x"})
    assert lines_of_cv({"@type": "Course"}) == lines_of_cv([]) == lines_of_cv(object_of_xml(b"<Candidate/>")) == ()
    one = "<Certification><CertificationName>{}</CertificationName></Certification>"
    many = "<Candidate><Certifications>" + "".join(map(one.format, range(900))) + "</Certifications></Candidate>"
    assert len(lines_of_cv(object_of_xml(many.encode()))) == 60


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("declared", ['<!ENTITY a "aa">', '<!ENTITY a SYSTEM "file:///etc/passwd">', ""])
def test_what_would_grow_or_reach_out_is_not_read_in_any_encoding(encoding: str, declared: str) -> None:
    bomb = f"<!DOCTYPE Candidate [{declared}]><Candidate>&a;</Candidate>"
    with pytest.raises(UnreadableXml) as unreadable:
        object_of_xml(bomb.encode(encoding))
    assert unreadable.value.code == "entities"


@pytest.mark.parametrize(
    "data", [b"", b"<x", b"<?xml version='1.0' encoding='rot13'?><x/>", b"\xff\xfe<", b"<x>\x00</x>"]
)
def test_what_is_no_xml_is_said(data: bytes) -> None:
    with pytest.raises(UnreadableXml):
        object_of_xml(data)
