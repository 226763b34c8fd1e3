import json, re, sys, pathlib
root = pathlib.Path(__file__).parent
ROLES = "frame background acknowledgement root_cause corrective_action preventive_action evidence commitment request unrelated".split()
FLAGS = "accepts deflects denies minimises accuses threatens demands pleads concrete vague boilerplate customer_first".split()
def read(path):
    got, cur = {}, None
    for n, line in enumerate(path.read_text().splitlines(), 1):
        w = line.split()
        if not w: continue
        if re.fullmatch(r"[dte]\d\d-\d\d", w[0]):
            cur = got.setdefault(w[0], {"units": {}, "scores": None, "at": n})
        elif w[0] == "scores":
            cur["scores"] = ([int(x) for x in w[1:6]], w[6] == "yes"); assert w[6] in ("yes", "no"), f"line {n}: {line}"
            assert all(1 <= int(x) <= 5 for x in w[1:6]), f"line {n}: {line}"
        else:
            assert w[0].isdigit(), f"line {n}: {line}"
            cur["units"][int(w[0])] = (w[1] if len(w) > 1 else "", w[2:])
    return got
if __name__ == "__main__":
    batch, reader = sys.argv[1:3]
    off = json.load(open(root/"units"/f"{batch}.json")); got = read(root/"labels"/f"{batch}.{reader}.txt")
    from collections import Counter
    c = Counter(); r = Counter()
    for k, spans in off.items():
        if k not in got: print("missing letter", k); continue
        g = got[k]
        if not g["scores"]: print(k, "no scores")
        want = set(range(1, len(spans)+1))
        if set(g["units"]) != want: print(k, "missing units", sorted(want - set(g["units"])), "extra", sorted(set(g["units"]) - want))
        for n, (role, flags) in g["units"].items():
            r[role] += 1; c.update(flags)
            if role not in ROLES: print(k, n, "unknown role", role)
            for f in flags:
                if f not in FLAGS: print(k, n, "unknown flag", f)
            if "concrete" in flags and "vague" in flags: print(k, n, "concrete and vague at once")
            if len(set(flags)) != len(flags): print(k, n, "flag twice")
    for k in got:
        if k not in off: print("unknown letter", k)
    p = root/"pairs"/f"{batch}.jsonl"
    if reader == "a" and p.exists():
        from lookover import load
        letters = load(batch); t = Counter()
        for i, line in enumerate(p.read_text().splitlines(), 1):
            if not line.strip(): continue
            d = json.loads(line)
            if d["letter"] not in off or not 1 <= d["unit"] <= len(off[d["letter"]]): print("pair", i, "no such unit"); continue
            a, b = off[d["letter"]][d["unit"]-1]; orig = letters[d["letter"]]["letter"][a:b]
            if orig == d["text"]: print("pair", i, "text unchanged")
            if d["role"] not in ROLES or any(f not in FLAGS for f in d["flags"]): print("pair", i, "unknown label")
            if d["letter"] in got and (d["role"], sorted(d["flags"])) == (got[d["letter"]]["units"][d["unit"]][0], sorted(got[d["letter"]]["units"][d["unit"]][1])): print("pair", i, d["letter"], d["unit"], "same labels as the unit in the letter")
            t[d["turns"]] += 1
        print("pairs", sum(t.values()), dict(t))
    print("roles", dict(r)); print("flags", dict(c))
