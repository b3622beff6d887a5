/** A failure that an API answers with: status, the title of the JSON body, its message. Thrown anywhere, rendered by one boundary. */
export class HttpFault extends Error {
  override readonly name = 'HttpFault';
  readonly status: number;
  /** e.g. `Not Found`, as the body shows it. */
  readonly title: string;

  constructor(status: number, title: string, message: string) {
    super(message);
    this.status = status;
    this.title = title;
  }
}
