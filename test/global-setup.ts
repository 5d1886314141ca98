import type { TestProject } from 'vitest/node';
import { chooseEngine, startEngine } from './support/engine-under-test.ts';

/**
 * Runs once for each project that needs an engine. Two test files at once must not meet in one server: a SCRIPT FLUSH of the one
 * would be news to the other. So there is an engine for each worker, but where the user named the only one.
 */
export default async function setup(project: TestProject) {
  const kind = chooseEngine(process.env);
  project.provide('engineKind', kind);
  if (project.name === 'cli') return undefined;

  const workers = kind === 'url' ? 1 : Number(project.vitest.config.maxWorkers);
  const started = await Promise.allSettled(
    Array.from({ length: workers }, () => startEngine(kind, process.env)),
  );
  const engines = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async () => void (await Promise.all(engines.map((engine) => engine.stop())));
  for (const result of started) {
    if (result.status === 'fulfilled') continue;
    await stop();
    throw result.reason;
  }
  project.provide(
    'engines',
    engines.map(({ url, env }) => ({ url, env })),
  );
  console.log(`The ${project.name} tests run on ${workers} x ${describe(kind, engines[0]!.server)}`);
  return stop;
}

function describe(kind: string, server: string): string {
  return kind === 'builtin' ? 'the built-in engine' : `${server} (${kind})`;
}
