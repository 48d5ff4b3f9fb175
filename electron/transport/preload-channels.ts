/** The preload script asks the main process for a port with this, and gets it with a message of the same name. */
export const portChannel = 'trail:port';

/** The preload script sends the paths of dropped files and is answered with grants. */
export const dropChannel = 'trail:drop';

/** What travels on `portChannel`, in both directions. */
export interface PortRequest {
  readonly to: 'engine' | 'host';
  readonly nonce: string;
}
