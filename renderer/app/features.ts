import { annotations } from '../features/annotations/feature.ts';
import { sqlConsole } from '../features/console/feature.ts';
import { entities } from '../features/entities/feature.ts';
import { evidence } from '../features/evidence/feature.ts';
import { explore } from '../features/explore/feature.ts';
import { exporting } from '../features/export/feature.ts';
import { overview } from '../features/overview/feature.ts';
import { places } from '../features/places/feature.ts';
import type { Feature } from '../services/feature.ts';

/** All features, their screens in the order of the rail. */
export const features: readonly Feature[] = [
  overview,
  explore,
  places,
  annotations,
  sqlConsole,
  evidence,
  entities,
  exporting,
];
