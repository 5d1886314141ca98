import { correct, findAlgorithm } from '../../algorithms/index.ts';
import { partKey } from '../../engine/namespace.ts';
import { UsageError } from '../../errors.ts';
import { makeScript } from '../../limiter/script.ts';
import { measureWire } from '../../traffic/wire.ts';
import { engineLine } from '../../view/session.ts';
import { wireView } from '../../view/wire.ts';
import { sessionDocument, withSession, type Context } from '../context.ts';
import { withProgress } from '../progress-line.ts';

interface Options {
  algorithm?: string;
  rounds?: number;
}

const defaultRounds = 100;
const drive = { limit: 10, periodMs: 60_000 };

/** `hyperdrive drill wire`: what a decision costs by SHA and by text, on a kept connection and on a new one each time. */
export async function run(context: Context, options: Options): Promise<void> {
  const { deps } = context;
  const algorithm = findAlgorithm(options.algorithm ?? 'token-bucket');
  if (algorithm.flaw) {
    const names = correct.map(({ name }) => name).join(', ');
    throw new UsageError(`${algorithm.name} is flawed: what it costs teaches nothing. There are: ${names}.`);
  }
  const path = `lua/${algorithm.name}.lua`;
  const script = makeScript(path, deps.packageFile(path));
  const args = algorithm.args({
    drive: { ...drive, algorithm: algorithm.name },
    cost: 1,
    heldMs: null,
    callerMs: deps.now(),
  });
  const { rounds = defaultRounds } = options;

  await withSession(context, async (session) => {
    const { engine, prefix } = session;
    // Two drills at a time must not share a limiter; and what is measured is as long each time.
    const run = String(deps.seed()).padStart(10, '0');
    const key = partKey(prefix, 'drill', run, algorithm.name);
    const cleanUp = () => engine.call('UNLINK', key);
    const callOff = deps.beforeExit(cleanUp);
    const wire = await withProgress(context, rounds, (progress) =>
      measureWire(engine, { script, key, args, rounds, stopwatch: deps.stopwatch, progress }),
    ).finally(callOff);
    await cleanUp();
    context.result(
      { drill: 'wire', algorithm: algorithm.name, rounds, ...wire, ...sessionDocument(session) },
      (style) =>
        [
          // A lesson has said so already.
          ...(style.engineKnown ? [] : [engineLine(engine, "the server's own clock", style)]),
          wireView({ algorithm: algorithm.name, rounds, wire }, style),
        ].join('\n'),
    );
  });
}
