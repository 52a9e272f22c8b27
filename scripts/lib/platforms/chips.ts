import type { Chip } from "./chips/chip";
import { ESPRUINO_ON_ESP32, NODEMCU_ON_ESP32 } from "./chips/esp32";
import { ESPRUINO_ON_ESP32C3, NODEMCU_ON_ESP32C3 } from "./chips/esp32c3";
import { ESPRUINO_ON_ESP32S3, NODEMCU_ON_ESP32S3 } from "./chips/esp32s3";
import { NODEMCU_ON_ESP8266 } from "./chips/esp8266";
import type { Platform } from "./engine-files";

export type { Chip, SquareWaves } from "./chips/chip";

const CHIPS: Readonly<Record<Platform["engine"], Partial<Record<Platform["chip"], Chip>>>> = {
  espruino: { esp32: ESPRUINO_ON_ESP32, esp32c3: ESPRUINO_ON_ESP32C3, esp32s3: ESPRUINO_ON_ESP32S3 },
  nodemcu: {
    esp32: NODEMCU_ON_ESP32,
    esp32c3: NODEMCU_ON_ESP32C3,
    esp32s3: NODEMCU_ON_ESP32S3,
    esp8266: NODEMCU_ON_ESP8266,
  },
};

/** Why a node does not run on a chip that there is an engine for, behind the names of both. */
const UNSERVED: Readonly<Record<Platform["engine"], Partial<Record<Platform["chip"], string>>>> = {
  espruino: { esp8266: "has room for some seven calls inside each other, and a node makes nine and more" },
  nodemcu: {},
};

/** undefined where a node does not run on the chip with that engine. */
export function chipOf({ engine, chip }: Platform): Chip | undefined {
  return CHIPS[engine]?.[chip];
}

/** Why a node does not run on the chip with that engine, behind the names of both. */
export function whyUnserved({ engine, chip }: Platform): string {
  return UNSERVED[engine][chip] ?? "is not supported";
}
