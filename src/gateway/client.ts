import { Agent, request, type ClientRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { codeOf, messageOf } from '../errors.ts';

/** By their names in lower case. */
export type HttpHeaders = Readonly<Record<string, string>>;

/** What a gateway answered, without its body; or why there is no answer, in a few words. */
export type HttpAnswer = { status: number; headers: HttpHeaders } | { status: null; trouble: string };

/** Asks HTTP servers over connections that are kept. */
export interface HttpClient {
  /** Never rejects: that nobody answers is an answer, too. */
  get(url: URL, headers: Readonly<Record<string, string>>): Promise<HttpAnswer>;
  close(): void;
}

/** A server that accepts a request and never answers must not hold a burst for ever. */
const deadlineMs = 10_000;

export function openHttpClient(): HttpClient {
  const agent = new Agent({ keepAlive: true });
  const tlsAgent = new TlsAgent({ keepAlive: true });
  return {
    get: (url, headers) =>
      answerOf(
        url.protocol === 'https:'
          ? tlsRequest(url, { agent: tlsAgent, headers })
          : request(url, { agent, headers }),
      ),
    close() {
      agent.destroy();
      tlsAgent.destroy();
    },
  };
}

function answerOf(asking: ClientRequest): Promise<HttpAnswer> {
  return new Promise((settle) => {
    const failed = (error: unknown): void => settle({ status: null, trouble: reason(error) });
    const timer = setTimeout(() => asking.destroy(new Late()), deadlineMs);
    asking
      .on('error', failed)
      .on('close', () => clearTimeout(timer))
      .on('response', (response) => {
        const { statusCode = 0, headers } = response;
        response
          .on('error', failed)
          // What is read whole leaves its connection to the next request.
          .on('end', () => settle({ status: statusCode, headers: single(headers) }))
          .resume();
      })
      .end();
  });
}

/** Node gives one header alone as a list, and it is no gateway's business: cookies. */
function single(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(entries) as Record<string, string>;
}

class Late extends Error {}

function reason(error: unknown): string {
  const code = codeOf(error);
  if (error instanceof Late) return `no answer within ${deadlineMs / 1_000} s`;
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its host is not known';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'it hung up';
  if (code?.startsWith('HPE_')) return 'what answers there does not speak HTTP';
  return messageOf(error);
}
