"""What stands in a notice in so many words: identifiers, policies, rates, the deadline, the channel and the level."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.case.values import Channel, Deadline, Level, Rate
from reviewer.slots import ORDER_ID
from reviewer.words import NUMBERS

_ASIN = re.compile(r"\bB0[A-Z0-9]{8}\b|(?<=ASIN )\d{9}[\dX]\b|(?<=ISBN )\d{9}[\dX]\b")
_NAMED = r"(?:id|no\.?|nos?\b|number|numbers|nr\.?|ref(?:erence)?)"
_COMPLAINT = re.compile(
    rf"\b(?:complaint|infringement (?:report|notice)|rights[- ]owner (?:complaint|report|notice)|report(?: id)?|claim)s?\s*(?:{_NAMED})?\s*[:#(]?\s*(?:{_NAMED})?\s*[:#]?\s*([A-Z]{{0,4}}-?\d{{8,12}}(?:-\d+)?)",
    re.IGNORECASE,
)
_CASE = re.compile(
    rf"\b(?:case|ticket|reference|ref|our reference|your reference|file|notice|message|submission)\s*(?:{_NAMED})?\s*[:#]?\s*((?:[A-Z]{{2,}}[A-Z0-9]*-)?[A-Z0-9]*-?(?:[A-Z0-9]+-)*\d{{4,}}(?:-\d+)*)",
    re.IGNORECASE,
)


def _unique(found: list[str]) -> list[str]:
    return list(dict.fromkeys(found))


def asins(text: str) -> list[str]:
    """ASINs and ISBNs that are named as such."""
    return _unique([match.group() for match in _ASIN.finditer(text)])


def order_ids(text: str) -> list[str]:
    """Order ids."""
    return _unique([match.group() for match in ORDER_ID.finditer(text)])


def complaint_ids(text: str) -> list[str]:
    """Ids of rights owners' complaints."""
    return _unique([match[1] for match in _COMPLAINT.finditer(text)])


def case_ids(text: str) -> list[str]:
    """Case numbers and references of the message."""
    taken = set(complaint_ids(text)) | set(order_ids(text))
    return _unique([match[1] for match in _CASE.finditer(text) if match[1] not in taken and not _YEAR.fullmatch(match[1])])


_YEAR = re.compile(r"(?:19|20)\d\d")
_POLICY = re.compile(
    r"\b(?:(?:the|our|Amazon's|its|this|Amazon) )((?:[A-Z][\w'’&-]*|and|of|for|on|to|the|in)(?: (?:[A-Z][\w'’&-]*|and|of|for|on|to|the|in)){0,7} (?:[Pp]olic(?:y|ies)|[Rr]ules|[Gg]uidelines|Code of Conduct|Agreement|[Rr]equirements|Standards))\b"
    r"|\b((?:Amazon )?(?:Seller Code of Conduct|Business Solutions Agreement|Section 3|Drop ?[Ss]hipping [Pp]olicy|INFORM Consumers Act|Community Guidelines))\b"
    r"|\b(?:our|the|Amazon's|its) ((?:[a-z][\w-]+ ){1,3}(?:policy|policies|rules|guidelines|requirements)(?: of [A-Z]\w+)?)\b"
)
_NO_POLICY = re.compile(r"^(?:this|these|that|all|any|same|such|relevant|applicable|following|above|other|its|seller|selling|amazon)\b", re.IGNORECASE)


def policies(text: str) -> list[str]:
    """The names of policies as they are written."""
    found = []
    for match in _POLICY.finditer(text):
        name = next(group for group in match.groups() if group)
        if not _NO_POLICY.match(name) and len(name) < 70:
            found.append(name.strip())
    return _unique(found)


