/** Plain data: what may be saved, sent to a Worker and compared. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };
