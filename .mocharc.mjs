import { availableParallelism } from "node:os";

export default {
  require: ["ts-node/register", "./test/conformance/hook.ts"],
  timeout: 20_000,
  // Of runs with --parallel; by itself mocha would leave one core out.
  jobs: availableParallelism(),
};
