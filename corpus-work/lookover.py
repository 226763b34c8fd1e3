"""Looks a batch over: shape, lengths, shared runs of words, openings. Prints what to mend."""
import re, sys, pathlib, collections
root = pathlib.Path(__file__).parent
def parse(path):
    d, key, buf = {}, None, []
    for line in path.read_text(encoding="utf-8").split("\n"):
        m = re.match(r"@@ (\w+)(?:: ?(.*))?$", line)
        if m:
            if key: d[key] = "\n".join(buf).strip("\n")
            buf = []
            if m[2] is not None: d[m[1]] = m[2].strip(); key = None
            else: key = m[1]
        elif key: buf.append(line)
        elif line.strip(): d.setdefault("stray", line)
    if key: d[key] = "\n".join(buf).strip("\n")
    return d
def words(t): return re.findall(r"[a-z0-9']+", t.lower())
def runs(t, n): w = words(t); return {tuple(w[i:i+n]) for i in range(len(w)-n+1)}
def load(batch): return {p.stem: parse(p) for p in sorted((root/"letters"/batch).glob("*.txt"))}
if __name__ == "__main__":
    batch = sys.argv[1]
    sheet = (root/"sheets"/f"{batch}.md").read_text()
    specs = {m[1]: m[2] for m in re.finditer(r"## (\S+)\n(.*?)(?=\n## |\Z)", sheet, re.S)}
    got = load(batch)
    for k in specs:
        if k not in got: print("missing", k)
    for k, d in got.items():
        s = specs.get(k, "")
        if "stray" in d: print(k, "text before a marker:", d["stray"][:60])
        for f in ("who", "marketplace", "reason", "letter"):
            if not d.get(f): print(k, "has no", f)
        if ("write it, it comes" in s) != ("notice" in d): print(k, "notice: sheet and file differ")
        if ("also write the earlier" in s) != ("earlier" in d): print(k, "earlier: sheet and file differ")
        want = int(re.search(r"about (\d+) words", s)[1]); n = len(words(d.get("letter", "")))
        if not .7*want <= n <= 1.35*want: print(k, f"has {n} words, sheet says {want}")
        r = re.search(r"reason: (\w+)", s)[1]
        if d.get("reason") != r: print(k, "reason is", d.get("reason"), "sheet says", r)
    seen = collections.defaultdict(set)
    for k, d in got.items():
        for run in runs(d.get("letter", ""), 7): seen[run].add(k)
    shared = collections.defaultdict(list)
    for run, ks in seen.items():
        if len(ks) > 1: shared[tuple(sorted(ks))].append(" ".join(run))
    for ks, rs in shared.items(): print("shared run", ks, "|", rs[0], f"(+{len(rs)-1})")
    ns = collections.defaultdict(set)
    for k, d in got.items():
        for run in runs(d.get("notice", ""), 12): ns[run].add(k)
    pairs = collections.Counter(tuple(sorted(v)) for v in ns.values() if len(v) > 1)
    for ks, c in pairs.items(): print("notices share runs of 12", ks, c)
    op = collections.defaultdict(list)
    for k, d in got.items(): op[tuple(words(d.get("letter", ""))[:4])].append(k)
    for o, ks in op.items():
        if len(ks) > 1: print("opens alike", ks, "|", " ".join(o))
    names = collections.defaultdict(set)
    for k, d in got.items():
        for m in re.finditer(r"\b([A-Z][a-z]+ [A-Z][a-z]{2,})\b", d.get("letter", "")): names[m[1]].add(k)
    for nme, ks in names.items():
        if len(ks) > 2: print("name or phrase in several letters:", nme, sorted(ks))
    print(len(got), "letters,", sum(len(words(d.get("letter",""))) for d in got.values()), "words,", sum(d.get("letter","").count("—") for d in got.values()), "em-dashes")
