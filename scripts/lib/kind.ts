import type { BoardSource, Path } from "./board/source";
import type { Platform } from "./platforms/engine-files";

/** What every descriptor says, whatever it describes. */
export interface Kind<Config> {
  /** What "type" says in a board file; the driver, the descriptor and the device model have files of that name. */
  readonly type: string;
  /** What a board file may leave out, and then is. */
  readonly defaults: Defaults<Config>;
  /** The same, where it follows from what else the file says: filled in when all else is there. */
  readonly derived?: Derived<Config>;
  /** The keys under which it names pins, and what each of them has to be able to do. */
  readonly pins?: Partial<Record<keyof Config & string, PinDuty>>;
  /** What the engine must have for it. */
  readonly needs?: readonly Need[];
  /** Notes what no schema can say. Called for what is right by itself. */
  check?(config: Config, place: Path, source: BoardSource): void;
}

export type Defaults<Config> = { readonly [Key in keyof Config]?: Config[Key] | PartOf<Config[Key]> };

/** Of what is an object or false, the defaults of the object's own. */
type PartOf<T> = T extends object ? { readonly [Key in keyof T]?: T[Key] } : never;

export type Derived<Config> = { readonly [Key in keyof Config]?: Follows<Config, Config[Key]>["from"] };

/** As a method, so that a descriptor is one of its base's kind. */
interface Follows<Config, T> {
  from(config: Config): T;
}

/** What a pin has to be able to do. */
export type PinDuty =
  /** A voltage is read. */
  | "measured"
  /** The engine tells when its level changes, with the pull resistor that "pull" asks for. */
  | "contact"
  /** The same, where the part itself holds the level. */
  | "watched"
  /** It is driven high and low. */
  | "driven"
  /** It puts out a square wave of "hz". */
  | "square wave"
  /** It sends to a strip of LEDs. */
  | "strip"
  /** It is a line of a bus, driven from both ends. */
  | "bus";

/** Pins that the board drives. */
export const DRIVING: readonly PinDuty[] = ["driven", "square wave", "strip"];

/** Something that not every engine can do. */
export interface Need {
  /** The engine's parts of which each would do it (firmware/engine), or a test of the platform. */
  readonly by: readonly string[] | ((platform: Platform) => boolean);
  /** The key that asks for it; all of the kind where there is none. */
  readonly key?: string;
  /** What is not there, and what to do without it, behind the engine's name. */
  readonly problem: string;
}
