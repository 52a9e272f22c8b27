/**
 * What the engine itself makes of variables, said in the same words as what a program makes: names and their values. It is counted with
 * the program's own.
 */
export class EngineObject {
  /** @param slots Names and values, as trace() of the interpreter shows them */
  constructor(readonly slots: [name: string, value: unknown][] = []) {}

  add(name: string, value: unknown): void {
    this.slots.push([name, value]);
  }

  get(name: string): unknown {
    return this.slots.find(([each]) => each === name)?.[1];
  }

  remove(name: string): void {
    const at = this.slots.findIndex(([each]) => each === name);
    if (at >= 0) this.slots.splice(at, 1);
  }
}

/** A number that takes a variable of its own, such as a time. */
export const NUMBER = 0.5;

/** A built-in class, which is defined when it is first named: with a prototype that leads back to it. */
export function builtInClass(): EngineObject {
  const made = new EngineObject();
  const prototype = new EngineObject([["constructor", made]]);
  made.add("prototype", prototype);
  return made;
}

/** Attaches a listener as `on` does. */
export function listen(target: EngineObject, event: string, listener: unknown): void {
  const name = `#on${event}`;
  const listeners = target.get(name) as unknown[] | undefined;
  if (listeners === undefined) target.add(name, [listener]);
  else listeners.push(listener);
}

export function listenersOf(target: EngineObject, event: string): readonly ((...given: unknown[]) => void)[] {
  return (target.get(`#on${event}`) ?? []) as ((...given: unknown[]) => void)[];
}
