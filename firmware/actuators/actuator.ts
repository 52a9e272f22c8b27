/** A part that is driven. It drives its pins to the initial value when it is made. */
export interface Actuator {
  /**
   * Obeys a command.
   * @returns false when the payload is no command for this part; then nothing moved.
   */
  command(payload: string): boolean;
  /** The payload for the present state. */
  state(): string;
  /** Has `changed` called after each change of the state that no command of this actuator brought about. */
  watch?(changed: () => void): void;
  /** What is to be kept of it over a reboot, where that is not its state. */
  kept?(): string;
}
