"""Blocks and units: where a letter is cut, and what is set apart."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.blocks import BlockKind, parse
from reviewer.document import MAX_CHARACTERS, Document
from reviewer.language import is_english
from reviewer.plain import plain
from reviewer.types import ReviewerError, Span


def units(text: str) -> list[str]:
    document = Document(text)
    return [document.excerpt(sentence.span) for sentence in document.sentences]


def kinds(text: str) -> list[str]:
    return [block.kind.value for block in parse(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "We paid Fr. 3.50 for no. 5 of the list.",
        "The parcels left at 5 p.m. and came at 9 a.m. on 3. May 2025.",
        "Our supplier is Holm Co. Ltd. in Boras.",
        "See report no. GA-60281 of the laboratory.",
        "Your answer from 11.03. has the same text.",
        "On 06.03. I have changed the text.",
        "Signed by Ing. Davide Sigalini for us.",
        "Signed i. A. Berg for the firm.",
        "It was me and I. Berg who packed it.",
        "We sent e.g. the invoice, i.e. the paper of Dr. Lang, to approx. 40 buyers.",
        "See B0C7QKL2MN v1.2.3 at www.example.com today",
        "The box weighs 1.250 kg or 2,3 lbs.",
        "Mr. J. Smith vs. Haus St. Anna was settled.",
        "Order 114-1234567-7654321 etc. was refunded",
        "- refund of 14 orders",
        "He asked \u201cwhy?\u201d and left.",
        "We waited... and then it came.",
        "The U.S. buyers and the U.K. ones",
    ],
)
def test_one_sentence_stays_whole(whole: str) -> None:
    assert len(units(whole)) == 1


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They weren't. Each one held it.", ["They weren't.", "Each one held it."]),
        ("It takes 1.5 A. We tested it.", ["It takes 1.5 A.", "We tested it."]),
        ("See Annex B. On 6 May we left.", ["See Annex B.", "On 6 May we left."]),
        ("We are late. we know.", ["We are late.", "we know."]),
        ("We are late.We know!Why?", ["We are late.", "We know!", "Why?"]),
        ("We are late\u3002We know\uff01Thanks", ["We are late\u3002", "We know\uff01", "Thanks"]),
        ("Did we check? No. We did not.", ["Did we check?", "No.", "We did not."]),
        ("It came at 5 p.m. We left.", ["It came at 5 p.m.", "We left."]),
        ("We sold it to Holm Ltd. The box was new.", ["We sold it to Holm Ltd.", "The box was new."]),
        ("In 2025 we sold 12. Then we stopped.", ["In 2025 we sold 12.", "Then we stopped."]),
        ('He said "we are late." We know.', ['He said "we are late."', "We know."]),
        ("- One. Two.\n- Three", ["One.", "Two.", "Three"]),
        ("1. First point\n2. Second point", ["First point", "Second point"]),
        ("(a) one\n(b) two\n\u2460 three\n\u4e00\u3001four", ["one", "two", "three", "four"]),
        ("Root cause: we did not look.", ["Root cause: we did not look."]),
    ],
)
def test_units(text: str, wanted: list[str]) -> None:
    assert units(text) == wanted


def test_a_hard_wrapped_paragraph_is_joined_and_other_lines_are_not() -> None:
    wrapped = "We sell lamps and we had put the wrong plug into the box of the lamps\nthat went to the United States in May, and nobody had looked at it when\nthe lot came in, which is why fourteen buyers wrote to us in one week. We\nhave now changed that."
    assert len(units(wrapped)) == 2
    assert len(units("We refunded 14 orders\nWe deleted the listing\nWe called the factory")) == 3


def test_blocks_of_a_usual_letter() -> None:
    text = "Dear team,\n\nROOT CAUSE\n- one\n  - deeper\n2) two\n\n> You wrote this\n\n| a | b |\n| c | d |\n\nKind regards,\nJan Berg\njan@example.com"
    assert kinds(text) == ["paragraph", "heading", "bullet", "bullet", "bullet", "quote", "table", "table", "signature", "signature", "signature"]
    assert [b.depth for b in parse(text) if b.kind is BlockKind.BULLET] == [0, 1, 0]
    assert [b.marker for b in parse(text) if b.kind is BlockKind.BULLET] == ["-", "-", "2)"]


@pytest.mark.parametrize(
    "heading", ["Root Cause", "## What happened", "**Corrective actions:**", "1. Preventive measures", "A. ROOT CAUSE", "ACTIONS TAKEN:", "What did we do?"]
)
def test_headings(heading: str) -> None:
    assert kinds(f"{heading}\nWe did not look at the plug of the lamp.")[0] == "heading"


@pytest.mark.parametrize(
    "line", ["We deleted the listing", "Dear Amazon team:", "Thank you", "1. We refunded 14 orders", "Please review our account", "The cause is ours."]
)
def test_not_headings(line: str) -> None:
    assert kinds(f"{line}\nWe did not look at the plug of the lamp.")[0] != "heading"


def test_quotes_of_the_notice_and_other_languages_are_set_apart() -> None:
    document = Document(
        '> Tell us why.\n\n"You sold used goods as new."\n\nWir haben die Ware leider nicht kontrolliert und das ist unser Fehler.\n\nWe not checked the goods.'
    )
    assert [s.judged for s in document.sentences] == [False, False, False, True]


@pytest.mark.parametrize(
    "sentence",
    ["We not checked, is fault of us.", "Holm Textil AB, Boras", "OK", "No se, sorry", "Order 114-1234567-7654321", "Our GmbH in Wien has die lot A77 checked"],
)
def test_broken_english_is_english(sentence: str) -> None:
    assert is_english(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "\u6211\u4eec\u6ca1\u6709\u68c0\u67e5\u5e93\u5b58\u3002",
        "Nous avons oublié de vérifier les produits et nous sommes désolés",
        "Biz bu ürünü kontrol etmedik ve çok üzgünüz",
        "Мы не проверили товар",
    ],
)
def test_other_languages_are_told(sentence: str) -> None:
    assert not is_english(sentence)


@given(st.text(alphabet=st.sampled_from("aB9 .,!?\n\r\t-*\u2022#>|()\"'\u201c\u201d\u3002\uff0c\uff1a\u3000\u2028\U0001f600中:"), max_size=200))
@settings(max_examples=400)
def test_any_text_is_cut_into_ordered_units_that_hold_every_word(text: str) -> None:
    if not any(c.isalnum() for c in text):
        return
    document = Document(text)
    previous = 0
    covered: set[int] = set()
    for sentence in document.sentences:
        assert previous <= sentence.span.start < sentence.span.end <= len(text)
        assert not text[sentence.span.start].isspace()
        assert not text[sentence.span.end - 1].isspace()
        covered.update(range(sentence.span.start, sentence.span.end))
        previous = sentence.span.end
    lost = [i for i, c in enumerate(text) if c.isalpha() and i not in covered]
    markers = {i for block in document.blocks if block.marker for i in range(max(0, block.span.start - len(block.marker) - 8), block.span.start)}
    assert not [i for i in lost if i not in markers]


@given(st.text(max_size=200))
def test_plain_text_has_the_same_length(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_lookalike_letters_and_typography_are_levelled() -> None:
    assert plain("\u0430m\u0430zon \u2018x\u2019 \uff21\uff22 \u201cq\u201d") == "amazon 'x' AB \"q\""
    assert plain("Москва") == "Москва"


def test_units_are_found_by_offset_and_span() -> None:
    document = Document("One. Two.\n\nThree.")
    assert [document.sentence_at(n) for n in (0, 4, 5, 9, 11, 16)] == [0, None, 1, None, 2, 2]
    assert [list(document.sentences_in(Span(*span))) for span in ((0, 1), (0, 6), (4, 5), (9, 11), (9, 12), (3, 17))] == [[0], [0, 1], [], [], [2], [0, 1, 2]]


def test_too_long_and_empty_texts_are_refused() -> None:
    with pytest.raises(ReviewerError, match="at most 200,000"):
        Document("a" * (MAX_CHARACTERS + 1))
    with pytest.raises(ReviewerError, match="empty"):
        Document(" \n -- \n")


@given(st.text(alphabet='ab "\u201c\u201d\u201e\u00ab\u00bb\n', min_size=1, max_size=80).filter(lambda text: any(c.isalnum() for c in text)))
def test_quotations_do_not_overlap_and_shares_are_those_of_all_of_them(text: str) -> None:
    document = Document(text)
    assert not [1 for one, other in combinations(document.quotations, 2) if one.overlaps(other)]
    for sentence in document.sentences:
        span = sentence.span
        inside = sum(max(0, min(span.end, q.end) - max(span.start, q.start)) for q in document.quotations)
        assert document.quoted_share(span) == inside / (span.end - span.start)
