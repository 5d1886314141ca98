import { count } from '../view/format.ts';
import { failed, ok, type Check } from './check.ts';

const again = 'Install hyperdrive-workshop again.';

/** What came with hyperdrive, and the fleet that the user brought. */
export const packageChecks: readonly Check[] = [
  {
    area: 'hyperdrive',
    check: 'version',
    examine: ({ package: { version, folder } }) => [ok(`hyperdrive ${version} in ${folder}`)],
  },
  {
    area: 'hyperdrive',
    check: 'scripts',
    examine: ({ package: { scripts } }) =>
      scripts.missing.length
        ? scripts.missing.map((path) => failed(`${path} is missing`, again))
        : [ok(`${count(scripts.count, 'script')} in lua/`)],
  },
  {
    area: 'hyperdrive',
    check: 'missions',
    examine({ package: { missions } }) {
      if (missions.problems.length) return missions.problems.map((problem) => failed(problem, again));
      if (!missions.count) return [failed('there is no mission in missions/', again)];
      return [ok(`${count(missions.count, 'mission')} in missions/`)];
    },
  },
  {
    area: 'hyperdrive',
    check: 'fleet',
    examine({ fleet }) {
      if (!fleet) return [];
      if ('refused' in fleet.ships) return fleet.ships.refused.split('\n').map((line) => failed(line));
      return [ok(`${count(fleet.ships.value, 'ship')} of ${fleet.file}, in place of the built-in fleet`)];
    },
  },
];
