import type { Garage } from "./garage.board";

/** How long the door has to close until it is tried again, in seconds. */
const AGAIN = 60;
const MOST_TRIES = 3;

/**
 * A garage door that closes itself some minutes after it was opened, and says why it could not. Its opener takes a press for "move", and
 * obeys a switch of its own at the door, so what counts is the contact at its lower end. Where `wait` is 0 minutes it stays open.
 */
export default function garage({ sensors, actuators, publications, every, note }: Garage): void {
  /** Since the door was opened, or since it was last tried to close it. */
  let seconds = 0;
  let tries = 0;

  every(1, () => {
    if (sensors.closed.isOn()) {
      if (tries > 0) tell("closed");
      seconds = 0;
      tries = 0;
      return;
    }
    seconds++;
    const minutes = actuators.wait.state();
    if (minutes === 0 || tries > MOST_TRIES || seconds < (tries === 0 ? minutes * 60 : AGAIN)) return;
    seconds = 0;
    tries++;
    close();
  });

  function close(): void {
    // The light barrier is ON where it is interrupted, and where its cable is.
    const isBlocked = sensors.beam.isOn();
    if (tries > MOST_TRIES) tell(isBlocked ? "gave up: something is in the way" : "gave up: the door does not close");
    else if (isBlocked) tell("something is in the way");
    else if (actuators.opener.command("PRESS")) tell("closing");
  }

  function tell(what: string): void {
    publications.closing.publish(what);
    note(what, "opener");
  }
}
