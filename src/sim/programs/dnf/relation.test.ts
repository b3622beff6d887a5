import { describe, expect, it } from 'vitest';
import { meets, parseRelation } from './relation.ts';

describe('relations', () => {
  it.each([
    ['galera-4 = 26.4.22-1.el9', 'galera-4 >= 26.4', true], ['httpd = 2.4.62-4.el9', 'httpd = 2.4.62-4.el9', true], ['httpd = 2.4.62-4.el9', 'httpd < 2.4.62-4.el9', false],
    ['mariadb = 10.6.22-1.el9', 'mariadb = 3:10.5.29-3.el9', false], ['mysql-server', 'mysql-server', true], ['mysql-server', 'mysql-server >= 5', false],
  ])('%s meets %s: %s', (provided, wanted, answer) => {
    expect(meets(parseRelation(provided), parseRelation(wanted))).toBe(answer);
  });
});
