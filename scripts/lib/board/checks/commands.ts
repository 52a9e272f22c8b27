import { at, entries, textAt, type Draft } from "../draft";

/** Fewer different characters than this, and a key was typed by somebody in a hurry. 32 random hexadecimal digits have 13 on average. */
const MIN_DIFFERENT = 8;
const CURE = `make one with: node -p "crypto.randomBytes(32).toString('hex')"`;

/** Checks what signed commands need. No message holds the key. */
export function checkCommands(draft: Draft): void {
  if (at(draft, ["commands"]) === undefined) return;
  const place = ["commands", "signingKey"];
  const key = textAt(draft, place);
  if (key !== undefined) {
    if (!/^[!-~]*$/.test(key)) {
      draft.source.error(place, `expected a key of ASCII characters without spaces; ${CURE}`);
    } else if (new Set(key).size < MIN_DIFFERENT || /change-?me/i.test(key)) {
      draft.source.warning(place, `this key can be guessed: whoever does commands the board; ${CURE}`);
    }
  }
  for (const actuator of entries(draft, "actuators")) {
    const topic = textAt(draft, [...actuator, "commandTopic"]);
    if (topic?.includes("\n") === true) {
      draft.source.error([...actuator, "commandTopic"], "the topic of signed commands holds no line feed");
    }
  }
}
