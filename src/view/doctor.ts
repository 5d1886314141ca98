import type { Document } from '../deps.ts';
import type { Finding, Level } from '../doctor/check.ts';
import { escapeLines } from './escape.ts';
import { count } from './format.ts';
import type { Style } from './style.ts';
import { wrapWords } from './wrap.ts';

/** What was found, a line each under its area, and what it comes to. */
export function doctorView(findings: readonly Finding[], style: Style): string {
  const areas = [...new Set(findings.map(({ area }) => area))];
  const told = new Set<string>();
  const lines = areas.flatMap((area) => [
    style.chalk.bold(area),
    ...findings
      .filter((finding) => finding.area === area)
      .map((finding) => findingLine(finding, told, style)),
    '',
  ]);
  return [...lines, wrapWords(summary(findings), style.width)].join('\n');
}

/** `told` are the remedies above: the same one again would bury what is different. */
function findingLine({ level, text, remedy }: Finding, told: Set<string>, style: Style): string {
  const said = safe(text);
  const sentences =
    remedy === undefined || told.has(remedy)
      ? [said]
      : [/[.!?]$/.test(said) ? said : `${said}.`, safe(remedy)];
  if (remedy !== undefined) told.add(remedy);
  return wrapWords(`${mark(level, style)} ${sentences.join(' ')}`, style.width);
}

/** On one line, and without what a terminal would act on. */
function safe(text: string): string {
  return escapeLines(text).replaceAll('\n', ' ');
}

/** ✓ and ✗ carry the meaning; a note has neither. */
function mark(level: Level, { chalk, unicode }: Style): string {
  if (level === 'ok') return chalk.green(unicode ? '✓' : '+');
  if (level === 'failed') return chalk.red(unicode ? '✗' : 'x');
  return chalk.yellow(unicode ? '·' : '-');
}

function summary(findings: readonly Finding[]): string {
  const failed = tally(findings, 'failed');
  const notes = tally(findings, 'note');
  return (
    [failed ? `${failed} failed` : 'All is well', ...(notes ? [count(notes, 'note')] : [])].join(', ') + '.'
  );
}

function tally(findings: readonly Finding[], level: Level): number {
  return findings.filter((finding) => finding.level === level).length;
}

/** The same as JSON. */
export function doctorDocument(findings: readonly Finding[]): Document {
  const failed = tally(findings, 'failed');
  return { ok: failed === 0, failed, notes: tally(findings, 'note'), findings };
}
