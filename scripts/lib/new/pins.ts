import { impossible } from "../board/checks/pins";
import type { PinDuty } from "../kind";
import type { Chip } from "../platforms/chips";
import { pinNumber } from "../platforms/pin-number";
import { UserError } from "../user-error";

const DUTIES: readonly PinDuty[] = ["measured", "contact", "watched", "driven", "square wave", "strip", "bus"];

/** Hands out the pins of a chip, each once, by the names that they have in a board file. */
export class FreePins {
  readonly #chip: Chip;
  /** The chip's own names of those that there are. */
  readonly #own: ReadonlyMap<string, string>;
  readonly #taken = new Set<string>();

  /** @param printed Those that a board brings out, by what it prints beside them; all of the chip's unless given */
  constructor(chip: Chip, printed?: ReadonlyMap<string, string>) {
    this.#chip = chip;
    this.#own = printed ?? new Map([...chip.pins].map((name) => [name, name]));
  }

  /** Takes a pin that somebody named; whether it can do what it is for, the board file's checks say. */
  take(name: string): string {
    this.#taken.add(name);
    return name;
  }

  /**
   * The pin that is proposed for a duty.
   * @param usual The chip's pin that is taken before any other, where it is free
   * @throws UserError where none is left
   */
  propose(duty: PinDuty, usual?: string): string {
    const able = this.#able(duty);
    const found = able.find((name) => this.#own.get(name) === usual) ?? able[0];
    if (found === undefined)
      throw new UserError(`no pin is left for "${duty}" (pins and what they can do: boards/README.md)`);
    return found;
  }

  /** Those that are free and can do it: first what minds nothing at reset, and of that what is good for the least else. */
  #able(duty: PinDuty): string[] {
    const { stripPin } = this.#chip;
    const free = [...this.#own].filter(([name, own]) => !this.#taken.has(name) && this.#can(own, duty));
    const fitting = duty === "strip" && stripPin !== undefined ? free.filter(([, own]) => own === stripPin.name) : free;
    const rank = (own: string): number[] => [
      this.#chip.delicate.has(pinNumber(own)) ? 1 : 0,
      DUTIES.filter((each) => this.#can(own, each)).length,
      pinNumber(own),
    ];
    return fitting.sort(([, a], [, b]) => compare(rank(a), rank(b))).map(([name]) => name);
  }

  #can(own: string, duty: PinDuty): boolean {
    return impossible(this.#chip, own, duty) === undefined;
  }
}

function compare(one: readonly number[], other: readonly number[]): number {
  return one.map((number, index) => number - other[index]).find((difference) => difference !== 0) ?? 0;
}
