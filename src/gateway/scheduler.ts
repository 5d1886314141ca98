/** Has work done later; answers with how to call it off. */
export interface Scheduler {
  after(ms: number, work: () => void): () => void;
}

/**
 * The work comes behind what has arrived by then: a process that was held up would otherwise call late what lies in its
 * sockets, for Node looks at its timers first.
 */
export const realTime: Scheduler = {
  after(ms, work) {
    let immediate: NodeJS.Immediate | undefined;
    const timer = setTimeout(() => {
      immediate = setImmediate(work);
    }, ms);
    return () => {
      clearTimeout(timer);
      clearImmediate(immediate);
    };
  },
};
