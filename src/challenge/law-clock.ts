import { tell, upTo } from './account.ts';
import { fitted, plainJump } from './drives.ts';
import type { Examiner } from './examine.ts';
import { judge, type Breach, type Judged } from './judge.ts';
import { beginningMs } from './plan.ts';
import { playSequence } from './play.ts';
import type { Played } from './played.ts';
import type { AttackJump, Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';
import type { Finding, Law } from './verdict.ts';

/** Long enough that nothing frees while the jumps are made, and that the end of a window hardly ever falls in between. */
const drive = { limit: 2, periodMs: 86_400_000 };
/** A clock that is read in microseconds tells waits that differ by less. */
const finerMs = 1;

/** Without an instant a script is to ask the server's clock: whether its answers are true at that clock's instant, in whole ms. */
export async function clockFinding(examiner: Examiner): Promise<Finding | null> {
  const sequence = liveSequence(examiner.specimen);
  if (!sequence) return null;
  const live = await examiner.examine(sequence, { live: true, state: true });
  const [breach] = live.judged.breaches;
  if (breach) return tell(examiner, live, breach, 'real', 'clock');
  let finding: Finding | null = null;
  // Where time goes on inside a transaction, one may be unlucky.
  for (let attempt = 0; attempt < 3; attempt++) {
    finding = await givenFinding(examiner, sequence);
    if (!finding) return null;
  }
  return finding;
}

function liveSequence(specimen: Specimen): Sequence | null {
  if (specimen.convention.clock !== 'optional') return null;
  const fit = fitted(specimen, drive);
  if (!fit) return null;
  const most = fit.capacity ?? fit.limit;
  const jump = plainJump(specimen);
  return {
    drive: fit,
    startMs: beginningMs,
    jumps: Array.from({ length: Math.min(most, 20) + 1 }, () => jump),
  };
}

/**
 * Whether what a script notes of the server's clock goes with the instants that it is given: one jump without an instant, and
 * from the instant at which that came on, jumps with theirs. A clock that is read in another unit shows no other way.
 */
async function givenFinding(examiner: Examiner, { drive, jumps }: Sequence): Promise<Finding | null> {
  const { specimen, keeper } = examiner;
  const jump = jumps[0]!;
  const half = Math.floor(drive.periodMs / 2);
  const given = [0, 0, half + 2 * finerMs].map((atMs): AttackJump => ({ ...jump, atMs }));
  const state = true;
  const { sequence, played } = await keeper.use(async (arena) => {
    const live = await playSequence(
      arena,
      specimen,
      { drive, startMs: beginningMs, jumps: [jump] },
      { live: true, state },
    );
    const startMs = live.atMs[0]!;
    const held = await playSequence(arena, specimen, { drive, startMs, jumps: given }, { onFrom: 0, state });
    return {
      sequence: { drive, startMs, jumps: [jump, ...given] },
      played: {
        ...held,
        jumps: [...live.jumps, ...held.jumps],
        atMs: [...live.atMs, ...held.atMs],
      },
    };
  });
  const judged = judge(specimen, sequence, played, 5);
  const breach = judged.breaches.find((one) => !isFiner(one, judged, played));
  if (!breach) return null;
  const finding = tell(examiner, upTo({ sequence, played, judged }, breach), breach, 'real', 'clock');
  const [first, ...others] = finding.steps;
  return {
    ...finding,
    steps: [{ ...first!, argument: { name: 'now_ms', value: '' } }, ...others],
    promised: 'Without now_ms it goes by the server’s TIME, as if that had been given in ms.',
    happened: `The first jump came without now_ms, the others with it, from that very instant on: they do not go together. ${finding.happened}`,
  };
}

/** Whether a wait is told as somebody tells it who reads the server's clock more finely than in ms. */
function isFiner({ law, jump }: Breach, { expected }: Judged, { jumps }: Played): boolean {
  const field = waits[law];
  const [got, due] = [jumps[jump]?.answer, expected[jump]];
  return field !== undefined && !!got && !!due && Math.abs(got[field]! - due[field]!) <= finerMs;
}

const waits: Partial<Record<Law, 'retryAfterMs' | 'resetAfterMs' | 'delayMs'>> = {
  retry: 'retryAfterMs',
  reset: 'resetAfterMs',
  delay: 'delayMs',
};
