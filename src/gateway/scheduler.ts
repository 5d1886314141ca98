/** Has work done later; answers with how to call it off. */
export interface Scheduler {
  after(ms: number, work: () => void): () => void;
}

export const realTime: Scheduler = {
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};
