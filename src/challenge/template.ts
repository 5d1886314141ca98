import { headerOf } from './library/header.ts';

/** What a new challenge is called. */
export interface ChallengeName {
  id: string;
  title: string;
}

/** The line of lua/fixed-window.lua that the starter has otherwise, and how. */
const right = 'local fits = used + cost <= limit';
const wrong = 'local fits = used <= limit';

/** The files of a challenge that holds, and says what to change. `script` is the text of lua/fixed-window.lua. */
export function challengeTemplate({ id, title }: ChallengeName, script: string): Record<string, string> {
  if (!script.includes(right)) throw new Error(`lua/fixed-window.lua has no line "${right}" any more.`);
  const solution = `${headerOf(id)}\n--\n${script}`;
  return {
    'brief.md': brief(id, title),
    'starter.lua': solution.replace(right, wrong),
    'solution.lua': solution,
    'hints.md': hints,
  };
}

function brief(id: string, title: string): string {
  return `---
# Learners' progress is kept by the id, and the folder is named after it: never change it, never use it again.
id: ${id}
title: ${title}
# repair: a script with a mistake. complete: one with blanks. write: next to nothing.
kind: repair
# What the script promises to be: fixed-window, sliding-window-log, token-bucket, gcra and others.
model: fixed-window
minutes: 5
# The law that the attack finds broken in starter.lua.
breaks: decision
# If the mistake is one of \`hyperdrive lua --flawed\`, name it: \`mistake: zero-ttl\`.
---

This limiter promises a fixed window: at most \`limit\` units in each period of the clock. Callers get in who should not.

**What must hold.** However much is asked for at once, no window admits more than its limit.
`;
}

const hints = `# Hints

<!-- \`hyperdrive challenge hint\` shows one at a time: where to look, what is wrong, almost the line. -->
<!-- A heading names the laws that its hints are for. \`anything\` is for the rest, and must be there. -->

## decision

1. Follow a jump that comes when \`used\` equals \`limit\`.
2. The script asks whether the limit has been kept so far. What counts is whether it is still kept with this jump.
3. What the jump costs belongs on the left:

   \`\`\`lua
   local fits = used + ... <= limit
   \`\`\`

## anything

1. Compare what is decided with what is written.
2. The decision and the count do not speak of the same number of units.
3. Decide by what \`used\` is going to be.
`;
