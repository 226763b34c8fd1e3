"""What the two readers of a batch gave differently, for the third reading."""
import json, sys
from lookover import load, root
from checklabels import read
b=sys.argv[1]; A=read(root/"labels"/f"{b}.a.txt"); B=read(root/"labels"/f"{b}.b.txt"); off=json.load(open(root/"units"/f"{b}.json")); L=load(b); n=u=0
for k in off:
    t=L[k]["letter"]; rows=[]
    for i,(s,e) in enumerate(off[k],1):
        u+=1
        a,bb=A[k]["units"][i],B[k]["units"][i]
        if a[0]!=bb[0] or set(a[1])!=set(bb[1]):
            n+=1; rows.append(f"  {i} | {' / '.join(t[s:e].splitlines())}\n      first:  {a[0]} {' '.join(sorted(a[1]))}\n      second: {bb[0]} {' '.join(sorted(bb[1]))}")
    sa,sb=A[k]["scores"],B[k]["scores"]
    print(f"LETTER {k}\n  scores first: {sa[0]} ready={sa[1]}   second: {sb[0]} ready={sb[1]}"); print("\n".join(rows)); print()
print(n,"of",u,"units differ")
