"""Letters + labels -> data/corpus/*.jsonl, readings.jsonl, pairs.jsonl, notices.jsonl. Run again whenever something came in."""
import json, re, sys
from pathlib import Path
from lookover import load, root
from checklabels import read
data = root.parent/"data"; (data/"corpus").mkdir(exist_ok=True)
SPLIT = {"t":"train","d":"development","e":"test"}
def spec(b):
    s=(root/"sheets"/f"{b}.md").read_text()
    return {m[1]: m[2] for m in re.finditer(r"## (\S+)\n(.*?)(?=\n## |\Z)", s, re.S)}
def flags_sorted(f):
    order="accepts deflects denies minimises accuses threatens demands pleads concrete vague boilerplate customer_first".split()
    return sorted(f, key=order.index)
readings=[]; notices=[]; pairs=[]; done=[]
for sheet in sorted((root/"sheets").glob("*.md")):
    b=sheet.stem; la=root/"labels"/f"{b}.a.txt"; lb=root/"labels"/f"{b}.b.txt"; lc=root/"labels"/f"{b}.c.txt"
    if not la.exists(): continue
    if b[0]!="t" and not (lb.exists() and lc.exists()): continue
    A=read(la); B=read(lb) if lb.exists() else None; C=read(lc) if lc.exists() else {}
    off=json.load(open(root/"units"/f"{b}.json")); S=spec(b); L=load(b); out=[]; final={}
    for k,d in L.items():
        spans=off[k]; units=[]; labs=[]
        for i,(s,e) in enumerate(spans,1):
            role,fl=A[k]["units"][i]
            if k in C and i in C[k]["units"]: role,fl=C[k]["units"][i]
            units.append({"start":s,"end":e,"role":role,"flags":flags_sorted(fl)}); labs.append((role,fl))
        final[k]=labs
        sc,ready=A[k]["scores"]
        if k in C and C[k]["scores"]: sc,ready=C[k]["scores"]
        sp=S[k]; eng=re.search(r"- English: (.*)",sp)[1]
        out.append({"id":k,"batch":b,"split":SPLIT[b[0]],"reason":d["reason"],"persona":d["who"],"marketplace":d["marketplace"],
          "english":"translated" if "machine-trans" in eng else "native" if "native" in eng or ("USA" in sp.split("\n")[0] or "UK" in sp.split("\n")[0] or "Australia" in sp.split("\n")[0]) else "second-language",
          "form":re.search(r"form: (.*?); opens",sp)[1],"road":"dispute" if "- road: dispute" in sp else "plan",
          "appeal":3 if "this is the third" in sp else 2 if "this is the second" in sp else 1,
          "template":"leans on a stock template" in sp,"misses_notice":"MISSES ITS POINT" in sp,
          "text":d["letter"],"notice":d.get("notice"),"earlier":d.get("earlier"),"units":units,
          "scores":dict(zip(["acceptance","specificity","tone","structure","originality"],sc)),"ready":ready,"passes":2 if B else 1})
        if B:
            for name,R in (("a",A),("b",B)):
                n=len(spans); rs,rr=R[k]["scores"]
                readings.append({"letter":k,"reader":name,"roles":[R[k]["units"][i][0] for i in range(1,n+1)],"flags":[flags_sorted(R[k]["units"][i][1]) for i in range(1,n+1)],
                  "scores":dict(zip(["acceptance","specificity","tone","structure","originality"],rs)),"ready":rr})
    (data/"corpus"/f"{b}.jsonl").write_text("".join(json.dumps(o,ensure_ascii=False)+"\n" for o in out)); done.append(b)
    p=root/"pairs"/f"{b}.jsonl"
    if p.exists():
        for line in p.read_text().splitlines():
            if not line.strip(): continue
            q=json.loads(line); s,e=off[q["letter"]][q["unit"]-1]; role,fl=final[q["letter"]][q["unit"]-1]
            turned=set([role,*fl])^set([q["role"],*q["flags"]])
            if L[q["letter"]]["letter"][s:e]==q["text"] or not turned: print("pair dropped (nothing turns)",q["letter"],q["unit"]); continue
            if q["turns"] not in turned:
                t=[x for x in turned]; 
                print("pair: turns",q["turns"],"not among",turned,q["letter"],q["unit"])
                q["turns"]=sorted(t)[0]
            pairs.append({"letter":q["letter"],"unit":q["unit"]-1,"turns":q["turns"],"text":q["text"],"role":q["role"],"flags":flags_sorted(q["flags"])})
    p=root/"notices"/f"{b}.jsonl"
    if p.exists():
        for line in p.read_text().splitlines():
            if not line.strip(): continue
            q=json.loads(line); t=L[q["letter"]]["notice"]
            def loc(o):
                i=t.index(o["text"]); return {**o,"start":i,"end":i+len(o["text"])}
            says={"schema":1,**{x:q[x] for x in ("recognised","kind","level")},"reasons":[loc(r) for r in q["reasons"]],**{x:q[x] for x in ("asins","order_ids","complaint_ids","case_ids","policies","rates")},
              "asks":[loc(a) for a in q["asks"]],"deadline":q["deadline"],"proof_of_error":q["proof_of_error"],"channel":q["channel"]}
            notices.append({"letter":q["letter"],"split":SPLIT[b[0]],"text":t,"says":says})
for name,rows in (("readings",readings),("pairs",pairs),("notices",notices)):
    (data/f"{name}.jsonl").write_text("".join(json.dumps(o,ensure_ascii=False)+"\n" for o in rows))
print(len(done),"batches",len(pairs),"pairs",len(notices),"notices")
