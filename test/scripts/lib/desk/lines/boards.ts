import type { DeskBoard, DeskFault, DeskInput, DeskValue } from "../../../../../scripts/lib/desk/protocol";

const value = (id: string, kind: DeskValue["kind"], unit = ""): DeskValue => ({
  id,
  name: id,
  topic: `home/tank/${id}/state`,
  kind,
  unit,
  decimals: 1,
  isDiagnostic: false,
  everySeconds: 10,
});

const input = (id: string, kind: DeskInput["kind"], unit: string, to: number, faults: string[] = []): DeskInput => ({
  id,
  name: kind === "contact" ? "contact" : "temperature",
  kind,
  unit,
  from: kind === "contact" ? 0 : -40,
  to,
  step: 0.1,
  values: [id],
  faults,
});

const fault = (name: DeskFault["name"], text: string, kind: DeskFault["kind"] = "lasting"): DeskFault => ({
  name,
  text,
  kind,
});

/** A board with one of everything that a line can name. */
export function tank(): DeskBoard {
  const topics = (id: string): { commandTopic: string; stateTopic: string } => ({
    commandTopic: `home/tank/${id}/set`,
    stateTopic: `home/tank/${id}/state`,
  });
  return {
    name: "tank",
    kind: "simulated",
    engine: "espruino",
    chip: "esp32",
    values: [
      value("water", "number", "°C"),
      value("room/temperature", "number", "°C"),
      value("room/humidity", "number", "%"),
      value("leak", "contact"),
      value("button", "event"),
      value("uptime", "number", "s"),
      value("flow/rate", "number", "L/min"),
    ],
    actuators: [
      { id: "pump", type: "switch", name: "Pump", ...topics("pump"), control: { kind: "switch" } },
      { id: "lamp", type: "pwm", name: "Lamp", ...topics("lamp"), control: { kind: "level" } },
      { id: "leak", type: "switch", name: "Leak", ...topics("leak"), control: { kind: "switch" } },
    ],
    rules: [],
    inputs: [
      input("water", "number", "°C", 125, ["unplugged", "wrong checksum"]),
      input("room/temperature", "number", "°C", 85, ["unplugged"]),
      input("room/humidity", "number", "%", 100, ["unplugged"]),
      input("leak", "contact", "", 1),
      { ...input("pump", "contact", "", 1, ["stuck"]), kind: "part", name: "relay", values: [] },
      { ...input("flow", "number", "pulses/s", 100), values: ["flow/rate"] },
    ],
    pins: [
      { name: "D25", part: "pump", duty: "output" },
      { name: "D33", part: "lamp", duty: "pwm" },
    ],
    faults: [
      fault("wifi-away", "Wi-Fi away"),
      fault("wifi-password", "wrong Wi-Fi password"),
      fault("broker-away", "broker away"),
      fault("broker-silent", "broker silent"),
      fault("broker-restart", "broker restarts", "moment"),
      fault("power-cut", "power cut"),
      fault("power-cycle", "power off and on", "moment"),
      fault("low-memory", "low memory"),
      fault("strange-messages", "strange messages", "moment"),
    ],
    speeds: [0, 1, 10, 60, 600],
    statusTopic: "home/tank/status",
    diagnosticsTopic: "home/tank/diagnostics",
  };
}
