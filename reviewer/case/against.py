"""The draft held against the notice: what is answered, covered, about the point, and what wording cannot mend."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator, Sequence, Set

from reviewer.case import topics
from reviewer.case.answers import INSISTED, answered_by, lines_named, mentioning, named, usual_documents, verb
from reviewer.case.case import Case
from reviewer.case.values import Answer, Ask, Branch, Document, Identifier, Limit, Notice, State
from reviewer.case.walls import WALLS, lacking
from reviewer.originality import TextIndex
from reviewer.rule import Hit, Reading, Rule
from reviewer.rules import case as rules
from reviewer.types import Flag, Road, Role, Severity, Span

WHOLE = Span(0, 0)
PLAN = (Ask.ROOT_CAUSE, Ask.CORRECTIVE_ACTIONS, Ask.PREVENTIVE_ACTIONS, Ask.PLAN_OF_ACTION)
_SHORTEST_COPY = 12
"""Words of the notice in a row from which on a passage is copied; policy names and product titles are shorter."""
_NEAR_DAYS = 3
Finding = tuple[Rule, Hit]


def _lines(reading: Reading, units: Sequence[int] | set[int]) -> list[int]:
    """The lines on which some units begin."""
    return sorted({reading.document.positions.line_column(reading.span(number).start)[0] for number in units})


def answers(reading: Reading, case: Case, elsewhere: Set[int] = frozenset()) -> list[Answer]:
    """Every ask of every notice with the lines that answer it; of two branches that a notice parts only the one that the draft takes."""
    made: list[Answer] = []
    groups = 0
    for place, notice in enumerate(case.understood):
        own = [ask.group for ask in notice.asks if ask.group is not None]
        for ask in notice.asks:
            if ask.branch not in (None, _branch(reading)):
                continue
            group = None if ask.group is None else ask.group + groups
            again = place > 0 or bool(case.previous)
            how = answered_by(ask.ask, reading, elsewhere)
            lines, near = _lines(reading, how.units), _lines(reading, how.near)
            made.append(Answer(ask.ask, ask.text, ask.required or ask.branch is not None, group, again, lines, how.state, near, how.missing))
        groups += max(own, default=0)
    return made


def _branch(reading: Reading) -> Branch:
    """Whether the draft treats the other account as the seller's."""
    return "not yours" if reading.road is Road.DISPUTE or reading.has(Flag.DENIES) else "yours"


def open_points(given: Sequence[Answer]) -> list[list[Answer]]:
    """The required asks without an answer, each with its alternatives; an ask that stands twice is named once."""
    answered_groups = {answer.group for answer in given if answer.group is not None and answer.lines}
    points: dict[int | Ask, list[Answer]] = {}
    for answer in given:
        if answer.lines or (answer.group in answered_groups and answer.group is not None) or not (answer.required or answer.group is not None):
            continue
        same = points.setdefault(answer.ask if answer.group is None else answer.group, [])
        if answer.ask not in [one.ask for one in same]:
            same.append(answer)
    return list(points.values())


def unanswered(reading: Reading, given: Sequence[Answer]) -> Iterator[Finding]:
    """A finding for each open ask. On the dispute road nobody is asked for a plan; what the draft says it lacks is a finding of its own."""
    for point in open_points(given):
        asks = [answer.ask for answer in point]
        plan = any(ask in PLAN for ask in asks)
        if plan and (reading.road is Road.DISPUTE or _told_by_parts(asks, given)):
            continue
        if any(answer.state is State.LACKING for answer in point):
            continue
        rule = rules.PART_MISSING if plan and len(asks) == 1 else rules.POINT_UNANSWERED
        if len(point) == 1 and point[0].required and asks[0] in INSISTED and point[0].state is State.OPEN:
            rule = dataclasses.replace(rule, severity=Severity.ERROR)
        yield rule, Hit(WHOLE, f"{named(asks)}; {_why(point)}")


def _why(point: Sequence[Answer]) -> str:
    """What stands in the place of the answer."""
    for answer in point:
        where = lines_named(answer.near)
        if answer.state is State.PARTLY:
            return f"missing: {named(answer.missing, 'and')}"
        if answer.state is State.MENTIONED:
            return f"{where} {verb(answer.near, 'mentions', 'mention')} this, but nothing says that it is attached"
        if answer.state is State.PROMISED:
            return f"{where} {verb(answer.near, 'is only a promise', 'are only promises')}"
        if answer.state is State.ELSEWHERE:
            return f"{where} {verb(answer.near, 'is', 'are')} about another matter"
    return "no line of the letter gives it" if any(answer.ask in PLAN for answer in point) else "the letter does not mention it"


def _told_by_parts(asks: Sequence[Ask], given: Sequence[Answer]) -> bool:
    """Whether an open plan of action is told already by the open asks for its parts."""
    return list(asks) == [Ask.PLAN_OF_ACTION] and any(answer.ask in PLAN[:3] and answer.required and not answer.lines for answer in given)


