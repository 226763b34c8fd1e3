"""Word classes that patterns name in angle brackets, as single lower-case tokens."""

from __future__ import annotations

CLASSES: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "buyer": "buyer buyers customer customers client clients purchaser purchasers consumer consumers shopper shoppers",
        "courier": "courier couriers carrier carriers ups fedex dhl usps hermes evri dpd gls yodel tnt aramex shipper forwarder "
        "postman post logistics postal yanwen cainiao correos poste",
        "supplier": "supplier suppliers vendor vendors manufacturer manufacturers factory factories wholesaler wholesalers distributor "
        "distributors producer producers",
        "employee": "employee employees staff worker workers intern interns assistant assistants colleague clerk packer packers helper "
        "freelancer freelancers agency va agent contractor operator manager",
        "software": "software app application plugin plug-in system systems sync synchronisation synchronization integration repricer erp tool script bug glitch "
        "algorithm server website",
        "amazon": "amazon fba",
        "competitor": "competitor competitors rival rivals hijacker hijackers competition",
        "we": "we i",
        "our": "our my the this that these those their his her your",
        "be": "is are was were be been being am",
        "have": "have has had having",
        "intensifier": "very really truly deeply sincerely extremely so completely totally absolutely always just only simply fully honestly also still already",
        "sorry": "sorry apologize apologise apology apologies apologizing apologising apologized regret",
        "fault_verb": "lied lies lie lying cheated cheats cheat cheating scammed scam scamming abused abuses abuse abusing stole steal stealing faked",
        "lose": "lost loses lose losing delayed delays delay damaged damages damage damaging mishandled broke failed fails destroyed misplaced",
        "action": "checked removed deleted refunded contacted replaced corrected inspected trained closed cancelled updated changed hired bought "
        "installed reviewed stopped recalled returned destroyed quarantined shipped sent created ended dismissed paid apologised apologized",
    }.items()
}

NUMBERS: dict[str, int] = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fourteen": 14,
    "fifteen": 15,
    "seventeen": 17,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
}
"""The numbers in words that letters and notices count days and weeks with; which of them a pattern knows, it says itself."""
