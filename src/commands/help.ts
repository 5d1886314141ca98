import {
  exampleHeaders,
  functions,
  headerWords,
  modelNames,
  replyWord,
  variables,
  type Word,
} from '../challenge/header/vocabulary.ts';
import { exampleGateway } from '../gateway/example.ts';

/** What the options of burst cannot say in a line. */
export const burstHelp = `
Without --rate and --over all jumps come at once. With them each leaves when it
is due, answered or not those before it. Give two of --rate, --over, --count.

Arrivals:
  steady    at even distances
  poisson   independent of each other, as strangers come; --rate is the mean
  on-off    twice the rate for 5 s, nothing for 5 s, and so on; on-off:20s for
            phases of 20 s
  FILE.csv  a line a jump: at_ms from the start, then its cost if it has one

--warp holds the clock and warps from jump to jump. Where it is held already a
burst at a pace is warped in any case. The clock stands at the end of --over
then, else at the last jump.

--http sends the ship's name in a header to gateways, and reads status 200 and
429, RateLimit, RateLimit-Policy and Retry-After: 20 requests unless told.

  hyperdrive burst enterprise --http http://127.0.0.1:8080,http://127.0.0.1:8081
`;

/** What the options of compare cannot say in a line. */
export const compareHelp = `
Every algorithm gets the same jumps, at the same instants of a clock of its own.
Nobody waits, and nothing is left behind in the server.

  hyperdrive compare token-bucket gcra
  hyperdrive compare sliding-window-log sliding-window-counter --limit 60 --period 1h --over 1d
`;

/** What the options of attack cannot say in a line. */
export const attackHelp = `
A script is attacked on a throwaway server of its own until a law of limiters
breaks; the smallest sequence of jumps that breaks it is shown. Exit code 1 says
that it broke, 0 that it held.

  hyperdrive attack lua/flawed/floored-refill.lua
  hyperdrive attack limiter.lua --model token-bucket
  hyperdrive attack limiter.lua --time 30s --seed 7 --json

A script under the decision contract needs its model alone. Any other says how
it is called and read, in comment lines among its first 100:

  ${exampleHeaders[1].replace(' argv', '\n  -- hyperdrive: argv')}

Models: ${modelNames.slice(0, 4).join(', ')},
${modelNames.slice(4).join(', ')}

In a header (what it does not tell is not attacked):
${glossary(headerWords)}

In expressions, with + - * / // % ( ) == ~= < <= > >= and or not, nil, numbers,
'text', ${functions.map(({ name }) => `${name}()`).join(' ')}:
${glossary([...variables, replyWord])}
`;

function glossary(words: readonly Word[]): string {
  const terms = words.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`));
  const widest = Math.max(...terms.map(({ length }) => length));
  return words.map(({ meaning }, i) => `  ${terms[i]!.padEnd(widest)}  ${meaning}`).join('\n');
}

/** What the options of serve cannot say in a line. */
export const serveHelp = `
Answers tell of the limits in RateLimit, RateLimit-Policy and, with 429, in
Retry-After. GET of four paths is never limited: / is a page to try it on,
/look?path=/api/resource tells how a caller stands and takes nothing; /metrics
is for Prometheus; /healthz answers 200, and 503 where every request is refused.

  hyperdrive serve --limit 5 --period 10s
  hyperdrive serve --instances 3 --algorithm gcra --limit 100 --period 1m
  hyperdrive serve --config limits.json

A --config has policies, and routes of which the first that matches counts; what
none matches is not limited; GET is HEAD, too. Several policies on a route, 16
at most, are decided in one call, all or nothing, and must be gcra.
leaky-bucket-queue holds what it admits until its turn; let --drain be as long:

${exampleGateway.trimEnd().replaceAll(/^/gm, '  ')}

Callers are known by a hash of their key or address; who sends several keys that
differ, by the address. Keys are not checked here. Set HYPERDRIVE_SERVE_SECRET,
the same for all gateways, or whoever reads your keys finds addresses by hashing
all of them. SIGTERM or Ctrl-C finishes what runs, and ends all gateways.
`;

/** What the options of dev check cannot say in a line. */
export const devCheckHelp = `
Missions are read, and played from start to end without anybody watching: every
condition must hold. Of a challenge the starter must break the law that brief.md
names, and the solution must survive the attack. A line a problem:

  missions/08-mine/README.md:31: what is wrong. What to do about it.

  hyperdrive dev check                what came with hyperdrive
  hyperdrive dev check ./my-lesson    a mission and its challenges
  hyperdrive dev check .              all that is in this folder
`;

/** What the options of dev new cannot say in a line. */
export const devNewHelp = `
What is there already is never touched.

  hyperdrive dev new mission missions/08-slow-start    number 8, id slow-start
  hyperdrive dev new challenge ./repair-the-clock
`;
