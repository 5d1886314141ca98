import {
  argv,
  flawedScript,
  heldSeconds,
  noCosts,
  readAllowedAndLeft,
  refuse,
  seconds,
  wholeSecondsOnly,
} from './convention.ts';

export const wholeSeconds = flawedScript('whole-seconds', {
  summary: 'a sliding log that takes only the seconds of TIME',
  flaw: {
    what: 'what came in the last millisecond of a second is a second old one millisecond later, so twice the limit passes around it',
    source:
      "code that takes redis.call('TIME')[1] for the time, as both published token buckets do; of the same kind spring-cloud/spring-cloud-gateway#4027",
    instead: 'sliding-window-log',
    drive: { limit: 1, periodMs: 1_000 },
    trace: [
      { atMs: 999, jumps: 1, got: 1, due: 1 },
      { atMs: 1_000, jumps: 1, got: 1, due: 0 },
    ],
  },
  refuses: refuse(noCosts, wholeSecondsOnly),
  args: (call) => argv(call.drive.limit, seconds(call.drive), heldSeconds(call)),
  read: readAllowedAndLeft,
});
