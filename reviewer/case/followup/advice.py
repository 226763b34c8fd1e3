"""The words of the follow-up: where to submit, what to do and leave, and the enquiry.

Facts are those of docs/sources.md (Notice, Earlier, Evidence); where Amazon states nothing, the words say that it is advice. Nothing forecasts an answer, and no procedure is named
that the notice itself does not open.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from reviewer.case.values import Channel


class Answered(StrEnum):
    """What Amazon has answered since the submission."""

    NONE = "none"
    MORE = "more"
    """It asks for more."""
    REFUSED = "refused"
    """It refuses the appeal and leaves room for another."""
    FINAL = "final"
    """It keeps its decision and will not answer again."""


class Origin(StrEnum):
    """What the channel was taken from."""

    NOTICE = "notice"
    OPTION = "option"
    USUAL = "usual"


class Route(msgspec.Struct, frozen=True):
    """Where the appeal is to be submitted."""

    channel: Channel
    origin: Origin
    how: list[str]


class Enquiry(msgspec.Struct, frozen=True):
    """A short message that asks how the appeal stands; `{slots}` are to be filled by the seller."""

    subject: str
    body: str


_HOW = {
    Channel.BUTTON: "Submit through the button that the notice names, in Seller Central beside the notice itself; an appeal sent elsewhere may not reach the case.",
    Channel.EMAIL: "Write from the e-mail address that is registered for the account, to the address that the notice names or came from.",
    Channel.REPLY: "Reply to the notice itself, with its subject left as it is, so that the answer stays in the same case.",
    Channel.UPLOAD: "Upload through the page or link that the notice names; name each file after what it shows (pdf, jpg, png or gif, unaltered).",
}
_NO_REPLY = (
    "If that address takes no answers (no-reply, or the mail comes back), first restore your access with the sign-in help of Seller Central, then use the "
    "notice's own way; a colleague with user rights of their own may do it meanwhile. Do not guess another address."
)
_NEEDS_ENTRY = (Channel.BUTTON, Channel.UPLOAD)
_NAMES = {Channel.BUTTON: "its button", Channel.EMAIL: "e-mail", Channel.REPLY: "a reply", Channel.UPLOAD: "an upload"}


def route(of_notice: Channel | None, said: Channel | None, *, locked_out: bool) -> Route:
    """Where to submit: the notice's channel, else the one that the seller names, else the notice's button, which is usual.

    Who cannot sign in cannot reach button or upload, and writes from the registered address instead.
    """
    named = of_notice or said or Channel.BUTTON
    origin = Origin.NOTICE if of_notice else Origin.OPTION if said else Origin.USUAL
    how = []
    if of_notice and said and said is not of_notice:
        how.append(f"The notice names {_NAMES[of_notice]}, not {_NAMES[said]}; the notice holds.")
    if origin is Origin.USUAL and not locked_out:
        how.append("No channel was read from a notice. Usually the notice has a button of its own; whatever yours names holds.")
    if locked_out and named in _NEEDS_ENTRY:
        how.append(f"Without access to Seller Central {_NAMES[named]} cannot be reached. {_HOW[Channel.EMAIL]} Say in one line that you cannot sign in.")
        how.append(_NO_REPLY)
        return Route(Channel.EMAIL, origin, how)
    return Route(named, origin, [*how, _HOW[named]])


def enquiry(date: str, site: str, case_id: str | None) -> Enquiry:
    """The enquiry, with what is known filled in; `date` is that of the submission at the marketplace."""
    case = case_id or "{case id}"
    body = (
        "Dear Seller Performance team,\n\n"
        f"On {date} we submitted our appeal for {{shop name}} on {site}, case {case}. Two business days have passed and we have seen no answer. "
        "Could you tell us whether it has reached you, and whether you need anything further from us?\n\n"
        "Thank you.\n{name}, {role}\n{shop name}"
    )
    return Enquiry(f"Case {case}: our appeal of {date}, {site}", body)


AVOID = (
    "Do not write every day: each message gives the same case to read again, and none of them adds a fact.",
    "Do not send a second appeal on top of one that is still being read; where a fact is wrong or missing, add it in the same case, once.",
    "Do not open a new case for the same matter: duplicate cases are a reason for notices of their own.",
    "Do not open another account: a related account is a reason for notices of its own.",
)
"""What not to do while waiting."""


def while_open(*, due: bool, planned: bool, enquire: str, repeat: str, promises: bool, suppliers: bool) -> list[str]:
    """What to do as long as Amazon has not answered; `enquire` and `repeat` are times in words, `suppliers` says whether theirs are asked for."""
    work = ["Carry out what the draft promises, and note date, person and proof of each point: it may be asked for."] if promises else []
    ready = "Keep the documents that the appeal names at hand" + ("; suppliers may be called, so tell them." if suppliers else ".")
    repeating = f"Without an answer repeat it once, from {repeat}; after that not more than once a week. This interval is advice, Amazon gives none."
    if due:
        look = "Look first whether an answer has come: the notifications in Seller Central, the registered mailbox and its spam folder."
        return [look, "If there is none, send the enquiry below, once, in the same case or as a reply in the same thread.", repeating, *work]
    first = "Before you submit, check the channel above." if planned else f"Wait until {enquire}; two business days are a usual wait, not a promise."
    return [first, *work, ready, f"If there is no answer by {enquire}, send the enquiry below in the same case.", repeating]


AFTER = {
    Answered.MORE: (
        "Amazon asks for more: the case is open. Answer in the same case, by the channel above, with exactly what is asked, point by point in its order.",
        "Send only what is new, and say where each document stands; keep the dates and numbers of the appeal, or say openly what you correct and why.",
        "Look for points that the first notice did not have: a later message may bring new ones.",
        "When it is sent, count the two business days anew from that moment.",
    ),
    Answered.REFUSED: (
        "Amazon has refused this appeal. Do not send the same text again; read the refusal for each point that it names, new ones included.",
        "Before you write again, change the substance, not the words.",
        "'Greater detail' means: the cause behind the cause; each action with date, role and number; each control with who, how often and since when.",
        "Answer the points one by one under the notice's own headings, every ASIN and id included; one idea to a line.",
        "Where documents were refused, put other documents in their place, not other words: invoices of the period that is asked for, with the supplier's contact.",
        "If a date or number changes, say so openly; contradictions between appeals are read.",
        "Take the time that the deadline leaves: `reviewer check NEW --previous OLD --notice REFUSAL` shows what is repeated and what is still open.",
    ),
    Answered.FINAL: (
        "This is a final refusal: Amazon keeps its decision and says that it will not answer further on it.",
        "No other wording of the same appeal changes that, and this tool knows of no further step that it could name as fact.",
        "Read the final message once more for anything that it still offers itself (a document, a date, the stock, a payment), and follow that and nothing else.",
        "Where the reason is a complaint of a rights owner, only the owner can take it back, by writing to Amazon directly.",
        "Keep the notices, appeals, documents and dates together. What the law allows outside Amazon is a question for a lawyer; this is no legal advice.",
    ),
}
"""What to do after an answer."""
AVOID_AFTER_FINAL = (
    "Do not send the same appeal again, and do not write every day.",
    "Do not open another account: a related account is a reason for notices of its own.",
    "Do not pay for a promise that the account comes back; nobody outside Amazon can give it.",
)
"""What not to do after a final refusal."""
