import type { LeakValve } from "./leak-valve.board";

/**
 * The rules of the board file shut the water off when a leak sensor of the house says ON, and when one was silent for half an hour. They
 * never open the valve again: that is a person's to do. This program says where the leak is, and shuts the valve once more where
 * somebody opens it too early.
 */
export default function leakValve({ subscriptions, actuators, publications, note }: LeakValve): void {
  let kitchen = false;
  let bath = false;
  let cellar = false;

  subscriptions.kitchen.onMessage((payload) => {
    kitchen = payload === "ON";
    tell();
  });
  subscriptions.bath.onMessage((payload) => {
    bath = payload === "ON";
    tell();
  });
  subscriptions.cellar.onMessage((payload) => {
    cellar = payload === "ON";
    tell();
  });

  actuators.valve.onState((state) => {
    if (state !== "ON" || where() === "") return;
    actuators.valve.command("OFF");
    note("not opened: leak in " + where(), "valve");
  });

  function tell(): void {
    const place = where();
    publications.leak.publish(place === "" ? "none" : place);
  }

  /** The first place that is wet. */
  function where(): string {
    if (kitchen) return "kitchen";
    if (bath) return "bath";
    return cellar ? "cellar" : "";
  }
}
