import { splitFrontMatter } from '../content/front-matter.ts';
import { isBlock, misspeltBlock, readBlock, type Fence } from './blocks.ts';
import { readMissionCard } from './front-matter.ts';
import type { Mission, Note, Problem, Prose, Step } from './mission.ts';

export interface Parsed {
  /** As much as could be read; null without a usable front matter. */
  mission: Mission | null;
  problems: Problem[];
}

/** Reads a mission's Markdown. Everything that is wrong with it is collected; nothing is thrown. */
export async function parseMission(source: string, file: string): Promise<Parsed> {
  const problems: Problem[] = [];
  const note: Note = (line, message, remedy) => problems.push({ file, line, message, remedy });
  const { yaml, body, bodyLine } = splitFrontMatter(source);
  const card = await readMissionCard(yaml, note);
  const content = readBody(body, bodyLine, note);
  problems.sort((a, b) => a.line - b.line);
  return { mission: card && { ...card, ...content }, problems };
}

/** Whether a README.md is meant to be a mission: it has a front matter, or a block that means something in missions alone. */
export function meansMission(source: string): boolean {
  return /^\uFEFF?---\s*\n|^(`{3,}|~{3,})\s*(hyperdrive|valkey|predict|quiz)\b/m.test(source);
}

/** GitHub's anchor of a heading. */
export function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

type Content = Pick<Mission, 'intro' | 'steps' | 'links'>;

function readBody(lines: readonly string[], firstLine: number, note: Note): Content {
  const content: Content = { intro: null, steps: [], links: [] };
  let prose: Prose | null = null;

  const endProse = () => {
    const done = prose;
    prose = null;
    if (!done || done.text.trim() === '') return;
    // Blank lines before the first word would shift its line number.
    const skipped = /^\s*\n/.exec(done.text)?.[0].split('\n').length ?? 1;
    const trimmed: Prose = {
      kind: 'prose',
      line: done.line + skipped - 1,
      text: done.text.replace(/^(\s*\n)+/, '').trimEnd(),
    };
    const step = content.steps.at(-1);
    if (step) step.items.push(trimmed);
    else if (!content.intro) content.intro = trimmed;
    else content.intro.text += `\n\n${trimmed.text}`;
  };
  const addProse = (text: string, line: number) => {
    prose ??= { kind: 'prose', line, text: '' };
    prose.text += `${text}\n`;
  };

  for (let at = 0; at < lines.length; at++) {
    const line = firstLine + at;
    const fence = openFence(lines[at]!);
    if (fence) {
      const end = closingLine(lines, at, fence.mark);
      if (end < 0)
        note(line, 'A fence is opened and never closed.', `Close it with a line of ${fence.mark}.`);
      const bodyEnd = end < 0 ? lines.length : end;
      if (isBlock(fence.language)) {
        endProse();
        const block: Fence = { ...fence, line, body: lines.slice(at + 1, bodyEnd) };
        const step = content.steps.at(-1);
        const item = readBlock(block, note);
        if (step) step.items.push(item);
        else
          note(
            line,
            `A \`\`\`${fence.language} block stands before the first step.`,
            'Begin a step with a ## heading above it.',
          );
      } else {
        const meant = misspeltBlock(fence.language);
        if (meant !== null)
          note(
            line,
            `\`\`\`${fence.language} is shown as it stands.`,
            `If it should do something, write ${meant}.`,
          );
        for (const text of lines.slice(at, bodyEnd + 1)) addProse(text, line);
      }
      at = bodyEnd;
      continue;
    }
    if (lines[at]!.trimStart().startsWith('<!--')) {
      const end = lines.findIndex((text, index) => index >= at && text.includes('-->'));
      if (end < 0) {
        note(line, 'A comment is opened and never closed.', 'Close it with -->.');
        break;
      }
      const rest = lines[end]!.slice(lines[end]!.indexOf('-->') + 3).trim();
      if (rest !== '') addProse(rest, firstLine + end);
      at = end;
      continue;
    }
    const heading = /^(#{1,2})\s+(.*?)\s*#*\s*$/.exec(lines[at]!);
    if (heading?.[1] === '##') {
      endProse();
      content.steps.push(readStep(heading[2]!, line));
    } else if (heading) {
      // For readers on GitHub; the player shows the title of the front matter.
      if (content.steps.length)
        note(line, 'A # heading stands behind the first step.', 'Write ## for a step, ### within one.');
    } else {
      content.links.push(...linksIn(lines[at]!).map((target) => ({ target, line })));
      addProse(lines[at]!, line);
    }
  }
  endProse();
  return content;
}

function readStep(heading: string, line: number): Step {
  const detour = /\s*\(detour\)$/i;
  const title = heading.replace(detour, '').trim();
  return { id: slug(title), title, detour: detour.test(heading), line, items: [] };
}

function openFence(line: string): { mark: string; language: string; attributes: string[] } | null {
  const match = /^ {0,3}(`{3,}|~{3,})\s*(.*)$/.exec(line);
  if (!match || (match[1]!.startsWith('`') && match[2]!.includes('`'))) return null;
  const [language = '', ...attributes] = match[2]!.trim().split(/\s+/);
  return { mark: match[1]!, language, attributes };
}

function closingLine(lines: readonly string[], opened: number, mark: string): number {
  return lines.findIndex((line, at) => {
    const text = line.trim();
    return at > opened && text.length >= mark.length && text === mark[0]!.repeat(text.length);
  });
}

/** Targets of links that lead to files: not to the web, not to a mailbox. */
function linksIn(line: string): string[] {
  const prose = line.replaceAll(/(`+).*?\1/g, '');
  return [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target));
}
