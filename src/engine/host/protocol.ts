import type { Socket } from 'node:net';

/** Raised when host and client could misunderstand each other; `stop` and `status` stay as they are for ever. */
export const protocolVersion = 2;

export type HostedKind = 'valkey' | 'cluster' | 'builtin';

export type Request =
  | { op: 'status' }
  | { op: 'stop' }
  /** Starts the engine if it does not run; `command` is the server binary for `valkey` and `cluster`. */
  | { op: 'engine'; kind: HostedKind; command?: string };

export interface HostedEngine {
  kind: HostedKind;
  /** Of a cluster: its first node's. */
  socket: string;
  pid: number;
  /** Of a cluster. */
  cluster?: HostedCluster;
}

export interface HostedCluster {
  /** In an answer to `engine` alone: `status` is to be shown. */
  password?: string;
  /** As they are now; the order stays. */
  nodes: HostedNode[];
}

export interface HostedNode {
  address: string;
  state: 'primary' | 'replica' | 'dead';
  /** `0-5460`, of a primary. */
  slots: string;
  /** Of a replica: where its primary listens. */
  primary?: string;
}

export interface Status {
  ok: true;
  protocol: number;
  pid: number;
  startedAtMs: number;
  engines: HostedEngine[];
}

export type Response =
  | Status
  | { ok: true; engine: HostedEngine }
  | { ok: true }
  | { ok: false; error: string };

/** Sends one JSON document as a line. */
export function send(socket: Socket, document: Request | Response): void {
  socket.write(`${JSON.stringify(document)}\n`);
}

/** Calls back with each line of JSON; a line that is not JSON ends the connection. */
export function onDocuments<T>(socket: Socket, receive: (document: T) => void): void {
  let pending = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (pending + chunk).split('\n');
    pending = lines.pop()!;
    for (const line of lines) {
      let document: T;
      try {
        document = JSON.parse(line) as T;
      } catch {
        socket.destroy();
        return;
      }
      receive(document);
    }
  });
}
