/** How the page looks: the system's own fonts, a few quiet colours, a sign or a word beside each. */
export const style = `
:root { color-scheme: light dark;
  --back: light-dark(#ffffff, #15171a); --side: light-dark(#f6f7f8, #1b1e22); --line: light-dark(#dfe2e6, #30353b);
  --text: light-dark(#1b1f24, #e3e6ea); --dim: light-dark(#575e67, #a0a8b2);
  --red: light-dark(#b3201a, #ff8b80); --redback: light-dark(#fdecea, #3a1d1c); --redmark: light-dark(#f7bdb8, #7a2a26);
  --amber: light-dark(#7d4e00, #edb95a); --amberback: light-dark(#fdf3dd, #33280f);
  --green: light-dark(#14612e, #7fd399); --greenback: light-dark(#e6f5ea, #14301e); --greenmark: light-dark(#a9dfb8, #1f6137);
  --blue: light-dark(#1a5599, #8bbcf5); --violet: light-dark(#663b9e, #c5a6f5);
  --mono: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif; }
:root[data-theme=light] { color-scheme: light; }
:root[data-theme=dark] { color-scheme: dark; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 7.5rem; }
body { margin: 0; background: var(--back); color: var(--text); font: 14px/1.45 var(--sans); overflow-wrap: anywhere; }
i { font-style: normal; }
code, kbd, pre { font-family: var(--mono); font-size: .92em; }
a { color: var(--blue); text-underline-offset: .2em; }
button, input { font: inherit; color: inherit; }
:focus-visible { outline: 2px solid var(--blue); outline-offset: 1px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; z-index: 3; background: var(--back); padding: .3rem .6rem; }

header { position: sticky; top: 0; z-index: 2; display: grid; grid-template-columns: 1fr auto; gap: .35rem 1.5rem; align-items: center;
  padding: .7rem 1.5rem .6rem; background: var(--back); border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 1.15rem; letter-spacing: -.01em; }
.title p { margin: 0; color: var(--dim); }
.tools { display: flex; align-items: center; gap: .6rem; justify-self: end; }
#search { width: 20rem; max-width: 100%; padding: .32rem .6rem; border: 1px solid var(--line); border-radius: 6px; background: var(--side); }
#search::placeholder { color: var(--dim); opacity: 1; }
#count { order: -1; color: var(--dim); font-variant-numeric: tabular-nums; white-space: nowrap; }
.chips { display: flex; flex-wrap: wrap; gap: .3rem; }
.chip { padding: .1rem .55rem; border: 1px solid var(--line); border-radius: 99px; background: none; color: var(--text); cursor: pointer; font-size: .9rem; white-space: nowrap; }
.chip:disabled { cursor: default; opacity: 1; }
.chip b { font-variant-numeric: tabular-nums; }
.chip:not(:disabled):hover { border-color: currentColor; }
.chip[aria-pressed=true] { background: var(--text); color: var(--back); border-color: var(--text); }
.chip[aria-pressed=true]::before { content: "✓ "; }
.links { display: flex; gap: .9rem; justify-self: end; align-items: center; font-size: .9rem; }
.links button { border: 0; background: none; padding: 0; cursor: pointer; color: var(--blue); }
kbd { padding: 0 .3em; border: 1px solid var(--line); border-radius: 4px; background: var(--side); color: var(--text); }

#page { display: grid; grid-template-columns: minmax(0, 1fr) 17rem; }
main { padding: .4rem 1.5rem 4rem; }
h2 { margin: 1.5rem 0 .4rem; font-size: 1rem; }
h2 small { font-size: .9rem; font-weight: 400; color: var(--dim); margin-left: .4rem; }
h3 { margin: .9rem 0 .15rem; font-size: .86rem; font-weight: 600; color: var(--dim); }
#order { position: sticky; top: 6rem; align-self: start; max-height: calc(100vh - 6rem); overflow: auto; padding: .4rem 1.5rem 2rem 1rem; font-size: .9rem; border-left: 1px solid var(--line); }
#order p { color: var(--dim); margin: 0 0 .6rem; }
#order ol { margin: 0; padding: 0; list-style: none; counter-reset: step; color: var(--dim); font-variant-numeric: tabular-nums; }
#order li { counter-increment: step; position: relative; padding: .12rem 0 .12rem 2.4rem; content-visibility: auto; contain-intrinsic-size: auto 2.6rem; }
#order li::before { content: counter(step); position: absolute; left: 0; width: 1.8rem; text-align: right; }
#order li span { display: block; color: var(--dim); font-size: .92em; }
#order em { font-style: normal; font-weight: 600; white-space: nowrap; }
#order a { text-decoration: none; color: var(--text); font-weight: 500; }
#order a:hover { text-decoration: underline; }

.change { border-top: 1px solid var(--line); border-left: 3px solid transparent; content-visibility: auto; contain-intrinsic-size: auto 2.05rem; }
.group > .change:last-child { border-bottom: 1px solid var(--line); }
.change[open] { content-visibility: visible; border-bottom: 1px solid var(--line); }
.change > summary { display: grid; grid-template-columns: 5.2rem 6.2rem minmax(0, 5fr) minmax(0, 3fr) minmax(0, 6fr); gap: 0 .8rem; align-items: baseline;
  padding: .3rem .4rem .3rem 1.2rem; cursor: pointer; list-style: none; position: relative; }
.change > summary::-webkit-details-marker { display: none; }
.change > summary::before { content: "›"; position: absolute; left: .35rem; top: .22rem; color: var(--dim); }
.change[open] > .change > summary::before { content: "⌄"; }
.change > summary:hover, .change[open] > summary { background: var(--side); }
.level, .verb { font-size: .9rem; font-weight: 600; white-space: nowrap; }
.object, .owner, .note { unicode-bidi: isolate; }
.object i, .owner, .note { color: var(--dim); }
.object b { font-weight: 600; }
.where { color: var(--text); }
.where::after { content: " · "; color: var(--dim); }
[data-level=danger] > summary .level, .danger { color: var(--red); }
[data-level=caution] > summary .level, .caution { color: var(--amber); }
.change[data-level=danger] { border-left-color: var(--red); }
.change[data-level=caution] { border-left-color: var(--amber); }
[data-level=danger] > summary .note { color: var(--text); }
:is([data-action=created], [data-action=adopted]) > summary .verb, .chip.created, .chip.adopted { color: var(--green); }
:is([data-action=updated], [data-action=resealed]) > summary .verb, .chip.updated, .chip.resealed { color: var(--blue); }
:is([data-action=deleted], [data-action=re-created], [data-action=orphaned]) > summary .verb, .chip.deleted, .chip.re-created, .chip.orphaned { color: var(--red); }
[data-action=moved] > summary .verb, .chip.moved { color: var(--violet); }
:is([data-action=blocked], [data-action=deferred], [data-action=skipped]) > summary .verb, .chip.blocked, .chip.deferred, .chip.skipped { color: var(--dim); }
.chip[aria-pressed=true].chip { color: var(--back); }

.body { padding: .3rem 1.2rem 1rem; }
.risk { margin: .4rem 0; padding: .45rem .7rem; border-radius: 6px; color: var(--text); max-width: 62rem; }
.risk.danger { background: var(--redback); } .risk.caution { background: var(--amberback); }
.risk.danger b { color: var(--red); } .risk.caution b { color: var(--amber); }
.body dl { display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; margin: .4rem 0 .6rem; font-size: .9rem; }
.body dl div { display: flex; gap: .4rem; }
.body dt { color: var(--dim); white-space: nowrap; } .body dd { margin: 0; }
.notes { margin: .3rem 0; padding-left: 1.2rem; }
.diff { border: 1px solid var(--line); border-radius: 6px; overflow: hidden; font-size: .92rem; }
.place { margin: 0; padding: .12rem .7rem; background: var(--side); color: var(--dim); font: .85rem/1.5 var(--mono); }
.hunk + .hunk { border-top: 1px solid var(--line); }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
.pair > :nth-child(2) { border-left: 1px solid var(--line); }
.one { max-width: 62rem; }
.diff pre { margin: 0; padding: 0 .7rem; white-space: pre-wrap; line-height: 1.5; }
.same { color: var(--dim); }
del, ins { display: block; text-decoration: none; }
del { background: var(--redback); } ins { background: var(--greenback); }
mark { color: inherit; border-radius: 2px; } del mark { background: var(--redmark); } ins mark { background: var(--greenmark); }
.none { background: var(--side); }
.more { color: var(--dim); }

#whole ul, .images { margin: 0; padding: 0; list-style: none; max-width: 80rem; }
#whole li { padding: .4rem .7rem; border-left: 3px solid var(--amber); background: var(--amberback); color: var(--text); margin-bottom: .3rem; }
#whole li:is(.error, .danger) { border-color: var(--red); background: var(--redback); }
#whole summary { cursor: pointer; color: var(--amber); font-weight: 600; margin: .4rem 0; }
#whole i { color: var(--dim); }
#stages { max-width: 62rem; }
#stages summary { cursor: pointer; color: var(--blue); }
#stages pre { margin: .3rem 0 .6rem; padding: .4rem .7rem; background: var(--side); border-radius: 6px; white-space: pre-wrap; }
dialog { border: 1px solid var(--line); border-radius: 10px; background: var(--back); color: var(--text); padding: 1rem 1.5rem; min-width: 19rem; }
dialog h2 { margin: 0 0 .6rem; } dialog::backdrop { background: #0008; }
dialog dl { display: grid; grid-template-columns: auto 1fr; gap: .35rem 1rem; margin: 0 0 1rem; } dialog dd { margin: 0; }

@media (max-width: 75rem) {
  #page { display: block; }
  #order { position: static; max-height: none; padding: 0 1.5rem 3rem; border: 0; border-top: 1px solid var(--line); }
}
@media (max-width: 48rem) {
  header { position: static; display: block; padding: .8rem 1rem; }
  .tools, .chips, .links { margin-top: .55rem; justify-self: stretch; }
  .tools { flex-wrap: wrap; } #search { width: 100%; font-size: 16px; } #count { order: 1; }
  .chip { padding: .3rem .7rem; }
  .links button, .links a { padding: .3rem 0; }
  html { scroll-padding-top: .5rem; }
  main, #order { padding-left: 1rem; padding-right: 1rem; }
  .change { contain-intrinsic-size: auto 4.6rem; margin: 0 -1rem; padding: 0; }
  .change > summary { display: block; padding: .5rem 1rem .5rem 1.7rem; }
  .change > summary::before { left: .8rem; top: .5rem; }
  .level:not(:empty), .verb { margin-right: .6rem; }
  .object, .note { display: block; }
  .owner { font-size: .9rem; }
  .body { padding: .3rem 1rem 1rem; }
  .pair { display: block; } .pair > :nth-child(2) { border-left: 0; } .twin, .none { display: none; }
  .diff { margin: 0 -.4rem; }
}
@media print {
  :root { color-scheme: light; }
  header { position: static; } .tools, .links, .skip, .chip:disabled { display: none; }
  #page { display: block; } #order { position: static; max-height: none; border: 0; padding: 0 1.5rem; }
  .change { content-visibility: visible; } summary, .risk, .hunk, #order li { break-inside: avoid; } h2, h3 { break-after: avoid; }
  * { print-color-adjust: exact; }
}
`;
