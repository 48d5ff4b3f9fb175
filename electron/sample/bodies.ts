import { COMPUTE_BODIES } from './bodies-compute.ts';
import { SECURITY_BODIES } from './bodies-security.ts';
import { STORAGE_BODIES } from './bodies-storage.ts';
import { WORKLOADS } from './names.ts';
import type { BodyBuilder, Scene } from './scene.ts';
import type { CallBody, Json } from './types.ts';

const BUILDERS: ReadonlyMap<string, BodyBuilder> = new Map(
  [COMPUTE_BODIES, STORAGE_BODIES, SECURITY_BODIES].flatMap((group) => Object.entries(group)),
);

interface NameParts {
  readonly lists: boolean;
  readonly field: string;
  readonly result: string;
}

const partsByName = new Map<string, NameParts>();

function partsOf(eventName: string): NameParts {
  const known = partsByName.get(eventName);
  if (known) return known;
  const plain = eventName.replace(/\d{4}_?\d{2}_?\d{2}(v\d)?$/, '');
  const noun = plain.replace(/^[A-Z][a-z]+/, '') || 'Resource';
  const field = noun.charAt(0).toLowerCase() + noun.slice(1).replace(/ies$/, 'y').replace(/s$/, '');
  const parts = { lists: /^(List|Describe)/.test(plain) && noun.endsWith('s'), field, result: field };
  partsByName.set(eventName, parts);
  return parts;
}

function generalBody(scene: Scene): CallBody {
  const { rng, account, region, call } = scene;
  const { lists, field, result } = partsOf(call.name);
  const name = `${rng.pick(WORKLOADS)}-${rng.pick(['api', 'worker', 'main', 'blue', 'green'])}`;
  const arn = `arn:aws:${call.service}:${region}:${account.id}:${field.toLowerCase()}/${name}`;
  const request: Record<string, Json> = {};
  if (lists) {
    request['maxResults'] = rng.pick([50, 100, 500]);
    if (rng.chance(0.3)) request['nextToken'] = rng.alnum(rng.int(60, 240));
    if (rng.chance(0.4)) request[`${field}Names`] = [name];
  } else {
    request[`${field}Name`] = name;
    if (rng.chance(0.5)) request[`${field}Arn`] = arn;
  }
  if (call.readOnly) return { request };
  request['clientToken'] = rng.uuid();
  request['tags'] = [
    { key: 'environment', value: account.name },
    { key: 'service', value: rng.pick(WORKLOADS) },
  ];
  const response = { [result]: { arn, name, status: 'ACTIVE', createdBy: scene.principal.name } };
  return { request, response: rng.chance(0.7) ? response : null };
}

/** Request, response, resources and extra data of one call; calls without a builder of their own get a general one. */
export function bodyOf(scene: Scene): CallBody {
  const builder = BUILDERS.get(`${scene.call.service}:${scene.call.name}`);
  return builder ? builder(scene) : generalBody(scene);
}
