import type { Arena } from '../engine/arena.ts';
import { withoutComments } from './lua-code.ts';
import { withSimulatedTime } from './time-lua.ts';

const older =
  'local redis = setmetatable({ replicate_commands = function() return true end }, { __index = redis })';

/** A script's text as an arena runs it; with the server's clock replaced where it is `simulated`. Lines keep their numbers. */
export function textIn({ server }: Arena, text: string, simulated: boolean): string {
  const right = server.name === 'look-alike' ? asServersTakeIt(text) : text;
  return simulated ? withSimulatedTime(right) : right;
}

/** The look-alike knows no shebang, and not what scripts from before Redis 7 begin with. */
function asServersTakeIt(text: string): string {
  const plain = text.replace(/^#!/, '--');
  return withoutComments(plain).includes('replicate_commands') ? `${older} ${plain}` : plain;
}
