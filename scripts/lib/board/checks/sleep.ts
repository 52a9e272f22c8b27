import { ACTUATORS } from "../../actuators/registry";
import { filterOf } from "../../filters/registry";
import { chipOf } from "../../platforms/chips";
import { ENGINE_NAMES, type Platform } from "../../platforms/engine-files";
import { platformName } from "../../platforms/needs";
import { pinNumber } from "../../platforms/pin-number";
import { channelsOf } from "../../sensors/channels";
import { SENSORS } from "../../sensors/registry";
import type { Board } from "../config";
import { at, entries, numberAt, textAt, type Draft } from "../draft";
import { ALL_SOUND } from "../sound";
import type { BoardSource } from "../source";
import { readingBytes } from "../message-bytes";
import { usedPins } from "./pins";
import { referTo } from "./references";

const EVERY = ["sleep", "everySeconds"];
const WAKE_BY = ["sleep", "wakeBy"];

/** Checks what a board that sleeps is woken by, and that it has nothing to do asleep: its pins hold no level then, and nobody counts. */
export function checkSleep(draft: Draft): void {
  if (at(draft, ["sleep"]) === undefined) return;
  checkTimes(draft);
  checkConnections(draft);
  checkWakeBy(draft);
  checkWire(draft);
  checkParts(draft);
  checkConsoles(draft);
}

function checkTimes(draft: Draft): void {
  const { source } = draft;
  const every = numberAt(draft, EVERY);
  const awake = numberAt(draft, ["sleep", "awakeSeconds"]) ?? 0;
  if (!source.has(EVERY) && !source.has(WAKE_BY)) {
    source.error(["sleep"], 'nothing would wake it: write "everySeconds", or the id of a contact as "wakeBy"');
  }
  if (every !== undefined && every <= awake) {
    source.error(
      EVERY,
      `it may be awake for ${awake} s, where a network does not answer: raise this, or lower "awakeSeconds"`,
    );
  }
}

function checkConnections(draft: Draft): void {
  const place = ["sleep", "connectEvery"];
  if ((numberAt(draft, place) ?? 1) === 1) return;
  if (!draft.source.has(EVERY)) {
    draft.source.error(place, 'what "wakeBy" alone wakes tells at once what happened: leave it out');
  } else if (at(draft, ["time"]) === undefined) {
    draft.source.error(
      place,
      'what is kept is published with the time at which it was: add "time": { "server": "pool.ntp.org" }',
    );
  }
}

/** What a change wakes has to be a contact, on a pin that the chip looks at while it sleeps. */
function checkWakeBy(draft: Draft): void {
  const { source } = draft;
  const sensor = referTo(draft, ["sleep"], "wakeBy", "sensors");
  const platform = platformOf(draft);
  const chip = chipOf(platform);
  if (chip === undefined || !source.has(WAKE_BY)) return;
  const { wakePins, wakesBoth } = chip.sleep;
  if (wakePins.size === 0) {
    source.error(WAKE_BY, `${platformName(platform)} is woken by time alone: leave it out, and write "everySeconds"`);
    return;
  }
  if (!wakesBoth && source.has(EVERY)) {
    source.error(
      WAKE_BY,
      `${ENGINE_NAMES[platform.engine]} has the chip woken by time or by a pin, not by both: leave one of them out`,
    );
  }
  if (sensor === undefined) return;
  const type = textAt(draft, [...sensor, "type"]);
  if (type !== undefined && type !== "digital") {
    source.error(
      WAKE_BY,
      `"${source.shown([...sensor, "type"], type)}" cannot wake a chip; name one of type "digital"`,
    );
    return;
  }
  const pinPlace = [...sensor, "pin"];
  const pin = textAt(draft, pinPlace);
  if (pin !== undefined && chip.pins.has(pin) && !wakePins.has(pinNumber(pin))) {
    source.error(
      pinPlace,
      `${source.written(pinPlace).replaceAll('"', "")}: cannot wake the chip; take one of ${chip.sleep.wakePinsText}`,
    );
  }
  const pull = textAt(draft, [...sensor, "pull"]);
  if (pull !== undefined && pull !== "none") {
    source.error(
      source.has([...sensor, "pull"]) ? [...sensor, "pull"] : sensor,
      'asleep the chip has no pull resistor on the pin that wakes it: write "pull": "none", and put one of 10 kΩ outside',
    );
  }
}

