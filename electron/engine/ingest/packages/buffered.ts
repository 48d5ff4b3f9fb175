import { limits } from '../bytes/limits.ts';
import { memorySource, type ByteSource } from '../bytes/read-file.ts';
import type { Unpacking } from './budget.ts';

/** A source of which any place can be reached. */
export type ReachableSource = ByteSource & Required<Pick<ByteSource, 'read'>>;

const isReachable = (source: ByteSource): source is ReachableSource => source.read !== undefined;

/**
 * The source where any place of it can be reached; what came as a stream is collected in memory until `release` is called.
 * Throws `PackingError` when it is too large to hold.
 */
export async function buffered(
  source: ByteSource,
  { budget }: Unpacking,
): Promise<{ readonly source: ReachableSource; readonly release: () => void }> {
  if (isReachable(source)) return { source, release: () => undefined };
  const chunks: Buffer[] = [];
  const releases: (() => void)[] = [];
  const release = (): void => {
    for (const one of releases.splice(0)) one();
  };
  try {
    if (source.sizeBytes > limits.bufferedMemberBytes) budget.hold(source.sizeBytes);
    for await (const chunk of source.stream()) {
      releases.push(budget.hold(chunk.length));
      chunks.push(chunk);
    }
  } catch (error) {
    release();
    throw error;
  }
  return { source: memorySource(Buffer.concat(chunks)), release };
}
