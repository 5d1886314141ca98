import { algorithms } from '../algorithms/index.ts';
import type { Deps } from '../deps.ts';
import { chooseKind, type EngineChoice } from '../engine/choose.ts';
import type { Status } from '../engine/host/protocol.ts';
import type { EngineKind } from '../engine/port.ts';
import { HyperdriveError, messageOf } from '../errors.ts';
import { checkMission, listMissions } from '../lesson/library.ts';
import { problemText } from '../lesson/mission.ts';
import type { Answer, EngineFacts, Package } from './facts.ts';
import { probeEngine } from './probe.ts';

/** What anything came to; an error that a person can act on is an answer too. */
export async function attempt<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof HyperdriveError) return { refused: error.message };
    throw error;
  }
}

/** Opens the engine that commands would use, asks it for everything, and closes it. */
export async function gatherEngine(
  { env, openEngine, now, seed }: Pick<Deps, 'env' | 'openEngine' | 'now' | 'seed'>,
  choice: EngineChoice,
  prefix: string,
  host: Answer<Status | null>,
): Promise<EngineFacts> {
  const kind = chooseKind(choice, env);
  const because = reason(choice, kind);
  // A host that does not answer would not answer again, and each time is half a minute.
  if (kind !== 'url' && 'refused' in host)
    return {
      kind,
      because,
      notices: [],
      probes: { refused: 'it was not tried, for there is no host to run it' },
    };
  const notices: string[] = [];
  const probes = await attempt(async () => {
    const engine = await openEngine(choice, (line) => notices.push(line));
    try {
      return await probeEngine(engine, { prefix, seed: seed(), now });
    } finally {
      engine.close();
    }
  });
  return { kind, because, notices, probes };
}

function reason({ url, engine }: EngineChoice, kind: EngineKind): string {
  if (engine !== undefined) return `--engine ${engine}`;
  if (kind === 'url') return `${url === undefined ? 'VALKEY_URL' : '--url'} names it`;
  return kind === 'valkey' ? 'there is one on PATH' : 'there is none on PATH';
}

/** Whether everything came with hyperdrive that should have. */
export async function gatherPackage(deps: Deps): Promise<Package> {
  const { version, packageFolder } = deps;
  const { engines } = JSON.parse(deps.packageFile('package.json')) as { engines: { node: string } };
  const missing = algorithms.map(({ name }) => `lua/${name}.lua`).filter((path) => !isThere(deps, path));
  return {
    version,
    folder: packageFolder,
    node: engines.node,
    scripts: { count: algorithms.length, missing },
    missions: await gatherMissions(deps),
  };
}

function isThere({ packageFile }: Deps, path: string): boolean {
  try {
    return packageFile(path) !== '';
  } catch {
    // Whatever keeps it from being read, a command could not read it either.
    return false;
  }
}

async function gatherMissions(deps: Deps): Promise<Package['missions']> {
  const problems: string[] = [];
  try {
    const missions = await listMissions(deps, (line) => problems.push(line));
    for (const mission of missions) {
      const found = await checkMission(deps, mission);
      problems.push(...found.problems.map(problemText));
    }
    return { count: missions.length, problems };
  } catch (error) {
    return { count: 0, problems: [`missions/ cannot be read (${messageOf(error)})`] };
  }
}
