import json,sys,re
from lookover import load, root
for b in sys.argv[1:]:
    off=json.load(open(root/"units"/f"{b}.json"))
    for k,d in load(b).items():
        t=d["letter"]
        for a,e in off[k]:
            u=t[a:e]; w=len(u.split())
            why=[]
            if u[0].islower() and t[max(0,a-2):a].strip(" ")and t[a-1] not in "\n\t" : why.append("lower")
            if w<=2 and t[e:e+1] not in ("\n","") and t[max(0,a-1)] not in "\n": why.append("short")
            if w>55: why.append("long")
            if re.search(r"[a-z]{2}[.!?] ?[A-Z][a-z]",u): why.append("two?")
            if why: print(k,why,repr(t[max(0,a-25):a]),"[[",u[:230].replace("\n"," / "),"]]")
