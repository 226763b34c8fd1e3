"""The style of the report page: light and dark, phone and print."""

CSS = """
:root{--ink:#1d2129;--soft:#5b6472;--line:#dfe3ea;--paper:#fff;--ground:#f5f6f8;--error:#b3261e;--warning:#8a5a00;--suggestion:#1f5fa8;--good:#1b7f4b;
--error-tint:#fbe3e1;--warning-tint:#fcefd2;--suggestion-tint:#e2edfa}
@media (prefers-color-scheme:dark){:root{--ink:#e7eaf0;--soft:#a3acba;--line:#363c47;--paper:#1d2129;--ground:#14171c;--error:#ff9b92;--warning:#f2c063;--suggestion:#93c1f5;
--good:#6fd39f;--error-tint:#4a2422;--warning-tint:#46371a;--suggestion-tint:#1f344d}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:76rem;margin:0 auto;padding:1rem}article{margin-bottom:3rem}
h1{font-size:1.25rem;margin:0;overflow-wrap:anywhere}h2{font-size:1rem;margin:0 0 .6rem}h3{font-size:.95rem;margin:0;text-transform:capitalize;font-weight:600}
.top,.scores,.case,.changes,.letter,.findings{background:var(--paper);border:1px solid var(--line);border-radius:.6rem;padding:1rem;margin-bottom:1rem}
.top{display:flex;justify-content:space-between;gap:1rem;align-items:center;border-left:.5rem solid var(--error)}.top.ready{border-left-color:var(--good)}
.top p{margin:.2rem 0 0;color:var(--soft)}.top .because{color:var(--ink)}.top .verdict{text-align:right;color:var(--ink);margin:0;white-space:nowrap}.verdict strong{display:block;color:var(--error)}.ready .verdict strong{color:var(--good)}
.verdict span{font-size:2rem;font-weight:700;line-height:1.1}.verdict small{font-size:.9rem;font-weight:400;color:var(--soft)}
.scores{display:grid;grid-template-columns:repeat(5,minmax(0,1fr));gap:1rem}.score{display:grid;grid-template-columns:1fr auto;gap:.3rem .6rem;align-items:center;align-content:start}
.score h3{grid-column:1/-1}.bar{height:.6rem;border-radius:.3rem;background:var(--line);overflow:hidden}.bar i{display:block;height:100%;background:var(--error)}.bar.fair i{background:#d39a1c}.bar.good i{background:var(--good)}
.score details,.score p{grid-column:1/-1;font-size:.85rem;color:var(--soft);margin:0}summary{cursor:pointer}.score tr,.score td:last-child{display:block}.score tr{margin-top:.35rem}.score td{display:inline-block;padding:0 .5rem 0 0;overflow-wrap:anywhere}.score td:first-child{font-weight:600}
.case p{margin:0 0 .5rem}.case table{border-collapse:collapse;width:100%;font-size:.9rem}.case td{padding:.2rem .6rem .2rem 0;vertical-align:top;border-top:1px solid var(--line)}
.case td:nth-child(2){color:var(--soft)}.case td:last-child{white-space:nowrap;text-align:right}.case .open td:first-child{color:var(--error);font-weight:700}.case .met td:first-child{color:var(--good)}
.changes ol{margin:0;padding-left:1.4rem}.changes li{margin:.25rem 0}.changes a{color:inherit}.gain{color:var(--good);font-weight:700;white-space:nowrap}
.columns{display:grid;grid-template-columns:minmax(0,1.25fr) minmax(0,1fr);gap:1rem;align-items:start}
.lines{margin:0;padding-left:2.6rem;font-size:.95rem}.lines li{padding-left:.4rem;overflow-wrap:anywhere;white-space:pre-wrap}.lines li::marker{color:var(--soft);font-size:.75rem}
.mark{color:inherit;text-decoration:none;border-radius:.2rem;background:var(--suggestion-tint);border-bottom:2px solid var(--suggestion)}
.mark.error{background:var(--error-tint);border-color:var(--error)}.mark.warning{background:var(--warning-tint);border-color:var(--warning)}.mark:hover,.mark:focus-visible{outline:2px solid currentColor}
.finding{border-left:.3rem solid var(--suggestion);padding:.1rem 0 .1rem .8rem;margin-bottom:1rem}.finding.error{border-color:var(--error)}.finding.warning{border-color:var(--warning)}
.finding:target{background:var(--suggestion-tint);outline:2px solid var(--suggestion)}.finding p{margin:.2rem 0}.finding .head{font-size:.85rem;color:var(--soft)}.head b{color:var(--suggestion)}.error .head b{color:var(--error)}.warning .head b{color:var(--warning)}
blockquote{margin:.2rem 0;padding-left:.6rem;border-left:2px solid var(--line);color:var(--soft);font-size:.9rem;overflow-wrap:anywhere}.help{font-size:.9rem;color:var(--soft)}
footer{max-width:76rem;margin:0 auto;padding:0 1rem 2rem;color:var(--soft);font-size:.85rem}
@media (max-width:43rem){.scores{grid-template-columns:repeat(auto-fit,minmax(13rem,1fr))}}
@media (max-width:52rem){.columns{grid-template-columns:minmax(0,1fr)}.top{flex-direction:column;align-items:flex-start}.top .verdict{text-align:left}}
@media print{body{background:#fff}.columns{display:block}.finding{break-inside:avoid}}
"""
