/** Thrown by an `Emit` that wants reading to end; every reader lets it pass. */
export class StopReading extends Error {}
