"""What a notice asks for: where it asks, each clause is held against the cues of every ask."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from reviewer.case.values import Ask, Branch, NoticeAsk

_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=[\w)])[^.!?\n]+)*[.!?]?")
_MARKER = re.compile(r"^\s*(?:[-*•·–—▪●○✔→>]+|\(?\d{1,2}[.)]|\(?[a-hA-H][.)]|\(?[ivx]{1,4}[.)]|[①-⑳]|\.(?= )|(?:Q|Question |Point )\d{1,2}[.:)])\s+")
_ASKS = re.compile(
    r"\b(?:send|provide|explain|tell us|let us know|submit|describe|include|attach|upload|need|require[sd]?|requests?|please|state|list|show|confirm|answer|say|supply|give|set out|report|name|identify|specify|must|want|write|prove|demonstrate|hear from you|ask(?:ed)?|address|cover|contain|detail|deliver|present|forward|furnish|outline|clarify|indicate|enclose|disclose|needed|help us|fill|complete|reply|respond|appeal|(?:plan|message|letter|answer|reply|response|it) (?:of action )?(?:that|which|should|needs? to|has to|must)|in which you|looking for|wish to|expect(?:ed)?|would like to (?:know|see|receive)|should be (?:included|attached|sent)|you should)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"^\s*(?:we (?:have |had )?(?:removed|deactivated|received|found|reviewed|read|suspended|closed|reached|concluded|determined|believe)|customers? |buyers? |your (?:account|listing|offer|selling)|a (?:rights owner|customer|buyer)|(?:the|its) name of [^,;]{0,40}\b(?:begins|starts|is|reads)|its name (?:begins|starts|is|reads))\b",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"\b(?:do not (?:send|open|submit|need|include|list|create)|no need to|are not accepted|is not accepted|not enough|does not (?:explain|contain|address|hold|give|say|show|tell|allow)|did not (?:explain|contain|address|say|tell)|you (?:stated|wrote|told us|sent|claim|say|answered)|we (?:will|may|cannot|can not|are unable|aim|shall) |will not be|cannot be (?:considered|reviewed)|(?:is|are) not (?:needed|required|necessary)|we (?:have )?(?:previously|already|earlier) (?:asked|requested)|in the meantime|until (?:we|then)|your (?:last|previous|earlier|first|second) (?:message|plan|appeal|letter|answer|reply|statement)|without (?:a|an) (?:reply|answer))\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\((?:1|a|i)\) ")
_THING = re.compile(
    r"(?:an? |the |your )?(?:\w+ )?(?:descriptions?|explanations?|account|statement|cop(?:y|ies)|proof|lists?|evidence|confirmation|invoices?|photographs?|photos?|documents?|plan|reports?)\b(?! (?:must|should|is|are|was|were)\b)",
    re.IGNORECASE,
)
"""What is asked for, where it opens a paragraph after a sentence that announces a list."""
_CLAUSES = re.compile(r",? (?:and|as well as|together with|with|plus|or|including)(?= )|,(?= )|; |: |/| - |\((?:\w|\d)\) ?", re.IGNORECASE)


def _cues(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_CUES: dict[Ask, re.Pattern[str]] = {
    Ask.PLAN_OF_ACTION: _cues(
        r"\bplan of action\b", r"\baction plan\b", r"\b(?:a|the|your|an? \w+) (?:\w+ )?plan\b(?! (?:b|you sent|gives|does|was))", r"\bPOA\b"
    ),
    Ask.ROOT_CAUSE: _cues(
        r"\bwhere (?:did|does|do|have) [^,;?]{0,40}\bcome from\b",
        r"\bhow (?:the|this|these|those|your|units?|stock|items?|it|they)\b[^,;?]{0,60}\b(?:were|was) (?:fulfilled|formed|arranged|altered|changed|made up|set|built|joined|created|delivered)\b",
        r"\bhow [^;?.]{0,70}\bcame to\b",
        r"\bhow (?:did )?[^,;?.]{0,40}\bg[eo]t (?:in|on)to\b",
        r"\bwhat prevented\b",
        r"\b(?:honest|full|complete|detailed) account of\b(?! what you)",
        r"\bwhere (?:\w+ ){0,3}(?:arose|occurred|failed)\b",
        r"\b(?:root |underlying )?causes?\b(?! (?:of action|harm))",
        r"\breasons?\b(?! to| for which)",
        r"\bwhy\b(?! we\b| you (?:believe|think|consider)| the (?:notice|complaint|report|decision) (?:is|was) (?:wrong|mistaken))",
        r"\bhow (?:\w+ ){0,6}(?:came|come|got|entered|reached|occurred|happened|arose|was possible|could|were able|ended up|found their way|went)\b",
        r"\bwhat (?:\w+ ){0,3}(?:caused|led|went wrong|happened (?!to|with)|brought|allowed|gave rise)\b",
        r"\borigin of the\b",
        r"\bwhere [^,;]{0,30}came from\b",
        r"\bexplanation for\b",
        r"\b(?:account|description) of (?:why|how|what|the issue)\b(?! you (?:did|do|have|will|changed))",
        r"\bwhat (?:made|makes|happened with)\b",
        r"\bled to\b",
        r"\bhow [^,;]{0,40}\b(?:connected|sourced|graded)\b",
        r"\b(?:issue|problem|failure|circumstances)s? (?:that|which|in|behind|leading)\b",
        r"\bwhere (?:\w+ ){0,3}went wrong",
        r"\bwhat was the (?:issue|problem|fault)\b",
        r"\bexplain your (?:relationship|connection)\b",
        r"\bexplanation of (?:the|what|how)\b",
        r"\bhow (?:the|this|these|those|it|such|an?) [^,;?]{0,60}\b(?:happen|arise|occur|listed|sold|sent|shipped|used|uploaded|published)\b",
    ),
    Ask.CORRECTIVE_ACTIONS: _cues(
        r"\bput (?:\w+ ){0,2}right\b",
        r"\b(?:confirmation|proof|evidence) that\b[^,;]{0,60}\b(?:checked|searched|stopped)\b",
        r"\bstate of the (?:page|listing|offer)s? now\b",
        r"\b(?:corrective|remedial|immediate)\b",
        r"\b(?:actions?|steps?|measures?|changes?|corrections?|repairs?)\b(?! to (?:prevent|avoid|ensure|keep|stop)| (?:that|which) (?:will|prevent|keep|ensure|stop|avoid))[^,;]{0,40}\b(?:taken|made|completed|done|carried out|already|performed|so far|you (?:have|took|made|completed|finished))\b",
        r"\bwhat (?:have you|you have|you|was|has been|has|is being|did you|were|is)\b[^,;?]{0,25}\b(?:done|do|did|changed|corrected|fixed|taken|removed|undertaken|repaired|completed|resolved)\b(?! (?:to (?:prevent|make sure|keep)|differently|from now|so that))",
        r"\b(?:which|what) (?:changes|steps|measures|actions|corrections)\b(?! (?:will|to|keep|prevent|ensure))",
        r"\b(?:has|have) (?:already )?been (?:done|corrected|fixed|removed|split|closed|deleted|taken|resolved|changed|refunded|repaired|put right|cancelled|ended|stopped|withdrawn)\b",
        r"\b(?:confirmation|proof|evidence|confirm) (?:that|of)\b[^,;]{0,60}\b(?:ended|removed|closed|deleted|stopped|refunded|corrected|destroyed|no unit|recalled|no longer|split|cleaned|inactive|cancelled)\b",
        r"\bwhat (?:happened|became|has become|will happen) (?:to|with|of)\b",
        r"\bwhere [^,;]{0,30}(?:units|stock|inventory|goods)[^,;]{0,20} (?:is|are) now\b",
        r"\bhow (?:you )?(?:have |did you |were |was |has )?[^,;?]{0,50}\b(?:resolved|corrected|remedied|compensated|fixed|informed|refunded|dealt with|put right|contacted)\b",
        r"\b(?:removal|deletion|correction|clean-?up|refund|recall)s? of\b",
        r"\bresolv(?:e|ed|ing)\b",
        r"\bcorrect(?:ed|ing)?\b(?! (?:number|information|document|data|name|address|way|invoice))",
        r"\bremed(?:y|ies|ied)\b",
        r"\bfor (?:the )?(?:customers|buyers|stock|units)[^,;]{0,40}\b(?:concerned|affected|sold|have|hold)\b",
        r"\bremove (?:the|all|any|every)\b",
        r"\bdone (?:about|with|for)\b",
        r"(?<!plan of )(?<!plans of )\bactions?\b(?! (?:plan|against|required|needed|(?:by|with) which))",
        r"\bwhat you (?:have |had )?(?:did|ended|stopped|told|removed|done)\b",
        r"\b(?:you have|did you) (?:removed?|ended|stopped|closed?|deleted?|corrected?)\b",
        r"\b(?:have|has|are|is) [^?]{0,40}\b(?:removed|closed|deleted|stopped|corrected)\?",
        r"\bwhat happen(?:s|ed)\b",
        r"\bsteps? (?:you )?(?:have )?(?:took|taken)\b",
        r"\bchanges (?:that )?you made\b",
        r"\bhappened to\b",
    ),
    Ask.PREVENTIVE_ACTIONS: _cues(
        r"\b(?:do|work|handle)\b[^,;.]{0,20}\bdifferently\b|\bwhat you(?: will|[’']ll) (?:do|change)\b|\bchanged? so that\b|\bactions? (?:by|with) which you will\b|\bhow [^,;?]{0,40}\b(?:is|are) (?:to|secured)\b",
        r"\b(?:the|which|what|your) (?:\w+ )?controls?\b(?! over)",
        r"\bchanges (?:to|in) (?:your|the) (?:\w+ )?(?:process|routine|work|practice|business|procedure|operation|way)\w*|\bchanges? (?:you (?:have )?made )?(?:so that|that (?:make|keep)|which keep)\b",
        r"(?:\bnot|n[’']t) (?:\w+ ){1,3}again\b",
        r"\bhow you[’']ll\b|\bhow you (?:make sure|make certain|ensure|have made sure)\b",
        r"\bhow [^,;?]{0,40}\b(?:are|is) (?:now )?(?:treated|handled|checked|managed)\b",
        r"\bsteps? [^,;.]{0,30}\bso (?:that )?(?:only|this|it|they|such|no|nothing)\b",
        r"\bfuture (?:practice|arrangement|process)\w*|\b(?:which|what) (?:arrangements?|routines?)\b",
        r"\bprevent(?!ed\b)\w*\b|(?<!what )\bprevented\b",
        r"\bavoid(?:ed|s)?\b",
        r"\b(?:happen\w*|occur\w*|arise|comes?|violated?|used?|sold|listed|received?) (?:\w+ ){0,3}again\b",
        r"\b(?:recur\w*|repe(?:at|tition)\w*|reoccur\w*|come back)\b(?! later)",
        r"\b(?:in|for) (?:the )?future\b",
        r"\bfrom (?:now|today|here|this day) on(?:wards?)?\b",
        r"\bfrom today\b",
        r"\bgoing forward\b",
        r"\bhenceforth\b",
        r"\b(?:stops?|keeps?|keeping|keep|stop) (?:it|this|that|them|these|such|those|the rate|orders|the same)\b",
        r"\bhow (?:do |will |are |is |does |can |shall )?(?:you |\w+ ){0,7}?(?:will|are now|is now|now|are|is|be) [^,;?]{0,30}\b(?:check|kept?|handl|manag|control|ensur|make sure|approv|test|verif|record|pack|inspect|listed|monitor|source|train|document|chosen|stored|organi[sz])\w*",
        r"\b(?:will|shall|to) (?:\w+ ){0,2}(?:keep|make sure|ensure|comply|stay|maintain|guarantee|see to it)\b",
        r"\bdifferent(?:ly)? (?:now|from now|today)\b",
        r"\bprocedures? (?:for|that|by|you)\b",
        r"\b(?:which|what) (?:checks?|controls?|safeguards?|limits?|processes|rules?|system)\b|\b(?:which|what) person (?:will|now|checks?|controls?|approves?|signs?|is responsible)\b",
        r"\bcontrols?\b[^,;]{0,30}\b(?:in place|introduced|set up|now|that)\b",
        r"\bsteps? (?:that |which |you |to )[^,;]{0,40}\b(?:will|keep|ensure|stop|make sure)\b",
        r"\bnow (?:check|handle|manage|control|verify|in force|in place)\b",
        r"\bin force\b",
        r"\bwhat (?:will|has been put in place|is in place|you do now|do you do|you have introduced|keeps)\b",
        r"\blong[- ]term\b",
        r"\bsafeguards?\b",
        r"\b(?:put|set up|introduced) [^,;]{0,25}\b(?:place|so that|safeguards|check)\b",
        r"\bwhat (?:process|checks?|has changed|you have set up|you do so|you (?:have )?changed?)\b",
        r"\bwhich (?:checks?|date limits|settings|routines|rules)\b",
        r"\bmethods? (?:for|of) \w+ing\b|\bmethod for\b",
        r"\bhow (?:do |will |are |is )?(?:you|your \w+) (?:now )?(?:control|check|handle|manage|monitor|inspect|verify|store|pack|train|choose|source)\b",
        r"\b(?:stop|prevent)s? (?:repetition|this|it)\b",
        r"\bhereafter\b",
        r"\bhow (?:do|will) you (?:check|make sure|make certain|ensure|control)\b",
        r"\bnew [^,;]{0,30}\bwill be approved\b",
        r"\bis now (?:made|done|different)\b",
        r"\byou now (?:follow|carry out|do|use|check)\b",
        r"\bin place to\b",
        r"\b(?:measures|controls) (?:for|that keep)\b",
        r"\bso that it cannot\b",
        r"\bno longer\b",
        r"\bmeasures? (?:against|by which|(?:that|which) (?:are|will|make|keep|stop|prevent|ensure))\b",
        r"\bprecautions?\b|\bwhat guards against\b|\bstays? (?:so|stopped|that way)\b|\bchecks? you now\b|\bwhat (?:was|has been|is) changed in the (?:handling|way|process)\w*",
        r"\bwho [^,;]{0,40}\b(?:is responsible|checks|approves|controls|will)\b",
    ),
    Ask.INVOICES: _cues(
        r"\binvoices?\b(?! (?:for|to) (?:the )?(?:business )?(?:buyers?|customers?)| (?:were|was|must|have|has|within|defect|upload))",
        r"\breceipts? (?:from|of)\b",
        r"\bpurchase (?:record|order|document|receipt)s?\b",
        r"\bproof of (?:purchase|sourcing|origin)\b",
        r"\bbills from\b",
    ),
    Ask.SUPPLIER_CONTACT: _cues(
        r"\bwho (?:manufactures|makes|made|supplies|supplied)\b|\bwhere (?:your|the) (?:stock|goods|products|inventory) (?:comes?|came) from\b",
        r"\bsupplier(?:'s|s'|’s)?\b[^.;]{0,60}\b(?:name|phone|telephone|address|contact|website|e-?mail|details)\b",
        r"\b(?:name|phone|telephone|address|contact|website|details)\b[^.;]{0,50}\b(?:supplier|manufacturer|distributor|source)s?\b",
        r"\bwho supplied\b",
    ),
    Ask.AUTHORISATION: _cues(
        r"\bletters? of authori[sz]ation\b",
        r"\bauthori[sz]ations?\b(?! number)",
        r"\b(?:licen[cs]e|licen[cs]ing agreement|permission)s?\b[^.;]{0,60}\b(?:rights|brand|owner|reporter|mark|use|sell|from|holder)\b",
        r"\bagreement or licen[cs]e\b",
        r"\b(?:if you have|a|your) licen[cs]e\b(?! number| or registration| or certificate)",
        r"\bproof (?:that|of) [^.;]{0,40}\b(?:allowed|permitted|entitled|right to)\b",
    ),
    Ask.RETRACTION: _cues(
        r"\bretract\w*\b",
        r"\bwithdraw(?:al|s|n)?\b[^.;]{0,40}\b(?:complaint|report|claim|notice|it)?\b",
        r"\b(?:rights owner|owner|complainant|reporter|brand)[^.;]{0,40}\b(?:write to us|tell us|contact us|confirm|take back|agrees?)\b",
    ),
    Ask.TEST_REPORT: _cues(
        r"\btest(?:ing)? (?:report|result|certificate)s?\b", r"\blaborator(?:y|ies)\b", r"\btests? (?:by|from|of|showing|that)\b", r"\blab (?:report|test)s?\b"
    ),
    Ask.IDENTITY_DOCUMENT: _cues(
        r"\bpassports?\b",
        r"\bidentity (?:card|document|proof|paper)s?\b",
        r"\bdriv(?:er|ing)[’'s]* licen[cs]e\b",
        r"\b(?:government|photo)[- ](?:issued )?id\b",
        r"\bID (?:card|document)\b",
        r"\bproof of identity\b",
        r"\bnational id\b",
    ),
    Ask.ADDRESS_DOCUMENT: _cues(
        r"\b(?:utility|electricity|gas|water|telephone|phone|internet|energy)\b[^.;]{0,30}\b(?:bill|invoice|statement)s?\b",
        r"\bproof of (?:business )?(?:address|residence)\b",
        r"\bbill\b[^.;]{0,40}\baddress\b",
        r"\b(?:lease|rental|tenancy) (?:contract|agreement)\b",
    ),
    Ask.BANK_DOCUMENT: _cues(
        r"\bbank (?:account )?(?:statement|document|letter|confirmation|account)s?\b", r"\b(?:credit|debit) card statements?\b", r"\bcheque\b"
    ),
    Ask.OTHER_ACCOUNT: _cues(
        r"\b(?:other|that|another|first|linked|related|closed|this|which|all|every|any) (?:selling |seller )?accounts?\b",
        r"\b(?:accounts|stores) (?:do )?you\b",
        r"\bdate (?:on|since|when)[^.;]{0,40}(?:re)?(?:activated|instated|opened)\b",
        r"\bhas it been reinstated\b|\bsince when it is active\b|\b(?:reinstate|reactivate) (?:it|that account|them)\b|\b(?:it|account) was re(?:instated|activated)\b",
    ),
    Ask.PHOTOS: _cues(r"\bphoto(?:graph)?s?\b(?! id| of (?:yourself|the passport))", r"\bpictures?\b", r"\bimages? of (?:the|all|your|each)\b", r"\bvideos?\b"),
    Ask.SHIPMENT_PROOF: _cues(
        r"\bproof of (?:shipment|delivery|dispatch|postage)\b",
        r"\bcarrier(?:'s|’s)? (?:record|confirmation|document|statement|scan)s?\b",
        r"\btracking (?:records?|information|details|data|numbers?|proof)\b",
        r"\bdelivery (?:record|confirmation|proof|scan)s?\b",
        r"\bshipping (?:record|document|confirmation|label)s?\b",
        r"\bscans?\b of",
        r"\bcarrier and service\b",
    ),
    Ask.ORDER_LIST: _cues(
        r"\blist (?:of )?(?:the |all |every |any |each )?(?:\w+ ){0,2}(?:orders?|shipments?)\b",
        r"\border (?:id|number|record|list)s?\b",
        r"\b(?:which|what) (?:orders|shipments)\b",
        r"\borders or reviews\b",
        r"\border records\b",
        r"\bfor each (?:order|of the orders)\b",
    ),
    Ask.ACKNOWLEDGEMENT: _cues(
        r"\b(?:acknowledg\w*|confirm(?:ation)?|statement|state|confirming)\b[^.;]{0,60}\b(?:polic|rule|terms|guideline|agreement|code|understand|read|comply|obligation)\w*",
        r"\bunderstand(?:ing)?\b[^.;]{0,40}\b(?:polic|rule|guideline|requirement|code)\w*",
        r"\bkeep to our (?:policy|rules)\b",
    ),
    Ask.LISTING_EDIT: _cues(
        r"\b(?:correct|edit|change|update|remove|delete|revise|amend)\b[^.;]{0,50}\b(?:listing|detail page|title|description|image|bullet|keyword|page|offer|variation)s?\b",
        r"\bcorrected (?:detail page|listing|title|description|text|image)s?\b",
    ),
    Ask.LISTING_REVIEW: _cues(
        r"\b(?:review|check|search|audit|examin|go through|went through|look through|list)\w*\b[^.;]{0,60}\b(?:catalog(?:ue)?|all (?:your )?(?:listings|asins|products|offers)|other (?:listings|asins|products|offers|items)|inventory|every (?:listing|parent|asin)|whole range|entire|full catalogue)\b",
        r"\b(?:other|all|every) (?:asins?|listings?|products?|offers?|parents?)\b[^.;]{0,60}\b(?:same|similar|affected|concerned|edited|created|contain|have been|were)\b",
        r"\ball (?:such|similar) (?:listings|items|products)\b",
    ),
    Ask.REGISTRATION_NUMBER: _cues(
        r"\b(?:registration|register|EPR|LUCID|VAT|GST|tax|company|trade register|licen[cs]e|identification|UIN|EORI) ?(?:identification )?(?:number|no\.|id|extract|certificate of registration)s?\b",
        r"\btrade register extract\b",
    ),
    Ask.COMPLIANCE_DOCUMENT: _cues(
        r"\bdeclarations? of conformity\b",
        r"\b(?:compliance|conformity) (?:document|certificate|file)s?\b",
        r"\bcertificates?\b(?! of registration)",
        r"\b(?:safety )?data sheets?\b",
        r"\bexemption (?:sheet|letter)\b",
        r"\b(?:SDS|MSDS|CPC|510\(k\))\b",
        r"\b(?:permit|approval|licen[cs]e)s?\b[^.;]{0,40}\b(?:issued|authority|ministry|that applies|for (?:the|each)|health|sale)\b",
        r"\blicen[cs]e or registration\b",
        r"\btechnical (?:file|documentation)\b",
        r"\bmanual\b|\buser instructions\b|\bwarnings? and labels?\b",
    ),
    Ask.INCIDENT_REPORT: _cues(
        r"\b(?:other|further|all|any|similar) (?:\w+ )?(?:complaints?|incidents?|injur(?:y|ies)|reports?)\b",
        r"\bincident (?:report|list|description)s?\b",
        r"\breports? (?:on|of|about) (?:the |each |any |every )?(?:incident|injur|accident|case)\w*",
    ),
    Ask.AFFECTED_UNITS: _cues(
        r"\bhow many\b(?! accounts)",
        r"\b(?:number|quantity|count) of (?:\w+ )?(?:units|pieces|items|customers|products)\b",
        r"\b(?:lot|batch|serial) (?:number|code)s?\b",
        r"\b(?:units|quantities) (?:sold|affected|concerned|in stock|shipped)\b",
    ),
    Ask.BUYER_INVOICES: _cues(
        r"\binvoices? (?:for|to) (?:the |these |those |all )?(?:business )?(?:orders|buyers?|customers?)\b",
        r"\bmissing invoices\b",
        r"\bupload (?:the|all|every) (?:\w+ )?invoices?\b",
    ),
    Ask.COURT_ORDER: _cues(r"\bcourt\b", r"\bjudg(?:e)?ment\b", r"\bopinion (?:of|from|on)\b"),
    Ask.COUNTER_NOTICE: _cues(r"\bcounter[- ]?noti(?:ce|fication)\b"),
    Ask.ORIGINAL_IMAGES: _cues(
        r"\boriginal (?:image|photo|picture|file|photograph)s?\b",
        r"\b(?:raw|camera) files?\b",
        r"\bproof that you (?:took|made|own) the (?:image|photo|picture)s?\b",
    ),
    Ask.TRAINING: _cues(r"\btrainings?\b", r"\b(?:quiz|course|seller university)\b"),
    Ask.AUTHORITY_NOTICE: _cues(r"\b(?:authorit(?:y|ies)|customs|ministry|agency)\b(?! that issued| for)"),
    Ask.SHIP_ORDERS: _cues(
        r"\b(?:ship|dispatch|despatch|fulfil|deliver|send)\b[^.;]{0,25}\b(?:open|pending|remaining|existing|outstanding|placed|all) (?:\w+ )?orders?\b",
        r"\bopen orders\b[^.;]{0,30}\b(?:on time|shipped|fulfil|delivered)\b",
    ),
    Ask.DISCLOSURE: _cues(
        r"\bwho (?:\w+ ){0,2}(?:asked|opened|wrote|ordered|did|was|posted|edited|used|placed|created|arranged|offered|organi[sz]ed|sent|contacted|paid|prepared|has access|is involved)\b",
        r"\b(?:every|all|any|each|the|which|what) (?:methods?|third part(?:y|ies)|persons?|services?|groups?|websites?|providers?|accounts? involved|means|channels?|compan(?:y|ies)|agenc(?:y|ies)|people)\b",
        r"\bthird part(?:y|ies)\b",
        r"\bmethods?\b[^.;]{0,40}\b(?:used|solicit|obtain|request|influence)\b",
        r"\bwhat (?:was|they were|you) (?:offered|given|gave|promised|paid)\b",
        r"\bsince when\b(?! it is active)|\bover what period\b|\bin what period\b",
        r"\bwhich (?:reviews|cases|inserts|orders)\b",
        r"\bwhether (?:any|you|other|all)\b[^.;]{0,60}\b(?:review|account|case|insert|obtained|remain|used)",
        r"\blist those\b",
        r"\bhow you contacted\b",
        r"\bby whom\b",
        r"\bwho (?:ran|is entitled|took part|decided|handled|bought|operated)\b",
        r"\beveryone who\b",
        r"\bevery (?:service|website|person|chat group|way)\b",
        r"\bnames? (?:and contact details )?of (?:any|the|every|each|all|staff) (?:third|person|service|provider|prep|agenc|compan|or)",
        r"\bhow (?:the )?(?:reimbursements|reviewers|payments|refunds|file) (?:were|was)\b",
        r"\b(?:outside|other) (?:persons?|groups?|compan(?:y|ies))\b",
    ),
    Ask.OTHER_DOCUMENT: _cues(
        r"\b(?:supporting|relevant|further|additional|such|other|any|the|these|complete|current|original|required|following) (?:\w+ )?(?:documents?|documentation|evidence|papers?|records?|files?|proof)\b(?! of (?:identity|address|delivery|shipment|purchase))",
        r"\b(?:employment|sale|service|sales|purchase|supply) (?:contract|agreement)s?\b",
        r"\bdocuments?\b(?! (?:must|required|reach|on file|are))",
        r"\b(?:supplier|removal) (?:letter|agreement|order|specification)s?\b",
        r"\bagreements?\b(?! with us)",
        r"\bpacking slips?\b",
        r"\bwhich papers\b",
        r"\bevidence (?:of|for|such as)\b",
    ),
    Ask.EXPLANATION_OF_ERROR: _cues(
        r"\b(?:if you|should you|in case you) (?:\w+ )?(?:believe|think|consider|feel|disagree|hold)\b[^.;]{0,80}\b(?:error|mistake|wrong|not (?:related|yours|the case|restricted|apply)|incorrect|mistaken|in error|unfounded|this)\b",
        r"\b(?:error|mistake)\b[^.;]{0,40}\b(?:occurred|made|on our (?:side|part)|in our)\b",
        r"\bcounted (?:in error|wrongly)\b",
        r"\bwhy (?:you )?(?:believe|think|consider)\b",
        r"\b(?:wrongly|mistakenly|incorrectly|in error)\b",
        r"\bnever (?:owned|sold|had|listed|used)\b",
        r"\b(?:is|was|were|are|does|do) not (?:sold by|belong to|yours|related|infringe|apply|restricted)\b",
        r"\bdo(?:es)? not (?:infringe|belong|apply)\b",
        r"\bdo not own\b",
    ),
}
_OPTIONAL = re.compile(
    r"\b(?:if (?:you|the|it|there|one|this)|where (?:you have|available|possible|applicable)|you (?:may|can) also|optional\w*|for (?:example|instance)|such as|in case|should you)\b",
    re.IGNORECASE,
)
_NAMED_DOCUMENT = re.compile(r"\b(?:contract|agreement|letter|specification|packing slip|removal order|sample|records?)s?\b", re.IGNORECASE)
"""A document of its own beside others that are asked for by name."""
_WHERE_KEPT = re.compile(r"\b(?:if|where|as far as) (?:you have (?:them|it|one|any)|available|possible|you can)\b", re.IGNORECASE)
"""Words after an ask that leave it open."""
_ONE_OF = re.compile(r"\b(?:one of (?:these|the following|two|the)|either|any one of|one or more of|at least one|in one of two|do one of)\b", re.IGNORECASE)
_PRECEDENCE = {Ask.ORIGINAL_IMAGES: Ask.PHOTOS, Ask.BUYER_INVOICES: Ask.INVOICES, Ask.ADDRESS_DOCUMENT: Ask.INVOICES, Ask.TEST_REPORT: Ask.COMPLIANCE_DOCUMENT}
_ANY_DOCUMENT = frozenset(
    {
        Ask.INVOICES,
        Ask.TEST_REPORT,
        Ask.IDENTITY_DOCUMENT,
        Ask.ADDRESS_DOCUMENT,
        Ask.BANK_DOCUMENT,
        Ask.COMPLIANCE_DOCUMENT,
        Ask.AUTHORISATION,
        Ask.SHIPMENT_PROOF,
        Ask.PHOTOS,
        Ask.ORIGINAL_IMAGES,
        Ask.BUYER_INVOICES,
        Ask.COURT_ORDER,
        Ask.REGISTRATION_NUMBER,
        Ask.RETRACTION,
    }
)
_GIVEN = (_ANY_DOCUMENT | {Ask.OTHER_DOCUMENT, Ask.SUPPLIER_CONTACT}) - {Ask.REGISTRATION_NUMBER}
_QUESTION = re.compile(
    r"\W*(?:(?:please|tell us|let us know|explain|state|describe|say|and|also|an?|the|your|full|detailed|clear|short|written|account|explanation|description|of) )*(?:why|how(?! many))\b",
    re.IGNORECASE,
)
"""A clause that asks for words: what it speaks of is no document to give ("why invoices were uploaded late")."""


@dataclass(frozen=True)
class Passage:
    """A stretch of the notice that asks for something."""

    start: int
    end: int
    text: str
    item: bool
    """Whether it is a point of a list."""


def passages(text: str) -> list[Passage]:
    """The sentences and points of a list that ask for something."""
    made: list[Passage] = []
    listed = False
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        marker = _MARKER.match(line)
        if not line.strip():
            continue
        offset = marker.end() if marker else 0
        for sentence in _SENTENCE.finditer(line, offset):
            own = sentence.group()
            stripped = own.strip().lstrip('",;:)”’ ')
            first = sentence.start() + own.index(stripped)
            asking = (
                (marker is not None and listed)
                or bool(_ASKS.search(stripped) and not _TOLD.match(stripped))
                or stripped.endswith("?")
                or (listed and not marker and (stripped[:1].islower() or bool(_THING.match(stripped))))
            )
            if asking and (marker is not None or _NUMBERED.search(stripped) or not _NOT_ASKED.search(stripped)):
                made.append(Passage(start + first, start + first + len(stripped), stripped, marker is not None))
        if marker is None:
            follows = next((later for later in text[at:].split("\n", 3)[:3] if later.strip()), "")
            opens = (line.rstrip().endswith((":", "either")) or bool(_MARKER.match(follows))) and bool(_ASKS.search(line) or line.rstrip().endswith("?"))
            listed = (
                opens
                or (listed and (line.lstrip()[:1].islower() or bool(_THING.match(line.lstrip()))))
                or bool(
                    re.search(
                        r"\b(?:what (?:you need|we (?:need|require))|we require|you can do|greater detail|more detail|questions? below|following|(?:still|is|are|was|were) missing|would like to know)\b",
                        line,
                        re.IGNORECASE,
                    )
                )
            )
    return made


def asks(text: str) -> tuple[list[NoticeAsk], bool]:
    """The asks in the order of the text, and whether a mistake may be shown."""
    found: list[_Hit] = []
    group, counter = None, 0
    proof = False
    branches = _branches(text)
    for passage in passages(text):
        branch = next((branch for start, end, branch in branches if start <= passage.start < end), None)
        if _ONE_OF.search(passage.text) and group is None:
            counter += 1
            group = counter
        elif not passage.item and group is not None and re.match(r"(?:in addition|also|please also|furthermore|besides)\b", passage.text, re.IGNORECASE):
            group = None
        for ask, start, end in _in_passage(passage):
            kind = Ask.EXPLANATION_OF_ERROR if branch == "not yours" and ask in (Ask.ROOT_CAUSE, Ask.DISCLOSURE) else ask
            proof = proof or kind is Ask.EXPLANATION_OF_ERROR
            required = group is not None or not _optional(ask, passage, start, end)
            first, last = (passage.start, passage.end) if passage.end - passage.start <= _QUOTED else (start, end)
            found.append(_Hit(NoticeAsk(kind, required, group, text[first:last], first, last, branch), _rank(ask, passage, text[start:end]), text[start:end]))
    return _without_echoes(_parted(found)), proof


_CHANGED = re.compile(
    r"\bwhat (?:have )?you (?:have )?(?:already )?change|\bwhat has (?:been )?changed|\bwhich [^,;?]{0,60}\bchanged?\b|\bchanges (?:that )?you(?: have)? made",
    re.IGNORECASE,
)


def _parted(found: list[_Hit]) -> list[_Hit]:
    """What the seller changed is the action taken where the notice asks for the future beside it, and for no other action."""
    kinds = [one.ask.ask for one in found]
    if Ask.CORRECTIVE_ACTIONS in kinds:
        return found
    changed = [one for one in found if one.ask.ask is Ask.PREVENTIVE_ACTIONS and _CHANGED.search(one.clause)]
    if not changed or kinds.count(Ask.PREVENTIVE_ACTIONS) == len(changed):
        return found
    first = changed[0]
    made = dataclasses.replace(first, ask=msgspec.structs.replace(first.ask, ask=Ask.CORRECTIVE_ACTIONS))
    return [made if one is first else one for one in found]


_QUOTED = 220
"""Characters up to which a sentence is quoted whole; of a longer one, the clause."""
_IF = re.compile(r"(?:^|(?<=[.!?\n] )|(?<=\n))(?:If|Should|In case) [^,\n]{3,160},", re.MULTILINE)
_YOURS = re.compile(
    r"\byou (?:do |once |ever |also )?(?:own(?:ed)?|operated?|opened|control(?:led)?|managed?)\b[^,]*\b(?:account|store|it|them)\b|\b(?:account|store|it)\b[^,]{0,30}\b(?:is|was) yours\b|\bbelong(?:s|ed)? to you\b",
    re.IGNORECASE,
)
_NOT_YOURS = re.compile(r"\b(?:not|never|mistaken|mistake|error|wrong|unrelated)\b", re.IGNORECASE)


def _branches(text: str) -> list[tuple[int, int, Branch]]:
    """The stretches of a notice on another account that hold only where it is the seller's, or only where it is not; none where one of the two is missing."""
    made: list[tuple[int, int, Branch]] = []
    opened = list(_IF.finditer(text))
    for place, match in enumerate(opened):
        line_end = text.find("\n", match.end())
        end = min(len(text) if line_end < 0 else line_end, opened[place + 1].start() if place + 1 < len(opened) else len(text))
        if _NOT_YOURS.search(match.group()):
            made.append((match.start(), end, "not yours"))
        elif _YOURS.search(match.group()):
            made.append((match.start(), end, "yours"))
    return made if {branch for _, _, branch in made} == {"yours", "not yours"} else []


