import sys
from lookover import load
for b in sys.argv[1:]:
    for k, d in load(b).items():
        if d.get("notice"): print("="*80, f"\n{k}   (the letter's commissioned reason: {d['reason']})\n{d['notice']}\n")
