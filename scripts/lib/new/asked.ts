import { ACTUATORS } from "../actuators/registry";
import { didYouMean } from "../cli/did-you-mean";
import type { Kind } from "../kind";
import { SENSORS } from "../sensors/registry";
import { UserError } from "../user-error";

export type List = "sensors" | "actuators";

/** What is to be on a new board. */
export interface Asked {
  /** What it is called; after its kind unless given. */
  readonly id?: string;
  readonly kind: string;
  /** Its pins in the order of its kind's keys, or those of its bus; proposed unless given. */
  readonly pins: readonly string[];
  /** What its entry says besides, of one that another kind needs. */
  readonly more?: object;
}

/** What `--sensor` and `--actuator` take, for people. */
export const ASKED_FORM = "[id=]kind[@pin,…]";

/** @param text Such as `bme280`, `soil=analog` or `blind=cover@D25,D26` @throws UserError */
export function parseAsked(list: List, text: string): Asked {
  const [, id, kind, pins] =
    /^(?:([\w-]{1,32})=)?([\w-]+)(?:@([A-Z]{1,3}\d{0,2}(?:,[A-Z]{1,3}\d{0,2})*))?$/i.exec(text) ?? [];
  if (kind === undefined) {
    throw new UserError(
      `"${text}": ${ASKED_FORM} is expected, such as soil=analog@D34, or ${kindsOf(list)[0].type} alone`,
    );
  }
  kindOf(list, kind);
  return { id, kind, pins: pins === undefined ? [] : pins.toUpperCase().split(",") };
}

/** All that descriptors of both lists say alike. */
export type AnyKind = Pick<Kind<object>, "type" | "defaults" | "pins" | "exampleEntry" | "needs"> & {
  readonly bus?: { readonly type: "i2c" | "oneWire" };
  /** Of a sensor, other sensors. */
  readonly exampleOn?: Readonly<Record<string, readonly object[]>>;
};

export function kindsOf(list: List): readonly AnyKind[] {
  return list === "sensors" ? SENSORS : ACTUATORS;
}

/** @throws UserError where there is none of that name */
export function kindOf(list: List, type: string): AnyKind {
  const kinds = kindsOf(list);
  const found = kinds.find((kind) => kind.type === type);
  if (found !== undefined) return found;
  const types = kinds.map((kind) => kind.type);
  throw new UserError(`no kind "${type}" of ${list}${didYouMean(type, types)}; there are: ${types.join(", ")}`);
}
