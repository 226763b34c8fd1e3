"""Cuts the letters of a batch into units for the annotators: units/<batch>.txt and offsets in units/<batch>.json."""
import json, sys, pathlib
from lookover import load, root
from reviewer.document import Document
def cut(text):
    d = Document(text)
    return [(s.span.start, s.span.end) for s in d.sentences]
def main(batch):
    out, off = [], {}
    for k, d in load(batch).items():
        text = d["letter"]; spans = cut(text); off[k] = spans
        out.append("="*100)
        out.append(f"LETTER {k}   reason: {d['reason']}   marketplace: {d['marketplace']}")
        if d.get("notice"): out += ["--- the notice it answers:", d["notice"]]
        else: out.append("--- no notice given")
        if d.get("earlier"): out += ["--- the earlier, refused letter:", d["earlier"]]
        out += ["--- the letter as the seller sees it:", text, "--- its units:"]
        out += [f"{k} {i} | {' / '.join(text[a:b].splitlines())}" for i, (a, b) in enumerate(spans, 1)]
        out.append("")
    u = root/"units"; u.mkdir(exist_ok=True)
    (u/f"{batch}.txt").write_text("\n".join(out)); (u/f"{batch}.json").write_text(json.dumps(off))
    return sum(map(len, off.values()))
if __name__ == "__main__":
    for b in sys.argv[1:]: print(b, main(b))
