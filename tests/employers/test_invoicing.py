"""What is invoiced is what was said yes to, and an OIOUBL invoice has the shape that its published example has."""

import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from lxml import etree  # type: ignore[import-untyped]  # it brings no types

from factories import NOW, make_competence, make_organisation
from factories_employers import make_brief, make_colleague, make_cost_centre, make_employer, make_order, teaching
from factories_needs import make_answer, make_enquiry, make_institution, make_need
from nanobank.common.errors import NotYours, Refused
from nanobank.employers import services
from nanobank.employers.invoicing import basis_of, invoice_for
from nanobank.employers.models import Order, Workplace
from nanobank.employers.ordering import seats_of
from nanobank.employers.services import WantedTerms, WorkplaceFacts
from nanobank.employers.showing import shown
from nanobank.needs.services import PartTerms, accept
from nanobank.organisations.models import Organisation

pytestmark = pytest.mark.django_db
CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
# The order of elements, as in the invoice that the agency publishes beside its schematron (OIOUBL_Invoice example).
ORDER = {
    "Invoice": (
        "UBLVersionID", "CustomizationID", "ProfileID", "ID", "CopyIndicator", "UUID", "IssueDate", "InvoiceTypeCode",
        "DocumentCurrencyCode", "AccountingCost", "OrderReference", "AccountingSupplierParty",
        "AccountingCustomerParty", "Delivery", "PaymentMeans", "PaymentTerms", "TaxTotal", "LegalMonetaryTotal",
        "InvoiceLine",
    ),
    "OrderReference": ("ID", "UUID", "IssueDate"),
    "Party": (
        "EndpointID", "PartyIdentification", "PartyName", "PostalAddress", "PartyTaxScheme", "PartyLegalEntity",
        "Contact",
    ),
    "PostalAddress": (
        "AddressFormatCode", "StreetName", "BuildingNumber", "CityName", "PostalZone", "Country",
    ),
    "Contact": ("ID", "Name", "Telephone", "ElectronicMail"),
    "TaxTotal": ("TaxAmount", "TaxSubtotal"),
    "TaxSubtotal": ("TaxableAmount", "TaxAmount", "TaxCategory"),
    "TaxCategory": ("ID", "Percent", "TaxScheme"),
    "LegalMonetaryTotal": ("LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount"),
    "InvoiceLine": ("ID", "InvoicedQuantity", "LineExtensionAmount", "OrderLineReference", "TaxTotal", "Item", "Price"),
    "Item": ("Description", "Name", "SellersItemIdentification"),
    "Price": ("PriceAmount", "BaseQuantity"),
}  # fmt: skip


def accepted(people: int = 2) -> tuple[Order, Organisation]:
    organisation, boss = make_employer(cvr="99442182", street="Rådhushaven 1", city="Kjellerup", name_da="Åløse & Søn")
    facts = WorkplaceFacts(
        name="Åløse & Søn", cvr="99442182", street="Rådhushaven 1", postcode="8620", city="Kjellerup",
        ean="5790000000005", is_public=True,
    )  # fmt: skip
    services.change_workplace(organisation=organisation, facts=facts, by=boss, now=NOW)
    provider = make_organisation(cvr="98414002", street="Pilehegnet 40", postcode="5000")
    colleagues = [make_colleague(organisation, boss) for _ in range(people)]
    order = make_order(
        organisation, boss, teaching(make_competence(), provider=provider), *colleagues,
        cost_centre=make_cost_centre(organisation, boss),
    )  # fmt: skip
    for line in order.lines.select_related("colleague__membership__person")[: people - 1]:
        assert line.colleague.membership is not None
        services.accept_seat(line=line, person=line.colleague.membership.person, now=NOW)
    return order, provider


def test_only_what_was_said_yes_to_is_invoiced() -> None:
    order, provider = accepted(people=3)
    (part,) = basis_of(order)
    assert (part.provider, len(part.lines), part.total) == (provider, 2, Decimal(2000))


def test_an_oioubl_invoice_has_its_elements_in_the_order_of_the_published_example() -> None:
    order, provider = accepted()
    root = ET.fromstring(invoice_for(order, provider, now=NOW))  # noqa: S314  # our own
    for element in root.iter():
        names = [child.tag.rpartition("}")[2] for child in element]
        known = ORDER.get(element.tag.rpartition("}")[2])
        if known is not None:
            assert set(names) <= set(known)
            assert names == sorted(names, key=known.index)
        assert names or (element.text or "").strip(), f"{element.tag} is empty"


def test_an_oioubl_invoice_says_who_pays_whom_how_much() -> None:
    order, provider = accepted(people=3)
    xml = invoice_for(order, provider, now=NOW)
    root = ET.fromstring(xml)  # noqa: S314  # our own
    assert xml.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    assert root.findtext(f"{CBC}CustomizationID") == "OIOUBL-2.02"
    customer = root.find(f"{CAC}AccountingCustomerParty/{CAC}Party/{CBC}EndpointID")
    assert customer is not None
    assert (customer.text, customer.get("schemeID")) == ("5790000000005", "GLN")
    assert root.findtext(f"{CAC}AccountingSupplierParty/{CAC}Party/{CBC}EndpointID") == "DK98414002"
    assert root.findtext(f"{CAC}LegalMonetaryTotal/{CBC}PayableAmount") == "2000.00"
    lines = root.findall(f"{CAC}InvoiceLine/{CBC}LineExtensionAmount")
    assert [line.text for line in lines] == ["1000.00", "1000.00"]
    assert root.findtext(f"{CAC}AccountingCustomerParty/{CAC}Party/{CAC}PartyName/{CBC}Name") == "Åløse & Søn"


