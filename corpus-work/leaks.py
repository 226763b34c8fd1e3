"""Runs of 8 words shared between letters of different splits, and 10 between letters of one split."""
import collections, sys
from lookover import load, root, runs, words
spec = {}
for p in sorted((root/"letters").iterdir()):
    for k, d in load(p.name).items(): spec[k] = d
where = collections.defaultdict(set)
for k, d in spec.items():
    notice = runs(d.get("notice",""), 8) | runs(d.get("earlier",""), 8)
    for r in runs(d["letter"], 8) - notice: where[r].add(k)
hits = collections.defaultdict(list)
for r, ks in where.items():
    if len({k[0] for k in ks}) > 1: hits[tuple(sorted(ks))].append(" ".join(r))
for ks, rs in sorted(hits.items()): print(ks, rs)
op = collections.Counter(tuple(words(d["letter"])[:3]) for d in spec.values())
print(op.most_common(8)); print(len(spec), len(hits))
