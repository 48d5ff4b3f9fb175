import { writeSample } from '../sample/write-sample.ts';
import * as v from 'valibot';
import { serve } from '../../shared/bridge/serve.ts';
import { engineContract } from '../../shared/contract/index.ts';
import { toEngineSchema, type EngineInit, type FromEngine } from '../transport/control.ts';
import { messagePortTransport, type ElectronPort } from '../transport/message-port.ts';
import { createEngine } from './engine.ts';
import { createLogger } from './log.ts';

/** Electron's `process.parentPort`, which Node's types do not know. */
interface ParentPort {
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly ElectronPort[] }) => void,
  ): void;
  postMessage(message: FromEngine): void;
}

const parent = (process as unknown as { readonly parentPort: ParentPort }).parentPort;
const grants = new Map<string, string>();
/** Pages that are connected, each until all that it sent has arrived. */
const pages = new Set<Promise<void>>();
/** How long the engine stays for what a page sent while it was closed. */
const farewellMs = 2_000;

let begin: (init: EngineInit) => void;
const started = new Promise<EngineInit>((resolve) => {
  begin = resolve;
}).then(start);

function start(init: EngineInit) {
  const logger = createLogger({ file: init.logFile });
  const fail = (error: unknown): void => {
    logger.error({ err: error }, 'the engine failed outside any call');
    exit(1, error instanceof Error ? error.message : 'Unknown error');
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  const engine = createEngine({
    writeSample,
    appVersion: init.appVersion,
    dataDir: init.dataDir,
    documentsDir: init.documentsDir,
    logger,
    workerUrl: new URL('./ingest-worker.js', import.meta.url),
    resolveGrant: (grant) => grants.get(grant),
    onStuck: ({ reason, isWaiting }) => {
      if (!isWaiting) engine.leave();
      parent.postMessage({ kind: 'stuck', reason, isWaiting });
    },
  });
  return { engine, logger };
}

function exit(code: number, reason?: string): void {
  if (reason !== undefined) parent.postMessage({ kind: 'failed', reason });
  // The message needs a turn of the loop to leave the process.
  setTimeout(() => process.exit(code), 50);
}

async function attend(port: ElectronPort): Promise<void> {
  const transport = messagePortTransport(port);
  const left = new Promise<void>((resolve) => transport.onClose(resolve)).finally(() => pages.delete(left));
  pages.add(left);
  const { engine, logger } = await started;
  serve(transport, engineContract, engine.handlers, (call, error) =>
    logger.error({ err: error, call }, 'a call failed unexpectedly'),
  );
}

async function close(): Promise<void> {
  const { engine, logger } = await started;
  // A page saves its screen when it goes, which is on its way still.
  await Promise.race([Promise.all(pages), new Promise((resolve) => setTimeout(resolve, farewellMs))]);
  try {
    await engine.close();
    exit(0);
  } catch (error) {
    logger.error({ err: error }, 'the engine did not close well');
    exit(1);
  }
}

parent.on('message', ({ data, ports }) => {
  const message = v.parse(toEngineSchema, data);
  switch (message.kind) {
    case 'init':
      begin(message);
      break;
    case 'grant':
      grants.set(message.id, message.path);
      parent.postMessage({ kind: 'granted', id: message.id });
      break;
    case 'port':
      for (const port of ports) void attend(port);
      break;
    case 'close':
      void close();
      break;
  }
});

started.then(
  () => parent.postMessage({ kind: 'ready' }),
  (error: unknown) => exit(1, error instanceof Error ? error.message : String(error)),
);
