/** Colours keep a contrast of at least 4.5 to 1 for text in both schemes; series differ by dashes as well as by colour. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1c2330;--soft:#556070;--paper:#fff;--panel:#f5f7fa;--rule:#d5dbe3;--band:#dbe9db;--good:#0b6b3a;--bad:#a3261b;--s0:#1d4fc4;--s1:#b4470b;--s2:#06705a;--s3:#7a2fb8}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecf2;--soft:#a9b4c3;--paper:#12161d;--panel:#1b212b;--rule:#36404e;--band:#20382a;--good:#6ddb9b;--bad:#ff9c90;--s0:#86adff;--s1:#ffa36b;--s2:#5fd7b8;--s3:#cfa6ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1140px;margin:0 auto;padding:20px 16px 60px}
h1{font-size:1.7rem;line-height:1.2;margin:.2em 0}
h2{font-size:1.25rem;margin:2.2em 0 .4em;padding-top:.5em;border-top:1px solid var(--rule)}
h3{font-size:1.05rem;margin:1.4em 0 .3em}
p,li{max-width:75ch}
.lead{color:var(--soft)}
.banner{background:var(--panel);border-left:4px solid var(--bad);padding:10px 14px;font-weight:600}
.empty{color:var(--soft);font-style:italic}
.good{color:var(--good);font-weight:600}
.bad{color:var(--bad);font-weight:600}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;margin:12px 0}
a{color:var(--s0)}
.scroll{overflow-x:auto;border:1px solid var(--rule);border-radius:6px;margin:10px 0}
.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--s0);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.82rem;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:8px 10px;color:var(--soft);font-size:.88rem}
th,td{padding:5px 8px;text-align:right;white-space:nowrap;border-top:1px solid var(--rule)}
th:first-child{text-align:left}
thead th{background:var(--panel);vertical-align:bottom;white-space:normal}
tbody th{position:sticky;left:0;background:var(--paper)}
tbody th{font-weight:600}
.texts th{text-align:left}
.texts td{text-align:left;white-space:normal;min-width:10ch}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,440px),1fr));gap:18px;margin:12px 0}
figure{margin:0;background:var(--panel);border-radius:6px;padding:12px;min-width:0}
figcaption{font-weight:600;margin-bottom:6px}
svg.chart{display:block;width:100%;height:auto}
.label{fill:var(--soft);font-size:11.5px;paint-order:stroke;stroke:var(--panel);stroke-width:3px;stroke-linejoin:round}
.grid{stroke:var(--rule);stroke-width:1}
.axis{stroke:var(--soft);stroke-width:1}
.reference{stroke:var(--soft);stroke-width:1.3;stroke-dasharray:5 4}
.band{fill:var(--band)}
.whisker{stroke:var(--s0);stroke-width:2}
.dot{fill:var(--s0)}
.line{fill:none;stroke-width:2;stroke-linejoin:round}
.line.s0{stroke:var(--s0)}.line.s1{stroke:var(--s1);stroke-dasharray:7 3}.line.s2{stroke:var(--s2);stroke-dasharray:2 3}.line.s3{stroke:var(--s3);stroke-dasharray:9 3 2 3}
.mark.s0{fill:var(--s0)}.mark.s1{fill:var(--s1)}.mark.s2{fill:var(--s2)}.mark.s3{fill:var(--s3)}
.mark{fill-opacity:.75}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 16px;margin:6px 0 0;padding:0;font-size:.85rem}
.legend svg{vertical-align:middle;margin-right:6px}
details{border:1px solid var(--rule);border-radius:6px;margin:8px 0;padding:0 12px}
summary{cursor:pointer;padding:8px 0}
code{overflow-wrap:anywhere}
@media (max-width:480px){.label{font-size:13px}figure{padding:8px}th,td{padding:5px 7px}tbody th{white-space:normal;min-width:8.5em}}
@media print{details{break-inside:avoid}}
`;