_STEPS = (Role.ROOT_CAUSE, Role.CORRECTIVE_ACTION, Role.PREVENTIVE_ACTION)


def _each(things: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:all|both|each|every)\b(?: of)?(?: the| these| those)?(?: \w+){{0,2}} (?:{things})\b", re.IGNORECASE)


_ALL = {"asin": _each(r"ASINs?|listings?|offers?|items?|products?"), "order": _each(r"orders?"), "complaint": _each(r"complaints?")}
_KINDS = (("asin", "asins"), ("order", "order_ids"), ("complaint", "complaint_ids"), ("case", "case_ids"))


def identifiers(reading: Reading, case: Case) -> list[Identifier]:
    """Every identifier of the notices with the lines that name it."""
    document = reading.document
    text = document.plain.upper()
    made: dict[str, Identifier] = {}
    for notice in case.recognised:
        for kind, field in _KINDS:
            for identifier in getattr(notice, field):
                if identifier not in made:
                    places = (match.start() for match in re.finditer(re.escape(identifier.upper()), text))
                    lines = sorted({document.positions.line_column(place)[0] for place in places})
                    grouped = [] if lines or kind not in _ALL or not _several(case, field) else _of_all(reading, kind)
                    made[identifier] = Identifier(kind, identifier, lines, grouped)  # type: ignore[arg-type]
    return list(made.values())


def _several(case: Case, field: str) -> bool:
    return len({identifier for notice in case.recognised for identifier in getattr(notice, field)}) > 1


def _of_all(reading: Reading, kind: str) -> list[int]:
    """The lines with a cause, action or control that speak of all identifiers of a kind at once."""
    return _lines(reading, [n for n in reading.with_role(*_STEPS) if _ALL[kind].search(reading.text(n))])


_NAMES = {"asin": ("ASIN", "ASINs"), "order": ("order", "orders"), "complaint": ("complaint", "complaints")}


def uncovered(reading: Reading, found: Sequence[Identifier]) -> Iterator[Finding]:
    """One finding for each kind of identifier that the draft leaves out; a mistyped one is a finding of its own.

    Orders are examples more often than a list, so they count only where the draft names none of them.
    """
    for kind, (one, several) in _NAMES.items():
        own = [identifier for identifier in found if identifier.kind == kind]
        missing = [identifier.id for identifier in own if not identifier.lines and not identifier.grouped]
        for identifier in list(missing):
            place = _mistyped(reading, identifier)
            if place is not None:
                missing.remove(identifier)
                yield rules.ID_MISTYPED, Hit(place, f"{identifier}, the letter {reading.document.excerpt(place)}")
        examples = kind == "order" and len(missing) < len(own)
        if missing and not examples:
            shown = ", ".join(missing[:4]) + (f" and {len(missing) - 4} more" if len(missing) > 4 else "")
            yield (rules.ORDERS_MISSING if kind == "order" else rules.IDS_MISSING), Hit(WHOLE, f"the {one if len(missing) == 1 else several} {shown}")


