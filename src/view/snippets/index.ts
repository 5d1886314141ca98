import type { Application } from './application.ts';
import { goSnippet } from './go.ts';
import { nodeSnippet } from './node.ts';
import { pythonSnippet } from './python.ts';

export type { Application } from './application.ts';

/** How an application calls a script, as a program that runs, by language. */
export const snippets = {
  node: nodeSnippet,
  python: pythonSnippet,
  go: goSnippet,
} satisfies Record<string, (application: Application) => string>;

export type Language = keyof typeof snippets;
