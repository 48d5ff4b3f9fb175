import * as v from 'valibot';
import type { Journey, Visit } from './journey.svelte.ts';
import { firstScreen, screenNames, type ScreenName, type Screens } from './screens.svelte.ts';
import { stepIdSchema } from './stored-explore.ts';
import type { StoredPart } from './stored-part.ts';

/** The screen in front. What it was asked to show is part of the way to it. */
export const storedScreen = (screens: Screens): StoredPart<ScreenName> => ({
  key: 'screen',
  schema: v.picklist(screenNames),
  snapshot: () => screens.current,
  track: () => screens.current,
  restore: (name) => screens.go(name ?? firstScreen),
});

const visitSchema = v.strictObject({
  screen: v.picklist(screenNames),
  params: v.record(v.string(), v.unknown()),
  stepId: stepIdSchema,
});

/** A visit as of now: the page of an account or a Region once belonged to the screen of the matrix. */
function visitOfNow(visit: v.InferOutput<typeof visitSchema>): Visit {
  const { account, region } = visit.params;
  const value = account ?? region;
  if (visit.screen !== 'places' || value === undefined) return visit;
  return {
    ...visit,
    screen: 'profile',
    params: { kind: account === undefined ? 'region' : 'account', value },
  };
}

const journeySchema = v.strictObject({
  visits: v.pipe(v.array(v.pipe(visitSchema, v.transform(visitOfNow))), v.maxLength(1_000)),
  at: stepIdSchema,
});

/** The way through screens and steps. It goes by both, so it is restored after them. */
export const storedJourney = (journey: Journey): StoredPart<v.InferOutput<typeof journeySchema>> => ({
  key: 'journey',
  schema: journeySchema,
  snapshot: () => ({ visits: journey.visits, at: journey.at }),
  track: () => [journey.visits, journey.at],
  restore: (way) => journey.restore(way),
});
