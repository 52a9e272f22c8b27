import type { ChannelConfig, SensorBase } from "../board/config/sensor";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { startSensor } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { measured } from "./facts";

/** Wi-Fi signal strength in dBm. */
export interface SignalStrengthSensorConfig extends ChannelConfig, SensorBase {
  type: "signalStrength";
}

const driver = firmware<typeof import("../../../firmware/sensors/signal-strength")>("sensors/signal-strength");

export const signalStrength: SensorDescriptor<SignalStrengthSensorConfig> = {
  type: "signalStrength",
  defaults: {},
  needs: [
    {
      // Only the scan of branch dev-esp32 tells of signals: its answer comes later, and the radio is busy meanwhile.
      by: ({ engine, chip }) => engine !== "nodemcu" || chip === "esp8266",
      problem: "tells the signal of no network that it is in; leave it out",
    },
  ],
  value: () => measured("dBm", "signal_strength", 0, [-130, 0]),
  isDiagnostic: true,
  isNeverMissing: true,
  start: (_config, [channel], program) => startSensor(program, channel, driver.signalStrength(engine("wifi").wifi)),
};
