"""Makes the commissioning sheets: what each letter is to be about. No text of a letter comes from here."""
import random, string, pathlib
R = random.Random(20261125)
BATCHES = [f"t{n:02d}" for n in range(1, 18)] + [f"d{n:02d}" for n in range(1, 4)] + [f"e{n:02d}" for n in range(1, 4)]
SIZE = {"t": 25, "d": 21, "e": 21}
COUNTRIES = """China:Shenzhen China:Yiwu China:Ningbo China:Guangzhou China:Fuzhou China:Hangzhou China:Dongguan China:Xiamen China:Qingdao China:Zhengzhou USA:Ohio USA:Texas USA:Florida USA:Oregon USA:NewJersey USA:Georgia USA:Utah USA:Brooklyn India:Jaipur India:Tiruppur India:Delhi India:Surat India:Chennai Pakistan:Sialkot Pakistan:Karachi Pakistan:Lahore UK:Leeds UK:Cardiff UK:Essex UK:Glasgow UK:Birmingham Germany:Bochum Germany:Leipzig Germany:Passau Germany:Kiel Italy:Prato Italy:Bari Italy:Brescia Spain:Alicante Spain:Murcia Spain:Vigo France:Lyon France:Lille France:Nantes Turkey:Denizli Turkey:Bursa Turkey:Gaziantep Poland:Lodz Poland:Gdynia Poland:Rzeszow Brazil:Curitiba Brazil:Recife Mexico:Guadalajara Mexico:Puebla Nigeria:Lagos Nigeria:Aba UAE:Sharjah UAE:Dubai Japan:Osaka Japan:Niigata Korea:Busan Korea:Daegu Vietnam:HoChiMinh Vietnam:BacNinh Israel:Haifa Israel:Ashdod Australia:Perth Australia:Geelong Netherlands:Breda Sweden:Boras Romania:Cluj Ukraine:Kharkiv Portugal:Braga Greece:Patras Canada:Ontario Canada:Quebec Egypt:Cairo Morocco:Fes Bangladesh:Dhaka Thailand:ChiangMai Indonesia:Bandung Philippines:Cebu Colombia:Medellin Argentina:Rosario Hungary:Pecs Czechia:Brno SouthAfrica:Durban Russia:Kazan SriLanka:Colombo""".split()
ROLES = ["factory owner", "export manager of a factory", "trading company clerk", "one-person shop", "husband-and-wife shop", "warehouse manager", "student who sells on the side", "retired person who sells", "account manager at an agency writing for a client", "a lawyer or accountant writing for the seller", "operations director of a mid-size brand", "the owner's son or daughter who knows English best", "someone typing on a phone", "someone who wrote in the mother tongue and put it through a translation program", "bookseller or collectibles dealer", "compliance officer", "new seller, three months in", "seller of ten years", "customer service lead", "freelance consultant hired yesterday", "owner dictating to a niece", "purchasing assistant", "engineer who founded the brand", "shop owner with a high-street store"]
PRODUCTS = ["phone cases", "yoga mats", "ceramic knives", "baby bibs", "LED strip lights", "dog harnesses", "protein powder", "used textbooks", "leather belts", "car seat covers", "face serum", "bed linen", "fishing lures", "toner cartridges", "kitchen scales", "garden hoses", "silver earrings", "board games", "cordless drills", "herbal tea", "running socks", "camping stoves", "hair clippers", "aquarium pumps", "power banks", "school bags", "candles", "vinyl records", "cosplay wigs", "bicycle lights", "glass jars", "office chairs", "olive oil", "dietary gummies", "kids' puzzles", "shower heads", "watch straps", "sunglasses", "tea towels", "printer paper", "garlic presses", "air purifier filters", "carpets", "snack boxes", "eyelash glue", "laptop stands", "headlamps", "picture frames", "water bottles", "swimwear", "perfume", "pressure cookers", "trading cards", "football shirts", "wool blankets", "drawer handles", "spice sets", "nail drills", "smoke detectors", "wall stickers", "hammocks", "honey", "guitar strings", "cutting boards", "face masks", "thermometers", "cat litter mats", "bath bombs", "umbrellas", "trampolines", "welding gloves", "graphics cards", "coffee beans", "wooden toys", "ladders", "brake pads", "wallets", "toy drones", "contact-lens cases", "USB cables", "jump ropes", "curtains"]
REASONS = {"order_defect_rate":2.2,"late_shipment":2,"cancellation":1.2,"valid_tracking":1,"on_time_delivery":.9,"inauthentic":2.8,"counterfeit":1.2,"trademark":1.2,"copyright":1,"patent":.7,"condition":1.8,"not_as_described":1.5,"safety":1.4,"expired":1,"restricted_product":1.4,"listing_policy":1.2,"review_manipulation":1.5,"sales_manipulation":.5,"related_account":1.4,"deceptive_activity":.6,"forged_document":.8,"verification":1,"dropshipping":1.1,"pricing":.6,"fba_policy":.6,"product_compliance":.9,"code_of_conduct":.6,"support_misuse":.4,"tax":.35,"return_rate":.5,"invoice_defect":.45,"other":.3}
MARKET = {"China":["US","UK","DE","CA","FR"],"USA":["US"],"UK":["UK"],"India":["IN","US","AE"],"Germany":["DE","FR","UK"],"Italy":["IT","DE"],"Spain":["ES","FR"],"France":["FR","DE"],"Turkey":["TR","DE","US"],"Poland":["PL","DE"],"Brazil":["BR","US"],"Mexico":["MX","US"],"UAE":["AE"],"Japan":["JP","US"],"Australia":["AU"],"Netherlands":["NL","DE"],"Sweden":["SE"],"Canada":["CA"],"Egypt":["EG"]}
ENGLISH = ["native, tidy", "native, sloppy", "good second-language", "good second-language", "middling second-language: articles and tenses slip", "middling second-language: articles and tenses slip", "weak second-language: many errors, still understandable", "weak second-language: many errors, still understandable", "machine-translated: correct words, odd idiom", "very correct, stiff, bookish", "chatty, as spoken"]
BAD = {
 "blame": ["puts the cause on the buyers and leaves it there", "puts the cause on the courier / post and leaves it there", "puts the cause on the supplier or factory and leaves it there", "puts the cause on an employee, ex-employee or relative and leaves it there", "puts the cause on software, a plugin or a sync tool and leaves it there", "puts the cause on Amazon's own warehouse, page or system and leaves it there", "puts the cause on a rival seller and leaves it there", "puts the cause on a former owner, partner or agency and leaves it there"],
 "deny": ["insists in two or three places that there was no violation, without proof", "says the notice or the buyer's report is simply wrong", "admits one part, denies another"],
 "small": ["plays it down in two places (few orders, a tiny slip, a clean record, everybody does it, others are worse)", "makes it smaller with words more than with numbers"],
 "attack": ["attacks the decision or the people behind it in two or three sentences (unfair, absurd, nobody reads)", "mocks or is sarcastic in two sentences", "insults a buyer, rival or rights owner"],
 "threat": ["threatens: lawyer, court or arbitration (one or two sentences, own wording)", "threatens: press, social media, authority or trade body", "threatens to leave, or bad publicity, half hidden"],
 "order": ["orders Amazon about: deadlines, 'must', 'at once' in two places", "claims selling as a right, or says Amazon owes it", "hands own work to Amazon (you should tell us which, you check it, you correct the listing)"],
 "beg": ["begs, two or three sentences", "argues from hardship: family, staff, rent, debts, illness", "asks for mercy / one more chance and hardly anything else there"],
 "aside": ["two or three sentences that have no bearing: history of the business, praise of own service, other sellers", "a cause or plan for another problem than the notice names"],
 "empty": ["the plan is promises with nothing that could be checked", "the cause is 'some problems in our process' and no more", "numbers that prove nothing (100% committed, 5-star, 24/7)"],
 "sorry": ["apologises three or more times", "conditional apology ('if anyone…')"],
 "undone": ["admits openly that a repair has not been done yet"],
}
GOOD = ["owns it plainly, with the exact step that was missing", "names an outside event AND then the own missing control", "says what the affected buyers went through and what was done for them, exactly", "exact data: dates, counts, ids, who does what with which tool", "names documents and says which line or page proves what", "measured result after the repair", "one short honest sentence of ownership inside a thin letter", "plain account of how the cause was found", "puts the buyer's interest before own money in one concrete decision", "says how the shop will be run from now on, concretely"]
NEAR = ["says outright that it does not blame somebody who could have been blamed", "mentions a lawyer, court or authority without any threat", "quotes harsh words of Amazon or of a buyer", "a number that proves nothing next to one that does", "a stock phrase inside a sentence that is otherwise exact", "a polite firm request that is not an order", "an illness or a death in the family that really is the cause", "reports a buyer's accusation without joining in", "says 'not unfair' / 'we do not dispute' kinds of sentences", "'only' and 'just' used without playing anything down", "an employee named, then the missing training owned", "withdraws or corrects what an earlier appeal said"]
FORMS = ["plain prose, paragraphs", "plain prose, paragraphs", "one block, no paragraphs", "numbered sections 1. 2. 3. with text under them", "headings and '-' bullets", "headings and '*' bullets", "headings and '•' bullets", "headings and '·' bullets", "headings with a colon, then '–' bullets", "1) 2) 3) points, no headings", "(a) (b) (c) points", "① ② ③ points", "A. B. C. sections with nested bullets", "hard-wrapped at about 72 columns, paragraphs", "hard-wrapped at about 72 columns, with bullets", "one sentence a line, no bullets", "e-mail with 'Subject:' line and signature block", "Markdown (## and **bold**)", "headings IN CAPITALS, short points", "tab-indented points", "Q and A under the notice's own questions", "bullets throughout, no headings", "paragraphs with inline labels ('Root cause: …')", "a dated timeline, then a plan", "a mix: prose start, bullets later, markers not the same", "a small table with | or tabs among prose", "phone typing: few capitals, short lines"]
ODD = ["full-width punctuation in places（，。：）", "two or three emoji", "one sentence in the mother tongue", "quotes two sentences of the notice with > or quotation marks", "a placeholder left in ([date], XXXX, ____ or the like)", "a leftover note of an editor or of a writing assistant", "a few words in CAPITALS for stress", "curly quotes and long dashes from a word processor", "double spaces and missing spaces after full stops", "US-style dates", "dd.mm.yyyy dates", "a P.S. at the end", "no greeting and no closing at all", "bilingual headings", "a hyperlink or e-mail address"]
OPEN = ["opens with the bare facts of the case", "opens with greeting, then straight to the cause", "opens with thanks", "opens with the apology", "opens in the middle of things, no greeting", "opens with who they are", "opens with the notice's date and reference", "opens with a heading", "opens with the request", "opens with what has been fixed already", "opens with a remark on an earlier answer from Amazon", "opens with what went wrong told as a short story", "opens with the number or rate in question", "opens with the buyers"]
ORDER = ["cause, actions, prevention", "actions, cause, prevention", "prevention mixed with actions", "cause missing", "prevention missing", "actions missing", "order by incident", "order by question", "order by date", "free"]