/** Where a wire wakes the chip, its pin is taken. */
function checkWire(draft: Draft): void {
  const wire = chipOf(platformOf(draft))?.sleep.wire;
  if (wire === undefined) return;
  for (const { place } of usedPins(draft)) {
    const pin = textAt(draft, place);
    if (pin === wire.pin) draft.source.error(place, `${pin}: ${wire.taken}`);
  }
  draft.source.warning(["sleep"], wire.needed);
}

/** Notes what would have to be awake. */
function checkParts(draft: Draft): void {
  const { source } = draft;
  for (const actuator of entries(draft, "actuators")) {
    const place = [...actuator, "type"];
    const type = textAt(draft, place);
    const kind = ACTUATORS.find((each) => each.type === type);
    if (kind === undefined || kind.isDoneAwake === true) continue;
    const others = ACTUATORS.filter(({ isDoneAwake }) => isDoneAwake).map((each) => `"${each.type}"`);
    source.error(
      place,
      `asleep the chip lets go of its pins, and drives nothing: a board that sleeps has no "${kind.type}", only ${others.join(", ")}; ` +
        'take out "sleep", or this',
    );
  }
  for (const sensor of entries(draft, "sensors")) {
    const place = [...sensor, "type"];
    const kind = SENSORS.find((each) => each.type === textAt(draft, place));
    if (kind?.lostAsleep !== undefined) source.error(place, `${kind.lostAsleep}; take out "sleep", or this`);
    const key = [...sensor, "as"];
    if (textAt(draft, key) === "event") {
      source.error(
        key,
        'a press is over before the chip that it woke is up: take "binary_sensor", or take out "sleep"',
      );
    }
  }
  for (const rule of entries(draft, "rules")) {
    source.error(rule, 'asleep the board goes by nothing and commands nothing: take out "sleep", or this rule');
  }
}

function checkConsoles(draft: Draft): void {
  for (const key of ["telnet", "bluetooth"]) {
    const place = ["consoles", key];
    if (at(draft, place) !== true) continue;
    draft.source.error(place, "nobody is let in who comes while it sleeps, which is nearly always: leave it out");
  }
}

/** What the chip keeps of readings asleep, in bytes (firmware/engine/, journal.ts). What is delivered makes room; of the rest half may stay. */
function keptBytes({ chip }: Platform): number {
  return chip === "esp8266" ? 500 : 4_000;
}

/** Of a line in which the readings of a wake are kept, besides them: its kind, its check, the clock. */
const LINE_BYTES = 24;
/** That the readings before are delivered, and when the clock began. */
const MARKS_BYTES = 48;

/** Notes where more wakes lie between two connections than the chip keeps the readings of. */
function checkRoom(board: Board, source: BoardSource): void {
  const { connectEvery = 1 } = board.sleep ?? {};
  if (connectEvery === 1) return;
  const bytes = channelsOf(board).reduce((sum, channel) => sum + 1 + readingBytes(channel), LINE_BYTES);
  const wakes = Math.max(1, Math.floor((keptBytes(board) / 2 - MARKS_BYTES) / bytes));
  if (connectEvery <= wakes) return;
  source.error(
    ["sleep", "connectEvery"],
    `the chip has room for the readings of ${wakes} wakes, and older ones would be lost: write at most ${wakes}, or have fewer sensors`,
  );
}

/** Checks what is asked of values that are read once a wake, by a program that does not know what it read before. */
export function checkSleepingValues(board: Board, source: BoardSource, { isWhole } = ALL_SOUND): void {
  const { sleep } = board;
  if (sleep === undefined) return;
  if (isWhole(["sleep"])) checkRoom(board, source);
  board.sensors.forEach(({ periodSeconds }, index) => {
    const place = ["sensors", index, "periodSeconds"];
    if (!source.has(place) || periodSeconds === sleep.everySeconds) return;
    source.error(place, "a board that sleeps takes one reading at each wake: leave it out");
  });
  for (const { place, filters, publish } of channelsOf(board).filter((each) => isWhole(each.place.slice(0, 2)))) {
    filters.forEach((config, index) => {
      const { filter } = filterOf(config);
      if (filter.hasPast !== true) return;
      source.error(
        [...place, "filters", index],
        `"${filter.name}" goes by readings before this one, and no sleep leaves any: leave it out`,
      );
    });
    if (publish === "change") {
      source.error(
        [...place, "publish"],
        "what was published last is forgotten in sleep, so that each reading is published: leave it out",
      );
    }
  }
}

function platformOf(draft: Draft): Platform {
  return { engine: at(draft, ["engine"]), chip: at(draft, ["chip"]) } as Platform;
}
