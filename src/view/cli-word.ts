/** A word as it is typed at the prompt of valkey-cli: quoted where it must be, every other byte as `\xHH`. */
export function cliWord(word: Buffer | string): string {
  const bytes = Buffer.from(word);
  const text = bytes.toString('latin1');
  return /^[\w:{}@./+-]+$/.test(text)
    ? text
    : `"${text.replaceAll(special, (character) => named[character] ?? hex(character))}"`;
}

const special = /[^\x20-\x7e]|["\\]/g;
const named: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function hex(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
