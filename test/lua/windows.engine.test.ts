import { correct } from '../../src/algorithms/index.ts';
import { describeLaws } from './laws.ts';

describeLaws(correct.filter(({ bucket }) => !bucket).map(({ name }) => name));
