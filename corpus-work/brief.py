import sys,json
from lookover import load,root
b=sys.argv[1]; lo,hi=int(sys.argv[2]),int(sys.argv[3]); off=json.load(open(root/"units"/f"{b}.json"))
for k,d in load(b).items():
    n=int(k[-2:])
    if not lo<=n<=hi: continue
    print(f"=== {k} {d['reason']}"); 
    if d.get("notice"): print("NOTICE:"," ".join(d["notice"].split()))
    if d.get("earlier"): print("EARLIER:"," ".join(d["earlier"].split()))
    t=d["letter"]; last=0
    for i,(s,e) in enumerate(off[k],1):
        nl=t[last:s].count("\n"); print(("\n" if nl>1 else "")+f"{i} {t[max(last,s-3):s].strip()} {' / '.join(t[s:e].splitlines())}"); last=e
