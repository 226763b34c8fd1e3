"""The rules, a family a file; `ALL` adds them up."""

from __future__ import annotations

from reviewer.rule import Rule
from reviewer.rules import acceptance, case, classifier, english, originality, specificity, structure, tone

ALL: tuple[Rule, ...] = acceptance.RULES + specificity.RULES + tone.RULES + structure.RULES + originality.RULES + classifier.RULES + case.RULES + english.RULES
BY_CODE: dict[str, Rule] = {rule.code: rule for rule in ALL}
