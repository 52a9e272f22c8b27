/** What a node says on its topic `want`, by the words of firmware/app/update/wire.ts. */
export type NodeWord =
  | { says: "want"; id: string; offset: number; length: number }
  | { says: "refused"; id: string; reason: Reason; number: number }
  | { says: "trial"; id: string }
  | { says: "confirmed"; id: string }
  | { says: "came back"; id: string; why: string };

/** Why a node does not take what it is offered. Behind `counter` and `room` stands a number. */
export type Reason = (typeof REASONS)[number];

const REASONS = [
  "name",
  "engine",
  "chip",
  "counter",
  "size",
  "room",
  "signature",
  "nonce",
  "came back",
  "busy",
  "storage",
  "hash",
  "nothing",
] as const;

/** What stands for the program in the answer to a word that names none. */
export const BACK_ID = "back";

/** No node says more. */
const LONGEST = 100;
/** The most bytes that a node asks for at once. */
const MOST_BYTES = 512;
const ID = "([A-Za-z0-9+/]{8}|back|cable)";
const WANT = new RegExp(`^want ${ID} ([0-9]{1,10}) ([0-9]{1,3})$`);
const REFUSED = new RegExp(`^refused ${ID} ([a-z ]*[a-z])(?: ([0-9]{1,10}))?$`);
const BECAME = new RegExp(`^(trial|confirmed) ${ID}$`);
const CAME_BACK = new RegExp(`^came back ${ID} ([ -~]{1,60})$`);

/** What a message says; undefined where no node says such a thing, whoever wrote it. */
export function readNodeWord(payload: Buffer): NodeWord | undefined {
  if (payload.length > LONGEST) return undefined;
  const text = payload.toString("latin1");
  const [, wanted = "", offset, length] = WANT.exec(text) ?? [];
  if (wanted !== "") {
    const word = { says: "want", id: wanted, offset: Number(offset), length: Number(length) } as const;
    return word.length >= 1 && word.length <= MOST_BYTES ? word : undefined;
  }
  const [, refused = "", said = "", number = "0"] = REFUSED.exec(text) ?? [];
  const reason = REASONS.find((each) => each === said);
  if (reason !== undefined) return { says: "refused", id: refused, reason, number: Number(number) };
  const [, became, id = ""] = BECAME.exec(text) ?? [];
  if (became === "trial" || became === "confirmed") return { says: became, id };
  const [, returned = "", why = ""] = CAME_BACK.exec(text) ?? [];
  return returned === "" ? undefined : { says: "came back", id: returned, why };
}
