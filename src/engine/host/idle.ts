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
