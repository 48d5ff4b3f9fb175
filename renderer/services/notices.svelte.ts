/** Something short the person is told. */
export interface Notice {
  readonly id: number;
  readonly kind: 'info' | 'error';
  readonly message: string;
}

const infoMs = 5_000;
const errorMs = 12_000;
const most = 4;

/** Short messages that go away by themselves, the newest last. */
export class Notices {
  #list = $state.raw<readonly Notice[]>([]);
  #nextId = 1;

  get list(): readonly Notice[] {
    return this.#list;
  }

  readonly add = (message: string, kind: 'info' | 'error' = 'info'): void => {
    const id = this.#nextId++;
    this.#list = [...this.#list, { id, kind, message }].slice(-most);
    setTimeout(() => this.dismiss(id), kind === 'info' ? infoMs : errorMs);
  };

  dismiss(id: number): void {
    this.#list = this.#list.filter((notice) => notice.id !== id);
  }
}
