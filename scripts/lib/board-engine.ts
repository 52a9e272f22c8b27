import { DEFAULTS } from "./board-defaults";
import { at, entries, numberAt, textAt, type Draft } from "./board-draft";

/** What NodeMCU cannot do, by the `type` of a sensor or actuator: why, and what to take instead. */
const NOT_ON_NODEMCU: Readonly<Record<string, string>> = {
  signalStrength: "NodeMCU on ESP32 tells the signal of no network that it is in; leave it out",
  chipTemperature: "NodeMCU has no module for the chip's thermometer; leave it out",
  pulseCounter:
    "NodeMCU tells one edge and drops those that come until the program has seen it; take Espruino to count pulses",
  hcsr04: "NodeMCU tells no moment of an edge, which the echo's length is made of; take Espruino",
  rgb: "strips are driven on Espruino only",
};

/** What else of a board file NodeMCU cannot do, by its key. */
const KEYS_NOT_ON_NODEMCU: Readonly<Record<string, string>> = {
  consoles: "NodeMCU opens no console to the network; leave it out",
  time: "time servers are asked on Espruino only; leave it out",
  watchdogSeconds: "NodeMCU has no watchdog that a program can set; leave it out",
};

/** Checks a board against what its engine can do. */
export function checkEngine(draft: Draft): void {
  if (at(draft, ["engine"]) !== "nodemcu") return;
  for (const user of [...entries(draft, "sensors"), ...entries(draft, "actuators")]) {
    const type = textAt(draft, [...user, "type"]) ?? "";
    const problem = NOT_ON_NODEMCU[type];
    if (problem !== undefined) draft.source.error([...user, "type"], problem);
    if (at(draft, [...user, "rangeVolts"]) !== undefined) {
      draft.source.error(
        [...user, "rangeVolts"],
        "NodeMCU measures with the widest range always, 0 … 3.3 V; leave it out",
      );
    }
  }
  const buses = entries(draft, "buses").filter((bus) => textAt(draft, [...bus, "type"]) === "i2c");
  buses.forEach((bus, index) => {
    if (index > 0) draft.source.error(bus, "NodeMCU has one I²C interface that answers at once; take one bus");
    const hz = numberAt(draft, [...bus, "hz"]) ?? 0;
    if (hz > DEFAULTS.busHz) {
      draft.source.error([...bus, "hz"], `NodeMCU drives such a bus with at most ${DEFAULTS.busHz} Hz; leave it out`);
    }
  });
  for (const [index, url] of urls(draft).entries()) {
    if (/^mqtts:/i.test(url)) {
      draft.source.error(
        ["broker", "urls", index],
        "NodeMCU has no TLS on its sockets; write mqtt:// and keep the broker in your own network, or take Espruino",
      );
    }
  }
  for (const option of ["hostname", "address"]) {
    if (at(draft, ["wifi", option]) !== undefined) {
      draft.source.error(
        ["wifi", option],
        "is given on Espruino only; leave it out, and let the DHCP server name the node",
      );
    }
  }
  for (const [key, problem] of Object.entries(KEYS_NOT_ON_NODEMCU)) {
    if (at(draft, [key]) !== undefined) draft.source.error([key], problem);
  }
  const fields = at(draft, ["diagnostics"]);
  if (Array.isArray(fields) && fields.includes("resetReason")) {
    draft.source.error(["diagnostics"], "resetReason is told on Espruino only; leave it out");
  }
}

function urls(draft: Draft): string[] {
  const value = at(draft, ["broker", "urls"]);
  return Array.isArray(value) ? value.map(String) : [];
}
