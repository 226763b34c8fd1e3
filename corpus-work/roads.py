import re,sys
from lookover import load, root
from reviewer.document import Document
from reviewer.labels import cue_labels
from reviewer import road as R
from reviewer.rule import Reading
from reviewer import cues
c={}
for b in sys.argv[1:]:
    sheet=(root/"sheets"/f"{b}.md").read_text(); L=load(b)
    for m in re.finditer(r"## (\S+)\n(.*?)(?=\n## |\Z)", sheet, re.S):
        if m[1] not in L: continue
        gold="dispute" if "- road: dispute" in m[2] else "plan"
        kind=re.search(r"- road: (.*)",m[2])[1]
        d=Document(L[m[1]]["letter"]); l=cue_labels(d)
        got=R.road_of(d,l).value
        c[gold,got]=c.get((gold,got),0)+1
        if gold!=got or gold=="dispute":
            r=Reading(d,[x.role for x in l])
            print(m[1],gold,got,kind[:40],"|",[d.excerpt(s) for s in R._DISPUTE(r)],"|own",len({d.sentence_at(s.start) for s in cues.OWNING(r)}))
print(c)