def test_an_oioubl_invoice_keeps_the_schema_that_oasis_has_published(tmp_path: Path) -> None:
    """``ubl-2.0.zip`` is OASIS's own schema of a UBL 2.0 invoice, unchanged; what OIOUBL asks beyond it is below."""
    zipfile.ZipFile(Path(__file__).parent / "ubl-2.0.zip").extractall(tmp_path)  # our own
    schema = etree.XMLSchema(etree.parse(tmp_path / "maindoc" / "UBL-Invoice-2.0.xsd"))
    order, provider = accepted(people=3)
    schema.assertValid(etree.fromstring(invoice_for(order, provider, now=NOW)))
    Organisation.objects.update(street="", city="", postcode="")
    bare = Order.objects.select_related("organisation").get(pk=order.pk)
    schema.assertValid(etree.fromstring(invoice_for(bare, Organisation.objects.get(pk=provider.pk), now=NOW)))


# Rules of OIOUBL 2.02 beyond UBL, by the numbers that the agency's schematron gives them; the schematron itself is not
# to be had from a registry, so these are its rules as others quote them, and not all of them.
SUPPLIER, CUSTOMER = "cac:AccountingSupplierParty/cac:Party", "cac:AccountingCustomerParty/cac:Party"
RULES = {
    "F-LIB001": "cbc:UBLVersionID = '2.0'",
    "F-INV011": "cbc:InvoiceTypeCode = '380'",
    "F-INV031": f"string({SUPPLIER}/cbc:EndpointID)",
    "F-INV034": f"string({SUPPLIER}/cac:PartyLegalEntity/cbc:CompanyID)",
    "F-INV044": f"string({CUSTOMER}/cbc:EndpointID)",
    "F-INV046": f"count({CUSTOMER}/cac:Contact) = 1",
    "F-INV051": f"string({CUSTOMER}/cac:Contact/cbc:ID)",
    "F-LIB180": f"{SUPPLIER}/cbc:EndpointID[@schemeID = 'DK:CVR' and starts-with(., 'DK') and string-length() = 10]",
    "F-LIB181": f"{CUSTOMER}/cbc:EndpointID[@schemeID = 'GLN' and string-length() = 13]",
    "F-LIB195": f"{SUPPLIER}/cac:PartyTaxScheme/cbc:CompanyID/@schemeID = 'DK:SE'",
    "sum of lines": "sum(cac:InvoiceLine/cbc:LineExtensionAmount) = cac:LegalMonetaryTotal/cbc:LineExtensionAmount",
    "tax of lines": "sum(cac:InvoiceLine/cac:TaxTotal/cbc:TaxAmount) = sum(cac:TaxTotal/cbc:TaxAmount)",
}


def test_an_oioubl_invoice_keeps_the_rules_of_oioubl_that_are_known() -> None:
    order, provider = accepted(people=3)
    root = etree.fromstring(invoice_for(order, provider, now=NOW))
    spaces = {"cac": CAC.strip("{}"), "cbc": CBC.strip("{}")}
    assert [name for name, rule in RULES.items() if not root.xpath(rule, namespaces=spaces)] == []


def test_without_an_ean_number_there_is_no_oioubl_invoice() -> None:
    order, provider = accepted()
    Workplace.objects.get(organisation=order.organisation).delete()
    with pytest.raises(Refused):
        invoice_for(order, provider, now=NOW)


def test_whoever_is_owed_nothing_has_no_invoice() -> None:
    order, _provider = accepted()
    with pytest.raises(NotYours):
        invoice_for(order, make_organisation(), now=NOW)


def test_seats_after_a_tailored_answer_cost_what_it_said_also_on_the_invoice() -> None:
    organisation, boss = make_employer(cvr="99442182")
    facts = WorkplaceFacts(name="Åløse", cvr="99442182", postcode="8620", ean="5790000000005", is_public=True)
    services.change_workplace(organisation=organisation, facts=facts, by=boss, now=NOW)
    wanted = make_competence()
    institution, _lead, module = make_institution(wanted, cvr="98414002")
    assert module is not None
    need = make_need(organisation, boss, competences=[wanted])
    answer = make_answer(make_enquiry(need, institution), PartTerms(module=module), price=Decimal(50_000), seats=12)
    accept(answer=answer, by=boss, now=NOW)
    module.offerings.filter(reserved_for=None).delete()
    colleague = make_colleague(organisation, boss)
    brief = make_brief(organisation, boss, wanted, people=1)
    services.correct_brief(
        brief=brief, title="Behov", wanted=[WantedTerms(wanted)], colleagues=[colleague], people=0,
        bounds=services.Bounds(), by=boss, now=NOW,
    )  # fmt: skip
    services.look(brief=brief, by=boss, now=NOW)
    answered = shown(brief, now=NOW)
    assert answered is not None
    assert answered.bundles[0].price == answered.bundles[0].taken[0].price == Decimal("4166.66")
    order = services.place_order(
        organisation=organisation, seats=seats_of(brief, 1, now=NOW), brief=brief,
        cost_centre=make_cost_centre(organisation, boss), by=boss, now=NOW,
    )  # fmt: skip
    assert colleague.membership is not None
    services.accept_seat(line=order.lines.get(), person=colleague.membership.person, now=NOW)
    (part,) = basis_of(order)
    assert (part.provider, part.total) == (institution, Decimal("4166.66"))
    root = ET.fromstring(invoice_for(order, institution, now=NOW))  # noqa: S314  # our own
    assert root.findtext(f"{CAC}LegalMonetaryTotal/{CBC}PayableAmount") == "4166.66"
    assert root.findtext(f"{CAC}InvoiceLine/{CAC}Price/{CBC}PriceAmount") == "4166.66"
