import {
  argv,
  capacityOf,
  flawedScript,
  heldSeconds,
  noCosts,
  readAllowedAndLeft,
  seconds,
} from './convention.ts';

export const undeclaredKey = flawedScript('undeclared-key', {
  summary: 'the published token bucket of two keys, of which it declares one',
  bucket: true,
  flaw: {
    what: 'it writes a key that it has not declared: a cluster may keep that on another node, and who deletes or lists the declared key leaves the other one behind',
    source: 'a published token bucket in Lua, whose commands and arguments these are',
    undeclared: ':last_refill',
    mission: 2,
    instead: 'token-bucket',
    drive: { limit: 1, periodMs: 60_000 },
    trace: [{ atMs: 0, jumps: 1, got: 1, due: 1, keys: { got: 2, due: 1 } }],
  },
  refuses: noCosts,
  args: (call) => {
    const { drive } = call;
    return argv(capacityOf(drive), drive.limit, drive.limit / seconds(drive), heldSeconds(call));
  },
  read: readAllowedAndLeft,
});
