import { evaluate, lookUp, shown, type Condition } from './conditions.ts';
import type { CommandLine, Mission, Predict, Problem, Step, ValkeyLine } from './mission.ts';
import { playMission } from './play.ts';
import type { BlockResult, PlayerIO, PlayOptions } from './player.ts';

export interface PlayedThrough {
  /** How many commands did what the mission says. */
  passed: number;
  /** All that did not come true, by line. */
  problems: Problem[];
}

/** Plays a mission straight through from `options.start` on. Rejects as `playMission` does. */
export async function playThrough(
  mission: Mission,
  io: PlayerIO,
  options: PlayOptions,
): Promise<PlayedThrough> {
  const results = new Map<number, BlockResult>();
  const watched: PlayerIO = {
    ...io,
    result(result) {
      results.set(result.line, result);
      io.result(result);
    },
  };
  const { passed } = await playMission(mission, watched, options);
  const problems = mission.steps.flatMap((step) => untrue(step, results));
  return { passed, problems: problems.map((problem) => ({ file: options.file, ...problem })) };
}

type Untrue = Omit<Problem, 'file'>;

function untrue(step: Step, results: ReadonlyMap<number, BlockResult>): Untrue[] {
  return step.items.flatMap((item, at): Untrue[] => {
    switch (item.kind) {
      case 'hyperdrive':
        return item.lines.flatMap((line) => ofCommand(line, results.get(line.line)));
      case 'valkey':
        return item.lines.flatMap((line) => ofReply(line, results.get(line.line)));
      case 'predict':
        return ofPrediction(item, judged(step, at, results));
      default:
        return [];
    }
  });
}

const otherwise = 'Write what is so, or mend what runs before it.';

function ofCommand({ line, command, conditions }: CommandLine, result: BlockResult | undefined): Untrue[] {
  if (!result?.failure) return [];
  const { result: document, failure } = result;
  if (document === undefined) return [broken(line, command, failure.got)];
  return conditions
    .filter((condition) => !evaluate([condition], document).holds)
    .map((condition) => ({
      line,
      message: `\`${condition.text}\` does not hold after \`${command}\`: ${fact(condition, document)}.`,
      remedy: lookUp(document, condition.path) === undefined ? namesIn(document) : otherwise,
    }));
}

function ofReply({ line, command, expect }: ValkeyLine, result: BlockResult | undefined): Untrue[] {
  if (!result?.failure || !expect) return [];
  const { result: document, failure } = result;
  if (document === undefined || 'conditions' in expect)
    return ofCommand({ line, command, conditions: 'conditions' in expect ? expect.conditions : [] }, result);
  const message = `\`${command}\` does not answer \`${failure.expected}\`, but ${failure.got}.`;
  return [{ line, message, remedy: otherwise }];
}

function broken(line: number, command: string, why: string): Untrue {
  const message = `\`${command}\` fails: ${why.replace(/\.$/, '')}.`;
  return { line, message, remedy: 'Mend the command, or what it needs.' };
}

/** What stands at a condition's path. */
function fact({ path }: Condition, document: unknown): string {
  const got = lookUp(document, path);
  return got === undefined ? `it tells no ${path}` : `${path} is ${shown(got)}`;
}

function namesIn(document: unknown): string {
  const names = Object.keys(Object(document) as object).join(', ');
  return names ? `Name what it tells: ${names}.` : 'It has no result: remove the condition.';
}

function ofPrediction({ line, choices }: Predict, document: unknown): Untrue[] {
  if (document === undefined) return [];
  const came = choices.filter(({ conditions }) => evaluate(conditions, document).holds);
  if (came.length === 1) return [];
  const what = came.length
    ? `The choices ${came.map(({ label }) => `"${label}"`).join(' and ')} come true together`
    : 'No choice of this prediction comes true';
  const facts = new Set(choices.flatMap(({ conditions }) => conditions.map((one) => fact(one, document))));
  const message = `${what}: ${[...facts].join(', ')}.`;
  return [{ line, message, remedy: 'Mend the conditions, so that exactly one choice holds.' }];
}

/** What the runnable block behind a prediction ended with; undefined where it was skipped, failed, or is not there. */
function judged({ items }: Step, at: number, results: ReadonlyMap<number, BlockResult>): unknown {
  const next = items.slice(at + 1).find(({ kind }) => ['hyperdrive', 'valkey', 'predict'].includes(kind));
  if (next?.kind !== 'hyperdrive' && next?.kind !== 'valkey') return undefined;
  return results.get(next.lines.at(-1)?.line ?? 0)?.result;
}
