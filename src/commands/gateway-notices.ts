import type { Told } from '../gateway/instance/start.ts';

export interface GatewayNotices {
  hear: Told['notice'];
  /** Says what has been heard, without waiting for more. */
  flush(): void;
}

/** Gateways that lose one engine lose it within this time of each other, unless the machine is very busy. */
const gatherMs = 500;

/**
 * Says once what several gateways say, and which: they lose their engine together, and have it back together. `later` resolves
 * after so long.
 */
export function gatherNotices(
  instances: number,
  say: (line: string) => void,
  later: (ms: number) => Promise<void>,
): GatewayNotices {
  let heard = new Map<string, number[]>();
  const flush = (): void => {
    const lines = [...heard];
    heard = new Map();
    for (const [line, who] of lines) say(`${names(who, instances)}: ${line}`);
  };
  return {
    hear(instance, line) {
      // Who says it twice has said something else in between.
      if (heard.get(line)?.includes(instance)) flush();
      if (!heard.size) void later(gatherMs).then(flush);
      heard.set(line, [...(heard.get(line) ?? []), instance]);
    },
    flush,
  };
}

function names(who: readonly number[], instances: number): string {
  const [first, ...others] = who.toSorted((a, b) => a - b);
  if (!others.length) return `Gateway ${first}`;
  if (who.length === instances) return instances === 2 ? 'Both gateways' : `All ${instances} gateways`;
  return `Gateways ${[first, ...others.slice(0, -1)].join(', ')} and ${others.at(-1)}`;
}
