/**
 * Whether one run of the offline Flux has the values of Secrets, or a placeholder for each. What a
 * run with placeholders makes and says may be shown to anybody.
 */
export class SecretValues {
  readonly areHidden: boolean;
  /** Whether a value took part that a run with placeholders would not have. */
  tookPart = false;

  constructor(areHidden: boolean) {
    this.areHidden = areHidden;
  }
}
