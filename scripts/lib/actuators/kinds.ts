/** All kinds of actuators, a line each: its driver, its model and its tests are found by its name. */
export { switchActuator } from "./switch";
export { pwm } from "./pwm";
export { light } from "./light";
export { rgb } from "./rgb";
export { number } from "./number";
export { climate } from "./climate";
export { servo } from "./servo";
export { button } from "./button";
export { cover } from "./cover";
export { identify } from "./identify";
export { restart } from "./restart";
