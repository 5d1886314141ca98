import { messageOf, NoEngineError, UsageError } from '../../errors.ts';
import { runtimeFolder } from '../../platform/runtime-folder.ts';
import type { Arena, ArenaOptions } from '../arena.ts';
import { chooseKind, serverOnPath, type EngineChoice, type EngineSurroundings } from '../choose.ts';
import type { Throwaway } from '../throwaway.ts';
import { enter } from './enter.ts';
import { throwawayLookAlike, throwawayValkey, type ThrowawayServer } from './server.ts';
import { throwawayOf } from './throwaway-of.ts';

type Choice = Pick<EngineChoice, 'engine'>;

/**
 * Opens an arena: on a server from PATH, else on the look-alike; `choice` forces one. Never on a server that runs already.
 * Throws `UsageError` or `NoEngineError`.
 */
export function openArena(options: ArenaOptions, choice: Choice, around: EngineSurroundings): Promise<Arena> {
  return onThrowaway('Untrusted scripts run', choice, around, (kind, server) => enter(kind, server, options));
}

/** Opens a server that may be killed, in the same way; without users of its own: it is for trusted work. */
export function openThrowaway(choice: Choice, around: EngineSurroundings): Promise<Throwaway> {
  return onThrowaway('A drill runs', choice, around, throwawayOf);
}

/** `use` removes the server where it fails. */
async function onThrowaway<T>(
  what: string,
  choice: Choice,
  around: EngineSurroundings,
  use: (kind: Throwaway['kind'], server: ThrowawayServer) => Promise<T>,
): Promise<T> {
  if (choice.engine === 'url')
    throw new UsageError(`${what} on a throwaway server alone: --engine valkey or builtin.`);
  const { VALKEY_URL: _, ...env } = around.env;
  const { folder, notices } = runtimeFolder(env);
  for (const notice of notices) around.notice(notice);
  const builtin = async () => use('builtin', await throwawayLookAlike(around.hostScript, folder, env));

  if (chooseKind(choice, env) === 'builtin') return builtin().catch(refuse);
  const command = serverOnPath(env);
  try {
    return await use('valkey', await throwawayValkey(command, folder, env));
  } catch (error) {
    if (choice.engine) refuse(error);
    around.notice(`${messageOf(error).replace(/\.$/, '')}. Using the built-in look-alike.`);
    return builtin().catch(refuse);
  }
}

function refuse(error: unknown): never {
  throw new NoEngineError(`No throwaway server: ${messageOf(error)}`, { cause: error });
}
