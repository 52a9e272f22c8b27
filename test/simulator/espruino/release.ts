/**
 * The last release of Espruino, or what was read in its source since (c5ff787b1): up to two silent retries for each call of
 * `Wifi.connect`, also when the network is lost after joining, then a connect's callback gets the reason, which in 2v29 it never does;
 * no access point at boot; more in `process.memory()`; another memory on the ESP32-C3.
 */
export type EspruinoRelease = "2v29" | "later";
