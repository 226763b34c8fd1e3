"""Whether a sentence is meant to be English.

Only a plain "no" counts: broken English is English. A sentence of another script, or with clearly more function
words of another language than of English, is set apart and not judged.
"""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    "the a an and or of to in on for with we i our my you your it is was were are be been have has had not this that "
    "from by at as all will can which who they he she them their us me after before when because if but so no any please".split()
)
_FOREIGN = {
    "de": "der die das und nicht wir ich ist sind war haben hat mit für auf ein eine einen dem den des von zu bitte sehr uns unser unsere sie ihr auch wurde werden",
    "fr": "le la les et de des du nous je est sont avec pour pas un une dans que qui vous votre notre nos sur cette ce ne au aux merci",
    "es": "el la los las y de del que nosotros es son con para por no un una en se su sus nuestro nuestra hemos pero como más gracias",
    "it": "il lo la gli le e di del della che noi è sono con per non un una nel si nostro nostra abbiamo ma come grazie siamo",
    "pt": "o os a as e de do da dos que nós é são com para por não um uma em no na se nosso nossa mas como obrigado estamos",
    "nl": "de het een en van wij ik is zijn met voor niet op dat die ons onze hebben maar aan ook werd",
    "pl": "i w z na nie się jest są że do od po dla my nasz nasza proszę przez oraz ale to",
    "tr": "ve bir bu için ile biz ben değil çok olarak lütfen bizim olan ama daha sonra var",
    "ro": "și de la nu este sunt cu pentru un o în noi am care vă rugăm dar",
    "vi": "và của không là cho với một các những chúng tôi đã được này xin",
    "id": "dan yang di ke dari tidak ini itu untuk dengan kami saya sudah akan",
    "sv": "och att det som en ett på är inte vi jag med för av har vår",
}
_FOREIGN_WORDS: dict[str, list[str]] = {}
for _code, _words in _FOREIGN.items():
    for _word in sorted(set(_words.split()) - _ENGLISH):
        _FOREIGN_WORDS.setdefault(_word, []).append(_code)


def is_english(sentence: str) -> bool:
    """Whether `sentence` is English, or too short or too neutral to say otherwise."""
    if not sentence.isascii():
        letters = [c for c in sentence if c.isalpha()]
        if sum(ord(c) > 0x024F and not 0x1E00 <= ord(c) <= 0x1EFF for c in letters) > len(letters) / 2:
            return False
    words = _WORD.findall(sentence[:600].lower())
    if len(words) < 4:
        return True
    foreign = Counter(code for word in words if word in _FOREIGN_WORDS for code in _FOREIGN_WORDS[word])
    if not foreign:
        return True
    most, english = max(foreign.values()), sum(word in _ENGLISH for word in words)
    return most < 2 or most <= 2 * english or most / len(words) < 0.2
