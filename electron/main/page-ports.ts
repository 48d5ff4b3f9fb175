import { isAbsolute } from 'node:path';
import {
  ipcMain,
  MessageChannelMain,
  type BrowserWindow,
  type IpcMainEvent,
  type MessagePortMain,
} from 'electron';
import * as v from 'valibot';
import { serve } from '../../shared/bridge/serve.ts';
import { hostContract, type Granted, type HostHandlers } from '../../shared/contract/host.ts';
import { messagePortTransport } from '../transport/message-port.ts';
import { dropChannel, portChannel, type PortRequest } from '../transport/preload-channels.ts';
import type { EngineHost } from './engine-host.ts';
import type { Grants } from './grants.ts';
import type { Log } from './log.ts';
import { trustedWindow } from './trusted-sender.ts';

const portRequestSchema = v.strictObject({
  to: v.picklist(['engine', 'host']),
  nonce: v.pipe(v.string(), v.maxLength(100)),
});
const dropSchema = v.pipe(v.array(v.pipe(v.string(), v.maxLength(32_768))), v.maxLength(1_000));

/** Who stands behind the ports. */
export interface PagePortsOptions {
  /** By the id of their web contents. */
  readonly windows: ReadonlyMap<number, BrowserWindow>;
  readonly handlersFor: (window: BrowserWindow) => HostHandlers;
  readonly engine: Pick<EngineHost<MessagePortMain>, 'connect'>;
  readonly grants: Grants;
  readonly log: Log;
}

/** Answers the two messages of the preload script, and nobody else's. */
export function listenToPages({ windows, handlersFor, engine, grants, log }: PagePortsOptions): void {
  const refuse = (what: string, event: { readonly senderFrame: { readonly url: string } | null }): void =>
    log.error(`${what} came from elsewhere and was refused`, { url: event.senderFrame?.url.slice(0, 200) });

  ipcMain.on(portChannel, (event, data: unknown) => {
    const window = trustedWindow(event, windows);
    const request = v.safeParse(portRequestSchema, data);
    if (!window || !request.success) {
      refuse('a request for a port', event);
      return;
    }
    const port = sendPort(event, request.output);
    if (request.output.to === 'engine') engine.connect(port);
    else {
      serve(messagePortTransport(port), hostContract, handlersFor(window), (call, error) =>
        log.error('a call failed unexpectedly', { call, error }),
      );
    }
  });

  ipcMain.handle(dropChannel, (event, data: unknown): Promise<Granted[]> => {
    const paths = v.safeParse(dropSchema, data);
    if (!trustedWindow(event, windows) || !paths.success) {
      refuse('a drop', event);
      return Promise.resolve([]);
    }
    return Promise.all(
      paths.output.filter(isAbsolute).map((path) => grants.give(path, { isEvidence: true })),
    );
  });
}

/** Sends the page one end of a new channel and returns the other. */
function sendPort(event: IpcMainEvent, request: PortRequest): MessagePortMain {
  const { port1, port2 } = new MessageChannelMain();
  event.senderFrame?.postMessage(portChannel, request, [port2]);
  return port1;
}
