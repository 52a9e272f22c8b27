import type { AccessPoint } from "./access-point";
import type { Air } from "./air";
import type { VirtualTime } from "./virtual-time";

/** Why a station is without a network, by the numbers and names of ESP-IDF, which the ESP8266's SDK has too. */
export const REASONS = {
  left: { code: 8, name: "ASSOC_LEAVE" },
  "wrong password": { code: 15, name: "4WAY_HANDSHAKE_TIMEOUT" },
  lost: { code: 200, name: "BEACON_TIMEOUT" },
  "not found": { code: 201, name: "NO_AP_FOUND" },
} as const;
export type Reason = keyof typeof REASONS;

export interface StationAddress {
  ip: string;
  netmask: string;
  gw: string;
}

/** What a DHCP server gives. */
export const LEASED: StationAddress = { ip: "192.168.1.50", netmask: "255.255.255.0", gw: "192.168.1.1" };

/** What is around a station. */
export interface Radio {
  readonly accessPoints: readonly AccessPoint[];
  readonly air: Air;
  readonly time: VirtualTime;
}

/** What a station tells its engine, at the moment itself. */
export interface StationEvents {
  associated(): void;
  gotAddress(address: StationAddress): void;
  /** An attempt failed, or the network was left or lost. */
  dropped(reason: Reason): void;
}

/** The chip's Wi-Fi station. What it is asked, how that is told, and whether it tries again are the engine's matter. */
export class Station {
  /** With which it asks for an address. */
  hostname = "";
  /** Of its own, for which no server is asked. */
  address: StationAddress | undefined;
  #state: "idle" | "connecting" | "joined" = "idle";
  /** The one that is tried or joined. */
  #point: AccessPoint;
  readonly #radio: Radio;
  readonly #events: StationEvents;
  #next: { cancel(): void } | undefined;
  #loss: { cancel(): void } | undefined;

  constructor(radio: Radio, events: StationEvents) {
    this.#radio = radio;
    this.#events = events;
    this.#point = radio.accessPoints[0];
    for (const each of radio.accessPoints) {
      each.onChange(() => {
        if (this.#point === each) this.#heardOrNot();
      });
    }
  }

  get state(): "idle" | "connecting" | "joined" {
    return this.#state;
  }

  get point(): AccessPoint {
    return this.#point;
  }

  get hasAddress(): boolean {
    return !this.#radio.air.isDown;
  }

  /**
   * Begins anew, whatever it was at: of that nothing is told.
   * @param channel On which it looks for the network first, and then on all the others; 0 for none in particular
   */
  connect(ssid: string, password: string, channel = 0): void {
    this.leave();
    this.#state = "connecting";
    const named = this.#radio.accessPoints.filter((each) => each.ssid === undefined || each.ssid === ssid);
    const [best] = named.sort((a, b) => Number(b.up) - Number(a.up) || b.rssi - a.rssi);
    this.#point = best ?? this.#radio.accessPoints[0];
    this.#next = this.#radio.time.after(this.#point.associationMsFrom(channel), () => {
      const answer = this.#point.answer(ssid, password);
      if (answer === "accepted") this.#join();
      else this.drop(answer);
    });
  }

  /** Ends what it was at, and tells of it. */
  drop(reason: Reason): void {
    this.leave();
    this.#events.dropped(reason);
  }

  /** Ends what it was at without a word. */
  leave(): void {
    this.#next?.cancel();
    this.#loss?.cancel();
    this.#state = "idle";
    this.#change("down");
  }

  /** For a reset of the chip. */
  stop(): void {
    this.leave();
    for (const each of this.#radio.accessPoints) each.onChange(() => {});
  }

  #change(state: "up" | "unheard" | "down"): void {
    this.#radio.air.change(state, this.#radio.time.nowMs);
  }

  #join(): void {
    this.#state = "joined";
    this.#events.associated();
    this.#awaitAddress();
  }

  #awaitAddress(): void {
    const { address } = this;
    if (address === undefined) {
      this.#point.hostnameTold = this.hostname;
      if (!this.#point.hasDhcp) return;
    }
    this.#next = this.#radio.time.after(address === undefined ? this.#point.addressMs : 0, () => {
      this.#change("up");
      this.#events.gotAddress(address ?? LEASED);
    });
  }

  /** The access point went or came. The station learns that it went from beacons that fail to come. */
  #heardOrNot(): void {
    if (this.#state !== "joined") return;
    this.#loss?.cancel();
    if (this.#point.hasOtherPassword) {
      this.drop("lost");
    } else if (!this.#point.up) {
      this.#next?.cancel();
      if (this.hasAddress) this.#change("unheard");
      this.#loss = this.#radio.time.after(this.#point.beaconTimeoutMs, () => this.drop("lost"));
    } else if (this.hasAddress) this.#change("up");
    else this.#awaitAddress();
  }
}