def _optional(ask: Ask, passage: Passage, start: int, end: int) -> bool:
    """Whether the words around an ask leave it open."""
    before, after = passage.text[: max(0, start - passage.start) + 12], passage.text[max(0, end - passage.start - 40) :]
    return ask is Ask.EXPLANATION_OF_ERROR or bool(_OPTIONAL.search(before) or _WHERE_KEPT.search(after))


@dataclass(frozen=True)
class _Hit:
    """An ask with how well its passage says it, the least first."""

    ask: NoticeAsk
    rank: tuple[bool, bool]
    clause: str


_CAUSE = re.compile(r"\b(?:causes?|reasons?|why|led to|issues? (?:that|which|behind))\b", re.IGNORECASE)


def _rank(ask: Ask, passage: Passage, clause: str) -> tuple[bool, bool]:
    """A cause is asked for where the word stands; other asks rather in a point of a list than in the sentence before it."""
    return ask is Ask.ROOT_CAUSE and not _CAUSE.search(clause), not passage.item


def _without_echoes(found: list[_Hit]) -> list[NoticeAsk]:
    """One ask of a kind, the one that is said best, except where separate points ask for separate things of it."""
    kept: dict[tuple[Ask, int], _Hit] = {}
    for one in found:
        key = (one.ask.ask, one.ask.start if one.ask.ask is Ask.DISCLOSURE else 0)
        other = kept.get(key)
        if other is None or (not one.ask.required, one.rank) < (not other.ask.required, other.rank):
            kept[key] = one
    return sorted((one.ask for one in kept.values()), key=lambda ask: ask.start)


