export { resetReason } from "../esp32c3/reset-reason";
