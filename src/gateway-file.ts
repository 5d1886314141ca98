import { correct, findAlgorithm } from './algorithms/index.ts';
import { isName } from './engine/namespace.ts';
import type { Policy } from './gateway/decider.ts';
import { isMethod, isOwn, isPattern, shadows, type Route } from './gateway/routes.ts';
import {
  checkedJson,
  driveFields,
  isObject,
  readDrive,
  reader,
  shown,
  unknownFields,
  whole,
  type Complain,
} from './json-fields.ts';
import { mostLimits } from './limiter/several.ts';

const remedy = 'The limits of a gateway are JSON; hyperdrive serve --help shows an example.';

/** Several limits at once are decided by one script, and it is this one's. */
const combinable = 'gcra';

/** The routes of a gateway's file. `file` is what messages call it. Throws `UsageError` with everything that is wrong, line by line. */
export function parseGateway(text: string, file: string): Route[] {
  return checkedJson(text, file, remedy, (value, complain) => {
    if (!isObject(value)) {
      complain('the file', `must be an object with policies and routes, got ${shown(value)}`);
      return [];
    }
    unknownFields(value, ['policies', 'routes'], { what: 'a gateway', at: '' }, complain);
    const policies = readPolicies(value['policies'], complain);
    return readRoutes(value['routes'], policies, complain);
  });
}

/** By name; those that something is wrong with are null. */
type Policies = ReadonlyMap<string, Policy | null>;

function readPolicies(value: unknown, complain: Complain): Policies {
  if (!isObject(value) || !Object.keys(value).length) {
    complain('policies', `must be an object of one policy or more, by name, got ${shown(value)}`);
    return new Map();
  }
  return new Map(Object.entries(value).map(([name, policy]) => [name, readPolicy(name, policy, complain)]));
}

function readPolicy(name: string, value: unknown, complain: Complain): Policy | null {
  if (!isName(name)) {
    complain('policies', `must be named with 1 to 64 of A-Z a-z 0-9 . _ -, got ${shown(name)}`);
    return null;
  }
  const at = `policies.${name}`;
  if (!isObject(value)) {
    complain(at, `must be an object, got ${shown(value)}`);
    return null;
  }
  unknownFields(value, [...driveFields, 'by'], { what: 'a policy', at: `${at}.` }, complain);
  const field = reader(value, at, complain);
  const whose = (given: unknown) =>
    given === undefined || given === 'caller' ? 'caller' : given === 'everyone' ? given : null;
  const by = field('by', whose, 'caller (the default) or everyone');
  const drive = readDrive(value, at, complain, correct);
  return drive === null || by === null ? null : { name, drive, by };
}

function readRoutes(value: unknown, policies: Policies, complain: Complain): Route[] {
  if (!Array.isArray(value) || !value.length) {
    complain('routes', `must be a list of one route or more, got ${shown(value)}`);
    return [];
  }
  const routes = value.map((route: unknown, i) => readRoute(route, `routes[${i}]`, policies, complain));
  const read = routes.filter((route) => route !== null);
  // Where something else is wrong with a route, what is said of the others may not hold.
  if (read.length === routes.length) {
    refuseIdle(read, policies, complain);
    refuseTwoBudgets(read, policies, complain);
  }
  return read;
}

/**
 * The first route that matches counts: what an earlier one always takes is never asked, nor what the gateway itself answers, nor
 * a policy that no route names.
 */
function refuseIdle(routes: readonly Route[], policies: Policies, complain: Complain): void {
  for (const [i, route] of routes.entries()) {
    if (isOwn(route))
      complain(
        `routes[${i}] (${shown(route.path)})`,
        `limits nothing, for GET of it is the gateway's own: leave it out, or limit another method, such as "POST"`,
      );
    const before = routes.slice(0, i).findIndex((earlier) => shadows(earlier, route));
    if (before === -1) continue;
    const taken = `can never match, for routes[${before}] (${shown(routes[before]!.path)}) comes first and takes all that it would`;
    complain(`routes[${i}] (${shown(route.path)})`, `${taken}: put it above that one, or leave it out`);
  }
  const used = new Set(routes.flatMap((route) => route.policies.map(({ name }) => name)));
  for (const [name, policy] of policies)
    if (policy && !used.has(name))
      complain(`policies.${name}`, 'limits nothing, for no route names it: name it in one, or leave it out');
}

