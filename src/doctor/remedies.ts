/** What to do about an error of the server, by the word that it begins with. */
const remedies: Record<string, string> = {
  NOPERM:
    'Give the user its rights: ACL SETUSER name ~hyperdrive:* +@read +@write +@scripting +@transaction +@connection +time +info.',
  READONLY: 'This is a replica: name its primary.',
  OOM: 'The server is full: raise its maxmemory, or `hyperdrive reset` makes room.',
  MISCONF: 'It cannot save its data and refuses to write: its log says why.',
  NOREPLICAS: 'It waits for replicas that are not there.',
  LOADING: 'It is still reading its data: ask again in a moment.',
  BUSY: 'A script loops in it: SCRIPT KILL ends it, and `hyperdrive engine stop` a private server.',
  MOVED: 'This is one node of a cluster: name a server that stands alone.',
  CLUSTERDOWN: 'This is one node of a cluster that is down: name a server that stands alone.',
};

/** A remedy for an error of the server, or for one that quotes it; undefined where nobody knows one. */
export function remedyFor(message: string): string | undefined {
  return Object.entries(remedies).find(([word]) => message.split(' ').includes(word))?.[1];
}
