/** A display that nobody sees. */
export interface Display {
  /** The value for DISPLAY. */
  readonly name: string;
  stop(): Promise<void>;
}

/** Whether a window can be opened from here. */
export function hasDisplay(): boolean;

/** Starts one on a number that it picks itself. @throws Error where there is no Xvfb, or it does not start */
export function startDisplay(): Promise<Display>;
