/** As much of autocannon as tests use. */
declare module 'autocannon' {
  interface Options {
    url: string;
    connections: number;
    /** Seconds. */
    duration: number;
    /** Seconds that an answer may take. */
    timeout: number;
    /** Ms from one look at its own clients to the next. */
    sampleInt: number;
    /** So many errors stop it. */
    bailout?: number;
    headers: Record<string, string>;
    requests: {
      onResponse(status: number, body: string, context: object, headers: Record<string, string>): void;
    }[];
  }
  interface Result {
    errors: number;
    timeouts: number;
  }
  export default function autocannon(options: Options): Promise<Result> & { stop(): void };
}
