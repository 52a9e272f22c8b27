/** All kinds of rules, a line each: its driver and its tests are found by its name. */
export { contact } from "./contact";
export { thermostat } from "./thermostat";
export { message } from "./message";
