/** All kinds of filters, a line each: its driver and its tests are found by its name. */
export { offset } from "./offset";
export { multiply } from "./multiply";
export { calibrateLinear } from "./calibrate-linear";
export { clamp } from "./clamp";
export { round } from "./round";
export { median } from "./median";
export { slidingWindowMovingAverage } from "./sliding-window-moving-average";
export { exponentialMovingAverage } from "./exponential-moving-average";
export { throttle } from "./throttle";
export { heartbeat } from "./heartbeat";
export { debounce } from "./debounce";
export { delta } from "./delta";
export { skipInitial } from "./skip-initial";
