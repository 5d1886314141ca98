/** One name of the contract, and what it means in plain words. */
export interface ContractWord {
  name: string;
  meaning: string;
}

export interface ContractWords {
  keys: readonly ContractWord[];
  args: readonly ContractWord[];
  reply: readonly ContractWord[];
}

/** How a script under the contract is called and what it answers, in order. */
export function contractWords({ bucket, delays }: { bucket: boolean; delays?: true }): ContractWords {
  return {
    keys: [{ name: 'key', meaning: 'the limiter: one for each caller' }],
    args: [
      { name: 'limit', meaning: 'units per period' },
      { name: 'period_ms', meaning: 'length of the period, in milliseconds' },
      { name: 'cost', meaning: 'units that are wanted; 0 only looks' },
      { name: 'now_ms', meaning: "'' for the server's clock, or an instant to decide at" },
      ...(bucket ? [{ name: 'capacity', meaning: "units that may come at once; '' for the limit" }] : []),
    ],
    reply: [
      { name: 'allowed', meaning: '1 or 0' },
      { name: 'remaining', meaning: 'units that would still be admitted right now' },
      { name: 'retry_after_ms', meaning: 'wait until the same is admitted; 0 when it was, -1 for never' },
      { name: 'reset_after_ms', meaning: 'wait until the limiter is as good as new' },
      ...(delays
        ? [{ name: 'delay_ms', meaning: 'wait of one that was admitted, until it is its turn' }]
        : []),
    ],
  };
}
