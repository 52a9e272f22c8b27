import type { Board } from "../../../../scripts/lib/board/config";

/** A board with one of everything, for tests to change. */
export function exampleBoard(changes: Partial<Board> = {}): Board {
  return {
    name: "example",
    engine: "espruino",
    chip: "esp32",
    wifi: { ssid: "näht", password: "correct horse" },
    broker: { urls: ["mqtt://192.168.1.10", "mqtt://broker.lan:1884"], username: "user", password: "passwörd" },
    sensors: [
      { id: "soil", type: "analog", pin: "D34", periodSeconds: 5, scale: 100, decimals: 1 },
      { id: "door", type: "digital", pin: "D27", periodSeconds: 60 },
      { id: "uptime", type: "uptime", periodSeconds: 60 },
      { id: "memory", type: "freeMemory", periodSeconds: 60 },
      { id: "signal", type: "signalStrength", periodSeconds: 0.5 },
    ],
    actuators: [
      { id: "pump", type: "switch", pin: "D25", activeLow: true, initialValue: "ON" },
      { id: "lamp", type: "pwm", pin: "D33", hz: 500, initialValue: 20 },
    ],
    ...changes,
  };
}
