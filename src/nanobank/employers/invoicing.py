"""What an order is to be invoiced for: a basis for each institution, and for public bodies an OIOUBL 2.02 invoice.

Structure and code lists are those of the Agency for Digital Government's OIOUBL Invoice (UBL 2.0, profile 5,
basic billing). Teaching under the open education act is free of VAT, so every line is ``ZeroRated``. The
institution sends it: what only it knows, its bank account, is not in it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nanobank.common.errors import NotYours, Refused
from nanobank.employers.models import LineState, Order, OrderLine, Workplace
from nanobank.organisations.models import Organisation

_UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd:"
_INVOICE: Final = f"{_UBL}Invoice-2"
_CAC: Final = f"{_UBL}CommonAggregateComponents-2"
_CBC: Final = f"{_UBL}CommonBasicComponents-2"
_AGENCY: Final = "320"
_GLN: Final = {"schemeAgencyID": "9", "schemeID": "GLN"}
_PROFILE: Final = "urn:www.nesubl.eu:profiles:profile5:ver2.0"


@dataclass(frozen=True)
class Part:
    """What one institution is owed: the seats that were said yes to."""

    provider: Organisation
    lines: tuple[OrderLine, ...]

    @property
    def total(self) -> Decimal:
        """DKK, free of VAT."""
        return sum((line.price for line in self.lines), Decimal(0))


def basis_of(order: Order) -> list[Part]:
    """The seats that were said yes to, by institution: one query."""
    accepted = (
        order.lines.filter(state=LineState.ACCEPTED)
        .select_related("module__current", "module__provider", "colleague", "offering")
        .order_by("module__provider__name_da", "module__slug", "colleague__given_name", "pk")
    )
    parts: dict[Organisation, list[OrderLine]] = defaultdict(list)
    for line in accepted:
        parts[line.module.provider].append(line)
    return [Part(provider, tuple(lines)) for provider, lines in parts.items()]


def invoice_for(order: Order, provider: Organisation, *, now: datetime) -> bytes:
    """The institution's invoice as XML. Raises NotYours where it is owed nothing; Refused without an EAN number."""
    part = next((one for one in basis_of(order) if one.provider == provider), None)
    if part is None:
        raise NotYours(_("There is nothing to invoice."))
    workplace = Workplace.objects.filter(organisation=order.organisation).first()
    if workplace is None or not workplace.ean:
        raise Refused(_("An OIOUBL invoice takes an EAN number. Write it among the facts of the workplace."))
    return _Invoice(order, part, workplace, now).written()


