export interface AccessPointSettings {
  ssid?: string;
  password?: string;
  /** In dBm. */
  rssi?: number;
  channel?: number;
}

/** The address of each of them: nothing tells them apart by it. */
export const MAC_OF_ACCESS_POINT = "02:00:00:00:00:01";

/** How long a station listens on a channel where nobody answers: what ESP-IDF does by default. */
const CHANNEL_MS = 120;

/** The Wi-Fi network around the board. A test changes the fields whenever it likes; they hold at once. */
export class AccessPoint {
  readonly ssid: string | undefined;
  readonly password: string | undefined;
  /** What the board receives, in dBm. */
  rssi: number;
  channel: number;
  /** Whether its network gives addresses to those that have none. */
  hasDhcp = true;
  /** How long a station takes to be associated that looks for it from the first channel on, and then to have an address; nominally. */
  associationMs = 1500;
  addressMs = 500;
  /** How long a station hears nothing before it takes the network to be lost; ESP-IDF's default. */
  beaconTimeoutMs = 6000;
  /** The name with which a station last asked for an address; undefined before one did. */
  hostnameTold: string | undefined;
  #up = true;
  #hasOtherPassword = false;
  #changed: (() => void) | undefined;

  /** @param settings a network whose `ssid` or `password` is left out takes any */
  constructor(settings: AccessPointSettings = {}) {
    this.ssid = settings.ssid;
    this.password = settings.password;
    this.rssi = settings.rssi ?? -55;
    this.channel = settings.channel ?? 6;
  }

  get up(): boolean {
    return this.#up;
  }

  /**
   * Taken away for less than `beaconTimeoutMs`, bytes only wait. Longer, and the board is disconnected; that it is back is
   * then not noticed until the board tries again.
   */
  set up(up: boolean) {
    if (up === this.#up) return;
    this.#up = up;
    this.#changed?.();
  }

  get hasOtherPassword(): boolean {
    return this.#hasOtherPassword;
  }

  /** Somebody gave the network another password than anybody here knows: stations that were joined are thrown out. */
  set hasOtherPassword(hasOtherPassword: boolean) {
    if (hasOtherPassword === this.#hasOtherPassword) return;
    this.#hasOtherPassword = hasOtherPassword;
    this.#changed?.();
  }

  /**
   * How long a station takes to be associated that begins its search on a channel, and goes on with the others from the first one on.
   * @param first 0 for none in particular
   */
  associationMsFrom(first: number): number {
    if (first === this.channel) return Math.max(0, this.associationMs - (this.channel - 1) * CHANNEL_MS);
    return this.associationMs + (first > this.channel ? CHANNEL_MS : 0);
  }

  /** What a station that tries to join will find. */
  answer(ssid: string, password: string): "accepted" | "not found" | "wrong password" {
    if (!this.#up || (this.ssid !== undefined && this.ssid !== ssid)) return "not found";
    if (this.#hasOtherPassword) return "wrong password";
    return this.password === undefined || this.password === password ? "accepted" : "wrong password";
  }

  onChange(changed: () => void): void {
    this.#changed = changed;
  }
}
