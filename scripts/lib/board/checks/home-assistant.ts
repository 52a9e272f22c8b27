import type { Board } from "../config";
import type { BoardSource } from "../source";
import type { Channel } from "../../sensors/channel";
import { channelsOf } from "../../sensors/channels";
import { sensorOf } from "../../sensors/registry";
import { ALL_SOUND } from "../sound";
import { didYouMean } from "../../cli/did-you-mean";
import {
  BINARY_SENSOR_CLASSES,
  EVENT_CLASSES,
  NEWER,
  SENSOR_UNITS,
  unitFor,
} from "../../home-assistant/device-classes";
import { isDiscovered } from "../../home-assistant/discovered";
import { didYouMeanUnit } from "../../home-assistant/unit-spelling";

/** Checks what Home Assistant would silently drop: device classes it does not know, and units that do not fit them. */
export function checkHomeAssistant(board: Board, source: BoardSource, sound = ALL_SOUND): void {
  const channels = channelsOf(board);
  for (const channel of channels) {
    if (channel.deviceClass === undefined || !isTelling(channel, sound)) continue;
    checkDeviceClass(channel, channel.deviceClass, source);
  }
  if (isDiscovered(board) && channels.length + board.actuators.length === 0) {
    source.error(["homeAssistant"], "this board has no sensors and no actuators that Home Assistant could be told of");
  }
}

const CLASSES: Readonly<Record<Channel["kind"], readonly string[]>> = {
  binary_sensor: BINARY_SENSOR_CLASSES,
  event: EVENT_CLASSES,
  sensor: Object.keys({ ...SENSOR_UNITS, ...NEWER }),
};

/** Keys that decide neither on a value's unit nor on its class. */
const OTHER_KEYS = ["id", "name", "periodSeconds", "qos", "stateTopic", "bus", "address", "filters", "publish"];

/** Whether unit and class are what the board file says, even where something else in the entry is wrong. */
function isTelling({ sensor, place }: Channel, { brokenKeys }: typeof ALL_SOUND): boolean {
  const others = [...OTHER_KEYS, ...Object.keys(sensorOf(sensor).pins ?? {})];
  return brokenKeys(place.slice(0, 2)).every((key) => others.includes(key));
}

function checkDeviceClass({ kind, place, unit }: Channel, deviceClass: string, source: BoardSource): void {
  const classPlace = [...place, "deviceClass"];
  const shownClass = source.shown(classPlace, deviceClass);
  const known = CLASSES[kind];
  if (!known.includes(deviceClass)) {
    const what = { binary_sensor: "for ON and OFF", event: "for events", sensor: "for numbers" }[kind];
    const cure = didYouMean(shownClass, known);
    source.error(
      classPlace,
      `"${shownClass}" is no device class ${what} of Home Assistant's` +
        (cure === "" ? `; there are: ${known.join(", ")}` : cure),
    );
    return;
  }
  if (kind !== "sensor") return;
  const written = unit === undefined ? null : unitFor(unit);
  const newer = deviceClass in NEWER ? NEWER[deviceClass] : undefined;
  const old = deviceClass in SENSOR_UNITS ? SENSOR_UNITS[deviceClass] : [];
  if (old.includes(written)) return;
  if (newer?.units.includes(written) === true) {
    const shown = unit === undefined ? "no unit" : `"${shownUnitOf(unit, place, source)}"`;
    const what = old.length === 0 ? `knows the class "${shownClass}"` : `takes ${shown} for the class "${shownClass}"`;
    source.warning(classPlace, `Home Assistant ${what} since ${newer.since}; older releases drop the value`);
    return;
  }
  const allowed = old.length === 0 ? (newer?.units ?? []) : old;
  const units = allowed.filter((each) => each !== null);
  const expected = [...units.map((each) => `"${each}"`), ...(allowed.includes(null) ? ["no unit"] : [])];
  const unitPlace = [...place, "unit"];
  const shownUnit = unit === undefined ? undefined : shownUnitOf(unit, place, source);
  source.error(
    unit === undefined ? classPlace : unitPlace,
    `Home Assistant drops a value of class "${shownClass}" ` +
      (shownUnit === undefined ? "without a unit" : `in "${shownUnit}"`) +
      `; it takes ${expected.join(", ")}${shownUnit === undefined ? "" : didYouMeanUnit(shownUnit, units)}`,
  );
}

/** A value's own, or that of its sensor. */
function shownUnitOf(unit: string, place: Channel["place"], source: BoardSource): string {
  const own = [...place, "unit"];
  return source.shown(source.has(own) ? own : [...place.slice(0, 2), "unit"], unit);
}
