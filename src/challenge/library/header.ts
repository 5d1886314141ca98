const header = /^--+\s*hyperdrive:.*?\bchallenge=([A-Za-z0-9-]+)/;

/** The first line of a challenge's starter, by which the learner's file is known wherever it goes. */
export function headerOf(id: string): string {
  return `-- hyperdrive: challenge=${id}`;
}

/** The id of the challenge that a script's leading comments name; null where they name none. */
export function challengeNamed(script: string): string | null {
  for (const line of script.replace(/^\uFEFF/, '').split('\n')) {
    const id = header.exec(line.trim())?.[1];
    if (id) return id;
    if (!/^\s*(--.*)?$/.test(line)) return null;
  }
  return null;
}
