import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// A test file says by its suffix what it needs; its folder says what it is about.
//   name.test.ts          nothing but Node
//   name.engine.test.ts   an engine, chosen by HYPERDRIVE_TEST_ENGINE (see support/engine-under-test.ts)
//   name.content.test.ts  an engine too; plays the missions
//   name.cli.test.ts      real processes and pseudo-terminals, alone on the machine
// Half of what an attack takes is its server's time: two files at once keep even two cores busy.
const maxWorkers = Math.max(2, availableParallelism() - 1);
const globalSetup = ['./test/global-setup.ts'];

export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.{engine,content,cli}.test.ts'],
        },
      },
      {
        test: {
          name: 'engine',
          include: ['test/**/*.engine.test.ts'],
          globalSetup,
          testTimeout: 60_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'content',
          include: ['test/**/*.content.test.ts'],
          globalSetup,
          testTimeout: 60_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'cli',
          include: ['test/**/*.cli.test.ts'],
          globalSetup,
          testTimeout: 60_000,
          hookTimeout: 30_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
