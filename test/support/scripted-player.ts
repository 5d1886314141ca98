import type { Document, Prompts } from '../../src/deps.ts';
import { Interrupted } from '../../src/errors.ts';
import type { RawReply, ReplyError } from '../../src/engine/port.ts';
import type { BlockResult, PlayerIO } from '../../src/lesson/player.ts';
import type { Mission } from '../../src/lesson/mission.ts';
import { parseMission } from '../../src/lesson/parse.ts';
import { valkeyReply } from '../../src/view/valkey-reply.ts';
import { plainStyle } from './style.ts';

/** A mission of these steps under a good front matter. */
export async function missionOf(body: string): Promise<Mission> {
  const { mission, problems } = await parseMission(`${frontMatter}\n${body}`, 'lesson.md');
  if (!mission || problems.length) throw new Error(JSON.stringify(problems));
  return mission;
}

/** Eight lines, so that a body behind it begins at line 9. */
export const frontMatter = `---
id: tryout
number: 5
title: Try-out
minutes: 3
algorithms: [sliding-window-log]
objectives: [See it]
---`;

export interface Script {
  interactive?: boolean;
  /** What is typed at prompts: lines as they are, choices by their name. Ctrl-C where it ends. */
  answers?: string[];
  /** What command lines come to, beginning with the leading hyperdrive; an Error is thrown. */
  commands?: Record<string, Document | Error>;
  valkey?: Record<string, RawReply | ReplyError | Error>;
  lacks?: (keyof PlayerIO['capabilities'])[];
}

/** A world for the player: answers from a script, results from tables, and a log of everything that happened. */
export function scriptedPlayer({
  interactive = true,
  answers = [],
  commands = {},
  valkey = {},
  lacks = [],
}: Script) {
  const log: string[] = [];
  const results: BlockResult[] = [];
  const left = [...answers];
  const style = plainStyle();

  const answer = (): string => {
    const next = left.shift();
    if (next === undefined) throw new Interrupted();
    return next;
  };
  const prompts: Prompts = {
    async line(question, suggestion = '') {
      log.push(`? ${question}${suggestion ? ` (${suggestion})` : ''}`);
      return answer() || suggestion;
    },
    async choose(question, choices) {
      log.push(`? ${question} ${choices.map(({ name }) => name).join(' / ')}`);
      const name = answer();
      const found = choices.find((choice) => choice.name === name);
      if (!found) throw new Error(`"${name}" is no choice of: ${question}`);
      return found.value;
    },
    confirm: async () => false,
  };

  const io: PlayerIO = {
    style,
    interactive,
    prompts: async () => prompts,
    capabilities: Object.assign(
      {
        monitor: true,
        object: true,
        memory: true,
        ldb: true,
        acl: true,
        cluster: true,
        frozenTime: true,
        heldClock: true,
      },
      Object.fromEntries(lacks.map((name) => [name, false])),
    ),
    show: (text) => void log.push(...(text === '' ? [] : [text])),
    async run(line, mode) {
      log.push(mode === 'silent' ? `replay ${line}` : `run ${line}`);
      const outcome = commands[line];
      if (outcome instanceof Error) throw outcome;
      return outcome ?? null;
    },
    async valkey(line) {
      log.push(`valkey ${line}`);
      const reply = valkey[line] ?? null;
      if (reply instanceof Error && reply.name !== 'ReplyError') throw reply;
      return { reply: reply as RawReply | ReplyError, text: valkeyReply(reply as RawReply | ReplyError) };
    },
    clock: async () => ({ mode: 'held', nowMs: 3_600_000 }),
    enter: async () => void log.push('enter'),
    leave: async (resume) =>
      void log.push('leave', ...(resume === undefined ? [] : [`${resume} goes on from here`])),
    progress: { at: (step) => void log.push(`progress ${step}`), done: () => void log.push('progress done') },
    result: (result) => void results.push(result),
  };
  return { io, log, results, left };
}
