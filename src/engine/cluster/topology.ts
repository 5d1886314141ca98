/** From and to, both included. */
export type SlotRange = readonly [from: number, to: number];

/** One node as `CLUSTER NODES` tells of it. */
export interface NodeSeen {
  id: string;
  host: string;
  port: number;
  role: 'primary' | 'replica';
  /** Of a replica: the id of its primary. */
  primaryId: string | null;
  /** The majority of primaries holds it for dead, or it has not been met yet. */
  failed: boolean;
  /** The node that was asked. */
  myself: boolean;
  slots: SlotRange[];
}

/** Reads the answer of `CLUSTER NODES`; in the order of their ports. */
export function readNodes(text: string): NodeSeen[] {
  const lines = text.split('\n').filter((line) => line.trim());
  return lines.map(readNode).sort((a, b) => a.port - b.port);
}

/** `id ip:port@bus[,hostname] flags primary ping pong epoch link slot…` */
function readNode(line: string): NodeSeen {
  const [id = '', address = '', flagList = '', primary = '-', , , , , ...slots] = line.trim().split(' ');
  const [, host = '', port = ''] = /^(.*):(\d+)(?:@|,|$)/.exec(address) ?? [];
  const flags = flagList.split(',');
  return {
    id,
    host,
    port: Number(port),
    role: flags.includes('master') ? 'primary' : 'replica',
    primaryId: primary === '-' ? null : primary,
    failed: flags.includes('fail') || flags.includes('handshake') || flags.includes('noaddr'),
    myself: flags.includes('myself'),
    // In brackets are slots on the move.
    slots: slots.filter((slot) => /^\d/.test(slot)).map(readRange),
  };
}

function readRange(text: string): SlotRange {
  const [from, to = from] = text.split('-').map(Number);
  return [from!, to!];
}

/** Whether a node's ranges hold a slot. */
export function holds(slots: readonly SlotRange[], slot: number): boolean {
  return slots.some(([from, to]) => from <= slot && slot <= to);
}
