import type { Board } from "../config";
import type { BoardSource } from "../source";
import type { Channel } from "../../sensors/channel";
import { channelsOf } from "../../sensors/channels";
import { didYouMean } from "../../cli/did-you-mean";
import { BINARY_SENSOR_CLASSES, SENSOR_UNITS, unitFor } from "../../home-assistant/device-classes";
import { isDiscovered } from "../../home-assistant/discovered";
import { didYouMeanUnit } from "../../home-assistant/unit-spelling";

/** Checks what Home Assistant would silently drop: device classes it does not know, and units that do not fit them. */
export function checkHomeAssistant(board: Board, source: BoardSource): void {
  const channels = channelsOf(board);
  for (const channel of channels) {
    if (channel.deviceClass !== undefined) checkDeviceClass(channel, channel.deviceClass, source);
  }
  if (isDiscovered(board) && channels.length + board.actuators.length === 0) {
    source.error(["homeAssistant"], "this board has no sensors and no actuators that Home Assistant could be told of");
  }
}

function checkDeviceClass({ kind, place, unit }: Channel, deviceClass: string, source: BoardSource): void {
  const classPlace = [...place, "deviceClass"];
  const known = kind === "binary_sensor" ? BINARY_SENSOR_CLASSES : Object.keys(SENSOR_UNITS);
  if (!known.includes(deviceClass)) {
    const what = kind === "binary_sensor" ? "for ON and OFF" : "for numbers";
    const cure = didYouMean(deviceClass, known);
    source.error(
      classPlace,
      `"${deviceClass}" is no device class ${what} of Home Assistant's` +
        (cure === "" ? `; there are: ${known.join(", ")}` : cure),
    );
    return;
  }
  if (kind === "binary_sensor") return;
  const allowed = SENSOR_UNITS[deviceClass] ?? [];
  if (unit === undefined ? allowed.includes(null) : allowed.includes(unitFor(unit))) return;
  const units = allowed.filter((each) => each !== null);
  const expected = [...units.map((each) => `"${each}"`), ...(allowed.includes(null) ? ["no unit"] : [])];
  source.error(
    unit === undefined ? classPlace : [...place, "unit"],
    `Home Assistant drops a value of class "${deviceClass}" ` +
      (unit === undefined ? "without a unit" : `in "${unit}"`) +
      `; it takes ${expected.join(", ")}${unit === undefined ? "" : didYouMeanUnit(unit, units)}`,
  );
}