_METRICS = (
    ("order_defect_rate", r"order defect rate|\bODR\b"),
    ("late_shipment_rate", r"late (?:shipment|dispatch|despatch|shipping) rate|\bLSR\b|\bLDR\b|(?:shipped|dispatched|confirmed) late"),
    ("cancellation_rate", r"cancel(?:l?ation|led)? rate|\bCR\b|orders? .{0,20}cancel"),
    ("valid_tracking_rate", r"valid tracking(?: rate)?|\bVTR\b"),
    ("on_time_delivery_rate", r"on[- ]time delivery(?: rate)?|\bOTDR\b"),
    ("invoice_defect_rate", r"invoice defect rate|\bIDR\b"),
    ("other", r"return (?:dissatisfaction )?rate|negative feedback rate|return rate"),
)
_METRIC = re.compile("|".join(f"(?P<m{n}>{pattern})" for n, (_, pattern) in enumerate(_METRICS)), re.IGNORECASE)
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?) ?(?:%|percent|per cent)", re.IGNORECASE)
_TARGET_BEFORE = re.compile(
    r"(?:under|below|less than|above|over|at least|more than|target|maximum|minimum|max\.?|min\.?|limit|expect|required?|must (?:be|stay)|no (?:more|less) than|not exceed|exceeds?|reach|up to)[^.%\n]{0,40}$",
    re.IGNORECASE,
)
_WINDOW = re.compile(r"(\d{1,3})[- ]days?|(\w+)[- ]days?\b", re.IGNORECASE)


def rates(text: str) -> list[Rate]:
    """Rates in percent with their targets and windows, as far as the sentence names them."""
    made: list[Rate] = []
    metrics = [(match.start(), _METRICS[int((match.lastgroup or "m0")[1:])][0]) for match in _METRIC.finditer(text)]
    for place, (start, metric) in enumerate(metrics):
        end = metrics[place + 1][0] if place + 1 < len(metrics) else len(text)
        part = text[start : min(end, start + 320)]
        values: list[tuple[float, int]] = []
        target = None
        for match in _PERCENT.finditer(part):
            number = float(match[1].replace(",", "."))
            if number > 100:
                continue
            if _TARGET_BEFORE.search(part[: match.start()]):
                target = number if target is None else target
            else:
                values.append((number, match.start()))
        for value, at in values[:2]:
            made.append(Rate(metric, value, target, _window(part, at)))
    return [rate for n, rate in enumerate(made) if rate not in made[:n]]


def _window(part: str, at: int) -> int | None:
    """The window in days that stands nearest to a value."""
    found = []
    for match in _WINDOW.finditer(part):
        days = int(match[1]) if match[1] else NUMBERS.get(match[2].lower())
        if days in (7, 10, 14, 30, 60, 90, 180):
            found.append((abs(match.start() - at), days))
    return min(found)[1] if found else None


_OURS = re.compile(r"\b(?:we (?:will|aim to|usually|try to)|customers? must)\b", re.IGNORECASE)
"""Time limits that Amazon sets itself, or that hold for orders."""
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_DATE = rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\.? (?:of )?(?P<m1>{_MONTH})(?:,? (?P<y1>20\d\d))?|(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y2>20\d\d))?|(?P<y3>20\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)|(?P<d4>\d{{1,2}})\.(?P<m4>\d{{1,2}})\.(?P<y4>20\d\d))"
_UNTIL = re.compile(
    rf"\b(?:by|until|till|before|not later than|no later than|latest(?: by| on)?|deadline(?: is|:)?|due(?: on| by)?|up to(?: and including)?)(?: the)? (?:end of )?(?:\w+day,? )?(?:the )?{_DATE}",
    re.IGNORECASE,
)
_COUNT = r"(?P<n>\d{1,3}|one|two|three|five|seven|ten|fourteen|fifteen|seventeen|twenty|thirty|sixty|ninety)"
_WITHIN = re.compile(
    rf"\b(?:within(?: the next)?|in the next|you have|deadline(?: is|:| of)?|time limit(?: is|:| of)?|(?:answer|reply|respond|appeal|send (?:it|this|your answer))[^.\n]{{0,40}}\b(?:in|for|until)|not later than|no later than|period of|after|next)(?: a period of)?[ :]+(?:the )?{_COUNT}[ -](?:calendar |business |working )?(?P<unit>days?|hours?|weeks?)\b(?! (?:after|of) (?:delivery|arrival))",
    re.IGNORECASE,
)
_NOT_ANSWER = re.compile(
    r"\b(?:removal|remove (?:the|your) (?:units|inventory|stock)|funds?|payout|balance|disburse|held|dispos|invoices?[^.\n]{0,30}(?:last|from|within)|dated|statement|bill|destroy|storage|withh?eld|ship|charge|return(?:ed)? (?:the|your) (?:units|inventory)|less than|older)\b",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"\b(?:answer|reply|repl|respond|response|appeal|send|submit|provide|upload|hear|receive|contact|plan|information|documents?|you have|deadline|time limit|complete|get back)\b",
    re.IGNORECASE,
)


