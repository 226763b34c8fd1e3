"""The style and the script of the archive's page: one family of look with the page of the service and the report of one letter."""

CSS = """
:root{--ink:#1d2129;--soft:#5b6472;--line:#dfe3ea;--paper:#fff;--ground:#f5f6f8;--error:#b3261e;--warning:#8a5a00;--suggestion:#1f5fa8;--good:#1b7f4b;--fair:#d39a1c;
--error-tint:#fbe3e1;--warning-tint:#fcefd2;--suggestion-tint:#e2edfa;--edge:#858e9c;--shadow:0 1px 2px rgb(29 33 41/5%),0 8px 28px rgb(29 33 41/6%);
--sans:Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;--serif:"Iowan Old Style",Charter,"Charis SIL",Georgia,"Noto Serif","Noto Serif CJK SC",serif}
@media (prefers-color-scheme:dark){:root{--ink:#e7eaf0;--soft:#a3acba;--line:#363c47;--paper:#1d2129;--ground:#14171c;--error:#ff9b92;--warning:#f2c063;--suggestion:#93c1f5;--good:#6fd39f;
--error-tint:#4a2422;--warning-tint:#46371a;--suggestion-tint:#1f344d;--edge:#79828f;--shadow:0 1px 2px rgb(0 0 0/30%),0 8px 28px rgb(0 0 0/25%)}}
*{box-sizing:border-box}html{scroll-padding-top:4rem}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.55 var(--sans);-webkit-text-size-adjust:100%;text-size-adjust:100%;overflow-wrap:anywhere}
h1,h2,h3,p,ul,ol,dl,dd,figure,blockquote{margin:0}ul,ol{padding:0;list-style:none}[hidden]{display:none!important}
a{color:var(--suggestion);text-underline-offset:.2em}:focus-visible{outline:3px solid var(--suggestion);outline-offset:2px;border-radius:.3rem}
.skip{position:absolute;left:1rem;top:-4rem;z-index:5;padding:.6rem 1rem;background:var(--ink);color:var(--paper);border-radius:.5rem}.skip:focus{top:1rem}
.soft{color:var(--soft);font-size:.875rem}.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.masthead{display:flex;flex-wrap:wrap;gap:.75rem 2rem;align-items:center;justify-content:space-between;max-width:80rem;margin:0 auto;padding:1.4rem 2rem 1rem}
.brand{display:flex;gap:.8rem;align-items:center}.brand svg{flex:none}.brand h1{font:600 1.5rem/1.15 var(--serif);letter-spacing:-.01em}.brand p{color:var(--soft);font-size:.875rem}
.tile{fill:var(--suggestion)}.stroke{fill:none;stroke:var(--paper);stroke-width:2.6;stroke-linecap:round;stroke-linejoin:round}
.local{display:flex;gap:.45rem;align-items:center;color:var(--good);font-size:.875rem;font-weight:500}.local .stroke{stroke:currentColor;stroke-width:1.5}
nav{position:sticky;top:0;z-index:3;background:var(--ground);border-bottom:1px solid var(--line)}
nav ul{display:flex;gap:.2rem;max-width:80rem;margin:0 auto;padding:.35rem 1.4rem;overflow-x:auto;scrollbar-width:none}nav a{display:block;padding:.3rem .6rem;border-radius:.4rem;color:var(--soft);font-size:.9rem;text-decoration:none;white-space:nowrap}
nav a:hover{background:var(--paper);color:var(--ink)}
main{max-width:80rem;margin:0 auto;padding:1.4rem 2rem 1rem}footer{max-width:80rem;margin:0 auto;padding:0 2rem 2rem;color:var(--soft);font-size:.8125rem}
.card{margin-bottom:1.4rem;padding:1.5rem 1.7rem;border:1px solid var(--line);border-radius:.9rem;background:var(--paper)}
.card>h2{margin-bottom:.3rem;font:600 1.3125rem/1.25 var(--serif)}.card>h2+.soft{max-width:48rem;margin-bottom:1.1rem}.card h3{margin:1.6rem 0 .5rem;font-size:1rem;font-weight:600}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:1rem;margin-bottom:1.4rem}
.tile-box{padding:1.1rem 1.3rem;border:1px solid var(--line);border-radius:.9rem;background:var(--paper);box-shadow:var(--shadow)}
.tile-box dt{color:var(--soft);font-size:.875rem}.tile-box dd b{display:block;font:600 2.125rem/1.15 var(--serif);font-variant-numeric:lining-nums;letter-spacing:-.02em;text-transform:capitalize}
.tile-box dd span{color:var(--soft);font-size:.8125rem}.tile-box .word b{font-size:1.5rem;line-height:1.63}
.short li{position:relative;padding:.32rem 0 .32rem 1.5rem;max-width:62rem}.short li::before{content:"";position:absolute;left:.2rem;top:.95rem;width:.5rem;height:.5rem;border-radius:50%;background:var(--suggestion)}
.spreads{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:1.6rem 2rem}.spreads figcaption{display:flex;justify-content:space-between;align-items:baseline;margin-bottom:.3rem;font-weight:600;text-transform:capitalize}
.spreads figcaption b{font:600 1.5rem/1 var(--serif);font-variant-numeric:lining-nums}.spreads p{color:var(--soft);font-size:.8125rem}
svg{display:block}.chart{width:100%;height:auto;overflow:visible}.chart text{fill:var(--soft);font:11px var(--sans);font-variant-numeric:tabular-nums}.trend text,.columns text{font-size:12.5px}
.axis,.grid{stroke:var(--line);stroke-width:1}.half{fill:var(--edge)}.median{stroke:var(--ink);stroke-width:2}.column{fill:var(--edge);opacity:.55}.columns .column{fill:var(--suggestion);opacity:.85}
rect.poor,circle.poor{fill:var(--error)}rect.fair,circle.fair{fill:var(--fair)}rect.good,circle.good{fill:var(--good)}
.band{fill:var(--suggestion);opacity:.16}.line{fill:none;stroke:var(--suggestion);stroke-width:2.5;stroke-linejoin:round}.trend circle{stroke:var(--paper);stroke-width:1.5}
.bar{width:100%;height:.5rem;border-radius:.25rem;overflow:hidden}.track{fill:var(--line)}.fill{fill:var(--suggestion)}.error .fill,.poor .fill{fill:var(--error)}.warning .fill,.fair .fill{fill:var(--fair)}.good .fill{fill:var(--good)}
.dot{width:13rem;height:1.15rem}.dot .mark{stroke:var(--edge);stroke-width:1;stroke-dasharray:2 2}.reach{stroke:var(--ink);stroke-width:2;opacity:.45}.dot circle:not([class]){fill:var(--edge)}.dot.clear circle:not([class]){fill:var(--suggestion)}.dot.clear .reach{stroke:var(--suggestion);opacity:.8}
.wide{position:relative;overflow-x:auto;margin:0 -.4rem;padding:0 .4rem}.wide .chart{min-width:36rem}.wide .columns{max-width:56rem}.narrow{max-width:44rem}
table{width:100%;border-collapse:collapse;font-size:.9375rem}th{padding:.3rem .7rem .3rem 0;color:var(--soft);font-size:.8125rem;font-weight:600;text-align:left;white-space:nowrap;vertical-align:bottom}
td{padding:.42rem .7rem .42rem 0;border-top:1px solid var(--line);vertical-align:middle}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td.w{min-width:9rem}td.key{min-width:8rem;font-weight:500}
th button{all:unset;cursor:pointer;font:inherit}th button:focus-visible{outline:3px solid var(--suggestion);outline-offset:2px}th button:hover{color:var(--ink)}th[aria-sort] button::after{content:" ↓"}th[aria-sort=ascending] button::after{content:" ↑"}
code{font:600 .8125rem ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}.severity{font-size:.8125rem;font-weight:600;color:var(--suggestion)}.severity.error{color:var(--error)}.severity.warning{color:var(--warning)}
summary{cursor:pointer}td details{font-size:.875rem}td details[open]{padding-bottom:.4rem}td details summary{color:var(--suggestion)}
blockquote{padding-left:.8rem;border-left:2px solid var(--line);font:italic .9688rem/1.55 var(--serif)}.quotes li{margin-top:.7rem}.quotes .soft{margin-top:.15rem}
.passage,.worst-line{padding:.9rem 0;border-top:1px solid var(--line);display:grid;grid-template-columns:6.5rem minmax(0,1fr);gap:.3rem 1.4rem}.passage .count b{display:block;font:600 1.5rem/1.1 var(--serif);font-variant-numeric:lining-nums}.passage .count span{color:var(--soft);font-size:.8125rem}
.passage .soft,.worst-line .soft{margin-top:.3rem}.worst-line .codes code{display:inline-block;margin:0 .35rem .25rem 0;padding:.05rem .4rem;border-radius:.3rem;background:var(--error-tint);color:var(--error)}
.warn{margin:.9rem 0 1.2rem;padding:.9rem 1.1rem;border-left:.4rem solid var(--warning);border-radius:.5rem;background:var(--warning-tint)}.warn p+p{margin-top:.4rem}.warn strong{display:block}
.next{margin-top:1.2rem}.next pre{margin:.5rem 0 0;padding:.7rem 1rem;border-radius:.5rem;background:var(--ground);white-space:pre-wrap;font:.875rem ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
.yes{color:var(--good);font-weight:600}.filter{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:end;margin:0 0 1rem}.filter label{display:grid;gap:.2rem;color:var(--soft);font-size:.8125rem;flex:1 1 16rem;max-width:26rem}.filter label.small{flex:0 1 12rem}
input,select{min-height:2.5rem;padding:.4rem .7rem;border:1px solid var(--edge);border-radius:.5rem;background:var(--paper);color:var(--ink);font:inherit;max-width:100%}
.entry{border-top:1px solid var(--line)}.entry>summary{display:grid;grid-template-columns:3rem minmax(8rem,1.4fr) repeat(3,minmax(0,1fr)) 10rem;gap:.9rem;align-items:center;padding:.5rem 0;list-style:none}.entry>summary::-webkit-details-marker{display:none}
.entry>summary:hover{background:var(--ground)}.entry>summary b{font:600 1.375rem/1 var(--serif);font-variant-numeric:lining-nums}.entry b.poor{color:var(--error)}.entry b.fair{color:var(--warning)}.entry b.good{color:var(--good)}.entry .id{font-weight:500}.entry>summary .soft{overflow:hidden;text-overflow:ellipsis}
.entry .inside{padding:.4rem 0 1.6rem}.five{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.8rem;margin:.4rem 0 1.2rem}.five div{font-size:.875rem}.five dt{display:flex;justify-content:space-between;margin-bottom:.2rem;text-transform:capitalize}.five dd{margin:0}
.two{display:grid;grid-template-columns:minmax(0,1.25fr) minmax(0,1fr);gap:1.8rem;align-items:start}.lines{padding:1rem 1.2rem 1rem 3rem;border:1px solid var(--line);border-radius:.6rem;list-style:decimal;font:1rem/1.65 var(--serif)}.lines li{padding-left:.3rem;white-space:pre-wrap}.lines li::marker{color:var(--soft);font:.75rem var(--sans)}
mark{color:inherit;border-radius:.2rem;background:var(--suggestion-tint);text-decoration:underline dotted var(--suggestion) 2px;text-underline-offset:.25em}mark.warning{background:var(--warning-tint);text-decoration:underline dashed var(--warning) 2px}mark.error{background:var(--error-tint);text-decoration:underline wavy var(--error) 1.5px}
.found li{padding:.5rem 0 .5rem .8rem;border-left:.25rem solid var(--suggestion);margin-bottom:.5rem;font-size:.9375rem}.found li.error{border-color:var(--error)}.found li.warning{border-color:var(--warning)}.found .head{font-size:.8125rem;color:var(--soft)}
.more>summary{margin-top:.8rem;color:var(--suggestion)}.none{color:var(--soft)}
@media (max-width:56rem){.two{grid-template-columns:minmax(0,1fr)}.entry>summary{grid-template-columns:2.6rem minmax(0,1fr) 6rem}.entry>summary .extra{display:none}}
@media (max-width:40rem){.masthead,main{padding-left:1rem;padding-right:1rem}nav ul{padding-inline:.6rem}footer{padding-inline:1rem}.card{padding:1.1rem}.tiles{grid-template-columns:1fr 1fr;gap:.7rem}.tile-box{padding:.8rem .9rem}.tile-box dd b{font-size:1.6rem}.tile-box .word b{font-size:1.15rem;line-height:1.9}
.passage,.worst-line{grid-template-columns:minmax(0,1fr)}.passage .count b{display:inline;margin-right:.4rem}.lines{padding-left:2.4rem}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media (forced-colors:active){.fill,rect.poor,rect.fair,rect.good,.column{fill:Highlight}.bar,.column{forced-color-adjust:none}mark{background:none}}
@media print{:root{--ink:#1d2129;--soft:#5b6472;--line:#dfe3ea;--paper:#fff;--ground:#fff;--error:#b3261e;--warning:#8a5a00;--suggestion:#1f5fa8;--good:#1b7f4b;--error-tint:#fbe3e1;--warning-tint:#fcefd2;--suggestion-tint:#e2edfa;--edge:#858e9c;--shadow:none}
nav,.filter,.skip{display:none}main,.masthead,footer{max-width:none;padding-inline:0}.card{break-inside:auto;border:0;padding:0 0 1rem}.passage,.worst-line,.spreads figure,tr,.tile-box{break-inside:avoid}h2,h3{break-after:avoid}svg,mark,.warn{print-color-adjust:exact;-webkit-print-color-adjust:exact}.wide{overflow:visible}}
"""

