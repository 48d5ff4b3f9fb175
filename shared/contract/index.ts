import { mergeContracts, type Client, type Handlers } from '../bridge/contract.ts';
import { consoleContract } from './console.ts';
import { coverageContract } from './coverage.ts';
import { countsContract, eventsContract } from './events.ts';
import { groupingContract } from './grouping.ts';
import { exportContract } from './export.ts';
import { ingestContract } from './evidence.ts';
import { jobsContract } from './jobs.ts';
import { namesContract } from './names.ts';
import { notesContract } from './annotations.ts';
import { overviewContract } from './overview.ts';
import { placesContract } from './places.ts';
import { entitiesContract } from './entities.ts';
import { relatedContract } from './related.ts';
import { savedContract } from './saved.ts';
import { timelineContract } from './timeline.ts';
import { searchContract } from './search.ts';
import { workspaceContract } from './workspaces.ts';

/** Everything the engine can be asked. */
export const engineContract = mergeContracts(
  workspaceContract,
  ingestContract,
  jobsContract,
  eventsContract,
  groupingContract,
  countsContract,
  timelineContract,
  coverageContract,
  placesContract,
  overviewContract,
  relatedContract,
  entitiesContract,
  consoleContract,
  exportContract,
  savedContract,
  notesContract,
  namesContract,
  searchContract,
);
/** The calls of the engine, as a type. */
export type EngineContract = typeof engineContract;
/** The caller's side of the engine. */
export type EngineClient = Client<EngineContract>;
/** The engine's side. */
export type EngineHandlers = Handlers<EngineContract>;
