import { UserError } from "../user-error";

interface Waiting {
  run(): void;
  replaced(): void;
}

/**
 * Does one thing after the other. What waits gives way to what comes later under the same key: of a slider that is dragged only the
 * last place is wanted.
 */
export class InTurn {
  readonly #waiting = new Map<string, Waiting>();
  #isBusy = false;

  /** @throws UserError where a newer one of the same key took its place */
  do<T>(key: string, task: () => Promise<T>): Promise<T> {
    this.#waiting.get(key)?.replaced();
    this.#waiting.delete(key);
    const done = new Promise<T>((resolve, reject) => {
      this.#waiting.set(key, {
        run: () => {
          task()
            .then(resolve, reject)
            .finally(() => {
              this.#isBusy = false;
              this.#next();
            });
        },
        replaced: () => reject(new UserError(`${key}: not sent, since a newer command came before its turn`)),
      });
    });
    this.#next();
    return done;
  }

  #next(): void {
    if (this.#isBusy) return;
    for (const [key, { run }] of this.#waiting) {
      this.#waiting.delete(key);
      this.#isBusy = true;
      run();
      return;
    }
  }
}
