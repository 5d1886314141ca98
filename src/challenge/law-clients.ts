import type { Arena } from '../engine/arena.ts';
import { count } from '../view/format.ts';
import type { ArenaKeeper } from './arena-keeper.ts';
import { drivesOf, plainJump } from './drives.ts';
import { expectedOf } from './expect.ts';
import { apartUs, callOf, evalOn, keysOf, readAnswer, simulatesTime } from './play.ts';
import { beginningMs } from './plan.ts';
import type { Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';
import { withSimulatedTime } from './time-lua.ts';
import type { Finding } from './verdict.ts';

export const clientsTried = 20;
const jumpsEach = 25;

/** Many clients on connections of their own, all at one instant: as many get in as one client would have got in. */
export async function clientsFinding(keeper: ArenaKeeper, specimen: Specimen): Promise<Finding | null> {
  const drives = drivesOf(specimen).filter(
    ({ limit, capacity = limit }) => capacity < clientsTried * jumpsEach,
  );
  const drive = drives.sort((a, b) => (b.capacity ?? b.limit) - (a.capacity ?? a.limit))[0];
  if (!drive) return null;
  const jump = plainJump(specimen);
  const sequence: Sequence = { drive, startMs: beginningMs, jumps: [jump] };
  const admitted = await keeper.use((arena) => admittedOf(arena, specimen, sequence), 10_000);
  const all: Sequence = { ...sequence, jumps: Array.from({ length: clientsTried * jumpsEach }, () => jump) };
  const due = expectedOf(specimen, all).filter((answer) => answer?.allowed).length;
  if (admitted === due) return null;
  return {
    law: 'clients',
    drive,
    startMs: beginningMs,
    steps: [
      {
        ...jump,
        expected: `${due} of all allowed`,
        got: `${admitted} of all allowed`,
        broken: true,
        state: [],
      },
    ],
    promised: `However many ask at once: ${due} get in.`,
    happened: `${clientsTried} clients, ${count(all.jumps.length, 'jump')} at one instant: ${admitted} got in.`,
    seen: 'held',
  };
}

async function admittedOf(arena: Arena, specimen: Specimen, sequence: Sequence): Promise<number> {
  const { convention, scripts } = specimen;
  const [jump] = sequence.jumps;
  const simulated = simulatesTime(specimen);
  const texts = scripts.map(({ text }) => (simulated ? withSimulatedTime(text) : text));
  const keys = keysOf(specimen, sequence);
  await arena.connection.call('DEL', ...keys);
  const connections = await Promise.all(Array.from({ length: clientsTried }, () => arena.connect()));
  let admitted = 0;
  let made = 0;
  try {
    await Promise.all(
      connections.map(async (connection) => {
        for (let index = 0; index < jumpsEach; index++) {
          const call = callOf(sequence, jump!, made++);
          const replies = [];
          let args: string[] | null = convention.args(call);
          while (args) {
            const time = simulated ? [String(sequence.startMs * 1000 + made * apartUs)] : [];
            replies.push(await connection.call(...evalOn(texts[replies.length]!, keys, ...args, ...time)));
            args = convention.next?.(call, replies) ?? null;
          }
          const reply = convention.next ? replies : replies[0]!;
          if (readAnswer(specimen, reply, call).answer?.allowed) admitted++;
        }
      }),
    );
  } finally {
    for (const connection of connections) connection.close();
  }
  return admitted;
}