/**
 * One call decides all of a route, so its keys share a slot: beside one of everyone's, a caller's policy stands in everyone's
 * slot, and elsewhere in the caller's. Those are two keys.
 */
function refuseTwoBudgets(routes: readonly Route[], policies: Policies, complain: Complain): void {
  for (const name of policies.keys()) {
    const beside = (route: Route) => route.policies.some(({ by }) => by === 'everyone');
    const naming = [...routes.entries()].filter(([, route]) =>
      route.policies.some((policy) => policy.by === 'caller' && policy.name === name),
    );
    const shared = naming.find(([, route]) => beside(route));
    const own = naming.find(([, route]) => !beside(route));
    if (!shared || !own) continue;
    complain(
      `policies.${name}`,
      `would give each caller two budgets: routes[${shared[0]}] has it beside a policy of everyone's, routes[${own[0]}] does not, and as one call decides all of a route, in one slot of a cluster, they cannot share a key: write the policy twice, under two names`,
    );
  }
}

function readRoute(value: unknown, at: string, policies: Policies, complain: Complain): Route | null {
  if (!isObject(value)) {
    complain(at, `must be an object, got ${shown(value)}`);
    return null;
  }
  unknownFields(value, ['path', 'method', 'cost', 'policies'], { what: 'a route', at: `${at}.` }, complain);
  const field = reader(value, at, complain);
  const path = field(
    'path',
    (given) => (isPattern(given) ? given : null),
    'a path such as "/api/login" or "/api/*"',
  );
  const method =
    value['method'] === undefined ? undefined : field('method', readMethod, 'a method such as "POST"');
  const cost = value['cost'] === undefined ? 1 : field('cost', whole, 'a whole number from 1 up');
  const named = field('policies', readNames, 'a list of one name or more, each once');
  if (path === null || method === null || cost === null || named === null) return null;
  const unknown = named.filter((name) => !policies.has(name));
  for (const name of unknown)
    complain(`${at}.policies`, `must be names of policies, and ${shown(name)} is none`);
  const known = named.flatMap((name) => policies.get(name) ?? []);
  if (known.length < named.length) return null;
  const refusal = refusalOf(known, cost);
  if (refusal !== null) complain(at, refusal);
  return { path, ...(method !== undefined && { method }), cost, policies: known };
}

/** Why these limits cannot be asked so; null where they can. */
export function refusalOf(policies: readonly Policy[], cost: number): string | null {
  if (policies.length > mostLimits)
    return `has ${policies.length} policies, and one call decides ${mostLimits} at most: leave out those that others imply`;
  const other = policies.length > 1 && policies.find(({ drive }) => drive.algorithm !== combinable);
  if (other)
    return `has several policies, which only ${combinable} decides in one call, and ${other.name} is a ${other.drive.algorithm}: make it ${combinable}, or leave it the only one`;
  for (const { name, drive } of policies) {
    const refused = findAlgorithm(drive.algorithm).refuses?.(drive, cost);
    if (refused) return `asks what ${name} cannot do: ${refused}`;
    const { limit, capacity = limit } = drive;
    if (cost > capacity)
      return `asks what ${name} cannot do: it never holds more than ${capacity}, so a cost of ${cost} would be denied for ever; lower the cost, or raise the ${drive.capacity === undefined ? 'limit' : 'capacity'}`;
  }
  return null;
}

function readMethod(value: unknown): string | null {
  const method = typeof value === 'string' ? value.toUpperCase() : '';
  return isMethod(method) ? method : null;
}

function readNames(value: unknown): string[] | null {
  if (!Array.isArray(value) || !value.length || new Set(value).size < value.length) return null;
  return value.every((name) => typeof name === 'string') ? value : null;
}
