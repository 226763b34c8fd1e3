import json, sys
from lookover import load, root
REASONS="order_defect_rate late_shipment cancellation valid_tracking on_time_delivery inauthentic counterfeit trademark copyright patent condition not_as_described safety expired restricted_product listing_policy review_manipulation sales_manipulation related_account deceptive_activity forged_document verification dropshipping pricing fba_policy product_compliance code_of_conduct support_misuse tax return_rate invoice_defect other".split()
ASKS="root_cause corrective_actions preventive_actions invoices supplier_contact authorisation retraction test_report identity_document address_document bank_document other_account photos shipment_proof order_list acknowledgement listing_edit listing_review registration_number compliance_document incident_report affected_units buyer_invoices court_order counter_notice original_images training authority_notice ship_orders disclosure other_document explanation_of_error plan_of_action".split()
METRICS="order_defect_rate late_shipment_rate cancellation_rate valid_tracking_rate on_time_delivery_rate return_dissatisfaction_rate invoice_defect_rate negative_feedback_rate account_health_rating other".split()
for b in sys.argv[1:]:
    L=load(b); seen=set()
    for n,line in enumerate((root/"notices"/f"{b}.jsonl").read_text().splitlines(),1):
        if not line.strip(): continue
        d=json.loads(line); k=d["letter"]; t=L[k]["notice"]; seen.add(k)
        def bad(m): print(k,m)
        if set(d)!={"letter","recognised","kind","level","reasons","asins","order_ids","complaint_ids","case_ids","policies","rates","asks","deadline","proof_of_error","channel"}: bad("keys: "+str(sorted(d)))
        if d["kind"] not in ("performance","policy","verification"): bad("kind")
        if d["level"] not in ("account","listing","category","fulfilment"): bad("level")
        if d["channel"] not in ("button","email","reply","upload",None): bad("channel")
        for r in d["reasons"]:
            if r["reason"] not in REASONS: bad("reason "+r["reason"])
            if r["text"] not in t: bad("text not in notice: "+r["text"])
        for a in d["asks"]:
            if a["ask"] not in ASKS: bad("ask "+a["ask"])
            if a["text"] not in t: bad("text not in notice: "+a["text"])
        for r in d["rates"]:
            if r["metric"] not in METRICS: bad("metric "+str(r))
        if d["deadline"] and d["deadline"]["text"] not in t: bad("deadline text not in notice")
        for key in ("asins","order_ids","complaint_ids","case_ids"):
            for i in d[key]:
                if i not in t: bad(f"{key} {i} not in notice")
    for k,d in L.items():
        if d.get("notice") and k not in seen: print("missing",k)
    print(b,len(seen))