class _Invoice:
    def __init__(self, order: Order, part: Part, workplace: Workplace, now: datetime) -> None:
        self.order, self.part, self.workplace, self.now = order, part, workplace, now
        self.number = f"{order}-{part.provider.slug}"
        self.root = ET.Element(f"{{{_INVOICE}}}Invoice")

    def written(self) -> bytes:
        """UTF-8, with its declaration."""
        self._head()
        self._supplier(_group(self.root, "AccountingSupplierParty", "Party"))
        self._customer(_group(self.root, "AccountingCustomerParty", "Party"))
        _tax(self.root, self.part.total)
        totals = _group(self.root, "LegalMonetaryTotal")
        for name, amount in (
            ("LineExtensionAmount", self.part.total),
            ("TaxExclusiveAmount", Decimal(0)),
            ("TaxInclusiveAmount", self.part.total),
            ("PayableAmount", self.part.total),
        ):
            _money(totals, name, amount)
        for number, line in enumerate(self.part.lines, start=1):
            self._line(number, line)
        for prefix, uri in (("", _INVOICE), ("cac", _CAC), ("cbc", _CBC)):
            ET.register_namespace(prefix, uri)
        ET.indent(self.root)
        return bytes(ET.tostring(self.root, encoding="UTF-8", xml_declaration=True))

    def _head(self) -> None:
        today = timezone.localdate(self.now).isoformat()
        _text(self.root, "UBLVersionID", "2.0")
        _text(self.root, "CustomizationID", "OIOUBL-2.02")
        _text(self.root, "ProfileID", _PROFILE, schemeID="urn:oioubl:id:profileid-1.2", schemeAgencyID=_AGENCY)
        _text(self.root, "ID", self.number)
        _text(self.root, "CopyIndicator", "false")
        _text(self.root, "UUID", str(uuid5(NAMESPACE_URL, f"{self.order.uuid}/{self.part.provider.uuid}")))
        _text(self.root, "IssueDate", today)
        _text(self.root, "InvoiceTypeCode", "380", **_listed("invoicetypecode-1.1"))
        _text(self.root, "DocumentCurrencyCode", "DKK")
        _text(self.root, "AccountingCost", self.order.cost_centre.code)
        reference = _group(self.root, "OrderReference")
        _text(reference, "ID", self.order.reference or str(self.order))
        _text(reference, "UUID", str(self.order.uuid))
        _text(reference, "IssueDate", timezone.localdate(self.order.made_at).isoformat())

    def _supplier(self, party: ET.Element) -> None:
        provider = self.part.provider
        cvr = f"DK{provider.cvr}"
        _text(party, "EndpointID", cvr, schemeID="DK:CVR")
        _text(_group(party, "PartyIdentification"), "ID", cvr, schemeID="DK:CVR")
        _named(party, provider)
        tax = _group(party, "PartyTaxScheme")
        _text(tax, "CompanyID", cvr, schemeID="DK:SE")
        _vat(tax)
        legal = _group(party, "PartyLegalEntity")
        _text(legal, "RegistrationName", provider.name_da)
        _text(legal, "CompanyID", cvr, schemeID="DK:CVR")

    def _customer(self, party: ET.Element) -> None:
        _text(party, "EndpointID", self.workplace.ean, **_GLN)
        _text(_group(party, "PartyIdentification"), "ID", self.workplace.ean, **_GLN)
        _named(party, self.order.organisation)
        contact = _group(party, "Contact")
        _text(contact, "ID", self.order.reference or self.order.cost_centre.code)
        _text(contact, "Name", self.order.made_by.name)

    def _line(self, number: int, line: OrderLine) -> None:
        told = _group(self.root, "InvoiceLine")
        title = line.module.current.title_da if line.module.current else line.module.slug
        _text(told, "ID", str(number))
        _text(told, "InvoicedQuantity", "1.00", unitCode="EA")
        _money(told, "LineExtensionAmount", line.price)
        _tax(told, line.price)
        item = _group(told, "Item")
        _text(item, "Description", f"{title}: {line.colleague.name}")
        _text(item, "Name", title[:40])
        _text(_group(item, "SellersItemIdentification"), "ID", line.module.slug)
        price = _group(told, "Price")
        _money(price, "PriceAmount", line.price)
        _text(price, "BaseQuantity", "1", unitCode="EA")


def _named(party: ET.Element, organisation: Organisation) -> None:
    _text(_group(party, "PartyName"), "Name", organisation.name_da)
    address = _group(party, "PostalAddress")
    _text(address, "AddressFormatCode", "StructuredDK", **_listed("addressformatcode-1.1"))
    street, _space, number = organisation.street.rpartition(" ")
    for name, told in (
        ("StreetName", street or organisation.street),
        ("BuildingNumber", number if street else ""),
        ("CityName", organisation.city),
        ("PostalZone", organisation.postcode),
    ):
        if told:  # UBL forbids empty elements
            _text(address, name, told)
    _text(_group(address, "Country"), "IdentificationCode", organisation.country)


def _tax(parent: ET.Element, taxable: Decimal) -> None:
    total = _group(parent, "TaxTotal")
    _money(total, "TaxAmount", Decimal(0))
    subtotal = _group(total, "TaxSubtotal")
    _money(subtotal, "TaxableAmount", taxable)
    _money(subtotal, "TaxAmount", Decimal(0))
    category = _group(subtotal, "TaxCategory")
    _text(category, "ID", "ZeroRated", schemeID="urn:oioubl:id:taxcategoryid-1.1", schemeAgencyID=_AGENCY)
    _text(category, "Percent", "0")
    _vat(category)


def _vat(parent: ET.Element) -> None:
    scheme = _group(parent, "TaxScheme")
    _text(scheme, "ID", "63", schemeID="urn:oioubl:id:taxschemeid-1.1", schemeAgencyID=_AGENCY)
    _text(scheme, "Name", "Moms")


def _listed(name: str) -> dict[str, str]:
    return {"listAgencyID": _AGENCY, "listID": f"urn:oioubl:codelist:{name}"}


def _group(parent: ET.Element, *names: str) -> ET.Element:
    for name in names:
        parent = ET.SubElement(parent, f"{{{_CAC}}}{name}")
    return parent


def _money(parent: ET.Element, name: str, amount: Decimal) -> None:
    _text(parent, name, f"{amount:.2f}", currencyID="DKK")


def _text(parent: ET.Element, name: str, told: str, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{_CBC}}}{name}", attributes).text = told
