import { capacityOf, delays, orderRemark, remarks, underscored, type Application } from './application.ts';

/** For Python, with the package valkey. */
export function pythonSnippet(application: Application): string {
  const { name, words, drive } = application;
  const capacity = capacityOf(application);
  const numbers = {
    LIMIT: drive.limit,
    PERIOD_MS: drive.periodMs,
    ...(capacity !== null && { CAPACITY: capacity }),
  };
  const values = Object.values(numbers).map(underscored);
  const args = words.args.map((word) =>
    word.name === 'now_ms' ? '""' : word.name === 'cost' ? 'cost' : word.name.toUpperCase(),
  );
  return `# Save beside the script: hyperdrive lua ${name} --raw > ${name}.lua
import os
import sys${delays(application) ? '\nimport time' : ''}
from pathlib import Path
from typing import NamedTuple

import valkey  # pip install valkey

# ${remarks.numbers}
${Object.keys(numbers).join(', ')} = ${values.join(', ')}

# ${remarks.client}
client = valkey.from_url(os.environ.get("VALKEY_URL", "valkey://127.0.0.1:6379"), socket_timeout=2)
# ${remarks.sha}
script = client.register_script(Path(__file__).with_name("${name}.lua").read_bytes())


class Decision(NamedTuple):
${words.reply.map((word) => `    ${word.name}: int${word.name === 'allowed' ? '  # 1 or 0' : ''}`).join('\n')}


def decide(caller, cost=1):
    # ${orderRemark(application)}
    key = f"limit:${name}:{caller}"
    return Decision(*script([key], [${args.join(', ')}]))


if __name__ == "__main__":
    try:
        decision = decide(sys.argv[1] if len(sys.argv) > 1 else "enterprise")
        print(decision)${delays(application) ? `\n        if decision.allowed:\n            time.sleep(decision.delay_ms / 1000)  # ${remarks.queue}` : ''}
    except valkey.ResponseError:
        raise  # ${remarks.bug}
    except valkey.ValkeyError as error:
        # ${remarks.open}
        sys.exit(str(error))
`;
}
