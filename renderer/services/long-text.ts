import { AppError } from '../../shared/bridge/errors.ts';
import { maxFileText } from '../../shared/contract/common.ts';

/** Text that grows until it is longer than the desktop writes at once; then `add` throws `bad-params` with the words given. */
export class LongText {
  readonly #tooLong: string;
  readonly #pieces: string[] = [];
  #length = 0;

  constructor(tooLong: string) {
    this.#tooLong = tooLong;
  }

  add(piece: string): void {
    this.#length += piece.length;
    if (this.#length > maxFileText) throw new AppError('bad-params', this.#tooLong);
    this.#pieces.push(piece);
  }

  get whole(): string {
    return this.#pieces.join('');
  }
}
