import type { Arena } from '../engine/arena.ts';
import { ReplyError, type Connection, type Reply } from '../engine/port.ts';
import { count } from '../view/format.ts';
import type { ArenaKeeper } from './arena-keeper.ts';
import type { AttackCall } from './convention.ts';
import { drivesOf, plainJump } from './drives.ts';
import { expectedOf } from './expect.ts';
import { apartUs, callOf, evalOn, keysOf, readAnswer, simulatesTime, timeMs } from './play.ts';
import { beginningMs } from './plan.ts';
import type { AttackDrive, Sequence } from './sequence.ts';
import type { Specimen } from './specimen.ts';
import { textIn } from './script-text.ts';
import type { Finding } from './verdict.ts';

export const clientsTried = 20;
const jumpsEach = 25;

/** While so much time goes by for one unit, all clients have long been answered. */
const longMs = 5_000;

const unitMs = ({ limit, periodMs }: AttackDrive) => Math.floor(periodMs / limit);
const most = ({ limit, capacity = limit }: AttackDrive) => capacity;

/** Many clients on connections of their own, all at one instant: as many get in as one client would have got in. */
export async function clientsFinding(keeper: ArenaKeeper, specimen: Specimen): Promise<Finding | null> {
  const [drive] = drivesOf(specimen)
    .filter((one) => most(one) < clientsTried * jumpsEach)
    .sort((a, b) => Math.min(unitMs(b), longMs) - Math.min(unitMs(a), longMs) || most(b) - most(a));
  if (!drive) return null;
  const jump = plainJump(specimen);
  const sequence: Sequence = { drive, startMs: beginningMs, jumps: [jump] };
  const { admitted, tookMs } = await keeper.use((arena) => admittedOf(arena, specimen, sequence), 10_000);
  const all: Sequence = { ...sequence, jumps: Array.from({ length: clientsTried * jumpsEach }, () => jump) };
  const due = expectedOf(specimen, all).filter((answer) => answer?.allowed).length;
  // The clock is held, but not for TTLs: after so long some may rightly have ended.
  if (admitted === due || tookMs >= unitMs(drive)) return null;
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

async function admittedOf(
  arena: Arena,
  specimen: Specimen,
  sequence: Sequence,
): Promise<{ admitted: number; tookMs: number }> {
  const { convention, scripts } = specimen;
  const [jump] = sequence.jumps;
  const simulated = simulatesTime(specimen);
  const texts = scripts.map(({ text }) => textIn(arena, text, simulated));
  const keys = keysOf(specimen, sequence);
  await arena.connection.call('DEL', ...keys);
  const connections = await Promise.all(Array.from({ length: clientsTried }, () => arena.connect()));
  let admitted = 0;
  let made = 0;
  /** All replies of a limiter of several calls; what the script refuses, or what refuses it, is an answer. */
  const answerTo = async (call: AttackCall, connection: Connection): Promise<Reply | ReplyError> => {
    const replies: Reply[] = [];
    const time = simulated ? [String(sequence.startMs * 1000 + made * apartUs)] : [];
    try {
      for (let args: string[] | null = convention.args(call); args;) {
        replies.push(await connection.call(...evalOn(texts[replies.length]!, keys, ...args, ...time)));
        args = convention.next?.(call, replies) ?? null;
      }
    } catch (error) {
      if (error instanceof ReplyError) return error;
      throw error;
    }
    return convention.next ? replies : replies[0]!;
  };
  const began = timeMs(await arena.admin.call('TIME'));
  try {
    await Promise.all(
      connections.map(async (connection) => {
        for (let index = 0; index < jumpsEach; index++) {
          const call = callOf(sequence, jump!, made++);
          const reply = await answerTo(call, connection);
          if (readAnswer(specimen, reply, call).answer?.allowed) admitted++;
        }
      }),
    );
  } finally {
    for (const connection of connections) connection.close();
  }
  return { admitted, tookMs: timeMs(await arena.admin.call('TIME')) - began };
}
