/** Reason phrases as httpd sends them. */
export const REASONS: Readonly<Record<number, string>> = {
  200: 'OK', 206: 'Partial Content', 301: 'Moved Permanently', 302: 'Found', 303: 'See Other', 304: 'Not Modified', 400: 'Bad Request', 401: 'Unauthorized',
  403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 410: 'Gone', 411: 'Length Required', 413: 'Request Entity Too Large', 416: 'Range Not Satisfiable',
  500: 'Internal Server Error', 501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout',
};

/** After these the connection is closed (ap_status_drops_connection). */
export const CLOSING = new Set([400, 408, 411, 413, 414, 500, 501, 503]);

/** What a page says of the request besides its status. */
export interface PageFacts {
  readonly method: string;
  readonly target: string;
  readonly location: string | null;
  readonly admin: string;
  /** `ServerSignature`: the line at the foot of the page, or ''. */
  readonly signature: string;
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

function text(status: number, facts: PageFacts): string {
  const { method, admin } = facts;
  switch (status) {
    case 301: case 302: case 303: return `<p>The ${status === 303 ? 'answer to your request is located' : 'document has moved'} <a href="${escaped(facts.location ?? '')}">here</a>.</p>\n`;
    case 400: return '<p>Your browser sent a request that this server could not understand.<br />\n</p>\n';
    case 401: return '<p>This server could not verify that you\nare authorized to access the document\nrequested.  Either you supplied the wrong\ncredentials (e.g., bad password), or your\nbrowser doesn\'t understand how to supply\nthe credentials required.</p>\n';
    case 403: return "<p>You don't have permission to access this resource.</p>\n";
    case 404: return '<p>The requested URL was not found on this server.</p>\n';
    case 405: return `<p>The requested method ${escaped(method)} is not allowed for this URL.</p>\n`;
    case 410: return '<p>The requested resource is no longer available on this server\nand there is no forwarding address.\nPlease remove all references to this resource.</p>\n';
    case 413: return `The requested resource does not allow request data with ${escaped(method)} requests, or the amount of data provided in\nthe request exceeds the capacity limit.\n`;
    case 416: return '<p>None of the range-specifier values in the Range\nrequest-header field overlap the current extent\nof the selected resource.</p>\n';
    case 501: return `<p>${escaped(method)} not supported for current URL.<br />\n</p>\n`;
    case 502: return '<p>The proxy server received an invalid\nresponse from an upstream server.<br />\n</p>\n';
    case 503: return '<p>The server is temporarily unable to service your\nrequest due to maintenance downtime or capacity\nproblems. Please try again later.</p>\n';
    case 504: return '<p>The gateway did not receive a timely response\nfrom the upstream server or application.</p>\n';
    default: return '<p>The server encountered an internal error or\nmisconfiguration and was unable to complete\nyour request.</p>\n'
      + `<p>Please contact the server administrator at \n ${admin} to inform them of the time this error occurred,\n and the actions you performed just before this error.</p>\n`
      + '<p>More information about this error may be available\nin the server error log.</p>\n';
  }
}

/** httpd's own page for a status. Source: recordings (errors, happy), the program. */
export function page(status: number, facts: PageFacts): string {
  const reason = REASONS[status] ?? 'Error';
  return '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">\n<html><head>\n'
    + `<title>${status} ${reason}</title>\n</head><body>\n<h1>${reason}</h1>\n${text(status, facts)}${facts.signature}</body></html>\n`;
}
