/** A stranger's file can keep DuckDB busy without end while it is attached, and nothing interrupts that. */
export interface OpeningLimits {
  /** Processor time of this process, so that a busy machine refuses nothing that a quiet one opens. */
  readonly processorMs: number;
  readonly wallMs: number;
  /** By which the process may grow. */
  readonly memoryMb: number;
  readonly lookEveryMs: number;
}

/** A sound database of any size is attached in less than half a second and 100 MB. */
export const openingLimits: OpeningLimits = {
  processorMs: 8_000,
  wallMs: 30_000,
  memoryMb: 400,
  lookEveryMs: 50,
};

/** Says which limit the work went beyond. The work itself goes on: only the end of the process stops it. */
export class BeyondLimits extends Error {}

/** Waits for work of DuckDB as long as it keeps within the limits. Errors: `BeyondLimits`, and those of the work. */
export async function withinLimits<Result>(limits: OpeningLimits, work: Promise<Result>): Promise<Result> {
  const [startedMs, processor, memory] = [performance.now(), process.cpuUsage(), process.memoryUsage.rss()];
  let watching: NodeJS.Timeout | undefined;
  const beyond = new Promise<never>((_resolve, reject) => {
    watching = setInterval(() => {
      const { user, system } = process.cpuUsage(processor);
      const grownMb = (process.memoryUsage.rss() - memory) / 1_048_576;
      if (grownMb > limits.memoryMb) reject(new BeyondLimits('it takes too much memory'));
      else if ((user + system) / 1_000 > limits.processorMs || performance.now() - startedMs > limits.wallMs)
        reject(new BeyondLimits('it does not come to an end'));
    }, limits.lookEveryMs);
  });
  try {
    return await Promise.race([work, beyond]);
  } finally {
    clearInterval(watching);
    work.catch(() => undefined);
  }
}