SCRIPT = """
"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (!head.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") === "descending" || (!head.hasAttribute("aria-sort") && head.dataset.sort === "text");
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const order = head.dataset.sort === "text" ? (a, b) => value(a).localeCompare(value(b)) : (a, b) => Number(value(a)) - Number(value(b));
      table.tBodies[0].append(...[...table.tBodies[0].rows].sort((a, b) => (up ? 1 : -1) * order(a, b)));
    });
  });
}
const filter = document.querySelector(".filter");
if (filter) {
  filter.hidden = false;
  const words = filter.querySelector("input"), verdict = filter.querySelector("select"), told = filter.querySelector("output");
  const entries = [...document.querySelectorAll(".entry")];
  const apply = () => {
    const wanted = words.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let count = 0;
    for (const entry of entries) {
      const shows = wanted.every((word) => entry.dataset.words.includes(word)) && (!verdict.value || entry.dataset.verdict === verdict.value);
      entry.hidden = !shows;
      count += shows;
    }
    told.textContent = `${count} of ${entries.length} letters`;
  };
  words.addEventListener("input", apply);
  verdict.addEventListener("change", apply);
  apply();
}
const open = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const entry = target && target.closest("details.entry");
  if (entry) { entry.hidden = false; entry.open = true; entry.scrollIntoView(); }
};
addEventListener("hashchange", open);
open();
"""
