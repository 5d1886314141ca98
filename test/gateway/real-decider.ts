import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../../src/engine/port.ts';
import type { Decider, DeciderOptions } from '../../src/gateway/decider.ts';
import { makeDecider } from '../../src/gateway/make-decider.ts';
import { packageFolder } from '../support/world.ts';

/** A decider in real time; what it has to tell is added to `notices`. */
export function realDecider(
  open: () => Promise<Connection>,
  options: Partial<DeciderOptions>,
  notices: string[],
): Promise<Decider> {
  return makeDecider(
    {
      prefix: 'hyperdrive:gateway:',
      store: 'engine',
      onError: 'closed',
      deadlineMs: 250,
      localShare: 0.5,
      cacheDenials: false,
      ...options,
    },
    {
      open,
      packageFile: (path) => readFileSync(join(packageFolder, path), 'utf8'),
      now: () => performance.now(),
      wallMs: Date.now,
      notice: (line) => notices.push(line),
    },
  );
}
