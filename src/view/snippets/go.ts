import { camelCase, capacityOf, delays, orderRemark, remarks, type Application } from './application.ts';

/** For Go, with valkey-go. */
export function goSnippet(application: Application): string {
  const { name, words, drive } = application;
  const given: Record<string, string> = {
    limit: `"${drive.limit}"`,
    period_ms: `"${drive.periodMs}"`,
    cost: 'fmt.Sprint(cost)',
    now_ms: '""',
    capacity: `"${capacityOf(application)}"`,
  };
  const args = words.args.map((word) => given[word.name]);
  const fields = words.reply.map((word) => pascalCase(word.name));
  return `// Save as main.go, beside the script: hyperdrive lua ${name} --raw > ${name}.lua
package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"time"

	"github.com/valkey-io/valkey-go" // go get github.com/valkey-io/valkey-go
)

//go:embed ${name}.lua
var text string
var script = valkey.NewLuaScript(text)

type Decision struct{ ${fields.join(', ')} int64 } // Allowed: 1 or 0

func decide(ctx context.Context, client valkey.Client, caller string, cost int) (Decision, error) {
	// ${orderRemark(application)}
	args := []string{${args.join(', ')}}
	// ${remarks.sha}
	r, err := script.Exec(ctx, client, []string{"limit:${name}:" + caller}, args).AsIntSlice()
	if err != nil {
		return Decision{}, err
	}
	return Decision{${fields.map((_, at) => `r[${at}]`).join(', ')}}, nil
}

func main() {
	// ${remarks.client}
	option := valkey.MustParseURL(os.Getenv("VALKEY_URL")) // Such as valkey://127.0.0.1:6379.
	option.ConnWriteTimeout = 2 * time.Second
	client, err := valkey.NewClient(option)
	if err != nil {
		panic(err)
	}
	defer client.Close()
	// ${remarks.open}
	decision, err := decide(context.Background(), client, "enterprise", 1)
	fmt.Printf("%+v %v\\n", decision, err)${
    delays(application)
      ? `
	time.Sleep(time.Duration(decision.DelayMs) * time.Millisecond) // ${remarks.queue}`
      : ''
  }
}
`;
}

function pascalCase(name: string): string {
  const camel = camelCase(name);
  return camel[0]!.toUpperCase() + camel.slice(1);
}