def _in_passage(passage: Passage) -> Iterator[tuple[Ask, int, int]]:
    """The asks in one passage, each with the clause that says it."""
    clauses = list(_clauses(passage))
    hits: dict[Ask, tuple[int, int]] = {}
    for start, end in clauses:
        clause = passage.text[start - passage.start : end - passage.start]
        told = _QUESTION.match(clause)
        for ask, cues in _CUES.items():
            if ask not in hits and not (told and ask in _GIVEN) and cues.search(clause):
                hits[ask] = (start, end)
    told = _QUESTION.match(passage.text)
    for ask, cues in _CUES.items():
        match = cues.search(passage.text)
        if ask not in hits and match and not (told and ask in _GIVEN):
            hits[ask] = (passage.start + match.start(), passage.end)
    for narrow, wide in _PRECEDENCE.items():
        if narrow in hits and wide in hits and hits[narrow] == hits[wide]:
            del hits[wide]
    if Ask.OTHER_DOCUMENT in hits and (same := _ANY_DOCUMENT & hits.keys()):
        start, end = hits[Ask.OTHER_DOCUMENT]
        clause = passage.text[start - passage.start : end - passage.start]
        if not _NAMED_DOCUMENT.search(clause) or any(hits[ask] == (start, end) for ask in same):
            del hits[Ask.OTHER_DOCUMENT]
    _part_steps(hits, clauses, passage)
    for ask, (start, end) in hits.items():
        yield ask, start, end


def _part_steps(hits: dict[Ask, tuple[int, int]], clauses: list[tuple[int, int]], passage: Passage) -> None:
    """One clause that reads as action and control is the action where another clause asks for the control, or where its words say that it is done."""
    both = hits.get(Ask.PREVENTIVE_ACTIONS)
    if both is None or hits.get(Ask.CORRECTIVE_ACTIONS) != both:
        return
    for start, end in clauses:
        clause = passage.text[start - passage.start : end - passage.start]
        if (start, end) != both and _CUES[Ask.PREVENTIVE_ACTIONS].search(clause) and not _CHANGED.search(clause):
            hits[Ask.PREVENTIVE_ACTIONS] = (start, end)
            return
    if not re.search(r"\btaken|completed|done|already\b", passage.text, re.IGNORECASE):
        del hits[Ask.CORRECTIVE_ACTIONS]


def _clauses(passage: Passage) -> Iterator[tuple[int, int]]:
    at = 0
    for cut in [*_CLAUSES.finditer(passage.text), None]:
        end = cut.start() if cut else len(passage.text)
        if passage.text[at:end].strip():
            yield passage.start + at, passage.start + end
        at = cut.end() if cut else end