def _mistyped(reading: Reading, identifier: str) -> Span | None:
    """Where the draft writes an identifier that differs from this one in one character or in two neighbours that changed places."""
    for match in re.finditer(r"[A-Za-z0-9-]{9,24}", reading.document.plain):
        found = match.group().upper()
        if len(found) != len(identifier) or found == identifier or not any(c.isdigit() for c in found):
            continue
        wrong = [n for n, (a, b) in enumerate(zip(found, identifier, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and found[wrong[0]] == identifier[wrong[1]] and found[wrong[1]] == identifier[wrong[0]]
        if (len(wrong) == 1 or swapped) and identifier[: min(wrong)] != "":
            return Span(match.start(), match.end())
    return None


_CONTENT = (Role.ROOT_CAUSE, Role.CORRECTIVE_ACTION, Role.PREVENTIVE_ACTION, Role.EVIDENCE, Role.ACKNOWLEDGEMENT, Role.BACKGROUND, Role.UNRELATED)
_COMMON = frozenset(
    """about above account accounts action actions activity after again against amazon appeal appeals also among answer another because been before being below
    between both business buyer buyers cannot case cause causes code company could currently customer customers date dates days dear deactivated decision describe
    description detail details does each email every explain explanation following from further give here however have having information item items kind know
    later less letter listing listings longer made make many matter message might more most must need needs never notice offer offers once only open order orders
    other others over page part performance permitted plan please policies policy prevent problem product products provide rather reason reasons received regards
    related remain reply report request required response review root same section sell seller sellers selling send sent several shall should show since some
    state steps still store submit such take taken team than that their them then there these they this those through time under until upload used using very
    want were what when where which while will with within without work would write year your yours""".split()
)
_WORD = re.compile(r"[a-z]{4,}")
_LEAST_ABOUT = 0.15


def about(reading: Reading, case: Case) -> float:
    """How much of the draft speaks of the reason: the mean of the shares of lines with a word of the reason and with one of the notice; 1 where it is not known."""
    if not case.reasons:
        return 1.0
    texts = [reading.text(number) for number in reading.with_role(*_CONTENT)]
    if not texts:
        return 1.0
    of_notice = {word for notice in case.notices for word in _stems(notice.text)}
    shared = sum(not of_notice.isdisjoint(_stems(text)) for text in texts) / len(texts)
    return (max(topics.share(texts, reason) for reason in case.reasons) + shared) / 2


def _stems(text: str) -> set[str]:
    return {word[:5] for word in _WORD.findall(text.lower()) if word not in _COMMON}


def off_topic(reading: Reading, case: Case, names: Sequence[Identifier]) -> bool:
    """Whether the draft is about something else; a letter that names an identifier of the notice is not."""
    named_any = any(identifier.lines for identifier in names)
    return not named_any and len(reading.with_role(*_CONTENT)) >= 3 and about(reading, case) <= _LEAST_ABOUT


def strangers(reading: Reading, case: Case) -> frozenset[int]:
    """The units of a draft about something else; one with words of both the reason and the notice is none."""
    of_notice = {word for notice in case.notices for word in _stems(notice.text)}
    texts = {number: reading.text(number) for number in reading.with_role(*_CONTENT)}
    return frozenset(
        number for number, text in texts.items() if not any(topics.speaks_of(text, reason) for reason in case.reasons) or of_notice.isdisjoint(_stems(text))
    )


def copied(reading: Reading, case: Case) -> Iterator[Finding]:
    """Passages of the notice that stand in the draft as its own words."""
    known = TextIndex((text.name, text.text) for text in case.notices)
    for passage in known.copied(reading.document).passages:
        if passage.words >= _SHORTEST_COPY:
            yield rules.COPIED_NOTICE, Hit(passage.span, str(passage.words))


def documents(reading: Reading, case: Case) -> list[Document]:
    """Documents that the reasons usually need and that no notice of the case asks for by name."""
    asked = {ask.ask for notice in case.recognised for ask in notice.asks}
    return [
        Document(reason, usual.name, _lines(reading, mentioning(usual.words, reading)))
        for reason in case.reasons
        for usual in usual_documents(reason)
        if asked.isdisjoint(usual.asks)
    ]


def limits(reading: Reading, case: Case) -> list[Limit]:
    """What the draft itself says it does not have and no wording replaces; only the first place of each."""
    asked = {ask.ask for notice in case.recognised for ask in notice.asks}
    made = []
    for wall in WALLS:
        if asked.isdisjoint(wall.asks) and set(case.reasons).isdisjoint(wall.reasons):
            continue
        for number, unit in enumerate(reading.document.sentences):
            match = wall.words.search(reading.text(number)) if unit.judged else None
            if match:
                start = unit.span.start
                made.append(Limit(start + match.start(), start + match.end(), wall.text))
                break
    return made


def beyond_wording(reading: Reading, given: Sequence[Answer], walls: Sequence[Limit]) -> Iterator[Finding]:
    """The findings on them; an error where the notice insists on the very document that the draft says it lacks."""
    wanted = {number for answer in given if answer.required and answer.state is State.LACKING for number in lacking(answer.ask, reading)}
    for limit in walls:
        span = Span(limit.start, limit.end)
        insisted = not wanted.isdisjoint(reading.document.sentences_in(span))
        yield (dataclasses.replace(rules.BEYOND_WORDING, severity=Severity.ERROR) if insisted else rules.BEYOND_WORDING), Hit(span, limit.text)


def deadline(notice: Notice, today: datetime.date | None) -> Iterator[Finding]:
    """A finding where the date that the notice sets is near or past; days without a date cannot be counted here."""
    if today is None or notice.deadline is None or notice.deadline.date is None:
        return
    try:
        until = datetime.date.fromisoformat(notice.deadline.date.replace("--", f"{today.year}-", 1))
    except ValueError:
        return
    left = (until - today).days
    if left <= _NEAR_DAYS:
        yield (
            rules.DEADLINE,
            Hit(
                WHOLE,
                f"{until.isoformat()}; "
                + (f"{left} days are left" if left > 1 else "that is tomorrow" if left == 1 else "that is today" if left == 0 else "that day is past"),
            ),
        )


def road(reading: Reading, case: Case) -> Iterator[Finding]:
    """What a dispute needs, and whether the notice leaves room for one."""
    if reading.road is not Road.DISPUTE:
        return
    if not reading.with_role(Role.EVIDENCE):
        yield rules.DISPUTE_WITHOUT_PROOF, Hit(WHOLE, "")
    if not reading.has(Flag.ACCEPTS) and not reading.with_role(Role.PREVENTIVE_ACTION, Role.CORRECTIVE_ACTION):
        yield rules.OWN_PART, Hit(WHOLE, "")
    invited = any(notice.proof_of_error or any(ask.ask not in PLAN for ask in notice.asks) for notice in case.recognised)
    if case.recognised and not invited and any(ask.ask in PLAN for notice in case.recognised for ask in notice.asks):
        yield rules.PROOF_NOT_INVITED, Hit(WHOLE, "")
