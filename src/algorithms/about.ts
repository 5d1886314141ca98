/** What `hyperdrive lua` tells of a script under the contract. Tests hold it against the script and the server. */
export interface About {
  /** The commands that one jump of cost 1 sends, in their order. */
  commands: {
    admitted: readonly string[];
    denied: readonly string[];
    look: readonly string[];
  };
  /** How its work grows. */
  time: string;
  /** What the key holds. */
  keeps: string;
  /** How large the key gets at 10 per 60 s, as MEMORY USAGE tells on Valkey 8. */
  keyBytes: number;
  /** The lines that surprise. */
  notes: readonly LineNote[];
  /** What to type next, and what to look for. */
  tryNext: readonly [Suggestion, Suggestion];
}

export interface LineNote {
  /** A line of the script without its indentation; no other line is the same. */
  line: string;
  note: string;
}

export interface Suggestion {
  command: string;
  why: string;
}
