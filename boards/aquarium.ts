import type { Aquarium } from "./aquarium.board";

/** The heater stays as it is while the water is so near to what it should have, in °C. */
const BAND = 0.2;
/** So far from what it should have, something is broken. */
const ALARM = 3;

/**
 * Keeps the water of an aquarium at one temperature by day and at another by night, and says when that fails. Both set-points are numbers
 * of the board file, which anybody may change on their topics. All of it goes on without Wi-Fi.
 */
export default function aquarium({ sensors, actuators, publications, keep, at, note }: Aquarium): void {
  // Kept over a reboot: the node would know it only at the next of these times.
  const night = keep("night", 0);
  let told = "";

  at("22:00", () => night.set(1));
  at("07:00", () => night.set(0));

  sensors.water.onReading((celsius) => {
    const target = night.get() === 1 ? actuators.night.state() : actuators.day.state();
    if (celsius < target - BAND) heat("ON");
    // No reading is NaN, and nothing is true of that: then the heater goes off.
    else if (!(celsius <= target + BAND)) heat("OFF");
    alarm(celsius, target);
  });

  /** Says what is new, and no more: each command is a message on the heater's topic. */
  function heat(command: "ON" | "OFF"): void {
    if (actuators.heater.state() !== command) actuators.heater.command(command);
  }

  function alarm(celsius: number, target: number): void {
    let now = "OK";
    if (celsius !== celsius) now = "no reading";
    else if (celsius > target + ALARM) now = "too warm";
    else if (celsius < target - ALARM) now = "too cold";
    // What could not be sent is said again at the next reading.
    if (now === told || !publications.alarm.publish(now)) return;
    told = now;
    note("water: " + now, "water");
  }
}
