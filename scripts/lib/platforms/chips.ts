import type { Chip } from "./chips/chip";
import { ESPRUINO_ON_ESP32, NODEMCU_ON_ESP32 } from "./chips/esp32";
import { ESPRUINO_ON_ESP32C3 } from "./chips/esp32c3";
import { ESPRUINO_ON_ESP32S3 } from "./chips/esp32s3";
import { NODEMCU_ON_ESP8266 } from "./chips/esp8266";
import type { Platform } from "./engine-files";

export type { Chip, SquareWaves } from "./chips/chip";

const CHIPS: Readonly<Record<Platform["engine"], Partial<Record<Platform["chip"], Chip>>>> = {
  espruino: { esp32: ESPRUINO_ON_ESP32, esp32c3: ESPRUINO_ON_ESP32C3, esp32s3: ESPRUINO_ON_ESP32S3 },
  nodemcu: { esp32: NODEMCU_ON_ESP32, esp8266: NODEMCU_ON_ESP8266 },
};

/** Its square waves come from the fast half of the classic ESP32's LED controller, its counters from eight units that the C3 has not. */
const NODEMCU_NEEDS_MORE = "is driven here by parts of the ESP32 that this chip does not have";

/** Why a node does not run on a chip that there is an engine for, behind the names of both. */
const UNSERVED: Readonly<Record<Platform["engine"], Partial<Record<Platform["chip"], string>>>> = {
  espruino: { esp8266: "has room for some seven calls inside each other, and a node makes nine and more" },
  nodemcu: {
    esp32c3: NODEMCU_NEEDS_MORE,
    esp32s3: NODEMCU_NEEDS_MORE,
  },
};

/** undefined where a node does not run on the chip with that engine. */
export function chipOf({ engine, chip }: Platform): Chip | undefined {
  return CHIPS[engine]?.[chip];
}

/** Why a node does not run on the chip with that engine, behind the names of both. */
export function whyUnserved({ engine, chip }: Platform): string {
  return UNSERVED[engine][chip] ?? "is not supported";
}
