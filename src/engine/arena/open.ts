import { messageOf, NoEngineError, UsageError } from '../../errors.ts';
import { runtimeFolder } from '../../platform/runtime-folder.ts';
import type { Arena, ArenaOptions } from '../arena.ts';
import { chooseKind, serverOnPath, type EngineChoice, type EngineSurroundings } from '../choose.ts';
import { enter } from './enter.ts';
import { throwawayLookAlike, throwawayValkey } from './server.ts';

/**
 * Opens an arena: on a server from PATH, else on the look-alike; `choice` forces one. Never on a server that runs already.
 * Throws `UsageError` or `NoEngineError`.
 */
export async function openArena(
  options: ArenaOptions,
  choice: Pick<EngineChoice, 'engine'>,
  around: EngineSurroundings,
): Promise<Arena> {
  if (choice.engine === 'url')
    throw new UsageError('Untrusted scripts run on a throwaway server alone: --engine valkey or builtin.');
  const { VALKEY_URL: _, ...env } = around.env;
  const { folder, notices } = runtimeFolder(env);
  for (const notice of notices) around.notice(notice);
  const builtin = async () =>
    enter('builtin', await throwawayLookAlike(around.hostScript, folder, env), options);

  if (chooseKind(choice, env) === 'builtin') return builtin().catch(refuse);
  const command = serverOnPath(env);
  try {
    return await enter('valkey', await throwawayValkey(command, folder, env), options);
  } catch (error) {
    if (choice.engine) refuse(error);
    around.notice(`${messageOf(error).replace(/\.$/, '')}. Using the built-in look-alike.`);
    return builtin().catch(refuse);
  }
}

function refuse(error: unknown): never {
  throw new NoEngineError(`No throwaway server: ${messageOf(error)}`, { cause: error });
}
