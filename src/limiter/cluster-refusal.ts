const remedy =
  'Declare every key in KEYS, and give them one hash tag, such as {ship}: then they share a slot.';

/** What a cluster's refusal of a script means, and what to do; null where the error is another one. */
export function clusterRefusal(message: string): string | null {
  if (message.includes('non local key in a cluster node')) {
    const line = /user_script:(\d+)/.exec(message)?.[1];
    const where = line === undefined ? '' : ` in line ${line}`;
    return `it uses a key${where} that it has not declared, and on this cluster that key lives on another node. ${remedy}`;
  }
  if (message.includes('do not hash to the same slot'))
    return `it uses keys of different slots, and a script works on one slot. ${remedy}`;
  if (message.startsWith('CROSSSLOT'))
    return `CROSSSLOT: its keys are in different slots, and a cluster runs no script across slots. ${remedy}`;
  return null;
}