def pick(weights, rng):
    return rng.choices(list(weights), list(weights.values()))[0]

combos = [(c, r) for c in COUNTRIES for r in ROLES]
R.shuffle(combos)
used_products = {}
out = pathlib.Path("sheets"); out.mkdir(exist_ok=True)
for batch in BATCHES:
    n = SIZE[batch[0]]
    quality = ([1]*3 + [2]*5 + [3]*7 + [4]*5 + [5]*5)[:25]
    if n == 21: quality = [1]*2 + [2]*5 + [3]*5 + [4]*4 + [5]*5
    R.shuffle(quality)
    # reasons: weighted, no more than 3 of one
    reasons = []
    while len(reasons) < n:
        r = pick(REASONS, R)
        if reasons.count(r) < 2: reasons.append(r)
    forms = (FORMS * 2)[:0]
    pool = FORMS[:]; R.shuffle(pool); forms = (pool + R.sample(FORMS, len(FORMS)))[:n]
    openings = (R.sample(OPEN, len(OPEN)) + R.sample(OPEN, len(OPEN)))[:n]
    notices = [True]*((n+1)//2) + [False]*(n//2); R.shuffle(notices)
    templates = [True]*(n//3) + [False]*(n - n//3); R.shuffle(templates)
    # bad moves: shuffle bag so that each kind comes equally often
    bag = []
    def bad(k):
        global bag
        moves = []
        kinds = set()
        while len(moves) < k:
            if not bag:
                bag = ["blame","blame","deny","small","small","attack","attack","threat","threat","order","order","beg","beg","aside","empty","empty","sorry","undone","small"]; R.shuffle(bag)
            kind = bag.pop()
            if kind in kinds:
                bag.insert(0, kind); 
                if len(set(bag)) == 1: bag.clear()
                continue
            kinds.add(kind); moves.append(R.choice(BAD[kind]))
        return moves
    roads = ["plan"]*n
    for i in R.sample(range(n), 3): roads[i] = R.choice(["dispute, and the seller is right: proof is named", "dispute, and the seller is right but argues it badly", "dispute, and the seller is wrong"])
    again = R.sample(range(n), 3); withearlier = set(again[:2] if batch[0] != "t" or int(batch[1:]) % 3 else again[:1])
    miss = R.sample([i for i in range(n) if notices[i]], 2)
    single = R.sample(range(n), 3)
    lines = [f"# Batch {batch}: {n} letters", ""]
    for i in range(n):
        country, role = combos.pop()
        nation, city = country.split(":")
        english = R.choice(ENGLISH[:2] + ["chatty, as spoken", "very correct, stiff, bookish"]) if nation in ("USA","UK","Australia","Canada","SouthAfrica") else R.choice(ENGLISH[2:10])
        if "translation" in role: english = "machine-translated: correct words, odd idiom"
        if "lawyer" in role or "agency" in role or "consultant" in role: english = R.choice(["very correct, stiff, bookish", "native, tidy", "good second-language"])
        q = quality[i]
        b = {1: R.choice([3,4]), 2: R.choice([2,3]), 3: R.choice([1,2,2]), 4: R.choice([0,1,1]), 5: 0}[q]
        g = {1: 0, 2: R.choice([0,1,1]), 3: R.choice([1,2]), 4: R.choice([2,3]), 5: R.choice([3,4])}[q]
        near = {1: R.choice([0,0,1]), 2: R.choice([0,1]), 3: R.choice([0,1,1]), 4: 1, 5: R.choice([1,2])}[q]
        length = int(min(700, max(45, R.lognormvariate(5.5, .5))))
        if q == 5: length = max(length, 130)
        lines += [f"## {batch}-{i+1:02d}",
          f"- who: {role}; {nation} ({city}); sells {R.choice(PRODUCTS)}; personal and shop names with initials {R.choice(string.ascii_uppercase)}.{R.choice(string.ascii_uppercase)}. / {R.choice(string.ascii_uppercase)}…",
          f"- English: {english}",
          f"- marketplace: {R.choice(MARKET.get(nation, ['US','UK','DE','US']))}",
          f"- reason: {reasons[i]}" + ("; only one ASIN or listing is down, not the account" if i in single else ""),
          f"- notice: " + ("write it, it comes with the letter" + ("; the letter MISSES ITS POINT (answers something else, or only a small part)" if i in miss else "") if notices[i] else "none"),
          f"- road: {roads[i]}"]
        if i in again:
            lines.append(f"- this is the {R.choice(['second','second','third'])} appeal" + ("; also write the earlier, refused one (short, 60 to 200 words, worse, and consistent with the story)" if i in withearlier else "; the earlier one is not given"))
        lines += [f"- quality, 1 terrible to 5 excellent: {q}", f"- about {length} words; form: {forms[i]}; {openings[i]}; order: {R.choice(ORDER[:2] + ORDER[6:]) if q >= 4 else R.choice(ORDER)}"]
        if templates[i] and q <= 4: lines.append("- leans on a stock template (one that you make up for this letter alone): " + R.choice(["only opening and closing are stock", "about half is stock, own facts poured between", "nearly all is stock", "stock headings and stock promises, own cause"]))
        moves = bad(b); 
        if moves: lines.append("- weak moves: " + "; ".join(moves))
        gm = R.sample(GOOD, g)
        if gm: lines.append("- good moves: " + "; ".join(gm))
        nm = R.sample(NEAR, near)
        if nm: lines.append("- near misses: " + "; ".join(nm))
        if R.random() < .35: lines.append("- oddity: " + R.choice(ODD))
        lines.append("")
    (out / f"{batch}.md").write_text("\n".join(lines))
print(len(combos))
