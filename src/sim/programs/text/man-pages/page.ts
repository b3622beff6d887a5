/** A manual page in our own words. */
export interface ManPage {
  readonly name: string;
  readonly section: number;
  readonly short: string;
  readonly synopsis: readonly string[];
  readonly about: readonly string[];
  readonly options?: readonly (readonly [string, string])[];
  readonly examples?: readonly (readonly [string, string])[];
  readonly files?: readonly (readonly [string, string])[];
  readonly seeAlso?: string;
}
