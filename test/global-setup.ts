import type { TestProject } from 'vitest/node';
import { chooseEngine, startEngine } from './support/engine-under-test.ts';

/** Runs once for each project that needs an engine; every project gets one of its own. */
export default async function setup(project: TestProject) {
  const kind = chooseEngine(process.env);
  project.provide('engineKind', kind);
  if (project.name === 'cli') return undefined;

  const engine = await startEngine(kind, process.env);
  project.provide('engineUrl', engine.url);
  project.provide('engineEnv', engine.env);
  console.log(`The ${project.name} tests run on ${describe(kind, engine.server)}`);
  return () => engine.stop();
}

function describe(kind: string, server: string): string {
  return kind === 'builtin' ? 'the built-in engine' : `${server} (${kind})`;
}
