import type { Script } from '../limiter/script.ts';
import type { Convention } from './convention.ts';
import type { Modelled } from './models/index.ts';

/** A script under attack, and all that the attack knows of it. */
export interface Specimen {
  /** The file as the person named it. */
  file: string;
  /** One; several where the limiter takes several calls. */
  scripts: readonly Script[];
  /** What it promises to be: a name in `models`, or the id of a challenge that has rules of its own. */
  promises: string;
  model: Modelled;
  convention: Convention;
  /** The packaged script (an algorithm's name, `flawed/…` too) that its cost is compared with. */
  reference: string | null;
}
