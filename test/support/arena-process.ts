/**
 * A process of its own with an arena in it, for tests that end it: `node arena-process.js <host.js> <kind> <Lua>`. Says
 * `open` when the script has been sent, and waits for what it comes to.
 */
import { openArena } from '../../src/engine/arena/open.ts';

const [hostScript, kind, script] = process.argv.slice(2);
const around = { env: process.env, hostScript: hostScript!, notice: console.error };
const arena = await openArena({ keys: ['limiter'] }, { engine: kind as 'valkey' | 'builtin' }, around);
const work = arena.within(60_000, () => arena.connection.call('EVAL', script!, 1, 'limiter'));
console.log('open');
await work;
await new Promise(() => setInterval(() => {}, 60_000));
