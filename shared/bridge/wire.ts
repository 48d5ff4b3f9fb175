import type { WireError } from './errors.ts';

/** Caller to callee. */
export type Request =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

/** Callee to caller; `progress` any number of times, then exactly one `ok` or `err`. */
export type Reply =
  | { readonly kind: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'ok'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'err'; readonly id: number; readonly error: WireError };

/** Two ends of a channel that carries structured-cloneable messages in order. */
export interface Transport {
  readonly post: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  readonly onClose: (listener: () => void) => void;
  readonly close: () => void;
}
