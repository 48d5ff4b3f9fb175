import { describe, expect, it } from 'vitest';
import { strangerWords } from '../../renderer/features/welcome/stranger.ts';

const day = (date: string): number => Date.parse(`${date}T00:00:00Z`) * 1_000;
const workspace = {
  title: 'acme-breach',
  firstEventMicros: day('2021-07-28'),
  lastEventMicros: day('2021-08-02'),
};
const archive = (first: string, last: string, ...accounts: readonly string[]) => ({
  firstDeliveryMicros: day(first),
  lastDeliveryMicros: day(last),
  accounts: accounts.map((value) => ({ value, files: 1 })),
});

describe('an archive beside the open workspace', () => {
  it.each([
    ['after', archive('2024-01-01', '2024-01-02', '111111111111')],
    ['before', archive('2020-01-01', '2020-01-02', '111111111111')],
  ])('of another time, %s it, and other accounts is a stranger', (when, inventory) => {
    expect(strangerWords(inventory, workspace, ['222222222222', '333333333333', '444444444444'])).toBe(
      'This seems to be another case than acme-breach. ' +
        'No account is in both: here 111111111111, there 3 accounts. ' +
        `And these logs were delivered ${when} its events, which are from 2021-07-28 to 2021-08-02.`,
    );
  });

  it.each([
    ['shares an account', archive('2024-01-01', '2024-01-02', '111111111111', '222222222222')],
    ['shares its time', archive('2021-08-01', '2024-01-02', '111111111111')],
    [
      'was delivered within the hour after its last event',
      archive('2021-08-02', '2021-08-03', '111111111111'),
    ],
    ['holds all of its time', archive('2021-01-01', '2021-12-31', '111111111111')],
    ['names no account', archive('2024-01-01', '2024-01-02')],
    ['names no time', { ...archive('2024-01-01', '2024-01-02', '1'), firstDeliveryMicros: null }],
  ])('that %s is none', (_what, inventory) => {
    expect(strangerWords(inventory, workspace, ['222222222222'])).toBeUndefined();
  });

  it('to a workspace of one day names that day once', () => {
    const oneDay = { ...workspace, lastEventMicros: workspace.firstEventMicros };
    expect(strangerWords(archive('2024-01-01', '2024-01-02', '1'), oneDay, ['2'])).toMatch(
      / which are from 2021-07-28\.$/,
    );
  });

  it('is none to a workspace without events', () => {
    const empty = { ...workspace, firstEventMicros: null, lastEventMicros: null };
    expect(strangerWords(archive('2024-01-01', '2024-01-02', '1'), empty, [])).toBeUndefined();
  });
});
