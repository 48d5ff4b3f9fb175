import { MessageChannel } from 'node:worker_threads';
import { inMemoryPair } from '../../electron/transport/in-memory.ts';
import { messagePortTransport } from '../../electron/transport/message-port.ts';
import type { Transport } from '../../shared/bridge/wire.ts';
import { FakePortMain } from '../support/electron-mock.ts';

/** Every way two sides can be connected; the suite runs over each. */
export const transports: readonly (readonly [name: string, make: () => readonly [Transport, Transport]])[] = [
  ['in memory', inMemoryPair],
  [
    'standard message ports',
    () => {
      const { port1, port2 } = new MessageChannel();
      return [messagePortTransport(port1), messagePortTransport(port2)];
    },
  ],
  [
    'ports shaped like Electron’s',
    () => {
      const { port1, port2 } = new MessageChannel();
      return [messagePortTransport(new FakePortMain(port1)), messagePortTransport(new FakePortMain(port2))];
    },
  ],
];
