import type { Challenge } from '../challenge.ts';
import { luaCrib } from './lua-crib.ts';

/** The brief as the learner has it beside the script. */
export function readmeOf({ id, title, brief }: Pick<Challenge, 'id' | 'title' | 'brief'>): string {
  const heading = brief.startsWith('# ') ? '' : `# ${title}\n\n`;
  return `${heading}${brief}

---

Edit \`limiter.lua\`, then:

- \`hyperdrive challenge check ${id}\` attacks it
- \`hyperdrive challenge watch ${id}\` attacks it whenever you save
- \`hyperdrive challenge hint ${id}\` gives a hint, a further one each time

${luaCrib()}`;
}
