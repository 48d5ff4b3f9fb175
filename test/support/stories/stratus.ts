import { addNoise } from './noise.ts';
import { chanceOf } from './random.ts';
import { World, type TrailRecord } from './world.ts';

const asText = (value: unknown): string => JSON.stringify(value);

/** Records of a file with every name of the exercise, account and key exchanged, at the end of a quiet archive of about so many events. */
export function insideQuiet(
  records: readonly TrailRecord[],
  seed: number,
  events: number,
): readonly TrailRecord[] {
  const chance = chanceOf(seed);
  const world = new World(chance, 12);
  while (world.records.length < events) addNoise(world);
  const name = chance.letters(8, 'abcdefghijkl');
  const text = asText(records)
    .replaceAll('stratus-red-team', `team-${name}`)
    .replaceAll('StratusRedTeam', `Team${name}`)
    .replaceAll('malicious-', `${name}-`)
    .replaceAll('christophe', `user-${name}`)
    .replace(/"(AKIA|ASIA)[A-Z0-9]{16}"/g, (_, kind: string) => `"${kind}${chance.letters(16)}"`);
  const own = JSON.parse(text) as TrailRecord[];
  const first = Math.min(...own.map(({ eventTime }) => Date.parse(String(eventTime))));
  const shift = world.at(world.days - 1, 15 * 3600) - first;
  const account = own.map((one) => one['recipientAccountId']).find((one) => typeof one === 'string') ?? '';
  const moved = own.map((one) => ({
    ...one,
    eventTime: `${new Date(Date.parse(String(one['eventTime'])) + shift).toISOString().slice(0, 19)}Z`,
  }));
  return [...world.records, ...moved].map((one) =>
    account === '' ? one : (JSON.parse(asText(one).replaceAll(account, world.account)) as TrailRecord),
  );
}