def deadline(text: str) -> Deadline | None:
    """Until when the answer is wanted."""
    for part in _sentences(text):
        date = _UNTIL.search(part)
        if date and _ANSWER.search(part) and not _NOT_ANSWER.search(part):
            return Deadline(part, date=_iso(date))
        within = _WITHIN.search(part) if not _OURS.search(part) else None
        if within and _ANSWER.search(part) and not _NOT_ANSWER.search(part):
            count = NUMBERS.get(within["n"].lower()) or int(within["n"])
            unit = within["unit"].lower()
            days = -(-count // 24) if unit.startswith("hour") else count * 7 if unit.startswith("week") else count
            return Deadline(part, days=days)
    return None


_FROM_NOW = re.compile(r" (?:from|of|after) (?:today|now|this|the date of this)\b", re.IGNORECASE)


def unclear_deadline(text: str) -> str | None:
    """A time from the notice on that Amazon sets itself ("we will look at an appeal within 14 days from today"), which may be the seller's too."""
    for sentence in _sentences(text):
        within = _WITHIN.search(sentence)
        if within and _OURS.search(sentence) and _FROM_NOW.match(sentence, within.end()) and _ANSWER.search(sentence) and not _NOT_ANSWER.search(sentence):
            return within.group()
    return None


def _sentences(text: str) -> Iterator[str]:
    return (found.group().strip() for found in re.finditer(r"[^.!?\n]+(?:\.(?=\w)[^.!?\n]+)*[.!?]?", text))


def _iso(match: re.Match[str]) -> str:
    named = match["m1"] or match["m2"]
    month = (
        int(match["m3"] or match["m4"]) if match["m3"] or match["m4"] else 1 + next(n for n, name in enumerate(_MONTHS) if name.startswith(named.lower()[:3]))
    )
    day = int(match["d1"] or match["d2"] or match["d3"] or match["d4"])
    year = match["y1"] or match["y2"] or match["y3"] or match["y4"]
    return f"{year or '-'}-{month:02d}-{day:02d}"


_CHANNELS = (
    (Channel.UPLOAD, r"\bupload\b|manage your compliance"),
    (
        Channel.BUTTON,
        r"\bbuttons?\b|reactivate your account|\b(?:reply|respond|answer) (?:through|via|under) (?:the )?(?-i:[A-Z])|voice of the customer|account health|seller central|appeal (?:page|form|link)|\blink\b|\bform\b|(?:click|select|use|through|via) [\"“'‘]|performance notifications|product policy compliance|account info|(?:the|this) page\b|\btab\b",
    ),
    (
        Channel.REPLY,
        r"\b(?:reply|answer|respond|replying|answering|responding|response|return)\b[^.\n]{0,30}\b(?:to|on) (?:this|the|our) (?:e-?mail|message|notice|notification)|\b(?:by|in a) reply\b|reply (?:here|directly)|\bthis (?:e-?mail|message|thread)\b[^.\n]{0,20}(?:reply|answer)|send [^.\n]{0,50}(?:in reply|to this (?:message|e-?mail))|answer (?:this|here)",
    ),
    (Channel.EMAIL, r"[\w.+-]{1,64}@amazon\.[a-z.]{2,10}|by e-?mail\b|e-?mail (?:us|it|them)\b"),
)


_UPLOAD_IN = re.compile(r"\bupload\b[^.\n:]{0,40}\b(?:in|through|under|via|at|on|to|using)\b (?:the )?(?-i:[A-Z])", re.IGNORECASE)
"""A place in Seller Central that takes files is no button."""
_OTHER_WAY = re.compile(
    r"\bappeal\b[^.\n]{0,40}\bbutton|\bbutton\b|\breactivate your account\b|\b(?:submit|send) (?:your |the |an |it |them )?(?:appeal|plan|answer)",
    re.IGNORECASE,
)


def channel(text: str) -> Channel | None:
    """Where the answer is to go: the first of button, reply, e-mail and upload that is named; upload where the place that is named takes files."""
    kinds = {kind for kind, pattern in _CHANNELS if re.search(pattern, text, re.IGNORECASE)}
    if Channel.BUTTON in kinds and _UPLOAD_IN.search(text) and not _OTHER_WAY.search(text):
        return Channel.UPLOAD
    for kind in (Channel.BUTTON, Channel.REPLY, Channel.EMAIL, Channel.UPLOAD):
        if kind in kinds:
            return kind
    return None


_STOPPED = r"(?:deactivat|suspend|block|clos(?:ed|ing)|disabl|inactive|restrict|stopp|paus|terminat|not (?:be used|sell|able to sell|permitted to sell|list|offer)|cannot (?:sell|list|offer|reinstate)|under review|at risk|on hold|no longer (?:sell|list)|removed|withdrawn|revoked)"
_SELF = r"(?:seller[- ]fulfil+ed|merchant[- ]fulfil+(?:ed|ment)|self[- ](?:fulfil+ed|ship)|FBM\b|(?:that )?you ship yourself)"
_LEVELS = (
    (Level.LISTING, r"\bone of your listings\b|\b(?:removed|closed) (?:both|some of your|the following) (?:listings|pages|offers)"),
    (
        Level.CATEGORY,
        rf"{_SELF} (?:\w+ ){{0,2}}in (?:[A-Z][a-z]+|this category|the category)|\bin the category [A-Z][^.\n]{{0,200}}\n?[^\n]{{0,200}}cannot offer|\bcategor(?:y|ies)\b[^.\n]{{0,60}}{_STOPPED}|{_STOPPED}[^.\n]{{0,60}}\bcategor(?:y|ies)\b",
    ),
    (
        Level.FULFILMENT,
        rf"\b(?:{_SELF}|FBA|fulfil+ment by amazon|inbound|premium shipping|prime)\b[^.\n]{{0,90}}{_STOPPED}|{_STOPPED}[^.\n]{{0,80}}\b(?:{_SELF}|new FBA shipments|inbound shipments|send(?:ing)? inventory|shipments to (?:our|fba|amazon))|may not (?:create|send)[^.\n]{{0,30}}shipments?|ability to create shipments",
    ),
    (
        Level.ACCOUNT,
        rf"\b(?:account|store|shop|selling privileges|(?:right|ability) to sell)\b[^.\n]{{0,80}}{_STOPPED}|{_STOPPED}[^.\n]{{0,40}}\b(?:your (?:\w+ )?(?:selling |seller )?account|account|privileges|store)\b|payouts?|(?:reactivate|reinstate) your account|you (?:may|can) (?:no longer|not) sell|may no longer sell|disbursement|\byour (?:offers|listings)(?: on Amazon[\w.]*)? (?:are|have)(?: (?:therefore|been|now))* (?:deactivated|inactive|closed)",
    ),
    (Level.LISTING, r"\b(?:listing|offer|asin|product|page|item)s?\b|\bB0[A-Z0-9]{8}\b"),
)
_SPARED = re.compile(
    r"[^.\n]*\b(?:rest of (?:your|the) (?:account|catalog\w*)|other (?:offers?|listings?|products?|asins?)[^.\n]*(?:not affected|remain|active|stay)|account is not (?:affected|concerned|suspended)|not (?:affect|concern) your account|account (?:itself )?(?:remains|stays|is) (?:open|active))\b[^.\n]*",
    re.IGNORECASE,
)
_MAY_BE = re.compile(r"[^.\n]*\b(?:may (?:lead|result)|could (?:lead|result)|if (?:we|you)|might)\b[^.\n]*", re.IGNORECASE)


def level(text: str) -> Level | None:
    """What was taken away."""
    spared = bool(_SPARED.search(text))
    told = _MAY_BE.sub(" ", _SPARED.sub(" ", text))
    for kind, pattern in _LEVELS:
        if kind is Level.ACCOUNT and spared:
            continue
        if re.search(pattern, told, re.IGNORECASE if kind is not Level.CATEGORY else 0):
            return kind
    return None
