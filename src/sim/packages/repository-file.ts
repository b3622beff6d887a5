/** One section of a .repo file. */
export interface RepositorySection {
  readonly id: string;
  readonly name: string;
  readonly metalink: string;
  readonly keyUrl: string;
  readonly isEnabled: boolean;
  /** Has `countme=1`. */
  readonly isCounted: boolean;
  /** The short form of the release packages. */
  readonly isPlain?: boolean;
}

/** A .repo file's text as the release packages write theirs. */
export function repositoryFile(sections: readonly RepositorySection[]): string {
  return sections.map((section) => [
    `[${section.id}]`,
    `name=${section.name}`,
    `metalink=${section.metalink}`,
    ...(section.isPlain === true ? ['gpgcheck=1'] : []),
    `gpgkey=${section.keyUrl}`,
    ...(section.isPlain === true ? [] : ['gpgcheck=1', 'repo_gpgcheck=0', 'metadata_expire=6h']),
    ...(section.isCounted ? ['countme=1'] : []),
    `enabled=${section.isEnabled ? 1 : 0}`,
    '',
  ].join('\n')).join('\n');
}

/** A key that signs packages: its file's name, its user id and its whole fingerprint. */
export interface SigningKey {
  readonly file: string;
  readonly user: string;
  readonly fingerprint: string;
}

/** The armoured file of a key. The block itself is a stand-in; dnf and rpm go by the two comments. */
export function signingKey(key: SigningKey): string {
  const body = key.fingerprint.toLowerCase().match(/.{1,8}/g)?.map((part) => part.split('').reverse().join('')).join('/') ?? '';
  return `-----BEGIN PGP PUBLIC KEY BLOCK-----
Comment: ${key.fingerprint}
Comment: ${key.user}

mQINBFzMWxkBEADHrskpBgN9OphmhRkc7P/${body}
=hstk
-----END PGP PUBLIC KEY BLOCK-----
`;
}
