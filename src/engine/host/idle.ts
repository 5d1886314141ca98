/** Ends the host when nobody has needed it for a while. */
export interface IdleWatch {
  /** A client came. */
  arrive(): void;
  /** A client went. */
  depart(): void;
}

/** `busy` is asked when the time is up: who uses an engine without being a client, valkey-cli say, keeps it running. */
export function watchIdleness(afterMs: number, busy: () => Promise<boolean>, end: () => void): IdleWatch {
  let clients = 0;
  let timer: NodeJS.Timeout;
  const wait = () => {
    timer = setTimeout(async () => {
      const engaged = await busy();
      if (clients) return;
      if (engaged) wait();
      else end();
    }, afterMs);
  };
  wait();
  return {
    arrive() {
      clients++;
      clearTimeout(timer);
    },
    depart() {
      clients--;
      if (!clients) wait();
    },
  };
}

/**
 * Whether anybody is connected to an engine, by what `count` tells of each. One that does not answer may work for somebody: it
 * counts as engaged the first time, and the next time as hung, for it would run for ever.
 */
export function watchVisitors(count: () => Promise<number>[]): () => Promise<boolean> {
  let silentBefore = false;
  return async () => {
    const counts = await Promise.allSettled(count());
    const silent = counts.some(({ status }) => status === 'rejected');
    const inDoubt = silent && !silentBefore;
    silentBefore = silent;
    return inDoubt || counts.some((one) => one.status === 'fulfilled' && one.value > 0);
  };
}
