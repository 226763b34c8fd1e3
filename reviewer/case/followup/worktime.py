"""Business days at a marketplace, by its time zone, weekend and public holidays.

Zone: that of Seattle for the United States, where Seller Performance sits, and of the capital or largest city elsewhere. Amazon publishes no
office hours and works on holidays too; the count here is the careful one, which is never too early.
Holidays: the nationwide ones of the library `holidays`, all federal ones in the United States. Where a country leaves days that it keeps as a whole
to its regions, those of the region of that city (England, Ontario, New South Wales). Weekends are Friday and Saturday in Egypt and Saudi Arabia,
Saturday and Sunday elsewhere, the Emirates since 2022 included.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from reviewer.types import ReviewerError

if TYPE_CHECKING:
    from holidays import HolidayBase

BUSINESS_DAYS = 2
"""How many business days are waited before an enquiry."""
_REPEAT_AFTER = 5
"""Business days from the first enquiry to its repetition; advice of this tool, Amazon gives no figure."""
_OPENING = datetime.time(9)
"""The hour at the marketplace from which an enquiry is due."""


@dataclass(frozen=True)
class Marketplace:
    """A marketplace and whose clock and holidays it keeps."""

    code: str
    site: str
    zone: str
    """The key of its time zone in the IANA data."""
    country: str
    """ISO 3166-1 code of the country whose holidays count."""
    region: str | None = None
    """Code of the region whose holidays count as well."""

    @property
    def clock(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.zone)


_ALL = (
    Marketplace("AE", "Amazon.ae", "Asia/Dubai", "AE"),
    Marketplace("AU", "Amazon.com.au", "Australia/Sydney", "AU", "NSW"),
    Marketplace("BE", "Amazon.com.be", "Europe/Brussels", "BE"),
    Marketplace("BR", "Amazon.com.br", "America/Sao_Paulo", "BR"),
    Marketplace("CA", "Amazon.ca", "America/Toronto", "CA", "ON"),
    Marketplace("DE", "Amazon.de", "Europe/Berlin", "DE"),
    Marketplace("EG", "Amazon.eg", "Africa/Cairo", "EG"),
    Marketplace("ES", "Amazon.es", "Europe/Madrid", "ES"),
    Marketplace("FR", "Amazon.fr", "Europe/Paris", "FR"),
    Marketplace("IE", "Amazon.ie", "Europe/Dublin", "IE"),
    Marketplace("IN", "Amazon.in", "Asia/Kolkata", "IN"),
    Marketplace("IT", "Amazon.it", "Europe/Rome", "IT"),
    Marketplace("JP", "Amazon.co.jp", "Asia/Tokyo", "JP"),
    Marketplace("MX", "Amazon.com.mx", "America/Mexico_City", "MX"),
    Marketplace("NL", "Amazon.nl", "Europe/Amsterdam", "NL"),
    Marketplace("PL", "Amazon.pl", "Europe/Warsaw", "PL"),
    Marketplace("SA", "Amazon.sa", "Asia/Riyadh", "SA"),
    Marketplace("SE", "Amazon.se", "Europe/Stockholm", "SE"),
    Marketplace("SG", "Amazon.sg", "Asia/Singapore", "SG"),
    Marketplace("TR", "Amazon.com.tr", "Europe/Istanbul", "TR"),
    Marketplace("UK", "Amazon.co.uk", "Europe/London", "GB", "ENG"),
    Marketplace("US", "Amazon.com", "America/Los_Angeles", "US"),
    Marketplace("ZA", "Amazon.co.za", "Africa/Johannesburg", "ZA"),
)
MARKETPLACES: dict[str, Marketplace] = {one.code: one for one in _ALL}
"""All marketplaces by their code; the United Kingdom is UK."""
_OTHER_NAMES = {"GB": "UK", "COM": "US", "USA": "US", "UAE": "AE", "KSA": "SA"}


def marketplace(name: str) -> Marketplace:
    """The marketplace with this code ("US") or site ("amazon.co.uk"). Raises ReviewerError that lists all."""
    key = name.strip().upper()
    for one in _ALL:
        if key in (one.site.upper(), f"WWW.{one.site.upper()}"):
            return one
    key = _OTHER_NAMES.get(key, key)
    if key not in MARKETPLACES:
        raise ReviewerError(f"there is no marketplace '{name[:40]}'; allowed are {', '.join(MARKETPLACES)} and sites such as Amazon.com")
    return MARKETPLACES[key]


class Skipped(msgspec.Struct, frozen=True):
    """A day at the marketplace that is not counted, and why."""

    date: datetime.date
    why: str


@dataclass(frozen=True)
class Waiting:
    """How long to wait after a submission; moments are in the marketplace's zone."""

    counted: tuple[datetime.date, ...]
    """The business days that count, in order."""
    skipped: tuple[Skipped, ...]
    """The days between submission and enquiry that do not count, the day of submission first."""
    passed: datetime.datetime
    """The end of the last day that counts."""
    enquire: datetime.datetime
    """When the enquiry is due: the opening of the next business day."""
    repeat: datetime.datetime
    """When it may be repeated, once."""


def waiting(submitted: datetime.datetime, place: Marketplace) -> Waiting:
    """When two business days have passed since `submitted`, an aware time.

    A business day is a whole calendar day at the marketplace that is neither weekend nor public holiday. The day of submission never counts, whatever
    the hour: an answer "within two business days" runs from the day after receipt, and how late in the day Amazon still reads is not known. So what is
    sent on a Friday morning, on Friday at 20:00 or on the Sunday has the same Monday and Tuesday before it. The two days have passed at the end
    of the second, and the enquiry is due at 9 o'clock on the next business day. A later submission never gives an earlier enquiry.
    """
    calendar = _calendar(place)
    zone = place.clock
    first = submitted.astimezone(zone).date()
    counted = tuple(calendar.get_nth_working_day(first, number) for number in range(1, BUSINESS_DAYS + 1))
    due = calendar.get_nth_working_day(counted[-1], 1)
    again = calendar.get_nth_working_day(due, _REPEAT_AFTER)
    skipped = [Skipped(first, "the day of submission")]
    for number in range(1, (due - first).days):
        day = first + datetime.timedelta(days=number)
        if day not in counted:
            skipped.append(Skipped(day, calendar.get(day) or "weekend"))
    return Waiting(
        counted,
        tuple(skipped),
        end_of_day(counted[-1], place),
        datetime.datetime.combine(due, _OPENING, zone),
        datetime.datetime.combine(again, _OPENING, zone),
    )


def end_of_day(day: datetime.date, place: Marketplace) -> datetime.datetime:
    """The moment at which a day ends at the marketplace."""
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(0), place.clock)
    return midnight.astimezone(datetime.UTC).astimezone(place.clock)  # where the clock skips midnight, the first moment that it shows


def is_business_day(day: datetime.date, place: Marketplace) -> bool:
    """Whether a day is neither weekend nor public holiday at the marketplace."""
    return _calendar(place).is_working_day(day)


def _calendar(place: Marketplace) -> HolidayBase:
    """The holidays of the marketplace, named in English where the library can."""
    import holidays

    found = holidays.country_holidays(place.country, subdiv=place.region)
    return holidays.country_holidays(place.country, subdiv=place.region, language="en_US") if "en_US" in found.supported_languages else found
