import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { TrailPreload } from '../shared/contract/host.ts';
import { dropChannel, portChannel, type PortRequest } from './transport/preload-channels.ts';

declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void;
};

ipcRenderer.on(portChannel, (event, { to, nonce }: PortRequest) => {
  window.postMessage({ kind: 'trail-port', to, nonce }, window.location.origin, event.ports);
});

contextBridge.exposeInMainWorld('trail', {
  requestPort: (to, nonce) => ipcRenderer.send(portChannel, { to, nonce } satisfies PortRequest),
  drop: (files) =>
    ipcRenderer.invoke(
      dropChannel,
      files.map((file) => webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0])),
    ),
} satisfies TrailPreload);
