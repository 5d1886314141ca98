import type { Reply } from '../engine/port.ts';
import type { Call, Decision, Drive } from '../limiter/decision.ts';

/** The declaration of one Lua script: how to call it, how to read it, and what to know of it. */
export interface Algorithm {
  /** As typed behind `--algorithm`; the script is `lua/<name>.lua`. */
  name: string;
  summary: string;
  tradeOff: string;
  /** Whether the drive's `capacity` means something to it. */
  bucket: boolean;
  /** What is wrong with it, for the gallery of widespread mistakes. */
  flaw?: string;
  /** Why it cannot do what is asked, where its convention is narrower than the contract. */
  refuses?(drive: Drive, cost: number): string | null;
  /** ARGV for one jump. */
  args(call: Call): string[];
  read(reply: Reply): Decision;
}
