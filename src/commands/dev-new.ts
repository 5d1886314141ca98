import { basename, resolve } from 'node:path';
import { challengeTemplate } from '../challenge/template.ts';
import { UsageError } from '../errors.ts';
import { missionTemplate } from '../lesson/template.ts';
import { scaffoldedView, type Scaffold } from '../view/dev.ts';
import type { Context } from './context.ts';

const template: Record<Scaffold['kind'], (context: Context, folder: string) => Record<string, string>> = {
  mission(_, folder) {
    const [, number, name] = /^(?:(\d{1,3})-)?(.*)$/.exec(folder)!;
    const id = checkId(name!, folder);
    return { 'README.md': missionTemplate({ id, number: Number(number ?? 1) || 1, title: titleOf(id) }) };
  },
  challenge({ deps }, folder) {
    const id = checkId(folder, folder);
    return challengeTemplate({ id, title: titleOf(id) }, deps.packageFile('lua/fixed-window.lua'));
  },
};

/** `hyperdrive dev new mission|challenge <folder>`: writes one that holds, to begin with. */
export async function run(context: Context, _options: object, [kind, folder]: string[]): Promise<void> {
  const what = kind as Scaffold['kind'];
  const files = template[what](context, basename(resolve(folder!)));
  await context.deps.writeNewFolder(folder!, files);
  const scaffold: Scaffold = { kind: what, folder: folder!, files: Object.keys(files) };
  context.result({ ...scaffold }, (style) => scaffoldedView(scaffold, style));
}

/** What a folder's name makes the id, and so what progress is kept by. Throws `UsageError`. */
function checkId(id: string, folder: string): string {
  if (/^[a-z][a-z0-9-]{0,63}$/.test(id)) return id;
  throw new UsageError(
    `The folder's name becomes the id, which is of a-z 0-9 and hyphens and begins with a letter; got ${JSON.stringify(folder.slice(0, 80))}.`,
  );
}

/** `slow-start` as `Slow start`. */
function titleOf(id: string): string {
  const words = id.split('-').filter(Boolean).join(' ');
  return words[0]!.toUpperCase() + words.slice(1);
}
