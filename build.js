/** Bundles src/ into dist/: chunks, so that a command loads what it needs and no more. `npm run build` */
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { rolldown } from 'rolldown';

const dist = 'dist';

/** Bundled packages ask that their licence travels with their code. */
function licences() {
  return {
    name: 'licences',
    generateBundle(_options, bundle) {
      const folders = new Set();
      for (const chunk of Object.values(bundle)) {
        for (const id of chunk.moduleIds ?? []) {
          const at = id.lastIndexOf(`node_modules${sep}`);
          if (at < 0) continue;
          const [first, second] = id.slice(at + 13).split(sep);
          folders.add(id.slice(0, at + 13) + (first.startsWith('@') ? join(first, second) : first));
        }
      }
      const texts = [...folders].sort().map((folder) => {
        const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
        return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : ''}`;
      });
      mkdirSync(dist, { recursive: true });
      writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), texts.join(`\n\n${'-'.repeat(72)}\n\n`) + '\n');
    },
  };
}

const builtins = createRequire(import.meta.url)('node:module').builtinModules;

rmSync(dist, { recursive: true, force: true });
const bundle = await rolldown({
  input: {
    main: 'src/main.ts',
    host: 'src/engine/host/main.ts',
    gateway: 'src/gateway/instance/main.ts',
  },
  platform: 'node',
  // The look-alike loads its WebAssembly from beside itself, so it stays outside the bundle.
  external: [/^node:/, ...builtins, /^js-redis-server/],
  plugins: [licences()],
});
await bundle.write({
  dir: dist,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunk-[name]-[hash].js',
  minify: 'dce-only',
});
await bundle.close();
