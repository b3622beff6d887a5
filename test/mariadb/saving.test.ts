// A lab saved while somebody sits at the client's prompt, in a statement and in a transaction.
import { expect, test } from 'vitest';
import { labIn } from '../../bin/scenes.ts';
import { plain } from '../../bin/plain.ts';
import { antelope } from '../../src/sim/plans.ts';
import { SimLab } from '../../src/sim/sim-lab.ts';
import { open } from '../properties/person.testing.ts';

test('mysql goes on where it was', async () => {
  const lab = await labIn('recorded/mariadb');
  const terminal = await open(lab);
  await lab.type(terminal, 'mysql -u root\rCREATE DATABASE d;\rUSE d\rCREATE TABLE t (a INT);\rBEGIN;\rINSERT INTO t VALUES (1);\rSELECT\r');
  const again = await SimLab.from(await lab.save(), { plan: antelope(), seed: 1, wall: null });
  await again.type(terminal, '* FROM t;\rROLLBACK;\rSELECT * FROM t;\rexit\recho done $?\r');
  const screen = plain(await again.screen(terminal));
  expect(screen.slice(screen.indexOf('MariaDB [d]> SELECT\n'))).toMatch(
    /^MariaDB \[d\]> SELECT\n {4}-> \* FROM t;\n\+-+\+\n\| a +\|\n\+-+\+\n\| +1 \|\n\+-+\+\n1 row in set \(\d\.\d{3} sec\)\n\nMariaDB \[d\]> ROLLBACK;\nQuery OK, 0 rows affected \(\d\.\d{3} sec\)\n\nMariaDB \[d\]> SELECT \* FROM t;\nEmpty set \(\d\.\d{3} sec\)\n\nMariaDB \[d\]> exit\nBye\n[\s\S]*done 0\n/,
  );
}, 300_000);
