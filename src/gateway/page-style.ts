/** The look of the page, light or dark as the reader has it. */
export const pageStyle = `
:root { color-scheme: light dark; --ground: #fff; --ink: #1b1f24; --quiet: #57606a; --line: #d0d7de; --fill: #1a7f37; --low: #bc4c00; --no: #b91c1c; --act: #0550ae; --on-act: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0d1117; --ink: #e6edf3; --quiet: #9da7b3; --line: #3d444d; --fill: #3fb950; --low: #f0883e; --no: #ff7b72; --act: #79c0ff; --on-act: #0d1117; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { margin: 0; font-size: 1.5rem; }
h2 { margin: 1.75rem 0 .5rem; font-size: 1rem; }
p { margin: .5rem 0; }
.fields { display: grid; grid-template-columns: 2fr 1fr 2fr; gap: .75rem; margin: 1rem 0; }
@media (max-width: 36rem) { .fields { grid-template-columns: 1fr; } }
label { display: block; color: var(--quiet); font-size: .875rem; }
input, select { display: block; width: 100%; margin-top: .25rem; padding: .5rem; border: 1px solid var(--quiet); border-radius: 6px; background: var(--ground); color: var(--ink); font: inherit; }
button { padding: .55rem 1.1rem; border: 2px solid var(--act); border-radius: 6px; background: var(--act); color: var(--on-act); font: inherit; font-weight: 600; cursor: pointer; }
#ten { background: transparent; color: var(--act); }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
#verdict { min-height: 1.5em; font-weight: 600; }
.limit { margin: .75rem 0; }
.limit header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
.limit small { color: var(--quiet); font-size: .875rem; }
.track { height: 1rem; margin: .25rem 0; border: 1px solid var(--quiet); border-radius: 6px; overflow: hidden; }
.track i { display: block; height: 100%; background: var(--fill); transition: width .2s linear; }
.low i { background: var(--low); }
@media (prefers-reduced-motion: reduce) { .track i { transition: none; } }
#log { display: flex; flex-wrap: wrap; gap: .35rem; margin: 0; padding: 0; list-style: none; }
#log li { padding: .05rem .5rem; border: 1px solid var(--fill); border-radius: 999px; color: var(--fill); font-variant-numeric: tabular-nums; }
#log .no { border-color: var(--no); border-style: dashed; color: var(--no); }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
th, td { padding: .3rem .5rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
td { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
.ours td { font-weight: 700; }
pre { margin: 0; padding: .75rem; border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; font-size: .8125rem; }
`;
